// SPDX-License-Identifier: Apache-2.0
/* bits - numbers of any width out of packed bits, the low bits first, never reading behind the end. */
#ifndef RAP_SCAN_BITS_H
#define RAP_SCAN_BITS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/** Eight bytes at `at`, or as many as there are and zeros. */
static inline uint64_t rap_bits_word(const unsigned char *at, const unsigned char *end)
{
    uint64_t word = 0;
    memcpy(&word, at, (size_t)(end - at) < 8 ? (size_t)(end - at) : 8);
    return word;
}

/** The number of `width` (at most 64) bits that begins at bit `bit`, which must be inside. */
static inline uint64_t rap_bits_at(const unsigned char *start, const unsigned char *end, uint64_t bit, unsigned width)
{
    if (width == 0) return 0;
    const unsigned char *at = start + bit / 8;
    unsigned shift = (unsigned)(bit % 8);
    uint64_t value = rap_bits_word(at, end) >> shift;
    if (shift + width > 64) value |= (uint64_t)at[8] << (64 - shift);
    return width == 64 ? value : value & ((UINT64_C(1) << width) - 1);
}

#endif
