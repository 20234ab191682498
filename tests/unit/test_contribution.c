// SPDX-License-Identifier: Apache-2.0
/* Contributions add up: to the score by process and by flow, to the intensity in a tier, and at every node of a diagram. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/random.h"
#include "model/contribution.h"
#include "support/chain_text.h"
#include "support/near.h"

enum { N = 40 };

static rap_solution solve(const rap_chain *chain, size_t product_index, double amount)
{
    rap_solution solution;
    double *demand = calloc(chain->products.n, sizeof *demand);
    assert_non_null(demand);
    demand[product_index] = amount;
    assert_int_equal(rap_chain_solve(chain, demand, &solution, NULL), RAP_OK);
    free(demand);
    return solution;
}

static void the_first_tier_of_a_battery(void **state)
{
    (void)state;
    rap_chain *chain;
    double lambda[5];
    rap_contribution tier[6];
    size_t n;
    assert_int_equal(chain_of(CELLS_TECHNOSPHERE, CELLS_BIOSPHERE, NULL, NULL, &chain, NULL), RAP_OK);
    assert_int_equal(rap_chain_intensity(chain, 0, lambda, NULL), RAP_OK);
    assert_int_equal(rap_contribution_tier(chain, process(chain, "cell NO"), 0, lambda, tier, &n, NULL), RAP_OK);
    assert_int_equal(n, 3);
    assert_true(tier[0].index == RAP_CONTRIBUTION_DIRECT);
    assert_near(tier[0].score, 5, 1e-12);
    assert_int_equal(tier[1].index, product(chain, "cathode"));
    assert_near(tier[1].score, 20.224, 1e-12);
    assert_near(tier[1].amount, 1.6, 1e-15);
    assert_near(tier[2].score, 1.2, 1e-12);
    rap_solution s = solve(chain, product(chain, "cell NO"), 1);
    rap_contribution by[5];
    assert_int_equal(rap_contribution_processes(chain, &s, 0, by, NULL), RAP_OK);
    const struct { const char *name; double score; } expected[] = {
        {"cathode", 12.8}, {"electricity CN", 7.424}, {"cell NO", 5}, {"electricity NO", 1.2}, {"cell CN", 0}};
    for (int i = 0; i < 5; i++) {
        assert_int_equal(by[i].index, process(chain, expected[i].name));
        assert_near(by[i].score, expected[i].score, 1e-12);
    }
    rap_solution_release(&s);
    rap_chain_free(chain);
}

/* Loops, diagonals that are not 1 and waste treatment (diagonal -1), by-products, several flows and indicators. */
static rap_chain *made(uint64_t seed)
{
    rap_text a = {0}, b = {0};
    rap_text_puts(&a, "row,col,value\n");
    rap_text_puts(&b, "row,col,value\n");
    for (size_t k = 0; k < N; k++) {
        for (size_t i = 0; i < N; i++) {
            double u = rap_uniform(seed, i, k, 0);
            if (i == k) rap_text_printf(&a, "p%zu,p%zu,%.17g\n", i, k, k % 9 == 4 ? -1 : 0.5 + 2 * u);
            else if (u < 0.1) rap_text_printf(&a, "p%zu,p%zu,%.17g\n", i, k, u < 0.01 ? u : -u);
        }
        for (size_t f = 0; f < 3; f++) rap_text_printf(&b, "f%zu,p%zu,%.17g\n", f, k, rap_uniform(seed, f, k, 1) - 0.2);
    }
    rap_chain *chain;
    rap_error err = {0};
    if (chain_of(rap_text_get(&a), rap_text_get(&b), "row,col,value\nGWP,f0,1\nGWP,f1,28\nAP,f2,3\nAP,f1,-1\n", NULL, &chain, &err) !=
        RAP_OK)
        fail_msg("%s", err.text);
    rap_text_release(&a);
    rap_text_release(&b);
    return chain;
}

static double sum_of(const rap_contribution *of, size_t n, double *size)
{
    double sum = 0;
    *size = 0;
    for (size_t i = 0; i < n; i++) {
        sum += of[i].score;
        *size += fabs(of[i].score);
        if (i > 1) assert_true(fabs(of[i - 1].score) >= fabs(of[i].score));
    }
    return sum;
}

static void contributions_add_up_to_the_score(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        rap_chain *chain = made(seed);
        rap_solution s = solve(chain, 7, 2.5);
        rap_contribution by[N];
        double lambda[N], size;
        for (size_t h = 0; h < 2; h++) {
            assert_int_equal(rap_contribution_processes(chain, &s, h, by, NULL), RAP_OK);
            double sum = sum_of(by, N, &size);
            assert_near(sum, s.score[h], 1e-12 * size);
            rap_contribution_flows(chain, &s, h, by);
            sum = sum_of(by, 3, &size);
            assert_near(sum, s.score[h], 1e-12 * size);
            assert_int_equal(rap_chain_intensity(chain, h, lambda, NULL), RAP_OK);
            for (size_t k = 0; k < N; k++) {
                size_t n;
                assert_int_equal(rap_contribution_tier(chain, k, h, lambda, by, &n, NULL), RAP_OK);
                sum = sum_of(by, n, &size);
                assert_near(sum, lambda[k], 1e-12 * (size + fabs(lambda[k])));
            }
        }
        rap_solution_release(&s);
        rap_chain_free(chain);
    }
}

/* What goes into a process, its direct part and the rest included, comes out of it: to others, or to the demand. */
static void every_node_of_a_diagram_balances(void **state)
{
    (void)state;
    rap_chain *chain = made(4);
    rap_solution s = solve(chain, 11, 1);
    double lambda[N], direct[N];
    assert_int_equal(rap_chain_intensity(chain, 0, lambda, NULL), RAP_OK);
    assert_int_equal(rap_chain_direct(chain, 0, direct, NULL), RAP_OK);
    const double shares[] = {0, 0.01, 0.2, 2};
    size_t before = SIZE_MAX;
    for (int c = 0; c < 4; c++) {
        rap_edge *edges;
        size_t n, named = 0;
        double in[N] = {0}, size[N] = {0};
        assert_int_equal(rap_contribution_edges(chain, &s, 0, lambda, shares[c], &edges, &n, NULL), RAP_OK);
        for (size_t i = 0; i < n; i++) {
            bool rest = edges[i].from == RAP_EDGE_REST;
            named += !rest;
            in[edges[i].to] += edges[i].score;
            size[edges[i].to] += fabs(edges[i].score);
            if (!rest) assert_true(fabs(edges[i].score) >= shares[c] * fabs(s.score[0]));
            if (c == 0) assert_false(rest);
        }
        for (size_t k = 0; k < N; k++) {
            double own = direct[k] * s.scaling[k], out = lambda[k] * rap_sparse_at(&chain->technosphere, k, k) * s.scaling[k];
            assert_near(in[k] + own, out, 1e-11 * (size[k] + fabs(own) + fabs(out)) + 1e-14);
        }
        assert_true(named <= before);
        before = named;
        rap_free(edges);
    }
    assert_int_equal(before, 0); /* nothing carries twice the score */
    rap_solution_release(&s);
    rap_chain_free(chain);
}

static void processes_without_a_product_of_their_own_are_refused_by_name(void **state)
{
    (void)state;
    rap_chain *chain;
    rap_error err = {0};
    double lambda[2] = {0};
    rap_contribution tier[3];
    rap_edge *edges = NULL;
    size_t n;
    /* the refinery puts out both */
    assert_int_equal(chain_of("product,refinery,import\npetrol,3,0\ndiesel,2,1\n", "flow,refinery,import\nCO2,1,1\n", NULL, NULL, &chain,
                              NULL), RAP_OK);
    assert_false(chain->paired);
    rap_solution s = solve(chain, product(chain, "petrol"), 3);
    assert_near(s.score[0], 1 - 2, 1e-13);
    assert_int_equal(rap_contribution_tier(chain, 0, 0, lambda, tier, &n, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "process 'refinery' has no single product"));
    assert_int_equal(rap_contribution_edges(chain, &s, 0, lambda, 0, &edges, &n, &err), RAP_E_FORMAT);
    rap_solution_release(&s);
    rap_chain_free(chain);
    /* names agree, but x makes y */
    assert_int_equal(chain_of("row,col,value\ny,x,1\nx,y,1\n", "row,col,value\nCO2,x,1\n", NULL, NULL, &chain, NULL), RAP_OK);
    assert_int_equal(rap_contribution_tier(chain, 0, 0, lambda, tier, &n, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "'x' does not make the product of its name"));
    rap_chain_free(chain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_tier_of_a_battery),
        cmocka_unit_test(contributions_add_up_to_the_score),
        cmocka_unit_test(every_node_of_a_diagram_balances),
        cmocka_unit_test(processes_without_a_product_of_their_own_are_refused_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
