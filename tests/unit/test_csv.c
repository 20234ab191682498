// SPDX-License-Identifier: Apache-2.0
/* Tables of text: every form that RFC 4180 allows, what is refused and with which line, and rows across blocks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "scan/csv.h"

/* Rows as "a|b|c/..." with the line of each row before it. */
static rap_status show(rap_csv *csv, rap_text *out, rap_error *err)
{
    for (;;) {
        rap_csv_row row;
        RAP_TRY(rap_csv_next(csv, &row, err));
        if (row.n == 0) return RAP_OK;
        rap_text_printf(out, "%llu:", (unsigned long long)row.line);
        for (size_t i = 0; i < row.n; i++)
            rap_text_printf(out, "%s%.*s", i ? "|" : "", (int)row.fields[i].length, row.fields[i].data);
        rap_text_puts(out, "/");
    }
}

static void assert_rows(const char *text, const char *expected)
{
    rap_csv *csv;
    rap_text got = {0};
    rap_error err = {0};
    assert_int_equal(rap_csv_open_text("t.csv", rap_span_of(text), 0, &csv, NULL), RAP_OK);
    if (show(csv, &got, &err) != RAP_OK) fail_msg("%s", err.text);
    assert_string_equal(rap_text_get(&got), expected);
    rap_csv_close(csv);
    rap_text_release(&got);
}

static void rows_come_field_by_field(void **state)
{
    (void)state;
    assert_rows("a,b,c\n1,2,3\n", "1:a|b|c/2:1|2|3/");
    assert_rows("a,b,c\r\n1,2,3", "1:a|b|c/2:1|2|3/");
    assert_rows("\xEF\xBB\xBF" "a,b\n,\n", "1:a|b/2:|/");
    assert_rows("alone\n", "1:alone/");
    assert_rows("", "");
    assert_rows("\n\r\n\n", "");
    assert_rows("\n\na\n\nb\n", "3:a/5:b/");
}

static void quoted_fields_hold_anything(void **state)
{
    (void)state;
    assert_rows("\"a,b\",c\n", "1:a,b|c/");
    assert_rows("\"a \"\"b\"\" c\",d\r\nx,\"\"\r\n", "1:a \"b\" c|d/2:x|/");
    assert_rows("a,\"two\nlines\",b\nnext,row,here\n", "1:a|two\nlines|b/3:next|row|here/");
    assert_rows("\"\"\"\"", "1:\"/");
    assert_rows("\"\"\n\"x\"", "1:/2:x/");
    assert_rows("\"a\"\r\n\"b\"\r\n", "1:a/2:b/");
}

static void separator_is_found_in_the_first_line(void **state)
{
    (void)state;
    assert_rows("a;b;c\n1,5;2;3\n", "1:a|b|c/2:1,5|2|3/");
    assert_rows("a\tb\n1\t2,3,4\n", "1:a|b/2:1|2,3,4/");
    assert_rows("\"x,y,z,w\";b;c\n", "1:x,y,z,w|b|c/");
    assert_rows("\n\n\na;b\n", "4:a|b/");
    rap_csv *csv;
    rap_csv_row row;
    assert_int_equal(rap_csv_open_text("t", rap_span_of("a;b,c"), ',', &csv, NULL), RAP_OK);
    assert_int_equal(rap_csv_next(csv, &row, NULL), RAP_OK);
    assert_int_equal(row.n, 2);
    rap_csv_close(csv);
}

static void assert_refused(const char *text, size_t length, const char *message, const char *after)
{
    rap_csv *csv;
    rap_text got = {0};
    rap_error err = {0};
    assert_int_equal(rap_csv_open_text("t.csv", (rap_span){text, length}, 0, &csv, NULL), RAP_OK);
    assert_int_equal(show(csv, &got, &err), RAP_E_FORMAT);
    if (!strstr(err.text, message)) fail_msg("expected \"%s\", found \"%s\"", message, err.text);
    rap_text_clear(&got);
    assert_int_equal(show(csv, &got, NULL), RAP_OK); /* one can go on behind the bad line */
    assert_string_equal(rap_text_get(&got), after);
    rap_csv_close(csv);
    rap_text_release(&got);
}

static void bad_rows_are_refused_with_their_line_and_cost_one_line(void **state)
{
    (void)state;
    const char *open_quote = "a,b\n1,\"2\n3,4\n", *inside = "a,b\nx,y\"z\"\n3,4\n", *behind = "a\n\"x\" y\nb\n";
    assert_refused(open_quote, strlen(open_quote), "t.csv: line 2: a quote is not closed", "3:3|4/");
    assert_refused(inside, strlen(inside), "t.csv: line 2: a quote inside a field", "3:3|4/");
    assert_refused(behind, strlen(behind), "t.csv: line 2: expected a separator", "3:b/");
    assert_refused("a\nb\0c\nd\n", 8, "t.csv: line 2: a byte 0", "");
}

static void rows_of_more_than_a_mebibyte_are_refused(void **state)
{
    (void)state;
    size_t size = RAP_CSV_ROW_MAX + 100;
    for (int kind = 0; kind < 3; kind++) {
        char *text = malloc(size);
        assert_non_null(text);
        memset(text, kind == 2 ? '\n' : 'x', size);
        if (kind > 0) text[0] = '"';
        memcpy(text + size - 3, "\na\n", 3);
        rap_csv *csv;
        rap_csv_row row;
        rap_error err = {0};
        assert_int_equal(rap_csv_open_text("t.csv", (rap_span){text, size}, 0, &csv, NULL), RAP_OK);
        assert_int_equal(rap_csv_next(csv, &row, &err), RAP_E_FORMAT);
        assert_non_null(strstr(err.text, "line 1: a row of more than 1 MiB"));
        assert_int_equal(rap_csv_next(csv, &row, &err), RAP_OK);
        assert_true(rap_span_is(row.fields[0], "a"));
        rap_csv_close(csv);
        free(text);
    }
}

/* A file of many blocks whose rows hold line breaks comes out as it went in. */
static void rows_go_on_across_blocks(void **state)
{
    (void)state;
    char path[] = "test_csv_XXXXXX";
    int number = mkstemp(path);
    FILE *file = fdopen(number, "w");
    assert_non_null(file);
    enum { ROWS = 60000 };
    for (int i = 0; i < ROWS; i++)
        assert_true(fprintf(file, "%d,\"first \"\"%d\"\"\nsecond, of %d\",%s\r\n", i, i, i, i % 3 ? "x" : "\"q\"") > 0);
    assert_int_equal(fclose(file), 0);
    rap_csv *csv;
    rap_error err = {0};
    assert_int_equal(rap_csv_open(path, 0, &csv, &err), RAP_OK);
    for (int i = 0; i <= ROWS; i++) {
        rap_csv_row row;
        char expected[80];
        if (rap_csv_next(csv, &row, &err) != RAP_OK) fail_msg("%s", err.text);
        if (i == ROWS) {
            assert_int_equal(row.n, 0);
            break;
        }
        (void)snprintf(expected, sizeof expected, "first \"%d\"\nsecond, of %d", i, i);
        assert_int_equal(row.n, 3);
        assert_int_equal(row.line, 2 * i + 1);
        assert_true(rap_span_is(row.fields[1], expected));
        assert_true(rap_span_is(row.fields[2], i % 3 ? "x" : "q"));
    }
    assert_true(rap_csv_hash(csv) != 0);
    rap_csv_close(csv);
    assert_int_equal(unlink(path), 0);
}

static void a_missing_file_is_named(void **state)
{
    (void)state;
    rap_csv *csv = NULL;
    rap_error err = {0};
    assert_int_equal(rap_csv_open("no/such/file.csv", 0, &csv, &err), RAP_E_IO);
    assert_null(csv);
    assert_non_null(strstr(err.text, "no/such/file.csv"));
}

static rap_status read_whole(rap_error *err)
{
    rap_csv *csv;
    rap_csv_row row = {.n = 1};
    rap_status status = rap_csv_open_text("t", rap_span_of("a,\"b\"\"c\"\n\"x\ny\",2\n"), 0, &csv, err);
    if (status != RAP_OK) return status;
    while (status == RAP_OK && row.n) status = rap_csv_next(csv, &row, err);
    rap_csv_close(csv);
    return status;
}

static void failing_allocations_leak_nothing(void **state)
{
    (void)state;
    uint64_t n = 0;
    rap_status status;
    do {
        rap_alloc_fail_after(++n);
        status = read_whole(NULL);
        rap_alloc_fail_after(0);
        assert_true(status == RAP_OK || status == RAP_E_MEMORY);
    } while (status != RAP_OK);
    assert_true(n > 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_come_field_by_field),
        cmocka_unit_test(quoted_fields_hold_anything),
        cmocka_unit_test(separator_is_found_in_the_first_line),
        cmocka_unit_test(bad_rows_are_refused_with_their_line_and_cost_one_line),
        cmocka_unit_test(rows_of_more_than_a_mebibyte_are_refused),
        cmocka_unit_test(rows_go_on_across_blocks),
        cmocka_unit_test(a_missing_file_is_named),
        cmocka_unit_test(failing_allocations_leak_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
