// SPDX-License-Identifier: Apache-2.0
/*
 * sums - the cells of one slice added up over its leaves: works by party and kind.
 *
 * Most questions ask for whole fields, and a field has a fifth of the sums that it has cells. So a cube of sets keeps
 * them beside the cells, in chunks that its identity does not cover, as they say nothing that the cells do not. Each
 * party brings its members along, so that who walks the sums never leaves them for the table of parties.
 */
#ifndef RAP_CUBE_SUMS_H
#define RAP_CUBE_SUMS_H

#include "base/error.h"
#include "cube/index.h"

typedef struct rap_sum {
    uint32_t party, kind;
    uint64_t works;
} rap_sum;

typedef struct rap_sums {
    size_t n, capacity, spare_capacity;
    rap_sum *rows, *spare;
    rap_index index;
} rap_sums;

/** Adds the works of a cell. RAP_E_FORMAT where a sum passes 64 bits. */
RAP_MUST_CHECK rap_status rap_sums_add(rap_sums *sums, uint32_t party, uint32_t kind, uint64_t works, rap_error *err);

/** Puts the rows in order of party, then kind. Nothing may be added before the next rap_sums_clear(). */
void rap_sums_sort(rap_sums *sums);

void rap_sums_clear(rap_sums *sums);
void rap_sums_release(rap_sums *sums);

#endif
