#ifndef OPUS_CMALLOC_H
#define OPUS_CMALLOC_H

#include <stdlib.h>
#ifdef __linux__
#include <link.h>
#include <stdint.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>
#endif
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

/// Takes the program's own code out of the process's memory; what runs again comes back from the
/// kernel's cache of files, page by page. Code is never written to, so nothing is lost.
static inline void opus_code_give_back(void) {
#ifdef __linux__
    const ElfW(Phdr) *headers = (const ElfW(Phdr) *)getauxval(AT_PHDR);
    const unsigned long count = headers ? getauxval(AT_PHNUM) : 0;
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t base = 0;
    for (unsigned long i = 0; i < count; i++)
        if (headers[i].p_type == PT_PHDR) base = (uintptr_t)headers - headers[i].p_vaddr;
    for (unsigned long i = 0; i < count; i++) {
        if (headers[i].p_type != PT_LOAD) continue;
        if (!(headers[i].p_flags & PF_X) || (headers[i].p_flags & PF_W)) continue;
        const uintptr_t start = (base + headers[i].p_vaddr) & ~(page - 1);
        const uintptr_t end = (base + headers[i].p_vaddr + headers[i].p_memsz + page - 1) & ~(page - 1);
        (void)madvise((void *)start, end - start, MADV_DONTNEED);
    }
#endif
}

#endif
