// SPDX-License-Identifier: Apache-2.0
/* Promises of source/openalex.h for single works: every form of every member, and its refusals. */
#include "support/works.h"

/* ------------------------------------------------------------------------------------------- single members */

#define BARE "\t0/0/0/0\tunknown;other;no-authors\t---\t\t\t|||"

static void test_ids_are_urls_letters_and_digits_or_integers(void **state)
{
    (void)state;
    assert_reads("{\"id\":\"https://openalex.org/W4390940632\"}", "4390940632\t0\t0" BARE);
    assert_reads("{\"id\":\"W12\"}", "12\t0\t0" BARE);
    assert_reads(" { \"id\" : 12 } ", "12\t0\t0" BARE);
    assert_reads("{\"\\u0069d\":\"\\u0057\\u0031\"}", "1\t0\t0" BARE);
    assert_reads("{}", "refused: no valid id at 0: no id");
    static const char *const bad[] = {"\"12\"",
                                      "\"A12\"",
                                      "\"W\"",
                                      "\"\"",
                                      "\"W12x\"",
                                      "-1",
                                      "1.0",
                                      "null",
                                      "true",
                                      "{}",
                                      "\"W99999999999999999999\"",
                                      "\"http://example.org/W1\""};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char json[128], want[192];
        snprintf(json, sizeof json, "{\"id\":%s}", bad[i]);
        snprintf(want, sizeof want,
                 "refused: no valid id at 6: expected an id of a work, W and digits: found %s", bad[i]);
        assert_reads(json, want);
    }
}

static void test_times_become_microseconds(void **state)
{
    (void)state;
    static const struct {
        const char *text, *micros;
    } times[] = {
        {"2026-01-29T23:17:01.242718", "1769728621242718"},
        {"2026-01-29 23:17:01.242718", "1769728621242718"},
        {"2026-01-29T23:17:01.2427189", "1769728621242718"},
        {"2026-01-29T23:17:01.5Z", "1769728621500000"},
        {"2026-01-30T01:17:01+02:00", "1769728621000000"},
        {"2026-01-29T21:47:01-0130", "1769728621000000"},
        {"2023-05-16", "1684195200000000"},
        {"2000-02-29", "951782400000000"},
        {"1970-01-01T00:00:00.000001", "1"},
        {"9999-12-31", "253402214400000000"},
        {"1969-12-31", "0"},
        {"1970-01-01T00:30:00+01:00", "0"},
        {"1900-02-29", "0"},
        {"2023-02-29", "0"},
        {"2023-13-01", "0"},
        {"2023-00-01", "0"},
        {"2023-01-00", "0"},
        {"2023-01-01T24:00:00", "0"},
        {"2023-01-01T00:00", "0"},
        {"2023-01-01T00:00:00.", "0"},
        {"2023-01-01T00:00:00Zx", "0"},
        {"2023-1-1", "0"},
        {"yesterday", "0"},
        {"", "0"},
    };
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        char json[128], want[128];
        snprintf(json, sizeof json, "{\"updated_date\":\"%s\",\"id\":1}", times[i].text);
        snprintf(want, sizeof want, "1\t%s\t0" BARE, times[i].micros);
        assert_reads(json, want);
    }
    assert_reads("{\"id\":1,\"updated_date\":null}", "1\t0\t0" BARE);
    assert_reads("{\"id\":1,\"updated_date\":20230516}", "1\t0\t0" BARE);
    assert_reads("{\"id\":1,\"updated_date\":\"2023\\u002d05-16\"}", "1\t1684195200000000\t0" BARE);
}

static void test_years_are_integers_in_range_or_not_known(void **state)
{
    (void)state;
    assert_reads("{\"id\":1,\"publication_year\":1000}", "1\t0\t1000" BARE);
    assert_reads("{\"id\":1,\"publication_year\":2050}", "1\t0\t2050" BARE);
    assert_reads("{\"id\":1,\"publication_year\":null}", "1\t0\t0" BARE);
    static const char *const bad[] = {"999",     "2051",     "0",    "-2000",  "2019.0",
                                      "2.019e3", "\"2019\"", "true", "[2019]", "99999999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char json[128], want[192];
        snprintf(json, sizeof json, "{\"id\":1,\"publication_year\":%s}", bad[i]);
        snprintf(want, sizeof want,
                 "refused: invalid publication year at 27: expected an integer in 1000 to 2050: found %s",
                 bad[i]);
        assert_reads(json, want);
    }
}

#define KIND(kind) "1\t0\t0\t0/0/0/0\t" kind "\t---\t\t\t|||"

static void test_types_are_short_words(void **state)
{
    (void)state;
    assert_reads("{\"id\":1,\"type\":\"book-chapter\"}", KIND("book-chapter;other;no-authors"));
    assert_reads("{\"id\":1,\"type\":null}", KIND("unknown;other;no-authors"));
    assert_reads("{\"id\":1,\"type\":\"\\u0061rticle\"}", KIND("article;other;no-authors"));
    assert_reads("{\"id\":1,\"type\":\"aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd\"}",
                 KIND("aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd;other;no-authors"));
    static const char *const bad[] = {"\"\"",
                                      "\"Article\"",
                                      "\"a b\"",
                                      "\"a;b\"",
                                      "7",
                                      "[]",
                                      "\"aaaaaaaaaabbbbbbbbbbccccccccccdddddddddde\""};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char json[128];
        rap_text got = {0};
        snprintf(json, sizeof json, "{\"id\":1,\"type\":%s}", bad[i]);
        describe(reader, json, strlen(json), &got);
        assert_non_null(strstr(got.data, "refused: invalid document type at 15: "));
        rap_text_release(&got);
    }
}

static void test_the_venue_is_a_journal_only_by_its_source(void **state)
{
    (void)state;
    static const struct {
        const char *members, *venue;
    } cases[] = {
        {"\"primary_location\":{\"source\":{\"type\":\"journal\"}}", "journal"},
        {"\"primary_location\":{\"source\":{\"type\":\"repository\"}}", "other"},
        {"\"primary_location\":{\"source\":{\"type\":null}}", "other"},
        {"\"primary_location\":{\"source\":null,\"type\":\"journal\"}", "other"},
        {"\"primary_location\":null", "other"},
        {"\"primary_location\":\"journal\"", "other"},
        {"\"primary_location\":{\"source\":{\"type\":7}}", "other"},
        {"\"primary_location\":{\"source\":{\"x\":{\"type\":\"journal\"}}}", "other"},
        /* old records */
        {"\"host_venue\":{\"type\":\"journal\"}", "journal"},
        {"\"host_venue\":{\"type\":\"journal\"},\"primary_location\":{\"source\":null}", "journal"},
        {"\"host_venue\":{\"type\":\"journal\"},\"primary_location\":{\"source\":{\"type\":\"repository\"}}",
         "other"},
        {"\"primary_location\":{\"source\":{\"type\":\"repository\"}},\"host_venue\":{\"type\":\"journal\"}",
         "other"},
        {"\"host_venue\":{\"type\":\"journal\"},\"is_xpac\":false", "other"},
        {"\"host_venue\":\"journal\"", "other"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char json[256], want[128];
        snprintf(json, sizeof json, "{\"id\":1,%s}", cases[i].members);
        snprintf(want, sizeof want, KIND("unknown;%s;no-authors"), cases[i].venue);
        assert_reads(json, want);
    }
}

static void test_flags_are_true_false_or_null(void **state)
{
    (void)state;
    assert_reads("{\"id\":1,\"is_xpac\":true,\"is_paratext\":true,\"is_retracted\":true}",
                 "1\t0\t0\t0/0/0/0\tunknown;other;no-authors\txpr\t\t\t|||");
    assert_reads("{\"id\":1,\"is_xpac\":false,\"is_paratext\":null}", "1\t0\t0" BARE);
    assert_reads("{\"id\":1,\"is_xpac\":\"true\"}",
                 "refused: unexpected shape at 18: expected true or false: found \"true\"");
    assert_reads("{\"id\":1,\"is_retracted\":1}",
                 "refused: unexpected shape at 23: expected true or false: found 1");
}

#define TOPIC(path, names) "1\t0\t0\t" path "\tunknown;other;no-authors\t---\t\t\t" names

static void test_topics_are_paths_with_names(void **state)
{
    (void)state;
    assert_reads(
        "{\"id\":1,\"primary_topic\":{\"id\":\"https://openalex.org/"
        "T10211\",\"display_name\":\"Topic\",\"score\":0.9,"
        "\"subfield\":{\"id\":\"https://openalex.org/subfields/1703\",\"display_name\":\"S\"},"
        "\"field\":{\"id\":\"https://openalex.org/fields/17\",\"display_name\":\"F \\\"\\u00e6\\\"\"},"
        "\"domain\":{\"id\":\"https://openalex.org/domains/3\",\"display_name\":\"\xC3\xA6\"}}}",
        TOPIC("3/17/1703/10211", "\xC3\xA6|F \"\xC3\xA6\"|S|Topic"));
    assert_reads(
        "{\"id\":1,\"primary_topic\":{\"domain\":{\"id\":3},\"field\":{\"display_name\":null,\"id\":17},"
        "\"id\":\"T10211\",\"subfield\":{\"id\":1703}}}",
        TOPIC("3/17/1703/10211", "|||"));
    assert_reads("{\"id\":1,\"primary_topic\":null}", TOPIC("0/0/0/0", "|||"));
    assert_reads("{\"id\":1,\"primary_topic\":{\"domain\":null,\"field\":{\"id\":17,\"display_name\":\"F\"},"
                 "\"subfield\":{\"display_name\":\"no number\"}}}",
                 TOPIC("0/17/0/0", "|F||"));
    assert_reads(
        "{\"id\":1,\"primary_topic\":{\"id\":4294967295,\"subfield\":{\"id\":65535},\"field\":{\"id\":255},"
        "\"domain\":{\"id\":255}}}",
        TOPIC("255/255/65535/4294967295", "|||"));
}

static void test_nodes_are_the_path_cut_at_each_level(void **state)
{
    (void)state;
    static const char json[] =
        "{\"id\":1,\"primary_topic\":{\"id\":9,\"field\":{\"id\":17},\"domain\":{\"id\":3}}}";
    rap_span span = padded(json, sizeof json - 1);
    rap_work work;
    size_t at;
    const char *detail;
    bool failed;
    assert_int_equal(rap_openalex_read(reader, span, &work, &at, &detail, &failed), RAP_REJECT_NONE);
    for (unsigned level = 0; level < RAP_LEVELS; level++)
        assert_true(work.nodes[level] == (level == 2 ? 0 : rap_subject_node(work.fact.subject, level)));
    padded_free(span);
}

static void test_topics_of_another_form_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *topic, *want;
    } cases[] = {
        {"{\"id\":\"10211\"}", "invalid topic at 30: "},
        {"{\"id\":\"https://openalex.org/subfields/T1x\"}", "invalid topic at 30: "},
        {"{\"id\":4294967296}", "invalid topic at 30: "},
        {"{\"subfield\":{\"id\":65536}}", "invalid topic at 42: "},
        {"{\"field\":{\"id\":256}}", "invalid topic at 39: "},
        {"{\"domain\":{\"id\":\"https://openalex.org/domains/256\"}}", "invalid topic at 40: "},
        {"{\"domain\":{\"id\":-1}}", "invalid topic at 40: "},
        {"{\"domain\":3}", "unexpected shape at 34: "},
        {"\"T1\"", "unexpected shape at 24: "},
        {"{\"display_name\":7}", "unexpected shape at 40: "},
        {"{\"id\":1,\"display_name\":\"a\xFF\"}", "invalid UTF-8 at 4"},
        {"{\"id\":1,\"display_name\":\"long enough to be read by eights \xC3(\"}", "invalid UTF-8 at "},
        {"{\"id\":1,\"display_name\":\"\\ud800\"}", "invalid JSON at 48: an escape that is none"},
        {"{\"id\":1,\"display_name\":\"\\x\"}", "invalid JSON at 48: an escape that is none"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char json[256], want[256];
        rap_text got = {0};
        snprintf(json, sizeof json, "{\"id\":1,\"primary_topic\":%s}", cases[i].topic);
        snprintf(want, sizeof want, "refused: %s", cases[i].want);
        describe(reader, json, strlen(json), &got);
        if (!strstr(got.data, want)) fail_msg("%s\n%s", json, got.data);
        describe(strict_reader, json, strlen(json), &got);
        assert_non_null(strstr(got.data, "refused: "));
        rap_text_release(&got);
    }
}

/* A topic is read behind the rest of its work, which must not show. */
static void test_the_first_of_two_errors_is_told_wherever_the_topic_stands(void **state)
{
    (void)state;
    assert_reads("{\"id\":1,\"primary_topic\":{\"id\":\"x\"},\"is_xpac\":1}",
                 "refused: invalid topic at 30: expected a number of a topic, subfield, field or domain: found \"x\"");
    assert_reads("{\"id\":1,\"is_xpac\":1,\"primary_topic\":{\"id\":\"x\"}}",
                 "refused: unexpected shape at 18: expected true or false: found 1");
    assert_reads("{\"primary_topic\":{\"id\":\"x\"}}",
                 "refused: invalid topic at 23: expected a number of a topic, subfield, field or domain: found \"x\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ids_are_urls_letters_and_digits_or_integers),
        cmocka_unit_test(test_times_become_microseconds),
        cmocka_unit_test(test_years_are_integers_in_range_or_not_known),
        cmocka_unit_test(test_types_are_short_words),
        cmocka_unit_test(test_the_venue_is_a_journal_only_by_its_source),
        cmocka_unit_test(test_flags_are_true_false_or_null),
        cmocka_unit_test(test_topics_are_paths_with_names),
        cmocka_unit_test(test_nodes_are_the_path_cut_at_each_level),
        cmocka_unit_test(test_topics_of_another_form_are_refused),
        cmocka_unit_test(test_the_first_of_two_errors_is_told_wherever_the_topic_stands),
    };
    return cmocka_run_group_tests(tests, open_readers, close_readers);
}
