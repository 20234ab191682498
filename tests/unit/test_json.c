// SPDX-License-Identifier: Apache-2.0
/* Promises of scan/json.h and scan/skip.h: every vector variant equals the scalar code; damage that is walked is seen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "scan/json.h"
#include "support/padded.h"

/* ---------------------------------------------------------------- skipping: variants against the definition */

static uint64_t seed = 88172645463325252u;

static uint64_t draw(uint64_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed % below;
}

/* Sets of keys whose first letters can and cannot be told apart by four bits. */
static const char *const some_keys[][5] = {{"id", "a", "abcdefgh", "ab", NULL}, {"a", "qa", "ba", NULL}, {"b", NULL}};

static void assert_seeks_agree(const rap_skip *variant, const rap_skip *scalar, const char *at, const char *end)
{
    for (size_t i = 0; i < sizeof some_keys / sizeof *some_keys; i++) {
        rap_skip_keys keys;
        bool want_closed = false, closed = true;
        rap_skip_keys_init(&keys, some_keys[i]);
        const char *want = scalar->seek(at, end, &keys, &want_closed);
        assert_ptr_equal(variant->seek(at, end, &keys, &closed), want);
        assert_int_equal(closed, want_closed);
    }
}

static void assert_variants_agree(const char *data, size_t length)
{
    const rap_skip *scalar = rap_skip_of(RAP_CPU_SCALAR);
    rap_span text = padded(data, length);
    const char *end = text.data + length;
    for (int cpu = RAP_CPU_SSE2; cpu <= (int)rap_cpu_best(); cpu++) {
        const rap_skip *variant = rap_skip_of((rap_cpu)cpu);
        bool want_escaped = false, escaped = false;
        const char *want = scalar->string(text.data, end, &want_escaped);
        assert_ptr_equal(variant->string(text.data, end, &escaped), want);
        if (want) assert_int_equal(escaped, want_escaped);
        assert_ptr_equal(variant->nested(text.data, end, '{'), scalar->nested(text.data, end, '{'));
        assert_ptr_equal(variant->nested(text.data, end, '['), scalar->nested(text.data, end, '['));
        assert_seeks_agree(variant, scalar, text.data, end);
    }
    padded_free(text);
}

static void test_variants_equal_scalar_on_random_bytes(void **state)
{
    (void)state;
    static const char *const alphabets[] = {"{}[]\"\\ab,:", "\\\"", "\\\\\\\\\\\"", "a\"\\",  "[[[]", "{\"}",
                                            "\\{}[]\"", "{{[]}\"\"\"\"abqid, ", "\"a\"b ,:"};
    char data[400];
    for (int round = 0; round < 60000; round++) {
        const char *alphabet = alphabets[draw(9)];
        size_t letters = strlen(alphabet), length = draw(sizeof data);
        for (size_t i = 0; i < length; i++) data[i] = alphabet[draw(letters)];
        assert_variants_agree(data, length);
    }
}

/* Runs of 0 to 130 backslashes, begun at every place of a block, before a quote and a bracket. */
static void test_runs_of_backslashes_over_block_borders(void **state)
{
    (void)state;
    char data[400];
    for (size_t lead = 0; lead < 130; lead++)
        for (size_t run = 0; run < 131; run++) {
            memset(data, 'a', lead);
            memset(data + lead, '\\', run);
            memcpy(data + lead + run, "\"]}\"]}", 6);
            assert_variants_agree(data, lead + run + 6);
        }
}

static void test_brackets_at_every_place_of_a_block(void **state)
{
    (void)state;
    char data[300];
    for (size_t lead = 0; lead < 140; lead++) {
        memset(data, ' ', sizeof data);
        memcpy(data + lead, "[\"]\\\"]\"]]", 9);
        for (size_t length = lead; length < lead + 12; length++) assert_variants_agree(data, length);
        memset(data, '[', lead);
        memset(data + lead, ']', lead);
        for (size_t length = 2 * lead; length < 2 * lead + 3; length++) {
            data[length] = ']';
            assert_variants_agree(data, length);
        }
    }
}

static void test_a_choice_of_processor_is_capped_by_what_it_has(void **state)
{
    (void)state;
    rap_cpu_choose(RAP_CPU_AVX512);
    assert_int_equal(rap_cpu_choice(), rap_cpu_best());
    rap_cpu_choose(RAP_CPU_SCALAR);
    assert_int_equal(rap_cpu_choice(), RAP_CPU_SCALAR);
    assert_string_equal(rap_cpu_name(RAP_CPU_AVX2), "avx2");
    assert_string_equal(rap_cpu_name(RAP_CPU_END), "unknown");
    rap_cpu_choose(rap_cpu_best());
}

/* ------------------------------------------------------------------------------------------------- walking */

/* Writes a walked value back in a canonical form; NULL-terminated in `out`. */
static void walk(rap_json *json, rap_text *out)
{
    rap_json_text text;
    rap_span raw;
    switch (rap_json_peek(json)) {
    case RAP_JSON_OBJECT:
        rap_text_puts(out, "{");
        rap_json_enter(json, '{');
        while (rap_json_member(json, &text)) {
            rap_text_printf(out, "%.*s=", (int)text.raw.length, text.raw.data);
            walk(json, out);
            rap_text_puts(out, ";");
        }
        rap_text_puts(out, "}");
        break;
    case RAP_JSON_ARRAY:
        rap_text_puts(out, "[");
        rap_json_enter(json, '[');
        while (rap_json_element(json)) {
            walk(json, out);
            rap_text_puts(out, ";");
        }
        rap_text_puts(out, "]");
        break;
    case RAP_JSON_STRING:
        if (rap_json_string(json, &text))
            rap_text_printf(out, "%s%.*s", text.escaped ? "~" : "", (int)text.raw.length, text.raw.data);
        break;
    case RAP_JSON_NUMBER:
        if (rap_json_number(json, &raw)) rap_text_printf(out, "#%.*s", (int)raw.length, raw.data);
        break;
    default:
        if (rap_json_skip(json, &raw)) rap_text_printf(out, "%.*s", (int)raw.length, raw.data);
        break;
    }
}

static void assert_walk(const char *data, const char *want)
{
    for (int cpu = 0; cpu <= (int)rap_cpu_best(); cpu++) {
        rap_cpu_choose((rap_cpu)cpu);
        rap_span span = padded(data, strlen(data));
        rap_text out = {0};
        rap_json json;
        rap_json_init(&json, span);
        walk(&json, &out);
        assert_true(rap_json_end(&json));
        assert_string_equal(rap_text_get(&out), want);
        rap_json_init(&json, span);
        assert_true(rap_json_skip(&json, NULL));
        assert_true(rap_json_end(&json));
        size_t at;
        const char *problem;
        assert_true(rap_json_check(span, &at, &problem));
        rap_text_release(&out);
        padded_free(span);
    }
}

static void test_values_are_read_as_they_stand(void **state)
{
    (void)state;
    assert_walk("{}", "{}");
    assert_walk(" [ ] ", "[]");
    assert_walk("{\"a\":1,\"b\":[true,false,null],\"c\":{\"d\":\"x\"}}",
                "{a=#1;b=[true;false;null;];c={d=x;};}");
    assert_walk("\t{ \"a\" : -0.5e+7 ,\r\n\"a\" : \"\\\"\" }\r", "{a=#-0.5e+7;a=~\\\";}");
    assert_walk("[[],{},[[]],\"]\",\"\\\\\"]", "[[];{};[[];];];~\\\\;]");
    assert_walk("\"\"", "");
    assert_walk("0", "#0");
}

/* Damage, where it is, and whether skipping (as an element of a walked array) sees it as well. */
static const struct damage {
    const char *text;
    size_t at;
    const char *problem;
} damaged[] = {
    {"", 0, "ends too early"},
    {"   ", 3, "ends too early"},
    {"{", 1, "ends too early"},
    {"[", 1, "ends too early"},
    {"[1", 2, "ends too early"},
    {"{\"a\"", 4, "ends too early"},
    {"{\"a\":", 5, "ends too early"},
    {"{\"a\":1", 6, "ends too early"},
    {"{\"a\":1,", 7, "ends too early"},
    {"{\"a", 1, "does not end"},
    {"[\"a\\\"]", 1, "does not end"},
    {"{a:1}", 1, "key in quotes"},
    {"{1:1}", 1, "key in quotes"},
    {"{\"a\" 1}", 5, "colon"},
    {"{\"a\":1 \"b\":2}", 7, "comma"},
    {"{\"a\":1,}", 7, "key in quotes"},
    {"{,\"a\":1}", 1, "key in quotes"},
    {"[1,]", 3, "expected a value"},
    {"[,1]", 1, "expected a value"},
    {"[1 2]", 3, "comma"},
    {"[1}", 2, "comma"},
    {"{\"a\":1]", 6, "comma"},
    {"{\"a\":}", 5, "expected a value"},
    {"[tru]", 1, "true, false or null"},
    {"[nul", 1, "true, false or null"},
    {"[truely]", 5, "comma"},
    {"[01]", 2, "comma"},
    {"[-]", 1, "number"},
    {"[1.]", 1, "number"},
    {"[.5]", 1, "expected a value"},
    {"[+5]", 1, "expected a value"},
    {"[1e]", 1, "number"},
    {"[1e+]", 1, "number"},
    {"[NaN]", 1, "expected a value"},
    {"{} {}", 3, "behind the value"},
    {"1]", 1, "behind the value"},
    {"'a'", 0, "expected a value"},
    {"\xEF\xBB\xBF{}", 0, "expected a value"},
};

static void test_damage_is_seen_where_it_is(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
        const struct damage *d = &damaged[i];
        rap_span span = padded(d->text, strlen(d->text));
        rap_text out = {0};
        rap_json json;
        rap_json_init(&json, span);
        walk(&json, &out);
        assert_false(rap_json_end(&json));
        assert_non_null(strstr(json.problem, d->problem));
        assert_int_equal(json.at - json.start, d->at);
        const char *problem;
        size_t at;
        assert_false(rap_json_check(span, &at, &problem));
        assert_non_null(strstr(problem, d->problem));
        assert_int_equal(at, d->at);
        rap_text_release(&out);
        padded_free(span);
    }
}

static void test_only_the_check_sees_damage_inside_strings_and_skipped_values(void **state)
{
    (void)state;
    static const char *const texts[] = {"[{[}]]",        "{\"a\":[1 2]}", "[\"\\x\"]",
                                        "[\"\\u12g4\"]", "[\"\\u12",      "[\"a\tb\"]"};
    static const size_t places[] = {2, 8, 2, 2, 1, 3};
    for (size_t i = 0; i < 6; i++) {
        rap_span span = padded(texts[i], strlen(texts[i]));
        rap_json json;
        rap_json_init(&json, span);
        bool skipped = rap_json_skip(&json, NULL) && rap_json_end(&json);
        assert_int_equal(skipped, i != 4);
        const char *problem;
        size_t at = 99;
        assert_false(rap_json_check(span, &at, &problem));
        assert_int_equal(at, i == 4 ? 1 : places[i]);
        padded_free(span);
    }
}

static void test_damage_is_sticky(void **state)
{
    (void)state;
    rap_span span = padded("{\"a\"1}", 6);
    rap_json json;
    rap_json_text text;
    rap_span raw;
    rap_json_init(&json, span);
    assert_true(rap_json_enter(&json, '{'));
    assert_false(rap_json_member(&json, &text));
    const char *at = json.at, *problem = json.problem;
    assert_false(rap_json_member(&json, &text));
    assert_false(rap_json_element(&json));
    assert_false(rap_json_string(&json, &text));
    assert_false(rap_json_number(&json, &raw));
    assert_false(rap_json_skip(&json, &raw));
    assert_false(rap_json_enter(&json, '['));
    assert_false(rap_json_end(&json));
    assert_int_equal(rap_json_peek(&json), RAP_JSON_NONE);
    assert_ptr_equal(json.at, at);
    assert_ptr_equal(json.problem, problem);
    padded_free(span);
}

static void test_wrong_types_are_refused_and_nothing_is_taken(void **state)
{
    (void)state;
    rap_span span = padded("[1]", 3);
    rap_json json;
    rap_json_text text;
    rap_json_init(&json, span);
    assert_int_equal(rap_json_peek(&json), RAP_JSON_ARRAY);
    assert_false(rap_json_string(&json, &text));
    assert_ptr_equal(json.at, json.start);
    assert_non_null(strstr(json.problem, "expected a string"));
    padded_free(span);
}

/* 200,000 brackets: skipping counts them, the check refuses them, neither recurses. */
static void test_deep_nesting_does_not_overflow(void **state)
{
    (void)state;
    size_t depth = 200000;
    char *data = malloc(2 * depth);
    assert_non_null(data);
    memset(data, '[', depth);
    memset(data + depth, ']', depth);
    for (int cpu = 0; cpu <= (int)rap_cpu_best(); cpu++) {
        rap_cpu_choose((rap_cpu)cpu);
        rap_span span = padded(data, 2 * depth);
        rap_json json;
        rap_json_init(&json, span);
        assert_true(rap_json_skip(&json, NULL));
        assert_true(rap_json_end(&json));
        size_t at;
        const char *problem;
        assert_false(rap_json_check(span, &at, &problem));
        assert_int_equal(at, RAP_JSON_DEPTH);
        assert_non_null(strstr(problem, "too deep"));
        rap_span legal = {span.data + depth - 10000, 20000};
        assert_true(rap_json_check(legal, &at, &problem));
        legal.length--;
        assert_false(rap_json_check(legal, &at, &problem));
        rap_json_init(&json, legal);
        assert_false(rap_json_skip(&json, NULL));
        padded_free(span);
    }
    free(data);
}

/* ------------------------------------------------------------------------------------------ strings, integers */

static void assert_unescaped(const char *raw, const char *want, size_t length)
{
    rap_text out = {0};
    assert_true(rap_json_unescape(rap_span_of(raw), &out));
    assert_int_equal(out.length, length);
    assert_memory_equal(rap_text_get(&out), want, length);
    rap_text_release(&out);
}

static void test_escapes_become_utf8(void **state)
{
    (void)state;
    assert_unescaped("", "", 0);
    assert_unescaped("plain \xC3\xB8", "plain \xC3\xB8", 8);
    assert_unescaped("\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\b\f\n\r\t", 8);
    assert_unescaped("\\u0041\\u00f8\\u00D8\\u6f22\\uFFFD", "A\xC3\xB8\xC3\x98\xE6\xBC\xA2\xEF\xBF\xBD", 11);
    assert_unescaped("\\ud83d\\ude00!", "\xF0\x9F\x98\x80!", 5);
    assert_unescaped("\\uDBFF\\uDFFF", "\xF4\x8F\xBF\xBF", 4);
    assert_unescaped("a\\u0000b", "a\0b", 3);
}

static void test_escapes_that_are_none_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"\\",
                                      "\\x",
                                      "\\u",
                                      "\\u123",
                                      "\\u12g4",
                                      "\\ud83d",
                                      "\\ud83d\\n",
                                      "\\ud83dxxxxxx",
                                      "\\ud83d\\u0041",
                                      "\\ude00",
                                      "\\ud83d\\ud83d",
                                      "\\u+123",
                                      "a\\"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        rap_text out = {0};
        assert_false(rap_json_unescape(rap_span_of(bad[i]), &out));
        rap_text_release(&out);
    }
    rap_text out = {0};
    rap_alloc_fail_after(1);
    (void)rap_json_unescape(rap_span_of("text"), &out);
    rap_alloc_fail_after(0);
    assert_true(out.failed);
    rap_text_release(&out);
}

static void test_escaped_text_means_what_it_decodes_to(void **state)
{
    (void)state;
    assert_true(rap_json_is(&(rap_json_text){rap_span_of("id"), false}, "id"));
    assert_false(rap_json_is(&(rap_json_text){rap_span_of("idx"), false}, "id"));
    assert_true(rap_json_is(&(rap_json_text){rap_span_of("\\u0069d"), true}, "id"));
    assert_true(rap_json_is(&(rap_json_text){rap_span_of("a\\/b"), true}, "a/b"));
    static const char *const others[] = {"\\u0069", "\\u0069dx", "\\u0169d", "\\x69d", "i\\", ""};
    for (size_t i = 0; i < 6; i++)
        assert_false(rap_json_is(&(rap_json_text){rap_span_of(others[i]), true}, "id"));
}

/* A sequence of values: more says whether another follows. */
static void test_sequences_of_values_are_read_one_by_one(void **state)
{
    (void)state;
    rap_span span = padded(" {} [1]\n\"x\" ", 12);
    rap_json json;
    int values = 0;
    rap_json_init(&json, span);
    while (rap_json_more(&json)) values += rap_json_skip(&json, NULL);
    assert_int_equal(values, 3);
    assert_true(rap_json_end(&json));
    padded_free(span);
}

static void test_integers_are_integers_only(void **state)
{
    (void)state;
    int64_t value = 5;
    assert_true(rap_json_integer(rap_span_of("-12"), &value));
    assert_int_equal(value, -12);
    assert_true(rap_json_integer(rap_span_of("9223372036854775807"), &value));
    assert_true(value == INT64_MAX);
    static const char *const bad[] = {"9223372036854775808", "1.0", "1e3", "-", ""};
    for (size_t i = 0; i < 5; i++) assert_false(rap_json_integer(rap_span_of(bad[i]), &value));
    assert_true(value == INT64_MAX);
}

/* Cuts and changes of a sound text: what the check accepts, walking and skipping accept, on every variant. */
static void test_whatever_the_check_accepts_the_reader_reads(void **state)
{
    (void)state;
    static const char sound[] =
        "{\"id\":\"W1\",\"a\":[{\"c\":[\"NO\",null]},{}],\"t\":{\"n\":\"x\\\"y\\\\\"},\"z\":-1.5e3}";
    char data[sizeof sound];
    size_t accepted = 0;
    for (int round = 0; round < 40000; round++) {
        memcpy(data, sound, sizeof sound);
        size_t length = sizeof sound - 1;
        for (uint64_t changes = draw(3); changes; changes--) data[draw(length)] = sound[draw(length)];
        if (draw(4) == 0) length = draw(length + 1);
        rap_cpu_choose((rap_cpu)draw(RAP_CPU_END));
        rap_span span = padded(data, length);
        size_t at;
        const char *problem;
        bool good = rap_json_check(span, &at, &problem);
        rap_json json;
        rap_text out = {0};
        rap_json_init(&json, span);
        walk(&json, &out);
        bool walked = rap_json_end(&json);
        rap_json_init(&json, span);
        bool skipped = rap_json_skip(&json, NULL) && rap_json_end(&json);
        assert_true(!good || (walked && skipped));
        assert_true(!walked || skipped);
        accepted += good;
        rap_text_release(&out);
        padded_free(span);
    }
    assert_true(accepted > 5000);
    rap_cpu_choose(rap_cpu_best());
}

/* Of sound text, finding gives what walking gives of the keys that are looked for, escaped ones included. */
static void find_members(rap_json *json, const rap_skip_keys *keys, bool by_walking, rap_text *out)
{
    rap_json_text key;
    rap_span raw;
    unsigned which = 0;
    rap_json_enter(json, '{');
    while (by_walking ? rap_json_member(json, &key) : rap_json_find(json, keys, &which)) {
        bool wanted = !by_walking;
        for (unsigned i = 0; by_walking && keys->key[i].text; i++)
            if (rap_json_is(&key, keys->key[i].text)) wanted = true, which = i;
        if (!wanted && rap_json_skip(json, NULL)) continue;
        if (rap_json_peek(json) == RAP_JSON_OBJECT && which == 0) {
            rap_text_printf(out, "%u{", which);
            find_members(json, keys, by_walking, out);
            rap_text_puts(out, "}");
        } else if (rap_json_skip(json, &raw)) {
            rap_text_printf(out, "%u=%.*s;", which, (int)raw.length, raw.data);
        }
    }
}

static void test_finding_equals_walking_on_sound_text(void **state)
{
    (void)state;
    static const char sound[] = "{\"ab\":{\"id\":1,\"ab\":{},\"x\":{\"id\":2}},\"id\" : \"id\",\"x\":[\"id\",{\"id\":3}],\"\\u0069d\":[4],"
                                "\"idx\":5,\"abcdefgh\":\"ab\\\":1\",\"abcdefg\":6,\"abcdef\\u0067h\":{\"ab\":7},\"id\":null}";
    static const char *const wanted[] = {"ab", "id", "abcdefgh", NULL};
    rap_skip_keys keys;
    rap_skip_keys_init(&keys, wanted);
    char data[sizeof sound];
    size_t accepted = 0;
    for (int round = 0; round < 60000; round++) {
        memcpy(data, sound, sizeof sound);
        for (uint64_t changes = draw(3); changes; changes--) data[draw(sizeof sound - 1)] = sound[draw(sizeof sound - 1)];
        rap_cpu_choose((rap_cpu)draw(RAP_CPU_END));
        rap_span span = padded(data, sizeof sound - 1);
        size_t at;
        const char *problem;
        rap_json json;
        rap_text walked = {0}, found = {0};
        rap_json_init(&json, span);
        find_members(&json, &keys, false, &found);
        bool good = rap_json_check(span, &at, &problem);
        if (good) {
            assert_true(rap_json_end(&json));
            rap_json_init(&json, span);
            find_members(&json, &keys, true, &walked);
            assert_string_equal(rap_text_get(&found), rap_text_get(&walked));
        }
        accepted += good;
        rap_text_release(&walked);
        rap_text_release(&found);
        padded_free(span);
    }
    assert_true(accepted > 10000);
    rap_cpu_choose(rap_cpu_best());
}

static void test_the_rest_of_an_object_is_left(void **state)
{
    (void)state;
    static const char *const keys_wanted[] = {"a", NULL};
    rap_skip_keys keys;
    unsigned which;
    rap_json json;
    rap_skip_keys_init(&keys, keys_wanted);
    rap_span span = padded("[{\"x\":\"}\",\"a\":{},\"y\":{\"a\":\"}\"}},1]", 34);
    rap_json_init(&json, span);
    assert_true(rap_json_enter(&json, '[') && rap_json_element(&json) && rap_json_enter(&json, '{'));
    assert_true(rap_json_find(&json, &keys, &which) && which == 0);
    assert_true(rap_json_leave(&json));
    assert_true(rap_json_element(&json) && rap_json_skip(&json, NULL));
    assert_false(rap_json_element(&json));
    assert_true(rap_json_end(&json));
    padded_free(span);
    span = padded("{\"x\":{\"a\":1}", 13);
    rap_json_init(&json, span);
    assert_true(rap_json_enter(&json, '{'));
    assert_false(rap_json_find(&json, &keys, &which));
    assert_string_equal(json.problem, "an object that does not end");
    assert_false(rap_json_leave(&json));
    padded_free(span);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_variants_equal_scalar_on_random_bytes),
        cmocka_unit_test(test_runs_of_backslashes_over_block_borders),
        cmocka_unit_test(test_brackets_at_every_place_of_a_block),
        cmocka_unit_test(test_a_choice_of_processor_is_capped_by_what_it_has),
        cmocka_unit_test(test_values_are_read_as_they_stand),
        cmocka_unit_test(test_damage_is_seen_where_it_is),
        cmocka_unit_test(test_only_the_check_sees_damage_inside_strings_and_skipped_values),
        cmocka_unit_test(test_damage_is_sticky),
        cmocka_unit_test(test_wrong_types_are_refused_and_nothing_is_taken),
        cmocka_unit_test(test_deep_nesting_does_not_overflow),
        cmocka_unit_test(test_escapes_become_utf8),
        cmocka_unit_test(test_escapes_that_are_none_are_refused),
        cmocka_unit_test(test_escaped_text_means_what_it_decodes_to),
        cmocka_unit_test(test_sequences_of_values_are_read_one_by_one),
        cmocka_unit_test(test_integers_are_integers_only),
        cmocka_unit_test(test_whatever_the_check_accepts_the_reader_reads),
        cmocka_unit_test(test_finding_equals_walking_on_sound_text),
        cmocka_unit_test(test_the_rest_of_an_object_is_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
