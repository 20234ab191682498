// SPDX-License-Identifier: Apache-2.0
/*
 * Promises of source/openalex_parquet.h: from Parquet the same facts and refusals as from JSON Lines of the same works,
 * whatever the writer; no byte of a file, changed, makes more than a message.
 */
#include <unistd.h>

#include "support/fact_line.h"
#include "support/ingesting.h"
#include "support/padded.h"
#include "source/openalex_parquet.h"

#define FIXTURES RAP_SOURCE_DIR "/tests/data/parquet/"
#define ROOM (UINT64_C(64) << 20)

static const char *const files[] = {
    "duckdb_snappy",   "duckdb_zstd_v2", "duckdb_gzip",     "duckdb_plain",   "duckdb_v2_no_dictionary", "duckdb_text_time",
    "duckdb_nanos",    "rust_v1_groups", "rust_v2_groups",  "rust_v2_delta",  "rust_v1_lengths",
};
#define N_FILES (sizeof files / sizeof *files)

static const char *fixture(const char *name)
{
    static char path[4][512];
    static unsigned turn;
    char *out = path[turn++ % 4];
    (void)snprintf(out, sizeof path[0], FIXTURES "%s.parquet", name);
    return out;
}

static rap_openalex *new_reader(bool union_rule)
{
    rap_openalex *reader = NULL;
    assert_int_equal(rap_openalex_new(catalog, union_rule, false, &reader, NULL), RAP_OK);
    return reader;
}

static void put_result(const rap_work *work, rap_reject reject, rap_text *out)
{
    if (reject == RAP_REJECT_NONE)
        fact_line(work, out);
    else
        rap_text_printf(out, "refused: %s\n", rap_reject_text(reject));
}

static void lines_of_json(bool union_rule, rap_text *out)
{
    rap_text all = {0};
    rap_error err = {0};
    rap_openalex *reader = new_reader(union_rule);
    if (rap_read_file(FIXTURES "works.jsonl", SIZE_MAX / 4, &all, &err) != RAP_OK) fail_msg("%s", err.text);
    rap_span rest = {all.data, all.length}, line;
    while (rest.length && rap_span_next(&rest, '\n', &line)) {
        rap_work work;
        size_t at;
        const char *detail;
        bool failed;
        rap_span json = padded(line.data, line.length);
        put_result(&work, rap_openalex_read(reader, json, &work, &at, &detail, &failed), out);
        padded_free(json);
    }
    rap_openalex_free(reader);
    rap_text_release(&all);
}

/* All rows from `row` on; stops at a failure. */
static rap_status read_all(rap_openalex *reader, const char *path, uint64_t limit, uint64_t row, rap_text *out,
                           rap_error *err)
{
    rap_openalex_parquet *works = NULL;
    rap_reject reject = RAP_REJECT_NONE;
    RAP_TRY(rap_openalex_parquet_open(reader, path, limit, &works, err));
    rap_status status = rap_openalex_parquet_seek(works, row, err);
    while (status == RAP_OK && reject != RAP_REJECT_END) {
        rap_work work;
        const char *detail = NULL;
        status = rap_openalex_parquet_next(works, &work, &reject, &detail, err);
        if (status != RAP_OK || reject == RAP_REJECT_END) break;
        if (reject != RAP_REJECT_NONE) assert_true(strlen(detail) > 0);
        put_result(&work, reject, out);
    }
    rap_openalex_parquet_close(works);
    return status;
}

static void test_every_writers_file_gives_the_facts_of_the_json(void **state)
{
    (void)state;
    for (int rule = 0; rule < 2; rule++) {
        rap_text want = {0};
        rap_openalex *reader = new_reader(rule);
        lines_of_json(rule, &want);
        assert_non_null(strstr(want.data, "refused: unknown country code"));
        assert_non_null(strstr(want.data, "refused: unexpected shape"));
        for (size_t i = 0; i < N_FILES; i++) {
            rap_text found = {0};
            rap_error err = {0};
            if (read_all(reader, fixture(files[i]), ROOM, 0, &found, &err) != RAP_OK) fail_msg("%s", err.text);
            if (strcmp(want.data, found.data) != 0) {
                size_t at = 0;
                while (want.data[at] == found.data[at]) at++;
                while (at && want.data[at - 1] != '\n') at--;
                fail_msg("%s, rule %d: expected\n%.300s\nfound\n%.300s", files[i], rule, want.data + at, found.data + at);
            }
            rap_text_release(&found);
        }
        rap_openalex_free(reader);
        rap_text_release(&want);
    }
}

static const char *line_at(const char *text, size_t line)
{
    for (; line > 0; line--) text = strchr(text, '\n') + 1;
    return text;
}

static void test_reading_begins_at_any_row(void **state)
{
    (void)state;
    rap_text want = {0};
    rap_openalex *reader = new_reader(false);
    lines_of_json(false, &want);
    for (size_t i = 0; i < N_FILES; i++)
        for (uint64_t row = 0; row <= 90; row += 1 + row % 7) {
            rap_text found = {0};
            assert_int_equal(read_all(reader, fixture(files[i]), ROOM, row, &found, NULL), RAP_OK);
            assert_string_equal(line_at(want.data, row), rap_text_get(&found));
            rap_text_release(&found);
        }
    rap_text found = {0};
    rap_error err = {0};
    assert_int_equal(read_all(reader, fixture(files[0]), ROOM, 91, &found, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "90 rows, and an earlier run stopped at row 91: the file has changed"));
    rap_openalex_free(reader);
    rap_text_release(&want);
}

static void test_what_was_found_is_shown(void **state)
{
    (void)state;
    rap_openalex_parquet *works;
    rap_text all = {0};
    rap_openalex *reader = new_reader(false);
    rap_work work;
    rap_reject reject;
    const char *detail;
    assert_int_equal(rap_openalex_parquet_open(reader, fixture("duckdb_snappy"), ROOM, &works, NULL), RAP_OK);
    assert_int_equal(rap_openalex_parquet_file(works)->n_rows, 90);
    for (int i = 0; i < 90; i++) {
        assert_int_equal(rap_openalex_parquet_next(works, &work, &reject, &detail, NULL), RAP_OK);
        if (reject) rap_text_printf(&all, "%d %s\n", i, detail);
    }
    assert_string_equal(rap_text_get(&all),
                        "1 no id\n"
                        "4 expected an id of a work, W and digits: found https://openalex.org/A77\n"
                        "10 expected an integer in 1000 to 2050: found 999\n"
                        "13 expected an integer in 1000 to 2050: found 2051\n"
                        "22 expected a document type of a-z, 0-9 and -: found No Word\n"
                        "25 expected a document type of a-z, 0-9 and -\n"
                        "31 the catalogue has no such country: found ZZ\n"
                        "34 the catalogue has no such country: found Z9\n"
                        "43 an authorship is null\n"
                        "58 an author with more than 32 countries\n"
                        "61 expected a number of a topic, subfield, field or domain: found https://openalex.org/X1\n"
                        "67 expected a number of a topic, subfield, field or domain: found 300\n");
    rap_openalex_parquet_close(works);
    rap_openalex_free(reader);
    rap_text_release(&all);
}

/* ---------------------------------------------------------------- damage */

static void write_bytes(const char *path, const char *data, size_t length)
{
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(data, 1, length, file) != length || fclose(file) != 0) fail_msg("can't write %s", path);
}

static void test_a_changed_byte_makes_a_message_or_other_facts_and_no_more(void **state)
{
    (void)state;
    static const char *const some[] = {"duckdb_v2_no_dictionary", "rust_v2_delta", "rust_v1_lengths"};
    rap_openalex *reader = new_reader(false);
    for (size_t i = 0; i < sizeof some / sizeof *some; i++) {
        rap_text bytes = {0};
        const char *path = in_folder("damaged.parquet");
        assert_int_equal(rap_read_file(fixture(some[i]), SIZE_MAX / 4, &bytes, NULL), RAP_OK);
        for (size_t at = 0; at < bytes.length; at += i ? 7 : 1) { /* of the first file all bytes */
            char was = bytes.data[at];
            bytes.data[at] = (char)(was ^ (1 << at % 8));
            write_bytes(path, bytes.data, bytes.length);
            bytes.data[at] = was;
            rap_text found = {0};
            rap_error err = {0};
            rap_status status = read_all(reader, path, ROOM, 0, &found, &err);
            if (status != RAP_OK) {
                assert_true(status == RAP_E_FORMAT || status == RAP_E_UNSUPPORTED);
                assert_non_null(strstr(err.text, "damaged.parquet: "));
            }
            rap_text_release(&found);
        }
        rap_text_release(&bytes);
    }
    rap_openalex_free(reader);
}

static void test_a_file_cut_anywhere_is_refused(void **state)
{
    (void)state;
    rap_openalex *reader = new_reader(false);
    rap_text bytes = {0};
    const char *path = in_folder("cut.parquet");
    assert_int_equal(rap_read_file(fixture("rust_v2_delta"), SIZE_MAX / 4, &bytes, NULL), RAP_OK);
    for (size_t length = 0; length < bytes.length; length += 1 + length / 16) {
        rap_text found = {0};
        rap_error err = {0};
        write_bytes(path, bytes.data, length);
        assert_int_equal(read_all(reader, path, ROOM, 0, &found, &err), RAP_E_FORMAT);
        assert_non_null(strstr(err.text, "cut.parquet: "));
    }
    rap_text_release(&bytes);
    rap_openalex_free(reader);
}

static void test_memory_is_bounded(void **state)
{
    (void)state;
    rap_openalex *reader = new_reader(false);
    rap_text found = {0};
    rap_error err = {0};
    assert_int_equal(read_all(reader, fixture("duckdb_plain"), 1000, 0, &found, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "of memory that are allowed for it"));
    assert_int_equal(read_all(reader, fixture("duckdb_plain"), 16000, 0, &found, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "of memory that are allowed for it"));
    rap_text_release(&found);
    rap_openalex_free(reader);
}

static void test_without_memory_nothing_leaks(void **state)
{
    (void)state;
    static const char *const some[] = {"duckdb_gzip", "rust_v2_delta", "duckdb_zstd_v2"};
    rap_openalex *reader = new_reader(false);
    for (size_t i = 0; i < sizeof some / sizeof *some; i++) {
        rap_status status = RAP_E_MEMORY;
        for (uint64_t n = 1; status != RAP_OK; n++) {
            rap_text found = {0};
            rap_openalex_parquet *works = NULL;
            rap_reject reject = RAP_REJECT_NONE;
            rap_alloc_fail_after(n);
            status = rap_openalex_parquet_open(reader, fixture(some[i]), ROOM, &works, NULL);
            while (status == RAP_OK && reject != RAP_REJECT_END) {
                rap_work work;
                const char *detail;
                status = rap_openalex_parquet_next(works, &work, &reject, &detail, NULL);
            }
            rap_alloc_fail_after(0);
            assert_true(status == RAP_OK || status == RAP_E_MEMORY);
            rap_openalex_parquet_close(works);
            rap_text_release(&found);
        }
    }
    rap_openalex_free(reader);
}

/* ---------------------------------------------------------------- ingest */

static const char *ingest(const char *path, const char *name, bool unique, size_t threads, const rap_limits *limits)
{
    rap_ingest_options options = {.size = sizeof options, .output = in_folder(name), .unique = unique,
                                  .threads = (unsigned)threads, .keep_xpac = true};
    rap_table *summary = NULL;
    rap_error err = {0};
    if (rap_ingest_works(catalog, &path, 1, &options, limits, &summary, &err) != RAP_OK) fail_msg("%s", err.text);
    assert_int_equal(count_of(summary, "files"), 1);
    assert_int_equal(count_of(summary, "lines"), 90);
    assert_int_equal(count_of(summary, "rejects"), 12);
    rap_table_free(summary);
    return identity_of(name);
}

static void test_the_cube_is_that_of_the_json(void **state)
{
    (void)state;
    const char *want = ingest(FIXTURES "works.jsonl", "json.rap", false, 1, NULL);
    rap_limits tiny = tiny_limits(1);
    tiny.rows = 600;
    for (size_t i = 0; i < N_FILES; i++) {
        assert_string_equal(ingest(fixture(files[i]), "parquet.rap", false, 1, NULL), want);
        assert_string_equal(ingest(fixture(files[i]), "parquet.rap", true, 2, NULL), want);
        assert_string_equal(ingest(fixture(files[i]), "parquet.rap", false, 1, &tiny), want);
    }
}

static void assert_refused(const char *path, bool strict, const char *message)
{
    rap_ingest_options options = {.size = sizeof options, .output = in_folder("none.rap"), .strict = strict};
    rap_error err = {0};
    assert_int_equal(rap_ingest_openalex(catalog, &path, 1, &options, NULL, &err), RAP_E_FORMAT);
    if (!strstr(err.text, message)) fail_msg("expected: %s\nfound: %s", message, err.text);
    assert_int_equal(rap_path_stat(in_folder("none.rap"), NULL), RAP_PATH_NONE);
}

static void test_strict_fails_with_the_row(void **state)
{
    (void)state;
    assert_refused(fixture("rust_v2_groups"), true, "rust_v2_groups.parquet: row 2: no valid id: no id");
}

static void test_files_of_another_layout_are_refused_by_name(void **state)
{
    (void)state;
    const char *folder = getenv("RAPPORT_TEST_DATA");
    char path[512];
    if (!folder) {
        print_message("skipped: RAPPORT_TEST_DATA names no folder\n");
        skip();
    }
    (void)snprintf(path, sizeof path, "%s/openalex/parquet_real/walden_tula_hakai_works_flat_1684.parquet", folder);
    assert_refused(path, false, "no works of OpenAlex in the layout of its snapshot: no column id, no "
                   "authorships.countries (or authorships.institutions.country_code); there are work_id, doi, title");
    (void)snprintf(path, sizeof path, "%s/openalex/parquet_real/satyakisikdar_works_authors_small.parquet", folder);
    assert_refused(path, false, "there are work_id, author_id, author_name");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_writers_file_gives_the_facts_of_the_json),
        cmocka_unit_test(test_reading_begins_at_any_row),
        cmocka_unit_test(test_what_was_found_is_shown),
        cmocka_unit_test(test_a_changed_byte_makes_a_message_or_other_facts_and_no_more),
        cmocka_unit_test(test_a_file_cut_anywhere_is_refused),
        cmocka_unit_test(test_memory_is_bounded),
        cmocka_unit_test(test_without_memory_nothing_leaks),
        cmocka_unit_test(test_the_cube_is_that_of_the_json),
        cmocka_unit_test(test_strict_fails_with_the_row),
        cmocka_unit_test(test_files_of_another_layout_are_refused_by_name),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
