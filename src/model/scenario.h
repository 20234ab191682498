// SPDX-License-Identifier: Apache-2.0
/*
 * scenario - what is asked of a chain: a chemistry and a year, and what is to be other than it is.
 *
 * Written as options on the command line and in scenario files alike:
 *
 *   make cell=NO        all of a stage (or of one product) is made in one place
 *   cut CN:anode        a place no longer supplies a stage or product
 *   grid CN=2030        a place has the grid of another year; grid CN=120g: of so many g CO2e per kWh
 *   recycle 30%         a share of metals comes from old batteries; recycle nickel=30%: of one
 *   electrify cell      heat of a stage or product is made from electricity
 *   drive NO            where the car is driven
 */
#ifndef RAP_MODEL_SCENARIO_H
#define RAP_MODEL_SCENARIO_H

#include "model/supply_data.h"

#define RAP_CHOICES_MAX 32
#define RAP_TARGET_MAX 80

typedef enum rap_choice_kind { RAP_MAKE, RAP_CUT, RAP_GRID, RAP_RECYCLE, RAP_ELECTRIFY, RAP_DRIVE, RAP_CHOICE_END } rap_choice_kind;

/** "make", "cut", ... */
const char *rap_choice_text(rap_choice_kind kind);

typedef struct rap_choice {
    rap_choice_kind kind;
    char target[RAP_TARGET_MAX]; /**< stage or product; "" where it has none, or means all */
    size_t place;                /**< make, cut, grid, drive */
    int year;                    /**< grid: 0 = `value` is given */
    double value;                /**< grid: kg CO2e per kWh; recycle: share */
} rap_choice;

typedef struct rap_scenario {
    size_t chemistry;
    int year;
    size_t n;
    rap_choice choices[RAP_CHOICES_MAX];
} rap_scenario;

/** The first chemistry called NMC622, or else the first; the last year observed of the world's grid; no choices. */
rap_scenario rap_scenario_base(const rap_supply_data *data);

/**
 * Adds an option: one of the choices above, or chemistry or year. RAP_E_USAGE for a value that is not understood (and for an
 * option that is none of these), RAP_E_NOT_FOUND for a place, stage, product or chemistry that the chain does not have.
 */
RAP_MUST_CHECK rap_status rap_scenario_add(const rap_supply_data *data, rap_scenario *scenario, const char *option,
                                           const char *value, rap_error *err);

/** True where the target of a choice names the product or its stage. */
bool rap_choice_is_for(const rap_choice *choice, const rap_supply_product *product);

/** The last choice of a kind that is for a product (NULL: any), or NULL. */
const rap_choice *rap_scenario_choice(const rap_scenario *scenario, rap_choice_kind kind, const rap_supply_product *product);

/** True where a choice cuts a place off from supplying a product. */
bool rap_scenario_cuts(const rap_scenario *scenario, const rap_supply_product *product, size_t place);

/** A choice as it would be written: "make cell=NO". */
void rap_choice_write(const rap_supply_data *data, const rap_choice *choice, rap_text *out);

/** A scenario of a file. */
typedef struct rap_named_scenario {
    char name[RAP_TARGET_MAX];
    rap_scenario scenario;
} rap_named_scenario;

#define RAP_SCENARIOS_MAX 1000

/**
 * Scenarios of a text. A line "scenario NAME" begins one, and each line after it is an option and its value as above: "make cell=NO".
 * Options before the first hold for all; `common` is the chain with those alone. `#` begins a comment. `*out` is to be freed with
 * rap_free(). RAP_E_FORMAT with the line; RAP_E_MEMORY.
 */
RAP_MUST_CHECK rap_status rap_scenarios_read(const rap_supply_data *data, rap_span text, rap_scenario *common,
                                             rap_named_scenario **out, size_t *n, rap_error *err);

#endif
