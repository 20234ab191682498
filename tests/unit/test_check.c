// SPDX-License-Identifier: Apache-2.0
/* check: plans held against the golden toy set, whose numbers were worked out by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "query/plan.h"
#include "support/toy.h"

static rap_status check(const toy_fixture *f, const char *text, rap_table **out, size_t counts[RAP_VERDICT_END], rap_error *err)
{
    rap_plan *plan;
    rap_status status = rap_plan_read(rap_span_of(text), &plan, err);
    if (status != RAP_OK) return status;
    status = rap_plan_check(plan, f->catalog, &(rap_named_cube){"toy", f->cube}, 1, out, counts, err);
    rap_plan_close(plan);
    return status;
}

static rap_table *checked(const toy_fixture *f, const char *text)
{
    rap_table *table = NULL;
    rap_error err = {0};
    size_t counts[RAP_VERDICT_END];
    if (check(f, text, &table, counts, &err) != RAP_OK) fail_msg("%s", err.text);
    return table;
}

static const char *cell(const rap_table *t, size_t row, const char *column)
{
    return rap_table_cell(t, row, rap_table_find(t, column)).text;
}

/* The verdict of a claim with these lines; `holds` stands in its evidence or in what is missing. */
static void is_(void **state, const char *lines, const char *verdict, const char *holds)
{
    char text[1024];
    (void)snprintf(text, sizeof text, "claim x\n%s", lines);
    rap_table *t = checked(*state, text);
    if (strcmp(cell(t, 0, "verdict"), verdict) != 0 || (!strstr(cell(t, 0, "evidence"), holds) && !strstr(cell(t, 0, "missing"), holds)))
        fail_msg("%s: %s: %s [missing: %s]", lines, cell(t, 0, "verdict"), cell(t, 0, "evidence"), cell(t, 0, "missing"));
    rap_table_free(t);
}

static void verdicts_follow_the_numbers(void **state)
{
    is_(state, "ask partners NO\nexpect works CN = 3\n", "supported", "works CN = 3: 3");
    is_(state, "ask partners NO\nexpect works CN = 4\n", "contradicted", "3");
    is_(state, "ask partners NO\nexpect works CN > works SE\n", "undecidable", "3 against 2");
    is_(state, "ask partners NO points\nexpect works CN > works SE\n", "supported", "3 against 2");
    is_(state, "ask pair NO CN points\nexpect ric [partner=CN] = 0.7\n", "supported", "0.700");
    is_(state, "ask pair NO CN bilateral-only\nexpect works CN = 1\n", "supported", "");
    is_(state, "ask partners NO\nexpect works CN = 3\nexpect works US = 2\n", "contradicted", "works US = 2: 1");
    is_(state, "ask a: pair NO CN\nask b: pair NO US\nexpect a.works CN / b.works US = 3\n", "supported", "");
}

static void what_a_cube_does_not_hold_leaves_a_claim_open(void **state)
{
    is_(state, "ask partners JP\nexpect works CN = 1\n", "undecidable", "JP");
    is_(state, "ask partners NO\nexpect works JP = 1\n", "undecidable", "no row 'JP'");
    is_(state, "ask partners NO years=1950\nexpect works CN = 1\n", "undecidable", "outside this cube");
    is_(state, "ask partners NO topic=batteries\nexpect works CN = 1\n", "undecidable", "no subjects");
    is_(state, "ask partners NO\nexpect works CN = 3\nneeds R&D expenditure\n", "undecidable", "R&D expenditure");
    is_(state, "ask partners NO\nexpect works CN = 4\nneeds R&D expenditure\n", "contradicted", "");
    is_(state, "needs an oracle\n", "undecidable", "an oracle");
}

static void what_makes_no_sense_is_ill_posed(void **state)
{
    is_(state, "ask pair NO NO\nexpect works CN = 1\n", "ill-posed", "itself");
    is_(state, "ask pair NO nordic\nexpect works CN = 1\n", "ill-posed", "member");
}

static void what_a_plan_misspells_stops_the_check(void **state)
{
    static const struct {
        const char *text, *says;
        uint64_t line;
    } wrong[] = {
        {"claim x\nask partnres NO\nexpect works CN = 1\n", "did you mean 'partners'", 2},
        {"claim x\nask partners NO yaers=2011\nexpect works CN = 1\n", "did you mean 'years'", 2},
        {"claim x\nask partners NO CN\nexpect works CN = 1\n", "partners takes no 'CN'", 2},
        {"claim x\nask partners Norwya\nexpect works CN = 1\n", "did you mean 'Norway'", 2},
        {"claim x\nask partners NO area=tecnology\nexpect works CN = 1\n", "technology", 2},
        {"claim x\nask partners NO\nexpect wroks CN = 1\n", "no column of numbers 'wroks'", 3},
        {"claim x\nask partners NO\nexpect works CN rises\n", "each=year", 3},
        {"claim x\nask partners NO\nexpect works CN = 1\nreading y: knid=all\n", "did you mean 'kind'", 4},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        rap_table *table = NULL;
        rap_error err = {0};
        size_t counts[RAP_VERDICT_END] = {7, 7, 7, 7};
        assert_int_equal(check(*state, wrong[i].text, &table, counts, &err), RAP_E_FORMAT);
        assert_null(table);
        assert_int_equal(counts[0], 7);
        if (err.line != wrong[i].line || !strstr(err.text, wrong[i].says))
            fail_msg("case %zu: line %llu: %s", i, (unsigned long long)err.line, err.text);
    }
}

static const char readings[] =
    "title Toy\nsource a paper\n"
    "claim A1 Three joint works\n"
    "ask partners NO\n"
    "expect works CN = 3\n"
    "reading of two countries: bilateral-only\n"
    "reading the same without: bilateral-only=\n"
    "reading by country: count=country points\n"
    "reading another question:\n"
    "ask pair CN US\n"
    "expect works US = 3\n"
    "expect works US = 3\n"
    "claim A2 Never\nsource another\nask partners NO\nexpect works CN = 0\n";

static void readings_put_their_options_in_and_may_ask_anew(void **state)
{
    rap_table *t = checked(*state, readings);
    static const struct {
        const char *claim, *reading, *verdict, *source;
    } rows[] = {
        {"A1", "as stated", "supported", "a paper"},        {"A1", "of two countries", "contradicted", "a paper"},
        {"A1", "the same without", "supported", "a paper"}, {"A1", "by country", "contradicted", "a paper"},
        {"A1", "another question", "supported", "a paper"}, {"A2", "as stated", "contradicted", "another"},
    };
    assert_int_equal(rap_table_rows(t), sizeof rows / sizeof *rows);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_string_equal(cell(t, i, "claim"), rows[i].claim);
        assert_string_equal(cell(t, i, "reading"), rows[i].reading);
        assert_string_equal(cell(t, i, "verdict"), rows[i].verdict);
        assert_string_equal(cell(t, i, "source"), rows[i].source);
    }
    assert_string_equal(rap_table_title(t), "Toy");
    assert_non_null(strstr(cell(t, 1, "evidence"), "1 here, 3 as stated"));
    rap_table_free(t);
}

static void verdicts_are_counted_without_readings(void **state)
{
    rap_table *t = NULL;
    size_t counts[RAP_VERDICT_END];
    assert_int_equal(check(*state, readings, &t, counts, NULL), RAP_OK);
    assert_int_equal(counts[RAP_SUPPORTED], 1);
    assert_int_equal(counts[RAP_CONTRADICTED], 1);
    assert_int_equal(counts[RAP_UNDECIDABLE], 0);
    assert_int_equal(counts[RAP_ILL_POSED], 0);
    rap_table_free(t);
}

static void the_receipt_names_the_cube_and_what_was_asked(void **state)
{
    const toy_fixture *f = *state;
    rap_table *t = checked(f, readings);
    const char *key, *value;
    bool cube = false, ask = false;
    for (size_t i = 0; rap_table_receipt(t, i, &key, &value); i++) {
        cube = cube || (strcmp(key, "cube") == 0 && strcmp(value, rap_cube_identity(f->cube)) == 0);
        ask = ask || (strcmp(key, "A1") == 0 && strcmp(value, "partners NO") == 0);
    }
    assert_true(cube && ask);
    rap_table_free(t);
}

static void claims_are_selected_by_name(void **state)
{
    const toy_fixture *f = *state;
    rap_plan *plan;
    rap_error err;
    assert_int_equal(rap_plan_read(rap_span_of(readings), &plan, NULL), RAP_OK);
    assert_int_equal(rap_plan_select(plan, "A2,A3", &err), RAP_E_NOT_FOUND);
    assert_non_null(strstr(err.text, "'A3'"));
    assert_int_equal(plan->n_claims, 2);
    assert_int_equal(rap_plan_select(plan, "A2, A2", &err), RAP_OK);
    assert_int_equal(plan->n_claims, 1);
    rap_table *t = NULL;
    size_t counts[RAP_VERDICT_END];
    assert_int_equal(rap_plan_check(plan, f->catalog, &(rap_named_cube){"toy", f->cube}, 1, &t, counts, NULL), RAP_OK);
    assert_string_equal(cell(t, 0, "claim"), "A2");
    rap_table_free(t);
    rap_plan_close(plan);
}

static void the_research_plan_asks_nothing_that_is_unknown(void **state)
{
    const toy_fixture *f = *state;
    rap_plan *plan;
    rap_error err = {0};
    rap_table *t = NULL;
    size_t counts[RAP_VERDICT_END];
    assert_int_equal(rap_plan_open(RAP_SOURCE_DIR "/data/plans/research.plan", &plan, NULL), RAP_OK);
    if (rap_plan_check(plan, f->catalog, &(rap_named_cube){"toy", f->cube}, 1, &t, counts, &err) != RAP_OK) fail_msg("%s", err.text);
    for (size_t i = 0; i < rap_table_rows(t); i++)
        if (strcmp(cell(t, i, "verdict"), "undecidable") == 0) assert_true(*cell(t, i, "missing"));
    rap_table_free(t);
    rap_plan_close(plan);
}

/* An ask goes to the one it names, and what is not given decides nothing. */
static void an_ask_goes_to_the_cube_it_names(void **state)
{
    const toy_fixture *f = *state;
    static const char text[] = "cube toy the toy set\ncube trade exports by country\n"
                               "claim A1 a\nask partners NO years=2019-2022\nexpect works CN > 0\n"
                               "reading elsewhere: cube=trade\n"
                               "claim A2 b\nask partners NO cube=trade\nexpect works CN > 0\n"
                               "reading here: cube=toy\n"
                               "reading by default: cube=\n";
    rap_table *t = checked(f, text);
    assert_int_equal(rap_table_rows(t), 5);
    for (size_t row = 0; row < 5; row += row ? 1 : 3) assert_string_equal(cell(t, row, "verdict"), "supported");
    for (size_t row = 1; row <= 2; row++) {
        assert_string_equal(cell(t, row, "verdict"), "undecidable");
        assert_non_null(strstr(cell(t, row, "missing"), "the cube 'trade', exports by country (give -c trade.rap)"));
    }
    rap_table_free(t);
}

static void events_stand_in_order_of_their_dates(void **state)
{
    rap_table *t = checked(*state, "claim A1 a\nneeds b\nevent 2023-06-30 third\nevent 2020 first\nevent 2023 second\n");
    assert_non_null(strstr(rap_table_note(t, 0), "A1: events beside the numbers, no cause is claimed: 2020 first; 2023 second; 2023-06-30 third"));
    assert_string_equal(cell(t, 0, "verdict"), "undecidable");
    rap_table_free(t);
}

static void what_names_no_cube_and_no_date_is_refused(void **state)
{
    const toy_fixture *f = *state;
    static const struct {
        const char *text, *says;
    } bad[] = {
        {"cube toy the toy set\nclaim A1 a\nask partners NO cube=tyo\nexpect works CN > 0\n", "no 'cube' line of the plan names 'tyo'; did you mean 'toy'?"},
        {"cube toy\nclaim A1 a\nneeds b\n", "expected a name and what the cube holds"},
        {"cube 1 a\nclaim A1 a\nneeds b\n", "the name of a cube has letters"},
        {"cube a b\ncube a c\nclaim A1 a\nneeds b\n", "a second cube of this name"},
        {"claim A1 a\nneeds b\ncube a c\n", "stands before the first claim"},
        {"claim A1 a\nneeds b\nevent 2023-1-1 c\n", "expected a date and what happened"},
        {"claim A1 a\nneeds b\nevent 2023-13 c\n", "expected a date and what happened"},
        {"claim A1 a\nneeds b\nevent 2023\n", "expected a date and what happened"},
        {"claim A1 a\nneeds b\nevent 2023-01-01-01 c\n", "expected a date and what happened"},
        {"event 2023 c\nclaim A1 a\nneeds b\n", "this belongs to a claim"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        rap_error err = {0};
        rap_table *t = NULL;
        size_t counts[RAP_VERDICT_END];
        assert_int_equal(check(f, bad[i].text, &t, counts, &err), RAP_E_FORMAT);
        if (!strstr(err.text, bad[i].says)) fail_msg("'%s' says '%s'", bad[i].text, err.text);
    }
}

static void every_verdict_has_a_name(void **state)
{
    (void)state;
    for (int v = 0; v < RAP_VERDICT_END; v++) assert_null(strstr(rap_verdict_text((rap_verdict)v), "unknown"));
    assert_string_equal(rap_verdict_text(RAP_VERDICT_END), "unknown verdict");
}

static void short_memory_is_reported_and_nothing_leaks(void **state)
{
    for (uint64_t n = 1;; n++) {
        rap_table *t = NULL;
        rap_error err;
        size_t counts[RAP_VERDICT_END] = {7};
        rap_alloc_fail_after(n);
        rap_status status = check(*state, readings, &t, counts, &err);
        rap_alloc_fail_after(0);
        if (status == RAP_OK) {
            assert_true(n > 50);
            rap_table_free(t);
            return;
        }
        assert_int_equal(status, RAP_E_MEMORY);
        assert_null(t);
        assert_int_equal(counts[0], 7);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verdicts_follow_the_numbers),
        cmocka_unit_test(what_a_cube_does_not_hold_leaves_a_claim_open),
        cmocka_unit_test(what_makes_no_sense_is_ill_posed),
        cmocka_unit_test(what_a_plan_misspells_stops_the_check),
        cmocka_unit_test(readings_put_their_options_in_and_may_ask_anew),
        cmocka_unit_test(verdicts_are_counted_without_readings),
        cmocka_unit_test(the_receipt_names_the_cube_and_what_was_asked),
        cmocka_unit_test(claims_are_selected_by_name),
        cmocka_unit_test(the_research_plan_asks_nothing_that_is_unknown),
        cmocka_unit_test(an_ask_goes_to_the_cube_it_names),
        cmocka_unit_test(events_stand_in_order_of_their_dates),
        cmocka_unit_test(what_names_no_cube_and_no_date_is_refused),
        cmocka_unit_test(every_verdict_has_a_name),
        cmocka_unit_test(short_memory_is_reported_and_nothing_leaks),
    };
    return cmocka_run_group_tests(tests, toy_set_up, toy_tear_down);
}
