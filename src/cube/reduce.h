// SPDX-License-Identifier: Apache-2.0
/*
 * reduce - one cell: its party reduced to nodes under a lens, and its amounts added to a bucket.
 *
 * The only place that says what full, country and author counting do to a work.
 */
#ifndef RAP_CUBE_REDUCE_H
#define RAP_CUBE_REDUCE_H

#include "cube/nodes.h"
#include "cube/walk.h"

/** A party as the lens sees it. */
typedef struct rap_reduced {
    size_t n_nodes;
    size_t n_places;                       /**< countries, after merges */
    uint32_t nodes[RAP_PARTY_MAX];
    uint32_t weight[RAP_PARTY_MAX];        /**< countries of the party in each node */
    uint64_t share[RAP_PARTY_MAX];         /**< author counting: sum over the cell's works, in RAP_UNIT */
    bool self;                             /**< a residual linked with itself (published pairs only) */
    bool stranger;                         /**< a place that is no node: the cube is damaged */
} rap_reduced;

/** What a cell counts. */
typedef struct rap_amounts {
    uint64_t works;
    uint64_t full;                         /**< of these: every authorship has a country */
} rap_amounts;

/** Reduces a party of `n` places; false where the lens leaves works of it out. */
bool rap_reduce(rap_reduced *out, const rap_lens *lens, const rap_node_map *map, const rap_place *places, size_t n);

/** Fills `share` from the entries of cell `i` of a block. RAP_E_FORMAT where the columns are too short. */
rap_status rap_reduce_shares(rap_reduced *reduced, const rap_cube *cube, const rap_node_map *map, const rap_cells *cells,
                             size_t i, rap_error *err);

/**
 * Replaces a cell's works by a Poisson draw with that mean, keyed by what the cell is (year, subject, kind, party), not
 * by where it stands: works in one cell are exchangeable, so this resamples works. Shares are scaled along.
 */
void rap_reduce_resample(rap_reduced *reduced, const rap_spread_options *options, const rap_cube *cube,
                         const rap_cells *cells, size_t i, rap_amounts *amounts);

/** Adds a cell of whole sets. */
void rap_reduce_add(const rap_reduced *reduced, const rap_spread_options *options, const rap_lens *lens,
                    const rap_amounts *amounts, size_t n, rap_bucket *bucket);

/** Adds a cell of published pair counts: two places are a link, one is that country's international works. */
void rap_reduce_add_pair(const rap_reduced *reduced, const rap_spread_options *options, const rap_amounts *amounts,
                         size_t n, rap_bucket *bucket);

#endif
