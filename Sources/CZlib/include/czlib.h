#ifndef OPUS_CZLIB_H
#define OPUS_CZLIB_H

#include <zlib.h>

/// `deflateInit2` and `inflateInit2` are macros, which Swift does not import.
static inline int opus_deflateInit2(
    z_stream *stream, int level, int method, int windowBits, int memLevel, int strategy
) {
    return deflateInit2(stream, level, method, windowBits, memLevel, strategy);
}

static inline int opus_inflateInit2(z_stream *stream, int windowBits) {
    return inflateInit2(stream, windowBits);
}

#endif
