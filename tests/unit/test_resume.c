// SPDX-License-Identifier: Apache-2.0
/*
 * An ingest that is killed or interrupted goes on from its last commit, and ends with the bytes of one that was not.
 *
 * The child kills itself (SIGKILL, as the system would) right after its n-th commit, for every n until it gets through:
 * so every state that can be on the disk between two commits is resumed from. A second test kills at random moments.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "support/ingesting.h"

#define WORKS 700
#define RECORDS 1500

#define N_INPUTS 5
#define PARQUET RAP_SOURCE_DIR "/tests/data/parquet/rust_v2_groups.parquet" /* four parts */

static char inputs[N_INPUTS][128];
static const char *list[N_INPUTS];

static int make_inputs(void **state)
{
    if (open_all(state) != 0) return -1;
    for (size_t i = 0; i < 4; i++) {
        rap_text lines = {0}, pages = {0};
        for (uint64_t k = RECORDS * i / 4; k < RECORDS * (i + 1) / 4; k++) works_line(&lines, k % WORKS, k / WORKS);
        works_pages(&lines, &pages);
        (void)snprintf(inputs[i], sizeof inputs[i], "%s/w%zu.json%s", facts_folder, i, i % 2 ? ".gz" : "");
        works_write(inputs[i], i < 2 ? &lines : &pages); /* lines and API pages, plain and packed */
        list[i] = inputs[i];
        rap_text_release(&lines);
        rap_text_release(&pages);
    }
    rap_text rows = {0};
    if (rap_read_file(PARQUET, SIZE_MAX / 4, &rows, NULL) != RAP_OK) return -1;
    (void)snprintf(inputs[4], sizeof inputs[4], "%s/w4.parquet", facts_folder);
    works_write(inputs[4], &rows);
    list[4] = inputs[4];
    rap_text_release(&rows);
    return 0;
}

static rap_ingest_options options_for(const char *output, bool unique)
{
    return (rap_ingest_options){.size = sizeof(rap_ingest_options), .output = output, .unique = unique, .threads = 1};
}

/* The bytes of an ingest that nothing disturbed, and its summary as text. */
static void undisturbed(const char *name, bool unique, rap_text *counts)
{
    rap_ingest_options options = options_for(in_folder(name), unique);
    rap_table *summary = NULL;
    assert_int_equal(rap_ingest_openalex(catalog, list, N_INPUTS, &options, &summary, NULL), RAP_OK);
    for (size_t i = 0; i < rap_table_rows(summary); i++)
        rap_text_printf(counts, "%s=%lld\n", rap_table_cell(summary, i, 0).text,
                        (long long)rap_table_cell(summary, i, 1).integer);
    rap_table_free(summary);
}

static void assert_counts(const rap_table *summary, const rap_text *counts)
{
    rap_text got = {0};
    for (size_t i = 0; i < rap_table_rows(summary); i++)
        rap_text_printf(&got, "%s=%lld\n", rap_table_cell(summary, i, 0).text,
                        (long long)rap_table_cell(summary, i, 1).integer);
    assert_string_equal(rap_text_get(&got), rap_text_get(counts));
    rap_text_release(&got);
}

static void count_down(void *arg)
{
    if (atomic_fetch_sub((atomic_int *)arg, 1) == 1) (void)raise(SIGKILL); /* any worker may call it */
}

static rap_limits limits_for(size_t threads, bool unique)
{
    rap_limits limits = tiny_limits(threads);
    if (unique) limits.tally = 8000;
    return limits;
}

/* Runs in a child that dies after commit `n`; false where it got through first. */
static bool killed_after(int n, const rap_ingest_options *options, size_t threads)
{
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        rap_limits limits = limits_for(threads, options->unique);
        atomic_int left = n;
        limits.committed = count_down;
        limits.committed_arg = &left;
        _exit(rap_ingest_works(catalog, list, N_INPUTS, options, &limits, NULL, NULL) == RAP_OK ? 0 : 1);
    }
    int how = 0;
    assert_int_equal(waitpid(child, &how, 0), child);
    if (WIFEXITED(how)) assert_int_equal(WEXITSTATUS(how), 0);
    return WIFSIGNALED(how);
}

static void finish_and_compare(const rap_ingest_options *options, const char *want, const rap_text *counts)
{
    rap_limits limits = limits_for(2, options->unique);
    rap_table *summary = NULL;
    rap_error err = {0};
    assert_int_equal(rap_path_stat(options->output, NULL), RAP_PATH_NONE);
    if (rap_ingest_works(catalog, list, N_INPUTS, options, &limits, &summary, &err) != RAP_OK) fail_msg("%s", err.text);
    assert_string_equal(identity_of("killed.rap"), want);
    assert_counts(summary, counts);
    rap_table_free(summary);
    assert_int_equal(rap_path_stat(in_folder("killed.rap.part"), NULL), RAP_PATH_NONE);
    assert_int_equal(remove(options->output), 0);
}

static void kill_after_each_commit(bool unique)
{
    rap_text counts = {0};
    char output[128], want[17];
    (void)snprintf(output, sizeof output, "%s", in_folder("killed.rap"));
    rap_ingest_options options = options_for(output, unique);
    undisturbed("want.rap", unique, &counts);
    memcpy(want, identity_of("want.rap"), 17);
    int n = 1;
    for (; killed_after(n, &options, 1); n += n < 20 ? 1 : 7) finish_and_compare(&options, want, &counts);
    assert_int_equal(remove(output), 0);
    print_message("%d commits\n", n);
    assert_true(n > 8);

    /* Again and again on the way: each child gets one commit further, with another number of threads. */
    size_t kills = 0;
    for (int step = 3; killed_after(step, &options, 1 + kills % 3); kills++) assert_true(kills < 1000);
    assert_true(kills > 5);
    assert_string_equal(identity_of("killed.rap"), want);
    assert_int_equal(remove(output), 0);
    rap_text_release(&counts);
}

static void test_killed_after_any_commit_it_ends_with_the_same_bytes(void **state)
{
    (void)state;
    kill_after_each_commit(false);
}

static void test_the_same_where_ids_are_unique(void **state)
{
    (void)state;
    kill_after_each_commit(true);
}

static void test_killed_at_random_moments_it_ends_with_the_same_bytes(void **state)
{
    (void)state;
    rap_text counts = {0};
    char output[128], want[17];
    (void)snprintf(output, sizeof output, "%s", in_folder("killed.rap"));
    rap_ingest_options options = options_for(output, false);
    undisturbed("want.rap", false, &counts);
    memcpy(want, identity_of("want.rap"), 17);
    for (uint64_t i = 0; i < 25; i++) {
        fflush(NULL);
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            rap_limits limits = limits_for(2, false);
            _exit(rap_ingest_works(catalog, list, N_INPUTS, &options, &limits, NULL, NULL) == RAP_OK ? 0 : 1);
        }
        struct timespec wait = {0, (long)(works_mix(i) % 60) * 1000000};
        nanosleep(&wait, NULL);
        (void)kill(child, SIGKILL);
        int how = 0;
        assert_int_equal(waitpid(child, &how, 0), child);
        if (rap_path_stat(output, NULL) == RAP_PATH_NONE) continue;
        assert_string_equal(identity_of("killed.rap"), want); /* under its name it is whole, whenever it appears */
        assert_int_equal(remove(output), 0);
    }
    finish_and_compare(&options, want, &counts);
    rap_text_release(&counts);
}

/* ------------------------------------------------------------- on request */

typedef struct patience {
    int calls;
} patience;

static bool until_tired(void *arg, const rap_progress *progress)
{
    (void)progress;
    return --((patience *)arg)->calls > 0;
}

/* Each commit takes a moment, so that the progress is shown in between. */
static void slow_down(void *arg)
{
    (void)arg;
    struct timespec wait = {0, 30000000};
    nanosleep(&wait, NULL);
}

static void test_interrupted_on_request_it_keeps_what_was_read(void **state)
{
    (void)state;
    rap_text counts = {0};
    char output[128], want[17];
    (void)snprintf(output, sizeof output, "%s", in_folder("killed.rap"));
    undisturbed("want.rap", false, &counts);
    memcpy(want, identity_of("want.rap"), 17);
    rap_ingest_options options = options_for(output, false);
    patience p = {3};
    options.progress = until_tired;
    options.progress_arg = &p;
    rap_limits limits = limits_for(2, false);
    limits.committed = slow_down;
    rap_error err = {0};
    assert_int_equal(rap_ingest_works(catalog, list, N_INPUTS, &options, &limits, NULL, &err), RAP_E_INTERRUPTED);
    assert_non_null(strstr(err.text, "the same command goes on from there"));
    assert_int_equal(rap_path_stat(in_folder("killed.rap.part"), NULL), RAP_PATH_FOLDER);
    options.progress = NULL;
    finish_and_compare(&options, want, &counts);
    rap_text_release(&counts);
}

/* --------------------------------------------------------------- refusals */

/* Leaves a work folder behind. */
static void leave_unfinished(const rap_ingest_options *options)
{
    assert_true(killed_after(4, options, 1));
    assert_int_equal(rap_path_stat(in_folder("killed.rap.part"), NULL), RAP_PATH_FOLDER);
}

static void assert_refused(const rap_ingest_options *options, size_t n_paths, const char *message)
{
    rap_error err = {0};
    rap_limits limits = limits_for(1, options->unique);
    assert_int_equal(rap_ingest_works(catalog, list, n_paths, options, &limits, NULL, &err), RAP_E_USAGE);
    if (!strstr(err.text, message) || !strstr(err.text, "--fresh")) fail_msg("%s", err.text);
}

static void test_another_ingest_is_not_mixed_in(void **state)
{
    (void)state;
    rap_text counts = {0};
    char output[128], want[17];
    (void)snprintf(output, sizeof output, "%s", in_folder("killed.rap"));
    undisturbed("want.rap", false, &counts);
    memcpy(want, identity_of("want.rap"), 17);
    rap_ingest_options options = options_for(output, false), other = options;
    leave_unfinished(&options);

    other.rule = RAP_COUNTRIES_UNION;
    assert_refused(&other, N_INPUTS, "it had \"option rule countries-else-institutions\", this has \"option rule union\"");
    other = options;
    other.keep_xpac = true;
    assert_refused(&other, N_INPUTS, "option left-out");
    assert_refused(&options, 3, "this has \"nothing more\"");
    struct timespec times[2] = {{0, UTIME_OMIT}, {1000000, 0}};
    assert_int_equal(utimensat(AT_FDCWD, inputs[2], times, 0), 0);
    assert_refused(&options, N_INPUTS, "w2.json");

    options.fresh = true;
    finish_and_compare(&options, want, &counts);
    rap_text_release(&counts);
}

static void test_a_torn_journal_counts_up_to_its_last_whole_group(void **state)
{
    (void)state;
    rap_text counts = {0}, journal = {0};
    char output[128], path[160], want[17];
    (void)snprintf(output, sizeof output, "%s", in_folder("killed.rap"));
    (void)snprintf(path, sizeof path, "%s.part/journal", output);
    undisturbed("want.rap", false, &counts);
    memcpy(want, identity_of("want.rap"), 17);
    rap_ingest_options options = options_for(output, false);
    for (size_t cut = 1; cut < 600; cut += 83) {
        leave_unfinished(&options);
        rap_text_release(&journal);
        assert_int_equal(rap_read_file(path, 1 << 20, &journal, NULL), RAP_OK);
        assert_int_equal(truncate(path, (off_t)(journal.length - cut)), 0);
        finish_and_compare(&options, want, &counts);
    }
    leave_unfinished(&options);
    assert_int_equal(truncate(path, 0), 0);
    finish_and_compare(&options, want, &counts);
    rap_text_release(&journal);
    rap_text_release(&counts);
}

static void test_a_folder_of_somebody_else_is_left_alone(void **state)
{
    (void)state;
    char output[128], part[160], precious[200];
    (void)snprintf(output, sizeof output, "%s", in_folder("killed.rap"));
    (void)snprintf(part, sizeof part, "%s.part", output);
    (void)snprintf(precious, sizeof precious, "%s/thesis.txt", part);
    assert_int_equal(rap_folder_make(part, NULL), RAP_OK);
    rap_text text = {0};
    rap_text_puts(&text, "precious");
    works_write(precious, &text);
    rap_text_release(&text);
    rap_ingest_options options = options_for(output, false);
    rap_error err = {0};
    for (int fresh = 0; fresh < 2; fresh++) {
        options.fresh = fresh;
        assert_int_equal(rap_ingest_openalex(catalog, list, N_INPUTS, &options, NULL, &err), RAP_E_USAGE);
        assert_non_null(strstr(err.text, "thesis.txt is not from an ingest"));
        assert_int_equal(rap_path_stat(precious, NULL), RAP_PATH_FILE);
    }
    assert_int_equal(rap_folder_remove(part, NULL), RAP_OK);
}

static void test_a_second_ingest_at_the_same_place_is_refused(void **state)
{
    (void)state;
    rap_ingest_options options = options_for(in_folder("killed.rap"), false);
    leave_unfinished(&options);
    rap_journal *journal = NULL;
    rap_error err = {0};
    assert_int_equal(rap_journal_open(in_folder("killed.rap.part/journal"), &journal, NULL), RAP_OK);
    assert_int_equal(rap_ingest_openalex(catalog, list, N_INPUTS, &options, NULL, &err), RAP_E_IO);
    assert_non_null(strstr(err.text, "another ingest is writing here"));
    rap_journal_close(journal);
    assert_int_equal(rap_folder_remove(in_folder("killed.rap.part"), NULL), RAP_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_killed_after_any_commit_it_ends_with_the_same_bytes),
        cmocka_unit_test(test_the_same_where_ids_are_unique),
        cmocka_unit_test(test_killed_at_random_moments_it_ends_with_the_same_bytes),
        cmocka_unit_test(test_interrupted_on_request_it_keeps_what_was_read),
        cmocka_unit_test(test_another_ingest_is_not_mixed_in),
        cmocka_unit_test(test_a_torn_journal_counts_up_to_its_last_whole_group),
        cmocka_unit_test(test_a_folder_of_somebody_else_is_left_alone),
        cmocka_unit_test(test_a_second_ingest_at_the_same_place_is_refused),
    };
    return cmocka_run_group_tests(tests, make_inputs, close_all);
}
