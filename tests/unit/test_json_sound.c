// SPDX-License-Identifier: Apache-2.0
/*
 * rap_json_sound() on every vector width: it says sound of exactly the objects that rap_json_check() and
 * rap_utf8_valid() accept, up to the nesting it takes on, wherever their parts lie in the blocks of 64 bytes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "scan/json.h"
#include "support/padded.h"

static uint64_t seed = 88172645463325252u;

static uint64_t draw(uint64_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed % below;
}

/* What the quick look must say: the definition, but of a text from bracket to bracket. */
static bool defined(rap_span text)
{
    size_t at;
    const char *problem;
    return text.length && text.data[0] == '{' && text.data[text.length - 1] == '}' &&
           rap_json_check(text, &at, &problem) && rap_utf8_valid(text.data, text.length) == text.length;
}

static bool assert_all_agree(const char *data, size_t length)
{
    rap_span text = padded(data, length);
    bool want = defined(text);
    for (int cpu = 0; cpu <= (int)rap_cpu_best(); cpu++) {
        rap_cpu_choose((rap_cpu)cpu);
        bool found = rap_json_sound(text);
        if (found != (want && cpu != RAP_CPU_SCALAR))
            fail_msg("%s says %s of %.*s", rap_cpu_name((rap_cpu)cpu), found ? "sound" : "nothing", (int)length, data);
    }
    rap_cpu_choose(rap_cpu_best());
    padded_free(text);
    return want;
}

/* The value as a member, its first byte at every place of a block, with a value behind it. */
static void assert_value(const char *value, size_t length, bool want)
{
    char data[600];
    for (size_t lead = 0; lead < 130; lead++) {
        size_t n = (size_t)snprintf(data, sizeof data, "{\"%0*d\":", (int)lead, 0);
        memcpy(data + n, value, length);
        n += length;
        assert_all_agree(data, n); /* cut off */
        memcpy(data + n, ",\"a\":[1]}", 9);
        assert_int_equal(assert_all_agree(data, n + 9), want);
    }
}

static void test_sound_values_are_sound_at_every_place(void **state)
{
    (void)state;
    static const char *const sound[] = {
        "\"\"", "\"a\"", "{}", "[]", "[[],{},[{}]]", "{\"\":{\"a\":[]}}", "0", "-0", "-1", "10", "0.5", "-0.0e-10",
        "1E+5", "12345678901234567890",
        "0.9118760148123904", "true", "false", "null", "[true,false,null,0,-1]", " \t\r\n1 \t\r\n", "[ ]", "{ }",
        "[ 1 , 2 ]", "{ \"a\" : 1 , \"b\" : [ ] }",
        "\"\\\"\"", "\"\\\\\"", "\"\\\\\\\\\\\"\"", "\"\\/\\b\\f\\n\\r\\t\"", "\"\\u0000\\uFFff\\\\u\"",
        "\"{[,:]}\"", "{\"\\\"\":1}",
        "\"\xC3\xB8\"", "\"\xEF\xBF\xBD\xF0\x9F\x98\x80\xC2\x80\"", "\"\xE6\xBC\xA2\\n\xE6\xBC\xA2\"", "\"\x7F\"",
        "[\"a\",\"b\",{\"c\":\"d\",\"e\":\"f\"}]",
        "1                                                                                                                     "};
    for (size_t i = 0; i < sizeof sound / sizeof *sound; i++) assert_value(sound[i], strlen(sound[i]), true);
}

static void test_damage_is_never_sound_at_any_place(void **state)
{
    (void)state;
    static const char *const damaged[] = {
        "", "\"", "{", "[", "}", "]", ",", ":", "1:1", "1,1", "01", "-", "-a", "1.", ".5", "1.e1", "1e", "1e+", "+1",
        "00", "0x1", "1a", "1 1", "1-", "1.2.3", "- 1",
        "tru", "truee", "true1", "nul", "nulll", "fals", "falsey", "True", "NaN", "a", "true false", "1\"a\"",
        "\"a\"1", "\"a\"\"b\"", "\"a\" \"b\"", "[]1", "1[]", "{}{}", "[] []",
        "[1 2]", "[,1]", "[1,]", "[1,,2]", "[:]", "[1:2]", "[\"a\":1]", "[\"a\",\"b\":1]", "[}", "{]", "[{]}",
        "{[}]", "{1:1}", "{null:1}", "{{}:1}", "{[]:1}",
        "{\"a\"}", "{\"a\":}", "{\"a\",\"b\":1}", "{\"a\":1,}", "{,}", "{,\"a\":1}", "{\"a\":1 \"b\":2}",
        "{\"a\" 1}", "{\"a\"::1}", "{\"a\":1,2}", "{\"a\":1,[]}", "{\"a\":1:2}",
        "{\"a\":\"b\":1}", "{\"a\":[1,\"b\":2]}", "[{\"a\":1},\"b\":1]", "\"\\x\"", "\"\\u12g4\"", "\"\\u123\"",
        "\"\\U0041\"", "\"\n\"", "\"\t\"", "\"\x1F\"", "\\\"a\"", "\\n", "\\\\",
        "\"\x80\"", "\"\xC3\"", "\"\xC0\x80\"", "\"\xED\xA0\x80\"", "\"\xF4\x90\x80\x80\"", "\"\xE6\xBC\"",
        "\"\xC3\xB8\xB8\"", "\xC3\xB8", "1\x0C", "\x01", "'a'", "1}", "1]", "{}}", "1}{"};
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) assert_value(damaged[i], strlen(damaged[i]), false);
    assert_value("\"\0\"", 3, false);
    assert_value("\0", 1, false);
}

/* All sequences of six tokens as the value of a member, at a place that moves over the border of a block. */
static void test_all_short_sequences_of_tokens(void **state)
{
    (void)state;
    static const char *const tokens[] = {"{", "}", "[", "]", ",", ":", "\"a\"", "1", " "};
    enum { TOKENS = 9, LENGTH = 6, ALL = 531441 };
    static char data[200];
    size_t sound = 0;
    for (unsigned number = 0; number < ALL; number++) {
        size_t n = (size_t)snprintf(data, sizeof data, "{\"%0*u\":", (int)(40 + number % 23), 0u);
        for (unsigned i = 0, left = number; i < LENGTH; i++, left /= TOKENS) {
            size_t length = strlen(tokens[left % TOKENS]);
            memcpy(data + n, tokens[left % TOKENS], length);
            n += length;
        }
        data[n++] = '}';
        sound += assert_all_agree(data, n);
    }
    assert_true(sound > 200);
}

/* Runs of backslashes, from every place of a block on, before a quote and before a letter. */
static void test_runs_of_backslashes(void **state)
{
    (void)state;
    char data[400];
    for (size_t lead = 0; lead < 70; lead++)
        for (size_t run = 0; run < 131; run++) {
            size_t n = (size_t)snprintf(data, sizeof data, "{\"%0*d", (int)lead, 0);
            memset(data + n, '\\', run);
            n += run;
            memcpy(data + n, "n\":1}", 5);
            assert_int_equal(assert_all_agree(data, n + 5), 1);
            memcpy(data + n, "\":1}", 4);
            assert_int_equal(assert_all_agree(data, n + 4), run % 2 == 0);
        }
}

static const char work[] =
    "{\"id\":\"https://openalex.org/W4863101325\",\"title\":\"a \\\"b\\\\ \\u00f8 Luc\xC3\xAD-a \xE6\xBC\xA2\xF0\x9F\x98\x80 \xE6\xBC\xA2\xE6\xBC\xA2\","
    "\"authorships\":[{\"author\":{\"orcid\":null},\"countries\":[\"KR\",\"NO\"],\"is_corresponding\":true,\"institutions\":[]}],"
    "\"score\":0.9118760148123904,\"index\":{\"of\":[1,12],\"\\n\":[0],\"the\":[100]},\"spaced\" : [ {} , { \"a\" : -1.5e+3 } ],\"x\":false}";

/* Bytes of the work changed, moved, doubled and cut: some of it stays sound, most does not. */
static void test_a_damaged_work_is_sound_where_the_check_says_so(void **state)
{
    (void)state;
    static const char bytes[] = "{}[]\",:\\ \t\n0123456789.-+eEtrufalsn\x01\x1F\x7F\x80\xBF\xC3\xE6\xED\xF0\xFF";
    char data[2 * sizeof work];
    size_t sound = 0;
    for (int round = 0; round < 150000; round++) {
        size_t length = sizeof work - 1, lead = draw(64);
        memmove(data + 2 + lead, work + 2, length - 2);
        memcpy(data, work, 2);
        memset(data + 2, 'x', lead);
        length += lead;
        for (uint64_t changes = draw(4); changes; changes--)
            data[draw(length)] = draw(3) ? bytes[draw(sizeof bytes - 1)] : data[draw(length)];
        if (draw(4) == 0) {
            size_t from = draw(length), to = draw(length), n = draw(length - (from > to ? from : to));
            memmove(data + to, data + from, n);
        }
        sound += assert_all_agree(data, length);
    }
    assert_true(sound > 40000);
}

static void test_letters_of_json_at_random(void **state)
{
    (void)state;
    static const char *const alphabets[] = {"{}[]\"\\ab,: 1", "{}\":,", "[]{},1 ", "\"\\n,{}:", "0123.-e,[]"};
    char data[300];
    for (int round = 0; round < 100000; round++) {
        const char *alphabet = alphabets[draw(5)];
        size_t letters = strlen(alphabet), length = 2 + draw(sizeof data - 2);
        for (size_t i = 0; i < length; i++) data[i] = alphabet[draw(letters)];
        data[0] = '{';
        data[length - 1] = '}';
        assert_all_agree(data, length);
    }
}

/* 63 levels are looked at; more are sound to the check, of which the quick look says nothing. */
static void test_deep_nesting_is_left_to_the_check(void **state)
{
    (void)state;
    char data[400];
    for (size_t levels = 1; levels < 130; levels++) {
        memcpy(data, "{\"a\":", 5);
        memset(data + 5, '[', levels);
        memset(data + 5 + levels, ']', levels);
        data[5 + 2 * levels] = '}';
        rap_span text = padded(data, 6 + 2 * levels);
        assert_true(defined(text));
        for (int cpu = RAP_CPU_SSE2; cpu <= (int)rap_cpu_best(); cpu++) {
            rap_cpu_choose((rap_cpu)cpu);
            assert_int_equal(rap_json_sound(text), levels < 63);
        }
        padded_free(text);
    }
    rap_cpu_choose(rap_cpu_best());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sound_values_are_sound_at_every_place),
        cmocka_unit_test(test_damage_is_never_sound_at_any_place),
        cmocka_unit_test(test_all_short_sequences_of_tokens),
        cmocka_unit_test(test_runs_of_backslashes),
        cmocka_unit_test(test_a_damaged_work_is_sound_where_the_check_says_so),
        cmocka_unit_test(test_letters_of_json_at_random),
        cmocka_unit_test(test_deep_nesting_is_left_to_the_check),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
