// SPDX-License-Identifier: Apache-2.0
/*
 * sums - the cells of one slice added up over its leaves: works by party and kind; and these added up once more, by kind
 * and pair of places.
 *
 * Most questions ask for whole fields, and a field has a fifth of the sums that it has cells. So a cube of sets keeps
 * them beside the cells, in chunks that its identity does not cover, as they say nothing that the cells do not. Each
 * party brings its members along, so that who walks the sums never leaves them for the table of parties. All pairs of a
 * field are asked for less often, but then every party would be taken apart: pairs of one kind are far fewer.
 */
#ifndef RAP_CUBE_SUMS_H
#define RAP_CUBE_SUMS_H

#include "base/error.h"
#include "cube/index.h"

typedef struct rap_sum {
    uint32_t major, minor;   /**< party and kind; of pairs kind and pair, see rap_pair_of() */
    uint64_t works;
} rap_sum;

typedef struct rap_sums {
    size_t n, capacity, spare_capacity;
    rap_sum *rows, *spare;
    rap_index index;
} rap_sums;

/** Adds works. RAP_E_FORMAT where a sum passes 64 bits. */
RAP_MUST_CHECK rap_status rap_sums_add(rap_sums *sums, uint32_t major, uint32_t minor, uint64_t works, rap_error *err);

/** A pair of a cube's places as one number, from their numbers, the smaller first. */
static inline uint32_t rap_pair_of(uint16_t x, uint16_t y, size_t n_places)
{
    return (uint32_t)(x * n_places + y);
}

/** Adds the works of a party, given by the numbers of its places, to each of its pairs. */
RAP_MUST_CHECK rap_status rap_sums_add_pairs(rap_sums *pairs, uint32_t kind, const uint16_t *places, size_t n, size_t n_places,
                                             uint64_t works, rap_error *err);

/** Puts the rows in order of major, then minor. Nothing may be added before the next rap_sums_clear(). */
void rap_sums_sort(rap_sums *sums);

void rap_sums_clear(rap_sums *sums);
void rap_sums_release(rap_sums *sums);

#endif
