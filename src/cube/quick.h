// SPDX-License-Identifier: Apache-2.0
/*
 * quick - sums of whole slices added to buckets the short way, where the lens takes countries as they stand: full
 * counting, no groups, no merges, no country left out. It says the same as rap_reduce() and rap_reduce_add(), which
 * stay the definition; a test holds it to them.
 *
 * A node is then the number of its place, so members need no translation; the margins of a node lie side by side and
 * are added as one vector, and reach the buckets once a slice.
 */
#ifndef RAP_CUBE_QUICK_H
#define RAP_CUBE_QUICK_H

#include "cube/spread.h"
#include "cube/walk.h"

typedef struct rap_quick rap_quick;

/** True where the lens and the options allow the short way. */
bool rap_quick_fits(const rap_lens *lens, const rap_spread_options *options);

/** Borrows all; `sieve` is that of the lens. NULL where memory ran out. */
rap_quick *rap_quick_new(const rap_cube *cube, const rap_lens *lens, const rap_sieve *sieve, const rap_spread_options *options);
void rap_quick_free(rap_quick *quick);

/**
 * Adds a block; `parts` are the numbers in `row` of the buckets that it counts in. False where a member is no place:
 * the cube is damaged.
 */
bool rap_quick_add(rap_quick *quick, const rap_party_sums *sums, rap_bucket *row, const uint32_t *parts, size_t n_parts);

/** True where whole slices can be added from what the cube keeps: the number of countries of a work does not matter. */
bool rap_quick_takes_slices(const rap_cube *cube, const rap_lens *lens, const rap_spread_options *options);

/** The same for a whole slice where rap_quick_takes_slices(): of its parties only those of a focus are read. */
bool rap_quick_add_slice(rap_quick *quick, const rap_whole_slice *slice, rap_bucket *row, const uint32_t *parts, size_t n_parts);

#endif
