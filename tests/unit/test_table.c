// SPDX-License-Identifier: Apache-2.0
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/table.h"

/* Three partners of Norway, one without a RIC. */
static rap_table *partners(void)
{
    rap_table *table = rap_table_new("partners of NO");
    size_t partner = rap_table_add(table, "partner", "Partner", "", "", RAP_COLUMN_TEXT, 0);
    size_t works = rap_table_add(table, "works", "Joint works", "works", "works", RAP_COLUMN_INTEGER, 0);
    size_t ric = rap_table_add(table, "ric", "RIC", "", "ric", RAP_COLUMN_REAL, 3);
    const char *names[] = {"CN", "SE", "XX"};
    int64_t counts[] = {2374, 3836, 2374};
    rap_value rics[] = {{0.298, RAP_DEFINED}, {1.627, RAP_DEFINED}, {0, RAP_UNDEFINED_EMPTY}};
    for (int i = 0; i < 3; i++) {
        rap_table_begin(table);
        rap_table_text(table, partner, names[i]);
        rap_table_integer(table, works, counts[i]);
        rap_table_value(table, ric, rics[i]);
    }
    rap_table_add_note(table, "%d partners", 3);
    rap_table_add_receipt(table, "cube", "%016x", 0xabcdu);
    rap_table_add_receipt(table, "lens", "years %d-%d", 2011, 2022);
    return table;
}

static rap_table *finished(rap_table *table)
{
    rap_table *out = NULL;
    assert_int_equal(rap_table_finish(table, &out, NULL), RAP_OK);
    assert_non_null(out);
    return out;
}

static void a_table_gives_back_what_was_put_in(void **state)
{
    (void)state;
    rap_table *table = finished(partners());
    assert_string_equal(rap_table_title(table), "partners of NO");
    assert_int_equal(rap_table_rows(table), 3);
    assert_int_equal(rap_table_columns(table), 3);
    rap_column_info works = rap_table_column(table, 1);
    assert_string_equal(works.name, "works");
    assert_string_equal(works.title, "Joint works");
    assert_string_equal(works.unit, "works");
    assert_int_equal(works.type, RAP_COLUMN_INTEGER);
    assert_int_equal(rap_table_column(table, 2).decimals, 3);
    assert_int_equal(rap_table_find(table, "ric"), 2);
    assert_true(rap_table_find(table, "rank") == SIZE_MAX);
    assert_string_equal(rap_table_cell(table, 0, 0).text, "CN");
    assert_int_equal(rap_table_cell(table, 1, 1).integer, 3836);
    assert_true(rap_table_cell(table, 1, 1).real == 3836.0);
    assert_true(rap_table_cell(table, 1, 2).real == 1.627);
    assert_int_equal(rap_table_cell(table, 2, 2).reason, RAP_UNDEFINED_EMPTY);
    assert_string_equal(rap_table_note(table, 0), "3 partners");
    assert_null(rap_table_note(table, 1));
    const char *key, *value;
    assert_true(rap_table_receipt(table, 1, &key, &value));
    assert_string_equal(key, "lens");
    assert_string_equal(value, "years 2011-2022");
    assert_false(rap_table_receipt(table, 2, &key, &value));
    rap_table_free(table);
    rap_table_free(NULL);
}

static void texts_are_copied(void **state)
{
    (void)state;
    char name[] = "column", word[] = "before";
    rap_table *table = rap_table_new(name);
    size_t column = rap_table_add(table, name, name, name, name, RAP_COLUMN_TEXT, 0);
    rap_table_begin(table);
    rap_table_text(table, column, word);
    memset(name, 'x', sizeof name - 1);
    memset(word, 'x', sizeof word - 1);
    table = finished(table);
    assert_string_equal(rap_table_title(table), "column");
    assert_string_equal(rap_table_column(table, 0).name, "column");
    assert_string_equal(rap_table_cell(table, 0, 0).text, "before");
    rap_table_free(table);
}

/* A text that repeats the one above may share its bytes; changing one row must not change the other. */
static void rows_stay_apart(void **state)
{
    (void)state;
    rap_table *table = rap_table_new("");
    size_t column = rap_table_add(table, "c", "", "", "", RAP_COLUMN_TEXT, 0);
    for (int i = 0; i < 3; i++) {
        rap_table_begin(table);
        rap_table_span(table, column, (rap_span){"NORWAY", 2});
    }
    rap_table_set(table, 1, column, (rap_cell){.text = "SE"});
    rap_table_set(table, 2, column, (rap_cell){.reason = RAP_UNDEFINED_SELF});
    table = finished(table);
    assert_string_equal(rap_table_cell(table, 0, 0).text, "NO");
    assert_string_equal(rap_table_cell(table, 1, 0).text, "SE");
    assert_int_equal(rap_table_cell(table, 2, 0).reason, RAP_UNDEFINED_SELF);
    rap_table_free(table);
}

static void a_cell_never_set_has_no_data(void **state)
{
    (void)state;
    rap_table *table = rap_table_new("");
    rap_table_add(table, "c", "", "", "", RAP_COLUMN_REAL, 0);
    rap_table_begin(table);
    rap_table_real(table, SIZE_MAX, 3);
    table = finished(table);
    assert_int_equal(rap_table_cell(table, 0, 0).reason, RAP_UNDEFINED_NO_DATA);
    rap_table_free(table);
}

static void no_nan_gets_in(void **state)
{
    (void)state;
    rap_table *table = rap_table_new("");
    size_t a = rap_table_add(table, "a", "", "", "", RAP_COLUMN_REAL, 0);
    size_t b = rap_table_add(table, "b", "", "", "", RAP_COLUMN_REAL, 0);
    size_t c = rap_table_add(table, "c", "", "", "", RAP_COLUMN_INTEGER, 0);
    rap_table_begin(table);
    rap_table_real(table, a, NAN);
    rap_table_value(table, b, (rap_value){-INFINITY, RAP_DEFINED});
    rap_table_real(table, c, 2.5e9);
    table = finished(table);
    assert_int_equal(rap_table_cell(table, 0, 0).reason, RAP_UNDEFINED_EMPTY);
    assert_int_equal(rap_table_cell(table, 0, 1).reason, RAP_UNDEFINED_INFINITE);
    assert_true(rap_table_cell(table, 0, 2).integer == 2500000000);
    rap_table_free(table);
}

static void assert_order(const rap_table *table, const char *expected)
{
    char order[16] = "";
    for (size_t i = 0; i < rap_table_rows(table); i++) strcat(order, rap_table_cell(table, i, 0).text);
    assert_string_equal(order, expected);
}

static void sorting_is_stable_with_undefined_last(void **state)
{
    (void)state;
    rap_table *table = partners();
    rap_table_sort(table, 1, true);
    assert_order(table, "SECNXX");
    rap_table_sort(table, 1, false);
    assert_order(table, "CNXXSE");
    rap_table_sort(table, 2, true);
    assert_order(table, "SECNXX");
    rap_table_sort(table, 2, false);
    assert_order(table, "CNSEXX");
    rap_table_sort(table, 0, true);
    assert_order(table, "XXSECN");
    rap_table_sort(table, 0, false);
    assert_order(table, "CNSEXX");
    rap_table_cut(table, 5);
    rap_table_cut(table, 2);
    table = finished(table);
    assert_order(table, "CNSE");
    rap_table_free(table);
}

/* Every length from 0 to 70, keys with many ties: sorted, and rows of one key in their old order. */
static void sorting_holds_at_every_length(void **state)
{
    (void)state;
    for (int n = 0; n <= 70; n++) {
        rap_table *table = rap_table_new("");
        size_t key = rap_table_add(table, "key", "", "", "", RAP_COLUMN_REAL, 0);
        size_t at = rap_table_add(table, "at", "", "", "", RAP_COLUMN_INTEGER, 0);
        for (int i = 0; i < n; i++) {
            rap_table_begin(table);
            if (i % 11 != 5) rap_table_real(table, key, i * 7 % 13);
            rap_table_integer(table, at, i);
        }
        rap_table_sort(table, key, n % 2);
        table = finished(table);
        for (size_t i = 1; i < rap_table_rows(table); i++) {
            rap_cell a = rap_table_cell(table, i - 1, 0), b = rap_table_cell(table, i, 0);
            bool same = a.reason == b.reason && a.real == b.real;
            if (a.reason == RAP_DEFINED && b.reason == RAP_DEFINED && !same)
                assert_true((a.real > b.real) == (n % 2));
            else assert_true(same || a.reason == RAP_DEFINED);
            if (same)
                assert_true(rap_table_cell(table, i - 1, 1).integer < rap_table_cell(table, i, 1).integer);
        }
        rap_table_free(table);
    }
}

static void assert_refused(rap_table *table, const char *part)
{
    rap_table *out = NULL;
    rap_error err = {0};
    assert_int_equal(rap_table_finish(table, &out, &err), RAP_E_USAGE);
    assert_null(out);
    assert_non_null(strstr(err.text, part));
}

static void mistakes_are_told_at_the_end(void **state)
{
    (void)state;
    rap_table *table = partners();
    rap_table_text(table, 1, "many");
    assert_refused(table, "works: text");
    table = partners();
    rap_table_real(table, 0, 1);
    assert_refused(table, "partner: a number");
    table = partners();
    rap_table_add(table, "late", "", "", "", RAP_COLUMN_TEXT, 0);
    assert_refused(table, "late");
    table = partners();
    rap_table_set(table, 3, 0, (rap_cell){.text = "a"});
    assert_refused(table, "outside");
    table = rap_table_new("empty");
    rap_table_add(table, "c", "", "", "", RAP_COLUMN_TEXT, 0);
    rap_table_text(table, 0, "no row");
    assert_refused(table, "outside");
    table = partners();
    rap_table_real(table, 1, 1e300);
    assert_refused(table, "too large");
}

static void many_rows_and_long_texts(void **state)
{
    (void)state;
    static char longest[40000];
    memset(longest, 'a', sizeof longest - 1);
    rap_table *table = rap_table_new("");
    size_t column = rap_table_add(table, "c", "", "", "", RAP_COLUMN_TEXT, 0);
    for (size_t i = 0; i < 400; i++) {
        rap_table_begin(table);
        rap_table_span(table, column, (rap_span){longest, i * 100});
    }
    rap_table_add_note(table, "%s", longest);
    table = finished(table);
    for (size_t i = 0; i < 400; i++) assert_int_equal(strlen(rap_table_cell(table, i, 0).text), i * 100);
    assert_int_equal(strlen(rap_table_note(table, 0)), sizeof longest - 1);
    rap_table_free(table);
}

static void each_allocation_may_fail(void **state)
{
    (void)state;
    rap_status status = RAP_E_MEMORY;
    for (uint64_t n = 1; status != RAP_OK; n++) {
        assert_true(n < 100);
        rap_alloc_fail_after(n);
        rap_table *table = partners(), *out = NULL;
        rap_table_sort(table, 1, true);
        rap_error err = {0};
        status = rap_table_finish(table, &out, &err);
        rap_alloc_fail_after(0);
        assert_true(status == RAP_OK || (status == RAP_E_MEMORY && !out && err.status == RAP_E_MEMORY));
        rap_table_free(out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_gives_back_what_was_put_in),
        cmocka_unit_test(texts_are_copied),
        cmocka_unit_test(rows_stay_apart),
        cmocka_unit_test(a_cell_never_set_has_no_data),
        cmocka_unit_test(no_nan_gets_in),
        cmocka_unit_test(sorting_is_stable_with_undefined_last),
        cmocka_unit_test(sorting_holds_at_every_length),
        cmocka_unit_test(mistakes_are_told_at_the_end),
        cmocka_unit_test(many_rows_and_long_texts),
        cmocka_unit_test(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
