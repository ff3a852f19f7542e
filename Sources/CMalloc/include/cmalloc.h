#ifndef OPUS_CMALLOC_H
#define OPUS_CMALLOC_H

#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/// Tells glibc how many heaps threads share, and from how many free bytes at its end on a heap is
/// given back; other libraries are left as they are.
static inline void opus_malloc_limits(int heaps, int free_bytes) {
#ifdef __GLIBC__
    mallopt(M_ARENA_MAX, heaps);
    mallopt(M_TRIM_THRESHOLD, free_bytes);
#else
    (void)heaps;
    (void)free_bytes;
#endif
}

/// Has glibc give back whole pages that are free, wherever they lie.
static inline void opus_malloc_trim(void) {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

#endif
