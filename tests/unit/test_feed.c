// SPDX-License-Identifier: Apache-2.0
/* Promises of scan/feed.h: whole lines with true offsets and numbers, whatever the storage; damage is never silent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <xxhash.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/file.h"
#include "scan/feed.h"
#include "support/gzip.h"

static char path[64];

static int make_name(void **state)
{
    (void)state;
    strcpy(path, "test_feed_XXXXXX");
    int fd = mkstemp(path);
    return fd >= 0 ? close(fd) : -1;
}

static int remove_name(void **state)
{
    (void)state;
    return unlink(path);
}

static void put(const char *data, size_t length)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

/* Reads all blocks and checks what every block promises; the text comes back whole. */
static rap_status read_all(rap_feed *feed, uint64_t offset, uint64_t line, rap_text *out, uint64_t *too_long,
                           rap_error *err)
{
    *too_long = 0;
    for (;;) {
        rap_block block = {0};
        RAP_TRY(rap_feed_next(feed, &block, err));
        *too_long += block.too_long;
        line += block.too_long;
        assert_int_equal(block.first_line, line);
        for (size_t i = 0; i < RAP_FEED_PADDING; i++)
            (void)*(volatile const char *)(block.text.data + block.text.length + i);
        if (block.text.length == 0) return RAP_OK;
        if (*too_long == 0) assert_int_equal(block.offset, offset);
        offset += block.text.length;
        uint64_t lines = 0;
        for (size_t i = 0; i < block.text.length; i++) lines += block.text.data[i] == '\n';
        if (line & 1) rap_feed_told(feed, lines); /* or let it count */
        line += lines;
        rap_text_add(out, block.text.data, block.text.length);
    }
}

static rap_status read_path(rap_text *out, rap_error *err)
{
    rap_feed *feed = NULL;
    uint64_t too_long;
    rap_text_clear(out);
    RAP_TRY(rap_feed_open(path, &feed, err));
    rap_status status = read_all(feed, 0, 1, out, &too_long, err);
    if (status == RAP_OK) {
        rap_text stored = {0};
        assert_int_equal(rap_read_file(path, SIZE_MAX / 2, &stored, NULL), RAP_OK);
        assert_int_equal(rap_feed_consumed(feed), stored.length);
        assert_true(rap_feed_hash(feed) == XXH3_64bits(rap_text_get(&stored), stored.length));
        rap_text_release(&stored);
    }
    rap_feed_close(feed);
    return status;
}

static void assert_reads(const char *data, size_t length, const char *want, size_t want_length)
{
    rap_text out = {0};
    rap_error err = {.text = ""};
    put(data, length);
    if (read_path(&out, &err) != RAP_OK) fail_msg("%s", err.text);
    assert_int_equal(out.length, want_length);
    assert_memory_equal(rap_text_get(&out), want, want_length);
    rap_text_release(&out);
}

static void test_small_files_are_read_as_they_are(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "\n", "a", "a\n", "a\nb", "a\r\n\n\nb\n", "\x1f", "\x1f\n\x8b"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_reads(texts[i], strlen(texts[i]), texts[i], strlen(texts[i]));
}

static uint64_t seed = 88172645463325252u;

static uint64_t draw(uint64_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed % below;
}

/* `length` bytes of lines up to `longest` long. */
static void random_lines(rap_text *out, size_t length, size_t longest)
{
    rap_text_clear(out);
    while (out->length < length) {
        char piece[64];
        for (size_t left = draw(longest); left > 0;) {
            size_t part = left < sizeof piece ? left : sizeof piece;
            memset(piece, (int)('a' + draw(26)), part);
            rap_text_add(out, piece, part);
            left -= part;
        }
        rap_text_puts(out, "\n");
    }
    if (draw(2)) rap_text_puts(out, "no newline at the end");
}

static void test_large_files_plain_and_gzip_of_any_members_give_the_same_text(void **state)
{
    (void)state;
    static const size_t longest[] = {10, 1000, 100000, 900000};
    rap_text text = {0}, packed = {0};
    for (int round = 0; round < 12; round++) {
        random_lines(&text, 3000000, longest[round % 4]);
        assert_reads(text.data, text.length, text.data, text.length);
        rap_text_clear(&packed);
        for (size_t at = 0, part; at < text.length; at += part) {
            part = round % 3 == 0 ? text.length
                                  : draw(200000); /* members end in the middle of lines; some are empty */
            if (part > text.length - at) part = text.length - at;
            gzip_member(text.data + at, part, &packed);
        }
        assert_reads(packed.data, packed.length, text.data, text.length);
    }
    rap_text_release(&text);
    rap_text_release(&packed);
}

/* BGZF: every member has an extra field, the last is empty. */
static void test_extra_fields_names_and_empty_members_are_read_through(void **state)
{
    (void)state;
    rap_text packed = {0}, file = {0};
    gzip_member("one\ntw", 6, &packed);
    rap_text_add(&file, "\x1f\x8b\x08\x04\0\0\0\0\0\xff\x06\0BC\x02\0\x1b\0", 18);
    rap_text_add(&file, packed.data + 10, packed.length - 10);
    rap_text_clear(&packed);
    gzip_member("o\n", 2, &packed);
    rap_text_add(&file, "\x1f\x8b\x08\x18\0\0\0\0\0\xffname\0comment\0", 23);
    rap_text_add(&file, packed.data + 10, packed.length - 10);
    gzip_member("", 0, &file);
    assert_reads(file.data, file.length, "one\ntwo\n", 8);
    rap_text_release(&packed);
    rap_text_release(&file);
}

static void test_a_byte_order_mark_is_left_out(void **state)
{
    (void)state;
    put("\xEF\xBB\xBF{}\n\xEF\xBB\xBF\n", 10);
    rap_feed *feed;
    rap_block block;
    assert_int_equal(rap_feed_open(path, &feed, NULL), RAP_OK);
    assert_int_equal(rap_feed_next(feed, &block, NULL), RAP_OK);
    assert_int_equal(block.offset, 3);
    assert_int_equal(block.first_line, 1);
    assert_int_equal(block.text.length, 7);
    assert_memory_equal(block.text.data, "{}\n\xEF\xBB\xBF\n", 7);
    rap_feed_close(feed);
    assert_int_equal(rap_feed_open(path, &feed, NULL), RAP_OK);
    assert_int_equal(rap_feed_skip(feed, 3, 1, NULL), RAP_OK); /* a block's offset is a place to resume at */
    assert_int_equal(rap_feed_next(feed, &block, NULL), RAP_OK);
    assert_int_equal(block.text.length, 7);
    rap_feed_close(feed);
}

static void two_members(rap_text *packed, rap_text *text, size_t *border)
{
    random_lines(text, 400, 50);
    gzip_member(text->data, 200, packed);
    *border = packed->length;
    gzip_member(text->data + 200, text->length - 200, packed);
}

/* Cut anywhere but between members, and at least the beginning of the magic is there. */
static void test_truncated_gzip_is_an_error_with_its_position(void **state)
{
    (void)state;
    rap_text packed = {0}, text = {0}, out = {0};
    size_t border;
    two_members(&packed, &text, &border);
    for (size_t length = 2; length < packed.length; length++) {
        rap_error err;
        put(packed.data, length);
        rap_status status = read_path(&out, &err);
        assert_int_equal(status, length == border ? RAP_OK : RAP_E_FORMAT);
        if (status == RAP_OK) continue;
        assert_non_null(strstr(err.text, path));
        assert_true(err.has_byte);
        assert_true(err.byte <= length);
        if (length != border + 1) assert_non_null(strstr(err.text, "cut short"));
    }
    rap_text_release(&packed);
    rap_text_release(&text);
    rap_text_release(&out);
}

/* Any changed byte is found, or it was one that means nothing (time, system, flags of the header). */
static void test_changed_gzip_never_gives_other_text(void **state)
{
    (void)state;
    rap_text packed = {0}, text = {0}, out = {0};
    size_t border, found = 0;
    two_members(&packed, &text, &border);
    for (size_t i = 2; i < packed.length; i++)
        for (int bit = 0; bit < 8; bit++) {
            packed.data[i] = (char)(packed.data[i] ^ (1 << bit));
            put(packed.data, packed.length);
            rap_status status = read_path(&out, NULL);
            packed.data[i] = (char)(packed.data[i] ^ (1 << bit));
            found += status == RAP_E_FORMAT;
            if (status == RAP_OK) {
                assert_int_equal(out.length, text.length);
                assert_memory_equal(out.data, text.data, text.length);
            }
        }
    assert_true(found > (packed.length - 24) * 8);
    rap_text_release(&packed);
    rap_text_release(&text);
    rap_text_release(&out);
}

static void test_only_zero_bytes_may_follow_the_last_member(void **state)
{
    (void)state;
    rap_text packed = {0}, out = {0};
    rap_error err;
    gzip_member("a\n", 2, &packed);
    size_t length = packed.length;
    for (int i = 0; i < 1000; i++) rap_text_add(&packed, "", 1);
    assert_reads(packed.data, packed.length, "a\n", 2);
    assert_reads(packed.data, length + 1, "a\n", 2);
    packed.data[packed.length - 1] = 'x';
    put(packed.data, packed.length);
    assert_int_equal(read_path(&out, &err), RAP_E_FORMAT);
    assert_int_equal(err.byte, packed.length - 1);
    packed.data[length] = 'x';
    put(packed.data, length + 1);
    assert_int_equal(read_path(&out, &err), RAP_E_FORMAT);
    assert_int_equal(err.byte, length);
    assert_non_null(strstr(err.text, "another gzip member"));
    rap_text_release(&packed);
    rap_text_release(&out);
}

/* Runs read_all() on "-" with a child that writes `data` into the pipe in pieces of `piece` bytes. */
static rap_status read_pipe(const char *data, size_t length, size_t piece, rap_text *out, rap_error *err)
{
    int ends[2], keep = dup(STDIN_FILENO);
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        for (size_t at = 0; at < length; at += piece)
            if (write(ends[1], data + at, piece < length - at ? piece : length - at) < 0) break;
        _exit(0);
    }
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    rap_feed *feed = NULL;
    uint64_t too_long;
    rap_status status = rap_feed_open("-", &feed, err);
    if (status == RAP_OK) status = read_all(feed, 0, 1, out, &too_long, err);
    rap_feed_close(feed);
    dup2(keep, STDIN_FILENO); /* closing the feed must have left standard input open */
    close(keep);
    waitpid(child, NULL, 0);
    return status;
}

static void test_standard_input_in_any_pieces(void **state)
{
    (void)state;
    static const size_t pieces[] = {1, 2, 7, 4096};
    rap_text packed = {0}, text = {0}, out = {0};
    size_t border;
    rap_error err;
    two_members(&packed, &text, &border);
    for (size_t i = 0; i < 4; i++) {
        rap_text_clear(&out);
        assert_int_equal(read_pipe(text.data, text.length, pieces[i], &out, NULL), RAP_OK);
        assert_string_equal(out.data, text.data);
        rap_text_clear(&out);
        assert_int_equal(read_pipe(packed.data, packed.length, pieces[i], &out, NULL), RAP_OK);
        assert_string_equal(out.data, text.data);
        assert_int_equal(read_pipe(packed.data, packed.length - 1, pieces[i], &out, &err), RAP_E_FORMAT);
        assert_non_null(strstr(err.text, "standard input: byte"));
    }
    rap_text_release(&packed);
    rap_text_release(&text);
    rap_text_release(&out);
}

/* "x", a line of the greatest length, "y", one byte more, "z", and one byte more at the end. */
static void test_too_long_lines_are_skipped_and_counted(void **state)
{
    (void)state;
    size_t limit = RAP_LINE_MAX;
    char *line = malloc(limit + 2);
    assert_non_null(line);
    memset(line, 'a', limit + 1);
    line[limit + 1] = '\n';
    rap_text packed = {0}, out = {0};
    gzip_member("x\n", 2, &packed);
    gzip_member(line + 1, limit + 1, &packed);
    gzip_member("y\n", 2, &packed);
    gzip_member(line, limit + 2, &packed);
    gzip_member("z\n", 2, &packed);
    gzip_member(line, limit + 1, &packed);
    put(packed.data, packed.length);
    rap_feed *feed;
    uint64_t too_long;
    assert_int_equal(rap_feed_open(path, &feed, NULL), RAP_OK);
    assert_int_equal(read_all(feed, 0, 1, &out, &too_long, NULL), RAP_OK);
    rap_feed_close(feed);
    assert_int_equal(too_long, 2);
    assert_int_equal(out.length, 2 + limit + 1 + 2 + 2);
    assert_string_equal(out.data + 2 + limit, "\ny\nz\n");
    rap_text_release(&packed);
    rap_text_release(&out);
    free(line);
}

static void assert_resumes(const rap_text *text, size_t offset, uint64_t line)
{
    rap_feed *feed;
    rap_text out = {0};
    uint64_t too_long;
    assert_int_equal(rap_feed_open(path, &feed, NULL), RAP_OK);
    assert_int_equal(rap_feed_skip(feed, offset, line, NULL), RAP_OK);
    assert_int_equal(read_all(feed, offset, line, &out, &too_long, NULL), RAP_OK);
    assert_int_equal(out.length, text->length - offset);
    assert_memory_equal(rap_text_get(&out), text->data + offset, out.length);
    rap_feed_close(feed);
    rap_text_release(&out);
}

static void test_a_resume_gives_exactly_the_rest(void **state)
{
    (void)state;
    rap_text text = {0}, packed = {0};
    random_lines(&text, 1500000, 60000);
    gzip_member(text.data, text.length, &packed);
    for (int stored = 0; stored < 2; stored++) {
        put(stored ? packed.data : text.data, stored ? packed.length : text.length);
        uint64_t line = 1;
        for (size_t i = 0; i < text.length; i++)
            if (i == 0 || text.data[i - 1] == '\n') assert_resumes(&text, i, line++);
        assert_resumes(&text, text.length, line);
    }
    rap_text_release(&text);
    rap_text_release(&packed);
}

static void test_a_resume_in_another_file_is_refused(void **state)
{
    (void)state;
    put("one\ntwo\nthree", 13);
    for (uint64_t offset = 0; offset < 20; offset++) {
        rap_feed *feed;
        rap_error err;
        assert_int_equal(rap_feed_open(path, &feed, NULL), RAP_OK);
        bool fits = offset == 0 || offset == 4 || offset == 8 || offset == 13;
        assert_int_equal(rap_feed_skip(feed, offset, 1, &err), fits ? RAP_OK : RAP_E_FORMAT);
        if (!fits) assert_non_null(strstr(err.text, "has changed"));
        rap_feed_close(feed);
    }
}

static void test_what_is_no_file_is_named(void **state)
{
    (void)state;
    rap_feed *feed = NULL;
    rap_error err;
    assert_int_equal(rap_feed_open("no/such/file", &feed, &err), RAP_E_IO);
    assert_non_null(strstr(err.text, "no/such/file"));
    assert_int_equal(rap_feed_open(".", &feed, &err), RAP_E_IO);
    assert_null(feed);
    rap_feed_close(NULL);
}

static void test_short_memory_is_survived_everywhere(void **state)
{
    (void)state;
    rap_text text = {0}, packed = {0}, out = {0};
    random_lines(&text, 2000000, 2000000);
    gzip_member(text.data, text.length, &packed);
    put(packed.data, packed.length);
    rap_status status = RAP_E_MEMORY;
    for (uint64_t n = 1; status != RAP_OK; n++) {
        rap_feed *feed = NULL;
        rap_block block = {.text = {"", 1}};
        rap_alloc_fail_after(n);
        status = rap_feed_open(path, &feed, NULL);
        while (status == RAP_OK && block.text.length) status = rap_feed_next(feed, &block, NULL);
        rap_alloc_fail_after(0);
        assert_true(status == RAP_OK || status == RAP_E_MEMORY);
        rap_feed_close(feed);
    }
    rap_text_release(&text);
    rap_text_release(&packed);
    rap_text_release(&out);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, make_name, remove_name)
    const struct CMUnitTest tests[] = {
        TEST(test_small_files_are_read_as_they_are),
        TEST(test_large_files_plain_and_gzip_of_any_members_give_the_same_text),
        TEST(test_extra_fields_names_and_empty_members_are_read_through),
        TEST(test_a_byte_order_mark_is_left_out),
        TEST(test_truncated_gzip_is_an_error_with_its_position),
        TEST(test_changed_gzip_never_gives_other_text),
        TEST(test_only_zero_bytes_may_follow_the_last_member),
        TEST(test_standard_input_in_any_pieces),
        TEST(test_too_long_lines_are_skipped_and_counted),
        TEST(test_a_resume_gives_exactly_the_rest),
        TEST(test_a_resume_in_another_file_is_refused),
        TEST(test_what_is_no_file_is_named),
        TEST(test_short_memory_is_survived_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
