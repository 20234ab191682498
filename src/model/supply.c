// SPDX-License-Identifier: Apache-2.0
/* supply - who supplies whom under a scenario, and what one unit is. The system itself is built in supply_build.c. */
#include "model/supply.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"

void rap_supply_free(rap_supply *supply)
{
    if (!supply) return;
    rap_chain_free(supply->chain);
    rap_free(supply->nodes);
    rap_free(supply->maker);
    rap_free(supply->market);
    rap_free(supply->flow_part);
    rap_free(supply->met);
    rap_free(supply->reallocated);
    rap_free(supply);
}

/* --------------------------------------------------------------------- shares */

/* True where a buyer has shares of its own for a product. */
static bool has_own(const rap_supply_data *data, size_t product, size_t buyer)
{
    for (size_t i = 0; i < data->n_shares && buyer != RAP_EVERYWHERE; i++)
        if (data->shares[i].product == product && data->shares[i].user == buyer) return true;
    return false;
}

/* The latest year of shares that is not after `year`, else the earliest; 0 = there are none. */
static int year_of_shares(const rap_supply_data *data, size_t product, size_t user, int year)
{
    int best = 0;
    for (size_t i = 0; i < data->n_shares; i++) {
        const rap_supply_share *s = &data->shares[i];
        if (s->product == product && s->user == user) best = rap_supply_nearer_year(best, s->year, year);
    }
    return best;
}

static rap_status none_left(const rap_supply_data *data, size_t product, rap_error *err)
{
    return rap_fail(err, RAP_E_UNSUPPORTED, "nobody supplies '%.80s': shares.tsv has no supplier of it that is not cut",
                    data->products[product].name);
}

/* Weights as they are before cuts. */
static void gather(const rap_supply_data *data, const rap_scenario *scenario, const double *reallocated, size_t product,
                   size_t buyer, double *out, int *year)
{
    const rap_choice *make = rap_scenario_choice(scenario, RAP_MAKE, &data->products[product]);
    const rap_choice *drive = strcmp(data->products[product].stage, "driving") == 0 ? rap_scenario_choice(scenario, RAP_DRIVE, NULL) : NULL;
    size_t user = has_own(data, product, buyer) ? buyer : RAP_EVERYWHERE;
    memset(out, 0, data->places.n * sizeof *out);
    *year = 0;
    if (make && data->products[product].placed) {
        out[make->place] = 1;
    } else if (drive) {
        out[drive->place] = 1;
    } else {
        *year = year_of_shares(data, product, user, scenario->year);
        for (size_t i = 0; i < data->n_shares; i++) {
            const rap_supply_share *s = &data->shares[i];
            if (s->product == product && s->user == user && s->year == *year) out[s->supplier] += s->weight;
        }
    }
    double sum = 0;
    for (size_t p = 0; p < data->places.n && reallocated; p++) sum += reallocated[product * data->places.n + p];
    for (size_t p = 0; p < data->places.n && sum > 0; p++) out[p] = reallocated[product * data->places.n + p];
}

rap_status rap_supply_weights(const rap_supply_data *data, const rap_scenario *scenario, const double *reallocated,
                              size_t product, size_t buyer, double *out, double *met, int *year, rap_error *err)
{
    double whole = 0, left = 0;
    int from;
    gather(data, scenario, reallocated, product, buyer, out, &from);
    for (size_t p = 0; p < data->places.n; p++) {
        whole += out[p];
        if (rap_scenario_cuts(scenario, &data->products[product], p)) out[p] = 0;
        left += out[p];
    }
    if (!(left > 0)) return none_left(data, product, err);
    for (size_t p = 0; p < data->places.n; p++) out[p] /= left;
    *met = left / whole;
    if (year) *year = from;
    return RAP_OK;
}

/* --------------------------------------------------------------- coefficients */

/* True where a place has a row of its own that stands in for `general`. */
static bool is_replaced(const rap_supply_data *data, size_t from, size_t to, const rap_supply_coefficient *general, size_t place)
{
    for (size_t i = from; i < to; i++) {
        const rap_supply_coefficient *c = &data->coefficients[i];
        if (c->place == place && c->part == general->part && strcmp(c->name, general->name) == 0) return true;
    }
    return false;
}

static size_t first_of(const rap_supply_data *data, size_t product)
{
    size_t low = 0, high = data->n_coefficients;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (data->coefficients[middle].product < product) low = middle + 1;
        else high = middle;
    }
    return low;
}

size_t rap_supply_coefficients(const rap_supply_data *data, size_t product, size_t place, const rap_supply_coefficient **out,
                               size_t room)
{
    size_t from = first_of(data, product), to = first_of(data, product + 1), n = 0;
    for (size_t i = from; i < to && n < room; i++) {
        const rap_supply_coefficient *c = &data->coefficients[i];
        if (c->amount == 0 || (c->place != place && c->place != RAP_EVERYWHERE)) continue;
        if (c->place == RAP_EVERYWHERE && is_replaced(data, from, to, c, place)) continue;
        out[n++] = c;
    }
    return n;
}

double rap_supply_intensity_of_grid(const rap_supply_data *data, const rap_scenario *scenario, size_t place)
{
    int year = scenario->year;
    for (size_t i = scenario->n; i > 0; i--) {
        const rap_choice *choice = &scenario->choices[i - 1];
        if (choice->kind != RAP_GRID || choice->place != place) continue;
        if (choice->year == 0) return choice->value;
        year = choice->year;
        break;
    }
    return rap_supply_grid_of(data, place, year, NULL, NULL);
}

/* ---------------------------------------------------------------------- units */

static const struct {
    const char *text, *title, *family;
} units[RAP_UNIT_END] = {
    [RAP_UNIT_PACK] = {"pack", "a kWh of pack", "pack"},
    [RAP_UNIT_DELIVERED] = {"delivered", "a kWh delivered over life", "pack"},
    [RAP_UNIT_CAR] = {"vehicle", "a car with its battery, made", "car"},
    [RAP_UNIT_KM] = {"km", "a km driven, car and battery in", "driving"},
};

const char *rap_supply_unit_text(rap_supply_unit unit)
{
    return units[unit].text;
}

const char *rap_supply_unit_title(rap_supply_unit unit)
{
    return units[unit].title;
}

double rap_supply_delivered(const rap_supply_data *data, size_t chemistry)
{
    static const char *const names[] = {"cycles", "depth", "capacity", "efficiency"};
    double product = 1;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const rap_supply_parameter *p = rap_supply_parameter_of(data, names[i], chemistry);
        if (!p) return NAN;
        product *= p->value;
    }
    return product;
}

rap_status rap_supply_demand(const rap_supply *supply, rap_supply_unit unit, double *out, rap_error *err)
{
    const rap_supply_data *data = supply->data;
    const char *chemistry = data->chemistries.at[supply->scenario.chemistry].label;
    size_t product = rap_supply_product_for(data, units[unit].family, supply->scenario.chemistry);
    if (product == SIZE_MAX) product = rap_supply_product_of(data, units[unit].family);
    if (product == SIZE_MAX)
        return rap_fail(err, RAP_E_UNSUPPORTED, "the chain has no '%s %s'", units[unit].family, chemistry);
    double amount = unit == RAP_UNIT_DELIVERED ? 1 / rap_supply_delivered(data, supply->scenario.chemistry) : 1;
    if (!isfinite(amount))
        return rap_fail(err, RAP_E_UNSUPPORTED, "what a battery delivers needs cycles, depth, capacity and efficiency in parameters.tsv");
    if (out) out[supply->market[product * data->places.n + data->residual]] += amount;
    return RAP_OK;
}
