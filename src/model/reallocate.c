// SPDX-License-Identifier: Apache-2.0
/*
 * The programme is solved by Clp (COIN-OR, EPL-1.0). Columns: m, then one a product that takes part and place with capacity.
 * Rows: the sum of each product, then the floor of each column.
 */
#include "model/reallocate.h"

#include <coin/Clp_C_Interface.h>
#include <float.h>
#include <math.h>
#include <string.h>

#include "base/alloc.h"

/* One supplier of a product. */
typedef struct column {
    size_t product, place;
    double capacity, floor, cost;
} column;

typedef struct programme {
    rap_reallocation *out;
    const rap_supply *before;
    const rap_footprint *footprint;
    const rap_scenario *cut;
    column *columns;
    size_t n, capacity;
    size_t *row;                /* of each product that takes part */
} programme;

void rap_reallocation_release(rap_reallocation *reallocation)
{
    rap_free(reallocation->weights);
    rap_free(reallocation->taking_part);
    *reallocation = (rap_reallocation){0};
}

/* The latest year of a product's capacities for batteries alone that is not after `year`, else the earliest; 0: none. */
static int year_of_capacities(const rap_supply_data *data, size_t product, int year)
{
    int best = 0;
    for (size_t i = 0; i < data->n_capacities; i++) {
        const rap_supply_capacity *c = &data->capacities[i];
        if (c->product != product || !c->batteries_alone || strcmp(c->unit, "GWh") != 0) continue;
        best = rap_supply_nearer_year(best, c->year, year);
    }
    return best;
}

/* True where a cut takes something of a product that runs. */
static bool is_hurt(const programme *p, size_t product)
{
    const rap_supply_data *d = p->before->data;
    for (size_t i = 0; i < d->places.n; i++)
        if (p->footprint->activity[product * d->places.n + i] != 0 && rap_scenario_cuts(p->cut, &d->products[product], i)) return true;
    return false;
}

/* A supplier that is left, with what it supplies now and what making a GWh's worth there emits. */
static rap_status add_column(programme *p, const rap_supply_capacity *c, rap_error *err)
{
    const rap_supply_data *d = p->before->data;
    const double *made = p->footprint->activity + c->product * d->places.n;
    double units = 0, share;
    for (size_t i = 0; i < d->places.n; i++) units += made[i];
    share = made[c->place] / units;
    if (!rap_reserve(&p->columns, &p->capacity, p->n + 1, sizeof *p->columns)) return rap_fail_memory(err);
    p->columns[p->n++] = (column){
        .product = c->product,
        .place = c->place,
        .capacity = c->amount,
        .floor = fmin(share * p->out->demand, c->amount),
        .cost = p->footprint->lambda[p->before->maker[c->product * d->places.n + c->place]] * units,
    };
    return RAP_OK;
}

static rap_status gather(programme *p, rap_error *err)
{
    const rap_supply_data *d = p->before->data;
    p->out->demand = rap_supply_yearly_of(d, "batteries", d->residual, p->cut->year, NULL);
    for (size_t k = 0; k < d->n_products && p->out->demand > 0; k++) {
        int year = is_hurt(p, k) ? year_of_capacities(d, k, p->cut->year) : 0;
        if (year == 0 || rap_scenario_choice(p->cut, RAP_MAKE, &d->products[k])) continue;
        p->out->taking_part[k] = true;
        p->row[k] = p->out->n++;
        if (p->out->year == 0 || year < p->out->year) p->out->year = year;
        for (size_t i = 0; i < d->n_capacities; i++) {
            const rap_supply_capacity *c = &d->capacities[i];
            if (c->product == k && c->batteries_alone && c->year == year && !rap_scenario_cuts(p->cut, &d->products[k], c->place))
                RAP_TRY(add_column(p, c, err));
        }
    }
    return RAP_OK;
}

/* ---------------------------------------------------------------------- solving */

/* Gives the programme its rows and columns. Column 0 is m; column i + 1 is supplier i. */
static rap_status load(const programme *p, Clp_Simplex *model, rap_error *err)
{
    size_t rows = p->out->n + p->n, columns = p->n + 1, most = rows + 2 * p->n, entries = 0;
    CoinBigIndex *start = rap_alloc(columns + 1, sizeof *start);
    int *index = rap_alloc(most, sizeof *index);
    double *value = rap_alloc(most, sizeof *value), *low = rap_alloc(columns, sizeof *low), *high = rap_alloc(columns, sizeof *high);
    double *row_low = rap_alloc(rows, sizeof *row_low), *row_high = rap_alloc(rows, sizeof *row_high);
    bool good = start && index && value && low && high && row_low && row_high;
    if (good) {
        high[0] = 1;
        for (size_t k = 0; k < p->out->n; k++) index[entries] = (int)k, value[entries++] = -p->out->demand;
        for (size_t i = 0; i < p->n; i++) {
            index[entries] = (int)(p->out->n + i), value[entries++] = -p->columns[i].floor;
            row_high[p->out->n + i] = DBL_MAX;
        }
        for (size_t i = 0; i < p->n; i++) {
            start[i + 1] = (CoinBigIndex)entries;
            high[i + 1] = p->columns[i].capacity;
            index[entries] = (int)p->row[p->columns[i].product], value[entries++] = 1;
            index[entries] = (int)(p->out->n + i), value[entries++] = 1;
        }
        start[columns] = (CoinBigIndex)entries;
        Clp_loadProblem(model, (int)columns, (int)rows, start, index, value, low, high, NULL, row_low, row_high);
    }
    rap_free(start);
    rap_free(index);
    rap_free(value);
    rap_free(low);
    rap_free(high);
    rap_free(row_low);
    rap_free(row_high);
    return good ? RAP_OK : rap_fail_memory(err);
}

static rap_status optimise(Clp_Simplex *model, rap_error *err)
{
    (void)Clp_dual(model, 0);
    if (Clp_status(model) == 0) return RAP_OK;
    return rap_fail(err, RAP_E_FORMAT, "the reallocation can't be solved (Clp status %d)", Clp_status(model));
}

/* Most first, then clean: the second programme is the first with m held fast and other costs. */
static rap_status solve(programme *p, Clp_Simplex *model, rap_error *err)
{
    RAP_TRY(load(p, model, err));
    double *cost = rap_alloc(p->n + 1, sizeof *cost);
    if (!cost) return rap_fail_memory(err);
    cost[0] = -1;
    Clp_chgObjCoefficients(model, cost);
    rap_status status = optimise(model, err);
    if (status == RAP_OK) {
        p->out->met = fmin(1, Clp_getColSolution(model)[0]);
        Clp_columnLower(model)[0] = Clp_columnUpper(model)[0] = p->out->met;
        cost[0] = 0;
        for (size_t i = 0; i < p->n; i++) cost[i + 1] = p->columns[i].cost;
        Clp_chgObjCoefficients(model, cost);
        status = optimise(model, err);
    }
    for (size_t i = 0; i < p->n && status == RAP_OK; i++)
        p->out->weights[p->columns[i].product * p->before->data->places.n + p->columns[i].place] =
            fmax(0, Clp_getColSolution(model)[i + 1]);
    rap_free(cost);
    return status;
}

static rap_status run(programme *p, rap_error *err)
{
    RAP_TRY(gather(p, err));
    if (p->out->n == 0) return RAP_OK;
    Clp_Simplex *model = Clp_newModel();
    if (!model) return rap_fail_memory(err);
    Clp_setLogLevel(model, 0);
    rap_status status = solve(p, model, err);
    Clp_deleteModel(model);
    return status;
}

rap_status rap_reallocate(const rap_supply *before, const rap_footprint *footprint, const rap_scenario *cut, rap_reallocation *out,
                          rap_error *err)
{
    const rap_supply_data *d = before->data;
    rap_reallocation made = {
        .weights = rap_alloc(d->n_products * d->places.n, sizeof(double)),
        .taking_part = rap_alloc(d->n_products, sizeof(bool)),
        .met = 1,
    };
    programme p = {.out = &made, .before = before, .footprint = footprint, .cut = cut, .row = rap_alloc(d->n_products, sizeof(size_t))};
    rap_status status = made.weights && made.taking_part && p.row ? run(&p, err) : rap_fail_memory(err);
    rap_free(p.columns);
    rap_free(p.row);
    if (status == RAP_OK) *out = made;
    else rap_reallocation_release(&made);
    return status;
}
