// SPDX-License-Identifier: Apache-2.0
/* Sparse matrices and their factors, against a dense elimination. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/random.h"
#include "model/factor.h"
#include "support/near.h"

enum { N = 30 };

static void entries_of_one_place_add_up(void **state)
{
    (void)state;
    rap_sparse m;
    const rap_triplet t[] = {{1, 0, 2}, {0, 1, 5}, {1, 0, 3}, {2, 1, -1}, {0, 0, 1}};
    assert_int_equal(rap_sparse_build(3, 2, t, 5, &m, NULL), RAP_OK);
    assert_int_equal(rap_sparse_entries(&m), 4);
    assert_near(rap_sparse_at(&m, 1, 0), 5, 0);
    assert_near(rap_sparse_at(&m, 2, 0), 0, 0);
    const double x[] = {1, 10}, y[] = {1, 10, 100};
    double out[3], back[2];
    rap_sparse_multiply(&m, x, out);
    assert_near(out[0], 51, 0);
    assert_near(out[1], 5, 0);
    assert_near(out[2], -10, 0);
    rap_sparse_multiply_transposed(&m, y, back);
    assert_near(back[0], 51, 0);
    assert_near(back[1], -95, 0);
    rap_sparse_release(&m);
}

static void places_outside_and_values_that_are_no_numbers_are_refused(void **state)
{
    (void)state;
    rap_sparse m;
    const rap_triplet outside[] = {{3, 0, 1}}, huge[] = {{0, 0, 1e308}, {0, 0, 1e308}}, nan[] = {{0, 0, NAN}};
    assert_int_equal(rap_sparse_build(3, 2, outside, 1, &m, NULL), RAP_E_USAGE);
    assert_int_equal(rap_sparse_build(1, 1, huge, 2, &m, NULL), RAP_E_FORMAT);
    assert_int_equal(rap_sparse_build(1, 1, nan, 1, &m, NULL), RAP_E_FORMAT);
    assert_int_equal(rap_sparse_build(SIZE_MAX, 1, nan, 1, &m, NULL), RAP_E_UNSUPPORTED);
}

/* Gaussian elimination with the greatest pivot, on a copy. */
static void solve_dense(double a[N][N], const double *b, double *x)
{
    double w[N][N + 1];
    for (int i = 0; i < N; i++) {
        memcpy(w[i], a[i], sizeof a[i]);
        w[i][N] = b[i];
    }
    for (int k = 0; k < N; k++) {
        int best = k;
        for (int i = k + 1; i < N; i++)
            if (fabs(w[i][k]) > fabs(w[best][k])) best = i;
        for (int j = 0; j <= N; j++) {
            double swap = w[k][j];
            w[k][j] = w[best][j];
            w[best][j] = swap;
        }
        for (int i = k + 1; i < N; i++)
            for (int j = N; j >= k; j--) w[i][j] -= w[k][j] * (w[i][k] / w[k][k]);
    }
    for (int k = N - 1; k >= 0; k--) {
        x[k] = w[k][N];
        for (int j = k + 1; j < N; j++) x[k] -= w[k][j] * x[j];
        x[k] /= w[k][k];
    }
}

/* A matrix with loops, some scale and a diagonal of 1; the pattern depends on `seed` only. */
static size_t make(uint64_t seed, uint64_t values, rap_triplet *t, double dense[N][N])
{
    size_t n = 0;
    memset(dense, 0, N * sizeof dense[0]);
    for (size_t i = 0; i < N; i++)
        for (size_t j = 0; j < N; j++) {
            if (i != j && rap_uniform(seed, i, j, 0) > 0.1) continue;
            double value = i == j ? 1 : -0.9 * rap_uniform(values, i, j, 1);
            t[n++] = (rap_triplet){i, j, value};
            dense[i][j] = value;
        }
    return n;
}

static void assert_solves(rap_factor *factor, double dense[N][N])
{
    double transposed[N][N], b[N], x[N], y[N], expected[N];
    for (int i = 0; i < N; i++) {
        b[i] = x[i] = y[i] = sin(i + 1.0);
        for (int j = 0; j < N; j++) transposed[j][i] = dense[i][j];
    }
    rap_factor_solve(factor, x);
    solve_dense(dense, b, expected);
    for (int i = 0; i < N; i++) assert_near(x[i], expected[i], 1e-10 * (1 + fabs(expected[i])));
    rap_factor_solve_transposed(factor, y);
    solve_dense(transposed, b, expected);
    for (int i = 0; i < N; i++) assert_near(y[i], expected[i], 1e-10 * (1 + fabs(expected[i])));
}

static void systems_solve_as_dense_ones_do_and_after_renewal_too(void **state)
{
    (void)state;
    rap_triplet t[N * N];
    double dense[N][N];
    for (uint64_t seed = 1; seed <= 20; seed++) {
        rap_sparse m, changed;
        rap_factor *factor;
        size_t n = make(seed, seed, t, dense);
        assert_int_equal(rap_sparse_build(N, N, t, n, &m, NULL), RAP_OK);
        assert_int_equal(rap_factor_new(&m, &factor, NULL, NULL), RAP_OK);
        assert_solves(factor, dense);
        assert_true(rap_factor_rcond(factor) > 0 && rap_factor_rcond(factor) <= 1);
        n = make(seed, seed + 100, t, dense);
        assert_int_equal(rap_sparse_build(N, N, t, n, &changed, NULL), RAP_OK);
        assert_int_equal(rap_factor_renew(factor, &changed, NULL, NULL), RAP_OK);
        assert_solves(factor, dense);
        rap_factor_free(factor);
        rap_sparse_release(&m);
        rap_sparse_release(&changed);
    }
}

/* A renewed pivot that was large may be tiny in the new values: then the order of pivots is chosen anew. */
static void renewal_chooses_pivots_anew_where_the_old_ones_vanish(void **state)
{
    (void)state;
    rap_sparse m;
    rap_factor *factor;
    const rap_triplet t[] = {{0, 0, 1}, {0, 1, 0.5}, {1, 0, 0.5}, {1, 1, 1}};
    assert_int_equal(rap_sparse_build(2, 2, t, 4, &m, NULL), RAP_OK);
    assert_int_equal(rap_factor_new(&m, &factor, NULL, NULL), RAP_OK);
    const double values[] = {1e-18, 1, 1, 1};
    memcpy(m.value, values, sizeof values);
    assert_int_equal(rap_factor_renew(factor, &m, NULL, NULL), RAP_OK);
    double x[] = {1, 2};
    rap_factor_solve(factor, x);
    assert_near(x[0], 1, 1e-12);
    assert_near(x[1], 1, 1e-12);
    for (int i = 0; i < 4; i++) m.value[i] = 1; /* singular: refused, and the factor can be renewed again */
    rap_singular where;
    assert_int_equal(rap_factor_renew(factor, &m, &where, NULL), RAP_E_FORMAT);
    assert_int_equal(where.why, RAP_SINGULAR_VALUES);
    memcpy(m.value, values, sizeof values);
    assert_int_equal(rap_factor_renew(factor, &m, NULL, NULL), RAP_OK);
    rap_factor_free(factor);
    rap_sparse_release(&m);
}

static rap_singular singular(size_t n, const rap_triplet *t, size_t entries)
{
    rap_sparse m;
    rap_factor *factor = NULL;
    rap_singular where;
    rap_error err = {0};
    assert_int_equal(rap_sparse_build(n, n, t, entries, &m, NULL), RAP_OK);
    assert_int_equal(rap_factor_new(&m, &factor, &where, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "singular"));
    assert_null(factor);
    rap_sparse_release(&m);
    return where;
}

static void singular_systems_are_refused_with_their_row_and_column(void **state)
{
    (void)state;
    const rap_triplet empty_row[] = {{0, 0, 1}, {0, 1, 1}, {2, 2, 1}, {2, 1, 1}};
    rap_singular where = singular(3, empty_row, 4);
    assert_int_equal(where.why, RAP_SINGULAR_PATTERN);
    assert_int_equal(where.row, 1);
    const rap_triplet empty_col[] = {{0, 0, 1}, {1, 0, 1}, {2, 2, 1}, {1, 2, 1}};
    where = singular(3, empty_col, 4);
    assert_int_equal(where.why, RAP_SINGULAR_PATTERN);
    assert_int_equal(where.col, 1);
    const rap_triplet twins[] = {{0, 0, 1}, {1, 0, 2}, {0, 1, 2}, {1, 1, 4}};
    assert_int_equal(singular(2, twins, 4).why, RAP_SINGULAR_VALUES);
    /* a third of the first column, but for rounding */
    const rap_triplet nearly[] = {{0, 0, 0.3}, {1, 0, 0.7}, {0, 1, 0.1}, {1, 1, 0.7 / 3}};
    assert_int_equal(singular(2, nearly, 4).why, RAP_SINGULAR_VALUES);
    const rap_triplet zero[] = {{0, 0, 0}, {1, 1, 1}};
    assert_int_equal(singular(2, zero, 2).why, RAP_SINGULAR_VALUES);
}

/* Large differences in size are no singularity as long as nothing is subtracted. */
static void a_chain_of_huge_coefficients_solves(void **state)
{
    (void)state;
    rap_sparse m;
    rap_factor *factor;
    const rap_triplet t[] = {{0, 0, 1}, {1, 1, 1}, {2, 2, 1}, {0, 1, -1e30}, {1, 2, -1e-25}};
    assert_int_equal(rap_sparse_build(3, 3, t, 5, &m, NULL), RAP_OK);
    assert_int_equal(rap_factor_new(&m, &factor, NULL, NULL), RAP_OK);
    double x[] = {0, 0, 1};
    rap_factor_solve(factor, x);
    assert_near(x[0], 1e5, 1e-6);
    rap_factor_free(factor);
    rap_sparse_release(&m);
}

static void matrices_that_are_not_square_are_refused(void **state)
{
    (void)state;
    rap_sparse m;
    rap_factor *factor;
    const rap_triplet t[] = {{0, 0, 1}};
    assert_int_equal(rap_sparse_build(2, 1, t, 1, &m, NULL), RAP_OK);
    assert_int_equal(rap_factor_new(&m, &factor, NULL, NULL), RAP_E_USAGE);
    rap_sparse_release(&m);
    assert_int_equal(rap_sparse_build(0, 0, t, 0, &m, NULL), RAP_OK);
    assert_int_equal(rap_factor_new(&m, &factor, NULL, NULL), RAP_E_USAGE);
    rap_sparse_release(&m);
}

static void failing_allocations_leak_nothing(void **state)
{
    (void)state;
    const rap_triplet t[] = {{0, 0, 2}, {1, 1, 2}, {0, 1, 1}, {1, 0, 1}};
    rap_status status;
    uint64_t n = 0;
    do {
        rap_sparse m = {0}, copy = {0};
        rap_factor *factor = NULL;
        rap_alloc_fail_after(++n);
        status = rap_sparse_build(2, 2, t, 4, &m, NULL);
        if (status == RAP_OK) status = rap_sparse_copy(&m, &copy, NULL);
        if (status == RAP_OK) status = rap_factor_new(&copy, &factor, NULL, NULL);
        rap_alloc_fail_after(0);
        assert_true(status == RAP_OK || (status == RAP_E_MEMORY && !factor));
        rap_factor_free(factor);
        rap_sparse_release(&m);
        rap_sparse_release(&copy);
    } while (status != RAP_OK);
    assert_true(n > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_of_one_place_add_up),
        cmocka_unit_test(places_outside_and_values_that_are_no_numbers_are_refused),
        cmocka_unit_test(systems_solve_as_dense_ones_do_and_after_renewal_too),
        cmocka_unit_test(renewal_chooses_pivots_anew_where_the_old_ones_vanish),
        cmocka_unit_test(singular_systems_are_refused_with_their_row_and_column),
        cmocka_unit_test(a_chain_of_huge_coefficients_solves),
        cmocka_unit_test(matrices_that_are_not_square_are_refused),
        cmocka_unit_test(failing_allocations_leak_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
