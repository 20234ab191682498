// SPDX-License-Identifier: Apache-2.0
/*
 * chainbench - times of the shipped value chain: factorise, factorise again, solve, draw; beside dense LAPACK on the same matrix.
 *
 *   chainbench [MATRIX]       prints lines "what seconds"; MATRIX gets the system as text for another peer: n, then row col value
 *
 * Answers before times: LAPACK's solution must be ours to 1e-9 of it. LAPACK is taken from the machine where it has one (Clp
 * brings it), so that no build needs it; without it, its lines are missing.
 */
#include <dlfcn.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/pool.h"
#include "model/supply_uncertain.h"

#define ROUNDS 50
#define DRAWS 10000

typedef void (*dgetrf)(const int *m, const int *n, double *a, const int *lda, int *pivots, int *info);
typedef void (*dgetrs)(const char *trans, const int *n, const int *nrhs, const double *a, const int *lda, const int *pivots, double *b,
                       const int *ldb, int *info, size_t length);

static double now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void must(rap_status status, const rap_error *err)
{
    if (status == RAP_OK) return;
    (void)fprintf(stderr, "chainbench: %s\n", err->text);
    exit(1);
}

static void write_matrix(const char *path, const rap_sparse *a)
{
    FILE *file = fopen(path, "w");
    if (!file) exit(1);
    (void)fprintf(file, "%zu\n", a->n_cols);
    for (size_t c = 0; c < a->n_cols; c++)
        for (int i = a->start[c]; i < a->start[c + 1]; i++) (void)fprintf(file, "%d %zu %.17g\n", a->row[i], c, a->value[i]);
    if (fclose(file) != 0) exit(1);
}

/* Factorising and solving, the mean of many rounds. `x` gets the solution for `demand`. */
static void time_sparse(const rap_sparse *a, const double *demand, double *x)
{
    rap_factor *factor;
    rap_error err;
    double start = now();
    for (int i = 0; i < ROUNDS; i++) {
        must(rap_factor_new(a, &factor, NULL, &err), &err);
        if (i + 1 < ROUNDS) rap_factor_free(factor);
    }
    printf("factorise %.9f\n", (now() - start) / ROUNDS);
    start = now();
    for (int i = 0; i < ROUNDS; i++) must(rap_factor_renew(factor, a, NULL, &err), &err);
    printf("again %.9f\n", (now() - start) / ROUNDS);
    start = now();
    for (int i = 0; i < ROUNDS; i++) {
        memcpy(x, demand, a->n_cols * sizeof *x);
        rap_factor_solve(factor, x);
    }
    printf("solve %.9f\n", (now() - start) / ROUNDS);
    rap_factor_free(factor);
}

static void time_dense(const rap_sparse *a, const double *demand, const double *ours)
{
    void *library = dlopen("liblapack.so.3", RTLD_NOW);
    dgetrf factorise = NULL;
    dgetrs solve = NULL;
    if (library) {
        *(void **)&factorise = dlsym(library, "dgetrf_");
        *(void **)&solve = dlsym(library, "dgetrs_");
    }
    int n = (int)a->n_cols, one = 1, info = 0;
    size_t size = a->n_cols;
    if (!factorise || !solve) return;
    double *dense = calloc(size * size, sizeof *dense), *x = malloc(size * sizeof *x);
    int *pivots = malloc(size * sizeof *pivots);
    if (!dense || !x || !pivots) exit(1);
    for (size_t c = 0; c < size; c++)
        for (int i = a->start[c]; i < a->start[c + 1]; i++) dense[c * size + (size_t)a->row[i]] = a->value[i];
    double start = now();
    factorise(&n, &n, dense, &n, pivots, &info);
    printf("dense_factorise %.9f\n", now() - start);
    memcpy(x, demand, size * sizeof *x);
    start = now();
    solve("N", &n, &one, dense, &n, pivots, x, &n, &info, 1);
    printf("dense_solve %.9f\n", now() - start);
    for (size_t i = 0; i < size; i++)
        if (info != 0 || fabs(x[i] - ours[i]) > 1e-9 * (1 + fabs(ours[i]))) {
            (void)fprintf(stderr, "chainbench: LAPACK's solution differs: %.17g for %.17g\n", x[i], ours[i]);
            exit(1);
        }
    free(dense);
    free(x);
    free(pivots);
}

static void time_draws(const rap_supply *supply)
{
    rap_supply_uncertainty uncertainty;
    rap_error err;
    static double scores[DRAWS];
    must(rap_supply_uncertain(supply, RAP_UNIT_PACK, &uncertainty, &err), &err);
    for (size_t threads = 1; threads <= 2; threads++) {
        double start = now();
        must(rap_supply_draw(&uncertainty, DRAWS, 1, threads, scores, &err), &err);
        printf("draws_%zu %.9f\n", threads, now() - start);
    }
    printf("processes_reached %zu\nquantities %zu\n", uncertainty.chain->processes.n, uncertainty.n_known);
    rap_supply_uncertain_release(&uncertainty);
}

int main(int argc, char **argv)
{
    rap_error err;
    rap_supply_data *data;
    rap_supply *supply;
    double start = now();
    must(rap_supply_open(NULL, &data, &err), &err);
    rap_scenario scenario = rap_scenario_base(data);
    must(rap_supply_new(data, &scenario, NULL, &supply, &err), &err);
    printf("read_and_build %.9f\n", now() - start);
    const rap_sparse *a = &supply->chain->technosphere;
    double *demand = calloc(a->n_cols, sizeof *demand), *x = calloc(a->n_cols, sizeof *x);
    if (!demand || !x) return 1;
    must(rap_supply_demand(supply, RAP_UNIT_PACK, demand, &err), &err);
    printf("processes %zu\ncoefficients %zu\nplaces %zu\n", a->n_cols, rap_sparse_entries(a), data->places.n);
    if (argc > 1) write_matrix(argv[1], a);
    time_sparse(a, demand, x);
    time_draws(supply);
    time_dense(a, demand, x);
    free(demand);
    free(x);
    rap_supply_free(supply);
    rap_supply_close(data);
    return 0;
}
