// SPDX-License-Identifier: Apache-2.0
/*
 * supply_build - the processes, flows and coefficients of a chain under a scenario.
 *
 * Processes are numbered before anything is filled in: utilities by place, makers by product and place, markets. Labels
 * say the same of each: "cell NMC622 NO", "market cell NMC622", "electricity NO".
 */
#include <string.h>

#include "base/alloc.h"
#include "model/supply.h"

#define COEFFICIENTS_MAX 64
#define MJ_PER_KWH 3.6

typedef struct building {
    rap_supply *supply;
    const rap_supply_data *data;
    rap_chain_parts parts;
    size_t n_nodes, room;
    rap_triplet *technosphere, *biosphere;
    size_t room_technosphere, room_biosphere, room_parts;
    size_t *utility[4];       /* of each place */
    double *weights;
} building;

static rap_status add_a(building *b, size_t row, size_t col, double value, rap_error *err)
{
    if (!rap_reserve(&b->technosphere, &b->room_technosphere, b->parts.n_technosphere + 1, sizeof *b->technosphere))
        return rap_fail_memory(err);
    b->technosphere[b->parts.n_technosphere++] = (rap_triplet){row, col, value};
    return RAP_OK;
}

static rap_status add_b(building *b, const char *flow, rap_part_kind part, size_t col, double value, rap_error *err)
{
    size_t at, before = b->parts.flows.n;
    RAP_TRY(rap_labels_add(&b->parts.flows, rap_span_of(flow), &at, err));
    if (b->parts.flows.n > before) {
        if (!rap_reserve(&b->supply->flow_part, &b->room_parts, b->parts.flows.n, sizeof *b->supply->flow_part))
            return rap_fail_memory(err);
        b->supply->flow_part[at] = part;
    }
    if (!rap_reserve(&b->biosphere, &b->room_biosphere, b->parts.n_biosphere + 1, sizeof *b->biosphere)) return rap_fail_memory(err);
    b->biosphere[b->parts.n_biosphere++] = (rap_triplet){at, col, value};
    return RAP_OK;
}

/* ------------------------------------------------------------------ processes */

static rap_status add_node(building *b, const char *label, rap_supply_node node, size_t *out, rap_error *err)
{
    size_t at, process;
    RAP_TRY(rap_labels_add(&b->parts.products, rap_span_of(label), &at, err));
    RAP_TRY(rap_labels_add(&b->parts.processes, rap_span_of(label), &process, err));
    if (at != b->n_nodes) return rap_fail(err, RAP_E_FORMAT, "two processes are called '%.80s': products may not be named alike", label);
    if (!rap_reserve(&b->supply->nodes, &b->room, b->n_nodes + 1, sizeof *b->supply->nodes)) return rap_fail_memory(err);
    b->supply->nodes[b->n_nodes++] = node;
    *out = at;
    return add_a(b, at, at, 1, err);
}

static rap_status add_utilities(building *b, rap_error *err)
{
    static const char *const words[4] = {"electricity", "electricity medium", "electricity low", "electric heat"};
    const rap_labels *places = &b->data->places;
    char label[200];
    for (unsigned u = 0; u < 4; u++)
        for (size_t p = 0; p < places->n; p++) {
            (void)snprintf(label, sizeof label, "%s %s", words[u], places->at[p].label);
            rap_supply_node node = {(rap_node_kind)(RAP_NODE_GENERATION + u), RAP_NO_PRODUCT, p};
            RAP_TRY(add_node(b, label, node, &b->utility[u][p], err));
        }
    return RAP_OK;
}

static rap_status add_makers(building *b, rap_error *err)
{
    const rap_supply_data *d = b->data;
    char label[200];
    for (size_t k = 0; k < d->n_products; k++)
        for (size_t p = 0; p < d->places.n; p++) {
            size_t *maker = &b->supply->maker[k * d->places.n + p];
            *maker = SIZE_MAX;
            if (!d->products[k].placed && p != d->residual) continue;
            (void)snprintf(label, sizeof label, "%s %s", d->products[k].name, d->places.at[p].label);
            RAP_TRY(add_node(b, label, (rap_supply_node){RAP_NODE_MAKER, k, p}, maker, err));
        }
    return RAP_OK;
}

/* One market for all, and one for each buyer who has shares of its own. */
static rap_status add_markets(building *b, rap_error *err)
{
    const rap_supply_data *d = b->data;
    char label[220];
    for (size_t k = 0; k < d->n_products; k++) {
        size_t all, *market = b->supply->market + k * d->places.n;
        (void)snprintf(label, sizeof label, "market %s", d->products[k].name);
        RAP_TRY(add_node(b, label, (rap_supply_node){RAP_NODE_MARKET, k, RAP_EVERYWHERE}, &all, err));
        for (size_t p = 0; p < d->places.n; p++) market[p] = all;
        for (size_t i = 0; i < d->n_shares; i++) {
            size_t buyer = d->shares[i].user;
            if (d->shares[i].product != k || buyer == RAP_EVERYWHERE || market[buyer] != all) continue;
            (void)snprintf(label, sizeof label, "market %s for %s", d->products[k].name, d->places.at[buyer].label);
            RAP_TRY(add_node(b, label, (rap_supply_node){RAP_NODE_MARKET, k, buyer}, &market[buyer], err));
        }
    }
    return RAP_OK;
}

/* --------------------------------------------------------------- coefficients */

static rap_status fill_utilities(building *b, rap_error *err)
{
    const rap_supply_data *d = b->data;
    const rap_supply_parameter *furnace = rap_supply_parameter_of(d, "furnace", RAP_ALL_CHEMISTRIES);
    for (size_t p = 0; p < d->places.n; p++) {
        size_t generation = b->utility[0][p], medium = b->utility[1][p];
        RAP_TRY(add_b(b, "electricity", RAP_PART_ELECTRICITY, generation,
                      rap_supply_intensity_of_grid(d, &b->supply->scenario, p), err));
        RAP_TRY(add_a(b, generation, medium, -d->losses[p].medium, err));
        RAP_TRY(add_a(b, generation, b->utility[2][p], -d->losses[p].low, err));
        RAP_TRY(add_a(b, medium, b->utility[3][p], -(furnace ? furnace->value : 1) / MJ_PER_KWH, err));
    }
    return RAP_OK;
}

static rap_status fill_coefficient(building *b, const rap_supply_coefficient *c, size_t place, size_t maker, rap_error *err)
{
    const rap_supply_data *d = b->data;
    char flow[200];
    switch (c->part) {
    case RAP_PART_INPUT: return add_a(b, b->supply->market[c->input * d->places.n + place], maker, -c->amount, err);
    case RAP_PART_ELECTRICITY: return add_a(b, b->utility[*c->name ? 2 : 1][place], maker, -c->amount, err);
    case RAP_PART_HEAT:
        if (rap_scenario_choice(&b->supply->scenario, RAP_ELECTRIFY, &d->products[c->product]))
            return add_a(b, b->utility[3][place], maker, -c->amount, err);
        (void)snprintf(flow, sizeof flow, "heat from %s", c->name);
        return add_b(b, flow, c->part, maker, c->amount * d->fuels[c->input].kg_per_mj, err);
    case RAP_PART_FUELS:
    case RAP_PART_REAGENTS:
    case RAP_PART_PROCESS:
    case RAP_PART_OTHER:
    case RAP_PART_END: break;
    }
    (void)snprintf(flow, sizeof flow, "%s: %s", rap_part_text(c->part), c->name);
    return add_b(b, flow, c->part, maker, c->amount, err);
}

static rap_status fill_makers(building *b, rap_error *err)
{
    const rap_supply_data *d = b->data;
    const rap_supply_coefficient *rows[COEFFICIENTS_MAX];
    for (size_t k = 0; k < d->n_products; k++)
        for (size_t p = 0; p < d->places.n; p++) {
            size_t maker = b->supply->maker[k * d->places.n + p];
            if (maker == SIZE_MAX) continue;
            size_t n = rap_supply_coefficients(d, k, p, rows, COEFFICIENTS_MAX);
            for (size_t i = 0; i < n; i++) RAP_TRY(fill_coefficient(b, rows[i], p, maker, err));
        }
    return RAP_OK;
}

/* The share of a product that recycled ones stand in for, and the recycled product. */
static double recycled_share(const building *b, size_t product, size_t *recycled)
{
    const rap_choice *recycle = rap_scenario_choice(&b->supply->scenario, RAP_RECYCLE, &b->data->products[product]);
    *recycled = RAP_NO_PRODUCT;
    for (size_t r = 0; r < b->data->n_products && recycle; r++)
        if (b->data->products[r].replaces == product) *recycled = r;
    return *recycled == RAP_NO_PRODUCT ? 0 : recycle->value;
}

static rap_status fill_market(building *b, size_t node, rap_error *err)
{
    const rap_supply_data *d = b->data;
    size_t product = b->supply->nodes[node].product, recycled;
    double met, old = recycled_share(b, product, &recycled);
    RAP_TRY(rap_supply_weights(d, &b->supply->scenario, b->supply->reallocated, product, b->supply->nodes[node].place, b->weights, &met,
                               NULL, err));
    if (b->supply->nodes[node].place == RAP_EVERYWHERE) b->supply->met[product] = met;
    for (size_t p = 0; p < d->places.n; p++)
        if (b->weights[p] > 0 && old < 1)
            RAP_TRY(add_a(b, b->supply->maker[product * d->places.n + p], node, -b->weights[p] * (1 - old), err));
    return old > 0 ? add_a(b, b->supply->market[recycled * d->places.n + d->residual], node, -old, err) : RAP_OK;
}

/* ---------------------------------------------------------------------- whole */

static rap_status fill(building *b, rap_error *err)
{
    size_t at;
    RAP_TRY(add_utilities(b, err));
    RAP_TRY(add_makers(b, err));
    RAP_TRY(add_markets(b, err));
    RAP_TRY(fill_utilities(b, err));
    RAP_TRY(fill_makers(b, err));
    for (size_t i = 0; i < b->n_nodes; i++)
        if (b->supply->nodes[i].kind == RAP_NODE_MARKET) RAP_TRY(fill_market(b, i, err));
    return rap_labels_add(&b->parts.indicators, rap_span_of("kg CO2e"), &at, err);
}

/* The one indicator counts each flow as it is. */
static rap_status finish(building *b, rap_error *err)
{
    size_t n = b->parts.flows.n;
    rap_triplet *factors = rap_alloc(n, sizeof *factors);
    if (!factors) return rap_fail_memory(err);
    for (size_t f = 0; f < n; f++) factors[f] = (rap_triplet){0, f, 1};
    b->parts.technosphere = b->technosphere;
    b->parts.biosphere = b->biosphere;
    b->parts.factors = factors;
    b->parts.n_factors = n;
    rap_status status = rap_chain_new(&b->parts, &b->supply->chain, err);
    rap_free(factors);
    return status;
}

static rap_status reserve(building *b, const double *reallocated, rap_error *err)
{
    size_t places = b->data->places.n, all = b->data->n_products * places;
    b->supply->maker = rap_alloc(all, sizeof *b->supply->maker);
    b->supply->market = rap_alloc(all, sizeof *b->supply->market);
    b->supply->met = rap_alloc(b->data->n_products, sizeof *b->supply->met);
    b->weights = rap_alloc(places, sizeof *b->weights);
    bool good = b->supply->maker && b->supply->market && b->supply->met && b->weights;
    for (unsigned u = 0; u < 4 && good; u++) good = (b->utility[u] = rap_alloc(places, sizeof *b->utility[u])) != NULL;
    if (good && reallocated) {
        b->supply->reallocated = rap_alloc(all, sizeof *reallocated);
        good = b->supply->reallocated != NULL;
        if (good) memcpy(b->supply->reallocated, reallocated, all * sizeof *reallocated);
    }
    return good ? RAP_OK : rap_fail_memory(err);
}

rap_status rap_supply_new(const rap_supply_data *data, const rap_scenario *scenario, const double *reallocated,
                          rap_supply **out, rap_error *err)
{
    building b = {.data = data, .supply = rap_alloc(1, sizeof *b.supply)};
    if (!b.supply) return rap_fail_memory(err);
    b.supply->data = data;
    b.supply->scenario = *scenario;
    rap_status status = reserve(&b, reallocated, err);
    if (status == RAP_OK) status = fill(&b, err);
    if (status == RAP_OK) status = finish(&b, err);
    rap_labels_release(&b.parts.products); /* empty where the chain has taken them over */
    rap_labels_release(&b.parts.processes);
    rap_labels_release(&b.parts.flows);
    rap_labels_release(&b.parts.indicators);
    rap_free(b.technosphere);
    rap_free(b.biosphere);
    rap_free(b.weights);
    for (unsigned u = 0; u < 4; u++) rap_free(b.utility[u]);
    if (status == RAP_OK) *out = b.supply;
    else rap_supply_free(b.supply);
    return status;
}
