// SPDX-License-Identifier: Apache-2.0
/*
 * tally_data - the inside of a tally, shared by those who fill it (tally.c) and write it down (freeze.c).
 */
#ifndef RAP_CUBE_TALLY_DATA_H
#define RAP_CUBE_TALLY_DATA_H

#include "cube/axes.h"
#include "cube/tally.h"

typedef struct rap_cell_key {
    uint32_t leaf, party, kind; /**< numbers in the axes */
    int32_t year;
} rap_cell_key;

/** A cell; cells stand one after the other, `stride` bytes apart. */
typedef struct rap_cell_entry {
    rap_cell_key key;
    uint64_t share;     /**< first of its entries in `shares`, where it has some */
    uint64_t amounts[]; /**< one for every measure */
} rap_cell_entry;

typedef struct rap_tie_entry {
    uint32_t cell;
    rap_tie tie;
    uint64_t works;
} rap_tie_entry;

struct rap_tally {
    rap_schema schema;
    rap_axes axes;
    rap_index cell_index, tie_index;
    size_t stride;
    size_t n_cells, cell_capacity;
    char *cells;
    size_t n_shares, share_capacity;
    uint64_t *shares; /**< sums in RAP_UNIT, one for every member of every cell that has shares */
    size_t n_ties, tie_capacity;
    rap_tie_entry *ties;
};

static inline rap_cell_entry *rap_tally_at(const rap_tally *tally, size_t i)
{
    return (rap_cell_entry *)(void *)(tally->cells + i * tally->stride);
}

/** Number of share entries of a cell: its members, or 0. */
static inline size_t rap_tally_share_count(const rap_tally *tally, rap_cell_key key)
{
    size_t n = tally->axes.parties[key.party].count;
    return tally->schema.shares && rap_axes_has_shares(&tally->axes, key.kind, n) ? n : 0;
}

/** May `amounts` be added to the sums of a cell? RAP_E_FORMAT where one would pass its limit. */
RAP_MUST_CHECK rap_status rap_tally_check_sums(const rap_tally *tally, const uint64_t *sums, const uint64_t *amounts,
                                               rap_error *err);

#endif
