// SPDX-License-Identifier: Apache-2.0
/*
 * footprint - the emissions of a demand on a value chain, split in every way, from one solution.
 *
 * What a process emits itself, and what the electricity that it takes emits, is its own part. These parts, over all
 * processes that run, add up to the score; summing them by product, place, tier or kind of emission gives every split.
 * Tier 0 is what is demanded, tier 1 what that takes, and so on: markets are no tier of their own.
 */
#ifndef RAP_MODEL_FOOTPRINT_H
#define RAP_MODEL_FOOTPRINT_H

#include "model/supply.h"

#define RAP_TIERS_MAX 16 /**< the last holds what is further away (chains with loops never end) */

typedef struct rap_footprint {
    double total;
    rap_solution solution;
    double *lambda;                 /**< of each product of the system */
    double *own;                    /**< of each process: its part of the total */
    double *by_product, *by_place;
    double *activity;               /**< product * places + place: units made there */
    double by_part[RAP_PART_END];   /**< RAP_PART_INPUT stays 0 */
    double by_tier[RAP_TIERS_MAX];
    size_t n_tiers;
} rap_footprint;

/** `demand` has one number a product of the system. Errors: those of rap_chain_solve(). */
RAP_MUST_CHECK rap_status rap_footprint_of(const rap_supply *supply, const double *demand, rap_footprint *out, rap_error *err);
void rap_footprint_release(rap_footprint *footprint);

#endif
