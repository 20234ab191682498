// SPDX-License-Identifier: Apache-2.0
/* plan: what lines of a plan become, and what each wrong line says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "base/error.h"
#include "query/plan.h"

static rap_plan *read_plan(const char *text)
{
    rap_plan *plan = NULL;
    rap_error err = {0};
    if (rap_plan_read(rap_span_of(text), &plan, &err) != RAP_OK) fail_msg("%s", err.text);
    return plan;
}

static const char whole[] =
    "\xEF\xBB\xBF# a comment\n"
    "title   Norway and China\n"
    "source  the article\r\n"
    "note    of all claims\n"
    "\n"
    "claim   R1 China is the biggest partner\n"
    "ask     partners NO area=technology topic=\"data center\" years=2011-2022 each=year\n"
    "expect  rank CN = 1 since 2019\n"
    "show    share_of_output CN in 2022\n"
    "reading all documents: kind=all points\n"
    "reading two asks:\n"
    "ask     us: pair NO US each=year bilateral-only\n"
    "expect  us.works [partner=US year=2020] > 3\n"
    "needs   R&D expenditure\n"
    "note    of this claim\n"
    "fixture worlds/a.world ill-posed\n"
    "  claim  Nothing is named\n"
    "source  another\n"
    "needs   an oracle\n";

static void a_plan_is_read_as_it_is_written(void **state)
{
    (void)state;
    rap_plan *p = read_plan(whole);
    assert_string_equal(p->title, "Norway and China");
    assert_string_equal(p->source, "the article");
    assert_int_equal(p->n_notes, 1);
    assert_int_equal(p->n_claims, 2);
    const rap_plan_claim *c = &p->claims[0];
    assert_int_equal(c->line, 6);
    assert_string_equal(c->id, "R1");
    assert_string_equal(c->statement, "China is the biggest partner");
    assert_string_equal(c->source, "");
    assert_string_equal(c->readings[2].needs[0], "R&D expenditure");
    assert_int_equal(c->readings[0].n_needs, 0);
    assert_string_equal(c->notes[0], "of this claim");
    assert_int_equal(c->n_readings, 3);
    const rap_plan_ask *ask = &c->readings[0].asks[0];
    assert_string_equal(ask->question, "partners");
    assert_int_equal(ask->n_options, 5);
    assert_string_equal(ask->options[0].name, "NO");
    assert_null(ask->options[0].value);
    assert_string_equal(ask->options[2].name, "topic");
    assert_string_equal(ask->options[2].value, "data center");
    assert_int_equal(c->readings[0].n_expects, 2);
    assert_int_equal(c->readings[0].expects[1].form, RAP_FORM_SHOW);
    assert_string_equal(c->readings[1].name, "all documents");
    assert_string_equal(c->readings[1].options[1].name, "points");
    assert_string_equal(c->readings[2].asks[0].name, "us");
    assert_int_equal(c->readings[2].n_options, 0);
    assert_string_equal(p->claims[1].id, "2");
    assert_string_equal(p->claims[1].statement, "Nothing is named");
    rap_plan_close(p);
}

static rap_expect expectation(rap_plan **plan, const char *text)
{
    char line[512];
    (void)snprintf(line, sizeof line, "claim X\nask a: rank\nask b: rank\nexpect %s\n", text);
    *plan = read_plan(line);
    return (*plan)->claims[0].readings[0].expects[0];
}

static void comparisons_have_terms_relations_and_years(void **state)
{
    (void)state;
    rap_plan *p;
    rap_expect e = expectation(&p, "a.share_of_output CN = 17 % +- 0.5% from 2011 until 2022");
    assert_int_equal(e.form, RAP_FORM_COMPARE);
    assert_string_equal(e.left.ask, "a");
    assert_string_equal(e.left.column, "share_of_output");
    assert_null(e.left.keys[0].column);
    assert_string_equal(e.left.keys[0].value, "CN");
    assert_true(e.right.is_number && e.right.percent);
    assert_true(e.right.number > 0.1699 && e.right.number < 0.1701);
    assert_true(e.tolerance > 0.00499 && e.tolerance < 0.00501);
    assert_int_equal(e.from, 2011);
    assert_int_equal(e.until, 2022);
    rap_plan_close(p);

    static const struct {
        const char *text;
        rap_relation relation;
        rap_quantifier quantifier;
        int from, until;
    } cases[] = {
        {"a.x A < b.x A", RAP_LT, RAP_EVERY, 0, 0},           {"a.x <= 3 in 2020", RAP_LE, RAP_EVERY, 2020, 2020},
        {"a.x A > -1.5 since 2019", RAP_GT, RAP_EVERY, 2019, 0}, {"a.x >= .5 until 2019", RAP_GE, RAP_EVERY, 0, 2019},
        {"a.x A != 1 ever", RAP_NE, RAP_EVER, 0, 0},          {"a.x A = 1 by 2018", RAP_EQ, RAP_EVERY, 2018, 0},
        {"a.x \"since\" = 1 since 2018 until 2020", RAP_EQ, RAP_EVERY, 2018, 2020},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        e = expectation(&p, cases[i].text);
        assert_int_equal(e.relation, cases[i].relation);
        assert_int_equal(e.quantifier, cases[i].quantifier);
        assert_int_equal(e.from, cases[i].from);
        assert_int_equal(e.until, cases[i].until);
        rap_plan_close(p);
    }
}

static void directions_passing_and_leaders_are_read(void **state)
{
    (void)state;
    rap_plan *p;
    rap_expect e = expectation(&p, "a.ric [partner=CN subject=\"data center\"] not falls since 2017");
    assert_int_equal(e.form, RAP_FORM_DIRECTION);
    assert_int_equal(e.direction, RAP_FALLS);
    assert_true(e.negated);
    assert_int_equal(e.left.n_keys, 2);
    assert_string_equal(e.left.keys[1].column, "subject");
    assert_string_equal(e.left.keys[1].value, "data center");
    rap_plan_close(p);
    e = expectation(&p, "a.works US is steady");
    assert_int_equal(e.direction, RAP_STEADY);
    rap_plan_close(p);
    e = expectation(&p, "a.works US falls faster than b.works GB until 2020");
    assert_true(e.faster);
    assert_string_equal(e.right.ask, "b");
    assert_int_equal(e.until, 2020);
    rap_plan_close(p);
    e = expectation(&p, "a.works CN / b.works CN rises since 2011");
    assert_string_equal(e.left.over->ask, "b");
    assert_string_equal(e.left.over->keys[0].value, "CN");
    assert_int_equal(e.from, 2011);
    rap_plan_close(p);
    e = expectation(&p, "a.works CN passes a.works US by 2022");
    assert_int_equal(e.form, RAP_FORM_PASSES);
    assert_int_equal(e.quantifier, RAP_BY);
    rap_plan_close(p);
    e = expectation(&p, "top 3 a.works = one, two ,three in 2020");
    assert_int_equal(e.form, RAP_FORM_TOP);
    assert_int_equal(e.top, 3);
    assert_string_equal(e.names[2], "three");
    assert_int_equal(e.until, 2020);
    rap_plan_close(p);
}

static void every_mistake_names_its_line_and_what_was_expected(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t line;
        const char *says;
    } wrong[] = {
        {"", 0, "no claim"},
        {"claims R1 x\n", 1, "found 'claims'"},
        {"ask rank\n", 1, "begin with 'claim'"},
        {"claim\n", 1, "says nothing"},
        {"claim R1\n", 1, "says nothing"},
        {"claim R1 x\n", 1, "expects nothing"},
        {"claim R1 x\nneeds y\nclaim R1 z\nneeds y\n", 3, "already in line 1"},
        {"claim x\nneeds y\ntitle late\n", 3, "before the first claim"},
        {"claim x\nexpect works = 1\n", 2, "nothing was asked"},
        {"claim x\nask rank\nask rank\n", 3, "second ask"},
        {"claim x\nask a: rank\nask a: rank\n", 3, "of this name"},
        {"claim x\nask 1: rank\n", 2, "name of an ask"},
        {"claim x\nask years=2011\n", 2, "expected a question"},
        {"claim x\nask rank [a=b]\n", 2, "option=value"},
        {"claim x\nask rank =b\n", 2, "option=value"},
        {"claim x\nask rank topic=\"open\nneeds y\n", 2, "not closed"},
        {"claim x\nask a: rank\nask b: rank\nexpect works CN = 1\n", 4, "which ask"},
        {"claim x\nask rank\nexpect c.works CN = 1\n", 3, "no ask above is called 'c'"},
        {"claim x\nask rank\nexpect works CN\n", 3, "relation"},
        {"claim x\nask rank\nexpect works CN == 1\n", 3, "relation"},
        {"claim x\nask rank\nexpect 1 = 2\n", 3, "two numbers"},
        {"claim x\nask rank\nexpect 1 rises\n", 3, "relation"},
        {"claim x\nask rank\nexpect Works CN = 1\n", 3, "a column"},
        {"claim x\nask rank\nexpect works [a] = 1\n", 3, "column=value"},
        {"claim x\nask rank\nexpect works [] = 1\n", 3, "column=value"},
        {"claim x\nask rank\nexpect works [a=b = 1\n", 3, "not closed"},
        {"claim x\nask rank\nexpect works CN = 1 +- 2 +- 3\n", 3, "end of the line"},
        {"claim x\nask rank\nexpect works CN > 1 +- 2\n", 3, "'+-' goes with"},
        {"claim x\nask rank\nexpect works CN = 1 +- -2\n", 3, "not negative"},
        {"claim x\nask rank\nexpect works CN = 1e999\n", 3, "a number"},
        {"claim x\nask rank\nexpect works CN = 1 since x\n", 3, "a year"},
        {"claim x\nask rank\nexpect works CN = 1 from 2020 until 2019\n", 3, "backwards"},
        {"claim x\nask rank\nexpect works CN = 1 from 2020\n", 3, "'until'"},
        {"claim x\nask rank\nexpect works CN / 3 = 1\n", 3, "a column after '/'"},
        {"claim x\nask rank\nexpect works CN is odd\n", 3, "'steady'"},
        {"claim x\nask rank\nexpect works CN not passes works US\n", 3, "'rises' or 'falls'"},
        {"claim x\nask rank\nexpect top 2 works = a\n", 3, "as many names"},
        {"claim x\nask rank\nexpect top 0 works = a\n", 3, "from 1 to 1000"},
        {"claim x\nask rank\nreading no colon\n", 3, "a name and ':'"},
        {"claim x\nneeds y\nreading a: b=c\nreading a: b=d\n", 4, "second reading"},
        {"claim x\nneeds y\nfixture a.world true\n", 3, "a verdict"},
        {"claim x\nneeds y\nsource a\nsource b\n", 4, "second source"},
        {"claim \xC3\x28\n", 1, "UTF-8"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        rap_plan *plan = NULL;
        rap_error err = {0};
        assert_int_equal(rap_plan_read(rap_span_of(wrong[i].text), &plan, &err), RAP_E_FORMAT);
        assert_null(plan);
        if (err.line != wrong[i].line || !strstr(err.text, wrong[i].says))
            fail_msg("case %zu: line %llu: %s", i, (unsigned long long)err.line, err.text);
    }
}

static void bytes_that_are_no_text_are_refused(void **state)
{
    (void)state;
    rap_plan *plan = NULL;
    rap_error err;
    assert_int_equal(rap_plan_read((rap_span){"claim a\0b", 9}, &plan, &err), RAP_E_FORMAT);
    static char line[10000];
    memset(line, 'x', sizeof line - 1);
    assert_int_equal(rap_plan_read(rap_span_of(line), &plan, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "8192"));
    assert_null(plan);
}

static void a_file_that_is_not_there_says_so(void **state)
{
    (void)state;
    rap_plan *plan = NULL;
    rap_error err;
    assert_int_equal(rap_plan_open("no/such.plan", &plan, &err), RAP_E_IO);
    assert_non_null(strstr(err.text, "no/such.plan"));
    assert_null(plan);
    rap_plan_close(NULL);
}

static void the_plans_that_are_shipped_can_be_read(void **state)
{
    (void)state;
    rap_plan *plan = NULL;
    rap_error err = {0};
    if (rap_plan_open(RAP_SOURCE_DIR "/data/plans/research.plan", &plan, &err) != RAP_OK) fail_msg("%s", err.text);
    assert_int_equal(plan->n_claims, 15);
    for (size_t i = 0; i < plan->n_claims; i++) {
        char id[32];
        (void)snprintf(id, sizeof id, "R%zu", i + 1);
        assert_string_equal(plan->claims[i].id, id);
    }
    rap_plan_close(plan);
}

static void short_memory_is_reported_and_nothing_leaks(void **state)
{
    (void)state;
    for (uint64_t n = 1;; n++) {
        rap_plan *plan = NULL;
        rap_error err;
        rap_alloc_fail_after(n);
        rap_status status = rap_plan_read(rap_span_of(whole), &plan, &err);
        rap_alloc_fail_after(0);
        if (status == RAP_OK) {
            assert_true(n > 20);
            rap_plan_close(plan);
            return;
        }
        assert_int_equal(status, RAP_E_MEMORY);
        assert_null(plan);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plan_is_read_as_it_is_written),
        cmocka_unit_test(comparisons_have_terms_relations_and_years),
        cmocka_unit_test(directions_passing_and_leaders_are_read),
        cmocka_unit_test(every_mistake_names_its_line_and_what_was_expected),
        cmocka_unit_test(bytes_that_are_no_text_are_refused),
        cmocka_unit_test(a_file_that_is_not_there_says_so),
        cmocka_unit_test(the_plans_that_are_shipped_can_be_read),
        cmocka_unit_test(short_memory_is_reported_and_nothing_leaks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
