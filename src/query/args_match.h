// SPDX-License-Identifier: Apache-2.0
/*
 * args_match - which of a cube's subjects a selection means, as ranges.
 *
 * The cube's leaves are sorted in hierarchy order, so whatever a selection means, it is the runs of leaves that match it:
 * sorted and disjoint by construction. A topic that stands at two places of the hierarchy gives two runs.
 */
#ifndef RAP_QUERY_ARGS_MATCH_H
#define RAP_QUERY_ARGS_MATCH_H

#include "cube/walk.h"
#include "query/args.h"

/** A leaf matches where it lies under one of the nodes, or has a topic whose name holds a word, or is in a selection. */
typedef struct rap_match {
    const rap_cube *cube;
    size_t n_nodes;
    const struct rap_area_node *nodes;
    rap_span words;                    /**< separated by |; letters in any case */
    size_t n_selections;
    const rap_selection *selections;
} rap_match;

/** Number of leaves that match. The leaf "no subject" never does. */
size_t rap_match_leaves(const rap_match *match);

/** Sets the ranges of `out`: one that holds nothing where no leaf matches, as an empty list would mean everything. */
rap_status rap_match_ranges(rap_asking *asking, const rap_match *match, rap_selection *out, rap_error *err);

/** Name of a level in the cube's hierarchy; OpenAlex's where there is no cube or it has none. */
const char *rap_args_level_name(const rap_cube *cube, unsigned level);

/** RAP_E_UNSUPPORTED where no work of the cube has a subject. */
rap_status rap_args_need_subjects(const rap_cube *cube, const char *option, rap_error *err);

#endif
