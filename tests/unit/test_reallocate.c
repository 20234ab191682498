// SPDX-License-Identifier: Apache-2.0
/* Cuts made up for within capacities, and files of scenarios: by hand on the small chain. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "model/reallocate.h"
#include "support/near.h"
#include "support/supply_text.h"

#define FORWARD(gwh)                                                                                                      \
    "measure\tplace\tyear\tvalue\tunit\tkind\tsource\nbatteries\tOTH\t2020\t" gwh "\tGWh\tobserved\tinvented\n"

/* Cells of CN and OTH (9 to 1); capacities CN 900, OTH 100, NO 200. Cuts `place` of `what`. */
static rap_reallocation cut(const char *forward, const char *what)
{
    rap_supply_data *data;
    rap_supply *supply;
    rap_footprint f;
    rap_reallocation r;
    rap_error err = {0};
    assert_int_equal(supply_with(RAP_TABLE_FORWARD, forward, &data, NULL), RAP_OK);
    rap_scenario scenario = rap_scenario_base(data);
    assert_int_equal(rap_supply_new(data, &scenario, NULL, &supply, NULL), RAP_OK);
    double *demand = calloc(supply->chain->products.n, sizeof *demand);
    assert_int_equal(rap_supply_demand(supply, RAP_UNIT_PACK, demand, NULL), RAP_OK);
    assert_int_equal(rap_footprint_of(supply, demand, &f, NULL), RAP_OK);
    assert_int_equal(rap_scenario_add(data, &scenario, "cut", what, NULL), RAP_OK);
    if (rap_reallocate(supply, &f, &scenario, &r, &err) != RAP_OK) fail_msg("%s", err.text);
    /* keep the cells of X alone: places are CN, NO, OTH */
    size_t cell = rap_supply_product_of(data, "cell X");
    for (size_t p = 0; p < 3; p++) r.weights[p] = r.weights[cell * 3 + p];
    free(demand);
    rap_footprint_release(&f);
    rap_supply_free(supply);
    rap_supply_close(data);
    return r;
}

static void what_capacity_can_not_make_is_left_unmet(void **state)
{
    (void)state;
    rap_reallocation r = cut(FORWARD("400"), "CN:cell");
    assert_int_equal(r.n, 1);
    assert_near(r.met, 0.75, 1e-9);
    assert_near(r.weights[0], 0, 0);
    assert_near(r.weights[1], 200, 1e-9);
    assert_near(r.weights[2], 100, 1e-9);
    rap_reallocation_release(&r);
}

static void who_emits_least_makes_up_first_and_nobody_gives_up_what_it_has(void **state)
{
    (void)state;
    rap_reallocation r = cut(FORWARD("150"), "CN:cell");
    assert_near(r.met, 1, 1e-9);
    assert_near(r.weights[1], 135, 1e-9); /* Norway, though it supplied nothing */
    assert_near(r.weights[2], 15, 1e-9);  /* its tenth, as before */
    rap_reallocation_release(&r);
}

static void no_capacity_no_demand_or_no_loss_is_no_reallocation(void **state)
{
    (void)state;
    rap_reallocation metal = cut(FORWARD("400"), "CN:metal"), nothing = cut(FORWARD("400"), "NO:cell");
    rap_reallocation unknown = cut("measure\tplace\tyear\tvalue\tunit\tkind\tsource\n", "CN:cell");
    assert_int_equal(metal.n + nothing.n + unknown.n, 0);
    rap_reallocation_release(&metal);
    rap_reallocation_release(&nothing);
    rap_reallocation_release(&unknown);
}

/* ------------------------------------------------------------------ scenario files */

static rap_status read(const char *text, rap_named_scenario **all, size_t *n, rap_scenario *common, rap_error *err)
{
    rap_supply_data *data;
    assert_int_equal(supply_with(RAP_SUPPLY_TABLES, NULL, &data, NULL), RAP_OK);
    rap_status status = rap_scenarios_read(data, rap_span_of(text), common, all, n, err);
    rap_supply_close(data);
    return status;
}

static void scenarios_share_what_stands_before_them(void **state)
{
    (void)state;
    rap_named_scenario *all;
    rap_scenario common;
    size_t n;
    assert_int_equal(read("# futures\nchemistry Y\r\ndrive NO\n\nscenario Cells in NO\n  make cell=NO\nscenario Both\n\tgrid CN=2030\n\trecycle 30%",
                          &all, &n, &common, NULL), RAP_OK);
    assert_int_equal(n, 2);
    assert_int_equal(common.n, 1);
    assert_int_equal(common.chemistry, 1);
    assert_string_equal(all[0].name, "Cells in NO");
    assert_int_equal(all[0].scenario.n, 2);
    assert_int_equal(all[1].scenario.n, 3);
    assert_int_equal(all[1].scenario.choices[1].year, 2030);
    assert_near(all[1].scenario.choices[2].value, 0.3, 1e-12);
    rap_free(all);
}

static void a_bad_file_of_scenarios_is_refused_with_its_line(void **state)
{
    (void)state;
    static const char *const bad[][2] = {
        {"", "at least one line 'scenario NAME'"}, {"make cell=NO\n", "at least one line"}, {"scenario\n", "line 1: expected a name"},
        {"scenario A\nscenario A\n", "line 2: scenario 'A' stands there twice"}, {"scenario A\nmake cell\n", "line 2: make: expected STAGE=PLACE"},
        {"scenario A\n\n# x\npaint red\n", "line 4: a scenario has no 'paint'"}, {"scenario A\nabcdefghijklmnopqrstuvwxyz 1\n", "line 2: expected"},
        {"scenario A\tB\n", "line 1: a name may not hold control"}, {"scenario \xFF\n", "line 1: expected a name"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        rap_named_scenario *all;
        rap_scenario common;
        rap_error err = {0};
        size_t n;
        assert_int_equal(read(bad[i][0], &all, &n, &common, &err), RAP_E_FORMAT);
        if (!strstr(err.text, bad[i][1])) fail_msg("'%s' does not say '%s'", err.text, bad[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_capacity_can_not_make_is_left_unmet),
        cmocka_unit_test(who_emits_least_makes_up_first_and_nobody_gives_up_what_it_has),
        cmocka_unit_test(no_capacity_no_demand_or_no_loss_is_no_reallocation),
        cmocka_unit_test(scenarios_share_what_stands_before_them),
        cmocka_unit_test(a_bad_file_of_scenarios_is_refused_with_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
