// What is done with every value of a column: with the processor's vector instructions, which C reaches and Swift does not.
#pragma once

#include <stddef.h>
#include <stdint.h>

/// How a value is to stand to a bound. Of floating point numbers NaN stands to nothing but `COLUMN_SCAN_NOT_EQUAL`.
typedef enum {
    COLUMN_SCAN_EQUAL,
    COLUMN_SCAN_NOT_EQUAL,
    COLUMN_SCAN_LESS,
    COLUMN_SCAN_LESS_OR_EQUAL,
    COLUMN_SCAN_GREATER,
    COLUMN_SCAN_GREATER_OR_EQUAL,
} ColumnScanRelation;

/// Sets bit `i & 63` of `bits[i >> 6]` where `values[i]` stands to `bound` as `relation` says, and clears it elsewhere;
/// also the bits behind the last value.
void column_scan_compare_f64(
    const double *values, size_t count, ColumnScanRelation relation, double bound, uint64_t *bits);
void column_scan_compare_i64(
    const int64_t *values, size_t count, ColumnScanRelation relation, int64_t bound, uint64_t *bits);
void column_scan_compare_i32(
    const int32_t *values, size_t count, ColumnScanRelation relation, int32_t bound, uint64_t *bits);

/// How many places `column_scan_places` may write beyond those that it finds.
#define COLUMN_SCAN_SLACK 8

/// Writes the places of the set bits among the first `count`, in ascending order; gives their number.
///
/// - `places`: room for all of them and COLUMN_SCAN_SLACK more.
size_t column_scan_places(const uint64_t *bits, size_t count, uint32_t *places);

/// Adds `count` values, a multiple of 8, to eight sums, and the rounding error of each addition to eight others.
void column_scan_sum(const double *values, size_t count, double *sums, double *errors);
