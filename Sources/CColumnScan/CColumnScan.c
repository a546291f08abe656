// Each loop is written once, over vectors of some length, and compiled for the vectors that every processor of its kind
// has, and on x86-64 for AVX2; which one is taken is asked when it is called.

#include "CColumnScan.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#define HAS_AVX2 __builtin_cpu_supports("avx2")
#define AVX2 __attribute__((target("avx2")))
#endif

// MARK: Comparing

typedef double F64x2 __attribute__((vector_size(16)));
typedef double F64x4 __attribute__((vector_size(32)));
typedef int64_t I64x2 __attribute__((vector_size(16)));
typedef int64_t I64x4 __attribute__((vector_size(32)));
typedef int32_t I32x4 __attribute__((vector_size(16)));
typedef int32_t I32x8 __attribute__((vector_size(32)));

/// Compares 64 values at a time with vectors of `LANES` values, of whose comparisons `SIGNS` makes bits.
#define COMPARE_VECTORS(VECTOR, LANES, SIGNS, OPERATOR)                                                                \
    for (; start + 64 <= count; start += 64) {                                                                         \
        uint64_t word = 0;                                                                                             \
        for (size_t i = 0; i < 64; i += LANES) {                                                                       \
            VECTOR some;                                                                                               \
            memcpy(&some, values + start + i, sizeof some);                                                            \
            word |= (uint64_t)(uint32_t)SIGNS(some OPERATOR bounds) << i;                                              \
        }                                                                                                              \
        bits[start >> 6] = word;                                                                                       \
    }

/// The values behind the last whole word, and all of them where there are no vectors.
#define COMPARE_VALUES(OPERATOR)                                                                                       \
    while (start < count) {                                                                                            \
        uint64_t word = 0;                                                                                             \
        size_t end = count - start < 64 ? count : start + 64;                                                          \
        for (size_t i = start; i < end; i++) word |= (uint64_t)(values[i] OPERATOR bound) << (i - start);              \
        bits[start >> 6] = word;                                                                                       \
        start = end;                                                                                                   \
    }

#define COMPARE(VECTOR, LANES, SIGNS, OPERATOR)                                                                        \
    {                                                                                                                  \
        COMPARE_VECTORS(VECTOR, LANES, SIGNS, OPERATOR)                                                                \
        COMPARE_VALUES(OPERATOR)                                                                                       \
        return;                                                                                                        \
    }

#define DEFINE_COMPARE(ATTRIBUTES, NAME, TYPE, VECTOR, LANES, SIGNS)                                                   \
    ATTRIBUTES static void NAME(                                                                                       \
        const TYPE *values, size_t count, ColumnScanRelation relation, TYPE bound, uint64_t *bits) {                   \
        VECTOR bounds;                                                                                                 \
        for (size_t lane = 0; lane < LANES; lane++) bounds[lane] = bound;                                              \
        size_t start = 0;                                                                                              \
        switch (relation) {                                                                                            \
        case COLUMN_SCAN_EQUAL: COMPARE(VECTOR, LANES, SIGNS, ==)                                                      \
        case COLUMN_SCAN_NOT_EQUAL: COMPARE(VECTOR, LANES, SIGNS, !=)                                                  \
        case COLUMN_SCAN_LESS: COMPARE(VECTOR, LANES, SIGNS, <)                                                        \
        case COLUMN_SCAN_LESS_OR_EQUAL: COMPARE(VECTOR, LANES, SIGNS, <=)                                              \
        case COLUMN_SCAN_GREATER: COMPARE(VECTOR, LANES, SIGNS, >)                                                     \
        case COLUMN_SCAN_GREATER_OR_EQUAL: COMPARE(VECTOR, LANES, SIGNS, >=)                                           \
        }                                                                                                              \
    }

#if defined(__x86_64__)

#define SIGNS_64X2(comparisons) _mm_movemask_pd((__m128d)(comparisons))
#define SIGNS_32X4(comparisons) _mm_movemask_ps((__m128)(comparisons))
#define SIGNS_64X4(comparisons) _mm256_movemask_pd((__m256d)(comparisons))
#define SIGNS_32X8(comparisons) _mm256_movemask_ps((__m256)(comparisons))

DEFINE_COMPARE(, compare_f64, double, F64x2, 2, SIGNS_64X2)
DEFINE_COMPARE(, compare_i64, int64_t, I64x2, 2, SIGNS_64X2)
DEFINE_COMPARE(, compare_i32, int32_t, I32x4, 4, SIGNS_32X4)
DEFINE_COMPARE(AVX2, compare_f64_avx2, double, F64x4, 4, SIGNS_64X4)
DEFINE_COMPARE(AVX2, compare_i64_avx2, int64_t, I64x4, 4, SIGNS_64X4)
DEFINE_COMPARE(AVX2, compare_i32_avx2, int32_t, I32x8, 8, SIGNS_32X8)

#define DISPATCH(NAME, ...)                                                                                            \
    if (HAS_AVX2) {                                                                                                    \
        NAME##_avx2(__VA_ARGS__);                                                                                      \
    } else {                                                                                                           \
        NAME(__VA_ARGS__);                                                                                             \
    }

#else

/// The signs of two comparisons, which are all ones or all zeros each.
#define SIGNS_64X2(comparisons) ((uint32_t)((comparisons)[0] & 1) | (uint32_t)((comparisons)[1] & 2))
#define SIGNS_32X4(comparisons)                                                                                        \
    ((uint32_t)((comparisons)[0] & 1) | (uint32_t)((comparisons)[1] & 2) | (uint32_t)((comparisons)[2] & 4)            \
     | (uint32_t)((comparisons)[3] & 8))

DEFINE_COMPARE(, compare_f64, double, F64x2, 2, SIGNS_64X2)
DEFINE_COMPARE(, compare_i64, int64_t, I64x2, 2, SIGNS_64X2)
DEFINE_COMPARE(, compare_i32, int32_t, I32x4, 4, SIGNS_32X4)

#define DISPATCH(NAME, ...) NAME(__VA_ARGS__)

#endif

void column_scan_compare_f64(
    const double *values, size_t count, ColumnScanRelation relation, double bound, uint64_t *bits) {
    DISPATCH(compare_f64, values, count, relation, bound, bits)
}

void column_scan_compare_i64(
    const int64_t *values, size_t count, ColumnScanRelation relation, int64_t bound, uint64_t *bits) {
    DISPATCH(compare_i64, values, count, relation, bound, bits)
}

void column_scan_compare_i32(
    const int32_t *values, size_t count, ColumnScanRelation relation, int32_t bound, uint64_t *bits) {
    DISPATCH(compare_i32, values, count, relation, bound, bits)
}

// MARK: Places

/// For each byte the places of its set bits, in ascending order, the rest 0.
static const uint64_t byte_places[256] = {
#define PLACES(byte) (PLACE(byte, 0) | PLACE(byte, 1) | PLACE(byte, 2) | PLACE(byte, 3) | PLACE(byte, 4)               \
                      | PLACE(byte, 5) | PLACE(byte, 6) | PLACE(byte, 7))
/// Bit `bit` of the byte, where it is set, behind as many places as bits are set below it.
#define PLACE(byte, bit)                                                                                               \
    ((byte) >> (bit) & 1 ? (uint64_t)(bit) << 8 * BITS_BELOW(byte, bit) : 0)
#define BITS_BELOW(byte, bit)                                                                                          \
    (((byte) & 1 && (bit) > 0) + ((byte) >> 1 & 1 && (bit) > 1) + ((byte) >> 2 & 1 && (bit) > 2)                       \
     + ((byte) >> 3 & 1 && (bit) > 3) + ((byte) >> 4 & 1 && (bit) > 4) + ((byte) >> 5 & 1 && (bit) > 5)                \
     + ((byte) >> 6 & 1 && (bit) > 6))
#define FOUR(byte) PLACES(byte), PLACES(byte + 1), PLACES(byte + 2), PLACES(byte + 3)
#define SIXTEEN(byte) FOUR(byte), FOUR(byte + 4), FOUR(byte + 8), FOUR(byte + 12)
#define SIXTY_FOUR(byte) SIXTEEN(byte), SIXTEEN(byte + 16), SIXTEEN(byte + 32), SIXTEEN(byte + 48)
    SIXTY_FOUR(0), SIXTY_FOUR(64), SIXTY_FOUR(128), SIXTY_FOUR(192)};

typedef uint8_t U8x8 __attribute__((vector_size(8)));
typedef uint32_t U32x8 __attribute__((vector_size(32)));

/// Eight places are written for every byte that has any; those behind its last are written over by the next one's.
#define FIND_PLACES                                                                                                    \
    size_t found = 0;                                                                                                  \
    for (size_t start = 0; start < count; start += 64) {                                                               \
        uint64_t word = bits[start >> 6];                                                                              \
        if (count - start < 64) word &= ((uint64_t)1 << (count - start)) - 1;                                          \
        for (uint32_t first = (uint32_t)start; word; first += 8, word >>= 8) {                                         \
            U8x8 offsets;                                                                                              \
            memcpy(&offsets, &byte_places[word & 0xFF], sizeof offsets);                                               \
            U32x8 some = __builtin_convertvector(offsets, U32x8) + first;                                              \
            memcpy(places + found, &some, sizeof some);                                                                \
            found += (size_t)__builtin_popcount((uint32_t)(word & 0xFF));                                              \
        }                                                                                                              \
    }                                                                                                                  \
    return found;

static size_t find_places(const uint64_t *bits, size_t count, uint32_t *places) { FIND_PLACES }

#if defined(__x86_64__)
__attribute__((target("avx2,popcnt"))) static size_t find_places_avx2(
    const uint64_t *bits, size_t count, uint32_t *places) {
    FIND_PLACES
}
#endif

size_t column_scan_places(const uint64_t *bits, size_t count, uint32_t *places) {
#if defined(__x86_64__)
    if (HAS_AVX2) return find_places_avx2(bits, count, places);
#endif
    return find_places(bits, count, places);
}

// MARK: Sums

typedef double F64x8 __attribute__((vector_size(64)));

/// The error of each addition by Knuth's TwoSum.
#define ADD_ALL                                                                                                        \
    F64x8 total, error;                                                                                                \
    memcpy(&total, sums, sizeof total);                                                                                \
    memcpy(&error, errors, sizeof error);                                                                              \
    for (size_t i = 0; i < count; i += 8) {                                                                            \
        F64x8 some;                                                                                                    \
        memcpy(&some, values + i, sizeof some);                                                                        \
        F64x8 next = total + some;                                                                                     \
        F64x8 added = next - total;                                                                                    \
        error += (total - (next - added)) + (some - added);                                                            \
        total = next;                                                                                                  \
    }                                                                                                                  \
    memcpy(sums, &total, sizeof total);                                                                                \
    memcpy(errors, &error, sizeof error);

static void add_all(const double *values, size_t count, double *sums, double *errors) { ADD_ALL }

#if defined(__x86_64__)
AVX2 static void add_all_avx2(const double *values, size_t count, double *sums, double *errors) { ADD_ALL }
#endif

void column_scan_sum(const double *values, size_t count, double *sums, double *errors) {
    DISPATCH(add_all, values, count, sums, errors)
}
