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
    uint64_t share[RAP_WALK_BLOCK];    /**< author counting only: first entry of the cell's shares, where it has them */
} rap_cells;

typedef rap_status (*rap_walk_fn)(void *arg, const rap_cells *cells, rap_error *err);

/** Works of whole slices, added up over leaves and over the kinds of the lens. A party may stand in two blocks. */
typedef struct rap_party_sums {
    const rap_slice *slice;
    uint32_t leaf;                     /**< one of those in the slice: the rest counts in the same parts */
    size_t first, end;                 /**< entries of the arrays below */
    uint64_t member[RAP_WALK_BLOCK + 1]; /**< first of the party's members in the cube's sum_members; they are there */
    uint32_t size[RAP_WALK_BLOCK + 1]; /**< how many, at most RAP_PARTY_MAX */
    uint64_t works[RAP_WALK_BLOCK + 1]; /**< 0 where the party has none of the lens's kinds */
    uint64_t full[RAP_WALK_BLOCK + 1]; /**< of works: every authorship has a country */
} rap_party_sums;

typedef rap_status (*rap_sums_fn)(void *arg, const rap_party_sums *sums, rap_error *err);

/** A whole slice of a cube that has margins. */
typedef struct rap_whole_slice {
    uint64_t number;
    uint32_t leaf;                     /**< one of those in the slice: the rest counts in the same parts */
} rap_whole_slice;

typedef rap_status (*rap_slice_fn)(void *arg, const rap_whole_slice *slice, rap_error *err);

/** How to walk. */
typedef struct rap_walker {
    rap_walk_fn see;
    rap_slice_fn see_slice;            /**< with see_sums; NULL, or takes slices that would come as sums, where there are margins */
    rap_sums_fn see_sums;              /**< NULL: cells only. Else slices that lens and parts leave whole come as sums */
    const uint8_t *same_parts;         /**< with see_sums: the leaf counts in the same parts as the one before it */
    void *arg;
} rap_walker;

/** What a lens lets through of a cube, worked out once for all walks with it. */
typedef struct rap_sieve {
    uint8_t *leaf_in;                  /**< per leaf: 1 where the lens lets it through */
    uint64_t *kind_in;                 /**< per kind: all bits where the lens lets it through, else 0 */
    uint64_t *kind_full;               /**< per kind: the same where every authorship has a country, too */
} rap_sieve;

RAP_MUST_CHECK rap_status rap_sieve_init(const rap_cube *cube, const rap_lens *lens, rap_sieve *out, rap_error *err);
void rap_sieve_release(rap_sieve *sieve);

/** Calls `see` with every block of cells; stops at its first failure. RAP_E_FORMAT where a code is out of range. */
RAP_MUST_CHECK rap_status rap_walk(const rap_cube *cube, const rap_lens *lens, rap_walk_fn see, void *arg,
                                   rap_error *err);

/** The same for slices `first` to `end` - 1 only, as cells or sums. */
RAP_MUST_CHECK rap_status rap_walk_slices(const rap_cube *cube, const rap_lens *lens, const rap_sieve *sieve, uint64_t first,
                                          uint64_t end, const rap_walker *walker, rap_error *err);

/** True where the lens lets the slice's year and something of its field through. */
bool rap_walk_holds_slice(const rap_lens *lens, const rap_slice *slice);

/** True where the ranges hold `subject`; no ranges hold everything. */
bool rap_ranges_hold(const rap_range *ranges, size_t n, rap_subject subject);

#endif
