// zlib and Zstandard, as the system has them.
#include <zlib.h>
#include <zstd.h>
