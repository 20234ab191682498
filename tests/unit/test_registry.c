// SPDX-License-Identifier: Apache-2.0
/* registry: what is declared can be relied on by help, completion, URLs and the parser. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "query/asking.h"
#include "query/suggest.h"
#include "support/toy.h"

static const rap_question *question(const char *name)
{
    const rap_question *q = rap_question_find(rap_span_of(name));
    if (!q) fail_msg("no question '%s'", name);
    return q;
}

static void every_question_promised_is_there(void **state)
{
    (void)state;
    static const char *const names[] = {"partners", "pair",   "profile", "rank",  "fields", "trend",
                                        "forecast", "target", "figures", "scenario", "export", "groups",  "areas", "info"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) assert_true(question(names[i])->ask || question(names[i])->ask_table);
    assert_null(rap_question_find(rap_span_of("nothing")));
    assert_null(rap_question_find(rap_span_of("")));
}

/* True where a command line asks `name`; "chain footprint" asks chain-footprint. */
static bool asks(const char *line, const char *name)
{
    for (; *name; line++, name++)
        if (*line != *name && !(*line == ' ' && *name == '-')) return false;
    return *line == '\0' || *line == ' ';
}

static void every_question_explains_itself(void **state)
{
    (void)state;
    for (size_t i = 0; rap_question_at(i); i++) {
        const rap_question *q = rap_question_at(i);
        assert_true(strlen(q->summary) > 10 && strlen(q->help) > 10);
        assert_non_null(q->examples[0]);
        size_t positionals = 0;
        while (positionals < 3 && q->positionals[positionals]) positionals++;
        assert_true(positionals <= 2 && q->required <= positionals);
        assert_true(!q->lens || q->needs_cube);
        for (size_t k = 0; q->examples[k]; k++) assert_true(asks(q->examples[k], q->name));
    }
}

static void options_named_by_questions_are_declared_and_none_twice(void **state)
{
    (void)state;
    for (size_t i = 0; rap_question_at(i); i++) {
        rap_span rest = rap_span_of(rap_question_at(i)->options), name;
        while (rest.length && rap_span_next(&rest, ' ', &name)) {
            const rap_option_spec *spec = rap_option_spec_find(name);
            if (!spec) fail_msg("%s: option '%.*s' is not declared", rap_question_at(i)->name, (int)name.length, name.data);
            assert_false(spec->lens && rap_question_at(i)->lens); /* it would stand in help twice */
        }
    }
    for (size_t i = 0; rap_option_spec_at(i); i++) {
        const rap_option_spec *spec = rap_option_spec_at(i);
        assert_ptr_equal(rap_option_spec_find(rap_span_of(spec->name)), spec);
        assert_true(strlen(spec->summary) > 5);
    }
}

static void questions_take_the_lens_where_they_look_at_facts(void **state)
{
    (void)state;
    assert_true(rap_question_takes(question("partners"), rap_span_of("years")));
    assert_true(rap_question_takes(question("partners"), rap_span_of("sort")));
    assert_false(rap_question_takes(question("partners"), rap_span_of("horizon")));
    assert_false(rap_question_takes(question("groups"), rap_span_of("years")));
    assert_false(rap_question_takes(question("info"), rap_span_of("kind")));
    assert_false(rap_question_takes(question("partners"), rap_span_of("country")));
}

static void an_unknown_question_gets_the_nearest_name(void **state)
{
    (void)state;
    rap_error err = {0};
    rap_table *table = NULL;
    assert_int_equal(rap_ask(NULL, NULL, "partnres", NULL, 0, &table, &err), RAP_E_USAGE);
    assert_string_equal(err.text, "no question is called 'partnres'; did you mean 'partners'?");
    assert_null(table);
}

static const char *nearest(const char *wanted, const char *const *names)
{
    rap_suggest s = rap_suggest_init(rap_span_of(wanted));
    for (; *names; names++) rap_suggest_try(&s, *names);
    return s.best ? s.best : "";
}

static void suggestions_are_near_and_stay_silent_where_nothing_is(void **state)
{
    (void)state;
    static const char *const names[] = {"partners", "pair", "profile", "rank", "Norway", "nordic", NULL};
    assert_string_equal(nearest("partner", names), "partners");
    assert_string_equal(nearest("parntres", names), "partners");
    assert_string_equal(nearest("PROFIEL", names), "profile");
    assert_string_equal(nearest("Norwya", names), "Norway");
    assert_string_equal(nearest("par", names), "partners"); /* begins with it; the one tried first */
    assert_string_equal(nearest("zebra", names), "");
    assert_string_equal(nearest("rk", names), "");          /* too short to guess */
    assert_string_equal(nearest("", names), "");
    char longest[200];
    memset(longest, 'a', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    assert_string_equal(nearest(longest, names), "");
    const char *const odd[] = {longest, NULL};
    assert_string_equal(nearest("partners", odd), "");
}

/* ------------------------------------------------------------ questions of ours */

static const char *text_at(const rap_table *t, size_t row, const char *column)
{
    return rap_table_cell(t, row, rap_table_find(t, column)).text;
}

static rap_table *asked(const rap_catalog *catalog, const rap_cube *cube, const char *name, const char *option,
                        const char *value)
{
    rap_table *table = NULL;
    rap_error err = {0};
    rap_option o = {option, value};
    if (rap_ask(catalog, cube, name, &o, option ? 1 : 0, &table, &err) != RAP_OK) fail_msg("%s", err.text);
    return table;
}

static void groups_lists_members_with_their_spells(void **state)
{
    (void)state;
    rap_catalog *catalog;
    assert_int_equal(rap_catalog_open(NULL, &catalog, NULL), RAP_OK);
    rap_table *t = asked(catalog, NULL, "groups", "group", "nato");
    bool finland = false;
    for (size_t r = 0; r < rap_table_rows(t); r++)
        if (strcmp(text_at(t, r, "code"), "FI") == 0) {
            finland = true;
            assert_string_equal(text_at(t, r, "from"), "2023");
            assert_string_equal(text_at(t, r, "to"), "");
            assert_string_equal(text_at(t, r, "country"), "Finland");
        }
    assert_true(finland);
    rap_table_free(t);
    t = asked(catalog, NULL, "groups", "group", "Finland");
    for (size_t r = 0; r < rap_table_rows(t); r++) assert_string_equal(text_at(t, r, "code"), "FI");
    assert_true(rap_table_rows(t) >= 4);
    rap_table_free(t);
    t = asked(catalog, NULL, "groups", NULL, NULL);
    assert_true(rap_table_rows(t) > 100);
    rap_table_free(t);
    rap_catalog_close(catalog);
}

static void areas_lists_nodes(void **state)
{
    (void)state;
    rap_catalog *catalog;
    assert_int_equal(rap_catalog_open(NULL, &catalog, NULL), RAP_OK);
    rap_table *t = asked(catalog, NULL, "areas", "area", "computer-science");
    assert_int_equal(rap_table_rows(t), 1);
    assert_string_equal(text_at(t, 0, "subject"), "fields/17");
    rap_table_free(t);
    rap_catalog_close(catalog);
}

static const char *info_of(const rap_table *t, const char *section, const char *item)
{
    for (size_t r = 0; r < rap_table_rows(t); r++)
        if (strcmp(text_at(t, r, "section"), section) == 0 && strcmp(text_at(t, r, "item"), item) == 0)
            return text_at(t, r, "value");
    fail_msg("info has no %s: %s", section, item);
    return "";
}

static void info_counts_works_by_coverage(void **state)
{
    (void)state;
    rap_catalog *catalog;
    assert_int_equal(rap_catalog_open(NULL, &catalog, NULL), RAP_OK);
    rap_cube *cube = toy_cube();
    rap_table *t = asked(catalog, cube, "info", NULL, NULL);
    assert_string_equal(info_of(t, "cube", "identity"), rap_cube_identity(cube));
    assert_string_equal(info_of(t, "works", "all"), "11");
    assert_string_equal(info_of(t, "works", "of two or more countries"), "7");
    assert_string_equal(info_of(t, "works", "without a topic"), "11");
    assert_string_equal(info_of(t, "works", "without a year"), "0");
    assert_string_equal(info_of(t, "size", "years"), "2020-2020");
    assert_string_equal(info_of(t, "works by type and coverage", "article: countries of all authorships known"), "9");
    assert_string_equal(info_of(t, "works by type and coverage", "article: countries of some authorships known"), "1");
    assert_string_equal(info_of(t, "works by type and coverage", "article: countries of no authorship known"), "1");
    rap_table_free(t);
    rap_cube_close(cube);
    rap_catalog_close(catalog);
}

static void our_questions_survive_every_failing_allocation(void **state)
{
    (void)state;
    static const char *const names[] = {"groups", "areas", "info"};
    rap_catalog *catalog;
    assert_int_equal(rap_catalog_open(NULL, &catalog, NULL), RAP_OK);
    rap_cube *cube = toy_cube();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        rap_status status = RAP_E_MEMORY;
        for (uint64_t n = 1; status != RAP_OK; n++) {
            rap_table *table = NULL;
            rap_alloc_fail_after(n);
            status = rap_ask(catalog, cube, names[i], NULL, 0, &table, NULL);
            rap_alloc_fail_after(0);
            assert_true(status == RAP_OK || (status == RAP_E_MEMORY && !table));
            assert_true(n < 1000);
            rap_table_free(table);
        }
    }
    rap_cube_close(cube);
    rap_catalog_close(catalog);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_question_promised_is_there),
        cmocka_unit_test(every_question_explains_itself),
        cmocka_unit_test(options_named_by_questions_are_declared_and_none_twice),
        cmocka_unit_test(questions_take_the_lens_where_they_look_at_facts),
        cmocka_unit_test(an_unknown_question_gets_the_nearest_name),
        cmocka_unit_test(suggestions_are_near_and_stay_silent_where_nothing_is),
        cmocka_unit_test(groups_lists_members_with_their_spells),
        cmocka_unit_test(areas_lists_nodes),
        cmocka_unit_test(info_counts_works_by_coverage),
        cmocka_unit_test(our_questions_survive_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
