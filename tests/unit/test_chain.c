// SPDX-License-Identifier: Apache-2.0
/* Chains: the test system of two places by hand, the textbook example, the laws of linear systems, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/random.h"
#include "support/chain_text.h"
#include "support/near.h"

static rap_chain *cells(void)
{
    rap_chain *chain;
    rap_error err = {0};
    if (chain_of(CELLS_TECHNOSPHERE, CELLS_BIOSPHERE, NULL, NULL, &chain, &err) != RAP_OK) fail_msg("%s", err.text);
    return chain;
}

/* Solves for `amount` of one product. */
static rap_solution solve(const rap_chain *chain, const char *name, double amount)
{
    rap_solution solution;
    rap_error err = {0};
    double *demand = calloc(chain->products.n, sizeof *demand);
    assert_non_null(demand);
    demand[product(chain, name)] = amount;
    if (rap_chain_solve(chain, demand, &solution, &err) != RAP_OK) fail_msg("%s", err.text);
    free(demand);
    return solution;
}

static double score(const rap_chain *chain, const char *name, double amount)
{
    rap_solution solution = solve(chain, name, amount);
    double result = solution.score[0];
    rap_solution_release(&solution);
    return result;
}

static double changed_score(const rap_chain *chain, const char *name, rap_coefficient change)
{
    rap_solution before = solve(chain, name, 1), after;
    rap_error err = {0};
    if (rap_chain_whatif(chain, &before, change, &after, &err) != RAP_OK) fail_msg("%s", err.text);
    double result = after.score[0];
    rap_solution_release(&before);
    rap_solution_release(&after);
    return result;
}

static void a_battery_in_two_places(void **state)
{
    (void)state;
    rap_chain *chain = cells();
    double lambda[5];
    assert_near(score(chain, "cell NO", 1), 26.424, 1e-12);
    assert_near(score(chain, "cell CN", 1), 48.424, 1e-12);
    assert_int_equal(rap_chain_intensity(chain, 0, lambda, NULL), RAP_OK);
    assert_near(lambda[product(chain, "cathode")], 12.64, 1e-12);
    assert_near(lambda[product(chain, "cell CN")], 48.424, 1e-12);
    assert_near(score(chain, "cell NO", 56), 56 * 26.424, 1e-10);
    rap_chain_free(chain);
}

static void what_if_the_grid_or_a_yield_were_other(void **state)
{
    (void)state;
    rap_chain *chain = cells();
    rap_coefficient grid = {RAP_BIOSPHERE, 0, process(chain, "electricity CN"), 0.30};
    assert_near(changed_score(chain, "cell NO", grid), 22.84, 1e-12);
    assert_near(changed_score(chain, "cell CN", grid), 33.64, 1e-12);
    rap_coefficient scrap = {RAP_TECHNOSPHERE, product(chain, "cathode"), process(chain, "cell NO"), -1.6 / 0.9};
    assert_near(changed_score(chain, "cell NO", scrap), 28.671, 5e-4);
    assert_near(changed_score(chain, "cell NO", scrap), 5 + 1.2 + 1.6 / 0.9 * 12.64, 1e-12);
    rap_coefficient twice = {RAP_FACTORS, 0, 0, 2};
    assert_near(changed_score(chain, "cell NO", twice), 2 * 26.424, 1e-12);
    rap_chain_free(chain);
}

static void the_textbook_example(void **state)
{
    (void)state;
    rap_chain *chain;
    assert_int_equal(chain_of("product,electricity,fuel\nlitre of fuel,-2,100\nkWh,10,0\n",
                              "flow,electricity,fuel\nCO2,1,10\nSO2,0.1,2\ncrude,0,-50\n", NULL, NULL, &chain, NULL), RAP_OK);
    rap_solution s = solve(chain, "kWh", 1000);
    assert_true(chain->paired); /* each process puts out one product */
    assert_int_equal(product(chain, "kWh"), process(chain, "electricity"));
    assert_near(s.scaling[process(chain, "electricity")], 100, 1e-12);
    assert_near(s.scaling[process(chain, "fuel")], 2, 1e-12);
    assert_near(s.inventory[0], 120, 1e-12);
    assert_near(s.inventory[1], 14, 1e-12);
    assert_near(s.inventory[2], -100, 1e-12);
    rap_solution_release(&s);
    rap_chain_free(chain);
}

/* ------------------------------------------------------------------ made chains */

enum { N = 25 };

/* A random chain with loops and a diagonal that is not 1, its processes in the order of `order`. */
static rap_chain *made(uint64_t seed, const size_t *order)
{
    rap_text a = {0}, b = {0}, c = {0};
    rap_text_puts(&a, "row,col,value\n");
    rap_text_puts(&b, "row,col,value\n");
    rap_text_puts(&c, "indicator,f0,f1,f2\nGWP,1,28,265\nAP,0.5,0,1.9\n");
    for (size_t k = 0; k < N; k++) {
        size_t col = order ? order[k] : k;
        for (size_t i = 0; i < N; i++) {
            size_t row = order ? order[(i * 7) % N] : i;
            double u = rap_uniform(seed, row, col, 0);
            if (row == col) rap_text_printf(&a, "p%zu,p%zu,%.17g\n", row, col, 0.5 + 2 * u);
            else if (u < 0.15) rap_text_printf(&a, "p%zu,p%zu,%.17g\n", row, col, -u);
        }
        for (size_t f = 0; f < 3; f++)
            rap_text_printf(&b, "f%zu,p%zu,%.17g\n", f, col, rap_uniform(seed, f, col, 1) - (f == 2 ? 0.3 : 0));
    }
    rap_chain *chain;
    rap_error err = {0};
    if (chain_of(rap_text_get(&a), rap_text_get(&b), rap_text_get(&c), NULL, &chain, &err) != RAP_OK) fail_msg("%s", err.text);
    rap_text_release(&a);
    rap_text_release(&b);
    rap_text_release(&c);
    return chain;
}

static void answers_are_linear_and_intensities_agree(void **state)
{
    (void)state;
    rap_chain *chain = made(3, NULL);
    rap_solution one = solve(chain, "p4", 1), other = solve(chain, "p9", 1), both;
    double demand[N] = {0}, lambda[N];
    demand[product(chain, "p4")] = 3;
    demand[product(chain, "p9")] = -2;
    assert_int_equal(rap_chain_solve(chain, demand, &both, NULL), RAP_OK);
    for (size_t h = 0; h < 2; h++) {
        double expected = 3 * one.score[h] - 2 * other.score[h];
        assert_near(both.score[h], expected, 1e-10 * fabs(expected));
        assert_int_equal(rap_chain_intensity(chain, h, lambda, NULL), RAP_OK);
        assert_near(lambda[product(chain, "p4")], one.score[h], 1e-11 * fabs(one.score[h]));
    }
    rap_solution_release(&one);
    rap_solution_release(&other);
    rap_solution_release(&both);
    rap_chain_free(chain);
}

static void the_order_of_processes_changes_nothing(void **state)
{
    (void)state;
    size_t order[N];
    for (size_t i = 0; i < N; i++) order[i] = (i * 11 + 5) % N;
    rap_chain *plain = made(8, NULL), *mixed = made(8, order);
    for (size_t i = 0; i < N; i++) {
        const char *label = plain->products.at[i].label;
        double expected = score(plain, label, 1);
        assert_near(score(mixed, label, 1), expected, 1e-12 * fabs(expected));
    }
    rap_chain_free(plain);
    rap_chain_free(mixed);
}

static void one_process_is_the_hand_calculation(void **state)
{
    (void)state;
    rap_chain *chain;
    /* makes 5, uses 1 of it itself: 4 come out; 3 kg CO2 and 0.1 kg CH4 a run */
    assert_int_equal(chain_of("row,col,value\nx,x,5\nx,x,-1\n", "row,col,value\nCO2,x,3\nCH4,x,0.1\n",
                              "row,col,value\nGWP,CO2,1\nGWP,CH4,28\n", NULL, &chain, NULL), RAP_OK);
    assert_near(score(chain, "x", 10), 10.0 / 4 * (3 + 2.8), 1e-13);
    rap_chain_free(chain);
}

static void sherman_morrison_equals_factorising_again(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        rap_chain *chain = made(seed, NULL);
        size_t row = (size_t)(N * rap_uniform(seed, 1, 2, 3)), col = (size_t)(N * rap_uniform(seed, 4, 5, 6));
        rap_coefficient change = {RAP_TECHNOSPHERE, row, col, row == col ? 1.7 : -0.4 * rap_uniform(seed, 7, 8, 9)};
        rap_solution before = solve(chain, "p0", 1), fast;
        assert_int_equal(rap_chain_whatif(chain, &before, change, &fast, NULL), RAP_OK);
        assert_int_equal(rap_chain_change(chain, &change, 1, NULL), RAP_OK);
        rap_solution slow = solve(chain, "p0", 1);
        for (size_t h = 0; h < 2; h++) assert_near(fast.score[h], slow.score[h], 1e-10 * fabs(slow.score[h]));
        for (size_t k = 0; k < N; k++) assert_near(fast.scaling[k], slow.scaling[k], 1e-10 * (1 + fabs(slow.scaling[k])));
        rap_solution_release(&before);
        rap_solution_release(&fast);
        rap_solution_release(&slow);
        rap_chain_free(chain);
    }
}

static void changes_of_all_matrices_together(void **state)
{
    (void)state;
    rap_chain *chain = cells();
    const rap_coefficient changes[] = {
        {RAP_BIOSPHERE, 0, process(chain, "electricity CN"), 0.30},
        {RAP_TECHNOSPHERE, product(chain, "electricity NO"), process(chain, "cathode"), -8}, /* was no coefficient */
        {RAP_TECHNOSPHERE, product(chain, "electricity CN"), process(chain, "cathode"), 0},
        {RAP_FACTORS, 0, 0, 10},
    };
    assert_int_equal(rap_chain_change(chain, changes, 4, NULL), RAP_OK);
    assert_near(score(chain, "cell NO", 1), 10 * (1.2 + 1.6 * (8 * 0.03 + 8) + 5), 1e-11);
    assert_near(score(chain, "cell CN", 1), 10 * (40 * 0.3 + 1.6 * (8 * 0.03 + 8) + 5), 1e-11);
    rap_chain_free(chain);
}

/* The elasticity is the slope of the score, measured by a small change. */
static void elasticities_are_slopes(void **state)
{
    (void)state;
    rap_chain *chain = made(5, NULL);
    rap_solution s = solve(chain, "p3", 1);
    double lambda[N];
    assert_int_equal(rap_chain_intensity(chain, 1, lambda, NULL), RAP_OK);
    for (unsigned m = 0; m < 3; m++) {
        rap_coefficient theta = {(rap_chain_matrix)m, m == RAP_FACTORS ? 1 : 2, 2, 0};
        const rap_sparse *matrix = m == RAP_TECHNOSPHERE ? &chain->technosphere : m == RAP_BIOSPHERE ? &chain->biosphere : &chain->factors;
        double step = 1e-6, value = rap_sparse_at(matrix, theta.row, theta.col);
        rap_solution up, down;
        theta.value = value * (1 + step);
        assert_int_equal(rap_chain_whatif(chain, &s, theta, &up, NULL), RAP_OK);
        theta.value = value * (1 - step);
        assert_int_equal(rap_chain_whatif(chain, &s, theta, &down, NULL), RAP_OK);
        rap_value e = rap_chain_elasticity(chain, &s, 1, lambda, theta);
        assert_int_equal(e.reason, RAP_DEFINED);
        assert_true(fabs(e.value) > 1e-6);
        assert_near(e.value, (up.score[1] - down.score[1]) / (2 * step * s.score[1]), 1e-8);
        rap_solution_release(&up);
        rap_solution_release(&down);
    }
    rap_solution_release(&s);
    rap_chain_free(chain);
}

/* --------------------------------------------------------------------- refused */

static void assert_refused(const char *technosphere, const char *biosphere, const char *message)
{
    rap_chain *chain = NULL;
    rap_error err = {0};
    rap_status status = chain_of(technosphere, biosphere, NULL, NULL, &chain, &err);
    if (status != RAP_E_FORMAT || !strstr(err.text, message)) fail_msg("expected \"%s\", found \"%s\"", message, err.text);
    assert_null(chain);
}

static void systems_without_an_answer_are_refused_by_name(void **state)
{
    (void)state;
    const char *b = "row,col,value\nCO2,coal,1\n";
    assert_refused("row,col,value\n", "row,col,value\n", "expected at least one row");
    assert_refused("row,col,value\ncoal,coal,1\nsteel,coal,-1\n", b, "there is no process called 'steel'");
    assert_refused("row,col,value\n", b, "process 'coal' is not in the technosphere");
    assert_refused("row,col,value\ncoal,coal,1\ncoal,mill,-1\n", b, "there is no product called 'mill'");
    assert_refused("row,col,value\ncoal,coal,1\nsteel,mine,1\nsteel,coal,-1\ncoal,mine,1\nx,y,1\nx,coal,1\nz,coal,1\nz,w,0\n", b,
                   "process 'w' has no coefficients");
    /* a loop that uses up just what it makes */
    assert_refused("row,col,value\ncoal,coal,1\nsteel,coal,-0.5\nsteel,steel,1\ncoal,steel,-2\n", b, "the technosphere is singular");
    /* two processes make the same and nothing else: one of them is named */
    assert_refused("p,coal,mill,mine\na,1,2,3\nb,0,0,1\nc,0,0,1\n", b, "makes nothing that others do not");
}

static void a_demand_of_nothing_or_of_no_number_is_refused(void **state)
{
    (void)state;
    rap_chain *chain = cells();
    rap_solution s;
    double demand[5] = {0};
    assert_int_equal(rap_chain_solve(chain, demand, &s, NULL), RAP_E_USAGE);
    demand[1] = NAN;
    assert_int_equal(rap_chain_solve(chain, demand, &s, NULL), RAP_E_FORMAT);
    rap_chain_free(chain);
}

static void numbers_that_overflow_are_refused_by_name(void **state)
{
    (void)state;
    rap_chain *chain;
    rap_solution s;
    rap_error err = {0};
    double demand[3] = {0, 0, 1}, lambda[3];
    assert_int_equal(chain_of("row,col,value\na,a,1\na,b,-1e200\nb,b,1\nb,c,-1e200\nc,c,1\n", "row,col,value\nCO2,a,1\n", NULL, NULL,
                              &chain, NULL), RAP_OK);
    assert_int_equal(rap_chain_solve(chain, demand, &s, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "the activity of 'a' is too large"));
    assert_int_equal(rap_chain_intensity(chain, 0, lambda, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "is too large to be computed"));
    rap_chain_free(chain);
}

static void a_change_that_makes_the_system_singular_is_refused_and_undone(void **state)
{
    (void)state;
    rap_chain *chain = cells();
    rap_error err = {0};
    rap_solution s = solve(chain, "cell NO", 1), out;
    rap_coefficient none = {RAP_TECHNOSPHERE, product(chain, "cathode"), process(chain, "cathode"), 0};
    assert_int_equal(rap_chain_whatif(chain, &s, none, &out, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "singular at process 'cathode'"));
    assert_int_equal(rap_chain_change(chain, &none, 1, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "'cathode'"));
    assert_near(score(chain, "cell NO", 1), 26.424, 1e-12);
    rap_coefficient outside = {RAP_BIOSPHERE, 1, 0, 1}, nan = {RAP_BIOSPHERE, 0, 0, NAN};
    assert_int_equal(rap_chain_whatif(chain, &s, outside, &out, NULL), RAP_E_USAGE);
    assert_int_equal(rap_chain_change(chain, &nan, 1, NULL), RAP_E_USAGE);
    rap_solution_release(&s);
    rap_chain_free(chain);
}

static void processes_that_run_backwards_are_counted(void **state)
{
    (void)state;
    size_t n, first = SIZE_MAX;
    rap_chain *chain;
    /* heat comes along with power and replaces a boiler */
    assert_int_equal(chain_of("row,col,value\npower,power,1\nheat,power,2\nheat,heat,1\n", "row,col,value\nCO2,power,1\nCO2,heat,0.3\n",
                              NULL, NULL, &chain, NULL), RAP_OK);
    rap_solution s = solve(chain, "power", 1);
    assert_near(s.score[0], 1 - 0.6, 1e-13);
    assert_int_equal(rap_chain_negative(chain, &s, &n, &first, NULL), RAP_OK);
    assert_int_equal(n, 1);
    assert_int_equal(first, process(chain, "heat"));
    rap_solution_release(&s);
    rap_chain_free(chain);
}

/* What is left of a difference of equal numbers is rounding and runs nowhere. */
static void rounding_is_no_running_backwards(void **state)
{
    (void)state;
    size_t n, first = SIZE_MAX;
    rap_chain *chain;
    assert_int_equal(chain_of("row,col,value\npower,power,1\nheat,power,-2\nheat,boiler,1\nheat,stove,2\npower,stove,-1e-20\n"
                              "wood,stove,1\nwood,power,-1\n", "row,col,value\nCO2,power,1\n", NULL, NULL, &chain, NULL), RAP_OK);
    rap_solution s = solve(chain, "power", 1);
    size_t boiler = process(chain, "boiler");
    assert_near(s.scaling[boiler], 0, 1e-12);
    s.scaling[boiler] = -1e-13;
    assert_int_equal(rap_chain_negative(chain, &s, &n, &first, NULL), RAP_OK);
    assert_int_equal(n, 0);
    s.scaling[boiler] = -1e-9;
    assert_int_equal(rap_chain_negative(chain, &s, &n, &first, NULL), RAP_OK);
    assert_int_equal(n, 1);
    assert_int_equal(first, boiler);
    rap_solution_release(&s);
    rap_chain_free(chain);
}

static void failing_allocations_leave_nothing_behind(void **state)
{
    (void)state;
    rap_status status;
    uint64_t n = 0;
    do {
        rap_chain *chain = NULL;
        rap_solution s = {0}, t = {0};
        double demand[5] = {0, 0, 0, 1, 0}, lambda[5];
        size_t count;
        rap_alloc_fail_after(++n);
        status = chain_of(CELLS_TECHNOSPHERE, CELLS_BIOSPHERE, "row,col,value\nGWP,CO2,1\n",
                          "name,location,unit\nelectricity NO,NO,kWh\nelectricity CN,CN,kWh\ncathode,CN,kg\ncell NO,NO,kWh\n"
                          "cell CN,CN,kWh\n", &chain, NULL);
        rap_coefficient change = {RAP_TECHNOSPHERE, 0, 0, 2};
        if (status == RAP_OK) status = rap_chain_solve(chain, demand, &s, NULL);
        if (status == RAP_OK) status = rap_chain_whatif(chain, &s, change, &t, NULL);
        if (status == RAP_OK) status = rap_chain_intensity(chain, 0, lambda, NULL);
        if (status == RAP_OK) status = rap_chain_negative(chain, &s, &count, NULL, NULL);
        if (status == RAP_OK) status = rap_chain_change(chain, &change, 1, NULL);
        rap_alloc_fail_after(0);
        assert_true(status == RAP_OK || status == RAP_E_MEMORY);
        rap_solution_release(&s);
        rap_solution_release(&t);
        rap_chain_free(chain);
    } while (status != RAP_OK);
    assert_true(n > 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_battery_in_two_places),
        cmocka_unit_test(what_if_the_grid_or_a_yield_were_other),
        cmocka_unit_test(the_textbook_example),
        cmocka_unit_test(answers_are_linear_and_intensities_agree),
        cmocka_unit_test(the_order_of_processes_changes_nothing),
        cmocka_unit_test(one_process_is_the_hand_calculation),
        cmocka_unit_test(sherman_morrison_equals_factorising_again),
        cmocka_unit_test(changes_of_all_matrices_together),
        cmocka_unit_test(elasticities_are_slopes),
        cmocka_unit_test(systems_without_an_answer_are_refused_by_name),
        cmocka_unit_test(a_demand_of_nothing_or_of_no_number_is_refused),
        cmocka_unit_test(numbers_that_overflow_are_refused_by_name),
        cmocka_unit_test(a_change_that_makes_the_system_singular_is_refused_and_undone),
        cmocka_unit_test(processes_that_run_backwards_are_counted),
        cmocka_unit_test(rounding_is_no_running_backwards),
        cmocka_unit_test(failing_allocations_leave_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
