// SPDX-License-Identifier: Apache-2.0
#include "model/narrow.h"

#include "base/alloc.h"

/* Marks what `demand` reaches in `index` (0 = reached), by a stack of processes; their number. */
static size_t reach(const rap_chain *chain, const double *demand, size_t *index, size_t *stack)
{
    const rap_sparse *a = &chain->technosphere;
    size_t n = 0, reached = 0;
    for (size_t k = 0; k < a->n_cols; k++) {
        index[k] = demand[k] != 0 ? 0 : SIZE_MAX;
        if (demand[k] != 0) stack[n++] = k;
    }
    while (n > 0) {
        size_t k = stack[--n];
        reached++;
        for (int i = a->start[k]; i < a->start[k + 1]; i++)
            if (index[a->row[i]] == SIZE_MAX) {
                index[a->row[i]] = 0;
                stack[n++] = (size_t)a->row[i];
            }
    }
    for (size_t k = 0, next = 0; k < a->n_cols; k++)
        if (index[k] != SIZE_MAX) index[k] = next++;
    return reached;
}

/* Copies labels with titles and units; those without an index are left out (`index` NULL: all are taken). */
static rap_status copy_labels(const rap_labels *from, const size_t *index, rap_labels *to, rap_error *err)
{
    for (size_t i = 0; i < from->n; i++) {
        const rap_label *label = &from->at[i];
        size_t at;
        if (index && index[i] == SIZE_MAX) continue;
        RAP_TRY(rap_labels_add(to, rap_span_of(label->label), &at, err));
        if (label->title && !(to->at[at].title = rap_strndup(label->title, rap_span_of(label->title).length))) return rap_fail_memory(err);
        if (label->unit && !(to->at[at].unit = rap_strndup(label->unit, rap_span_of(label->unit).length))) return rap_fail_memory(err);
    }
    return RAP_OK;
}

/* The entries of the columns that stay, rows renumbered where they are products, too. */
static rap_triplet *take(const rap_sparse *matrix, const size_t *rows, const size_t *cols, size_t *n)
{
    rap_triplet *out = rap_alloc(rap_sparse_entries(matrix), sizeof *out);
    *n = 0;
    for (size_t c = 0; out && c < matrix->n_cols; c++)
        for (int i = matrix->start[c]; i < matrix->start[c + 1] && (!cols || cols[c] != SIZE_MAX); i++)
            out[(*n)++] = (rap_triplet){rows ? rows[matrix->row[i]] : (size_t)matrix->row[i], cols ? cols[c] : c, matrix->value[i]};
    return out;
}

static rap_status build(const rap_chain *chain, const size_t *index, rap_chain **out, rap_error *err)
{
    rap_chain_parts parts = {.n_factors = 0};
    rap_triplet *a = take(&chain->technosphere, index, index, &parts.n_technosphere);
    rap_triplet *b = take(&chain->biosphere, NULL, index, &parts.n_biosphere);
    rap_triplet *c = take(&chain->factors, NULL, NULL, &parts.n_factors);
    rap_status status = a && b && c ? copy_labels(&chain->products, index, &parts.products, err) : rap_fail_memory(err);
    if (status == RAP_OK) status = copy_labels(&chain->processes, index, &parts.processes, err);
    if (status == RAP_OK) status = copy_labels(&chain->flows, NULL, &parts.flows, err);
    if (status == RAP_OK) status = copy_labels(&chain->indicators, NULL, &parts.indicators, err);
    parts.technosphere = a;
    parts.biosphere = b;
    parts.factors = c;
    if (status == RAP_OK) {
        status = rap_chain_new(&parts, out, err);
    } else {
        rap_labels_release(&parts.products);
        rap_labels_release(&parts.processes);
        rap_labels_release(&parts.flows);
        rap_labels_release(&parts.indicators);
    }
    rap_free(a);
    rap_free(b);
    rap_free(c);
    return status;
}

rap_status rap_chain_narrow(const rap_chain *chain, const double *demand, rap_chain **out, size_t *index, rap_error *err)
{
    if (!chain->paired)
        return rap_fail(err, RAP_E_FORMAT, "process '%.120s' has no single product of its own, so what a demand reaches can't be told",
                        rap_labels_show(&chain->processes, chain->unpaired));
    size_t *stack = rap_alloc(chain->processes.n, sizeof *stack);
    if (!stack) return rap_fail_memory(err);
    size_t reached = reach(chain, demand, index, stack);
    rap_free(stack);
    if (reached == 0) return rap_fail(err, RAP_E_USAGE, "no product is demanded: expected an amount other than 0 of at least one");
    return build(chain, index, out, err);
}
