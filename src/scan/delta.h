// SPDX-License-Identifier: Apache-2.0
/*
 * delta - integers as differences in blocks of packed bits (Parquet's DELTA_BINARY_PACKED).
 *
 *   values of a block, miniblocks of a block, number of values, first value
 *   then blocks: least difference, a width for each miniblock, miniblocks
 *
 * Sums wrap around, as the format wants. Values are given in pieces of any length.
 */
#ifndef RAP_SCAN_DELTA_H
#define RAP_SCAN_DELTA_H

#include "base/text.h"

typedef struct rap_delta {
    const unsigned char *at, *end;   /**< what follows the current miniblock */
    uint64_t total, given;           /**< values */
    uint64_t value, least;           /**< the next value but for its difference; least difference of the block */
    const unsigned char *widths;     /**< of the current block; NULL before the first */
    const unsigned char *packed;     /**< the current miniblock */
    uint64_t minis, each;            /**< miniblocks of a block; values of a miniblock */
    uint64_t mini, next;             /**< the current miniblock; its next value */
    unsigned width;
} rap_delta;

/** False where the header is damaged. */
bool rap_delta_init(rap_delta *in, rap_span bytes);

/** Gives the next `n` values; false where there are fewer, or they are damaged. */
bool rap_delta_numbers(rap_delta *in, size_t n, uint64_t *out);

#endif
