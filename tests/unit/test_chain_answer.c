// SPDX-License-Identifier: Apache-2.0
/* Chains as tables: rows that add up, names that are found, notes that a reader must see. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "query/chain_answer.h"
#include "support/chain_text.h"
#include "support/near.h"

static rap_chain *cells(void)
{
    rap_chain *chain;
    assert_int_equal(chain_of(CELLS_TECHNOSPHERE, CELLS_BIOSPHERE, NULL, NULL, &chain, NULL), RAP_OK);
    return chain;
}

static rap_table *ask(const rap_chain *chain, rap_chain_request request)
{
    rap_table *table;
    rap_error err = {0};
    if (rap_chain_answer(chain, &request, &table, &err) != RAP_OK) fail_msg("%s", err.text);
    assert_int_equal(rap_table_finish(table, &table, &err), RAP_OK);
    return table;
}

static const char *text_at(const rap_table *table, size_t row, const char *column)
{
    return rap_table_cell(table, row, rap_table_find(table, column)).text;
}

static double score_at(const rap_table *table, size_t row)
{
    return rap_table_cell(table, row, rap_table_find(table, "score")).real;
}

static void parts_are_shown_largest_first_with_the_rest_as_one_row(void **state)
{
    (void)state;
    rap_chain *chain = cells();
    double demand[5] = {0};
    assert_int_equal(rap_chain_demand(chain, "cell NO=2", demand, NULL), RAP_OK);
    rap_table *table = ask(chain, (rap_chain_request){.demand = demand, .contributions = 2, .tier = SIZE_MAX});
    const struct { const char *part, *name; double score; } expected[] = {
        {"total", "", 52.848}, {"process", "cathode", 25.6}, {"process", "electricity CN", 14.848}, {"process", "Rest (2)", 12.4},
        {"flow", "CO2", 52.848}};
    assert_int_equal(rap_table_rows(table), 5);
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(text_at(table, i, "part"), expected[i].part);
        assert_string_equal(text_at(table, i, "name"), expected[i].name);
        assert_near(score_at(table, i), expected[i].score, 1e-12);
        assert_near(rap_table_cell(table, i, rap_table_find(table, "share")).real, expected[i].score / 52.848, 1e-12);
    }
    rap_table_free(table);
    rap_chain_free(chain);
}

static void without_a_demand_all_intensities_or_one_tier_come(void **state)
{
    (void)state;
    rap_chain *chain = cells();
    rap_table *table = ask(chain, (rap_chain_request){.tier = SIZE_MAX});
    assert_int_equal(rap_table_rows(table), 5);
    assert_string_equal(text_at(table, 2, "name"), "cathode");
    assert_string_equal(text_at(table, 2, "amount_unit"), "kg");
    assert_near(score_at(table, 2), 12.64, 1e-12);
    rap_table_free(table);
    table = ask(chain, (rap_chain_request){.tier = SIZE_MAX, .top = 3});
    assert_int_equal(rap_table_rows(table), 3);
    assert_non_null(strstr(rap_table_note(table, 0), "The first 3 of 5 products"));
    rap_table_free(table);
    table = ask(chain, (rap_chain_request){.tier = SIZE_MAX, .top = 5}); /* all are there: nothing to note */
    assert_null(rap_table_note(table, 0));
    rap_table_free(table);
    table = ask(chain, (rap_chain_request){.tier = process(chain, "cell NO")});
    assert_int_equal(rap_table_rows(table), 4);
    assert_string_equal(text_at(table, 1, "name"), "direct");
    assert_near(score_at(table, 0), score_at(table, 1) + score_at(table, 2) + score_at(table, 3), 1e-12);
    rap_table_free(table);
    rap_chain_free(chain);
}

static void names_are_found_in_every_form_and_mistakes_get_a_hint(void **state)
{
    (void)state;
    rap_chain *chain;
    rap_error err = {0};
    size_t at;
    assert_int_equal(chain_of("row,col,value\n0,0,1\n1,1,1\n2,2,1\n", "row,col,value\nCO2,0,1\n", NULL,
                              "index,name,location\n0,cell,NO\n1,cell,CN\n2,a=b,CN\n", &chain, NULL), RAP_OK);
    assert_int_equal(rap_chain_find(chain, "1", &at, NULL), RAP_OK);
    assert_int_equal(at, 1);
    assert_int_equal(rap_chain_find(chain, "cell [CN]", &at, NULL), RAP_OK);
    assert_int_equal(at, 1);
    assert_int_equal(rap_chain_find(chain, "a=b", &at, NULL), RAP_OK);
    assert_int_equal(at, 2);
    assert_int_equal(rap_chain_find(chain, "cell", &at, &err), RAP_E_USAGE);
    assert_non_null(strstr(err.text, "in several places: say which, as 'cell [NO]'"));
    assert_int_equal(rap_chain_find(chain, "cell [NN]", &at, &err), RAP_E_NOT_FOUND);
    assert_non_null(strstr(err.text, "did you mean 'cell [NO]'?"));
    double demand[3] = {0};
    assert_int_equal(rap_chain_demand(chain, "a=b", demand, NULL), RAP_OK);
    assert_int_equal(rap_chain_demand(chain, "a=b=2.5", demand, NULL), RAP_OK);
    assert_near(demand[2], 3.5, 0);
    assert_int_equal(rap_chain_demand(chain, "cell [NO]=x", demand, NULL), RAP_E_NOT_FOUND);
    rap_chain_free(chain);
    /* where products and processes have other names, both lead there */
    assert_int_equal(chain_of("product,mine,mill\nsteel,0,2\nore,1,-3\n", "flow,mine\nCO2,4\n", NULL, NULL, &chain, NULL), RAP_OK);
    assert_int_equal(rap_chain_find(chain, "mill", &at, NULL), RAP_OK);
    assert_int_equal(at, product(chain, "steel"));
    rap_chain_free(chain);
}

static void running_backwards_is_noted_and_refused_on_request(void **state)
{
    (void)state;
    rap_chain *chain;
    rap_error err = {0};
    assert_int_equal(chain_of("row,col,value\npower,power,1\nheat,power,2\nheat,heat,1\n", "row,col,value\nCO2,power,1\nNOx,heat,0.3\n",
                              "row,col,value\nGWP,CO2,1\n", NULL, &chain, NULL), RAP_OK);
    double demand[2] = {1, 0};
    rap_chain_request request = {.demand = demand, .tier = SIZE_MAX};
    rap_table *table = ask(chain, request);
    assert_non_null(strstr(rap_table_note(table, 0), "1 process runs backwards"));
    assert_non_null(strstr(rap_table_note(table, 0), "'heat' with -2"));
    assert_non_null(strstr(rap_table_note(table, 1), "1 flow has no factor and counts for nothing; the first is 'NOx'"));
    rap_table_free(table);
    request.require_nonnegative = true;
    assert_int_equal(rap_chain_answer(chain, &request, &table, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "process 'heat' runs backwards"));
    rap_chain_free(chain);
}

static void a_score_of_nothing_has_no_shares(void **state)
{
    (void)state;
    rap_chain *chain;
    assert_int_equal(chain_of("row,col,value\na,a,1\nb,b,1\n", "row,col,value\nCO2,a,1\n", NULL, NULL, &chain, NULL), RAP_OK);
    double demand[2] = {0, 1};
    rap_table *table = ask(chain, (rap_chain_request){.demand = demand, .contributions = 5, .tier = SIZE_MAX});
    assert_int_equal(rap_table_rows(table), 1);
    assert_int_equal(rap_table_cell(table, 0, rap_table_find(table, "share")).reason, RAP_UNDEFINED_EMPTY);
    rap_table_free(table);
    rap_chain_free(chain);
}

static void failing_allocations_leave_nothing_behind(void **state)
{
    (void)state;
    rap_chain *chain = cells();
    const double demand[5] = {0, 0, 0, 1, 0};
    const rap_chain_request request = {.demand = demand, .contributions = 2, .tier = 3};
    rap_status status;
    uint64_t n = 0;
    do {
        rap_table *table = NULL;
        rap_alloc_fail_after(++n);
        status = rap_chain_answer(chain, &request, &table, NULL);
        if (status == RAP_OK) status = rap_table_finish(table, &table, NULL);
        rap_alloc_fail_after(0);
        assert_true(status == RAP_OK || status == RAP_E_MEMORY);
        if (status == RAP_OK) rap_table_free(table);
    } while (status != RAP_OK);
    assert_true(n > 10);
    rap_chain_free(chain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_are_shown_largest_first_with_the_rest_as_one_row),
        cmocka_unit_test(without_a_demand_all_intensities_or_one_tier_come),
        cmocka_unit_test(names_are_found_in_every_form_and_mistakes_get_a_hint),
        cmocka_unit_test(running_backwards_is_noted_and_refused_on_request),
        cmocka_unit_test(a_score_of_nothing_has_no_shares),
        cmocka_unit_test(failing_allocations_leave_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
