// SPDX-License-Identifier: Apache-2.0
/*
 * origin - where the products behind a demand are made: concentration, exposure to one place, value added.
 *
 * Shares are those of what runs for the demand, so they are already pushed through all stages: a place's share of the
 * refining behind a battery counts who refines for those who make its cathodes. It rests on one assumption: a buyer
 * mixes its suppliers alike for whatever it makes.
 */
#ifndef RAP_MODEL_ORIGIN_H
#define RAP_MODEL_ORIGIN_H

#include "model/footprint.h"

typedef struct rap_origin {
    bool runs;               /**< some of the product is made for the demand */
    double units;            /**< in all places */
    double share;            /**< of the place asked about */
    size_t top;              /**< the place with the largest share, of equals the first; the residual place does not count */
    double top_share;
    double hhi, hhi_low;     /**< sum of squared shares; the residual place as one supplier, and as very many */
} rap_origin;

/** The origin of one product of a footprint, and the share of place `on` in it. */
rap_origin rap_origin_of(const rap_supply *supply, const rap_footprint *footprint, size_t product, size_t on);

/** Of all placed products: the one with the largest share of `on`; RAP_NO_PRODUCT where nothing of it comes from there. */
size_t rap_origin_bottleneck(const rap_supply *supply, const rap_footprint *footprint, size_t on, double *share);

/**
 * USD that making a unit of a product in a place adds: its price less the prices of its inputs (materials without a price count
 * within). NaN where the product has no price.
 */
double rap_value_added(const rap_supply_data *data, size_t product, size_t place);

/** The value added behind a demand by place (one number each) and altogether. */
double rap_value_by_place(const rap_supply *supply, const rap_footprint *footprint, double *by_place);

#endif
