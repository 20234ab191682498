// SPDX-License-Identifier: Apache-2.0
/* Mappings: the shipped ones are sound, every mistake is refused with its line, and short memory leaves nothing behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "cube/coded.h"
#include "source/mapping.h"

#define GOOD                                                                                                          \
    "domain trade\nparty exporter>importer\nperiod column=t\nexporter column=i code=number\nimporter column=j\n"     \
    "subject column=k form=hs\nmeasure value column=v unit=USD nature=flow\n"

static void the_shipped_ones_are_read(void **state)
{
    (void)state;
    static const char *const names[] = {"baci", "comtrade", "comtrade-old", "ember-intensity", "owid-generation", "iea-gevo",
                                        "iea-minerals", "bgs-minerals", "usgs-minerals", "eu-crm-supply", "capacity", "tidy"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        rap_mapping *m;
        rap_error err;
        if (rap_mapping_open(names[i], &m, &err) != RAP_OK) fail_msg("%s", err.text);
        assert_non_null(m->title);
        assert_string_equal(m->name, names[i]);
        assert_string_equal(m->schema.filter, names[i]);
        rap_mapping_free(m);
    }
    rap_mapping *none;
    rap_error err;
    assert_int_equal(rap_mapping_open("bacci", &none, &err), RAP_E_NOT_FOUND);
    assert_non_null(strstr(err.text, "shipped are baci"));
}

static void baci_is_what_its_documentation_says(void **state)
{
    (void)state;
    rap_mapping *m;
    assert_int_equal(rap_mapping_open("baci", &m, NULL), RAP_OK);
    assert_true(m->hs);
    assert_string_equal(m->schema.rule, "exporter>importer");
    assert_string_equal(m->schema.levels[3], "code");
    assert_int_equal(m->schema.n_measures, 3);
    assert_int_equal(m->schema.measures[0].decimals, 3);
    assert_int_equal(m->schema.measures[2].nature, RAP_MISSING);
    assert_string_equal(m->schema.measures[2].name, "quantity");
    rap_mapping_free(m);
}

static void assert_refused(const char *text, const char *says)
{
    rap_mapping *m = NULL;
    rap_error err = {0};
    assert_int_equal(rap_mapping_read("x.map", rap_span_of(text), &m, &err), RAP_E_FORMAT);
    assert_null(m);
    if (!strstr(err.text, says)) fail_msg("'%s' does not say '%s'", err.text, says);
}

static void mistakes_are_refused_with_their_line(void **state)
{
    (void)state;
    static const char *const bad[][2] = {
        {"", "no domain"},
        {"domain trade\n", "no party"},
        {GOOD "colour red\n", "line 8: 'colour' begins no line"},
        {GOOD "domain trade\n", "a second line of 'domain'"},
        {GOOD "measure value column=q unit=t nature=flow\n", "measure 2 of the schema"},
        {GOOD "measure q column=q unit=t\n", "expected nature="},
        {GOOD "measure q column=q nature=flow\n", "expected unit="},
        {GOOD "measure q column=q unit=t nature=pile\n", "none of flow, stock, rate"},
        {GOOD "measure q column=q unit=t nature=flow decimals=13\n", "decimals='13'"},
        {GOOD "measure Q column=q unit=t nature=flow\n", "small letters"},
        {GOOD "measure q column=q unit=t nature=flow blank=nil\n", "none of reject, unknown"},
        {GOOD "measure q column=q unit=t nature=flow when=x\n", "when= goes with a series"},
        {GOOD "measure q column=q unit=t nature=flow colour=red\n", "'colour=' is not known"},
        {GOOD "measure q column=\"q unit=t nature=flow\n", "a quote is not closed"},
        {GOOD "measure q column=q column=v unit=t nature=flow\n", "stands twice"},
        {GOOD "level stage column=s\n", "none beside a subject"},
        {GOOD "owner column=o\n", "stands beside exporter"},
        {GOOD "reporter column=r\n", "expected lines for both"},
        {GOOD "across column=x as=y\n", "across"},
        {GOOD "drop column=x\n", "expected column=COLUMN is="},
        {GOOD "kind status=dreamt\n", "none of observed"},
        {GOOD "alias x\n", "expected \"text\" CODE"},
        {GOOD "alias x norway\n", "expected \"text\" CODE"},
        {GOOD "repeat never\n", "expected add or reject"},
        {GOOD "separator blank\n", "expected comma"},
        {GOOD "exporter column=i fixed=NO\n", "column=NAME or fixed=CODE"},
        {"domain trade\nparty place\nplace column=c\nperiod column=t fixed=2020\n", "one of column=NAME"},
        {"domain trade\nparty place\nplace column=c\nperiod column=t\nlevel a\nmeasure v column=v unit=u nature=flow\n",
         "level a: expected column"},
        {"domain trade\nparty place\nplace column=c\nperiod column=t\nlevel a fixed=x\n", "no measure"},
        {"domain trade\nparty sideways\n", "party: expected"},
        {"=x\n", "expected a word"},
        {"domain \xFF\n", "UTF-8"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_refused(bad[i][0], bad[i][1]);
}

static void short_memory_is_reported(void **state)
{
    (void)state;
    rap_status status = RAP_E_MEMORY;
    for (uint64_t n = 1; status != RAP_OK; n++) {
        rap_mapping *m = NULL;
        rap_alloc_fail_after(n);
        status = rap_mapping_open("capacity", &m, NULL);
        rap_alloc_fail_after(0);
        assert_true(status == RAP_OK || (status == RAP_E_MEMORY && !m));
        rap_mapping_free(m);
        assert_true(n < 10000);
    }
}

static void texts_match_whole_or_by_their_beginning(void **state)
{
    (void)state;
    const char *const values[] = {"M", "World total*", ""};
    assert_true(rap_map_is(3, values, rap_span_of("M")));
    assert_false(rap_map_is(3, values, rap_span_of("MX")));
    assert_true(rap_map_is(3, values, rap_span_of("World total, rounded")));
    assert_true(rap_map_is(3, values, rap_span_of("")));
    assert_false(rap_map_is(2, values, rap_span_of("")));
}

static void codes_of_the_harmonised_system_are_paths(void **state)
{
    (void)state;
    rap_subject code = rap_subject_hs(rap_span_of("010121"));
    assert_int_equal(rap_subject_at(code, 1), 1);
    assert_int_equal(rap_subject_at(code, 2), 101);
    assert_int_equal(rap_subject_at(code, 3), 10121);
    assert_int_equal(rap_subject_hs(rap_span_of("0101")), rap_subject_node(code, 2));
    assert_int_equal(rap_subject_hs(rap_span_of("01")), rap_subject_node(code, 1));
    static const char *const bad[] = {"", "1", "850", "85076", "8507600", "00", "TOTAL", "8507.6", "-85076"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_int_equal(rap_subject_hs(rap_span_of(bad[i])), 0);
}

static void numbers_of_words_are_pinned(void **state)
{
    (void)state;
    assert_int_equal(rap_subject_word(3, rap_span_of("electricity")), rap_subject_word(3, rap_span_of("Electricity")));
    assert_int_equal(rap_subject_word(3, rap_span_of("electricity")), 3387532695);
    for (unsigned level = 0; level < RAP_LEVELS; level++) {
        uint64_t number = rap_subject_word(level, rap_span_of("mining"));
        assert_true(number > 0 && number <= rap_level_limit[level]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shipped_ones_are_read),
        cmocka_unit_test(baci_is_what_its_documentation_says),
        cmocka_unit_test(mistakes_are_refused_with_their_line),
        cmocka_unit_test(short_memory_is_reported),
        cmocka_unit_test(texts_match_whole_or_by_their_beginning),
        cmocka_unit_test(codes_of_the_harmonised_system_are_paths),
        cmocka_unit_test(numbers_of_words_are_pinned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
