// SPDX-License-Identifier: Apache-2.0
/* Questions about the value chain as tables: splits add up in them, seeds repeat, assumptions are listed, memory may be short. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "rapport.h"
#include "support/near.h"

static rap_catalog *catalog;

static int open_catalog(void **state)
{
    (void)state;
    return rap_catalog_open(NULL, &catalog, NULL) == RAP_OK ? 0 : -1;
}

static int close_catalog(void **state)
{
    (void)state;
    rap_catalog_close(catalog);
    return 0;
}

static rap_table *ask(const char *question, const rap_option *options, size_t n)
{
    rap_table *table;
    rap_error err = {0};
    if (rap_ask(catalog, NULL, question, options, n, &table, &err) != RAP_OK) fail_msg("%s: %s", question, err.text);
    return table;
}

static const char *receipt(const rap_table *table, const char *wanted)
{
    const char *key, *value;
    for (size_t i = 0; rap_table_receipt(table, i, &key, &value); i++)
        if (strcmp(key, wanted) == 0) return value;
    return NULL;
}

static double real(const rap_table *table, size_t row, const char *column)
{
    return rap_table_cell(table, row, rap_table_find(table, column)).real;
}

static const char *text(const rap_table *table, size_t row, const char *column)
{
    return rap_table_cell(table, row, rap_table_find(table, column)).text;
}

static void every_split_of_a_table_adds_up_to_its_total(void **state)
{
    (void)state;
    static const char *const splits[] = {"stage", "place", "tier", "part", "flow", "product"};
    const rap_option options[] = {{"make", "cell=NO"}, {"cut", "CN:cathode"}, {"unit", "km"}, {"drive", "NO"},
                                  {"split", "stage,place,tier,part,flow,product"}};
    rap_table *t = ask("chain-footprint", options, 5);
    double total = 0;
    for (size_t r = 0; r < rap_table_rows(t); r++)
        if (strcmp(text(t, r, "name"), "a km driven, car and battery in") == 0) total = real(t, r, "kg_co2e");
    for (size_t s = 0; s < sizeof splits / sizeof *splits; s++) {
        double sum = 0, share = 0;
        for (size_t r = 0; r < rap_table_rows(t); r++) {
            if (strcmp(text(t, r, "split"), splits[s]) != 0) continue;
            sum += real(t, r, "kg_co2e");
            share += real(t, r, "share");
        }
        assert_near(sum, total, 1e-12 * total);
        assert_near(share, 1, 1e-12);
    }
    rap_table_free(t);
}

static void what_is_assumed_stands_in_the_receipt(void **state)
{
    (void)state;
    rap_table *t = ask("chain-footprint", NULL, 0);
    assert_non_null(strstr(receipt(t, "assumed coefficients"), "copper: electricity"));
    assert_non_null(strstr(receipt(t, "assumed shares"), "pack NMC622"));
    assert_null(strstr(receipt(t, "assumed coefficients"), "cathode NMC622: input")); /* published */
    assert_null(strstr(receipt(t, "assumed coefficients"), "driving"));               /* not asked for */
    rap_table_free(t);
    const rap_option here[] = {{"make", "pack=NO"}};
    t = ask("chain-footprint", here, 1);
    assert_null(strstr(receipt(t, "assumed shares"), "pack NMC622")); /* said, so no share is assumed */
    rap_table_free(t);
}

static void one_seed_gives_the_same_numbers(void **state)
{
    (void)state;
    const rap_option options[] = {{"make", "cell=NO"}, {"against", "make:cell=CN"}, {"draws", "300"}, {"seed", "5"}};
    const rap_option other[] = {{"make", "cell=NO"}, {"against", "make:cell=CN"}, {"draws", "300"}, {"seed", "6"}};
    rap_table *first = ask("chain-compare", options, 4), *again = ask("chain-compare", options, 4), *else_ = ask("chain-compare", other, 4);
    assert_true(real(first, 0, "median") == real(again, 0, "median"));
    assert_true(real(first, 0, "median") != real(else_, 0, "median"));
    assert_near(real(first, 2, "a_below_b"), 1, 0.01);
    assert_non_null(strstr(receipt(first, "draws"), "seed 5"));
    rap_table_free(first);
    rap_table_free(again);
    rap_table_free(else_);
}

/* The allocations of an answer are many; failing ones are tried ever further apart. */
static void failing_allocations_leave_nothing_behind(void **state)
{
    (void)state;
    static const struct {
        const char *question;
        rap_option options[2];
        size_t n;
    } asked[] = {
        {"chain-footprint", {{"make", "cell=NO"}, {"cut", "CN:cell"}}, 2}, {"chain-origin", {{"on", "NO"}}, 1},
        {"chain-dependency", {{"cut", "CN:cell"}}, 1}, {"chain-compare", {{"draws", "3"}, {"make", "cell=NO"}}, 2},
        {"chain-sensitivity", {{"top", "2"}}, 1}, {"chain-whatif", {{"grid", "CN=2030"}, {"recycle", "30%"}}, 2},
        {"chain-forward", {{"years", "2023-2024"}}, 1},
    };
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        rap_status status = RAP_E_MEMORY;
        for (uint64_t n = 1; status != RAP_OK && n < 100000000; n += 1 + n / 4) {
            rap_table *table = NULL;
            rap_alloc_fail_after(n);
            status = rap_ask(catalog, NULL, asked[i].question, asked[i].options, asked[i].n, &table, NULL);
            rap_alloc_fail_after(0);
            if (status == RAP_OK) rap_table_free(table);
            else if (status != RAP_E_MEMORY) fail_msg("%s, allocation %llu: status %d", asked[i].question, (unsigned long long)n, (int)status);
        }
        assert_int_equal(status, RAP_OK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_split_of_a_table_adds_up_to_its_total),
        cmocka_unit_test(what_is_assumed_stands_in_the_receipt),
        cmocka_unit_test(one_seed_gives_the_same_numbers),
        cmocka_unit_test(failing_allocations_leave_nothing_behind),
    };
    return cmocka_run_group_tests(tests, open_catalog, close_catalog);
}
