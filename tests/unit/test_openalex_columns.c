// SPDX-License-Identifier: Apache-2.0
/* Promises of source/openalex_columns.h: lists in every shape that writers give them, ids and times in every type. */
#include <unistd.h>

#include "support/fact_line.h"
#include "support/ingesting.h"
#include "support/parquet_file.h"
#include "source/openalex_parquet.h"

enum { REQUIRED, OPTIONAL, REPEATED };
enum { GROUP = -1, BOOLEAN = 0, INT32 = 1, INT64 = 2, INT96 = 3, DOUBLE = 5, BYTES = 6 };

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static const char *write_file(const made_node *nodes, size_t n_nodes, const made_column *columns, size_t n_columns,
                              uint64_t rows)
{
    rap_text file = {0};
    const char *path = in_folder("made.parquet");
    made_parquet(&file, nodes, n_nodes, columns, n_columns, rows);
    works_write(path, &file);
    rap_text_release(&file);
    return path;
}

/* The works of a file as "id: countries", or the message of a failure. */
static const char *read_file(const char *path, bool whole_lines)
{
    static rap_text out;
    rap_openalex *reader;
    rap_openalex_parquet *works = NULL;
    rap_error err = {0};
    rap_reject reject = RAP_REJECT_NONE;
    rap_text_release(&out);
    assert_int_equal(rap_openalex_new(catalog, false, false, &reader, NULL), RAP_OK);
    rap_status status = rap_openalex_parquet_open(reader, path, 1 << 20, &works, &err);
    while (status == RAP_OK && reject != RAP_REJECT_END) {
        rap_work work;
        const char *detail;
        char code[RAP_PLACE_TEXT];
        status = rap_openalex_parquet_next(works, &work, &reject, &detail, &err);
        if (status != RAP_OK || reject == RAP_REJECT_END) break;
        if (reject)
            rap_text_printf(&out, "refused: %s;", detail);
        else if (whole_lines)
            fact_line(&work, &out);
        else
            rap_text_printf(&out, "%" PRIu64 ":", work.id);
        for (size_t i = 0; !reject && !whole_lines && i < work.fact.n_places; i++)
            rap_text_printf(&out, " %s", rap_place_code(work.fact.places[i], code));
        if (!reject && !whole_lines) rap_text_puts(&out, ";");
    }
    if (status != RAP_OK) rap_text_printf(&out, "failed: %s", err.text);
    rap_openalex_parquet_close(works);
    rap_openalex_free(reader);
    return rap_text_get(&out);
}

static made_column ids(int64_t first, uint64_t n)
{
    made_column column = {.reps = "", .defs = "", .n = n, .type = INT64};
    for (uint64_t i = 0; i < n; i++) made_number(&column.values, first + (int64_t)i, 8);
    return column;
}

static made_column codes(const char *reps, const char *defs, const char *texts)
{
    made_column column = {.reps = reps, .defs = defs, .n = strlen(defs), .type = BYTES};
    rap_span rest = rap_span_of(texts), part;
    while (*texts && rap_span_next(&rest, ' ', &part)) {
        char text[8];
        (void)snprintf(text, sizeof text, "%.*s", (int)part.length, part.data);
        made_text(&column.values, text);
    }
    return column;
}

static void release(made_column *columns, size_t n)
{
    for (size_t i = 0; i < n; i++) rap_text_release(&columns[i].values);
}

/* Three works: [[NO, SE], [CN]], [], [[], [US]]. */
static void assert_shape(const made_node *nodes, size_t n_nodes, const char *reps, const char *defs)
{
    for (int v2 = 0; v2 < 2; v2++) {
        made_column columns[] = {ids(5, 3), codes(reps, defs, "NO SE CN US")};
        columns[0].page_v2 = columns[1].page_v2 = v2;
        assert_string_equal(read_file(write_file(nodes, n_nodes, columns, 2, 3), false), "5: CN NO SE;6:;7: US;");
        release(columns, 2);
    }
}

static void test_lists_in_three_levels_by_any_name(void **state)
{
    (void)state;
    static const char *const names[][2] = {{"list", "element"}, {"list", "item"}, {"bag", "array_element"},
                                           {"array", "array"}, {"key_value", "x"}};
    for (size_t i = 0; i < LENGTH(names); i++) {
        const made_node nodes[] = {{"schema", 0, GROUP, 2, 0},
                                   {"id", REQUIRED, INT64, 0, 0},
                                   {"authorships", OPTIONAL, GROUP, 1, 3},
                                   {names[i][0], REPEATED, GROUP, 1, 0},
                                   {names[i][1], OPTIONAL, GROUP, 1, 0},
                                   {"countries", OPTIONAL, GROUP, 1, 3},
                                   {names[i][0], REPEATED, GROUP, 1, 0},
                                   {names[i][1], OPTIONAL, BYTES, 0, 0}};
        assert_shape(nodes, LENGTH(nodes), "0210" "01", "6661" "46");
    }
}

static void test_lists_in_two_levels(void **state)
{
    (void)state;
    const made_node nodes[] = {{"schema", 0, GROUP, 2, 0},
                               {"id", REQUIRED, INT64, 0, 0},
                               {"authorships", OPTIONAL, GROUP, 1, 3},
                               {"array", REPEATED, GROUP, 1, 0},
                               {"countries", OPTIONAL, GROUP, 1, 3},
                               {"array", REPEATED, BYTES, 0, 0}};
    assert_shape(nodes, LENGTH(nodes), "0210" "01", "4441" "34");
}

static void test_lists_without_a_group_around_them(void **state)
{
    (void)state;
    const made_node nodes[] = {{"schema", 0, GROUP, 2, 0},
                               {"id", REQUIRED, INT64, 0, 0},
                               {"authorships", REPEATED, GROUP, 1, 0},
                               {"countries", REPEATED, BYTES, 0, 0}};
    assert_shape(nodes, LENGTH(nodes), "0210" "01", "2220" "12");
}

static void test_required_nodes_have_no_levels(void **state)
{
    (void)state;
    const made_node nodes[] = {{"schema", 0, GROUP, 2, 0},
                               {"id", REQUIRED, INT64, 0, 0},
                               {"authorships", REQUIRED, GROUP, 1, 3},
                               {"list", REPEATED, GROUP, 1, 0},
                               {"element", REQUIRED, GROUP, 1, 0},
                               {"countries", REQUIRED, GROUP, 1, 3},
                               {"list", REPEATED, GROUP, 1, 0},
                               {"element", REQUIRED, BYTES, 0, 0}};
    assert_shape(nodes, LENGTH(nodes), "0210" "01", "2220" "12");
}

static void test_institutions_stand_in_where_there_are_no_countries(void **state)
{
    (void)state;
    const made_node nodes[] = {{"schema", 0, GROUP, 2, 0},
                               {"id", REQUIRED, INT64, 0, 0},
                               {"authorships", OPTIONAL, GROUP, 1, 3},
                               {"array", REPEATED, GROUP, 1, 0},
                               {"institutions", OPTIONAL, GROUP, 1, 3},
                               {"array", REPEATED, GROUP, 1, 0},
                               {"country_code", OPTIONAL, BYTES, 0, 0}};
    assert_shape(nodes, LENGTH(nodes), "0210" "01", "5551" "35");
}

static void test_columns_that_disagree_are_refused(void **state)
{
    (void)state;
    const made_node nodes[] = {{"schema", 0, GROUP, 2, 0},
                               {"id", REQUIRED, INT64, 0, 0},
                               {"authorships", REPEATED, GROUP, 2, 0},
                               {"countries", REPEATED, BYTES, 0, 0},
                               {"institutions", REPEATED, GROUP, 1, 0},
                               {"country_code", OPTIONAL, BYTES, 0, 0}};
    static const struct {
        const char *reps, *defs, *texts, *message;
    } cases[] = {
        {"00", "10", "", "row 1: fewer works or authors than in other columns"},
        {"0", "0", "", "row 1: fewer works or authors than in other columns"},
        {"010", "110", "", NULL},
        {"0110", "1110", "", "fewer works or authors"},
        {"0100", "1100", "", "more rows than the footer says"},
        {"010", "113", "", "fewer values than it says"},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        made_column columns[] = {ids(5, 2), codes("010", "220", "NO SE"), codes(cases[i].reps, cases[i].defs, "")};
        const char *found = read_file(write_file(nodes, LENGTH(nodes), columns, 3, 2), false);
        if (!cases[i].message)
            assert_string_equal(found, "5: NO SE;6:;");
        else if (!strstr(found, cases[i].message))
            fail_msg("case %zu: expected %s, found %s", i, cases[i].message, found);
        release(columns, 3);
    }
    made_column columns[] = {ids(5, 2), codes("010", "320", "NO SE"), codes("010", "110", "")};
    const char *found = read_file(write_file(nodes, LENGTH(nodes), columns, 3, 2), false);
    assert_non_null(strstr(found, "column authorships.countries: a damaged page: level 3 where the schema has 2"));
    release(columns, 3);
}

static void test_rows_are_counted(void **state)
{
    (void)state;
    const made_node nodes[] = {{"schema", 0, GROUP, 2, 0},
                               {"id", REQUIRED, INT64, 0, 0},
                               {"authorships", REPEATED, GROUP, 1, 0},
                               {"countries", REPEATED, BYTES, 0, 0}};
    made_column columns[] = {ids(5, 2), codes("00", "00", "")};
    const char *found = read_file(write_file(nodes, 4, columns, 2, 3), false);
    assert_non_null(strstr(found, "row group 1, column id: fewer rows than the footer says"));
    found = read_file(write_file(nodes, 4, columns, 2, 1), false);
    assert_non_null(strstr(found, "row group 1, column id: more rows than the footer says"));
    found = read_file(write_file(nodes, 4, columns, 2, 0), false);
    assert_string_equal(found, "");
    release(columns, 2);
}

/* --------------------------------------------------------------- types */

static void assert_time(int type, int converted, rap_text *value, const char *want)
{
    const made_node nodes[] = {{"schema", 0, GROUP, 3, 0},
                               {"id", REQUIRED, INT64, 0, 0},
                               {"updated_date", REQUIRED, type, 0, converted},
                               {"authorships", REPEATED, GROUP, 1, 0},
                               {"countries", REPEATED, BYTES, 0, 0}};
    made_column columns[] = {ids(5, 1), {.reps = "", .defs = "", .n = 1, .values = *value, .type = type},
                             codes("0", "0", "")};
    const char *found = read_file(write_file(nodes, LENGTH(nodes), columns, 3, 1), true);
    char line[64];
    (void)snprintf(line, sizeof line, "5\t%s\t", want);
    if (strncmp(found, line, strlen(line)) != 0 && !strstr(found, want)) fail_msg("expected %s, found %s", want, found);
    release(columns, 3);
    *value = (rap_text){0};
}

static void test_times_of_every_type_are_microseconds(void **state)
{
    (void)state;
    rap_text value = {0};
    made_number(&value, 1769728621242, 8);
    assert_time(INT64, 9, &value, "1769728621242000");
    made_number(&value, 1769728621242718, 8);
    assert_time(INT64, 10, &value, "1769728621242718");
    made_number(&value, 20482, 4);
    assert_time(INT32, 6, &value, "1769644800000000");
    made_number(&value, -5, 8);
    assert_time(INT64, 10, &value, "0");
    made_number(&value, INT64_MAX, 8);
    assert_time(INT64, 9, &value, "0");
    made_text(&value, "2026-01-29T23:17:01.242718");
    assert_time(BYTES, 0, &value, "1769728621242718");
    made_text(&value, "yesterday");
    assert_time(BYTES, 0, &value, "0");
    made_number(&value, 83821242718000, 8);
    made_number(&value, 2440588 + 20482, 4);
    assert_time(INT96, 0, &value, "1769728621242718");
    made_number(&value, 0, 8);
    made_number(&value, 0, 4);
    assert_time(INT96, 0, &value, "0");
    made_number(&value, 7, 8);
    assert_time(INT64, 0, &value, "column updated_date: expected a date, a time or text, found INT64");
    made_number(&value, 7, 8);
    assert_time(DOUBLE, 0, &value, "column updated_date: expected a date, a time or text, found DOUBLE");
}

static void assert_column_refused(const made_node *nodes, size_t n_nodes, const char *message)
{
    made_column columns[] = {{.reps = "", .defs = "", .type = BYTES}, {.reps = "", .defs = "", .type = BYTES}};
    const char *found = read_file(write_file(nodes, n_nodes, columns, 2, 0), false);
    if (!strstr(found, message)) fail_msg("expected %s, found %s", message, found);
}

static void test_columns_of_another_type_are_named(void **state)
{
    (void)state;
    const made_node list[] = {{"schema", 0, GROUP, 2, 0},
                              {"id", REPEATED, INT64, 0, 0},
                              {"authorships", OPTIONAL, BYTES, 0, 0}};
    assert_column_refused(list, 3, "made.parquet: column id: expected text or an integer, found a list of INT64");
    const made_node flat[] = {{"schema", 0, GROUP, 2, 0},
                              {"id", OPTIONAL, INT64, 0, 0},
                              {"authorships", OPTIONAL, BYTES, 0, 0}};
    assert_column_refused(flat, 3, "column authorships: expected a list of groups of columns, found BYTE_ARRAY");
    const made_node text[] = {{"schema", 0, GROUP, 2, 0},
                              {"id", OPTIONAL, INT64, 0, 0},
                              {"authorships", REPEATED, GROUP, 1, 0},
                              {"countries", OPTIONAL, BYTES, 0, 0}};
    assert_column_refused(text, 4, "column authorships.countries: expected a list of text, found BYTE_ARRAY");
    const made_node none[] = {{"schema", 0, GROUP, 2, 0}, {"a", OPTIONAL, INT64, 0, 0}, {"b", OPTIONAL, INT64, 0, 0}};
    assert_column_refused(none, 3, "no column id, no authorships.countries (or authorships.institutions.country_code); "
                                   "there are a, b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lists_in_three_levels_by_any_name),
        cmocka_unit_test(test_lists_in_two_levels),
        cmocka_unit_test(test_lists_without_a_group_around_them),
        cmocka_unit_test(test_required_nodes_have_no_levels),
        cmocka_unit_test(test_institutions_stand_in_where_there_are_no_countries),
        cmocka_unit_test(test_columns_that_disagree_are_refused),
        cmocka_unit_test(test_rows_are_counted),
        cmocka_unit_test(test_times_of_every_type_are_microseconds),
        cmocka_unit_test(test_columns_of_another_type_are_named),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
