// SPDX-License-Identifier: Apache-2.0
#include "model/fleet.h"

#include <math.h>
#include <string.h>

double rap_fleet_life(const rap_supply_data *data, size_t chemistry)
{
    const rap_supply_parameter *life = rap_supply_parameter_of(data, "life", chemistry);
    const rap_supply_parameter *yearly = rap_supply_parameter_of(data, "yearly", chemistry);
    return life && yearly && yearly->value > 0 ? life->value / yearly->value : NAN;
}

/* The value given for a year itself; NaN where there is none. */
static double given(const rap_supply_data *data, const char *measure, size_t place, int year)
{
    for (size_t i = 0; i < data->n_yearly; i++) {
        const rap_supply_yearly *y = &data->yearly[i];
        if (y->place == place && y->year == year && strcmp(y->measure, measure) == 0) return y->value;
    }
    return NAN;
}

/* The earliest year with a stock; INT16_MAX where there is none. */
static int first_stock(const rap_supply_data *data, size_t place)
{
    int first = INT16_MAX;
    for (size_t i = 0; i < data->n_yearly; i++) {
        const rap_supply_yearly *y = &data->yearly[i];
        if (y->place == place && strcmp(y->measure, "stock") == 0 && y->year < first) first = y->year;
    }
    return first;
}

void rap_fleet_years(const rap_supply_data *data, size_t chemistry, size_t place, int first, int last, rap_fleet_year *out)
{
    double life = rap_fleet_life(data, chemistry), stock = NAN;
    int age = life < 200 ? (int)lround(life) : 200;
    int begin = first_stock(data, place);
    for (int year = begin < first ? begin : first; year <= last; year++) {
        rap_fleet_year y = {.year = year, .sales_evidence = RAP_DERIVED, .batteries_evidence = RAP_DERIVED};
        y.sales = rap_supply_yearly_of(data, "sales", place, year, &y.sales_evidence);
        y.batteries = rap_supply_yearly_of(data, "batteries", place, year, &y.batteries_evidence);
        y.stock_given = given(data, "stock", place, year);
        double retired = isnan(life) ? NAN : rap_supply_yearly_of(data, "sales", place, year - age, NULL);
        stock = year == begin ? y.stock_given : stock + y.sales - (isnan(retired) && !isnan(life) ? 0 : retired);
        y.stock = stock;
        if (year >= first) out[year - first] = y;
    }
}

/* -------------------------------------------------------------------- capacity */

/* The sum over places of one year's capacities; NaN where the year has none. */
static rap_fleet_capacity sum_year(const rap_supply_data *data, size_t product, int year)
{
    rap_fleet_capacity sum = {.amount = NAN, .unit = "", .year = year};
    for (size_t i = 0; i < data->n_capacities; i++) {
        const rap_supply_capacity *c = &data->capacities[i];
        if (c->product != product || c->year != year) continue;
        sum.amount = (isnan(sum.amount) ? 0 : sum.amount) + c->amount;
        sum.unit = c->unit;
        sum.batteries_alone = c->batteries_alone;
        sum.evidence = c->evidence;
    }
    return sum;
}

/* The last year whose capacities stand; 0 where there is none. */
static int last_standing(const rap_supply_data *data, size_t product)
{
    int last = 0;
    for (size_t i = 0; i < data->n_capacities; i++)
        if (data->capacities[i].product == product && data->capacities[i].evidence != RAP_PROJECTED && data->capacities[i].year > last)
            last = data->capacities[i].year;
    return last;
}

/* A year's capacities, of which only a part of what is added to those that stand may come. */
static rap_fleet_capacity completed(const rap_supply_data *data, size_t product, int year, double completion)
{
    rap_fleet_capacity sum = sum_year(data, product, year);
    int last = last_standing(data, product);
    if (sum.evidence != RAP_PROJECTED) return sum;
    double standing = last ? sum_year(data, product, last).amount : 0;
    if (sum.amount > standing) sum.amount = standing + completion * (sum.amount - standing);
    return sum;
}

rap_fleet_capacity rap_fleet_capacity_of(const rap_supply_data *data, size_t product, int year, double completion)
{
    int before = 0, after = 0;
    for (size_t i = 0; i < data->n_capacities; i++) {
        const rap_supply_capacity *c = &data->capacities[i];
        if (c->product != product) continue;
        if (c->year <= year && c->year > before) before = c->year;
        if (c->year >= year && (after == 0 || c->year < after)) after = c->year;
    }
    if (!before) return completed(data, product, after, completion);
    rap_fleet_capacity low = completed(data, product, before, completion);
    if (!after || before == after) return low;
    low.amount += (completed(data, product, after, completion).amount - low.amount) * (double)(year - before) / (double)(after - before);
    low.evidence = RAP_DERIVED;
    return low;
}
