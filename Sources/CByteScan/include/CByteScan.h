// What is done with every byte of a file: with the processor's vector instructions, which C reaches and Swift does not.
#pragma once

#include <stddef.h>
#include <stdint.h>

/// How many offsets `byte_scan_cut` may write beyond those that it was given room for.
#define BYTE_SCAN_SLACK 128

/// What `byte_scan_cut` found.
typedef struct {
    /// How many offsets it wrote: delimiters and record ends.
    size_t ends;
    /// How many records it cut.
    size_t records;
    /// Behind the last record that it cut.
    size_t position;
} ByteScanCut;

/// Cuts plain records, which hold no quote, of `text[start..<end]` into cells.
///
/// It stops behind `record_limit` records, before the record that holds a quote (a `quote` of 0xFF, which no UTF-8
/// holds, is never met) or that is not whole, and when `ends` is full.
///
/// - `ends`: gets the offset of each delimiter and each record end; room for `room` offsets and BYTE_SCAN_SLACK more.
/// - `records`: gets for each record the number of offsets up to the one of its end.
ByteScanCut byte_scan_cut(
    const uint8_t *text, size_t start, size_t end, uint8_t delimiter, uint8_t record_end, uint8_t quote,
    uint32_t *ends, size_t room, uint32_t *records, size_t record_limit);

/// How often `byte` occurs.
size_t byte_scan_count(const uint8_t *bytes, size_t count, uint8_t byte);

/// How many of the bytes at the beginning are ASCII; perhaps up to 63 fewer.
size_t byte_scan_ascii(const uint8_t *bytes, size_t count);

/// 10 to the power of 0 to 22, which are the ones that a double holds exactly.
static inline double byte_scan_power_of_ten(uint32_t exponent) {
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    return powers[exponent];
}
