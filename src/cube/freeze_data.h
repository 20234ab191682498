// SPDX-License-Identifier: Apache-2.0
/*
 * freeze_data - what tallies become on their way into a cube: shared by freeze.c (the steps), freeze_axes.c (their axes
 * united) and freeze_cells.c (their cells in order).
 */
#ifndef RAP_CUBE_FREEZE_DATA_H
#define RAP_CUBE_FREEZE_DATA_H

#include "cube/tally_data.h"
#include "cube/writer.h"

/** A cell on its way to its place: (year, leaf, kind) packed to sort as a number, then party. */
typedef struct rap_ordered {
    uint64_t high;
    uint32_t party, cell;
} rap_ordered;

typedef struct rap_frozen_tie {
    uint32_t rank; /**< of its cell */
    rap_tie tie;
    uint64_t works;
} rap_frozen_tie;

#define RAP_UNUSED UINT32_MAX

/** One tally. */
typedef struct rap_frozen {
    const rap_tally *tally;
    uint32_t *party_code, *leaf_code, *kind_code; /**< number -> code, RAP_UNUSED where no cell has it */
    int32_t first_year, last_year;                /**< of its cells; first > last where it has none */
    rap_ordered *cells;                           /**< in order */
    rap_frozen_tie *ties;                         /**< in order of their cells */
} rap_frozen;

typedef struct rap_freezer {
    rap_writer *writer;
    size_t threads, n;
    rap_frozen *of;
    size_t n_parties, n_leaves, n_kinds;          /**< of all tallies, each once */
    rap_subject *leaves;                          /**< by code */
    int32_t first_year, last_year;
    unsigned leaf_bits, kind_bits;                /**< in rap_ordered.high */
    size_t n_parts;
    uint64_t *cuts;                               /**< of rap_ordered.high, where parts begin; one more than parts */
} rap_freezer;

/** Marks what the cells of a tally use, finds their years. RAP_E_MEMORY. */
RAP_MUST_CHECK rap_status rap_freeze_mark(rap_frozen *frozen, rap_error *err);

/** The axes, those that take longest first. */
typedef enum rap_frozen_axis {
    RAP_FROZEN_PARTIES,
    RAP_FROZEN_NAMES,
    RAP_FROZEN_LEAVES,
    RAP_FROZEN_KINDS,
    RAP_FROZEN_AXES
} rap_frozen_axis;

/** Gives one axis of all tallies to the writer, each thing once, and codes to the tallies. Axes may be done at once. */
RAP_MUST_CHECK rap_status rap_freeze_axis(rap_freezer *freezer, rap_frozen_axis axis, rap_error *err);

/** Puts cells and ties of tally `i` in order. */
RAP_MUST_CHECK rap_status rap_freeze_order(const rap_freezer *freezer, size_t i, rap_error *err);

/** Chooses where parts of about equal size begin, none within a slice. */
RAP_MUST_CHECK rap_status rap_freeze_cut(rap_freezer *freezer, size_t n_parts, rap_error *err);

/** Gives the cells of part `part` to its writer, equal ones of several tallies added up. */
RAP_MUST_CHECK rap_status rap_freeze_part(const rap_freezer *freezer, size_t part, rap_writer *writer, rap_error *err);

#endif
