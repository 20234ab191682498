// SPDX-License-Identifier: Apache-2.0
/* Promises of source/openalex.h for whole lines: any order of members, cuts, changed bytes, deep nesting, short memory. */
#include "base/alloc.h"
#include "support/works.h"

#define BARE "\t0/0/0/0\tunknown;other;no-authors\t---\t\t\t|||"

static const char *const modern[] = {
    "\"id\":\"https://openalex.org/W7\"",
    "\"publication_year\":2021",
    "\"type\":\"article\"",
    "\"authorships\":[{\"author\":{\"id\":\"A1\",\"display_name\":\"\\u6f22 "
    "\\\"x\\\"\"},\"countries\":[\"NO\",\"CN\"],"
    "\"institutions\":[{\"country_code\":\"SE\"}]},{\"institutions\":[{\"country_code\":\"US\"}]}]",
    "\"primary_topic\":{\"id\":\"T9\",\"display_name\":\"Nine\",\"subfield\":{\"id\":7,\"display_name\":"
    "\"S\"},"
    "\"field\":{\"id\":6,\"display_name\":\"F\"},\"domain\":{\"id\":5,\"display_name\":\"D\"}}",
    "\"primary_location\":{\"source\":{\"type\":\"journal\"}}",
    "\"is_paratext\":false",
    "\"is_retracted\":true",
    "\"is_xpac\":false",
    "\"updated_date\":\"1970-01-01T00:00:01\"",
    "\"abstract_inverted_index\":{\"\\\"id\\\":1}\":[0],\"]}[{\\\\\":[1,2]}",
    "\"title\":\"\\\"updated_date\\\":\\\"2020-01-01\"",
    "\"locations\":[{\"source\":{\"type\":\"repository\",\"id\":\"W9\"},\"updated_date\":\"2020-01-01\"}]",
};
#define MODERN (sizeof modern / sizeof *modern)
#define MODERN_LINE                                                                                          \
    "7\t1000000\t2021\t5/6/7/"                                                                               \
    "9\tarticle;journal;all\t--r\tCN:1073741824,NO:1073741824,US:2147483648\tCN-NO\t"                        \
    "D|F|S|Nine\n"

static void join(rap_text *json, const size_t *order, size_t n, bool blanks)
{
    rap_text_clear(json);
    rap_text_puts(json, "{");
    for (size_t i = 0; i < n; i++) {
        if (i) rap_text_puts(json, blanks ? " ,\t" : ",");
        rap_text_puts(json, modern[order[i]]);
    }
    rap_text_puts(json, blanks ? " } \r" : "}");
}

static void shuffle(size_t *order, size_t n)
{
    for (size_t i = 0; i < n; i++) order[i] = i;
    for (size_t i = n; i > 1; i--) {
        size_t j = draw(i), keep = order[j];
        order[j] = order[i - 1];
        order[i - 1] = keep;
    }
}

static void test_members_in_any_order_give_the_same_fact(void **state)
{
    (void)state;
    rap_text json = {0}, got = {0};
    size_t order[MODERN];
    for (int round = 0; round < 3000; round++) {
        rap_cpu_choose((rap_cpu)(round % RAP_CPU_END));
        shuffle(order, MODERN);
        join(&json, order, MODERN, round & 1);
        describe(round & 2 ? reader : strict_reader, json.data, json.length, &got);
        if (strcmp(got.data, MODERN_LINE) != 0) fail_msg("%s\n%s", json.data, got.data);
    }
    rap_cpu_choose(rap_cpu_best());
    rap_text_release(&json);
    rap_text_release(&got);
}

static void test_the_first_of_two_members_counts(void **state)
{
    (void)state;
    assert_reads("{\"id\":1,\"id\":2,\"publication_year\":2001,\"publication_year\":99}", "1\t0\t2001" BARE);
    assert_reads("{\"id\":1,\"authorships\":[],\"authorships\":7}", "1\t0\t0" BARE);
}

/* Only the work's own last member is taken for updated_date. */
static void test_what_looks_like_the_last_member_is_not_taken(void **state)
{
    (void)state;
    static const char *const ends[] = {
        "\"x\":{\"updated_date\":\"2020-01-01\"}",
        "\"x\":\"a,\\\"updated_date\\\":\\\"2020-01-01\"",
        "\"x\":\",\\\"updated_date\\\":2020-01-01\"",
        "\"not_updated_date\":\"2020-01-01\"",
        "\"updated_date\":2020",
        "\"y\":\"updated_date\"",
    };
    size_t order[MODERN];
    rap_text json = {0}, got = {0};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        for (size_t m = 0; m < 9; m++) order[m] = m;
        join(&json, order, 9, false);
        json.data[--json.length] = '\0';
        rap_text_printf(&json, ",%s}", ends[i]);
        describe(reader, json.data, json.length, &got);
        assert_memory_equal(got.data, "7\t0\t2021", 8);
    }
    rap_text_release(&json);
    rap_text_release(&got);
}

static void test_a_work_cut_short_is_refused_at_every_byte(void **state)
{
    (void)state;
    rap_text json = {0}, got = {0};
    size_t order[MODERN];
    for (int round = 0; round < 40; round++) {
        /* updated_date last, so that nothing is left unread; and none in locations, which a cut could make the last */
        size_t last = MODERN - 2;
        shuffle(order, MODERN - 1);
        for (size_t i = 0; i < last; i++)
            if (order[i] == 9) order[i] = order[last];
        order[last] = 9;
        join(&json, order, MODERN - 1, false);
        for (size_t length = 0; length < json.length; length++) {
            describe(reader, json.data, length, &got);
            if (strncmp(got.data, "refused", 7) != 0) fail_msg("%.*s\n%s", (int)length, json.data, got.data);
            describe(strict_reader, json.data, length, &got);
            assert_memory_equal(got.data, "refused: invalid", 16);
        }
    }
    rap_text_release(&json);
    rap_text_release(&got);
}

/* Changed bytes: any answer, but the same on every variant, and one that leaves the reader sound. */
static void test_changed_works_read_the_same_on_every_variant(void **state)
{
    (void)state;
    rap_text json = {0}, first = {0}, got = {0};
    size_t order[MODERN], refused = 0;
    for (int round = 0; round < 6000; round++) {
        shuffle(order, MODERN);
        join(&json, order, MODERN, false);
        for (uint64_t changes = 1 + draw(3); changes; changes--) {
            static const char letters[] = "\"\\{}[]:, 0Wn\xC3";
            json.data[draw(json.length)] = letters[draw(sizeof letters - 1)];
        }
        for (int cpu = 0; cpu <= (int)rap_cpu_best(); cpu++) {
            rap_cpu_choose((rap_cpu)cpu);
            describe(reader, json.data, json.length, cpu ? &got : &first);
            if (cpu) assert_string_equal(got.data, first.data);
        }
        refused += strncmp(first.data, "refused", 7) == 0;
        if (round % 100 == 0) {
            join(&json, order, MODERN, false);
            describe(reader, json.data, json.length, &got);
            assert_string_equal(got.data, MODERN_LINE);
        }
    }
    assert_in_range(refused, 1000, 5999);
    rap_text_release(&json);
    rap_text_release(&first);
    rap_text_release(&got);
}

static void test_strict_sees_damage_in_what_is_skipped(void **state)
{
    (void)state;
    static const struct {
        const char *json, *want;
    } cases[] = {
        {"{\"id\":1,\"title\":\"\xFF\"}", "refused: invalid UTF-8 at 17: invalid UTF-8"},
        {"{\"id\":1,\"x\":[1 2]}", "refused: invalid JSON at 15: expected a comma or ]"},
        {"{\"id\":1,\"x\":\"\\x\"}", "refused: invalid JSON at 13: an escape that is none"},
        {"{\"id\":1,\"x\":[{]}}", "refused: invalid JSON at 14: expected a key in quotes"},
        {"{\"id\":1 \"x\":2}", "refused: invalid JSON at 8: expected a comma or }"},
        {"{\"id\":1,}", "refused: invalid JSON at 8: expected a key in quotes"},
        {"{\"id\":1,\"x\":\"\t\"}", "refused: invalid JSON at 13: a control character in a string"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_described(strict_reader, cases[i].json, cases[i].want);
        assert_described(reader, cases[i].json, "1\t0\t0" BARE);
    }
    static const char *const both[] = {"",       " ",         "[]",          "null",         "7",
                                       "{",      "{\"id\":1", "{\"id\":1}}", "{\"id\":1} x", "W1"};
    for (size_t i = 0; i < sizeof both / sizeof *both; i++) {
        rap_text got = {0};
        describe(reader, both[i], strlen(both[i]), &got);
        assert_memory_equal(got.data, "refused: invalid JSON at ", 25);
        describe(strict_reader, both[i], strlen(both[i]), &got);
        assert_memory_equal(got.data, "refused: invalid JSON at ", 25);
        rap_text_release(&got);
    }
    assert_described(reader, "{\"id\" 1}", "refused: no valid id at 0: no id");
    assert_described(reader, "{id:1}", "refused: no valid id at 0: no id");
}

/* A topic that was read and kept is known again by its bytes, whatever its score; a changed byte is read. */
static void test_a_known_topic_says_the_same(void **state)
{
    (void)state;
    static const char *const scores[] = {"", "\"score\":0.5,", "\"score\":-1e9 ,", "\"score\":null,", "\"score\":\"9\","};
    static const char form[] = "{\"id\":1,\"primary_topic\":{\"id\":\"https://openalex.org/T%s\",\"display_name\":\"Nine\",%s"
                               "\"subfield\":{\"id\":7,\"display_name\":\"S\"},\"field\":{\"id\":6,\"display_name\":\"%s\"},"
                               "\"domain\":{\"id\":5,\"display_name\":\"D\"}}}";
    rap_text json = {0};
    for (int round = 0; round < 400; round++) {
        const char *topic = draw(3) ? "9" : "8", *field = draw(3) ? "F" : "G";
        rap_text_clear(&json);
        rap_text_printf(&json, form, topic, scores[draw(5)], field);
        rap_span span = padded(json.data, json.length);
        rap_work work;
        size_t at;
        const char *detail;
        bool failed;
        assert_int_equal(rap_openalex_read(reader, span, &work, &at, &detail, &failed), RAP_REJECT_NONE);
        assert_int_equal(rap_subject_at(work.fact.subject, 3), *topic - '0');
        assert_int_equal(rap_subject_at(work.fact.subject, 1), 6);
        if (work.names[1].length) assert_memory_equal(work.names[1].data, field, 1);
        assert_true(work.names[1].length == 1 || (round && !work.names_kept));
        if (work.names_kept) *work.names_kept = true;
        padded_free(span);
    }
    assert_described(reader, "{\"id\":1,\"primary_topic\":{\"id\":\"https://openalex.org/T9\",\"display_name\":\"Nine\",\"score\":1.,"
                             "\"subfield\":{\"id\":7}}}", "refused: invalid JSON at 86: a number of wrong form");
    rap_text_release(&json);
}

static void test_ten_thousand_brackets_do_no_harm(void **state)
{
    (void)state;
    rap_text json = {0}, got = {0};
    rap_text_puts(&json, "{\"id\":1,\"x\":");
    for (int i = 0; i < 10000; i++) rap_text_puts(&json, "[{\"a\":");
    describe(reader, json.data, json.length, &got);
    assert_memory_equal(got.data, "refused: invalid JSON", 21);
    describe(strict_reader, json.data, json.length, &got);
    assert_memory_equal(got.data, "refused: invalid JSON", 21);
    rap_text_puts(&json, "1");
    for (int i = 0; i < 10000; i++) rap_text_puts(&json, "}]");
    rap_text_puts(&json, "}");
    describe(reader, json.data, json.length, &got);
    assert_memory_equal(got.data, "1\t0\t0", 5);
    describe(strict_reader, json.data, json.length, &got);
    assert_memory_equal(got.data, "1\t0\t0", 5);
    rap_text_release(&json);
    rap_text_release(&got);
}

static void test_details_are_short_and_printable(void **state)
{
    (void)state;
    assert_described(reader,
                     "{\"id\":\"\x01\x7F\xFF"
                     "0123456789012345678901234567890123456789\"}",
                     "refused: no valid id at 6: expected an id of a work, W and digits: found "
                     "\"???012345678901234567890123456789012345...");
    for (int reject = 0; reject <= RAP_REJECT_END; reject++)
        assert_true(strlen(rap_reject_text((rap_reject)reject)) > 3);
}

/* ------------------------------------------------------------------------------------------------ memory */

static void test_short_memory_is_told_and_survived(void **state)
{
    (void)state;
    rap_text json = {0};
    size_t order[MODERN];
    for (size_t i = 0; i < MODERN; i++) order[i] = i;
    join(&json, order, MODERN, false);
    char *escaped = strstr(json.data, "\"Nine\"");
    memcpy(escaped, "\"N\\n \"", 6);
    rap_span span = padded(json.data, json.length);
    bool failed = true;
    for (uint64_t n = 1; failed; n++) {
        rap_openalex *fresh = NULL;
        rap_work work = {.id = 99};
        size_t at;
        const char *detail;
        rap_alloc_fail_after(n);
        rap_status status = rap_openalex_new(catalog, false, false, &fresh, NULL);
        if (status == RAP_OK) {
            rap_reject reject = rap_openalex_read(fresh, span, &work, &at, &detail, &failed);
            rap_alloc_fail_after(0);
            assert_true(failed ? work.id == 99 : reject == RAP_REJECT_NONE);
            assert_int_equal(rap_openalex_read(fresh, span, &work, &at, &detail, &failed), RAP_REJECT_NONE);
            assert_int_equal(work.id, 7);
            failed = reject != RAP_REJECT_NONE;
        }
        rap_alloc_fail_after(0);
        assert_true(status == RAP_OK || (status == RAP_E_MEMORY && !fresh));
        rap_openalex_free(fresh);
        assert_true(n < 100);
    }
    padded_free(span);
    rap_text_release(&json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_members_in_any_order_give_the_same_fact),
        cmocka_unit_test(test_the_first_of_two_members_counts),
        cmocka_unit_test(test_what_looks_like_the_last_member_is_not_taken),
        cmocka_unit_test(test_a_work_cut_short_is_refused_at_every_byte),
        cmocka_unit_test(test_changed_works_read_the_same_on_every_variant),
        cmocka_unit_test(test_strict_sees_damage_in_what_is_skipped),
        cmocka_unit_test(test_a_known_topic_says_the_same),
        cmocka_unit_test(test_ten_thousand_brackets_do_no_harm),
        cmocka_unit_test(test_details_are_short_and_printable),
        cmocka_unit_test(test_short_memory_is_told_and_survived),
    };
    return cmocka_run_group_tests(tests, open_readers, close_readers);
}
