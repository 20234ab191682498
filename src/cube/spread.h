// SPDX-License-Identifier: Apache-2.0
/*
 * spread - one pass over the cells that a lens lets through, summed along axes: the margins of every node, the
 * joint works of a focus with every node, or of all pairs.
 *
 * Amounts are exact integers in units of `unit` (1 for full counting, 2^-32 of a work otherwise): their sums do not
 * depend on order, threads or splits.
 *
 * Groups: a work counts once for a group, whatever number of its members took part, and links inside a group do not
 * exist. Under country counting a group has the sum of its members' parts. Limits on the number of countries (and
 * `without`) look at countries, after merges, not at nodes.
 *
 * Buckets: a spread has n_years x n_parts of them (years apart or together; subjects apart, by parts, or together).
 */
#ifndef RAP_CUBE_SPREAD_H
#define RAP_CUBE_SPREAD_H

#include "cube/lens.h"

/** How subjects are told apart: part i is a sorted list of ranges. A leaf in two parts counts in both. */
typedef struct rap_part {
    const char *name;                /**< borrowed */
    size_t n_ranges;
    const rap_range *ranges;
} rap_part;

/** What to sum. */
typedef struct rap_spread_options {
    bool each_year;
    size_t n_parts;                  /**< 0 = subjects together */
    const rap_part *parts;
    uint32_t focus;                  /**< node index from rap_nodes, or RAP_NO_NODE: no joint counts */
    bool plane;                      /**< joint works of all pairs (focus is ignored) */
    bool overlap;                    /**< with a focus: works it shares with two partners at once, for rank intervals */
    uint64_t replicate;              /**< 0 = the data; r > 0 = the r-th bootstrap resample of works */
    uint64_t seed;                   /**< of the resampling */
    bool cells, slow;                /**< read cells where their sums would do; reduce sums where quick would: for tests */
    size_t threads;                  /**< 0 = as many as pay */
} rap_spread_options;

#define RAP_NO_NODE UINT32_MAX

/** The nodes of a cube under a lens: groups first (in the lens's order), then places in order of code. */
typedef struct rap_nodes {
    uint32_t n;
    uint32_t n_groups;
    rap_place *places;               /**< 0 for a group; the lens has its name */
} rap_nodes;

/** Sums over all works of one bucket. */
typedef struct rap_world {
    uint64_t all;                    /**< works, with or without a country */
    uint64_t with_country;
    uint64_t fully_known;            /**< every authorship has a country */
    uint64_t international;          /**< two or more nodes */
    uint64_t links;                  /**< T: every pair of nodes of a work, once */
    uint64_t unassigned;             /**< author counting: parts of works without a country */
} rap_world;

/** One bucket. Arrays have one entry a node. NULL where the options or the cube do not give them. */
typedef struct rap_bucket {
    rap_world world;
    uint64_t *output;                /**< P: works with the node; NULL for a pair-only cube */
    uint64_t *international;         /**< I: of these with another node */
    uint64_t *links;                 /**< C: links with all other nodes */
    uint64_t *fully_known;           /**< of output: works with all authorships known, always full counting, unit 1 */
    uint64_t *works;                 /**< of output: number of works, always full counting, unit 1 */
    uint64_t *joint;                 /**< with the focus: C_XY; plane: n*n, symmetric, diagonal 0 */
    uint64_t *joint_works;           /**< with the focus: number of joint works (full counting), unit 1 */
    uint64_t *joint_own;             /**< with the focus: of its output, the part in joint works */
    uint64_t *joint_partner;         /**< with the focus: of the node's output, the part in joint works */
    uint64_t *bilateral;             /**< with the focus: works of exactly these two, unit 1 */
    uint64_t *affiliation_only;      /**< with the focus: works in which only double affiliations tie them, unit 1 */
    uint64_t *overlap;               /**< n*n: works of the focus with both nodes, full counting, unit 1; [x*n+y], x < y */
} rap_bucket;

typedef struct rap_spread {
    double unit;                     /**< amount = integer * unit */
    bool pairs_only;                 /**< from published pair counts: of `world` only `links` is known */
    rap_nodes nodes;
    int first_year;                  /**< of bucket row 0 where years are apart */
    size_t n_years, n_parts;         /**< at least 1 each */
    rap_bucket *buckets;             /**< [year * n_parts + part] */
    size_t n_numbers;
    uint64_t *memory;                /**< n_numbers: what the arrays of all buckets point into */
} rap_spread;

/** The nodes a lens gives on a cube. The places are those that stand in any party of it. RAP_E_USAGE where groups overlap. */
RAP_MUST_CHECK rap_status rap_nodes_init(const rap_cube *cube, const rap_lens *lens, rap_nodes *out,
                                         rap_error *err);
void rap_nodes_release(rap_nodes *nodes);
uint32_t rap_nodes_find(const rap_nodes *nodes, rap_place place); /**< RAP_NO_NODE where it is not there */

/**
 * Sums a cube under a lens. Errors: RAP_E_UNSUPPORTED where the cube can't give it (sets needed but pairs held; author
 * counting without shares), RAP_E_MEMORY. Time is linear in the cells of the lens's slices.
 */
RAP_MUST_CHECK rap_status rap_spread_new(const rap_cube *cube, const rap_lens *lens,
                                         const rap_spread_options *options, rap_spread **out,
                                         rap_error *err);
void rap_spread_free(rap_spread *spread);

#endif
