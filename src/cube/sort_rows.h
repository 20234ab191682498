// SPDX-License-Identifier: Apache-2.0
/*
 * sort_rows - sorts rows that begin with two numbers of 32 bits by the first, then the second: digit by digit from the
 * least, only the digits in which rows differ (radix sort). Inlined, so that rows of a known size are moved, not copied
 * by a call.
 */
#ifndef RAP_CUBE_SORT_ROWS_H
#define RAP_CUBE_SORT_ROWS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static inline uint64_t rap_row_key(const char *row)
{
    uint32_t pair[2];
    memcpy(pair, row, sizeof pair);
    return (uint64_t)pair[0] << 32 | pair[1];
}

/** Moves all in the order of the 8 bits at `shift`, keeping the order of equals. */
static inline void rap_sort_rows_by(const char *from, char *to, size_t n, size_t size, unsigned shift)
{
    size_t start[257] = {0};
    for (size_t i = 0; i < n; i++) start[(rap_row_key(from + i * size) >> shift & 0xFF) + 1]++;
    for (size_t d = 0; d < 255; d++) start[d + 1] += start[d];
    for (size_t i = 0; i < n; i++) memcpy(to + start[rap_row_key(from + i * size) >> shift & 0xFF]++ * size, from + i * size, size);
}

/** Sorts `n` rows of `size` bytes; `spare` has room for as many. True where the sorted rows stand in `spare`. */
static inline bool rap_sort_rows(void *rows, void *spare, size_t n, size_t size)
{
    char *from = rows, *to = spare;
    uint64_t differ = 0;
    for (size_t i = 1; i < n; i++) differ |= rap_row_key(from + i * size) ^ rap_row_key(from);
    for (unsigned shift = 0; shift < 64; shift += 8) {
        if ((differ >> shift & 0xFF) == 0) continue;
        rap_sort_rows_by(from, to, n, size, shift);
        char *sorted = to;
        to = from;
        from = sorted;
    }
    return from != rows;
}

#endif
