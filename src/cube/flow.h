// SPDX-License-Identifier: Apache-2.0
/*
 * flow - one pass over the cells of a cube of ordered parties, one measure summed along nodes: what goes out of each
 * (exports; capacity owned), what comes in (imports; capacity that stands there), and what passes between a focus and each.
 *
 * Sums are exact integers in units of 10^-decimals, with the number of facts behind them and of facts whose amount is
 * missing: 0 facts is "not reported", which is no zero. A cell at a region that contains countries (World, Europe) counts
 * for the region alone: it is part of no country's sum and of no total, unless the question is about that region.
 */
#ifndef RAP_CUBE_FLOW_H
#define RAP_CUBE_FLOW_H

#include "cube/spread.h"

typedef struct rap_flow_sum {
    uint64_t amount;
    uint32_t facts;                  /**< cells with or without an amount */
    uint64_t missing;                /**< facts without one */
} rap_flow_sum;

typedef struct rap_flow_options {
    uint32_t measure;                /**< index in the schema */
    const bool *kinds;               /**< by kind of the cube: those that count */
    const bool *aggregates;          /**< by place (65,536): contains countries */
    bool self;                       /**< amounts of a node with itself count: owners at home; not trade */
    bool each_year;
    size_t n_parts;                  /**< 0 = subjects together */
    const rap_part *parts;
    uint32_t focus;                  /**< node, or RAP_NO_NODE */
    size_t n_first, n_second;        /**< 0 = any; otherwise only parties with one of these as their first, their second */
    const rap_membership *first, *second;
} rap_flow_options;

/** One year and part. Arrays have an entry a node. */
typedef struct rap_flow_bucket {
    rap_flow_sum all;
    rap_flow_sum *out, *in;          /**< `in` is empty in a cube of single places */
    rap_flow_sum *to, *from;         /**< of the focus, to and from each node; NULL without one */
} rap_flow_bucket;

typedef struct rap_flow {
    double scale;                    /**< amount = integer / scale */
    bool rate;                       /**< sums of two facts or more mean nothing */
    rap_nodes nodes;
    int first_year;
    size_t n_years, n_parts;
    uint64_t apart;                  /**< facts at regions, which are in no total */
    int facts_first, facts_last;     /**< years of the facts (of the focus, where there is one); 0 = none has a year */
    uint32_t *subjects;              /**< how many subjects have such facts, by part */
    rap_flow_bucket *buckets;        /**< [year * n_parts + part] */
    rap_flow_sum *memory;
} rap_flow;

/** RAP_E_UNSUPPORTED where the cube's parties are not ordered, RAP_E_FORMAT where it is damaged or a sum overflows. */
RAP_MUST_CHECK rap_status rap_flow_new(const rap_cube *cube, const rap_lens *lens, const rap_flow_options *options,
                                       rap_flow **out, rap_error *err);
void rap_flow_free(rap_flow *flow);

#endif
