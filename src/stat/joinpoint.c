// SPDX-License-Identifier: Apache-2.0
/*
 * For given joins the model is linear in its 2 + n_joins coefficients: normal equations, solved by Cholesky's method with
 * time counted from the first point in units of the whole span (so that they are well conditioned). All places for the
 * joins are tried.
 */
#include "stat/joinpoint.h"

#include <math.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/random.h"
#include "stat/distribution.h"

#define COEFFICIENTS (2 + RAP_JOINS_MAX)
#define NO_RESIDUAL 1e-9

typedef struct rap_points {
    const double *t, *y, *weights;
    size_t n;
} rap_points;

/* Coefficients and the inverse of the normal matrix, in scaled time u = (t - t[0]) / span. */
typedef struct rap_solution {
    size_t size;
    double coefficient[COEFFICIENTS];
    double inverse[COEFFICIENTS][COEFFICIENTS];
    double rss;
} rap_solution;

static double span_of(const rap_points *p)
{
    return p->t[p->n - 1] - p->t[0];
}

static double scaled(const rap_points *p, size_t i)
{
    return (p->t[i] - p->t[0]) / span_of(p);
}

static double weight(const rap_points *p, size_t i)
{
    return p->weights ? p->weights[i] : 1;
}

/* The row of the design at point i: 1, u, max(0, u - join) ... */
static void design(const rap_points *p, size_t i, const size_t *joins, size_t n_joins, double *row)
{
    double u = scaled(p, i);
    row[0] = 1;
    row[1] = u;
    for (size_t k = 0; k < n_joins; k++) row[2 + k] = fmax(0, u - scaled(p, joins[k]));
}

/* Cholesky factor of `a` (lower part) in place; false where it is singular. */
static bool factor(double a[COEFFICIENTS][COEFFICIENTS], size_t size)
{
    for (size_t i = 0; i < size; i++) {
        for (size_t j = 0; j <= i; j++) {
            double sum = a[i][j];
            for (size_t k = 0; k < j; k++) sum -= a[i][k] * a[j][k];
            if (i == j && !(sum > 0)) return false;
            a[i][j] = i == j ? sqrt(sum) : sum / a[j][j];
        }
    }
    return true;
}

static void solve(double l[COEFFICIENTS][COEFFICIENTS], size_t size, double *x)
{
    for (size_t i = 0; i < size; i++) {
        for (size_t k = 0; k < i; k++) x[i] -= l[i][k] * x[k];
        x[i] /= l[i][i];
    }
    for (size_t i = size; i-- > 0;) {
        for (size_t k = i + 1; k < size; k++) x[i] -= l[k][i] * x[k];
        x[i] /= l[i][i];
    }
}

static double residuals(const rap_points *p, const size_t *joins, size_t n_joins, const double *coefficient)
{
    double rss = 0, total = 0;
    for (size_t i = 0; i < p->n; i++) {
        double row[COEFFICIENTS], rest = p->y[i];
        design(p, i, joins, n_joins, row);
        for (size_t k = 0; k < 2 + n_joins; k++) rest -= coefficient[k] * row[k];
        rss += weight(p, i) * rest * rest;
        total += weight(p, i);
    }
    return fmax(rss, total * NO_RESIDUAL * NO_RESIDUAL);
}

static bool least_squares(const rap_points *p, const size_t *joins, size_t n_joins, rap_solution *out)
{
    size_t size = 2 + n_joins;
    double normal[COEFFICIENTS][COEFFICIENTS] = {{0}};
    *out = (rap_solution){.size = size};
    for (size_t i = 0; i < p->n; i++) {
        double row[COEFFICIENTS];
        design(p, i, joins, n_joins, row);
        for (size_t a = 0; a < size; a++) {
            for (size_t b = 0; b <= a; b++) normal[a][b] += weight(p, i) * row[a] * row[b];
            out->coefficient[a] += weight(p, i) * row[a] * p->y[i];
        }
    }
    if (!factor(normal, size)) return false;
    solve(normal, size, out->coefficient);
    for (size_t a = 0; a < size; a++) {
        double unit[COEFFICIENTS] = {0};
        unit[a] = 1;
        solve(normal, size, unit);
        for (size_t b = 0; b < size; b++) out->inverse[a][b] = unit[b];
    }
    out->rss = residuals(p, joins, n_joins, out->coefficient);
    return true;
}

/* Keeps the better of `best` and the fit with these joins. */
static void try_joins(const rap_points *p, const size_t *joins, size_t n_joins, rap_solution *best,
                      size_t *best_joins, bool *found)
{
    rap_solution solution;
    if (!least_squares(p, joins, n_joins, &solution)) return;
    if (*found && solution.rss >= best->rss) return;
    *best = solution;
    *found = true;
    for (size_t k = 0; k < n_joins; k++) best_joins[k] = joins[k];
}

/* All places at which every segment has three points, joins included. */
static bool search(const rap_points *p, size_t n_joins, rap_solution *best, size_t *best_joins)
{
    bool found = false;
    size_t joins[RAP_JOINS_MAX] = {0};
    if (n_joins == 0) try_joins(p, joins, 0, best, best_joins, &found);
    for (joins[0] = 2; n_joins >= 1 && joins[0] + 3 <= p->n; joins[0]++) {
        if (n_joins == 1) try_joins(p, joins, 1, best, best_joins, &found);
        for (joins[1] = joins[0] + 2; n_joins == 2 && joins[1] + 3 <= p->n; joins[1]++)
            try_joins(p, joins, 2, best, best_joins, &found);
    }
    return found;
}

static double per_cent(double slope)
{
    return 100 * expm1(slope);
}

/* The slope of segment k is the sum of coefficients 1 .. 1 + k; its variance that of the sum. */
static rap_segment segment(const rap_points *p, const rap_solution *solution, const rap_joinpoint *fit, size_t k)
{
    double slope = 0, variance = 0;
    for (size_t a = 1; a <= 1 + k; a++) {
        slope += solution->coefficient[a];
        for (size_t b = 1; b <= 1 + k; b++) variance += solution->inverse[a][b];
    }
    rap_segment out = {.first = k == 0 ? 0 : fit->joins[k - 1],
                       .last = k == fit->n_joins ? p->n - 1 : fit->joins[k],
                       .slope = slope / span_of(p)};
    double half = INFINITY;
    if (fit->freedom > 0) {
        out.slope_error = sqrt(fmax(variance, 0) * fit->rss / fit->freedom) / span_of(p);
        half = rap_student_95(fit->freedom) * out.slope_error;
    }
    out.change = per_cent(out.slope);
    out.change_low = per_cent(out.slope - half);
    out.change_high = per_cent(out.slope + half);
    return out;
}

static rap_status check(const rap_points *p, size_t n_joins, rap_error *err)
{
    if (n_joins > RAP_JOINS_MAX)
        return rap_fail(err, RAP_E_USAGE, "at most %d joins, asked for %zu", RAP_JOINS_MAX, n_joins);
    if (p->n < rap_joinpoint_least(n_joins))
        return rap_fail(err, RAP_E_USAGE, "a trend with %zu joins needs at least %zu points, found %zu", n_joins,
                        rap_joinpoint_least(n_joins), p->n);
    for (size_t i = 0; i < p->n; i++) {
        if (!isfinite(p->t[i]) || !isfinite(p->y[i]))
            return rap_fail(err, RAP_E_USAGE, "point %zu of the series is not a finite number", i + 1);
        if (i > 0 && p->t[i] <= p->t[i - 1])
            return rap_fail(err, RAP_E_USAGE, "times must increase: point %zu does not", i + 1);
        if (!(weight(p, i) > 0) || !isfinite(weight(p, i)))
            return rap_fail(err, RAP_E_USAGE, "weights must be positive: that of point %zu is not", i + 1);
    }
    return RAP_OK;
}

size_t rap_joinpoint_least(size_t n_joins)
{
    return 3 * (n_joins + 1);
}

rap_status rap_joinpoint_fit(const double *t, const double *y, const double *weights, size_t n, size_t n_joins,
                             rap_joinpoint *out, rap_error *err)
{
    rap_points points = {t, y, weights, n};
    RAP_TRY(check(&points, n_joins, err));
    rap_solution best = {0};
    rap_joinpoint fit = {.n_joins = n_joins};
    if (!search(&points, n_joins, &best, fit.joins))
        return rap_fail(err, RAP_E_USAGE, "the weights are too uneven for a line");
    double size = (double)n, parameters = 2 + 2 * (double)n_joins;
    fit.intercept = best.coefficient[0];
    fit.rss = best.rss;
    fit.freedom = size - parameters;
    fit.bic = size * log(fit.rss / size) + parameters * log(size);
    for (size_t k = 0; k <= n_joins; k++) fit.segments[k] = segment(&points, &best, &fit, k);
    *out = fit;
    return RAP_OK;
}

rap_status rap_turns_of(const double *t, const double *y, const double *weights, size_t n, size_t max_joins,
                        rap_turns *out, rap_error *err)
{
    rap_turns turns = {0};
    if (max_joins > RAP_JOINS_MAX) max_joins = RAP_JOINS_MAX;
    for (size_t k = 0; k <= max_joins && (k == 0 || n >= rap_joinpoint_least(k)); k++) {
        RAP_TRY(rap_joinpoint_fit(t, y, weights, n, k, &turns.fits[k], err));
        turns.n_fits = k + 1;
        if (turns.fits[k].bic < turns.fits[turns.best].bic) turns.best = k;
        if (k == 1 || (k > 1 && turns.fits[k].bic < turns.fits[turns.best_turn].bic)) turns.best_turn = k;
    }
    turns.delta_bic = turns.fits[0].bic - turns.fits[turns.best_turn].bic;
    *out = turns;
    return RAP_OK;
}

void rap_count_weights(const double *counts, size_t n, double *out)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += counts[i] + 0.5;
    for (size_t i = 0; i < n; i++) out[i] = (counts[i] + 0.5) * (double)n / sum;
}

/* What one join gains: RSS without over RSS with it. */
static rap_status gain(const double *t, const double *y, size_t n, rap_joinpoint *line, double *out,
                       rap_error *err)
{
    rap_joinpoint turn;
    RAP_TRY(rap_joinpoint_fit(t, y, NULL, n, 0, line, err));
    RAP_TRY(rap_joinpoint_fit(t, y, NULL, n, 1, &turn, err));
    *out = line->rss / turn.rss;
    return RAP_OK;
}

/* Fisher and Yates: each order of `value` is as likely as any other. */
static void shuffle(double *value, size_t n, uint64_t seed, uint64_t round)
{
    for (size_t i = n - 1; i > 0; i--) {
        size_t j = (size_t)(rap_uniform(seed, i, round, 0) * (double)(i + 1));
        double swap = value[i];
        value[i] = value[j];
        value[j] = swap;
    }
}

rap_status rap_joinpoint_permutation(const double *t, const double *y, size_t n, uint64_t seed,
                                     uint64_t permutations, double *p, rap_error *err)
{
    rap_joinpoint line, ignored;
    double found, shuffled, as_much = 0;
    RAP_TRY(gain(t, y, n, &line, &found, err));
    double *rest = rap_alloc(2 * n, sizeof *rest);
    if (!rest) return rap_fail_memory(err);
    double *drawn = rest + n;
    rap_status status = RAP_OK;
    for (size_t i = 0; i < n; i++)
        rest[i] = y[i] - line.intercept - line.segments[0].slope * (t[i] - t[0]);
    for (uint64_t round = 1; round <= permutations && status == RAP_OK; round++) {
        shuffle(rest, n, seed, round);
        for (size_t i = 0; i < n; i++)
            drawn[i] = line.intercept + line.segments[0].slope * (t[i] - t[0]) + rest[i];
        status = gain(t, drawn, n, &ignored, &shuffled, err);
        as_much += status == RAP_OK && shuffled >= found * (1 - 1e-12);
    }
    rap_free(rest);
    if (status == RAP_OK) *p = (1 + as_much) / (1 + (double)permutations);
    return status;
}
