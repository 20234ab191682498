// SPDX-License-Identifier: Apache-2.0
/*
 * chain_asking - what the questions about the value chain share: options made a scenario, and the receipt with all that
 * is only assumed.
 */
#ifndef RAP_QUERY_CHAIN_ASKING_H
#define RAP_QUERY_CHAIN_ASKING_H

#include "model/reallocate.h"
#include "query/asking.h"

typedef struct rap_chain_asking {
    const rap_asking *asking;
    rap_supply_data *data;
    rap_scenario scenario;   /**< as asked */
    rap_scenario base;       /**< the same chemistry, year and driving, and nothing else changed */
    rap_supply_unit unit;
    rap_text from_cube;      /**< what the cube told of shares, for the receipt */
} rap_chain_asking;

/** Errors: those of rap_supply_open() and rap_scenario_add(). */
RAP_MUST_CHECK rap_status rap_chain_asking_open(const rap_asking *asking, rap_chain_asking *out, rap_error *err);
/** The unit of a word. RAP_E_USAGE. */
RAP_MUST_CHECK rap_status rap_chain_unit_of(const char *word, rap_supply_unit *out, rap_error *err);
void rap_chain_asking_close(rap_chain_asking *chain);

/** The value of an option as given last, or NULL. */
const char *rap_chain_asking_option(const rap_chain_asking *chain, const char *name);

/** A whole number from `low` to `high`; *out stays where the option is not given. RAP_E_USAGE. */
RAP_MUST_CHECK rap_status rap_chain_asking_number(const rap_chain_asking *chain, const char *name, uint64_t low, uint64_t high,
                                                  uint64_t *out, rap_error *err);

/** The place that an option names, or `usual`. RAP_E_NOT_FOUND. */
RAP_MUST_CHECK rap_status rap_chain_asking_place(const rap_chain_asking *chain, const char *name, const char *usual, size_t *out,
                                                 rap_error *err);

/** A scenario built, with what is cut made up for where capacities are known, and the footprint of one unit of it. */
typedef struct rap_chain_case {
    rap_supply *supply;
    rap_footprint footprint;
    rap_reallocation reallocation;
} rap_chain_case;

RAP_MUST_CHECK rap_status rap_chain_case_open(const rap_supply_data *data, const rap_scenario *scenario, rap_supply_unit unit,
                                              rap_chain_case *out, rap_error *err);
void rap_chain_case_close(rap_chain_case *of);

/** How much of the supply of what runs is left after cuts, at its narrowest product (`*product`); 1 where nothing is cut. */
double rap_chain_case_met(const rap_chain_case *of, size_t *product);

/** The choices of a scenario as options, "make cell=NO, cut CN:anode"; "as it is" where there are none but driving. */
void rap_chain_scenario_text(const rap_supply_data *data, const rap_scenario *scenario, rap_text *out);

/** Adds chain, scenario, years and everything that is assumed and runs in `of`. */
void rap_chain_receipt(const rap_chain_case *of, rap_table *table);
/** The same with program and question before it. */
void rap_chain_asking_receipt(const rap_chain_asking *chain, const rap_chain_case *of, rap_table *table);

/** A note on what cuts leave unmet; none where all is met. */
void rap_chain_note_unmet(const rap_chain_case *of, rap_table *table);

#endif
