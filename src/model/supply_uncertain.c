// SPDX-License-Identifier: Apache-2.0
#include "model/supply_uncertain.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "model/narrow.h"

#define COEFFICIENTS_MAX 64
#define NORMAL_975 1.959963984540054

typedef struct gathering {
    rap_supply_uncertainty *out;
    const rap_supply *supply;
    const size_t *index;         /* of each process in the narrow chain */
    size_t *counts;              /* of coefficients, by quantity */
    rap_coefficient *all;        /* gathered, with their quantities */
    size_t *of, n, capacity, capacity_of;
} gathering;

void rap_supply_uncertain_release(rap_supply_uncertainty *uncertainty)
{
    rap_chain_free(uncertainty->chain);
    rap_free(uncertainty->demand);
    rap_free(uncertainty->quantities);
    rap_free(uncertainty->names);
    rap_keep_release(&uncertainty->keep);
    *uncertainty = (rap_supply_uncertainty){0};
}

/* ------------------------------------------------------------------ quantities */

static size_t rows_of(const rap_supply_data *d)
{
    size_t rows = 0;
    for (size_t i = 0; i < d->n_coefficients; i++)
        if (d->coefficients[i].row >= rows) rows = d->coefficients[i].row + 1;
    return rows;
}

/* A number that is known exactly is drawn as one with no spread. */
static rap_uncertain shape_of(const rap_spread_of *spread)
{
    return spread->known ? spread->shape : (rap_uncertain){.kind = RAP_LOGNORMAL, .gsd = 1};
}

static void name_quantities(const rap_supply_data *d, rap_supply_uncertainty *out, size_t rows)
{
    const rap_supply_parameter *grid = rap_supply_parameter_of(d, "grid", RAP_ALL_CHEMISTRIES);
    for (size_t q = 0; q < out->n; q++) out->quantities[q] = (rap_uncertain){.kind = RAP_LOGNORMAL, .gsd = 1};
    for (size_t i = 0; i < d->n_coefficients; i++) {
        const rap_supply_coefficient *c = &d->coefficients[i];
        const char *product = d->products[c->product].name;
        out->quantities[c->row] = shape_of(&c->spread);
        out->names[c->row].evidence = c->evidence;
        size_t chemistry = d->products[c->product].chemistry;
        if (chemistry != RAP_ALL_CHEMISTRIES && chemistry != out->supply->scenario.chemistry && *out->names[c->row].name) continue;
        (void)snprintf(out->names[c->row].name, sizeof out->names[c->row].name, "%s%s%s: %s%s%s", product,
                       c->place == RAP_EVERYWHERE ? "" : " in ", c->place == RAP_EVERYWHERE ? "" : d->places.at[c->place].label,
                       rap_part_text(c->part), *c->name ? " " : "", c->name);
    }
    for (size_t f = 0; f < d->fuel_names.n; f++) {
        out->quantities[rows + f] = shape_of(&d->fuels[f].spread);
        out->names[rows + f].evidence = d->fuels[f].evidence;
        (void)snprintf(out->names[rows + f].name, sizeof out->names[rows + f].name, "fuel %s: kg CO2e per MJ", d->fuels[f].name);
    }
    for (size_t p = 0; p < d->places.n; p++) {
        size_t q = rows + d->fuel_names.n + p;
        if (grid) out->quantities[q] = shape_of(&grid->spread);
        out->names[q].evidence = RAP_OBSERVED;
        (void)snprintf(out->names[q].name, sizeof out->names[q].name, "electricity of %s: kg CO2e per kWh", d->places.at[p].label);
    }
}

/* A coefficient of a quantity, where it stands in the narrow chain; what is not there or 0 is left out. */
static rap_status note(gathering *g, size_t quantity, rap_chain_matrix matrix, size_t row, size_t col, rap_error *err)
{
    const rap_chain *chain = g->out->chain;
    if (row == SIZE_MAX || col == SIZE_MAX) return RAP_OK;
    if (rap_sparse_find(matrix == RAP_TECHNOSPHERE ? &chain->technosphere : &chain->biosphere, row, col) == SIZE_MAX) return RAP_OK;
    if (!rap_reserve(&g->all, &g->capacity, g->n + 1, sizeof *g->all) || !rap_reserve(&g->of, &g->capacity_of, g->n + 1, sizeof *g->of))
        return rap_fail_memory(err);
    g->all[g->n] = (rap_coefficient){matrix, row, col, 0};
    g->of[g->n++] = quantity;
    g->counts[quantity]++;
    return RAP_OK;
}

static size_t flow_of(const rap_chain *chain, const char *format, const char *word, const char *name)
{
    char flow[200];
    (void)snprintf(flow, sizeof flow, format, word, name);
    return rap_labels_find(&chain->flows, rap_span_of(flow));
}

/* The utilities of a place stand in the order of their kinds, so one is found from its kind and place. */
static size_t utility_of(const gathering *g, rap_node_kind kind, size_t place)
{
    return g->index[(size_t)kind * g->supply->data->places.n + place];
}

static rap_status note_coefficient(gathering *g, const rap_supply_coefficient *c, size_t place, size_t maker, size_t rows, rap_error *err)
{
    const rap_supply_data *d = g->supply->data;
    const rap_chain *chain = g->out->chain;
    size_t flow;
    switch (c->part) {
    case RAP_PART_INPUT:
        return note(g, c->row, RAP_TECHNOSPHERE, g->index[g->supply->market[c->input * d->places.n + place]], maker, err);
    case RAP_PART_ELECTRICITY:
        return note(g, c->row, RAP_TECHNOSPHERE, utility_of(g, *c->name ? RAP_NODE_LOW : RAP_NODE_MEDIUM, place), maker, err);
    case RAP_PART_HEAT:
        if (rap_scenario_choice(&g->supply->scenario, RAP_ELECTRIFY, &d->products[c->product]))
            return note(g, c->row, RAP_TECHNOSPHERE, utility_of(g, RAP_NODE_HEAT, place), maker, err);
        flow = flow_of(chain, "%s%s", "heat from ", c->name);
        RAP_TRY(note(g, rows + c->input, RAP_BIOSPHERE, flow, maker, err));
        return note(g, c->row, RAP_BIOSPHERE, flow, maker, err);
    case RAP_PART_FUELS:
    case RAP_PART_REAGENTS:
    case RAP_PART_PROCESS:
    case RAP_PART_OTHER:
    case RAP_PART_END: break;
    }
    return note(g, c->row, RAP_BIOSPHERE, flow_of(chain, "%s: %s", rap_part_text(c->part), c->name), maker, err);
}

static rap_status note_all(gathering *g, size_t rows, rap_error *err)
{
    const rap_supply_data *d = g->supply->data;
    const rap_supply_coefficient *found[COEFFICIENTS_MAX];
    for (size_t k = 0; k < d->n_products; k++)
        for (size_t p = 0; p < d->places.n; p++) {
            size_t process = g->supply->maker[k * d->places.n + p];
            if (process == SIZE_MAX || g->index[process] == SIZE_MAX) continue;
            size_t n = rap_supply_coefficients(d, k, p, found, COEFFICIENTS_MAX);
            for (size_t i = 0; i < n; i++) RAP_TRY(note_coefficient(g, found[i], p, g->index[process], rows, err));
        }
    size_t flow = rap_labels_find(&g->out->chain->flows, rap_span_of("electricity"));
    for (size_t p = 0; p < d->places.n; p++)
        RAP_TRY(note(g, rows + d->fuel_names.n + p, RAP_BIOSPHERE, flow, utility_of(g, RAP_NODE_GENERATION, p), err));
    return RAP_OK;
}

/* Gives each quantity its coefficients, which were gathered in any order. */
static rap_status hand_out(gathering *g, rap_error *err)
{
    rap_supply_uncertainty *out = g->out;
    for (size_t q = 0; q < out->n; q++) {
        rap_coefficient *room = rap_keep_new(&out->keep, g->counts[q] ? g->counts[q] : 1, sizeof *room);
        if (!room) return rap_fail_memory(err);
        out->quantities[q].coefficients = room;
        const rap_uncertain *u = &out->quantities[q];
        out->n_known += g->counts[q] > 0 && (u->kind == RAP_TRIANGULAR || u->gsd > 1);
    }
    for (size_t i = 0; i < g->n; i++) {
        rap_uncertain *u = &out->quantities[g->of[i]];
        ((rap_coefficient *)u->coefficients)[u->n++] = g->all[i];
    }
    return RAP_OK;
}

/* ---------------------------------------------------------------------- whole */

static rap_status gather(gathering *g, rap_supply_unit unit, size_t *index, double *demand, rap_error *err)
{
    rap_supply_uncertainty *out = g->out;
    const rap_supply_data *d = g->supply->data;
    size_t rows = rows_of(d);
    RAP_TRY(rap_supply_demand(g->supply, unit, demand, err));
    RAP_TRY(rap_chain_narrow(g->supply->chain, demand, &out->chain, index, err));
    out->demand = rap_alloc(out->chain->products.n, sizeof *out->demand);
    out->n = rows + d->fuel_names.n + d->places.n;
    out->quantities = rap_alloc(out->n, sizeof *out->quantities);
    out->names = rap_alloc(out->n, sizeof *out->names);
    g->counts = rap_alloc(out->n, sizeof *g->counts);
    if (!out->demand || !out->quantities || !out->names || !g->counts) return rap_fail_memory(err);
    for (size_t k = 0; k < g->supply->chain->products.n; k++)
        if (index[k] != SIZE_MAX) out->demand[index[k]] = demand[k];
    name_quantities(d, out, rows);
    RAP_TRY(note_all(g, rows, err));
    return hand_out(g, err);
}

rap_status rap_supply_uncertain(const rap_supply *supply, rap_supply_unit unit, rap_supply_uncertainty *out, rap_error *err)
{
    rap_supply_uncertainty made = {.supply = supply, .delivered = unit == RAP_UNIT_DELIVERED};
    size_t n = supply->chain->processes.n;
    size_t *index = rap_alloc(n, sizeof *index);
    double *demand = rap_alloc(n, sizeof *demand);
    gathering g = {.out = &made, .supply = supply, .index = index};
    rap_status status = index && demand ? gather(&g, unit, index, demand, err) : rap_fail_memory(err);
    rap_free(index);
    rap_free(demand);
    rap_free(g.counts);
    rap_free(g.all);
    rap_free(g.of);
    if (status == RAP_OK) *out = made;
    else rap_supply_uncertain_release(&made);
    return status;
}

/* ---------------------------------------------------------------------- draws */

/* Divides by the factors of what a battery delivers over its life: they are behind the quantities of the chain. */
static void draw_parameters(const rap_supply_uncertainty *u, size_t draws, uint64_t seed, double *scores)
{
    static const char *const names[] = {"cycles", "depth", "capacity", "efficiency"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const rap_supply_parameter *p = rap_supply_parameter_of(u->supply->data, names[i], u->supply->scenario.chemistry);
        for (size_t d = 0; p && p->spread.known && d < draws; d++)
            scores[d] /= rap_uncertain_factor(&p->spread.shape, seed, u->n + (size_t)(p - u->supply->data->parameters), d);
    }
}

rap_status rap_supply_draw(const rap_supply_uncertainty *uncertainty, size_t draws, uint64_t seed, size_t threads, double *scores,
                           rap_error *err)
{
    const double *const demands[] = {uncertainty->demand};
    double *const out[] = {scores};
    RAP_TRY(rap_chain_draw(uncertainty->chain, 0, demands, 1, uncertainty->quantities, uncertainty->n, draws, seed, threads, out, err));
    if (uncertainty->delivered) draw_parameters(uncertainty, draws, seed, scores);
    return RAP_OK;
}

/* --------------------------------------------------------------------- swings */

static double triangular_quantile(const rap_uncertain *u, double p)
{
    double width = u->high - u->low, below = u->mode - u->low;
    if (width == 0) return u->mode;
    return p * width <= below ? u->low + sqrt(p * width * below) : u->high - sqrt((1 - p) * width * (u->high - u->mode));
}

static double quantile_of(const rap_uncertain *u, bool upper)
{
    if (u->kind == RAP_TRIANGULAR) return triangular_quantile(u, upper ? 0.975 : 0.025);
    return exp((upper ? NORMAL_975 : -NORMAL_975) * log(u->gsd));
}

static int by_elasticity(const void *a, const void *b)
{
    const rap_supply_swing *x = a, *y = b;
    double left = fabs(x->elasticity), right = fabs(y->elasticity);
    if (left != right) return left < right ? 1 : -1;
    return (x->quantity > y->quantity) - (x->quantity < y->quantity);
}

static void swing_all(const rap_supply_uncertainty *u, const rap_solution *solution, const double *lambda, rap_supply_swing *out, size_t *n)
{
    double score = solution->score[0];
    *n = 0;
    for (size_t q = 0; q < u->n; q++) {
        const rap_uncertain *what = &u->quantities[q];
        rap_supply_swing swing = {.quantity = q};
        for (size_t i = 0; i < what->n; i++) {
            rap_value part = rap_chain_elasticity(u->chain, solution, 0, lambda, what->coefficients[i]);
            if (part.reason == RAP_DEFINED) swing.elasticity += part.value;
        }
        if (what->n == 0 || swing.elasticity == 0) continue;
        swing.low = score * (1 + swing.elasticity * (quantile_of(what, false) - 1));
        swing.high = score * (1 + swing.elasticity * (quantile_of(what, true) - 1));
        out[(*n)++] = swing;
    }
    if (*n) qsort(out, *n, sizeof *out, by_elasticity);
}

rap_status rap_supply_swings(const rap_supply_uncertainty *uncertainty, rap_supply_swing **out, size_t *n, double *score, rap_error *err)
{
    rap_solution solution;
    RAP_TRY(rap_chain_solve(uncertainty->chain, uncertainty->demand, &solution, err));
    double *lambda = rap_alloc(uncertainty->chain->products.n, sizeof *lambda);
    rap_supply_swing *swings = rap_alloc(uncertainty->n, sizeof *swings);
    rap_status status = lambda && swings ? rap_chain_intensity(uncertainty->chain, 0, lambda, err) : rap_fail_memory(err);
    if (status == RAP_OK) {
        swing_all(uncertainty, &solution, lambda, swings, n);
        *score = solution.score[0];
        *out = swings;
    } else {
        rap_free(swings);
    }
    rap_free(lambda);
    rap_solution_release(&solution);
    return status;
}
