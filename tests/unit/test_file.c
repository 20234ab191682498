// SPDX-License-Identifier: Apache-2.0
/* Promises of base/file.h: nothing half-written under the final name, fixed order, messages that name the path. */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/file.h"

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "test_file_XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return rap_folder_remove(folder, NULL) == RAP_OK ? 0 : -1;
}

static const char *in_folder(const char *name)
{
    static char path[4][128];
    static unsigned turn;
    char *out = path[turn++ % 4];
    snprintf(out, 128, "%s/%s", folder, name);
    return out;
}

static void put(const char *path, const char *text)
{
    rap_replace *file;
    assert_int_equal(rap_replace_open(path, &file, NULL), RAP_OK);
    assert_int_equal(rap_replace_write(file, text, strlen(text), NULL), RAP_OK);
    assert_int_equal(rap_replace_commit(file, NULL), RAP_OK);
}

static void assert_content(const char *path, const char *want)
{
    rap_text text = {0};
    assert_int_equal(rap_read_file(path, 1 << 20, &text, NULL), RAP_OK);
    assert_string_equal(rap_text_get(&text), want);
    rap_text_release(&text);
}

static size_t entries(void)
{
    size_t n = 0;
    char command[128], line[16] = "";
    snprintf(command, sizeof command, "ls -A '%s' | wc -l", folder);
    FILE *pipe = popen(command, "r");
    if (pipe && fgets(line, sizeof line, pipe)) n = strtoul(line, NULL, 10);
    if (pipe) pclose(pipe);
    return n;
}

static void test_replaced_file_appears_only_when_committed(void **state)
{
    (void)state;
    const char *path = in_folder("a");
    put(path, "old");
    rap_replace *file;
    assert_int_equal(rap_replace_open(path, &file, NULL), RAP_OK);
    assert_int_equal(rap_replace_write(file, "new text", 8, NULL), RAP_OK);
    assert_content(path, "old");
    assert_int_equal(rap_replace_length(file), 8);
    assert_int_equal(rap_replace_commit(file, NULL), RAP_OK);
    assert_content(path, "new text");
    assert_int_equal(entries(), 1);
}

static void test_aborted_file_leaves_nothing(void **state)
{
    (void)state;
    const char *path = in_folder("a");
    rap_replace *file;
    assert_int_equal(rap_replace_open(path, &file, NULL), RAP_OK);
    assert_int_equal(rap_replace_write(file, "x", 1, NULL), RAP_OK);
    rap_replace_abort(file);
    assert_int_equal(entries(), 0);
    rap_replace_abort(NULL);
}

static void test_two_writers_of_one_path_do_not_meet(void **state)
{
    (void)state;
    const char *path = in_folder("a");
    rap_replace *first, *second;
    assert_int_equal(rap_replace_open(path, &first, NULL), RAP_OK);
    assert_int_equal(rap_replace_open(path, &second, NULL), RAP_OK);
    assert_int_equal(rap_replace_write(first, "one", 3, NULL), RAP_OK);
    assert_int_equal(rap_replace_write(second, "two", 3, NULL), RAP_OK);
    assert_int_equal(rap_replace_commit(first, NULL), RAP_OK);
    assert_content(path, "one");
    assert_int_equal(rap_replace_commit(second, NULL), RAP_OK);
    assert_content(path, "two");
}

static void test_header_can_be_overwritten_but_not_the_future(void **state)
{
    (void)state;
    const char *path = in_folder("a");
    rap_replace *file;
    rap_error err;
    assert_int_equal(rap_replace_open(path, &file, NULL), RAP_OK);
    size_t big = 1 << 20;
    char *block = malloc(big);
    assert_non_null(block);
    memset(block, 'b', big);
    assert_int_equal(rap_replace_write(file, "head", 4, NULL), RAP_OK);
    assert_int_equal(rap_replace_write(file, block, big, NULL), RAP_OK);
    assert_int_equal(rap_replace_write(file, "tail", 4, NULL), RAP_OK);
    assert_int_equal(rap_replace_write_at(file, 0, "HEAD", 4, NULL), RAP_OK);
    assert_int_equal(rap_replace_write_at(file, 4 + big, "TAIL", 4, NULL), RAP_OK);
    assert_int_equal(rap_replace_write_at(file, big + 5, "TAIL", 4, &err), RAP_E_USAGE);
    assert_int_equal(rap_replace_write_at(file, UINT64_MAX, "TAIL", 4, &err), RAP_E_USAGE);
    assert_int_equal(rap_replace_commit(file, NULL), RAP_OK);
    free(block);
    rap_map map;
    assert_int_equal(rap_map_open(path, &map, NULL), RAP_OK);
    assert_int_equal(map.length, big + 8);
    assert_memory_equal(map.data, "HEADb", 5);
    assert_memory_equal(map.data + map.length - 5, "bTAIL", 5);
    rap_map_close(&map);
}

static void test_unwritable_targets_are_named(void **state)
{
    (void)state;
    rap_replace *file = NULL;
    rap_error err;
    assert_int_equal(rap_replace_open(in_folder("no/such/place"), &file, &err), RAP_E_IO);
    assert_non_null(strstr(err.text, "no/such/place"));
    assert_int_equal(rap_replace_open(folder, &file, &err), RAP_E_IO);
    assert_non_null(strstr(err.text, "regular file"));
    assert_int_equal(rap_replace_open("/dev/null", &file, &err), RAP_E_IO);
    assert_null(file);
}

static void test_failed_commit_removes_the_temporary(void **state)
{
    (void)state;
    const char *path = in_folder("a");
    rap_replace *file;
    rap_error err;
    assert_int_equal(rap_replace_open(path, &file, NULL), RAP_OK);
    assert_int_equal(rap_replace_write(file, "x", 1, NULL), RAP_OK);
    assert_int_equal(mkdir(path, 0777), 0); /* in the way of the rename */
    assert_int_equal(rap_replace_commit(file, &err), RAP_E_IO);
    assert_non_null(strstr(err.text, path));
    assert_int_equal(entries(), 1);
    assert_int_equal(rmdir(path), 0);
}

/* A limit on file size stands for the full disk: both make write() fail in the middle. */
static void test_full_disk_is_an_error_and_leaves_nothing(void **state)
{
    (void)state;
    struct rlimit old, small = {1000, 1000};
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    small.rlim_max = old.rlim_max;
    rap_replace *file;
    rap_error err = {.status = RAP_OK};
    assert_int_equal(rap_replace_open(in_folder("a"), &file, NULL), RAP_OK);
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    char block[4096] = {0};
    rap_status status = rap_replace_write(file, block, sizeof block, &err);
    if (status == RAP_OK) status = rap_replace_commit(file, &err);
    setrlimit(RLIMIT_FSIZE, &old);
    signal(SIGXFSZ, handler);
    assert_int_equal(status, RAP_E_IO);
    assert_non_null(strstr(err.text, "can't write"));
    assert_int_equal(entries(), 0);
}

static void test_empty_file_maps_to_an_empty_span(void **state)
{
    (void)state;
    put(in_folder("a"), "");
    rap_map map;
    assert_int_equal(rap_map_open(in_folder("a"), &map, NULL), RAP_OK);
    assert_non_null(map.data);
    assert_int_equal(map.length, 0);
    rap_map_close(&map);
    rap_map_close(NULL);
}

static void test_maps_of_what_is_no_file_are_refused(void **state)
{
    (void)state;
    rap_error err;
    rap_map map = {"untouched", 9, NULL};
    assert_int_equal(rap_map_open(in_folder("absent"), &map, &err), RAP_E_IO);
    assert_non_null(strstr(err.text, "absent"));
    assert_int_equal(rap_map_open(folder, &map, &err), RAP_E_IO);
    assert_string_equal(map.data, "untouched");
}

static void test_reading_stops_at_the_limit(void **state)
{
    (void)state;
    put(in_folder("a"), "12345");
    rap_text text = {0};
    rap_error err;
    assert_int_equal(rap_read_file(in_folder("a"), 5, &text, NULL), RAP_OK);
    assert_int_equal(text.length, 5);
    assert_int_equal(rap_read_file(in_folder("a"), 4, &text, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "at most 4"));
    assert_string_equal(rap_text_get(&text), "12345");
    assert_int_equal(rap_read_file(in_folder("absent"), 4, &text, &err), RAP_E_IO);
    assert_int_equal(rap_read_file(folder, 4, &text, &err), RAP_E_IO);
    rap_text_release(&text);
}

static rap_status collect(void *arg, const char *path, const char *name, rap_error *err)
{
    char *seen = arg;
    char want[128];
    snprintf(want, sizeof want, "%s/%s", folder, name);
    assert_string_equal(path, want);
    strcat(seen, name);
    strcat(seen, " ");
    return strcmp(name, "c") == 0 ? rap_fail(err, RAP_E_USAGE, "enough") : RAP_OK;
}

static void test_folders_are_walked_in_byte_order_and_stop_on_request(void **state)
{
    (void)state;
    const char *names[] = {"b", "a", "Z", "part_10", "part_9"};
    char seen[128] = "";
    for (size_t i = 0; i < 5; i++) put(in_folder(names[i]), "");
    assert_int_equal(rap_folder_walk(folder, collect, seen, NULL), RAP_OK);
    assert_string_equal(seen, "Z a b part_10 part_9 ");
    put(in_folder("c"), "");
    seen[0] = '\0';
    assert_int_equal(rap_folder_walk(folder, collect, seen, NULL), RAP_E_USAGE);
    assert_string_equal(seen, "Z a b c ");
    rap_error err;
    assert_int_equal(rap_folder_walk(in_folder("absent"), collect, seen, &err), RAP_E_IO);
}

static void test_folders_are_made_once_and_removed_with_their_files(void **state)
{
    (void)state;
    const char *inner = in_folder("spill");
    assert_int_equal(rap_folder_make(inner, NULL), RAP_OK);
    assert_int_equal(rap_folder_make(inner, NULL), RAP_OK);
    put(in_folder("spill/a"), "x");
    assert_int_equal(rap_path_stat(inner, NULL), RAP_PATH_FOLDER);
    assert_int_equal(rap_folder_remove(folder, NULL), RAP_E_IO); /* a folder inside */
    assert_int_equal(rap_folder_remove(inner, NULL), RAP_OK);
    assert_int_equal(rap_folder_remove(inner, NULL), RAP_OK);
    put(inner, "a file");
    rap_error err;
    assert_int_equal(rap_folder_make(inner, &err), RAP_E_IO);
    assert_int_equal(rap_folder_remove(inner, &err), RAP_E_IO);
    assert_int_equal(rap_path_stat(inner, NULL), RAP_PATH_FILE);
}

static void test_paths_are_told_apart(void **state)
{
    (void)state;
    uint64_t bytes = 77;
    put(in_folder("a"), "123");
    assert_int_equal(rap_path_stat(in_folder("absent"), &bytes), RAP_PATH_NONE);
    assert_int_equal(bytes, 77);
    assert_int_equal(rap_path_stat(in_folder("a"), &bytes), RAP_PATH_FILE);
    assert_int_equal(bytes, 3);
    assert_int_equal(rap_path_stat("/dev/null", NULL), RAP_PATH_OTHER);
    static const char *const joins[][3] = {
        {"a", "b", "a/b"}, {"a/", "b", "a/b"}, {"", "b", "b"}, {"/", "b", "/b"}};
    for (size_t i = 0; i < 4; i++) {
        char *path = rap_path_join(joins[i][0], joins[i][1]);
        assert_string_equal(path, joins[i][2]);
        rap_free(path);
    }
}

/* Each of these fails at its n-th allocation, for every n, and leaves nothing behind. */
static void test_short_memory_is_survived_everywhere(void **state)
{
    (void)state;
    put(in_folder("a"), "old");
    rap_status status = RAP_E_MEMORY;
    for (uint64_t n = 1; status != RAP_OK; n++) {
        rap_replace *file = NULL;
        rap_alloc_fail_after(n);
        status = rap_replace_open(in_folder("a"), &file, NULL);
        rap_alloc_fail_after(0);
        assert_true(status == RAP_OK || (status == RAP_E_MEMORY && !file));
        rap_replace_abort(file);
        assert_int_equal(entries(), 1);
    }
    status = RAP_E_MEMORY;
    for (uint64_t n = 1; status != RAP_OK; n++) {
        char seen[64] = "";
        rap_text text = {0};
        rap_alloc_fail_after(n);
        status = rap_folder_walk(folder, collect, seen, NULL);
        if (status == RAP_OK) status = rap_read_file(in_folder("a"), 100, &text, NULL);
        rap_alloc_fail_after(0);
        assert_true(status == RAP_OK || status == RAP_E_MEMORY);
        rap_text_release(&text);
    }
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, make_folder, remove_folder)
    const struct CMUnitTest tests[] = {
        TEST(test_replaced_file_appears_only_when_committed),
        TEST(test_aborted_file_leaves_nothing),
        TEST(test_two_writers_of_one_path_do_not_meet),
        TEST(test_header_can_be_overwritten_but_not_the_future),
        TEST(test_unwritable_targets_are_named),
        TEST(test_failed_commit_removes_the_temporary),
        TEST(test_full_disk_is_an_error_and_leaves_nothing),
        TEST(test_empty_file_maps_to_an_empty_span),
        TEST(test_maps_of_what_is_no_file_are_refused),
        TEST(test_reading_stops_at_the_limit),
        TEST(test_folders_are_walked_in_byte_order_and_stop_on_request),
        TEST(test_folders_are_made_once_and_removed_with_their_files),
        TEST(test_paths_are_told_apart),
        TEST(test_short_memory_is_survived_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
