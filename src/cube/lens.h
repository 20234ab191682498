// SPDX-License-Identifier: Apache-2.0
/*
 * lens - how one looks at a cube: years, subjects, kinds, nodes (countries and groups), counting, limits.
 *
 * Plain data, filled by the query floor and read by spread. Everything in it is chosen at query time.
 */
#ifndef RAP_CUBE_LENS_H
#define RAP_CUBE_LENS_H

#include "cube/catalog.h"
#include "cube/cube.h"

/** How a work is counted. */
typedef enum rap_counting {
    RAP_COUNT_FULL,     /**< one for every country that took part; one for every pair of them */
    RAP_COUNT_COUNTRY,  /**< 1/k for each of k countries; 2/(k(k-1)) for each pair */
    RAP_COUNT_AUTHOR    /**< a country's share of the authorships; a pair has the sum of both shares */
} rap_counting;

/** A run of subjects, both ends in. */
typedef struct rap_range {
    rap_subject low, high;
} rap_range;

/** A group as one node: a work counts once for it, links inside it vanish. Members may be dated. */
typedef struct rap_node_group {
    const char *name;                /**< borrowed */
    size_t n_members;
    const rap_membership *members;   /**< borrowed; spells of one place do not overlap */
} rap_node_group;

#define RAP_LENS_GROUPS 16
#define RAP_LENS_WITHOUT 32
#define RAP_LENS_MERGES 8

typedef struct rap_lens {
    int year_low, year_high;         /**< both in; 0, 0 = all years, the unknown one included */
    size_t n_ranges;                 /**< 0 = all subjects, "none" included */
    const rap_range *ranges;         /**< sorted, disjoint; borrowed */
    size_t n_kind_types;             /**< 0 = all kinds */
    const struct rap_kind_type *kind_types; /**< borrowed */
    rap_counting counting;
    bool bilateral_only;             /**< works of exactly two countries */
    unsigned max_countries;          /**< 0 = no limit */
    size_t n_without;                /**< works with any of these are left out */
    rap_place without[RAP_LENS_WITHOUT];
    size_t n_merges;                 /**< from counts as to (HK as CN) */
    struct rap_merge_place { rap_place from, to; } merges[RAP_LENS_MERGES];
    size_t n_groups;                 /**< nodes of their own; a place is in at most one of them in any year */
    rap_node_group groups[RAP_LENS_GROUPS];
} rap_lens;

#endif
