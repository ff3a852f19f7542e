#ifndef OPUS_CYAML_H
#define OPUS_CYAML_H

#include <yaml.h>

#endif
