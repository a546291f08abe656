// Masks of 64 bytes: bit i is set where byte i is the one that is looked for.

#include "CByteScan.h"

#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>

typedef struct {
    __m128i part[4];
} Block;

static inline Block load(const uint8_t *bytes) {
    Block block;
    for (int i = 0; i < 4; i++) block.part[i] = _mm_loadu_si128((const __m128i *)(bytes + 16 * i));
    return block;
}

static inline uint64_t equal(Block block, uint8_t byte) {
    __m128i wanted = _mm_set1_epi8((char)byte);
    uint64_t mask = 0;
    for (int i = 0; i < 4; i++) {
        mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(block.part[i], wanted)) << (16 * i);
    }
    return mask;
}

#elif defined(__aarch64__)
#include <arm_neon.h>

typedef uint8x16x4_t Block;

static inline Block load(const uint8_t *bytes) {
    Block block;
    for (int i = 0; i < 4; i++) block.val[i] = vld1q_u8(bytes + 16 * i);
    return block;
}

static inline uint64_t equal(Block block, uint8_t byte) {
    const uint8x16_t bits = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t wanted = vdupq_n_u8(byte);
    uint8x16_t low = vpaddq_u8(
        vandq_u8(vceqq_u8(block.val[0], wanted), bits), vandq_u8(vceqq_u8(block.val[1], wanted), bits));
    uint8x16_t high = vpaddq_u8(
        vandq_u8(vceqq_u8(block.val[2], wanted), bits), vandq_u8(vceqq_u8(block.val[3], wanted), bits));
    uint8x16_t sum = vpaddq_u8(low, high);
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sum, sum)), 0);
}

#else

typedef struct {
    uint8_t byte[64];
} Block;

static inline Block load(const uint8_t *bytes) {
    Block block;
    memcpy(block.byte, bytes, sizeof block.byte);
    return block;
}

static inline uint64_t equal(Block block, uint8_t byte) {
    uint64_t mask = 0;
    for (int i = 0; i < 64; i++) mask |= (uint64_t)(block.byte[i] == byte) << i;
    return mask;
}

#endif

/// The last bytes of a text, with others behind them that nothing is looked for in.
static inline Block load_tail(const uint8_t *bytes, size_t count) {
    uint8_t padded[64] = {0};
    memcpy(padded, bytes, count);
    return load(padded);
}

ByteScanCut byte_scan_cut(
    const uint8_t *text, size_t start, size_t end, uint8_t delimiter, uint8_t record_end, uint8_t quote,
    uint32_t *ends, size_t room, uint32_t *records, size_t record_limit) {
    ByteScanCut cut = {0, 0, start};
    size_t found = 0;
    for (size_t base = start; base < end && found < room; base += 64) {
        size_t rest = end - base;
        Block block = rest >= 64 ? load(text + base) : load_tail(text + base, rest);
        uint64_t within = rest >= 64 ? ~0ull : (1ull << rest) - 1;
        uint64_t quotes = equal(block, quote) & within;
        // What stands before the first quote.
        if (quotes) within &= (quotes & -quotes) - 1;
        uint64_t line_ends = equal(block, record_end) & within;
        uint64_t marks = (equal(block, delimiter) & within) | line_ends;
        size_t count = (size_t)__builtin_popcountll(marks);
        // Eight at a time without asking, as most blocks hold about so many; what is too many is written over.
        uint64_t rest_of_marks = marks;
        for (size_t done = 0; done < count; done += 8) {
            for (int i = 0; i < 8; i++) {
                ends[found + done + i] = (uint32_t)(base + (size_t)__builtin_ctzll(rest_of_marks | 1ull << 63));
                rest_of_marks &= rest_of_marks - 1;
            }
        }
        while (line_ends) {
            uint64_t first = line_ends & -line_ends;
            line_ends ^= first;
            cut.ends = found + (size_t)__builtin_popcountll(marks & (first - 1)) + 1;
            records[cut.records++] = (uint32_t)cut.ends;
            cut.position = (size_t)ends[cut.ends - 1] + 1;
            if (cut.records == record_limit) return cut;
        }
        found += count;
        if (quotes) return cut;
    }
    return cut;
}

size_t byte_scan_count(const uint8_t *bytes, size_t count, uint8_t byte) {
    size_t sum = 0;
    size_t done = 0;
    // Sums of so few bytes fit a byte, which is what the compiler makes vectors of.
    while (count - done >= 128) {
        size_t steps = (count - done) / 128 < 255 ? (count - done) / 128 : 255;
        uint8_t sums[128] = {0};
        for (size_t step = 0; step < steps; step++, done += 128) {
            for (int i = 0; i < 128; i++) sums[i] += bytes[done + i] == byte;
        }
        for (int i = 0; i < 128; i++) sum += sums[i];
    }
    for (; done < count; done++) sum += bytes[done] == byte;
    return sum;
}

size_t byte_scan_ascii(const uint8_t *bytes, size_t count) {
    size_t done = 0;
    for (; count - done >= 64; done += 64) {
        uint8_t any = 0;
        for (int i = 0; i < 64; i++) any |= bytes[done + i];
        if (any >= 0x80) return done;
    }
    while (done < count && bytes[done] < 0x80) done++;
    return done;
}
