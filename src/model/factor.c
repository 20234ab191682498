// SPDX-License-Identifier: Apache-2.0
/*
 * KLU itself stops at a pivot of exactly 0. One that is 0 but for rounding is found by comparing each pivot with the
 * largest entry of its column, rows scaled; this is done only inside blocks that are loops, because outside them nothing
 * is subtracted and a small pivot is a small number and no mistake.
 */
#include "model/factor.h"

#include <float.h>
#include <math.h>
#include <suitesparse/btf.h>
#include <suitesparse/klu.h>

#include "base/alloc.h"

/* Renewing keeps the order of pivots; below this share of its column one is chosen anew. */
#define PIVOT_RENEWED_LEAST 1e-8

struct rap_factor {
    size_t n;
    klu_common common;
    klu_symbolic *symbolic;
    klu_numeric *numeric;
    double *scale; /* largest absolute value of each row */
};

void rap_factor_free(rap_factor *factor)
{
    if (!factor) return;
    klu_free_numeric(&factor->numeric, &factor->common);
    klu_free_symbolic(&factor->symbolic, &factor->common);
    rap_free(factor->scale);
    rap_free(factor);
}

/* ------------------------------------------------------------------ singular */

static rap_status singular(rap_singular found, rap_singular *where, rap_error *err)
{
    if (where) *where = found;
    if (found.why == RAP_SINGULAR_PATTERN)
        return rap_fail(err, RAP_E_FORMAT, "the matrix is singular: nothing can pair row %zu with column %zu", found.row, found.col);
    return rap_fail(err, RAP_E_FORMAT, "the matrix is singular: to working precision column %zu is made up of others", found.col);
}

/* Pairs rows with columns as far as entries allow, and names a row and a column that are left over. */
static rap_status check_pattern(const rap_sparse *matrix, rap_singular *where, rap_error *err)
{
    size_t n = matrix->n_cols;
    int *match = rap_alloc(n, sizeof *match), *work = rap_alloc(n, 5 * sizeof *work);
    rap_status status = RAP_OK;
    if (!match || !work) {
        status = rap_fail_memory(err);
    } else {
        double steps;
        int paired = btf_maxtrans((int)n, (int)n, matrix->start, matrix->row, 0, &steps, match, work);
        rap_singular left = {.why = RAP_SINGULAR_PATTERN, .row = SIZE_MAX, .col = SIZE_MAX};
        for (size_t c = 0; c < n; c++) work[c] = 0;
        for (size_t r = 0; r < n; r++) {
            if (match[r] >= 0) work[match[r]] = 1;
            else if (left.row == SIZE_MAX) left.row = r;
        }
        for (size_t c = 0; c < n && left.col == SIZE_MAX; c++)
            if (!work[c]) left.col = c;
        if (paired < (int)n) status = singular(left, where, err);
    }
    rap_free(match);
    rap_free(work);
    return status;
}

/* The least pivot of the loops as a share of the largest entry of its column, rows scaled, and that column. */
static double least_pivot(const rap_factor *factor, const rap_sparse *matrix, size_t *column)
{
    double least = 1;
    const klu_symbolic *symbolic = factor->symbolic;
    const double *pivots = factor->numeric->Udiag;
    for (int block = 0; block < symbolic->nblocks; block++) {
        int from = symbolic->R[block], to = symbolic->R[block + 1];
        for (int k = from; to - from > 1 && k < to; k++) {
            int c = symbolic->Q[k];
            double largest = 0;
            for (int i = matrix->start[c]; i < matrix->start[c + 1]; i++) {
                double scale = factor->scale[matrix->row[i]];
                if (scale > 0) largest = fmax(largest, fabs(matrix->value[i]) / scale);
            }
            double share = fabs(pivots[k]) / largest;
            if (share >= least) continue; /* a share that is no number is not the least: solutions are checked */
            least = share;
            *column = (size_t)c;
        }
    }
    return least;
}

static void find_scale(rap_factor *factor, const rap_sparse *matrix)
{
    for (size_t r = 0; r < factor->n; r++) factor->scale[r] = 0;
    for (size_t i = 0; i < rap_sparse_entries(matrix); i++)
        factor->scale[matrix->row[i]] = fmax(factor->scale[matrix->row[i]], fabs(matrix->value[i]));
}

/* ----------------------------------------------------------------- factorise */

static rap_status refused(const rap_factor *factor, rap_singular *where, rap_error *err)
{
    switch (factor->common.status) {
    case KLU_SINGULAR: break;
    case KLU_TOO_LARGE: return rap_fail(err, RAP_E_UNSUPPORTED, "the factors of the matrix are too large");
    default: return rap_fail_memory(err);
    }
    int column = factor->common.singular_col;
    rap_singular found = {.why = RAP_SINGULAR_VALUES, .row = SIZE_MAX, .col = column >= 0 ? (size_t)column : SIZE_MAX};
    return singular(found, where, err);
}

static rap_status factorise(rap_factor *factor, const rap_sparse *matrix, rap_singular *where, rap_error *err)
{
    size_t column = SIZE_MAX;
    klu_free_numeric(&factor->numeric, &factor->common);
    factor->numeric = klu_factor(matrix->start, matrix->row, matrix->value, factor->symbolic, &factor->common);
    if (!factor->numeric || factor->common.status != KLU_OK) return refused(factor, where, err);
    if (least_pivot(factor, matrix, &column) >= DBL_EPSILON) return RAP_OK;
    return singular((rap_singular){.why = RAP_SINGULAR_VALUES, .row = SIZE_MAX, .col = column}, where, err);
}

static rap_status begin(rap_factor *factor, const rap_sparse *matrix, rap_singular *where, rap_error *err)
{
    factor->n = matrix->n_cols;
    factor->scale = rap_alloc(factor->n, sizeof *factor->scale);
    if (!factor->scale) return rap_fail_memory(err);
    RAP_TRY(check_pattern(matrix, where, err));
    factor->symbolic = klu_analyze((int)factor->n, matrix->start, matrix->row, &factor->common);
    if (!factor->symbolic) return refused(factor, where, err);
    find_scale(factor, matrix);
    return factorise(factor, matrix, where, err);
}

rap_status rap_factor_new(const rap_sparse *matrix, rap_factor **out, rap_singular *where, rap_error *err)
{
    if (where) *where = (rap_singular){.why = RAP_REGULAR, .row = SIZE_MAX, .col = SIZE_MAX};
    if (matrix->n_rows != matrix->n_cols || matrix->n_cols == 0)
        return rap_fail(err, RAP_E_USAGE, "expected a square matrix, found %zu rows and %zu columns", matrix->n_rows,
                        matrix->n_cols);
    rap_factor *factor = rap_alloc(1, sizeof *factor);
    if (!factor) return rap_fail_memory(err);
    (void)klu_defaults(&factor->common); /* scales each row to a largest entry of 1 */
    rap_status status = begin(factor, matrix, where, err);
    if (status == RAP_OK) *out = factor;
    else rap_factor_free(factor);
    return status;
}

rap_status rap_factor_renew(rap_factor *factor, const rap_sparse *matrix, rap_singular *where, rap_error *err)
{
    if (where) *where = (rap_singular){.why = RAP_REGULAR, .row = SIZE_MAX, .col = SIZE_MAX};
    size_t column;
    find_scale(factor, matrix);
    if (factor->numeric &&
        klu_refactor(matrix->start, matrix->row, matrix->value, factor->symbolic, factor->numeric, &factor->common) &&
        factor->common.status == KLU_OK && least_pivot(factor, matrix, &column) >= PIVOT_RENEWED_LEAST)
        return RAP_OK;
    return factorise(factor, matrix, where, err);
}

/* --------------------------------------------------------------------- solve */

void rap_factor_solve(rap_factor *factor, double *x)
{
    (void)klu_solve(factor->symbolic, factor->numeric, (int)factor->n, 1, x, &factor->common);
}

void rap_factor_solve_transposed(rap_factor *factor, double *x)
{
    (void)klu_tsolve(factor->symbolic, factor->numeric, (int)factor->n, 1, x, &factor->common);
}

double rap_factor_rcond(const rap_factor *factor)
{
    klu_common common = factor->common;
    return klu_rcond(factor->symbolic, factor->numeric, &common) ? common.rcond : 0;
}
