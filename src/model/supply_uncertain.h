// SPDX-License-Identifier: Apache-2.0
/*
 * supply_uncertain - what is not known exactly of a value chain, drawn and varied.
 *
 * One quantity a row of coefficients.tsv (in all places at once: the technology is uncertain, not each plant), a fuel, a
 * place's electricity and a parameter of use. Their order is that of the tables, whatever the scenario: so two scenarios
 * with one seed see the same draws.
 */
#ifndef RAP_MODEL_SUPPLY_UNCERTAIN_H
#define RAP_MODEL_SUPPLY_UNCERTAIN_H

#include "model/supply.h"

typedef struct rap_supply_quantity {
    char name[160];          /**< "cathode NMC622: electricity", "electricity of CN" */
    rap_evidence evidence;
} rap_supply_quantity;

/** The uncertain quantities of a supply and the part of its chain that a unit reaches. */
typedef struct rap_supply_uncertainty {
    rap_chain *chain;        /**< narrow */
    double *demand;          /**< of its products */
    size_t n;
    rap_uncertain *quantities;
    rap_supply_quantity *names;
    rap_keep keep;           /**< coefficients */
    bool delivered;          /**< scores are divided by the parameters' factors, too */
    size_t n_known;          /**< quantities with a spread that are in reach */
    const rap_supply *supply;
} rap_supply_uncertainty;

/** Parameters of use are uncertain, too, where the unit is what is delivered. Errors: RAP_E_UNSUPPORTED, RAP_E_MEMORY. */
RAP_MUST_CHECK rap_status rap_supply_uncertain(const rap_supply *supply, rap_supply_unit unit, rap_supply_uncertainty *out,
                                               rap_error *err);
void rap_supply_uncertain_release(rap_supply_uncertainty *uncertainty);

/** Draws scores of the unit; `scores` has room for `draws`. Errors: those of rap_chain_draw(). */
RAP_MUST_CHECK rap_status rap_supply_draw(const rap_supply_uncertainty *uncertainty, size_t draws, uint64_t seed, size_t threads,
                                          double *scores, rap_error *err);

/** What one quantity does to the score. */
typedef struct rap_supply_swing {
    size_t quantity;
    double elasticity;       /**< d ln score / d ln quantity */
    double low, high;        /**< score with the quantity at its 2.5 and 97.5 % */
} rap_supply_swing;

/**
 * One entry a quantity in reach, those without a spread too, greatest absolute elasticity first; `*out` is to be freed with
 * rap_free(). The chain is linear in each quantity, so the ends are exact. Errors: those of rap_chain_solve().
 */
RAP_MUST_CHECK rap_status rap_supply_swings(const rap_supply_uncertainty *uncertainty, rap_supply_swing **out, size_t *n, double *score,
                                            rap_error *err);

#endif
