// SPDX-License-Identifier: Apache-2.0
/*
 * Real works of 2021 to 2026, under both rules, on every vector variant, strict and not, against an independent reader
 * in another language. Needs the folder RAPPORT_TEST_DATA and python3; skips with a message without them.
 */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "scan/cpu.h"
#include "scan/feed.h"
#include "support/fact_line.h"

static rap_catalog *catalog;

static int open_catalog(void **state)
{
    (void)state;
    return rap_catalog_open(NULL, &catalog, NULL) == RAP_OK ? 0 : -1;
}

static int close_catalog(void **state)
{
    (void)state;
    rap_catalog_close(catalog);
    return 0;
}

typedef struct reading {
    rap_openalex *reader;
    rap_text lines;
    const char *path;
} reading;

static rap_status see_work(void *arg, rap_span json, uint64_t byte, rap_error *err)
{
    reading *r = arg;
    rap_work work;
    size_t at;
    const char *detail;
    bool failed;
    (void)err;
    rap_reject reject = rap_openalex_read(r->reader, json, &work, &at, &detail, &failed);
    if (reject != RAP_REJECT_NONE)
        fail_msg("%s: byte %llu: %s: %s", r->path, (unsigned long long)(byte + at), rap_reject_text(reject),
                 detail);
    fact_line(&work, &r->lines);
    return RAP_OK;
}

static void read_lines(reading *r, rap_block block)
{
    rap_span line, rest = block.text;
    while (rap_span_next(&rest, '\n', &line))
        if (rap_span_trim(line).length)
            assert_int_equal(see_work(r, line, (uint64_t)(line.data - block.text.data), NULL), RAP_OK);
}

static void read_path(reading *r)
{
    rap_feed *feed;
    rap_block block;
    rap_text document = {0};
    rap_layout layout = RAP_LAYOUT_LINES;
    assert_int_equal(rap_feed_open(r->path, &feed, NULL), RAP_OK);
    for (;;) {
        assert_int_equal(rap_feed_next(feed, &block, NULL), RAP_OK);
        if (block.text.length == 0) break;
        if (block.first_line == 1) layout = rap_openalex_layout(block.text);
        if (layout == RAP_LAYOUT_LINES)
            read_lines(r, block);
        else
            rap_text_add(&document, block.text.data, block.text.length);
    }
    if (layout == RAP_LAYOUT_PAGES) {
        size_t length = document.length;
        for (int i = 0; i < RAP_FEED_PADDING; i++) rap_text_add(&document, " ", 1);
        assert_int_equal(rap_openalex_pages((rap_span){document.data, length}, see_work, r, NULL), RAP_OK);
    }
    rap_text_release(&document);
    rap_feed_close(feed);
}

static void reference(const char *rule, const char *path, rap_text *out)
{
    char command[1024], buffer[1 << 16];
    snprintf(command, sizeof command, "python3 '%s/tests/support/reference_facts.py' %s '%s'", RAP_SOURCE_DIR,
             rule, path);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    for (size_t got; (got = fread(buffer, 1, sizeof buffer, pipe)) > 0;) rap_text_add(out, buffer, got);
    assert_int_equal(pclose(pipe), 0);
    assert_true(out->length > 0);
}

static void assert_same_lines(const char *path, rap_span got, rap_span want)
{
    rap_span a, b;
    for (size_t n = 1; rap_span_next(&got, '\n', &a) && rap_span_next(&want, '\n', &b); n++)
        if (rap_span_compare(a, b) != 0)
            fail_msg("%s: work %zu:\n   got %.*s\nwanted %.*s", path, n, (int)a.length, a.data, (int)b.length,
                     b.data);
    assert_int_equal(got.length, want.length);
}

static void compare_file(const char *path, bool union_rule)
{
    rap_text want = {0};
    reference(union_rule ? "union" : "else", path, &want);
    for (int cpu = RAP_CPU_SCALAR; cpu <= (int)rap_cpu_best(); cpu++)
        for (int strict = 0; strict < 2; strict++) {
            reading r = {.path = path};
            rap_cpu_choose((rap_cpu)cpu);
            assert_int_equal(rap_openalex_new(catalog, union_rule, strict, &r.reader, NULL), RAP_OK);
            read_path(&r);
            assert_same_lines(path, (rap_span){r.lines.data, r.lines.length},
                              (rap_span){want.data, want.length});
            rap_text_release(&r.lines);
            rap_openalex_free(r.reader);
        }
    rap_text_release(&want);
}

static void test_every_real_work_reads_as_the_reference_reads_it(void **state)
{
    (void)state;
    static const char *const patterns[] = {"works_*.jsonl.gz", "api_pages/*.json",
                                           "snapshot_sample/*/openalex/works/updated_date=*/part_*.gz"};
    const char *folder = getenv("RAPPORT_TEST_DATA");
    if (!folder || system("python3 -c 1 2>/dev/null") != 0) {
        print_message("skipped: needs real data in the folder RAPPORT_TEST_DATA, and python3\n");
        skip();
    }
    size_t files = 0;
    for (size_t p = 0; p < sizeof patterns / sizeof *patterns; p++) {
        char pattern[512];
        glob_t found;
        snprintf(pattern, sizeof pattern, "%s/openalex/%s", folder, patterns[p]);
        if (glob(pattern, 0, NULL, &found) != 0) fail_msg("%s: no such file", pattern);
        for (size_t i = 0; i < found.gl_pathc; i++, files++)
            for (int rule = 0; rule < 2; rule++) compare_file(found.gl_pathv[i], rule);
        globfree(&found);
    }
    print_message("%zu files, both rules, all variants\n", files);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_real_work_reads_as_the_reference_reads_it),
    };
    return cmocka_run_group_tests(tests, open_catalog, close_catalog);
}
