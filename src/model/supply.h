// SPDX-License-Identifier: Apache-2.0
/*
 * supply - a value chain under a scenario, as one sparse system over (process, place).
 *
 * Each product has a process in every place; it buys from markets, one a product, which mix the suppliers by their
 * shares. A product whose shares are given for one buyer has a market of its own there. Electricity is generated in
 * each place and loses some on its way to medium and low voltage. Everything that is emitted is a flow named by what it
 * comes from, in kg CO2e, so that any split of the footprint is read off one solution.
 */
#ifndef RAP_MODEL_SUPPLY_H
#define RAP_MODEL_SUPPLY_H

#include "model/chain.h"
#include "model/scenario.h"

typedef enum rap_node_kind {
    RAP_NODE_GENERATION, RAP_NODE_MEDIUM, RAP_NODE_LOW, RAP_NODE_HEAT, /**< utilities of a place */
    RAP_NODE_MAKER,                                                    /**< a product made in a place */
    RAP_NODE_MARKET                                                    /**< a product bought; `place` is the buyer */
} rap_node_kind;

typedef struct rap_supply_node {
    rap_node_kind kind;
    size_t product;           /**< of makers and markets */
    size_t place;             /**< RAP_EVERYWHERE for the market of all */
} rap_supply_node;

typedef struct rap_supply {
    const rap_supply_data *data;
    rap_scenario scenario;
    rap_chain *chain;
    rap_supply_node *nodes;   /**< one a process */
    size_t *maker;            /**< product * places + place -> process, or SIZE_MAX */
    size_t *market;           /**< the same with the buyer: its market */
    rap_part_kind *flow_part; /**< of each flow: what it comes from */
    double *met;              /**< of each product: what is left of its supply after cuts, 1 = all */
    double *reallocated;      /**< product * places: weights that stand in for shares, or NULL */
} rap_supply;

/**
 * Builds and factorises. `reallocated` (may be NULL, copied) are weights by product and place, all 0 for products whose
 * shares stand. Errors: RAP_E_UNSUPPORTED for a product that nobody supplies, under this scenario or at all; RAP_E_FORMAT
 * (rap_chain_new), RAP_E_MEMORY.
 */
RAP_MUST_CHECK rap_status rap_supply_new(const rap_supply_data *data, const rap_scenario *scenario, const double *reallocated,
                                         rap_supply **out, rap_error *err);
void rap_supply_free(rap_supply *supply);

/**
 * Who supplies a product to a buyer: weights by place that add up to 1, and in `*met` how much of the supply is left after
 * cuts. `year` (may be NULL) is that of the shares, 0 where a choice says it all. `out` has one number a place. Errors as
 * rap_supply_new().
 */
RAP_MUST_CHECK rap_status rap_supply_weights(const rap_supply_data *data, const rap_scenario *scenario, const double *reallocated,
                                             size_t product, size_t buyer, double *out, double *met, int *year, rap_error *err);

/** The rows of coefficients that hold where a product is made in a place, in `out`; their number. */
size_t rap_supply_coefficients(const rap_supply_data *data, size_t product, size_t place, const rap_supply_coefficient **out,
                               size_t room);

/** The kg CO2e per kWh generated in a place, under the scenario. */
double rap_supply_intensity_of_grid(const rap_supply_data *data, const rap_scenario *scenario, size_t place);

/** What a footprint is of. */
typedef enum rap_supply_unit { RAP_UNIT_PACK, RAP_UNIT_DELIVERED, RAP_UNIT_CAR, RAP_UNIT_KM, RAP_UNIT_END } rap_supply_unit;

/** "pack", "delivered", "vehicle", "km". */
const char *rap_supply_unit_text(rap_supply_unit unit);
/** "a kWh of pack", ... */
const char *rap_supply_unit_title(rap_supply_unit unit);

/** The demand of one unit: one number a product of the chain (NULL: only checks). RAP_E_UNSUPPORTED where the chain lacks it. */
RAP_MUST_CHECK rap_status rap_supply_demand(const rap_supply *supply, rap_supply_unit unit, double *out, rap_error *err);

/** kWh that a kWh of pack delivers over its life, from the parameters. NaN where one is missing. */
double rap_supply_delivered(const rap_supply_data *data, size_t chemistry);

#endif
