#ifndef OPUS_CCRYPT_H
#define OPUS_CCRYPT_H

#include <crypt.h>
#include <string.h>

/// How much memory `crypt_rn` wants; Swift would import the structure as a huge tuple.
static inline int opus_crypt_size(void) {
    return (int)sizeof(struct crypt_data);
}

/// Overwrites memory that held a secret, also where the compiler thinks that nobody reads it again.
static inline void opus_wipe(void *memory, size_t size) {
    explicit_bzero(memory, size);
}

#endif
