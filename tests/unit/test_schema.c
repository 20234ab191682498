// SPDX-License-Identifier: Apache-2.0
/* Promises of cube/schema.h: one text for one schema, and the first difference named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "cube/schema.h"

static const char research_text[] = "domain\tresearch\n"
                                    "form\tset\n"
                                    "rule\tunion\n"
                                    "filter\txpac,paratext,retracted\n"
                                    "level\tdomain\n"
                                    "level\tfield\n"
                                    "level\tsubfield\n"
                                    "level\ttopic\n"
                                    "shares\tyes\n"
                                    "measure\tworks\twork\t0\tflow\n";

static void a_schema_is_written_as_lines(void **state)
{
    (void)state;
    rap_schema schema = rap_schema_research("union", "xpac,paratext,retracted");
    rap_text text = {0};
    rap_schema_write(&schema, &text);
    assert_string_equal(rap_text_get(&text), research_text);
    rap_text_release(&text);
}

static rap_schema trade(void)
{
    rap_schema schema = {.domain = "trade",
                         .form = RAP_PARTY_ORDERED,
                         .rule = "origin",
                         .filter = "none",
                         .levels = {"chapter", "heading", "", "code"},
                         .n_measures = 2,
                         .measures = {{"value", "USD", 3, RAP_FLOW}, {"stock", "t", 18, RAP_STOCK}}};
    return schema;
}

static void reading_gives_back_what_was_written(void **state)
{
    (void)state;
    rap_schema schemas[] = {rap_schema_research("union", ""), rap_schema_pairs(), trade()};
    for (size_t i = 0; i < 3; i++) {
        rap_text text = {0};
        rap_schema read;
        const char *what = NULL;
        rap_schema_write(&schemas[i], &text);
        assert_int_equal(rap_schema_read((rap_span){text.data, text.length}, &read, NULL), RAP_OK);
        assert_true(rap_schema_equal(&schemas[i], &read, &what));
        rap_text_release(&text);
    }
}

static void every_difference_is_named(void **state)
{
    (void)state;
    rap_schema base = rap_schema_research("union", "none"), other;
    const char *what;
    other = base, strcpy(other.domain, "trade");
    assert_false(rap_schema_equal(&base, &other, &what));
    assert_string_equal(what, "domain");
    other = base, other.form = RAP_PARTY_PAIR;
    assert_false(rap_schema_equal(&base, &other, &what));
    assert_string_equal(what, "form of parties");
    other = rap_schema_research("countries-else-institutions", "none");
    assert_false(rap_schema_equal(&base, &other, &what));
    assert_string_equal(what, "rule for countries");
    other = rap_schema_research("union", "xpac");
    assert_false(rap_schema_equal(&base, &other, &what));
    assert_string_equal(what, "filter");
    other = base, strcpy(other.levels[3], "keyword");
    assert_false(rap_schema_equal(&base, &other, &what));
    assert_string_equal(what, "levels of subjects");
    other = base, other.shares = false;
    assert_false(rap_schema_equal(&base, &other, &what));
    assert_string_equal(what, "author shares");
    other = base, other.n_measures = 2, other.measures[1] = other.measures[0];
    assert_false(rap_schema_equal(&base, &other, &what));
    assert_string_equal(what, "number of measures");
    other = base, other.measures[0].decimals = 2;
    assert_false(rap_schema_equal(&base, &other, &what));
    assert_string_equal(what, "measures");
    assert_false(rap_schema_equal(&base, &other, NULL));
}

static void what_cannot_be_a_schema_is_refused(void **state)
{
    (void)state;
    rap_schema good = trade(), bad;
    assert_int_equal(rap_schema_check(&good, NULL), RAP_OK);
    bad = good, bad.domain[0] = '\0';
    assert_int_equal(rap_schema_check(&bad, NULL), RAP_E_USAGE);
    bad = good, strcpy(bad.rule, "a\tb");
    assert_int_equal(rap_schema_check(&bad, NULL), RAP_E_USAGE);
    bad = good, memset(bad.filter, 'x', sizeof bad.filter);
    assert_int_equal(rap_schema_check(&bad, NULL), RAP_E_USAGE);
    bad = good, strcpy(bad.levels[0], "\xff");
    assert_int_equal(rap_schema_check(&bad, NULL), RAP_E_USAGE);
    bad = good, bad.form = (rap_party_form)7;
    assert_int_equal(rap_schema_check(&bad, NULL), RAP_E_USAGE);
    bad = good, bad.shares = true;
    assert_int_equal(rap_schema_check(&bad, NULL), RAP_E_USAGE);
    bad = good, bad.n_measures = 0;
    assert_int_equal(rap_schema_check(&bad, NULL), RAP_E_USAGE);
    bad = good, bad.n_measures = RAP_MEASURES_MAX + 1;
    assert_int_equal(rap_schema_check(&bad, NULL), RAP_E_USAGE);
    bad = good, bad.measures[1].name[0] = '\0';
    assert_int_equal(rap_schema_check(&bad, NULL), RAP_E_USAGE);
    bad = good, bad.measures[1].decimals = 19;
    assert_int_equal(rap_schema_check(&bad, NULL), RAP_E_USAGE);
}

/* Replaces `from` by `to` in the text of a research schema and expects a refusal at `line` (0 = none given). */
static void assert_refused(const char *from, const char *to, uint64_t line)
{
    const char *at = strstr(research_text, from);
    assert_non_null(at);
    rap_text text = {0};
    rap_text_add(&text, research_text, (size_t)(at - research_text));
    rap_text_puts(&text, to);
    rap_text_puts(&text, at + strlen(from));
    rap_schema schema = {.n_measures = 77};
    rap_error err = {0};
    assert_int_equal(rap_schema_read((rap_span){text.data, text.length}, &schema, &err), RAP_E_FORMAT);
    assert_int_equal(err.line, line);
    assert_int_equal(schema.n_measures, 77);
    rap_text_release(&text);
}

static void another_text_is_refused_with_its_line(void **state)
{
    (void)state;
    assert_refused("domain\tresearch", "domain research", 1);
    assert_refused("domain\tresearch", "domain\tresearch-on-everything", 1);
    assert_refused("domain\tresearch\n", "", 1);
    assert_refused("form\tset", "form\tsets", 2);
    assert_refused("rule\tunion", "rules\tunion", 3);
    assert_refused("rule\tunion", "rule\tu\x01n", 3);
    assert_refused("level\ttopic\n", "", 8);
    assert_refused("shares\tyes", "shares\ttrue", 9);
    assert_refused("work\t0\tflow", "work\t00\tflow", 0);
    assert_refused("work\t0\tflow", "work\t19\tflow", 10);
    assert_refused("work\t0\tflow", "work\t0\tfluss", 10);
    assert_refused("work\t0\tflow", "work\t0\tflow\t", 10);
    assert_refused("measure\tworks\twork\t0\tflow\n", "", 10);
    assert_refused("flow\n", "flow", 10);
    assert_refused("flow\n", "flow\n\n", 11);
    assert_refused("form\tset", "form\tpair", 0); /* shares need sets */
    rap_schema schema;
    assert_int_equal(rap_schema_read((rap_span){NULL, 0}, &schema, NULL), RAP_E_FORMAT);
    assert_int_equal(rap_schema_read((rap_span){"domain\tre\0earch\n", 16}, &schema, NULL), RAP_E_FORMAT);
}

static void measures_have_names_of_their_own_and_a_limit(void **state)
{
    (void)state;
    rap_schema pairs = rap_schema_pairs(), schema;
    rap_text text = {0};
    rap_schema_write(&pairs, &text);
    for (int i = 1; i < RAP_MEASURES_MAX; i++) rap_text_printf(&text, "measure\tm%d\tt\t0\tstock\n", i);
    assert_int_equal(rap_schema_read((rap_span){text.data, text.length}, &schema, NULL), RAP_OK);
    assert_int_equal(schema.n_measures, RAP_MEASURES_MAX);
    rap_text_puts(&text, "measure\tone more\tt\t0\tflow\n");
    assert_int_equal(rap_schema_read((rap_span){text.data, text.length}, &schema, NULL), RAP_E_FORMAT);
    rap_text_release(&text);
    schema = pairs;
    schema.n_measures = 2;
    schema.measures[1] = schema.measures[0];
    assert_int_equal(rap_schema_check(&schema, NULL), RAP_E_USAGE);
}

static void a_missing_count_goes_with_the_measure_before_it(void **state)
{
    (void)state;
    rap_schema schema = rap_schema_pairs();
    schema.form = RAP_PARTY_ORDERED;
    schema.n_measures = 3;
    schema.measures[1] = (rap_measure){"quantity", "t", 3, RAP_FLOW};
    schema.measures[2] = (rap_measure){"quantity", "facts", 0, RAP_MISSING};
    assert_int_equal(rap_schema_check(&schema, NULL), RAP_OK);
    assert_int_equal(rap_schema_measure(&schema, rap_span_of("quantity")), 1);
    assert_int_equal(rap_schema_missing(&schema, 1), 2);
    assert_int_equal(rap_schema_missing(&schema, 0), RAP_MEASURES_MAX);
    rap_schema bad = schema;
    bad.measures[2].decimals = 1;
    assert_int_equal(rap_schema_check(&bad, NULL), RAP_E_USAGE);
    bad = schema;
    (void)snprintf(bad.measures[2].name, sizeof bad.measures[2].name, "works");
    assert_int_equal(rap_schema_check(&bad, NULL), RAP_E_USAGE);
    bad = schema;
    bad.measures[1] = schema.measures[2];
    assert_int_equal(rap_schema_check(&bad, NULL), RAP_E_USAGE);
}

static void short_memory_is_reported(void **state)
{
    (void)state;
    rap_schema schema = {.n_measures = 77};
    rap_status status = RAP_E_MEMORY;
    for (uint64_t n = 1; status != RAP_OK; n++) {
        rap_alloc_fail_after(n);
        status = rap_schema_read(rap_span_of(research_text), &schema, NULL);
        rap_alloc_fail_after(0);
        if (status != RAP_OK) {
            assert_int_equal(status, RAP_E_MEMORY);
            assert_int_equal(schema.n_measures, 77);
        }
    }
    assert_int_equal(schema.n_measures, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_schema_is_written_as_lines),
        cmocka_unit_test(reading_gives_back_what_was_written),
        cmocka_unit_test(every_difference_is_named),
        cmocka_unit_test(what_cannot_be_a_schema_is_refused),
        cmocka_unit_test(another_text_is_refused_with_its_line),
        cmocka_unit_test(measures_have_names_of_their_own_and_a_limit),
        cmocka_unit_test(a_missing_count_goes_with_the_measure_before_it),
        cmocka_unit_test(short_memory_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
