// SPDX-License-Identifier: Apache-2.0
#include "model/footprint.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"

void rap_footprint_release(rap_footprint *footprint)
{
    rap_solution_release(&footprint->solution);
    rap_free(footprint->lambda);
    rap_free(footprint->own);
    rap_free(footprint->by_product);
    rap_free(footprint->by_place);
    rap_free(footprint->activity);
    *footprint = (rap_footprint){0};
}

static bool is_utility(const rap_supply *supply, size_t process)
{
    return supply->nodes[process].kind <= RAP_NODE_HEAT;
}

/* A unit of a maker: its own emissions with those of its electricity. */
static double own_intensity(const rap_supply *supply, const double *lambda, size_t maker)
{
    const rap_sparse *a = &supply->chain->technosphere, *b = &supply->chain->biosphere;
    double own = 0;
    for (int i = b->start[maker]; i < b->start[maker + 1]; i++) own += b->value[i];
    for (int i = a->start[maker]; i < a->start[maker + 1]; i++)
        if (is_utility(supply, (size_t)a->row[i])) own -= a->value[i] * lambda[a->row[i]];
    return own;
}

static void split_maker(const rap_supply *supply, size_t maker, rap_footprint *out)
{
    const rap_sparse *a = &supply->chain->technosphere, *b = &supply->chain->biosphere;
    const rap_supply_node *node = &supply->nodes[maker];
    double activity = out->solution.scaling[maker];
    out->own[maker] = activity * own_intensity(supply, out->lambda, maker);
    out->by_product[node->product] += out->own[maker];
    out->by_place[node->place] += out->own[maker];
    out->activity[node->product * supply->data->places.n + node->place] = activity;
    for (int i = b->start[maker]; i < b->start[maker + 1]; i++) out->by_part[supply->flow_part[b->row[i]]] += b->value[i] * activity;
    for (int i = a->start[maker]; i < a->start[maker + 1]; i++)
        if (is_utility(supply, (size_t)a->row[i]))
            out->by_part[RAP_PART_ELECTRICITY] -= a->value[i] * activity * out->lambda[a->row[i]];
}

/* ---------------------------------------------------------------------- tiers */

/* Hands what is asked of markets on to makers; a market of recycled goods stands behind another. False: nothing was. */
static bool pass_markets(const rap_supply *supply, double *asked)
{
    const rap_sparse *a = &supply->chain->technosphere;
    bool any = false;
    for (size_t m = 0; m < a->n_cols; m++) {
        double amount = asked[m];
        if (supply->nodes[m].kind != RAP_NODE_MARKET || amount == 0) continue;
        asked[m] = 0;
        any = true;
        for (int i = a->start[m]; i < a->start[m + 1]; i++)
            if ((size_t)a->row[i] != m) asked[a->row[i]] -= a->value[i] * amount;
    }
    return any;
}

/* The emissions of makers that are asked, and in `next` what they take; true where they take something. */
static bool step(const rap_supply *supply, const double *lambda, const double *asked, double *next, double *emitted)
{
    const rap_sparse *a = &supply->chain->technosphere;
    bool any = false;
    memset(next, 0, a->n_cols * sizeof *next);
    for (size_t k = 0; k < a->n_cols; k++) {
        if (asked[k] == 0 || is_utility(supply, k)) continue;
        *emitted += asked[k] * own_intensity(supply, lambda, k);
        for (int i = a->start[k]; i < a->start[k + 1]; i++) {
            size_t input = (size_t)a->row[i];
            if (input == k || is_utility(supply, input)) continue;
            next[input] -= a->value[i] * asked[k];
            any = true;
        }
    }
    return any;
}

static rap_status split_tiers(const rap_supply *supply, const double *demand, rap_footprint *out, rap_error *err)
{
    size_t n = supply->chain->processes.n;
    double *asked = rap_alloc(n, sizeof *asked), *next = rap_alloc(n, sizeof *next), so_far = 0;
    bool failed = !asked || !next, more = !failed;
    if (!failed) memcpy(asked, demand, n * sizeof *asked);
    while (more && out->n_tiers + 1 < RAP_TIERS_MAX) {
        for (int behind = 0; behind < 4 && pass_markets(supply, asked); behind++) {}
        more = step(supply, out->lambda, asked, next, &out->by_tier[out->n_tiers]);
        so_far += out->by_tier[out->n_tiers++];
        double *swap = asked;
        asked = next;
        next = swap;
    }
    if (more) out->by_tier[out->n_tiers++] = out->total - so_far;
    rap_free(asked);
    rap_free(next);
    return failed ? rap_fail_memory(err) : RAP_OK;
}

/* ---------------------------------------------------------------------- whole */

static rap_status split(const rap_supply *supply, const double *demand, rap_footprint *out, rap_error *err)
{
    size_t n = supply->chain->processes.n, places = supply->data->places.n;
    out->lambda = rap_alloc(n, sizeof *out->lambda);
    out->own = rap_alloc(n, sizeof *out->own);
    out->by_product = rap_alloc(supply->data->n_products, sizeof *out->by_product);
    out->by_place = rap_alloc(places, sizeof *out->by_place);
    out->activity = rap_alloc(supply->data->n_products * places, sizeof *out->activity);
    if (!out->lambda || !out->own || !out->by_product || !out->by_place || !out->activity) return rap_fail_memory(err);
    RAP_TRY(rap_chain_solve(supply->chain, demand, &out->solution, err));
    RAP_TRY(rap_chain_intensity(supply->chain, 0, out->lambda, err));
    out->total = out->solution.score[0];
    for (size_t k = 0; k < n; k++)
        if (supply->nodes[k].kind == RAP_NODE_MAKER && out->solution.scaling[k] != 0) split_maker(supply, k, out);
    return split_tiers(supply, demand, out, err);
}

rap_status rap_footprint_of(const rap_supply *supply, const double *demand, rap_footprint *out, rap_error *err)
{
    rap_footprint made = {.total = 0};
    rap_status status = split(supply, demand, &made, err);
    if (status == RAP_OK) *out = made;
    else rap_footprint_release(&made);
    return status;
}
