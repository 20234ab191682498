// SPDX-License-Identifier: Apache-2.0
/*
 * walk - the cells that a lens lets through, a block at a time, in cube order.
 *
 * Years, subjects and kinds are judged here; what a lens says of parties is judged by reduce. Whole slices (a year and
 * a field) that the lens leaves out cost nothing. Cells come from a mapped file, so every code is checked against its
 * axis before anyone uses it as an index.
 */
#ifndef RAP_CUBE_WALK_H
#define RAP_CUBE_WALK_H

#include "cube/lens.h"

enum { RAP_WALK_BLOCK = 1024 };

/** Cells of one year, with their codes. */
typedef struct rap_cells {
    int year;                          /**< 0 = not known */
    size_t n;
    uint64_t index[RAP_WALK_BLOCK];    /**< in the cube's columns */
    uint32_t leaf[RAP_WALK_BLOCK], kind[RAP_WALK_BLOCK], party[RAP_WALK_BLOCK];
    uint64_t works[RAP_WALK_BLOCK];
    uint64_t share[RAP_WALK_BLOCK];    /**< first entry of the cell's author shares, where it has them */
} rap_cells;

typedef rap_status (*rap_walk_fn)(void *arg, const rap_cells *cells, rap_error *err);

/** Calls `see` with every block; stops at its first failure. RAP_E_FORMAT where a code is out of range. */
RAP_MUST_CHECK rap_status rap_walk(const rap_cube *cube, const rap_lens *lens, rap_walk_fn see, void *arg,
                                   rap_error *err);

/** True where the ranges hold `subject`; no ranges hold everything. */
bool rap_ranges_hold(const rap_range *ranges, size_t n, rap_subject subject);

/** Members of a party; a damaged offset gives more than RAP_PARTY_MAX. */
size_t rap_party_size(const rap_cube *cube, uint32_t party);

#endif
