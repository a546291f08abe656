// `mremap` has a variable number of arguments, which Swift cannot call.

#define _GNU_SOURCE
#include "CPages.h"

#include <stdint.h>
#include <stdlib.h>

#if defined(__linux__)
#include <sys/mman.h>

/// What a huge page of all common processors can hold, and where it begins.
static const size_t huge_page = (size_t)2 << 20;

static size_t whole_pages(size_t size) { return (size + 4095) & ~(size_t)4095; }

/// Addresses for `size` bytes, from the beginning of a huge page on where they fill one.
static void *pages_map(size_t size) {
    size_t margin = size < huge_page ? 0 : huge_page;
    size = whole_pages(size);
    char *start = mmap(NULL, size + margin, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (start == MAP_FAILED) abort();
    if (margin == 0) return start;
    size_t before = -(size_t)start & (huge_page - 1);
    if (before > 0) munmap(start, before);
    if (margin > before) munmap(start + before + size, margin - before);
    return start + before;
}

void *pages_resize(void *base, size_t old_size, size_t size) {
    void *result = MAP_FAILED;
    if (base == NULL) {
        result = pages_map(size);
    } else {
        result = mremap(base, old_size, size, 0);
        // Huge pages that are moved to where no huge page can begin fall to pieces, each of which is one more address
        // for the processor to look up.
        if (result == MAP_FAILED) {
            result = mremap(base, old_size, size, MREMAP_MAYMOVE | MREMAP_FIXED, pages_map(size));
        }
    }
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
