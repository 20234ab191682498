// SPDX-License-Identifier: Apache-2.0
#include "model/origin.h"

#include <math.h>
#include <string.h>

#define COEFFICIENTS_MAX 64
#define EQUAL 1e-12 /* shares that differ by less are rounding */

rap_origin rap_origin_of(const rap_supply *supply, const rap_footprint *footprint, size_t product, size_t on)
{
    size_t places = supply->data->places.n;
    const double *made = footprint->activity + product * places;
    rap_origin origin = {.top = supply->data->residual};
    for (size_t p = 0; p < places; p++) origin.units += made[p];
    if (origin.units == 0) return origin;
    origin.runs = true;
    origin.share = made[on] / origin.units;
    for (size_t p = 0; p < places; p++) {
        double share = made[p] / origin.units;
        origin.hhi += share * share;
        if (p == supply->data->residual) continue;
        origin.hhi_low += share * share;
        if (share > origin.top_share) {
            origin.top = p;
            origin.top_share = share;
        }
    }
    return origin;
}

size_t rap_origin_bottleneck(const rap_supply *supply, const rap_footprint *footprint, size_t on, double *share)
{
    size_t found = RAP_NO_PRODUCT;
    *share = 0;
    for (size_t k = 0; k < supply->data->n_products; k++) {
        if (!supply->data->products[k].placed) continue;
        rap_origin origin = rap_origin_of(supply, footprint, k, on);
        if (!origin.runs || origin.share <= *share + EQUAL) continue;
        *share = origin.share;
        found = k;
    }
    return found;
}

double rap_value_added(const rap_supply_data *data, size_t product, size_t place)
{
    const rap_supply_price *price = rap_supply_price_of(data, product);
    const rap_supply_coefficient *rows[COEFFICIENTS_MAX];
    if (!price) return NAN;
    double value = price->usd;
    size_t n = rap_supply_coefficients(data, product, place, rows, COEFFICIENTS_MAX);
    for (size_t i = 0; i < n; i++) {
        const rap_supply_price *of = rows[i]->part == RAP_PART_INPUT ? rap_supply_price_of(data, rows[i]->input) : NULL;
        if (of) value -= of->usd * rows[i]->amount;
    }
    return value;
}

double rap_value_by_place(const rap_supply *supply, const rap_footprint *footprint, double *by_place)
{
    const rap_supply_data *d = supply->data;
    double whole = 0;
    memset(by_place, 0, d->places.n * sizeof *by_place);
    for (size_t k = 0; k < d->n_products; k++)
        for (size_t p = 0; p < d->places.n; p++) {
            double units = footprint->activity[k * d->places.n + p], value = units != 0 ? rap_value_added(d, k, p) : NAN;
            if (isnan(value)) continue;
            by_place[p] += units * value;
            whole += units * value;
        }
    return whole;
}
