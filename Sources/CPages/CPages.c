// `mremap` has a variable number of arguments, which Swift cannot call.

#define _GNU_SOURCE
#include "CPages.h"

#include <stdlib.h>

#if defined(__linux__)
#include <sys/mman.h>

void *pages_resize(void *base, size_t old_size, size_t size) {
    void *result = base == NULL
        ? mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        : mremap(base, old_size, size, MREMAP_MAYMOVE);
    if (result == MAP_FAILED) abort();
    // A fault for each 4 KiB costs several times what it takes to write the page. Refused on kernels without huge pages.
    madvise(result, size, MADV_HUGEPAGE);
    return result;
}

void pages_free(void *base, size_t size) { munmap(base, size); }

#else

void *pages_resize(void *base, size_t old_size, size_t size) {
    void *result = realloc(base, size);
    if (result == NULL) abort();
    return result;
}

void pages_free(void *base, size_t size) { free(base); }

#endif
