// SPDX-License-Identifier: Apache-2.0
/* Expressions of countries and groups: sums and differences of members, year by year. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "query/args.h"

static int set_up(void **state)
{
    rap_catalog *catalog = NULL;
    rap_status status = rap_catalog_open(NULL, &catalog, NULL);
    *state = catalog;
    return status == RAP_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    rap_catalog_close(*state);
    return 0;
}

/* "CC from-to ..." of an expression; open ends are left out. */
static void assert_members(const rap_catalog *catalog, const char *expression, const char *expected)
{
    rap_asking a = {.catalog = catalog};
    rap_expression e;
    rap_error err = {0};
    rap_text found = {0};
    if (rap_args_expression(&a, "group", rap_span_of(expression), &e, &err) != RAP_OK) fail_msg("%s", err.text);
    for (size_t i = 0; i < e.n_members; i++) {
        char code[RAP_PLACE_TEXT];
        const rap_membership *m = &e.members[i];
        rap_text_printf(&found, "%s%s", i ? " " : "", rap_place_code(m->place, code));
        if (m->from != INT16_MIN) rap_text_printf(&found, " %d-", m->from);
        if (m->to != INT16_MAX) rap_text_printf(&found, " -%d", m->to);
    }
    assert_string_equal(rap_text_get(&found), expected);
    rap_text_release(&found);
    rap_asking_release(&a);
}

static void expressions_add_and_take_away_from_left_to_right(void **state)
{
    const rap_catalog *catalog = *state;
    assert_members(catalog, "nordic", "DK FI IS NO SE");
    assert_members(catalog, "DK+FI+IS+NO+SE", "DK FI IS NO SE");
    assert_members(catalog, "SE + no + Denmark + Finland", "DK FI NO SE");
    assert_members(catalog, "nordic-IS-FI", "DK NO SE");
    assert_members(catalog, "nordic+US-SE+SE", "DK FI IS NO SE US");
    assert_members(catalog, "NO+NO", "NO");
    assert_members(catalog, "Guinea-Bissau+NO", "GW NO");
    assert_members(catalog, "nordic-all-nordic", "AX FO GL");
    assert_members(catalog, "scandinavia", "DK NO SE");
}

static void dated_members_keep_their_spells(void **state)
{
    const rap_catalog *catalog = *state;
    assert_members(catalog, "eu-dated-eu", "GB 1973- -2019");
    rap_asking a = {.catalog = catalog};
    rap_expression nato, less;
    assert_int_equal(rap_args_expression(&a, "group", rap_span_of("nato"), &nato, NULL), RAP_OK);
    assert_int_equal(rap_args_expression(&a, "group", rap_span_of("nato-NO"), &less, NULL), RAP_OK);
    assert_int_equal(less.n_members + 1, nato.n_members);
    rap_place finland = rap_place_of(rap_span_of("FI"));
    for (size_t i = 0; i < less.n_members; i++)
        if (less.members[i].place == finland) assert_int_equal(less.members[i].from, 2023);
    rap_asking_release(&a);
    /* taking dated members away leaves the years in which they were none */
    assert_members(catalog, "FI+NO-nato", "FI -2022 NO -1948");
    assert_members(catalog, "GB-eu-dated", "GB -1972 GB 2020-");
}

/* Membership by the definition: a place is in a sum if it is in a part, in a difference if only in the first. */
static bool holds(const rap_catalog *catalog, const char *expression, rap_place place, int year)
{
    rap_asking a = {.catalog = catalog};
    rap_expression e;
    bool found = false;
    assert_int_equal(rap_args_expression(&a, "group", rap_span_of(expression), &e, NULL), RAP_OK);
    for (size_t i = 0; i < e.n_members; i++) {
        const rap_membership *m = &e.members[i];
        found = found || (m->place == place && m->from <= year && year <= m->to);
        if (i && m[-1].place == m->place) assert_true(m[-1].to + 1 < m->from); /* spells neither overlap nor touch */
        if (i) assert_true(m[-1].place <= m->place);
    }
    rap_asking_release(&a);
    return found;
}

static void sums_and_differences_hold_year_by_year(void **state)
{
    const rap_catalog *catalog = *state;
    static const char *const pairs[][2] = {{"nato", "eu-dated"}, {"eu-dated", "efta"}, {"brics", "oecd"}, {"nordic", "nato"}};
    for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++) {
        char sum[64], difference[64];
        (void)snprintf(sum, sizeof sum, "%s+%s", pairs[k][0], pairs[k][1]);
        (void)snprintf(difference, sizeof difference, "%s-%s+IS-IS", pairs[k][0], pairs[k][1]);
        for (size_t i = 0; i < 260 && rap_catalog_country_at(catalog, i); i += 7)
            for (int year = 1945; year < 2030; year += 4) {
                rap_place place = rap_catalog_country_at(catalog, i)->place;
                bool a = holds(catalog, pairs[k][0], place, year), b = holds(catalog, pairs[k][1], place, year);
                assert_int_equal(holds(catalog, sum, place, year), a || b);
                if (place != rap_place_of(rap_span_of("IS"))) assert_int_equal(holds(catalog, difference, place, year), a && !b);
            }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expressions_add_and_take_away_from_left_to_right),
        cmocka_unit_test(dated_members_keep_their_spells),
        cmocka_unit_test(sums_and_differences_hold_year_by_year),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
