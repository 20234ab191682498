// SPDX-License-Identifier: Apache-2.0
/* The journal's groups count whole or not at all; the lines of the state say everything it holds. */
#include <unistd.h>

#include "support/facts.h"

#include "source/journal.h"
#include "source/state.h"

static rap_status gather(void *arg, rap_span line, rap_error *err)
{
    (void)err;
    rap_text_add(arg, line.data, line.length);
    rap_text_puts(arg, ";");
    return RAP_OK;
}

static void assert_holds(const char *path, const char *lines)
{
    rap_text got = {0};
    assert_int_equal(rap_journal_read(path, gather, &got, NULL), RAP_OK);
    assert_string_equal(rap_text_get(&got), lines);
    rap_text_release(&got);
}

static void append(const char *path, const char *lines)
{
    rap_journal *journal = NULL;
    rap_text text = {0};
    rap_text_puts(&text, lines);
    assert_int_equal(rap_journal_open(path, &journal, NULL), RAP_OK);
    assert_int_equal(rap_journal_commit(journal, &text, NULL), RAP_OK);
    rap_journal_close(journal);
    rap_text_release(&text);
}

static void test_groups_come_back_in_order(void **state)
{
    (void)state;
    const char *path = in_folder("j1");
    assert_holds(path, "");
    append(path, "a\tb\nc\n");
    append(path, "");
    append(path, "commit\tlooks like one\n\n");
    assert_holds(path, "a\tb;c;commit\tlooks like one;;");
}

/* Cut at every byte, the journal holds the whole groups before the cut; and what is appended then is found. */
static void test_a_torn_end_is_ignored_and_cut_off(void **state)
{
    (void)state;
    char path[128];
    (void)snprintf(path, sizeof path, "%s", in_folder("j2"));
    append(path, "one\n");
    append(path, "two\n");
    file_bytes whole = read_bytes("j2");
    size_t first = whole.length / 2;
    for (size_t cut = 0; cut < whole.length; cut++) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(whole.data, 1, cut, file), cut);
        fclose(file);
        const char *held = cut < first ? "" : "one;";
        assert_holds(path, held);
        append(path, "three\n");
        assert_holds(path, cut < first ? "three;" : "one;three;");
    }
    free(whole.data);
}

static void test_a_changed_byte_ends_the_journal_before_its_group(void **state)
{
    (void)state;
    char path[128];
    (void)snprintf(path, sizeof path, "%s", in_folder("j3"));
    append(path, "one\n");
    append(path, "two\n");
    file_bytes whole = read_bytes("j3");
    for (size_t at = 0; at < whole.length; at++) {
        rap_text text = {0};
        whole.data[at] ^= 1;
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(whole.data, 1, whole.length, file), whole.length);
        fclose(file);
        whole.data[at] ^= 1;
        assert_int_equal(rap_journal_read(path, gather, &text, NULL), RAP_OK);
        assert_string_equal(rap_text_get(&text), at < whole.length / 2 ? "" : "one;");
        rap_text_release(&text);
    }
    free(whole.data);
}

static void test_one_process_at_a_time(void **state)
{
    (void)state;
    rap_journal *first = NULL, *second = NULL;
    rap_error err = {0};
    assert_int_equal(rap_journal_open(in_folder("j4"), &first, NULL), RAP_OK);
    assert_int_equal(rap_journal_open(in_folder("j4"), &second, &err), RAP_E_IO);
    assert_non_null(strstr(err.text, "another ingest is writing here"));
    rap_journal_close(first);
    assert_int_equal(rap_journal_open(in_folder("j4"), &second, NULL), RAP_OK);
    rap_journal_close(second);
    rap_journal_close(NULL);
    assert_int_equal(rap_journal_open(in_folder("no/such"), &first, &err), RAP_E_IO);
}

static void test_any_text_fits_in_a_field(void **state)
{
    (void)state;
    char all[255];
    for (int i = 0; i < 255; i++) all[i] = (char)(i + 1);
    rap_text line = {0}, back = {0};
    rap_journal_escape(&line, (rap_span){all, sizeof all});
    assert_null(memchr(line.data, '\n', line.length));
    assert_null(memchr(line.data, '\t', line.length));
    rap_journal_unescape(&back, (rap_span){line.data, line.length});
    assert_int_equal(back.length, sizeof all);
    assert_memory_equal(back.data, all, sizeof all);
    rap_text_release(&line);
    rap_text_release(&back);
}

/* -------------------------------------------------------------------- state */

static void apply_all(rap_state *state, const rap_text *lines)
{
    rap_span rest = {lines->data, lines->length}, line;
    rap_error err = {0};
    while (rest.length && rap_span_next(&rest, '\n', &line))
        if (rap_state_apply(state, "work", line, &err) != RAP_OK) fail_msg("%s", err.text);
}

static void test_a_state_is_what_its_lines_say(void **state)
{
    (void)state;
    rap_state a, b;
    rap_text lines = {0};
    assert_int_equal(rap_state_init(&a, 2, NULL), RAP_OK);
    assert_int_equal(rap_state_init(&b, 2, NULL), RAP_OK);
    rap_file_state *file = &a.files[1];
    *file = (rap_file_state){.done = true, .offset = 500, .line = 0, .hash = UINT64_MAX, .stored = 77};
    file->counts = (rap_counts){.lines = 9, .works = 5, .deleted = 1, .left_out = {1, 2, 3}};
    file->counts.rejects[RAP_REJECT_JSON] = 12;
    for (int i = 0; i < 8; i++)
        assert_int_equal(rap_file_state_note(file, RAP_REJECT_JSON, 10 + (uint64_t)i, 3, "tab\tand \xC3\xA9", NULL), RAP_OK);
    assert_int_equal(file->n_notes, RAP_REJECT_NOTES);
    rap_state_put_file(&lines, 1, file);
    rap_run run = {.path = "work/run-000007", .length = 4160};
    rap_state_put_run(&lines, &run);
    rap_state_put_spill(&lines, "work/spill-000008", 0);
    rap_state_put_spill(&lines, "work/spill-000009", 2);
    rap_state_put_drop(&lines, "work/spill-000008");
    rap_state_put_passes(&lines, 4);
    rap_state_put_job(&lines, 1023, &(rap_counts){.lines = 6, .works = 4, .left_out = {0, 1, 0}});
    assert_false(lines.failed);
    apply_all(&b, &lines);

    assert_memory_equal(&b.files[1].counts, &file->counts, sizeof file->counts);
    assert_true(b.files[1].done && b.files[1].hash == UINT64_MAX && b.files[1].stored == 77);
    assert_int_equal(b.files[1].n_notes, RAP_REJECT_NOTES);
    assert_string_equal(b.files[1].notes[4].detail, "tab\tand \xC3\xA9");
    assert_int_equal(b.files[1].notes[4].line, 14);
    assert_int_equal(b.n_runs, 1);
    assert_string_equal(b.runs[0].path, "work/run-000007");
    assert_int_equal(b.n_spills, 1);
    assert_string_equal(b.spills[0].path, "work/spill-000009");
    assert_int_equal(b.spills[0].level, 2);
    assert_int_equal(b.next_name, 10);
    assert_int_equal(b.passes, 4);
    assert_true(b.reduced[1023] && !b.reduced[0]);
    assert_int_equal(b.ledger.works, 4);
    rap_state_release(&a);
    rap_state_release(&b);
    rap_text_release(&lines);
}

static void test_lines_of_another_form_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "what\t1", "file\t9\t1", "file\t0\t2\t0\t0\t0\t0", "run\tno dash\t5", "run\t../run-1\t5",
                                      "run\trun-x\t5", "spill\tspill-1", "drop", "reduce\t0", "reduce\t3", "reduced\t0\t1",
                                      "reject\t0\t99\t1\t1\tx", "drop\tspill-1\tmore"};
    rap_state s;
    assert_int_equal(rap_state_init(&s, 1, NULL), RAP_OK);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (rap_state_apply(&s, "work", rap_span_of(bad[i]), NULL) != RAP_E_FORMAT) fail_msg("accepted \"%s\"", bad[i]);
    rap_state_release(&s);
}

static void test_without_memory_it_says_so(void **state)
{
    (void)state;
    char path[128];
    (void)snprintf(path, sizeof path, "%s", in_folder("j5"));
    append(path, "one\n");
    rap_status status = RAP_E_MEMORY;
    for (uint64_t n = 1; status != RAP_OK; n++) {
        rap_journal *journal = NULL;
        rap_text got = {0}, lines = {0};
        rap_text_puts(&lines, "two\n");
        rap_alloc_fail_after(n);
        status = rap_journal_open(path, &journal, NULL);
        if (status == RAP_OK) status = rap_journal_commit(journal, &lines, NULL);
        if (status == RAP_OK) status = rap_journal_read(path, gather, &got, NULL);
        rap_alloc_fail_after(0);
        rap_journal_close(journal);
        assert_true(status == RAP_OK || status == RAP_E_MEMORY);
        rap_text_release(&got);
        rap_text_release(&lines);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_groups_come_back_in_order),
        cmocka_unit_test(test_a_torn_end_is_ignored_and_cut_off),
        cmocka_unit_test(test_a_changed_byte_ends_the_journal_before_its_group),
        cmocka_unit_test(test_one_process_at_a_time),
        cmocka_unit_test(test_any_text_fits_in_a_field),
        cmocka_unit_test(test_a_state_is_what_its_lines_say),
        cmocka_unit_test(test_lines_of_another_form_are_refused),
        cmocka_unit_test(test_without_memory_it_says_so),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
