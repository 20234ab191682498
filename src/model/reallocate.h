// SPDX-License-Identifier: Apache-2.0
/*
 * reallocate - who makes up for suppliers that are cut, as a linear programme.
 *
 * Only products whose capacities for batteries alone have a source take part; where others use a capacity too, nobody knows
 * how much of it is free. With D the batteries wanted in the year (GWh of packs), s the shares before the cut, and c the
 * capacities of those who are left:
 *
 *   most first:   max m                      m <= 1: the part of D that can be met, the same for all products
 *   then clean:   min sum of lambda x        lambda: kg CO2e of making it there
 *   subject to    sum over places of x = m D      for each product
 *                 m min(s D, c) <= x <= c         who supplies goes on doing so
 */
#ifndef RAP_MODEL_REALLOCATE_H
#define RAP_MODEL_REALLOCATE_H

#include "model/footprint.h"

typedef struct rap_reallocation {
    double *weights;    /**< product * places + place, GWh; all 0 for products that take no part */
    bool *taking_part;  /**< one a product */
    size_t n;           /**< products that take part */
    double met;         /**< m */
    double demand;      /**< D */
    int year;           /**< of the capacities: the earliest where products differ */
} rap_reallocation;

/**
 * `before` is the footprint of a unit without the cuts. Where no product that is cut has capacities for batteries alone, or the
 * year's batteries are not known, n is 0. Errors: RAP_E_FORMAT where the programme can't be solved; RAP_E_MEMORY.
 */
RAP_MUST_CHECK rap_status rap_reallocate(const rap_supply *before, const rap_footprint *footprint, const rap_scenario *cut,
                                         rap_reallocation *out, rap_error *err);
void rap_reallocation_release(rap_reallocation *reallocation);

#endif
