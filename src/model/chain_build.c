// SPDX-License-Identifier: Apache-2.0
/*
 * chain_build - a chain from its coefficients: which product is a process's own, and whether the system can be solved.
 *
 * Only contributions of inputs need the pairing; a system solves without. What is wrong is said with the name of the
 * process or product, since a row number helps nobody.
 */
#include <string.h>

#include "base/alloc.h"
#include "model/chain.h"

/* For each process its product, by labels; false where some process has none. */
static bool pair_by_label(const rap_chain_parts *parts, size_t *product_of)
{
    for (size_t k = 0; k < parts->processes.n; k++) {
        product_of[k] = rap_labels_find(&parts->products, rap_span_of(parts->processes.at[k].label));
        if (product_of[k] == SIZE_MAX) return false;
    }
    return true;
}

/* For each process the one product that it puts out; false, with the process, where that is not one of its own. */
static bool pair_by_output(const rap_chain_parts *parts, size_t *product_of, bool *taken, size_t *unpaired)
{
    for (size_t k = 0; k < parts->processes.n; k++) product_of[k] = SIZE_MAX;
    for (size_t i = 0; i < parts->n_technosphere; i++) {
        const rap_triplet *t = &parts->technosphere[i];
        if (t->value <= 0 || product_of[t->col] == t->row) continue;
        *unpaired = t->col;
        if (product_of[t->col] != SIZE_MAX || taken[t->row]) return false;
        product_of[t->col] = t->row;
        taken[t->row] = true;
    }
    for (size_t k = 0; k < parts->processes.n; k++)
        if (product_of[*unpaired = k] == SIZE_MAX) return false;
    return true;
}

/* Puts the products in the order of their processes. */
static rap_status reorder(rap_chain *chain, const size_t *product_of, rap_triplet *technosphere, size_t n, rap_error *err)
{
    rap_labels sorted = {0};
    rap_status status = RAP_OK;
    size_t *place = rap_alloc(chain->products.n, sizeof *place);
    if (!place) return rap_fail_memory(err);
    for (size_t k = 0; k < chain->processes.n && status == RAP_OK; k++) {
        rap_label *name = &chain->products.at[product_of[k]];
        place[product_of[k]] = k;
        status = rap_labels_add(&sorted, rap_span_of(name->label), &(size_t){0}, err);
    }
    if (status == RAP_OK) {
        for (size_t k = 0; k < sorted.n; k++) {
            rap_label *name = &chain->products.at[product_of[k]];
            sorted.at[k].title = name->title;
            sorted.at[k].unit = name->unit;
            name->title = name->unit = NULL;
        }
        for (size_t i = 0; i < n; i++) technosphere[i].row = place[technosphere[i].row];
        rap_labels swap = chain->products;
        chain->products = sorted;
        sorted = swap;
    }
    rap_labels_release(&sorted);
    rap_free(place);
    return status;
}

static rap_status pair(rap_chain *chain, const rap_chain_parts *parts, rap_triplet *technosphere, rap_error *err)
{
    size_t n = chain->processes.n;
    rap_status status = RAP_OK;
    size_t *product_of = rap_alloc(n, sizeof *product_of);
    bool *taken = rap_alloc(n, sizeof *taken);
    if (product_of && taken) {
        chain->paired = pair_by_label(parts, product_of) || pair_by_output(parts, product_of, taken, &chain->unpaired);
        if (chain->paired) status = reorder(chain, product_of, technosphere, parts->n_technosphere, err);
    } else {
        status = rap_fail_memory(err);
    }
    rap_free(product_of);
    rap_free(taken);
    return status;
}

/* Says which process or product a singular system hangs on. */
static rap_status name_singular(const rap_chain *chain, const rap_sparse *technosphere, rap_singular where, rap_error *err)
{
    const char *process = where.col != SIZE_MAX ? rap_labels_show(&chain->processes, where.col) : "?";
    const char *product = where.row != SIZE_MAX ? rap_labels_show(&chain->products, where.row) : "?";
    if (where.why == RAP_SINGULAR_VALUES)
        return rap_fail(err, RAP_E_FORMAT, "the technosphere is singular: process '%.120s' is, to working precision, made up of "
                                           "others, or is part of a loop that uses up what it makes", process);
    if (technosphere->start[where.col] == technosphere->start[where.col + 1])
        return rap_fail(err, RAP_E_FORMAT, "the technosphere is singular: process '%.120s' has no coefficients", process);
    return rap_fail(err, RAP_E_FORMAT, "the technosphere is singular: no process is left to make product '%.120s', and process "
                                       "'%.120s' makes nothing that others do not", product, process);
}

rap_status rap_chain_factorise(const rap_chain *chain, const rap_sparse *technosphere, rap_factor **out, rap_error *err)
{
    rap_singular where;
    rap_status status = rap_factor_new(technosphere, out, &where, err);
    return status == RAP_OK || where.why == RAP_REGULAR ? status : name_singular(chain, technosphere, where, err);
}

static rap_status check_square(const rap_chain_parts *parts, rap_error *err)
{
    const rap_labels *products = &parts->products, *processes = &parts->processes;
    if (processes->n == 0) return rap_fail(err, RAP_E_FORMAT, "the technosphere is empty: expected at least one process");
    if (products->n == processes->n) return RAP_OK;
    bool too_many = products->n > processes->n;
    const rap_labels *more = too_many ? products : processes, *fewer = too_many ? processes : products;
    size_t odd = 0;
    while (odd + 1 < more->n && rap_labels_find(fewer, rap_span_of(more->at[odd].label)) != SIZE_MAX) odd++;
    return rap_fail(err, RAP_E_FORMAT, "the technosphere is not square: %zu products and %zu processes; there is no %s called "
                                       "'%.120s'", products->n, processes->n, too_many ? "process" : "product",
                    more->at[odd].label);
}

static rap_status build(rap_chain *chain, const rap_chain_parts *parts, rap_triplet *technosphere, rap_error *err)
{
    size_t n = chain->processes.n;
    RAP_TRY(pair(chain, parts, technosphere, err));
    RAP_TRY(rap_sparse_build(n, n, technosphere, parts->n_technosphere, &chain->technosphere, err));
    RAP_TRY(rap_sparse_build(chain->flows.n, n, parts->biosphere, parts->n_biosphere, &chain->biosphere, err));
    RAP_TRY(rap_sparse_build(chain->indicators.n, chain->flows.n, parts->factors, parts->n_factors, &chain->factors, err));
    return rap_chain_factorise(chain, &chain->technosphere, &chain->factor, err);
}

rap_status rap_chain_new(rap_chain_parts *parts, rap_chain **out, rap_error *err)
{
    rap_chain *chain = rap_alloc(1, sizeof *chain);
    rap_triplet *technosphere = rap_alloc(parts->n_technosphere, sizeof *technosphere);
    rap_status status = chain && technosphere ? check_square(parts, err) : rap_fail_memory(err);
    if (status == RAP_OK) {
        if (parts->n_technosphere)
            memcpy(technosphere, parts->technosphere, parts->n_technosphere * sizeof *technosphere);
        chain->products = parts->products;
        chain->processes = parts->processes;
        chain->flows = parts->flows;
        chain->indicators = parts->indicators;
        status = build(chain, parts, technosphere, err);
        parts->products = parts->processes = parts->flows = parts->indicators = (rap_labels){0};
    }
    rap_free(technosphere);
    if (status == RAP_OK) *out = chain;
    else rap_chain_free(chain);
    rap_labels_release(&parts->products); /* what was not taken over */
    rap_labels_release(&parts->processes);
    rap_labels_release(&parts->flows);
    rap_labels_release(&parts->indicators);
    return status;
}
