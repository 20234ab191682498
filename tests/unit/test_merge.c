// SPDX-License-Identifier: Apache-2.0
/* Promises of cube/merge.h: merging cubes is adding tallies, in any split and order, to the byte. */
#include "support/facts.h"

#include "cube/merge.h"
#include "support/reseal.h"

/* Merges cubes by name; what is said on failure goes to `err`. */
static rap_status merge(const char *const *names, size_t n, const char *out, rap_error *err)
{
    rap_cube *cubes[16];
    for (size_t i = 0; i < n; i++) cubes[i] = open_cube(names[i]);
    rap_status status = rap_cube_merge((const rap_cube *const *)cubes, n, in_folder(out), err);
    for (size_t i = 0; i < n; i++) rap_cube_close(cubes[i]);
    return status;
}

static void freeze_part(uint64_t first, uint64_t end, uint64_t step, const char *provenance, const char *name)
{
    rap_tally *tally = research_tally();
    add_samples(tally, first, end, step);
    freeze_as(tally, provenance, name);
    rap_tally_free(tally);
}

#define FACTS 4000

static void merging_parts_is_freezing_the_whole(void **state)
{
    (void)state;
    static const char *const names[] = {"p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8"};
    static const char *const turned[] = {"p8", "p7", "p6", "p5", "p4", "p3", "p2", "p1", "p0"};
    freeze_part(0, FACTS, 1, NULL, "whole");
    for (uint64_t parts = 1; parts <= 9; parts++) {
        for (uint64_t i = 0; i < parts; i++) /* in runs */
            freeze_part(FACTS * i / parts, FACTS * (i + 1) / parts, 1, NULL, names[i]);
        assert_int_equal(merge(names, parts, "sum", NULL), RAP_OK);
        assert_same_file("whole", "sum");
        assert_int_equal(merge(turned + 9 - parts, parts, "sum", NULL), RAP_OK);
        assert_same_file("whole", "sum");
        for (uint64_t i = 0; i < parts; i++) freeze_part(i, FACTS, parts, NULL, names[i]); /* one by one */
        assert_int_equal(merge(names, parts, "sum", NULL), RAP_OK);
        assert_same_file("whole", "sum");
    }
    assert_verifies("sum");
}

static void merging_associates(void **state)
{
    (void)state;
    static const char *const ab[] = {"a", "b"}, *const bc[] = {"b", "c"}, *const left[] = {"ab", "c"},
                             *const right[] = {"bc", "a"};
    freeze_part(0, 100, 1, "file\ta\t10\taa\n", "a");
    freeze_part(50, 900, 7, "file\tb\t10\tbb\n", "b");
    freeze_part(700, 1400, 3, "file\tc\t10\tcc\n", "c");
    assert_int_equal(merge(ab, 2, "ab", NULL), RAP_OK);
    assert_int_equal(merge(bc, 2, "bc", NULL), RAP_OK);
    assert_int_equal(merge(left, 2, "left", NULL), RAP_OK);
    assert_int_equal(merge(right, 2, "right", NULL), RAP_OK);
    assert_same_file("left", "right"); /* provenance too */
    assert_verifies("left");
}

static void empty_cubes_and_cubes_of_names_add_nothing_else(void **state)
{
    (void)state;
    static const char *const names[] = {"empty", "names", "a"}, *const bare[] = {"empty", "names"};
    rap_tally *tally = research_tally();
    freeze_as(tally, NULL, "empty");
    assert_int_equal(rap_tally_name(tally, topic(1, 0, 0, 0), rap_span_of("Life Sciences"), NULL), RAP_OK);
    freeze_as(tally, NULL, "names");
    freeze_part(0, 100, 1, NULL, "a");
    assert_int_equal(merge(bare, 2, "sum", NULL), RAP_OK);
    assert_same_file("sum", "names");
    add_samples(tally, 0, 100, 1);
    freeze_as(tally, NULL, "both");
    rap_tally_free(tally);
    assert_int_equal(merge(names, 3, "sum", NULL), RAP_OK);
    assert_same_file("sum", "both");
    assert_int_equal(merge(names, 1, "sum", NULL), RAP_OK);
    assert_same_file("sum", "empty");
}

static void a_cube_may_be_merged_onto_itself(void **state)
{
    (void)state;
    static const char *const names[] = {"a", "b"};
    freeze_part(0, 500, 1, NULL, "whole");
    freeze_part(0, 250, 1, NULL, "a");
    freeze_part(250, 500, 1, NULL, "b");
    assert_int_equal(merge(names, 2, "a", NULL), RAP_OK);
    assert_same_file("a", "whole");
}

static void long_columns_pass_through_the_disk(void **state)
{
    (void)state;
    static const char *const names[] = {"a", "b"};
    rap_tally *whole = research_tally(), *parts[2] = {research_tally(), research_tally()};
    sample s;
    for (uint64_t i = 0; i < 600000; i++) {
        sample_of(&s, (int)(1900 + i % 100), topic(1, 2, 3, i / 100 % 4000), "article;journal;some",
                  i % 3 ? "NO" : "CN NO", 1);
        s.shares[0] -= i % 7;
        assert_int_equal(rap_tally_add(whole, &s.fact, NULL), RAP_OK);
        assert_int_equal(rap_tally_add(parts[i % 5 == 0], &s.fact, NULL), RAP_OK);
    }
    assert_true(rap_tally_cells(whole) > 500000);
    freeze_as(whole, NULL, "whole");
    freeze_as(parts[0], NULL, "a");
    freeze_as(parts[1], NULL, "b");
    assert_int_equal(merge(names, 2, "sum", NULL), RAP_OK);
    assert_same_file("sum", "whole");
    assert_verifies("sum");
    rap_tally_free(whole);
    rap_tally_free(parts[0]);
    rap_tally_free(parts[1]);
}

static void different_schemas_are_refused_by_name(void **state)
{
    (void)state;
    static const char *const names[] = {"a", "union", "pairs"};
    rap_schema schema = rap_schema_research("union", "none"), pairs = rap_schema_pairs();
    rap_tally *tally = NULL;
    rap_error err = {0};
    assert_int_equal(rap_tally_new(&schema, &tally, NULL), RAP_OK);
    freeze_as(tally, NULL, "union");
    rap_tally_free(tally);
    assert_int_equal(rap_tally_new(&pairs, &tally, NULL), RAP_OK);
    freeze_as(tally, NULL, "pairs");
    rap_tally_free(tally);
    freeze_part(0, 10, 1, NULL, "a");
    assert_int_equal(merge(names, 2, "refused", &err), RAP_E_USAGE);
    assert_non_null(strstr(err.text, "/union can't be added: they differ in rule for countries"));
    assert_int_equal(merge(names + 1, 2, "refused", &err), RAP_E_USAGE);
    assert_non_null(strstr(err.text, "form of parties"));
    assert_int_equal(merge(names, 0, "refused", &err), RAP_E_USAGE);
    assert_int_equal(rap_path_stat(in_folder("refused"), NULL), RAP_PATH_NONE);
}

static void a_source_met_twice_and_mixed_releases_are_refused(void **state)
{
    (void)state;
    static const char *const names[] = {"a", "b"}, *const others[] = {"a", "c"};
    rap_error err = {0};
    freeze_part(0, 10, 1, "release\t2026-01\nfile\tworks/part_000.gz\t1234\tfeed\t9\t9\t0\n", "a");
    freeze_part(10, 20, 1, "release\t2026-01\nfile\tcopy.gz\t1234\tfeed\t9\t9\t0\n", "b");
    freeze_part(10, 20, 1, "release\t2026-02\n", "c");
    assert_int_equal(merge(names, 2, "refused", &err), RAP_E_USAGE);
    assert_non_null(strstr(err.text, "copy.gz"));
    assert_int_equal(merge(others, 2, "refused", &err), RAP_E_USAGE);
    assert_non_null(strstr(err.text, "2026-01 and 2026-02"));
    assert_int_equal(rap_path_stat(in_folder("refused"), NULL), RAP_PATH_NONE);

    /* Parts of one run may say what they like, and what is given replaces it. */
    rap_cube *cubes[2] = {open_cube("a"), open_cube("b")};
    const rap_cube *const *list = (const rap_cube *const *)cubes;
    assert_int_equal(rap_merge(list, 2, NULL, false, in_folder("run"), NULL), RAP_OK);
    assert_int_equal(rap_merge(list, 2, "z\ty\nnote\tx", true, in_folder("no"), NULL), RAP_E_USAGE);
    assert_int_equal(rap_merge(list, 2, "z\ty\nnote\tx", false, in_folder("given"), NULL), RAP_OK);
    rap_cube *given = open_cube("given"), *run = open_cube("run");
    assert_int_equal(given->provenance_length, 11);
    assert_memory_equal(given->provenance, "note\tx\nz\ty\n", 11);
    assert_string_equal(rap_cube_identity(given), rap_cube_identity(run));
    rap_cube_close(given);
    rap_cube_close(run);
    rap_cube_close(cubes[0]);
    rap_cube_close(cubes[1]);
}

static void a_sum_that_overflows_is_refused(void **state)
{
    (void)state;
    static const char *const names[] = {"a", "b"};
    rap_error err = {0};
    sample s;
    rap_tally *tally = research_tally();
    assert_int_equal(rap_tally_add(tally, sample_of(&s, 2020, 0, "a;b;all", "CN NO", UINT32_MAX), NULL),
                     RAP_OK);
    freeze_as(tally, NULL, "a");
    rap_tally_clear(tally);
    assert_int_equal(rap_tally_add(tally, sample_of(&s, 2020, 0, "a;b;all", "CN NO", 1), NULL), RAP_OK);
    freeze_as(tally, NULL, "b");
    rap_tally_free(tally);
    assert_int_equal(merge(names, 2, "refused", &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "the sum of works passes 4294967295"));
    assert_int_equal(rap_path_stat(in_folder("refused"), NULL), RAP_PATH_NONE);
}

/* A cube made to harm must not be read out of bounds; what comes of it is an error or some other good cube. */
static void cubes_made_to_harm_are_read_within_bounds(void **state)
{
    (void)state;
    rap_tally *tally = fixed_tally();
    freeze_as(tally, NULL, "fixed");
    rap_tally_free(tally);
    rap_cube *good = open_cube("fixed");
    file_bytes bytes = read_bytes("fixed"), bad = {malloc(bytes.length), bytes.length};
    assert_non_null(bad.data);
    for (size_t i = good->file->roles[RAP_ROLE_LEAVES]->offset; i < bytes.length; i++) {
        memcpy(bad.data, bytes.data, bytes.length);
        bad.data[i] = (char)(bad.data[i] + 1 + (int)i % 5);
        reseal(bad.data, bad.length);
        rap_cube *cube = NULL;
        if (rap_cube_parse(bad.data, bad.length, &cube, NULL) != RAP_OK) continue;
        const rap_cube *both[] = {good, cube};
        rap_status status = rap_merge(both, 2, NULL, false, in_folder("sum"), NULL);
        assert_true(status == RAP_OK || status == RAP_E_FORMAT);
        bool was_good = rap_cube_verify(cube, NULL) == RAP_OK;
        if (was_good) assert_int_equal(status, RAP_OK);
        if (was_good) assert_verifies("sum");
        rap_cube_close(cube);
    }
    rap_cube_close(good);
    free(bytes.data);
    free(bad.data);
}

static void merging_short_of_memory_leaves_no_file(void **state)
{
    (void)state;
    freeze_part(0, 60, 1, "file\ta\t10\taa\n", "a");
    freeze_part(40, 90, 1, "file\tb\t10\tbb\n", "b");
    rap_cube *cubes[2] = {open_cube("a"), open_cube("b")};
    rap_status status = RAP_E_MEMORY;
    uint64_t n = 1;
    for (; status != RAP_OK; n++) {
        rap_alloc_fail_after(n);
        status = rap_cube_merge((const rap_cube *const *)cubes, 2, in_folder("short"), NULL);
        rap_alloc_fail_after(0);
        if (status == RAP_OK) break;
        assert_int_equal(status, RAP_E_MEMORY);
        assert_int_equal(rap_path_stat(in_folder("short"), NULL), RAP_PATH_NONE);
    }
    assert_true(n > 30);
    rap_cube_close(cubes[0]);
    rap_cube_close(cubes[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(merging_parts_is_freezing_the_whole),
        cmocka_unit_test(merging_associates),
        cmocka_unit_test(empty_cubes_and_cubes_of_names_add_nothing_else),
        cmocka_unit_test(a_cube_may_be_merged_onto_itself),
        cmocka_unit_test(long_columns_pass_through_the_disk),
        cmocka_unit_test(different_schemas_are_refused_by_name),
        cmocka_unit_test(a_source_met_twice_and_mixed_releases_are_refused),
        cmocka_unit_test(a_sum_that_overflows_is_refused),
        cmocka_unit_test(cubes_made_to_harm_are_read_within_bounds),
        cmocka_unit_test(merging_short_of_memory_leaves_no_file),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
