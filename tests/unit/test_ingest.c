// SPDX-License-Identifier: Apache-2.0
/* Works in, cube out: same facts, same bytes; the right version of each work; bad input told and nothing broken left. */
#include <sys/stat.h>

#include "support/ingesting.h"

#define WORKS 900
#define RECORDS 2000 /* so that works have two or three versions */

static rap_ingest_options options_for(const char *output)
{
    return (rap_ingest_options){.size = sizeof(rap_ingest_options), .output = output, .threads = 1};
}

/* ------------------------------------------------- the definition of a cube */

/* All records read one after the other, the best version kept by hand, each added to one tally. */
typedef struct version {
    uint64_t updated;
    rap_text bytes;
} version;

static void keep_best(version *best, const rap_work *work)
{
    rap_text bytes = {0};
    unsigned reasons = (work->retracted ? 1u : 0) | (work->paratext ? 2u : 0) | (work->xpac ? 4u : 0);
    if (reasons)
        rap_encode_left_out(reasons, &bytes);
    else
        rap_encode_fact(&work->fact, &bytes);
    bool better = !best->bytes.data || work->updated > best->updated ||
                  (work->updated == best->updated &&
                   rap_span_compare((rap_span){bytes.data, bytes.length},
                                    (rap_span){best->bytes.data, best->bytes.length}) > 0);
    if (!better) {
        rap_text_release(&bytes);
        return;
    }
    rap_text_release(&best->bytes);
    *best = (version){work->updated, bytes};
}

static void cube_by_definition(const char *name)
{
    static version best[WORKS];
    rap_text lines = {0};
    rap_openalex *reader = NULL;
    rap_tally *tally = research_tally();
    rap_schema schema = rap_schema_research("countries-else-institutions", "xpac,paratext,retracted");
    rap_tally_free(tally);
    assert_int_equal(rap_tally_new(&schema, &tally, NULL), RAP_OK);
    assert_int_equal(rap_openalex_new(catalog, false, false, &reader, NULL), RAP_OK);
    for (uint64_t i = 0; i < RECORDS; i++) {
        rap_text_clear(&lines);
        works_line(&lines, i % WORKS, i / WORKS);
        size_t length = lines.length - 1;
        for (int k = 0; k < RAP_FEED_PADDING; k++) rap_text_add(&lines, " ", 1);
        rap_work work;
        size_t at;
        const char *detail;
        bool failed = false;
        assert_int_equal(rap_openalex_read(reader, (rap_span){lines.data, length}, &work, &at, &detail, &failed),
                         RAP_REJECT_NONE);
        keep_best(&best[i % WORKS], &work);
        for (unsigned level = 0; level < RAP_LEVELS; level++)
            if (!work.xpac && !work.paratext && !work.retracted && work.nodes[level])
                assert_int_equal(rap_tally_name(tally, work.nodes[level], work.names[level], NULL), RAP_OK);
    }
    rap_decoded decoded = {0};
    for (size_t i = 0; i < WORKS; i++) {
        assert_int_equal(rap_decode((rap_span){best[i].bytes.data, best[i].bytes.length}, &decoded, NULL), RAP_OK);
        if (!decoded.left_out) assert_int_equal(rap_tally_add(tally, &decoded.fact, NULL), RAP_OK);
        rap_text_release(&best[i].bytes);
        best[i] = (version){0};
    }
    freeze_as(tally, NULL, name);
    rap_decoded_release(&decoded);
    rap_tally_free(tally);
    rap_openalex_free(reader);
    rap_text_release(&lines);
}

/* ------------------------------------------------------------- same bytes */

static void ingest_split(size_t n_files, size_t threads, const rap_limits *limits, bool packed, const char *want)
{
    char paths[8][128];
    const char *list[8];
    for (size_t i = 0; i < n_files; i++) {
        (void)snprintf(paths[i], sizeof paths[i], "%s/w%zu.jsonl%s", facts_folder, i, packed ? ".gz" : "");
        put_records(paths[i], RECORDS * i / n_files, RECORDS * (i + 1) / n_files - 1, WORKS);
        list[n_files - 1 - i] = paths[i]; /* given in another order than their names' */
    }
    rap_ingest_options options = options_for(in_folder("split.rap"));
    options.threads = (uint32_t)threads;
    rap_table *summary = NULL;
    rap_error err = {0};
    if (rap_ingest_works(catalog, list, n_files, &options, limits, &summary, &err) != RAP_OK) fail_msg("%s", err.text);
    assert_string_equal(identity_of("split.rap"), want);
    assert_int_equal(count_of(summary, "lines"), RECORDS);
    assert_int_equal(count_of(summary, "records"), RECORDS);
    assert_int_equal(count_of(summary, "duplicates"), RECORDS - WORKS);
    assert_int_equal(count_of(summary, "works") + count_of(summary, "left_out_xpac") +
                         count_of(summary, "left_out_paratext") + count_of(summary, "left_out_retracted"),
                     WORKS);
    assert_true(count_of(summary, "left_out_retracted") > 0);
    rap_table_free(summary);
    assert_int_equal(rap_path_stat(in_folder("split.rap.part"), NULL), RAP_PATH_NONE);
    for (size_t i = 0; i < n_files; i++) remove(paths[i]);
}

static void test_any_split_order_threads_and_memory_give_the_same_bytes(void **state)
{
    (void)state;
    cube_by_definition("definition.rap");
    char want[17];
    memcpy(want, identity_of("definition.rap"), 17);
    for (size_t threads = 1; threads <= 4; threads += 3)
        for (size_t n = 1; n <= 7; n += 3) {
            rap_limits tiny = tiny_limits(threads), small = rap_limits_of(RAP_MEMORY_DEFAULT, threads);
            small.rows = 40000;
            ingest_split(n, threads, &tiny, n > 3, want);
            ingest_split(n, threads, &small, false, want);
            ingest_split(n, threads, NULL, true, want);
        }
}

static void test_unique_input_gives_the_same_bytes_without_a_ledger(void **state)
{
    (void)state;
    char path[128];
    (void)snprintf(path, sizeof path, "%s", in_folder("once.jsonl"));
    put_records(path, 0, WORKS - 1, WORKS);
    const char *list[] = {path};
    rap_ingest_options options = options_for(in_folder("ledger.rap"));
    assert_int_equal(rap_ingest_openalex(catalog, list, 1, &options, NULL, NULL), RAP_OK);
    char want[17];
    memcpy(want, identity_of("ledger.rap"), 17);
    options.unique = true;
    for (size_t tiny = 0; tiny < 2; tiny++) {
        rap_limits limits = tiny_limits(2);
        options.output = in_folder("unique.rap");
        rap_table *summary = NULL;
        assert_int_equal(rap_ingest_works(catalog, list, 1, &options, tiny ? &limits : NULL, &summary, NULL), RAP_OK);
        assert_string_equal(identity_of("unique.rap"), want);
        assert_true(count_of(summary, "left_out_xpac") > 0);
        assert_true(has_note(summary, "taken to be unique"));
        rap_table_free(summary);
    }
    remove(path);
}

/* ---------------------------------------------------------------- versions */

static rap_status ingest_text(const char *text, rap_ingest_options *options, rap_table **summary, rap_error *err)
{
    char path[128];
    (void)snprintf(path, sizeof path, "%s", put_file("in.jsonl", text));
    const char *list[] = {path};
    options->output = in_folder("out.rap");
    rap_status status = rap_ingest_openalex(catalog, list, 1, options, summary, err);
    remove(path);
    return status;
}

static uint64_t works_in(const char *name)
{
    rap_cube *cube = open_cube(name);
    uint64_t works = 0;
    for (uint64_t i = 0; i < cube->n_cells; i++) works += rap_column_at(cube->amount[0], i);
    rap_cube_close(cube);
    return works;
}

#define W(id, more) "{\"id\":\"https://openalex.org/W" id "\",\"type\":\"article\"" more "}\n"

static void test_the_latest_version_decides_whether_a_work_is_left_out(void **state)
{
    (void)state;
    rap_table *summary = NULL;
    rap_ingest_options options = options_for(NULL);
    const char *text =
        W("1", ",\"updated_date\":\"2024-01-01\",\"is_retracted\":false")
        W("1", ",\"updated_date\":\"2024-05-01\",\"is_retracted\":true")
        W("2", ",\"updated_date\":\"2024-05-01\",\"is_xpac\":false")
        W("2", ",\"updated_date\":\"2024-01-01\",\"is_xpac\":true")
        W("3", ",\"is_paratext\":true") W("4", "");
    assert_int_equal(ingest_text(text, &options, &summary, NULL), RAP_OK);
    assert_int_equal(count_of(summary, "works"), 2);
    assert_int_equal(count_of(summary, "left_out_retracted"), 1);
    assert_int_equal(count_of(summary, "left_out_xpac"), 0);
    assert_int_equal(count_of(summary, "left_out_paratext"), 1);
    assert_int_equal(count_of(summary, "duplicates"), 2);
    rap_table_free(summary);

    options.keep_paratext = options.keep_retracted = options.keep_xpac = true;
    assert_int_equal(ingest_text(text, &options, NULL, NULL), RAP_OK);
    assert_int_equal(works_in("out.rap"), 4);
    rap_cube *cube = open_cube("out.rap");
    assert_string_equal(cube->schema.filter, "none");
    rap_cube_close(cube);
}

static void test_deleted_works_do_not_count(void **state)
{
    (void)state;
    char deleted[128];
    rap_table *summary = NULL;
    (void)snprintf(deleted, sizeof deleted, "%s",
                   put_file("gone.csv", "work_id,deleted_date\nhttps://openalex.org/W2,2026-01-01\n\"W77\",x\n"));
    for (int unique = 0; unique < 2; unique++) {
        rap_ingest_options options = options_for(NULL);
        options.deleted_ids = deleted;
        options.unique = unique;
        assert_int_equal(ingest_text(W("1", "") W("2", "") W("3", ""), &options, &summary, NULL), RAP_OK);
        assert_int_equal(count_of(summary, "works"), 2);
        assert_int_equal(count_of(summary, "deleted"), 1);
        rap_table_free(summary);
    }
    rap_error err = {0};
    rap_ingest_options options = options_for(NULL);
    options.deleted_ids = put_file("bad.csv", "work_id\nhttps://openalex.org/W2\nA12\n");
    assert_int_equal(ingest_text(W("1", ""), &options, NULL, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "bad.csv: line 3: expected an id W<digits>, found \"A12\""));
    options.deleted_ids = put_file("bad.csv", "name,date\nx,y\n");
    assert_int_equal(ingest_text(W("1", ""), &options, NULL, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "bad.csv: line 1: expected a header"));
    options.deleted_ids = "nowhere.csv";
    assert_int_equal(ingest_text(W("1", ""), &options, NULL, &err), RAP_E_IO);
}

/* --------------------------------------------------------------- bad input */

static void test_bad_lines_are_counted_and_the_first_are_shown(void **state)
{
    (void)state;
    rap_table *summary = NULL;
    rap_ingest_options options = options_for(NULL);
    rap_text text = {0};
    rap_text_puts(&text, "\xEF\xBB\xBF" W("1", ""));
    rap_text_puts(&text, "garbage\n\n   \r\n");
    rap_text_puts(&text, W("2", ",\"publication_year\":99999"));
    for (int i = 0; i < 8; i++)
        rap_text_puts(&text, W("3", ",\"authorships\":[{\"countries\":[\"QQ\"]}]"));
    rap_text_puts(&text, "{\"id\":\"https://openalex.org/W9\"}"); /* no newline at the end */
    assert_int_equal(ingest_text(rap_text_get(&text), &options, &summary, NULL), RAP_OK);
    assert_int_equal(count_of(summary, "lines"), 14);
    assert_int_equal(count_of(summary, "blank_lines"), 2);
    assert_int_equal(count_of(summary, "records"), 2);
    assert_int_equal(count_of(summary, "rejects"), 10);
    assert_int_equal(count_of(summary, "reject_json"), 1);
    assert_int_equal(count_of(summary, "reject_year"), 1);
    assert_int_equal(count_of(summary, "reject_country"), 8);
    assert_true(has_note(summary, "in.jsonl, line 2, byte "));
    assert_true(has_note(summary, "in.jsonl, line 10, byte "));
    assert_false(has_note(summary, "in.jsonl, line 11, byte "));
    rap_table_free(summary);

    rap_error err = {0};
    options.strict = true;
    assert_int_equal(remove(in_folder("out.rap")), 0);
    assert_int_equal(ingest_text(rap_text_get(&text), &options, &summary, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "in.jsonl: line 2: "));
    assert_int_equal(rap_path_stat(in_folder("out.rap"), NULL), RAP_PATH_NONE);
    rap_text_release(&text);
}

static void test_a_line_without_end_is_passed_over(void **state)
{
    (void)state;
    rap_text text = {0};
    rap_table *summary = NULL;
    rap_text_puts(&text, W("1", "") "{\"id\":\"");
    size_t start = text.length, length = RAP_LINE_MAX + 1000;
    assert_true(rap_reserve(&text.data, &text.capacity, start + length + 1000, 1));
    memset(text.data + start, 'x', length);
    text.length += length;
    rap_text_puts(&text, "\"}\n" W("2", "") "oops\n");
    rap_ingest_options options = options_for(NULL);
    assert_int_equal(ingest_text(rap_text_get(&text), &options, &summary, NULL), RAP_OK);
    assert_int_equal(count_of(summary, "works"), 2);
    assert_int_equal(count_of(summary, "reject_too_long"), 1);
    assert_true(has_note(summary, "in.jsonl, line 2, "));
    assert_true(has_note(summary, "in.jsonl, line 4, "));
    rap_table_free(summary);
    rap_text_release(&text);
}

static void test_rejects_do_not_depend_on_threads(void **state)
{
    (void)state;
    char paths[3][128];
    const char *list[3];
    for (size_t i = 0; i < 3; i++) {
        rap_text text = {0};
        for (int k = 0; k < 200; k++) {
            if (k % 40 == 7 + (int)i) rap_text_puts(&text, "{\"id\":}\n");
            works_line(&text, 1000 * i + (uint64_t)k, 1);
        }
        (void)snprintf(paths[i], sizeof paths[i], "%s/r%zu.jsonl", facts_folder, i);
        works_write(paths[i], &text);
        rap_text_release(&text);
        list[i] = paths[i];
    }
    rap_ingest_options options = options_for(in_folder("rejects.rap"));
    for (size_t threads = 1; threads <= 4; threads++) {
        rap_table *summary = NULL;
        rap_limits limits = tiny_limits(threads);
        assert_int_equal(rap_ingest_works(catalog, list, 3, &options, &limits, &summary, NULL), RAP_OK);
        assert_int_equal(count_of(summary, "reject_json"), 15);
        assert_true(has_note(summary, "r0.jsonl, line 8, ") && has_note(summary, "r0.jsonl, line 172, "));
        assert_false(has_note(summary, "r1.jsonl, line"));
        rap_table_free(summary);
    }
    for (size_t i = 0; i < 3; i++) remove(paths[i]);
}

static void assert_fails(const char *path, rap_status status, const char *message)
{
    rap_error err = {0};
    rap_ingest_options options = options_for(in_folder("none.rap"));
    rap_table *summary = NULL;
    assert_int_equal(rap_ingest_openalex(catalog, &path, 1, &options, &summary, &err), status);
    if (!strstr(err.text, message)) fail_msg("expected \"%s\" in \"%s\"", message, err.text);
    assert_null(summary);
    assert_int_equal(rap_path_stat(in_folder("none.rap"), NULL), RAP_PATH_NONE);
    assert_int_equal(rap_path_stat(in_folder("none.rap.part"), NULL), RAP_PATH_NONE);
}

static void test_nothing_usable_is_told_and_leaves_nothing(void **state)
{
    (void)state;
    char path[128], cut[128];
    assert_fails("no/such/file", RAP_E_NOT_FOUND, "no/such/file: no such file or folder");
    (void)snprintf(path, sizeof path, "%s", put_file("empty.jsonl", ""));
    assert_fails(path, RAP_E_FORMAT, "no works found in");
    (void)snprintf(path, sizeof path, "%s", put_file("empty.jsonl", "\n\n"));
    assert_fails(path, RAP_E_FORMAT, "nothing but blank lines");
    (void)snprintf(path, sizeof path, "%s", put_file("empty.jsonl", "a\nb\n"));
    assert_fails(path, RAP_E_FORMAT, "none of 2 lines is one; the first reason is in");
    remove(path);

    (void)snprintf(path, sizeof path, "%s", in_folder("whole.jsonl.gz"));
    (void)snprintf(cut, sizeof cut, "%s", in_folder("cut.jsonl.gz"));
    put_records(path, 0, 500, WORKS);
    rap_text packed = {0};
    assert_int_equal(rap_read_file(path, 1 << 20, &packed, NULL), RAP_OK);
    FILE *file = fopen(cut, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(packed.data, 1, packed.length / 2, file), packed.length / 2);
    fclose(file);
    rap_text_release(&packed);
    assert_fails(cut, RAP_E_FORMAT, "cut.jsonl.gz: byte ");
    remove(cut);
    remove(path);
}

static void test_wrong_options_are_refused_before_anything_is_read(void **state)
{
    (void)state;
    rap_error err = {0};
    const char *path = "no/such/file";
    rap_ingest_options options = options_for(in_folder("x.rap"));
    options.memory = 1000;
    assert_int_equal(rap_ingest_openalex(catalog, &path, 1, &options, NULL, &err), RAP_E_USAGE);
    assert_non_null(strstr(err.text, "at least 64M"));
    options = options_for(NULL);
    assert_int_equal(rap_ingest_openalex(catalog, &path, 1, &options, NULL, &err), RAP_E_USAGE);
    options = options_for(in_folder("x.rap"));
    options.size = 8;
    assert_int_equal(rap_ingest_openalex(catalog, &path, 1, &options, NULL, &err), RAP_E_USAGE);
    assert_int_equal(rap_ingest_openalex(catalog, &path, 0, &options, NULL, &err), RAP_E_USAGE);

    char works[128];
    (void)snprintf(works, sizeof works, "%s", put_file("w.jsonl", W("1", "")));
    const char *list[] = {works};
    options = options_for("no/such/folder/x.rap");
    assert_int_equal(rap_ingest_openalex(catalog, list, 1, &options, NULL, &err), RAP_E_IO);
    options = options_for(facts_folder);
    assert_int_equal(rap_ingest_openalex(catalog, list, 1, &options, NULL, &err), RAP_E_IO);
    assert_non_null(strstr(err.text, "is a folder"));
    remove(works);
}

/* ------------------------------------------------------------ other inputs */

static void test_api_pages_are_works_too(void **state)
{
    (void)state;
    rap_text lines = {0}, page = {0};
    for (uint64_t i = 0; i < 60; i++) works_line(&lines, i, 0);
    works_pages(&lines, &page);
    rap_ingest_options options = options_for(NULL);
    rap_table *summary = NULL;
    assert_int_equal(ingest_text(rap_text_get(&lines), &options, NULL, NULL), RAP_OK);
    char want[17];
    memcpy(want, identity_of("out.rap"), 17);
    assert_int_equal(ingest_text(rap_text_get(&page), &options, &summary, NULL), RAP_OK);
    assert_string_equal(identity_of("out.rap"), want);
    assert_int_equal(count_of(summary, "lines"), 60);
    rap_table_free(summary);

    rap_error err = {0};
    page.data[page.length - 4] = '?'; /* the bracket that closes the last page */
    assert_int_equal(ingest_text(rap_text_get(&page), &options, NULL, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "in.jsonl: byte "));
    rap_limits limits = rap_limits_of(RAP_MEMORY_DEFAULT, 1);
    limits.document = 100;
    const char *path = put_file("pages.json", rap_text_get(&page));
    assert_int_equal(rap_ingest_works(catalog, &path, 1, &options, &limits, NULL, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "larger than the memory allowed"));
    rap_text_release(&lines);
    rap_text_release(&page);
}

static void test_a_dry_run_says_what_and_writes_nothing(void **state)
{
    (void)state;
    char path[128];
    (void)snprintf(path, sizeof path, "%s", put_file("dry.jsonl", W("1", "")));
    const char *list[] = {path};
    rap_ingest_options options = options_for(in_folder("dry.rap"));
    options.dry_run = true;
    rap_table *summary = NULL;
    assert_int_equal(rap_ingest_openalex(catalog, list, 1, &options, &summary, NULL), RAP_OK);
    assert_int_equal(rap_table_rows(summary), 1);
    assert_string_equal(rap_table_cell(summary, 0, 0).text, path);
    rap_table_free(summary);
    assert_int_equal(rap_path_stat(in_folder("dry.rap"), NULL), RAP_PATH_NONE);
    remove(path);
}

static bool count_calls(void *arg, const rap_progress *progress)
{
    assert_true(progress->bytes_total == 0 || progress->bytes <= progress->bytes_total);
    ++*(unsigned *)arg;
    return true;
}

static void test_provenance_names_each_file_once_and_progress_is_shown(void **state)
{
    (void)state;
    unsigned calls = 0;
    char path[128];
    (void)snprintf(path, sizeof path, "%s", in_folder("p.jsonl"));
    put_records(path, 0, 99, 100);
    const char *list[] = {path, path};
    rap_ingest_options options = options_for(in_folder("p.rap"));
    options.release = "2026-06";
    options.progress = count_calls;
    options.progress_arg = &calls;
    rap_table *summary = NULL;
    assert_int_equal(rap_ingest_openalex(catalog, list, 2, &options, &summary, NULL), RAP_OK);
    assert_true(calls > 0);
    assert_true(has_note(summary, "was given twice"));
    rap_table_free(summary);
    rap_cube *cube = open_cube("p.rap");
    assert_non_null(strstr(cube->provenance, "release\t2026-06\n"));
    const char *file = strstr(cube->provenance, "file\tp.jsonl\t");
    assert_non_null(file);
    assert_null(strstr(file + 1, "file\t"));
    assert_non_null(strstr(file, "\t100\t100\t0\n"));
    rap_cube_close(cube);
    remove(path);
}

static void test_without_memory_nothing_is_written_and_nothing_leaks(void **state)
{
    (void)state;
    char path[128], output[128];
    (void)snprintf(path, sizeof path, "%s", in_folder("m.jsonl"));
    (void)snprintf(output, sizeof output, "%s", in_folder("m.rap"));
    put_records(path, 0, 59, 40);
    const char *list[] = {path};
    rap_ingest_options options = options_for(output);
    options.fresh = true;
    for (int tiny = 0; tiny < 2; tiny++) {
        rap_status status = RAP_E_MEMORY;
        rap_limits limits = tiny_limits(1);
        limits.passes = 1;
        for (uint64_t n = 1; status != RAP_OK; n += tiny ? 1 + n / 8 : 1) {
            rap_table *summary = NULL;
            rap_error err = {0};
            remove(output);
            rap_alloc_fail_after(n);
            status = rap_ingest_works(catalog, list, 1, &options, tiny ? &limits : NULL, &summary, &err);
            rap_alloc_fail_after(0);
            if (status != RAP_OK && status != RAP_E_MEMORY) fail_msg("allocation %d: %s", (int)n, err.text);
            assert_true(status == RAP_OK || !summary);
            rap_table_free(summary);
        }
        assert_verifies("m.rap");
    }
    /* The allocation that failed last may have been one of removing this folder, which is no reason to fail. */
    assert_int_equal(rap_folder_remove(in_folder("m.rap.part"), NULL), RAP_OK);
    remove(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_split_order_threads_and_memory_give_the_same_bytes),
        cmocka_unit_test(test_unique_input_gives_the_same_bytes_without_a_ledger),
        cmocka_unit_test(test_the_latest_version_decides_whether_a_work_is_left_out),
        cmocka_unit_test(test_deleted_works_do_not_count),
        cmocka_unit_test(test_bad_lines_are_counted_and_the_first_are_shown),
        cmocka_unit_test(test_a_line_without_end_is_passed_over),
        cmocka_unit_test(test_rejects_do_not_depend_on_threads),
        cmocka_unit_test(test_nothing_usable_is_told_and_leaves_nothing),
        cmocka_unit_test(test_wrong_options_are_refused_before_anything_is_read),
        cmocka_unit_test(test_api_pages_are_works_too),
        cmocka_unit_test(test_a_dry_run_says_what_and_writes_nothing),
        cmocka_unit_test(test_provenance_names_each_file_once_and_progress_is_shown),
        cmocka_unit_test(test_without_memory_nothing_is_written_and_nothing_leaks),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
