// SPDX-License-Identifier: Apache-2.0
#include "model/chain.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"

#define NOISE 1e-12 /* below this share of what it is part of, a number is rounding */

void rap_chain_free(rap_chain *chain)
{
    if (!chain) return;
    rap_labels_release(&chain->products);
    rap_labels_release(&chain->processes);
    rap_labels_release(&chain->flows);
    rap_labels_release(&chain->indicators);
    rap_sparse_release(&chain->technosphere);
    rap_sparse_release(&chain->biosphere);
    rap_sparse_release(&chain->factors);
    rap_factor_free(chain->factor);
    rap_free(chain);
}

void rap_solution_release(rap_solution *solution)
{
    rap_free(solution->demand);
    rap_free(solution->scaling);
    rap_free(solution->inventory);
    rap_free(solution->score);
    *solution = (rap_solution){0};
}

/* -------------------------------------------------------------------- solving */

static rap_status reserve(const rap_chain *chain, rap_solution *out, rap_error *err)
{
    *out = (rap_solution){
        .demand = rap_alloc(chain->products.n, sizeof(double)),
        .scaling = rap_alloc(chain->processes.n, sizeof(double)),
        .inventory = rap_alloc(chain->flows.n, sizeof(double)),
        .score = rap_alloc(chain->indicators.n, sizeof(double)),
    };
    if (out->demand && out->scaling && out->inventory && out->score) return RAP_OK;
    rap_solution_release(out);
    return rap_fail_memory(err);
}

static rap_status check_finite(const rap_labels *names, const char *what, const double *numbers, rap_error *err)
{
    for (size_t i = 0; i < names->n; i++)
        if (!isfinite(numbers[i]))
            return rap_fail(err, RAP_E_FORMAT, "the %s of '%.80s' is too large to be computed: the coefficients differ too much "
                                               "in size, or the system is singular", what, rap_labels_show(names, i));
    return RAP_OK;
}

/* Inventory and scores from demand and scaling. */
static rap_status complete(const rap_chain *chain, rap_solution *solution, rap_error *err)
{
    rap_sparse_multiply(&chain->biosphere, solution->scaling, solution->inventory);
    rap_sparse_multiply(&chain->factors, solution->inventory, solution->score);
    RAP_TRY(check_finite(&chain->processes, "activity", solution->scaling, err));
    RAP_TRY(check_finite(&chain->flows, "inventory", solution->inventory, err));
    return check_finite(&chain->indicators, "score", solution->score, err);
}

/* Ends with `status`: hands the solution over, or releases it. */
static rap_status hand_over(rap_status status, rap_solution *solution, rap_solution *out)
{
    if (status == RAP_OK) *out = *solution;
    else rap_solution_release(solution);
    return status;
}

typedef void (*solver)(rap_factor *factor, double *x);
typedef void (*multiplier)(const rap_sparse *matrix, const double *x, double *out);

/* Solves for `x` in place, then once more for what rounding left over: answers that are short numbers come out as such. */
static rap_status solve_refined(const rap_chain *chain, solver solve, multiplier multiply, double *x, rap_error *err)
{
    size_t n = chain->processes.n;
    double *wanted = rap_alloc(n, sizeof *wanted), *rest = rap_alloc(n, sizeof *rest);
    if (wanted && rest) {
        memcpy(wanted, x, n * sizeof *x);
        solve(chain->factor, x);
        multiply(&chain->technosphere, x, rest);
        for (size_t i = 0; i < n; i++) rest[i] = wanted[i] - rest[i];
        solve(chain->factor, rest);
        for (size_t i = 0; i < n; i++)
            if (isfinite(rest[i])) x[i] += rest[i];
    }
    bool failed = !wanted || !rest;
    rap_free(wanted);
    rap_free(rest);
    return failed ? rap_fail_memory(err) : RAP_OK;
}

rap_status rap_chain_solve(const rap_chain *chain, const double *demand, rap_solution *out, rap_error *err)
{
    bool any = false;
    rap_solution made;
    for (size_t i = 0; i < chain->products.n; i++) any = any || demand[i] != 0;
    if (!any) return rap_fail(err, RAP_E_USAGE, "no product is demanded: expected an amount other than 0 of at least one");
    RAP_TRY(check_finite(&chain->products, "demand", demand, err));
    RAP_TRY(reserve(chain, &made, err));
    memcpy(made.demand, demand, chain->products.n * sizeof *demand);
    memcpy(made.scaling, demand, chain->products.n * sizeof *demand);
    rap_status status = solve_refined(chain, rap_factor_solve, rap_sparse_multiply, made.scaling, err);
    return hand_over(status == RAP_OK ? complete(chain, &made, err) : status, &made, out);
}

rap_status rap_chain_direct(const rap_chain *chain, size_t indicator, double *out, rap_error *err)
{
    double *row = rap_alloc(chain->flows.n, sizeof *row);
    if (!row) return rap_fail_memory(err);
    for (size_t f = 0; f < chain->flows.n; f++) row[f] = rap_sparse_at(&chain->factors, indicator, f);
    rap_sparse_multiply_transposed(&chain->biosphere, row, out);
    rap_free(row);
    return check_finite(&chain->processes, "direct contribution", out, err);
}

rap_status rap_chain_intensity(const rap_chain *chain, size_t indicator, double *out, rap_error *err)
{
    RAP_TRY(rap_chain_direct(chain, indicator, out, err));
    RAP_TRY(solve_refined(chain, rap_factor_solve_transposed, rap_sparse_multiply_transposed, out, err));
    return check_finite(&chain->products, "intensity", out, err);
}

/* True where the activity of process `k` is more than rounding in some row that it touches. */
static bool is_felt(const rap_chain *chain, const double *whole, size_t k, double activity)
{
    const rap_sparse *a = &chain->technosphere;
    for (int i = a->start[k]; i < a->start[k + 1]; i++)
        if (fabs(a->value[i] * activity) > NOISE * whole[a->row[i]]) return true;
    return false;
}

rap_status rap_chain_negative(const rap_chain *chain, const rap_solution *solution, size_t *count, size_t *first,
                              rap_error *err)
{
    const rap_sparse *a = &chain->technosphere;
    double *whole = rap_alloc(chain->products.n, sizeof *whole);
    if (!whole) return rap_fail_memory(err);
    for (size_t k = 0; k < a->n_cols; k++)
        for (int i = a->start[k]; i < a->start[k + 1]; i++) whole[a->row[i]] += fabs(a->value[i] * solution->scaling[k]);
    size_t n = 0;
    for (size_t k = chain->processes.n; k-- > 0;) {
        if (solution->scaling[k] >= 0 || !is_felt(chain, whole, k, solution->scaling[k])) continue;
        n++;
        if (first) *first = k;
    }
    *count = n;
    rap_free(whole);
    return RAP_OK;
}

/* -------------------------------------------------------------------- what-if */

static rap_sparse *matrix_of(rap_chain *chain, rap_chain_matrix which)
{
    switch (which) {
    case RAP_BIOSPHERE: return &chain->biosphere;
    case RAP_FACTORS: return &chain->factors;
    case RAP_TECHNOSPHERE: break;
    }
    return &chain->technosphere;
}

static const rap_sparse *matrix_seen(const rap_chain *chain, rap_chain_matrix which)
{
    switch (which) {
    case RAP_BIOSPHERE: return &chain->biosphere;
    case RAP_FACTORS: return &chain->factors;
    case RAP_TECHNOSPHERE: break;
    }
    return &chain->technosphere;
}

static rap_status check_change(const rap_chain *chain, rap_coefficient change, rap_error *err)
{
    const rap_sparse *matrix = matrix_seen(chain, change.matrix);
    if (change.row >= matrix->n_rows || change.col >= matrix->n_cols)
        return rap_fail(err, RAP_E_USAGE, "coefficient (%zu, %zu) is outside a matrix of %zu rows and %zu columns", change.row,
                        change.col, matrix->n_rows, matrix->n_cols);
    return isfinite(change.value) ? RAP_OK : rap_fail(err, RAP_E_USAGE, "a coefficient must be a finite number");
}

/* s - w d s_k / (1 + d w_k), in place of s; `w` is room for a vector. */
static rap_status sherman_morrison(const rap_chain *chain, rap_coefficient change, double *w, double *scaling, rap_error *err)
{
    double d = change.value - rap_sparse_at(&chain->technosphere, change.row, change.col);
    w[change.row] = 1;
    rap_factor_solve(chain->factor, w);
    double of_one = d * w[change.col], divisor = 1 + of_one;
    if (!isfinite(divisor) || fabs(divisor) <= NOISE * (1 + fabs(of_one)))
        return rap_fail(err, RAP_E_FORMAT, "the changed system is singular at process '%.80s'",
                        rap_labels_show(&chain->processes, change.col));
    double step = d * scaling[change.col] / divisor;
    for (size_t k = 0; k < chain->processes.n; k++) scaling[k] -= w[k] * step;
    return RAP_OK;
}

static rap_status changed(const rap_chain *chain, rap_coefficient change, rap_solution *solution, rap_error *err)
{
    if (change.matrix != RAP_TECHNOSPHERE) {
        double d = change.value - rap_sparse_at(matrix_seen(chain, change.matrix), change.row, change.col);
        RAP_TRY(complete(chain, solution, err));
        if (change.matrix == RAP_FACTORS) {
            solution->score[change.row] += d * solution->inventory[change.col];
        } else {
            solution->inventory[change.row] += d * solution->scaling[change.col];
            rap_sparse_multiply(&chain->factors, solution->inventory, solution->score);
        }
        RAP_TRY(check_finite(&chain->flows, "inventory", solution->inventory, err));
        return check_finite(&chain->indicators, "score", solution->score, err);
    }
    double *w = rap_alloc(chain->products.n, sizeof *w);
    if (!w) return rap_fail_memory(err);
    rap_status status = sherman_morrison(chain, change, w, solution->scaling, err);
    rap_free(w);
    return status == RAP_OK ? complete(chain, solution, err) : status;
}

rap_status rap_chain_whatif(const rap_chain *chain, const rap_solution *solution, rap_coefficient change, rap_solution *out,
                            rap_error *err)
{
    rap_solution made;
    RAP_TRY(check_change(chain, change, err));
    RAP_TRY(reserve(chain, &made, err));
    memcpy(made.demand, solution->demand, chain->products.n * sizeof *made.demand);
    memcpy(made.scaling, solution->scaling, chain->processes.n * sizeof *made.scaling);
    return hand_over(changed(chain, change, &made, err), &made, out);
}

/* A copy of `matrix` with those of the changes that are for it; later ones count. */
static rap_status change_matrix(const rap_sparse *matrix, rap_chain_matrix which, const rap_coefficient *changes, size_t n,
                                rap_sparse *out, rap_error *err)
{
    rap_sparse whole = {0};
    size_t entries = rap_sparse_entries(matrix), used = 0;
    rap_triplet *triplets = rap_alloc(entries + n, sizeof *triplets);
    if (!triplets) return rap_fail_memory(err);
    for (size_t c = 0; c < matrix->n_cols; c++)
        for (int i = matrix->start[c]; i < matrix->start[c + 1]; i++)
            triplets[used++] = (rap_triplet){(size_t)matrix->row[i], c, matrix->value[i]};
    for (size_t i = 0; i < n; i++) /* makes room where there was no entry */
        if (changes[i].matrix == which) triplets[used++] = (rap_triplet){changes[i].row, changes[i].col, 0};
    rap_status status = rap_sparse_build(matrix->n_rows, matrix->n_cols, triplets, used, &whole, err);
    rap_free(triplets);
    if (status != RAP_OK) return status;
    for (size_t i = 0; i < n; i++)
        if (changes[i].matrix == which) whole.value[rap_sparse_find(&whole, changes[i].row, changes[i].col)] = changes[i].value;
    *out = whole;
    return RAP_OK;
}

rap_status rap_chain_change(rap_chain *chain, const rap_coefficient *changes, size_t n, rap_error *err)
{
    rap_sparse made[3] = {{0}};
    rap_factor *factor = NULL;
    rap_status status = RAP_OK;
    for (size_t i = 0; i < n; i++) RAP_TRY(check_change(chain, changes[i], err));
    for (unsigned m = 0; m < 3 && status == RAP_OK; m++)
        status = change_matrix(matrix_seen(chain, (rap_chain_matrix)m), (rap_chain_matrix)m, changes, n, &made[m], err);
    if (status == RAP_OK) status = rap_chain_factorise(chain, &made[RAP_TECHNOSPHERE], &factor, err);
    if (status == RAP_OK) {
        rap_factor_free(chain->factor);
        chain->factor = factor;
    }
    for (unsigned m = 0; m < 3; m++) {
        rap_sparse *old = matrix_of(chain, (rap_chain_matrix)m), unused = status == RAP_OK ? *old : made[m];
        if (status == RAP_OK) *old = made[m];
        rap_sparse_release(&unused);
    }
    return status;
}

rap_value rap_chain_elasticity(const rap_chain *chain, const rap_solution *solution, size_t indicator, const double *lambda,
                               rap_coefficient theta)
{
    double score = solution->score[indicator], at = rap_sparse_at(matrix_seen(chain, theta.matrix), theta.row, theta.col);
    double part = 0;
    if (score == 0) return (rap_value){.reason = RAP_UNDEFINED_EMPTY};
    switch (theta.matrix) {
    case RAP_TECHNOSPHERE: part = -lambda[theta.row] * at * solution->scaling[theta.col]; break;
    case RAP_BIOSPHERE:
        part = rap_sparse_at(&chain->factors, indicator, theta.row) * at * solution->scaling[theta.col];
        break;
    case RAP_FACTORS: part = theta.row == indicator ? at * solution->inventory[theta.col] : 0; break;
    }
    return (rap_value){.value = part / score};
}
