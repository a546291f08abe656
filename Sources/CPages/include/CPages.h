// Large memory that grows without being copied.
#pragma once

#include <stddef.h>

/// Memory of `size` bytes that holds what `base`, of `old_size` bytes, held; `base` is good no longer. A `base` of NULL is
/// of no size. The system moves pages instead of bytes where it can. Never NULL: where there is no memory, the program
/// ends, as it does when Swift allocates.
void *_Nonnull pages_resize(void *_Nullable base, size_t old_size, size_t size);

/// Gives memory of `pages_resize` back.
void pages_free(void *_Nonnull base, size_t size);
