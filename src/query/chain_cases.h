// SPDX-License-Identifier: Apache-2.0
/*
 * chain_cases - several scenarios of one chain side by side: footprint, what can be met, and dependency on one place.
 */
#ifndef RAP_QUERY_CHAIN_CASES_H
#define RAP_QUERY_CHAIN_CASES_H

#include "query/chain_asking.h"

typedef struct rap_chain_cases {
    rap_table *table;
    const rap_supply_data *data;
    rap_supply_unit unit;
    size_t on;               /**< the place that dependency is measured on */
    double base;             /**< footprint of the first case; NaN before it */
    struct {
        size_t name, scenario, kg, change, met, bottleneck, exposure, over_half, emissions, value;
    } columns;
} rap_chain_cases;

/** A table with its columns. The caller finishes or frees `table`. */
RAP_MUST_CHECK rap_status rap_chain_cases_begin(const rap_supply_data *data, rap_supply_unit unit, size_t on, const char *title,
                                                rap_chain_cases *out, rap_error *err);

/** Adds a row; the first one is what the others are compared with. `out` (may be NULL) is the case, to be closed. */
RAP_MUST_CHECK rap_status rap_chain_cases_add(rap_chain_cases *cases, const char *name, const rap_scenario *scenario,
                                              rap_chain_case *out, rap_error *err);

/** What the columns mean, as notes. */
void rap_chain_cases_note(const rap_chain_cases *cases);

#endif
