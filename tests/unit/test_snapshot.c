// SPDX-License-Identifier: Apache-2.0
/* Which files are read: trees of all vintages, folders, manifests in their three shapes, what is left out and said. */
#include <sys/stat.h>
#include <unistd.h>

#include "support/ingesting.h"

#include "source/deleted.h"
#include "source/manifest.h"

static char root[128];

/* A fresh tree to build in. */
static int clean(void **state)
{
    char command[400];
    (void)state;
    (void)snprintf(root, sizeof root, "%s/tree", facts_folder);
    (void)snprintf(command, sizeof command, "rm -rf '%s' && mkdir '%s'", root, root);
    return system(command);
}

static int wipe(void **state)
{
    char command[400];
    (void)state;
    (void)snprintf(command, sizeof command, "rm -rf '%s'", root);
    return system(command);
}

/* Writes a file below the root, with its folders. */
static void plant(const char *path, const char *text)
{
    char command[400], full[300];
    (void)snprintf(full, sizeof full, "%s/%s", root, path);
    (void)snprintf(command, sizeof command, "mkdir -p \"$(dirname '%s')\"", full);
    assert_int_equal(system(command), 0);
    rap_text all = {0};
    rap_text_puts(&all, text);
    works_write(full, &all);
    rap_text_release(&all);
}

/* The names of the inputs found at a path below the root, "a b c". */
static void assert_found(const char *below, const char *names, rap_snapshot *keep)
{
    char path[300];
    const char *list[] = {path};
    rap_snapshot found = {0};
    rap_text got = {0};
    rap_error err = {0};
    (void)snprintf(path, sizeof path, "%s/%s", root, below);
    if (rap_snapshot_find(list, 1, &found, &err) != RAP_OK) fail_msg("%s", err.text);
    for (size_t i = 0; i < found.n_inputs; i++) rap_text_printf(&got, "%s%s", i ? " " : "", found.inputs[i].name);
    assert_string_equal(rap_text_get(&got), names);
    rap_text_release(&got);
    if (keep)
        *keep = found;
    else
        rap_snapshot_release(&found);
}

static void assert_not_found(const char *below, rap_status status, const char *message)
{
    char path[300];
    const char *list[] = {path};
    rap_snapshot found = {0};
    rap_error err = {0};
    (void)snprintf(path, sizeof path, "%s/%s", root, below);
    assert_int_equal(rap_snapshot_find(list, 1, &found, &err), status);
    if (!strstr(err.text, message)) fail_msg("expected \"%s\" in \"%s\"", message, err.text);
    assert_int_equal(found.n_inputs, 0);
}

static void test_trees_of_all_vintages_are_found_from_the_root_down(void **state)
{
    (void)state;
    const char *names = "updated_date=2023-01-01/0000_part_00.gz updated_date=2025-01-01/part_000 "
                        "updated_date=2026-06-24/part_0000.gz updated_date=2026-06-24/part_0001.gz";
    static const char *const roots[] = {"works", "data/works", "data/jsonl/works", "jsonl/works", "."};
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        static const char *const files[] = {"updated_date=2026-06-24/part_0001.gz", "updated_date=2026-06-24/part_0000.gz",
                                            "updated_date=2025-01-01/part_000", "updated_date=2023-01-01/0000_part_00.gz",
                                            "updated_date=2023-01-01/_SUCCESS", "W2741809807", "LICENSE.txt"};
        char path[300];
        assert_int_equal(clean(NULL), 0);
        for (size_t k = 0; k < sizeof files / sizeof *files; k++) {
            (void)snprintf(path, sizeof path, "%s/%s", roots[i], files[k]);
            plant(path, "{}\n");
        }
        assert_found(".", names, NULL);
        assert_found(roots[i], names, NULL);
        (void)snprintf(path, sizeof path, "%s/updated_date=2025-01-01", roots[i]);
        assert_found(path, "updated_date=2025-01-01/part_000", NULL);
        (void)snprintf(path, sizeof path, "%s/updated_date=2025-01-01/part_000", roots[i]);
        assert_found(path, "updated_date=2025-01-01/part_000", NULL);
    }
}

static void test_a_plain_folder_gives_its_json_files(void **state)
{
    (void)state;
    plant("b.jsonl.gz", "{}");
    plant("a.json", "{}");
    plant("c.ndjson", "{}");
    plant("part_007", "{}");
    plant("manifest.json", "{}");
    plant("notes.txt", "x");
    plant("table.csv.gz", "x");
    plant(".hidden.json", "x");
    plant("below/d.json", "x");
    assert_found(".", "a.json b.jsonl.gz c.ndjson part_007", NULL);
}

static void test_parquet_is_found_where_there_are_no_json_lines(void **state)
{
    (void)state;
    const char *names = "updated_date=2026-06-24/part_0000.parquet updated_date=2026-06-25/part-0-ab.c000.snappy.parquet";
    plant("data/parquet/works/updated_date=2026-06-24/part_0000.parquet", "PAR1");
    plant("data/parquet/works/updated_date=2026-06-24/.part_0000.parquet.crc", "x");
    plant("data/parquet/works/updated_date=2026-06-25/part-0-ab.c000.snappy.parquet", "PAR1");
    plant("data/parquet/works/_SUCCESS", "");
    assert_found(".", names, NULL);
    assert_found("data/parquet/works", names, NULL);
    plant("data/parquet/works/updated_date=2026-06-24/part_0000.gz", "{}");
    rap_snapshot found = {0};
    assert_found(".", "updated_date=2026-06-24/part_0000.gz", &found);
    assert_non_null(strstr(rap_text_get(&found.notes), "are left out: JSON Lines stand there, too"));
    rap_snapshot_release(&found);
    plant("data/jsonl/works/updated_date=2026-06-24/part_0007.gz", "{}");
    assert_found(".", "updated_date=2026-06-24/part_0007.gz", NULL);
    plant("mine/works.parquet", "PAR1");
    assert_found("mine", "works.parquet", NULL);
}

static void test_folders_without_works_say_what_was_expected(void **state)
{
    (void)state;
    plant("notes.txt", "x");
    assert_not_found(".", RAP_E_FORMAT, "no works here: expected updated_date=*/part_*");
    assert_not_found("nowhere", RAP_E_NOT_FOUND, "nowhere: no such file or folder");
    assert_not_found("notes.txt/x", RAP_E_NOT_FOUND, "no such file or folder");
}

static void test_each_file_is_read_once(void **state)
{
    (void)state;
    plant("updated_date=1/part_000", "{}");
    plant("updated_date=1/part_000.gz", "{}");
    plant("updated_date=1/part_001", "{}");
    char folder[300], file[300], other[300];
    (void)snprintf(folder, sizeof folder, "%s", root);
    (void)snprintf(file, sizeof file, "%s/updated_date=1/part_001", root);
    (void)snprintf(other, sizeof other, "%s/./updated_date=1/../updated_date=1/part_001", root);
    const char *list[] = {file, "-", folder, other, "-"};
    rap_snapshot found = {0};
    assert_int_equal(rap_snapshot_find(list, 5, &found, NULL), RAP_OK);
    assert_int_equal(found.n_inputs, 3);
    assert_string_equal(found.inputs[0].path, "-");
    assert_true(found.streams);
    assert_string_equal(found.inputs[1].name, "updated_date=1/part_000.gz");
    assert_string_equal(found.inputs[2].name, "updated_date=1/part_001");
    assert_non_null(strstr(rap_text_get(&found.notes), "part_000.gz stands beside it"));
    assert_non_null(strstr(rap_text_get(&found.notes), "was given twice"));
    rap_snapshot_release(&found);
}

#define ENTRY(name, bytes, records) \
    "{\"url\":\"s3://openalex/x/works/" name "\",\"meta\":{\"content_length\":" bytes ",\"record_count\":" records "}}"

static void test_manifests_of_three_shapes_are_compared_with_the_files(void **state)
{
    (void)state;
    static const char files[] = ENTRY("updated_date=1/part_000", "3", "7") "," ENTRY("updated_date=1/part_001", "99", "5")
        "," ENTRY("updated_date=2/part_000", "8", "30");
    static const struct {
        const char *path, *before, *after;
    } shapes[] = {
        {"works/manifest", "{\"entries\":[", "],\"meta\":{\"content_length\":1,\"record_count\":42}}"},
        {"works/manifest.json", "{\"date\":\"x\",\"entity\":\"works\",\"record_count\":42,\"files\":[", "]}"},
        {"manifest.json", "{\"date\":\"x\",\"meta\":{},\"entities\":[{\"entity\":\"authors\",\"files\":["
                          ENTRY("updated_date=9/part_000", "1", "1") "]},{\"files\":[", "],\"entity\":\"works\"}]}"},
    };
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        char text[2000];
        rap_snapshot found = {0};
        assert_int_equal(clean(NULL), 0);
        plant("works/updated_date=1/part_000", "{}\n");
        plant("works/updated_date=1/part_001", "{}\n");
        plant("works/updated_date=1/part_002", "{}\n");
        (void)snprintf(text, sizeof text, "%s%s%s", shapes[i].before, files, shapes[i].after);
        plant(shapes[i].path, text);
        assert_found(".", "updated_date=1/part_000 updated_date=1/part_001 updated_date=1/part_002", &found);
        assert_int_equal(found.listed_files, 3);
        assert_int_equal(found.listed_works, 42);
        assert_int_equal(found.missing_files, 1);
        assert_int_equal(found.differing_files, 2); /* one of another length, one that is not listed */
        assert_true(found.inputs[0].listed && found.inputs[0].listed_records == 7);
        const char *notes = rap_text_get(&found.notes);
        assert_non_null(strstr(notes, "part_001: 3 bytes here, 99 in the manifest: too short"));
        assert_non_null(strstr(notes, "lists 3 files; 1 of them are not here, the first is updated_date=2/part_000"));
        assert_non_null(strstr(notes, "does not list 1 of the files"));
        assert_int_equal(rap_snapshot_expected_works(&found), 12);
        rap_snapshot_release(&found);
    }
}

static void test_a_damaged_manifest_is_told_and_stops_nothing(void **state)
{
    (void)state;
    rap_snapshot found = {0};
    plant("works/updated_date=1/part_000", "{}\n");
    plant("works/manifest.json", "{\"files\":[" ENTRY("updated_date=1/part_000", "3", "-7") "]}");
    assert_found(".", "updated_date=1/part_000", &found);
    assert_non_null(strstr(rap_text_get(&found.notes), "the manifest can't be read"));
    assert_non_null(strstr(rap_text_get(&found.notes), "manifest.json: byte "));
    rap_snapshot_release(&found);
}

static void test_deleted_ids_of_a_tree_are_found_and_read(void **state)
{
    (void)state;
    rap_snapshot found = {0};
    rap_deleted ids = {0};
    rap_error err = {0};
    plant("data/jsonl/works/updated_date=1/part_000", "{}\n");
    plant("data/jsonl/works/deleted_ids.csv", "work_id,deleted_date\r\nhttps://openalex.org/W30,2026\r\nW4,\r\n\r\nw30\r\n");
    assert_found(".", "updated_date=1/part_000", &found);
    assert_non_null(found.deleted_ids);
    assert_int_equal(rap_deleted_read(found.deleted_ids, 1000, &ids, NULL), RAP_OK);
    assert_int_equal(ids.n, 3);
    assert_true(rap_deleted_has(&ids, 30) && rap_deleted_has(&ids, 4) && !rap_deleted_has(&ids, 5));
    rap_deleted_release(&ids);
    assert_int_equal(rap_deleted_read(found.deleted_ids, 16, &ids, &err), RAP_E_USAGE);
    assert_non_null(strstr(err.text, "allow more"));
    rap_snapshot_release(&found);
    plant("merged.csv", "merge_date,id,merge_into_id\n2023-01-01,W9,W10\n");
    char path[300];
    (void)snprintf(path, sizeof path, "%s/merged.csv", root);
    assert_int_equal(rap_deleted_read(path, 1000, &ids, NULL), RAP_OK);
    assert_true(rap_deleted_has(&ids, 9) && !rap_deleted_has(&ids, 10));
    rap_deleted_release(&ids);
    assert_false(rap_deleted_has(&ids, 9));
}

static void test_the_manifest_is_checked_in_the_end_too(void **state)
{
    (void)state;
    char output[300];
    const char *list[] = {root};
    rap_table *summary = NULL;
    rap_error err = {0};
    (void)snprintf(output, sizeof output, "%s", in_folder("tree.rap"));
    plant("works/updated_date=1/part_000", "{\"id\":\"https://openalex.org/W1\"}\n");
    plant("works/manifest.json", "{\"files\":[" ENTRY("updated_date=1/part_000", "35", "7") "]}");
    rap_ingest_options options = {.size = sizeof options, .output = output};
    if (rap_ingest_openalex(catalog, list, 1, &options, &summary, &err) != RAP_OK) fail_msg("%s", err.text);
    assert_true(has_note(summary, "part_000: 1 works here, 7 in the manifest"));
    assert_true(has_note(summary, "too short"));
    rap_table_free(summary);
    options.strict = true;
    assert_int_equal(rap_ingest_openalex(catalog, list, 1, &options, &summary, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "not as its manifest says"));
    remove(output);
}

static void test_a_file_that_changes_is_noticed(void **state)
{
    (void)state;
    rap_snapshot found = {0};
    plant("a.jsonl", "{}\n");
    assert_found(".", "a.jsonl", &found);
    assert_false(rap_input_changed(&found.inputs[0]));
    plant("a.jsonl", "{}\n{}\n");
    assert_true(rap_input_changed(&found.inputs[0]));
    assert_int_equal(unlink(found.inputs[0].path), 0);
    assert_true(rap_input_changed(&found.inputs[0]));
    rap_snapshot_release(&found);
}

static void test_without_memory_it_says_so(void **state)
{
    (void)state;
    plant("works/updated_date=1/part_000", "{}\n");
    plant("works/updated_date=1/part_000.gz", "{}\n");
    plant("works/manifest.json", "{\"files\":[" ENTRY("updated_date=2/part_000", "3", "7") "]}");
    plant("works/deleted_ids.csv", "id\nW1\n");
    const char *list[] = {root};
    rap_status status = RAP_E_MEMORY;
    for (uint64_t n = 1; status != RAP_OK; n++) {
        rap_snapshot found = {0};
        rap_deleted ids = {0};
        rap_alloc_fail_after(n);
        status = rap_snapshot_find(list, 1, &found, NULL);
        if (status == RAP_OK) status = rap_deleted_read(found.deleted_ids, 1000, &ids, NULL);
        rap_alloc_fail_after(0);
        assert_true(status == RAP_OK || status == RAP_E_MEMORY);
        rap_snapshot_release(&found);
        rap_deleted_release(&ids);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_trees_of_all_vintages_are_found_from_the_root_down, clean, wipe),
        cmocka_unit_test_setup_teardown(test_a_plain_folder_gives_its_json_files, clean, wipe),
        cmocka_unit_test_setup_teardown(test_parquet_is_found_where_there_are_no_json_lines, clean, wipe),
        cmocka_unit_test_setup_teardown(test_folders_without_works_say_what_was_expected, clean, wipe),
        cmocka_unit_test_setup_teardown(test_each_file_is_read_once, clean, wipe),
        cmocka_unit_test_setup_teardown(test_manifests_of_three_shapes_are_compared_with_the_files, clean, wipe),
        cmocka_unit_test_setup_teardown(test_a_damaged_manifest_is_told_and_stops_nothing, clean, wipe),
        cmocka_unit_test_setup_teardown(test_deleted_ids_of_a_tree_are_found_and_read, clean, wipe),
        cmocka_unit_test_setup_teardown(test_the_manifest_is_checked_in_the_end_too, clean, wipe),
        cmocka_unit_test_setup_teardown(test_a_file_that_changes_is_noticed, clean, wipe),
        cmocka_unit_test_setup_teardown(test_without_memory_it_says_so, clean, wipe),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
