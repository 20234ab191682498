// SPDX-License-Identifier: Apache-2.0
/* present: the same table in every format, byte for byte; odd texts, odd numbers, full disks and foreign locales. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <float.h>
#include <locale.h>
#include <math.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "present/write.h"

static rap_table *finished(rap_table *table)
{
    assert_int_equal(rap_table_finish(table, &table, NULL), RAP_OK);
    return table;
}

/* Text, integers, reals; two reasons; what each format must quote; notes and a receipt with a key on two lines. */
static rap_table *sample(void)
{
    rap_table *t = rap_table_new("Partners of Norway");
    size_t name = rap_table_add(t, "partner_name", "Partner", "", "", RAP_COLUMN_TEXT, 0);
    size_t works = rap_table_add(t, "works", "Joint works", "works", "", RAP_COLUMN_INTEGER, 0);
    size_t share = rap_table_add(t, "share", "Part", "share", "share_of_output", RAP_COLUMN_REAL, 3);
    size_t ric = rap_table_add(t, "ric", "RIC", "", "ric", RAP_COLUMN_REAL, 2);
    size_t more = rap_table_add(t, "more", "More", "", "", RAP_COLUMN_INTEGER, 0);
    rap_table_detail(t, more);
    rap_table_begin(t);
    rap_table_text(t, name, "C\xC3\xB4te d'Ivoire");
    rap_table_integer(t, works, 1234);
    rap_table_real(t, share, 0.1);
    rap_table_real(t, ric, 1.0 / 3);
    rap_table_integer(t, more, 7);
    rap_table_begin(t);
    rap_table_text(t, name, "a \"b\", c");
    rap_table_integer(t, works, -5);
    rap_table_undefined(t, share, RAP_UNDEFINED_EMPTY);
    rap_table_undefined(t, ric, RAP_UNDEFINED_INFINITE);
    rap_table_begin(t);
    rap_table_text(t, name, "tab\there\nline");
    rap_table_integer(t, works, 0);
    rap_table_real(t, share, -0.0001);
    rap_table_real(t, ric, 1e21);
    rap_table_integer(t, more, INT64_MIN);
    rap_table_add_note(t, "%s", "Two years are provisional.");
    rap_table_add_receipt(t, "cube", "%s", "0123456789abcdef");
    rap_table_add_receipt(t, "group", "%s", "nordic");
    rap_table_add_receipt(t, "group", "%s", "g7");
    return finished(t);
}

static char *written(const rap_table *table, rap_format format, rap_style style)
{
    char *bytes = NULL;
    size_t length = 0;
    FILE *file = open_memstream(&bytes, &length);
    rap_error err = {0};
    if (rap_table_write(table, format, style, file, &err) != RAP_OK) fail_msg("%s", err.text);
    (void)fclose(file);
    return bytes;
}

static void assert_written(const rap_table *table, rap_format format, rap_style style, const char *expected)
{
    char *found = written(table, format, style);
    assert_string_equal(found, expected);
    free(found);
}

static void a_table_is_aligned_by_what_a_terminal_shows(void **state)
{
    (void)state;
    rap_table *t = sample();
    rap_text expected = {0};
    rap_text_printf(&expected,
                    "Partners of Norway\n"
                    "---------------------------------------------------------\n"
                    "               Joint\n"
                    "Partner        works  Part (%%)                        RIC\n"
                    "C\xC3\xB4te d'Ivoire   1234      10.0                       0.33\n"
                    "a \"b\", c          -5        \xE2\x80\x93\xC2\xB9                         \xE2\x80\x93\xC2\xB2\n"
                    "tab here line      0       0.0  1000000000000000000000.00\n"
                    "\n"
                    "\xE2\x80\x93\xC2\xB9 undefined, %s\n"
                    "\xE2\x80\x93\xC2\xB2 undefined, %s\n"
                    "\n"
                    "note: Two years are provisional.\n"
                    "\n"
                    "cube: 0123456789abcdef\n"
                    "group: nordic\n"
                    "group: g7\n",
                    rap_reason_text(RAP_UNDEFINED_EMPTY), rap_reason_text(RAP_UNDEFINED_INFINITE));
    char *found = written(t, RAP_FORMAT_TABLE, (rap_style){0});
    assert_string_equal(found, rap_text_get(&expected));
    free(found);
    rap_text_release(&expected);
    rap_table_free(t);
}

static void what_is_undefined_throughout_is_named_and_long_texts_stand_below(void **state)
{
    (void)state;
    rap_table *t = rap_table_new("Claims");
    size_t claim = rap_table_add(t, "claim", "Claim", "", "", RAP_COLUMN_TEXT, 0);
    size_t why = rap_table_add(t, "why", "Why", "", "", RAP_COLUMN_TEXT, 0);
    (void)rap_table_add(t, "ric", "RIC", "", "ric", RAP_COLUMN_REAL, 2);
    size_t works = rap_table_add(t, "works", "Works", "works", "", RAP_COLUMN_INTEGER, 0);
    const char *reason = "one two three four five six seven eight nine ten eleven twelve thirteen";
    for (int i = 0; i < 2; i++) {
        rap_table_begin(t);
        rap_table_text(t, claim, i ? "R2" : "R1");
        rap_table_text(t, why, reason);
        rap_table_integer(t, works, i);
    }
    t = finished(t);
    rap_text expected = {0};
    rap_text_printf(&expected,
                    "Claims\n------------\nClaim  Works\nR1         0\n"
                    "    Why: one two three four five six\n      seven eight nine ten eleven twelve\n      thirteen\n"
                    "R2         1\n\nnot shown: RIC (%s)\n",
                    rap_reason_text(RAP_UNDEFINED_NO_DATA));
    assert_written(t, RAP_FORMAT_TABLE, (rap_style){.width = 41}, rap_text_get(&expected));
    rap_text_release(&expected);
    rap_table_free(t);
}

static void detail_columns_are_shown_on_request_only(void **state)
{
    (void)state;
    rap_table *t = sample();
    char *plain = written(t, RAP_FORMAT_TABLE, (rap_style){0}), *all = written(t, RAP_FORMAT_TABLE, (rap_style){.detail = true});
    assert_null(strstr(plain, "More"));
    assert_non_null(strstr(all, "More"));
    assert_non_null(strstr(all, "-9223372036854775808"));
    free(plain);
    free(all);
    rap_table_free(t);
}

static void colours_and_the_width_of_the_rule_are_a_matter_of_style(void **state)
{
    (void)state;
    rap_table *t = sample();
    char *plain = written(t, RAP_FORMAT_TABLE, (rap_style){0});
    char *coloured = written(t, RAP_FORMAT_TABLE, (rap_style){.colour = true, .width = 20});
    assert_null(strchr(plain, '\033'));
    assert_non_null(strstr(coloured, "\n--------------------\n\033[1m"));
    assert_string_equal(coloured + strlen(coloured) - 4, "\033[0m");
    free(plain);
    free(coloured);
    rap_table_free(t);
}

static void csv_quotes_what_must_be_quoted_and_leaves_undefined_empty(void **state)
{
    (void)state;
    rap_table *t = sample();
    assert_written(t, RAP_FORMAT_CSV, (rap_style){0},
                   "partner_name,works,share,ric,more\n"
                   "C\xC3\xB4te d'Ivoire,1234,0.1,0.3333333333333333,7\n"
                   "\"a \"\"b\"\", c\",-5,,,\n"
                   "\"tab\there\nline\",0,-0.0001,1e+21,-9223372036854775808\n");
    rap_table_free(t);
}

static void tsv_has_no_tab_or_line_end_inside_a_field(void **state)
{
    (void)state;
    rap_table *t = sample();
    assert_written(t, RAP_FORMAT_TSV, (rap_style){0},
                   "partner_name\tworks\tshare\tric\tmore\n"
                   "C\xC3\xB4te d'Ivoire\t1234\t0.1\t0.3333333333333333\t7\n"
                   "a \"b\", c\t-5\t\t\t\n"
                   "tab here line\t0\t-0.0001\t1e+21\t-9223372036854775808\n");
    rap_table_free(t);
}

static void ndjson_says_why_a_number_is_null(void **state)
{
    (void)state;
    rap_table *t = sample();
    rap_text expected = {0};
    rap_text_printf(&expected,
                    "{\"partner_name\": \"C\xC3\xB4te d'Ivoire\", \"works\": 1234, \"share\": 0.1, \"ric\": "
                    "0.3333333333333333, \"more\": 7}\n"
                    "{\"partner_name\": \"a \\\"b\\\", c\", \"works\": -5, \"share\": null, \"ric\": null, \"more\": null, "
                    "\"reasons\": {\"share\": \"%s\", \"ric\": \"%s\", \"more\": \"%s\"}}\n"
                    "{\"partner_name\": \"tab\\there\\nline\", \"works\": 0, \"share\": -0.0001, \"ric\": 1e+21, \"more\": "
                    "-9223372036854775808}\n",
                    rap_reason_text(RAP_UNDEFINED_EMPTY), rap_reason_text(RAP_UNDEFINED_INFINITE),
                    rap_reason_text(RAP_UNDEFINED_NO_DATA));
    assert_written(t, RAP_FORMAT_NDJSON, (rap_style){0}, rap_text_get(&expected));
    rap_text_release(&expected);
    rap_table_free(t);
}

static void json_holds_columns_notes_and_a_receipt_without_double_keys(void **state)
{
    (void)state;
    rap_table *t = sample();
    char *found = written(t, RAP_FORMAT_JSON, (rap_style){0});
    assert_non_null(strstr(found, "{\n  \"title\": \"Partners of Norway\",\n  \"columns\": [\n    {\"name\": \"partner_name\", "));
    assert_non_null(strstr(found, "{\"name\": \"share\", \"title\": \"Part\", \"type\": \"real\", \"unit\": \"share\", "
                                  "\"indicator\": \"share_of_output\"}"));
    assert_non_null(strstr(found, "  \"notes\": [\n    \"Two years are provisional.\"\n  ],\n"));
    assert_non_null(strstr(found, "  \"receipt\": {\n    \"cube\": \"0123456789abcdef\",\n    \"group\": [\"nordic\", \"g7\"]\n  }\n}\n"));
    free(found);
    rap_table_free(t);
}

static void a_receipt_by_itself_has_title_notes_and_lines(void **state)
{
    (void)state;
    rap_table *t = sample();
    char *bytes = NULL;
    size_t length = 0;
    FILE *file = open_memstream(&bytes, &length);
    assert_int_equal(rap_table_write_receipt(t, file, NULL), RAP_OK);
    (void)fclose(file);
    assert_string_equal(bytes, "Partners of Norway\n\nnote: Two years are provisional.\n\ncube: 0123456789abcdef\n"
                               "group: nordic\ngroup: g7\n");
    free(bytes);
    rap_table_free(t);
}

static rap_table *one_text(const char *text)
{
    rap_table *t = rap_table_new("t");
    size_t c = rap_table_add(t, "x", "x", "", "", RAP_COLUMN_TEXT, 0);
    rap_table_begin(t);
    rap_table_text(t, c, text);
    return finished(t);
}

static void names_from_data_cannot_steer_a_terminal(void **state)
{
    (void)state;
    rap_table *t = one_text("a\033[31mb\007\x7F\xC2\x9B" "c");
    assert_written(t, RAP_FORMAT_TABLE, (rap_style){0}, "t\n-----------\nx\na [31mb   c\n");
    rap_table_free(t);
}

static void json_is_valid_whatever_the_text(void **state)
{
    (void)state;
    rap_table *t = one_text("\x01\"\\\b\f\r\x7F \xFF\xC3(\xED\xA0\x80 \xE4\xB8\xAD");
    assert_written(t, RAP_FORMAT_NDJSON, (rap_style){0},
                   "{\"x\": \"\\u0001\\\"\\\\\\b\\f\\r\\u007f \xEF\xBF\xBD\xEF\xBF\xBD(\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD "
                   "\xE4\xB8\xAD\"}\n");
    rap_table_free(t);
}

static void a_table_without_rows_says_so_and_csv_has_its_head(void **state)
{
    (void)state;
    rap_table *t = rap_table_new("empty");
    (void)rap_table_add(t, "works", "Works", "works", "", RAP_COLUMN_INTEGER, 0);
    t = finished(t);
    assert_written(t, RAP_FORMAT_TABLE, (rap_style){0}, "empty\n-----\nWorks\n(no rows)\n");
    assert_written(t, RAP_FORMAT_CSV, (rap_style){0}, "works\n");
    assert_written(t, RAP_FORMAT_NDJSON, (rap_style){0}, "");
    rap_table_free(t);
}

static void reals_read_back_as_themselves_in_the_fewest_digits(void **state)
{
    (void)state;
    static const struct {
        double value;
        const char *text;
    } cases[] = {{0.1, "0.1"}, {100, "100"}, {1e6, "1000000"}, {1.0 / 3, "0.3333333333333333"}, {5e-324, "4.94065645841247e-324"},
                 {DBL_MAX, "1.7976931348623157e+308"}, {-2.5, "-2.5"}, {0, "0"}};
    rap_text out = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rap_text_clear(&out);
        rap_write_real(&out, cases[i].value);
        assert_string_equal(rap_text_get(&out), cases[i].text);
    }
    uint64_t seed = 88172645463325252u;
    for (int i = 0; i < 20000; i++) {
        double value;
        seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
        memcpy(&value, &seed, sizeof value);
        if (!isfinite(value)) continue;
        rap_text_clear(&out);
        rap_write_real(&out, value);
        assert_true(strtod(rap_text_get(&out), NULL) == value);
    }
    rap_text_release(&out);
}

static void what_rounds_to_zero_has_no_sign(void **state)
{
    (void)state;
    rap_text out = {0};
    rap_write_fixed(&out, -0.0004, 3);
    rap_text_puts(&out, " ");
    rap_write_fixed(&out, -0.0006, 3);
    rap_text_puts(&out, " ");
    rap_write_fixed(&out, DBL_MAX, 99);
    assert_int_equal(strncmp(rap_text_get(&out), "0.000 -0.001 17976931348623157", 30), 0);
    rap_text_release(&out);
}

static void zeros_behind_the_last_digit_are_trimmed_and_others_are_not(void **state)
{
    (void)state;
    static const struct {
        double value;
        int decimals;
        const char *text;
    } cases[] = {{45.5, 3, "45.5"}, {893, 3, "893"}, {100, 0, "100"}, {0, 2, "0"}, {100 * 0.29, 1, "29"}, {0.007, 3, "0.007"}, {-0.5, 2, "-0.5"},
                 {1200.050, 3, "1200.05"}, {0.0004, 3, "0"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rap_text out = {0};
        rap_write_trimmed(&out, cases[i].value, cases[i].decimals);
        assert_string_equal(rap_text_get(&out), cases[i].text);
        rap_text_release(&out);
    }
}

static void numbers_have_dots_whatever_the_locale_of_the_program(void **state)
{
    (void)state;
    static const char *const comma[] = {"de_DE.UTF-8", "nb_NO.UTF-8", "fr_FR.UTF-8", "de_DE.utf8"};
    bool set = false;
    for (size_t i = 0; i < sizeof comma / sizeof *comma && !set; i++) set = setlocale(LC_NUMERIC, comma[i]) != NULL;
    if (!set) {
        print_message("no locale with a decimal comma is installed\n");
        skip();
    }
    rap_text out = {0};
    rap_write_real(&out, 1234.5);
    rap_text_puts(&out, " ");
    rap_write_fixed(&out, 1234.5, 1);
    (void)setlocale(LC_NUMERIC, "C");
    assert_string_equal(rap_text_get(&out), "1234.5 1234.5");
    rap_text_release(&out);
}

static void a_full_disk_is_an_error_in_every_format(void **state)
{
    (void)state;
    rap_table *t = sample();
    for (int format = 0; format <= RAP_FORMAT_END; format++) {
        FILE *full = fopen("/dev/full", "w");
        if (!full) {
            print_message("there is no /dev/full\n");
            rap_table_free(t);
            skip();
        }
        rap_error err = {0};
        rap_status status = format < RAP_FORMAT_END ? rap_table_write(t, (rap_format)format, (rap_style){0}, full, &err)
                                                    : rap_table_write_receipt(t, full, &err);
        assert_int_equal(status, RAP_E_IO);
        assert_non_null(strstr(err.text, "writing failed"));
        (void)fclose(full);
    }
    rap_table_free(t);
}

static void no_allocation_that_fails_leaks(void **state)
{
    (void)state;
    rap_table *t = sample();
    for (int format = 0; format < RAP_FORMAT_END; format++) {
        rap_status status = RAP_E_MEMORY;
        for (uint64_t n = 1; status != RAP_OK; n++) {
            char *bytes = NULL;
            size_t length = 0;
            FILE *file = open_memstream(&bytes, &length);
            rap_alloc_fail_after(n);
            status = rap_table_write(t, (rap_format)format, (rap_style){.detail = true}, file, NULL);
            rap_alloc_fail_after(0);
            assert_true(status == RAP_OK || status == RAP_E_MEMORY);
            assert_true(n < 1000);
            (void)fclose(file);
            free(bytes);
        }
    }
    rap_table_free(t);
}

static void formats_have_names(void **state)
{
    (void)state;
    rap_format format = RAP_FORMAT_TABLE;
    rap_error err = {0};
    assert_int_equal(rap_format_of("ndjson", &format, &err), RAP_OK);
    assert_int_equal(format, RAP_FORMAT_NDJSON);
    assert_int_equal(rap_format_of("CSV", &format, &err), RAP_E_USAGE);
    assert_int_equal(format, RAP_FORMAT_NDJSON);
    assert_non_null(strstr(err.text, "'CSV' is none of table, csv"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_is_aligned_by_what_a_terminal_shows),
        cmocka_unit_test(what_is_undefined_throughout_is_named_and_long_texts_stand_below),
        cmocka_unit_test(detail_columns_are_shown_on_request_only),
        cmocka_unit_test(colours_and_the_width_of_the_rule_are_a_matter_of_style),
        cmocka_unit_test(csv_quotes_what_must_be_quoted_and_leaves_undefined_empty),
        cmocka_unit_test(tsv_has_no_tab_or_line_end_inside_a_field),
        cmocka_unit_test(ndjson_says_why_a_number_is_null),
        cmocka_unit_test(json_holds_columns_notes_and_a_receipt_without_double_keys),
        cmocka_unit_test(a_receipt_by_itself_has_title_notes_and_lines),
        cmocka_unit_test(names_from_data_cannot_steer_a_terminal),
        cmocka_unit_test(json_is_valid_whatever_the_text),
        cmocka_unit_test(a_table_without_rows_says_so_and_csv_has_its_head),
        cmocka_unit_test(reals_read_back_as_themselves_in_the_fewest_digits),
        cmocka_unit_test(what_rounds_to_zero_has_no_sign),
        cmocka_unit_test(zeros_behind_the_last_digit_are_trimmed_and_others_are_not),
        cmocka_unit_test(numbers_have_dots_whatever_the_locale_of_the_program),
        cmocka_unit_test(a_full_disk_is_an_error_in_every_format),
        cmocka_unit_test(no_allocation_that_fails_leaks),
        cmocka_unit_test(formats_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
