// SPDX-License-Identifier: Apache-2.0
#include "model/contribution.h"

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"

static int compare(const void *a, const void *b)
{
    const rap_contribution *x = a, *y = b;
    double left = fabs(x->score), right = fabs(y->score);
    if (left != right) return left < right ? 1 : -1;
    return (x->index > y->index) - (x->index < y->index);
}

rap_status rap_contribution_processes(const rap_chain *chain, const rap_solution *solution, size_t indicator,
                                      rap_contribution *out, rap_error *err)
{
    size_t n = chain->processes.n;
    double *direct = rap_alloc(n, sizeof *direct);
    if (!direct) return rap_fail_memory(err);
    rap_status status = rap_chain_direct(chain, indicator, direct, err);
    for (size_t k = 0; k < n && status == RAP_OK; k++)
        out[k] = (rap_contribution){k, solution->scaling[k], direct[k] * solution->scaling[k]};
    if (status == RAP_OK) qsort(out, n, sizeof *out, compare);
    rap_free(direct);
    return status;
}

void rap_contribution_flows(const rap_chain *chain, const rap_solution *solution, size_t indicator, rap_contribution *out)
{
    size_t n = chain->flows.n;
    for (size_t f = 0; f < n; f++) {
        double g = solution->inventory[f];
        out[f] = (rap_contribution){f, g, rap_sparse_at(&chain->factors, indicator, f) * g};
    }
    if (n) qsort(out, n, sizeof *out, compare);
}

static rap_status check_paired(const rap_chain *chain, rap_error *err)
{
    if (chain->paired) return RAP_OK;
    return rap_fail(err, RAP_E_FORMAT, "process '%.120s' has no single product of its own, so its inputs and outputs can't be "
                                       "told apart: give products and processes the same names",
                    rap_labels_show(&chain->processes, chain->unpaired));
}

rap_status rap_contribution_tier(const rap_chain *chain, size_t process, size_t indicator, const double *lambda,
                                 rap_contribution *out, size_t *n, rap_error *err)
{
    const rap_sparse *a = &chain->technosphere;
    RAP_TRY(check_paired(chain, err));
    double own = rap_sparse_at(a, process, process);
    if (own == 0)
        return rap_fail(err, RAP_E_FORMAT, "process '%.120s' does not make the product of its name",
                        rap_labels_show(&chain->processes, process));
    double *direct = rap_alloc(chain->processes.n, sizeof *direct);
    if (!direct) return rap_fail_memory(err);
    rap_status status = rap_chain_direct(chain, indicator, direct, err);
    if (status == RAP_OK) {
        size_t used = 1;
        out[0] = (rap_contribution){RAP_CONTRIBUTION_DIRECT, 1, direct[process] / own};
        for (int i = a->start[process]; i < a->start[process + 1]; i++) {
            size_t input = (size_t)a->row[i];
            if (input == process || a->value[i] == 0) continue;
            double amount = -a->value[i] / own;
            out[used++] = (rap_contribution){input, amount, lambda[input] * amount};
        }
        qsort(out + 1, used - 1, sizeof *out, compare);
        *n = used;
    }
    rap_free(direct);
    return status;
}

rap_status rap_contribution_edges(const rap_chain *chain, const rap_solution *solution, size_t indicator, const double *lambda,
                                  double share, rap_edge **out, size_t *n, rap_error *err)
{
    const rap_sparse *a = &chain->technosphere;
    RAP_TRY(check_paired(chain, err));
    double least = share * fabs(solution->score[indicator]);
    size_t used = 0;
    rap_edge *edges = rap_alloc(rap_sparse_entries(a) + a->n_cols, sizeof *edges);
    if (!edges) return rap_fail_memory(err);
    for (size_t k = 0; k < a->n_cols; k++) {
        double rest = 0;
        bool any = false;
        for (int i = a->start[k]; i < a->start[k + 1]; i++) {
            size_t input = (size_t)a->row[i];
            double score = lambda[input] * -a->value[i] * solution->scaling[k];
            if (input == k || score == 0) continue;
            if (fabs(score) >= least) {
                edges[used++] = (rap_edge){input, k, score};
            } else {
                rest += score;
                any = true;
            }
        }
        if (any) edges[used++] = (rap_edge){RAP_EDGE_REST, k, rest};
    }
    *out = edges;
    *n = used;
    return RAP_OK;
}
