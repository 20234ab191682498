// SPDX-License-Identifier: Apache-2.0
/* verdicts: a table of checked claims as people read it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/table.h"

static const char *const columns[] = {"claim", "statement", "reading", "verdict", "evidence", "missing", "source"};

static rap_table *table_of(const char *const rows[][7], size_t n)
{
    rap_table *t = rap_table_new("Claims of a report");
    for (size_t c = 0; c < 7; c++) (void)rap_table_add(t, columns[c], columns[c], "", "", RAP_COLUMN_TEXT, 0);
    for (size_t r = 0; r < n; r++) {
        rap_table_begin(t);
        for (size_t c = 0; c < 7; c++) rap_table_text(t, c, rows[r][c]);
    }
    rap_table_add_note(t, "R1: a note");
    rap_table_add_receipt(t, "cube", "0123");
    rap_table_add_receipt(t, "R1", "partners NO");
    rap_table *out = NULL;
    assert_int_equal(rap_table_finish(t, &out, NULL), RAP_OK);
    return out;
}

static const char *const three[][7] = {
    {"R1", "China leads", "as stated", "supported", "rank CN = 1: 1 | works CN: 312", "", "a paper"},
    {"R1", "China leads", "other counting", "contradicted", "rank CN = 1: 2", "", "a paper"},
    {"R2", "Nothing\033[31m is known", "as stated", "undecidable", "", "fields", "a paper"},
};

static char *written(const rap_table *table, rap_style style)
{
    char *text = NULL;
    size_t length = 0;
    FILE *file = open_memstream(&text, &length);
    assert_non_null(file);
    assert_int_equal(rap_table_write(table, RAP_FORMAT_TABLE, style, file, NULL), RAP_OK);
    (void)fclose(file);
    return text;
}

static void a_claim_is_a_paragraph_with_its_verdict_first(void **state)
{
    (void)state;
    rap_table *t = table_of(three, 3);
    char *text = written(t, (rap_style){0});
    assert_string_equal(text, "Claims of a report\n"
                              "------------------\n"
                              "R1  supported     China leads\n"
                              "    rank CN = 1: 1\n"
                              "    works CN: 312\n"
                              "    contradicted when read as: other counting\n"
                              "\n"
                              "R2  undecidable   Nothing [31m is known\n"
                              "    missing: fields\n"
                              "\n"
                              "note: R1: a note\n"
                              "\n"
                              "cube: 0123\n");
    free(text);
    rap_table_free(t);
}

static void detail_shows_every_reading_and_what_was_asked(void **state)
{
    (void)state;
    rap_table *t = table_of(three, 3);
    char *text = written(t, (rap_style){.detail = true});
    assert_non_null(strstr(text, "    source: a paper\n    contradicted  other counting\n        rank CN = 1: 2\n"));
    assert_non_null(strstr(text, "R1: partners NO\n"));
    free(text);
    rap_table_free(t);
}

static void lines_keep_to_the_width(void **state)
{
    (void)state;
    static const char *const row[][7] = {{"R1", "one two three four five six seven eight nine ten eleven twelve thirteen", "as stated",
                                          "supported", "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi", "", ""}};
    rap_table *t = table_of(row, 1);
    char *text = written(t, (rap_style){.width = 50});
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) assert_true(strlen(line) <= 50);
    free(text);
    rap_table_free(t);
}

static void colours_stand_only_where_they_are_wanted(void **state)
{
    (void)state;
    rap_table *t = table_of(three, 3);
    char *plain = written(t, (rap_style){0}), *coloured = written(t, (rap_style){.colour = true});
    assert_null(strchr(plain, '\033'));
    assert_non_null(strstr(coloured, "\033[32msupported"));
    assert_non_null(strstr(coloured, "\033[33mundecidable"));
    free(plain);
    free(coloured);
    rap_table_free(t);
}

static void short_memory_is_reported(void **state)
{
    (void)state;
    rap_table *t = table_of(three, 3);
    for (uint64_t n = 1;; n++) {
        FILE *file = fopen("/dev/null", "w");
        rap_error err;
        assert_non_null(file);
        rap_alloc_fail_after(n);
        rap_status status = rap_table_write(t, RAP_FORMAT_TABLE, (rap_style){.detail = true}, file, &err);
        rap_alloc_fail_after(0);
        (void)fclose(file);
        if (status == RAP_OK) {
            assert_true(n > 5);
            break;
        }
        assert_int_equal(status, RAP_E_MEMORY);
    }
    rap_table_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_claim_is_a_paragraph_with_its_verdict_first),
        cmocka_unit_test(detail_shows_every_reading_and_what_was_asked),
        cmocka_unit_test(lines_keep_to_the_width),
        cmocka_unit_test(colours_stand_only_where_they_are_wanted),
        cmocka_unit_test(short_memory_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
