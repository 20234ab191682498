// SPDX-License-Identifier: Apache-2.0
/*
 * An ingest divided among shards gives the cube of one process: whatever their number and order, with versions of a work
 * in different shards, from lines, pages and Parquet; a shard or a merge that is killed goes on; a set of shards that is
 * not whole, or not of one ingest, is refused.
 */
#include <signal.h>
#include <stdatomic.h>
#include <sys/wait.h>

#include "source/shard.h"
#include "support/ingesting.h"

enum { WORKS = 500, RECORDS = 1200, N_FILES = 7, N_INPUTS = N_FILES + 1, SHARDS = 5 };
#define PARQUET RAP_SOURCE_DIR "/tests/data/parquet/rust_v2_groups.parquet" /* four parts */

static char paths[N_INPUTS][128];
static const char *list[N_INPUTS];

/* Every work stands in two or three files, so that most have versions in several shards. */
static int make_inputs(void **state)
{
    if (open_all(state) != 0) return -1;
    for (size_t i = 0; i < N_INPUTS; i++) {
        rap_text text = {0};
        (void)snprintf(paths[i], sizeof paths[i], "%s/w%zu.%s", facts_folder, i, i < N_FILES ? "json" : "parquet");
        for (uint64_t k = RECORDS * i / N_FILES; i < N_FILES && k < RECORDS * (i + 1) / N_FILES; k++)
            works_line(&text, k % WORKS, k / WORKS);
        if (i == N_FILES && rap_read_file(PARQUET, SIZE_MAX / 4, &text, NULL) != RAP_OK) return -1;
        if (i == 2) rap_text_puts(&text, "no work\n");
        works_write(paths[i], &text);
        list[i] = paths[i];
        rap_text_release(&text);
    }
    return 0;
}

static char folders[SHARDS][128];

static rap_ingest_options shard_options(uint32_t shard, uint32_t shards, bool unique)
{
    (void)snprintf(folders[shard - 1], sizeof folders[0], "%s/shard%u", facts_folder, shard);
    return (rap_ingest_options){.size = sizeof(rap_ingest_options), .output = folders[shard - 1], .unique = unique, .threads = 1,
                                .shard = shard, .shards = shards};
}

static void make_shard(const rap_ingest_options *options, size_t threads)
{
    rap_limits limits = tiny_limits(threads);
    rap_error err = {0};
    if (rap_ingest_works(catalog, list, N_INPUTS, options, &limits, NULL, &err) != RAP_OK) fail_msg("%s", err.text);
    assert_int_equal(rap_path_stat(options->output, NULL), RAP_PATH_FOLDER);
}

static void make_shards(uint32_t shards, bool unique)
{
    for (uint32_t i = 1; i <= shards; i++) {
        rap_ingest_options options = shard_options(i, shards, unique);
        make_shard(&options, 1 + i % 2);
    }
}

/* What a merge that failed keeps, to go on from. */
static void remove_kept(void)
{
    const char *folder = in_folder("merged.rap.part");
    if (rap_path_stat(folder, NULL) == RAP_PATH_FOLDER) assert_int_equal(rap_folder_remove(folder, NULL), RAP_OK);
}

static void remove_shards(uint32_t shards)
{
    for (uint32_t i = 0; i < shards; i++) assert_int_equal(rap_folder_remove(folders[i], NULL), RAP_OK);
}

static rap_ingest_options merge_options(void)
{
    static char output[128];
    (void)snprintf(output, sizeof output, "%s", in_folder("merged.rap"));
    return (rap_ingest_options){.size = sizeof(rap_ingest_options), .output = output, .threads = 1};
}

/* Counts of a summary, and the cube's provenance: all of it is as of one process. */
static void put_summary(rap_text *out, const rap_table *summary, const char *name)
{
    for (size_t i = 0; i < rap_table_rows(summary); i++)
        rap_text_printf(out, "%s=%lld\n", rap_table_cell(summary, i, 0).text, (long long)rap_table_cell(summary, i, 1).integer);
    rap_cube *cube = open_cube(name);
    rap_text_printf(out, "%s\n%.*s", rap_cube_identity(cube), (int)cube->provenance_length, cube->provenance);
    rap_cube_close(cube);
}

static void one_process(bool unique, rap_text *out)
{
    rap_ingest_options options = {.size = sizeof options, .output = in_folder("one.rap"), .unique = unique, .threads = 1};
    rap_limits limits = tiny_limits(2);
    rap_table *summary = NULL;
    assert_int_equal(rap_ingest_works(catalog, list, N_INPUTS, &options, &limits, &summary, NULL), RAP_OK);
    if (!unique) assert_true(count_of(summary, "duplicates") > 100);
    put_summary(out, summary, "one.rap");
    rap_table_free(summary);
}

static void merge_as(const char *const *order, size_t n, const rap_text *want)
{
    rap_ingest_options options = merge_options();
    rap_limits limits = tiny_limits(2);
    rap_table *summary = NULL;
    rap_error err = {0};
    rap_text got = {0};
    if (rap_ingest_shards(catalog, order, n, &options, &limits, &summary, &err) != RAP_OK) fail_msg("%s", err.text);
    put_summary(&got, summary, "merged.rap");
    assert_string_equal(rap_text_get(&got), rap_text_get(want));
    assert_int_equal(rap_path_stat(in_folder("merged.rap.part"), NULL), RAP_PATH_NONE);
    rap_text_release(&got);
    rap_table_free(summary);
}

static void shards_merged_are_one_process(bool unique)
{
    rap_text want = {0};
    one_process(unique, &want);
    for (uint32_t shards = 1; shards <= SHARDS; shards++) {
        make_shards(shards, unique);
        for (size_t turn = 0; turn < shards; turn++) {
            const char *order[SHARDS];
            for (size_t i = 0; i < shards; i++) order[turn % 2 ? shards - 1 - i : i] = folders[(i + turn) % shards];
            merge_as(order, shards, &want); /* shards are only read: they can be merged again */
        }
        remove_shards(shards);
    }
    rap_text_release(&want);
}

static void test_shards_merged_are_one_process(void **state)
{
    (void)state;
    shards_merged_are_one_process(false);
}

static void test_the_same_where_ids_are_unique(void **state)
{
    (void)state;
    shards_merged_are_one_process(true);
}

static void test_files_are_divided_by_size_and_all_are_read_once(void **state)
{
    (void)state;
    static const char *const names[] = {"a", "b", "c", "d", "e"};
    static const uint64_t sizes[] = {10, 70, 0, 40, 35};
    static const uint32_t owner[] = {1, 1, 2, 2, 2}; /* 70 | 40 35 | then 10 to the first, 0 to the second */
    for (uint32_t shard = 1; shard <= 2; shard++) {
        rap_input inputs[5] = {{0}};
        rap_snapshot snapshot = {.n_inputs = 5, .inputs = inputs, .bytes = 155};
        for (size_t i = 0; i < 5; i++) inputs[i].name = names[i], inputs[i].bytes = sizes[i];
        assert_int_equal(rap_shard_divide(&snapshot, shard, 2, NULL), RAP_OK);
        for (size_t i = 0; i < 5; i++) assert_int_equal(inputs[i].elsewhere, owner[i] != shard);
        assert_int_equal(snapshot.bytes, shard == 1 ? 80 : 75);
    }
}

static void test_more_shards_than_files(void **state)
{
    (void)state;
    rap_text want = {0}, got = {0};
    const char *order[SHARDS];
    rap_table *summary = NULL;
    rap_ingest_options options = {.size = sizeof options, .output = in_folder("one.rap"), .threads = 1};
    assert_int_equal(rap_ingest_openalex(catalog, list, 2, &options, &summary, NULL), RAP_OK);
    put_summary(&want, summary, "one.rap");
    rap_table_free(summary);
    for (uint32_t i = 1; i <= SHARDS; i++) {
        rap_ingest_options shard = shard_options(i, SHARDS, false);
        assert_int_equal(rap_ingest_openalex(catalog, list, 2, &shard, &summary, NULL), RAP_OK);
        if (i > 2) assert_int_equal(count_of(summary, "files"), 0);
        rap_table_free(summary);
        order[i - 1] = folders[i - 1];
    }
    options = merge_options();
    assert_int_equal(rap_ingest_merge(catalog, order, SHARDS, &options, &summary, NULL), RAP_OK);
    put_summary(&got, summary, "merged.rap");
    assert_string_equal(rap_text_get(&got), rap_text_get(&want));
    rap_table_free(summary);
    rap_text_release(&want);
    rap_text_release(&got);
    remove_shards(SHARDS);
}

/* --------------------------------------------------------------- killed */

static void count_down(void *arg)
{
    if (atomic_fetch_sub((atomic_int *)arg, 1) == 1) (void)raise(SIGKILL);
}

/* Runs in a child that dies after commit `n`; false where it got through first. */
static bool killed_after(int n, const rap_ingest_options *options, const char *const *from, size_t n_from)
{
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        rap_limits limits = tiny_limits(1);
        atomic_int left = n;
        limits.committed = count_down;
        limits.committed_arg = &left;
        rap_status status = options->shards ? rap_ingest_works(catalog, from, n_from, options, &limits, NULL, NULL)
                                            : rap_ingest_shards(catalog, from, n_from, options, &limits, NULL, NULL);
        _exit(status == RAP_OK ? 0 : 1);
    }
    int how = 0;
    assert_int_equal(waitpid(child, &how, 0), child);
    if (WIFEXITED(how)) assert_int_equal(WEXITSTATUS(how), 0);
    return WIFSIGNALED(how);
}

static void test_a_shard_and_a_merge_that_are_killed_go_on(void **state)
{
    (void)state;
    rap_text want = {0};
    one_process(false, &want);
    make_shards(3, false);
    rap_ingest_options second = shard_options(2, 3, false), merge = merge_options();
    const char *order[] = {folders[2], folders[0], folders[1]};
    size_t kills = 0;
    assert_int_equal(rap_folder_remove(second.output, NULL), RAP_OK);
    while (killed_after(2, &second, list, N_INPUTS)) {
        rap_error err = {0};
        rap_limits limits = tiny_limits(1);
        assert_int_equal(rap_ingest_shards(catalog, order, 3, &merge, &limits, NULL, &err), RAP_E_FORMAT);
        if (!strstr(err.text, "shard 2/3 is not complete")) fail_msg("%s", err.text);
        assert_true(++kills < 500);
    }
    assert_true(kills > 1);
    for (kills = 0; killed_after(2 + (int)kills % 3, &merge, order, 3); kills++) assert_true(kills < 500);
    assert_true(kills > 3);
    merge_as(order, 3, &want);
    remove_shards(3);
    rap_text_release(&want);
}

/* --------------------------------------------------------------- refused */

static void assert_refused(const char *const *order, size_t n, rap_status want, const char *message)
{
    rap_ingest_options options = merge_options();
    rap_error err = {0};
    rap_status status = rap_ingest_merge(catalog, order, n, &options, NULL, &err);
    if (status != want || !strstr(err.text, message)) fail_msg("%d: %s", (int)status, err.text);
    assert_int_equal(rap_path_stat(options.output, NULL), RAP_PATH_NONE);
}

static void test_a_set_that_is_not_whole_is_refused(void **state)
{
    (void)state;
    (void)remove(in_folder("merged.rap"));
    make_shards(3, false);
    const char *a = folders[0], *b = folders[1], *c = folders[2];
    assert_refused((const char *[]){a, c}, 2, RAP_E_USAGE, "of 3 shards 1 is missing (2)");
    assert_refused((const char *[]){b}, 1, RAP_E_USAGE, "of 3 shards 2 are missing (1, 3)");
    assert_refused((const char *[]){a, b, a, c}, 4, RAP_E_USAGE, "are both shard 1/3");
    assert_refused((const char *[]){a, b, facts_folder}, 3, RAP_E_FORMAT, "this is no shard");

    rap_ingest_options other = shard_options(4, 5, false); /* of another division */
    make_shard(&other, 1);
    assert_refused((const char *[]){a, b, folders[3]}, 3, RAP_E_USAGE, "is shard 1/3, and");
    assert_int_equal(rap_folder_remove(folders[3], NULL), RAP_OK);

    other = shard_options(3, 3, false);
    other.fresh = true;
    other.rule = RAP_COUNTRIES_UNION;
    make_shard(&other, 1);
    assert_refused((const char *[]){a, b, c}, 3, RAP_E_USAGE, "one has \"option rule countries-else-institutions\", the other \"option rule union\"");

    other = shard_options(3, 3, false);
    other.fresh = true;
    rap_limits limits = tiny_limits(1);
    assert_int_equal(rap_ingest_works(catalog, list, N_INPUTS - 1, &other, &limits, NULL, NULL), RAP_OK);
    assert_refused((const char *[]){a, b, c}, 3, RAP_E_USAGE, "the other \"nothing more\"");
    remove_shards(3);
}

static void test_damage_is_found(void **state)
{
    (void)state;
    make_shards(2, false);
    const char *order[] = {folders[0], folders[1]};
    char path[192];
    rap_text bytes = {0};
    (void)snprintf(path, sizeof path, "%s/run-000001", folders[1]);
    assert_int_equal(rap_read_file(path, SIZE_MAX / 4, &bytes, NULL), RAP_OK);
    bytes.data[bytes.length / 2] = (char)(bytes.data[bytes.length / 2] ^ 4);
    works_write(path, &bytes);
    assert_refused(order, 2, RAP_E_FORMAT, "is damaged");
    assert_int_equal(remove(path), 0);
    assert_refused(order, 2, RAP_E_IO, "run-000001");
    rap_text_release(&bytes);
    remove_kept();
    remove_shards(2);
}

static void test_what_can_not_be_a_shard(void **state)
{
    (void)state;
    rap_error err = {0};
    rap_ingest_options options = shard_options(1, 2, false);
    const char *stream = "-";
    assert_int_equal(rap_ingest_openalex(catalog, &stream, 1, &options, NULL, &err), RAP_E_USAGE);
    assert_non_null(strstr(err.text, "shards need files"));
    options.temporary = facts_folder;
    assert_int_equal(rap_ingest_openalex(catalog, list, 1, &options, NULL, &err), RAP_E_USAGE);
    options.temporary = NULL;
    options.shard = 3;
    assert_int_equal(rap_ingest_openalex(catalog, list, 1, &options, NULL, &err), RAP_E_USAGE);
    assert_non_null(strstr(err.text, "shard 3 of 2"));
    options = shard_options(1, 2, false);
    options.output = list[0]; /* a file that is read */
    assert_int_equal(rap_ingest_openalex(catalog, list, 2, &options, NULL, &err), RAP_E_USAGE);
}

/* No cube, or the whole one, where only the summary of what was done lacked memory. */
static bool is_none_or_whole(const char *path)
{
    rap_cube *cube;
    if (rap_path_stat(path, NULL) == RAP_PATH_NONE) return true;
    if (rap_cube_open(path, &cube, NULL) != RAP_OK) return false;
    bool whole = rap_cube_verify(cube, NULL) == RAP_OK;
    rap_cube_close(cube);
    return whole && remove(path) == 0;
}

static void test_merging_short_of_memory_leaves_no_part_of_a_cube(void **state)
{
    (void)state;
    make_shards(2, false);
    const char *order[] = {folders[0], folders[1]};
    rap_ingest_options options = merge_options();
    rap_limits limits = tiny_limits(1);
    limits.passes = 1;
    for (uint64_t n = 1;; n += n < 400 ? 1 : 97) {
        rap_alloc_fail_after(n);
        rap_status status = rap_ingest_shards(catalog, order, 2, &options, &limits, NULL, NULL);
        rap_alloc_fail_after(0);
        if (status == RAP_OK) break;
        assert_int_equal(status, RAP_E_MEMORY);
        assert_true(is_none_or_whole(options.output));
        remove_kept();
    }
    assert_int_equal(remove(options.output), 0);
    remove_shards(2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_files_are_divided_by_size_and_all_are_read_once),
        cmocka_unit_test(test_shards_merged_are_one_process),
        cmocka_unit_test(test_the_same_where_ids_are_unique),
        cmocka_unit_test(test_more_shards_than_files),
        cmocka_unit_test(test_a_shard_and_a_merge_that_are_killed_go_on),
        cmocka_unit_test(test_a_set_that_is_not_whole_is_refused),
        cmocka_unit_test(test_damage_is_found),
        cmocka_unit_test(test_what_can_not_be_a_shard),
        cmocka_unit_test(test_merging_short_of_memory_leaves_no_part_of_a_cube),
    };
    return cmocka_run_group_tests(tests, make_inputs, close_all);
}
