// SPDX-License-Identifier: Apache-2.0
/* Runs keep rows, in memory and in files; the ledger keeps the best version of each work, whatever the order. */
#include "support/facts.h"

#include <unistd.h>

#include "source/ledger.h"

#define IDS 3000
#define VERSIONS 4

/* Version `v` of work `id`: dates repeat, so that ties must be broken by the fact. */
static uint64_t updated_of(uint64_t id, uint64_t v)
{
    return (id * 7 + v * v) % 3 * 1000;
}

static void add_version(rap_rows *rows, uint64_t id, uint64_t v)
{
    rap_text fact = {0};
    sample s;
    if ((id + v) % 11 == 0)
        rap_encode_left_out(1 + (unsigned)(id % 7), &fact);
    else
        rap_encode_fact(sample_at(&s, id * VERSIONS + v), &fact);
    rap_rows_add(rows, id, updated_of(id, v), (rap_span){fact.data, fact.length});
    rap_text_release(&fact);
}

/* Rows of all versions: work by work, or the reverse, dealt to `n`. */
static void make_rows(rap_rows *rows, size_t n, bool reverse)
{
    for (uint64_t i = 0; i < IDS * VERSIONS; i++) {
        uint64_t k = reverse ? IDS * VERSIONS - 1 - i : i;
        add_version(&rows[k * 2654435761u % 97 % n], k / VERSIONS, k % VERSIONS);
    }
}

static void make_runs(rap_run *runs, size_t n, bool reverse)
{
    rap_rows rows[8] = {0};
    make_rows(rows, n, reverse);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(rap_run_keep(&rows[i], &runs[i], NULL), RAP_OK);
        assert_true(rap_rows_are_empty(&rows[i]));
    }
}

/* What survives, summed to a text that does not depend on order: a hash of each survivor, added up. */
typedef struct survivors {
    uint64_t sum, n, left_out;
} survivors;

static void see_one(survivors *all, const rap_decoded *work)
{
    rap_text bytes = {0};
    if (work->left_out)
        rap_encode_left_out(work->left_out, &bytes);
    else
        rap_encode_fact(&work->fact, &bytes);
    uint64_t hash = 7;
    for (size_t i = 0; i < bytes.length; i++) hash = rap_id_hash(hash ^ (unsigned char)bytes.data[i]);
    rap_text_release(&bytes);
    all->sum += hash;
    all->n++;
    all->left_out += work->left_out != 0;
}

static rap_status see(void *arg, const rap_decoded *works, size_t n, rap_error *err)
{
    (void)err;
    assert_in_range(n, 1, RAP_SURVIVORS_MAX);
    for (size_t i = 0; i < n; i++) see_one(arg, &works[i]);
    return RAP_OK;
}

static survivors reduce_all(const rap_run *runs, size_t n, unsigned passes)
{
    survivors all = {0};
    rap_ledger *ledger = NULL;
    uint64_t seen = 0;
    assert_int_equal(rap_ledger_new(&ledger, NULL), RAP_OK);
    for (size_t p = 0; p < RAP_PARTITIONS; p++)
        for (unsigned pass = 0; pass < passes; pass++) {
            uint64_t rows = 0;
            assert_int_equal(rap_ledger_reduce(ledger, runs, n, p, pass, passes, see, &all, &rows, NULL), RAP_OK);
            seen += rows;
        }
    assert_int_equal(seen, IDS * VERSIONS);
    rap_ledger_free(ledger);
    return all;
}

/* The definition: of all versions the one with the greatest (date, bytes). */
static survivors best_by_definition(void)
{
    survivors all = {0};
    rap_decoded decoded = {0};
    for (uint64_t id = 0; id < IDS; id++) {
        rap_text best = {0};
        uint64_t best_date = 0;
        for (uint64_t v = 0; v < VERSIONS; v++) {
            rap_rows one = {0};
            rap_row row;
            bool damaged = false;
            add_version(&one, id, v);
            rap_span rest = {one.parts[rap_id_hash(id) >> 56].first->data, one.length};
            assert_true(rap_row_next(&rest, &row, &damaged));
            if (v == 0 || row.updated > best_date ||
                (row.updated == best_date && rap_span_compare(row.fact, (rap_span){best.data, best.length}) > 0)) {
                rap_text_clear(&best);
                rap_text_add(&best, row.fact.data, row.fact.length);
                best_date = row.updated;
            }
            rap_rows_release(&one);
        }
        assert_int_equal(rap_decode((rap_span){best.data, best.length}, &decoded, NULL), RAP_OK);
        see_one(&all, &decoded);
        rap_text_release(&best);
    }
    rap_decoded_release(&decoded);
    return all;
}

static void release_runs(rap_run *runs, size_t n)
{
    for (size_t i = 0; i < n; i++) rap_run_release(&runs[i]);
}

static void test_the_latest_version_stays_whatever_order_splits_and_passes(void **state)
{
    (void)state;
    survivors want = best_by_definition();
    assert_int_equal(want.n, IDS);
    assert_in_range(want.left_out, 100, 600);
    for (size_t n = 1; n <= 8; n += 3)
        for (int reverse = 0; reverse < 2; reverse++)
            for (unsigned passes = 1; passes <= 64; passes *= 8) {
                rap_run runs[8] = {0};
                make_runs(runs, n, reverse);
                survivors got = reduce_all(runs, n, passes);
                assert_true(got.sum == want.sum && got.n == want.n && got.left_out == want.left_out);
                release_runs(runs, n);
            }
}

static void test_a_run_in_a_file_is_the_run_in_memory(void **state)
{
    (void)state;
    rap_run kept[4] = {0}, stored[4] = {0};
    rap_rows rows[4] = {0};
    make_rows(rows, 4, false);
    for (size_t i = 0; i < 4; i++) {
        char name[16];
        (void)snprintf(name, sizeof name, "run-%zu", i);
        assert_int_equal(rap_run_store(&rows[i], in_folder(name), &stored[i], NULL), RAP_OK);
        assert_int_equal(rap_run_keep(&rows[i], &kept[i], NULL), RAP_OK);
        assert_int_equal(stored[i].length, kept[i].length);
    }
    survivors want = reduce_all(kept, 4, 1), got = reduce_all(stored, 4, 2);
    assert_true(got.sum == want.sum && got.n == want.n);
    release_runs(kept, 4);
    release_runs(stored, 4);
}

/* Facts longer than a chunk, and of any length: bytes come back as they went, whatever chunks they cross. */
static void test_rows_cross_chunks(void **state)
{
    (void)state;
    static char fact[5 * RAP_CHUNK_DATA];
    for (size_t i = 0; i < sizeof fact; i++) fact[i] = (char)rap_id_hash(i);
    rap_rows rows = {0};
    for (int again = 0; again < 2; again++) {
        for (uint64_t id = 0; id < 2000; id++) rap_rows_add(&rows, id, ~id, (rap_span){fact + id % 7, id * 37 % (sizeof fact - 7)});
        assert_in_range(rap_rows_held(&rows), rows.length, rows.length * 5 / 4);
        rap_run run = {0};
        rap_text room = {0};
        size_t seen = 0;
        size_t held = rap_rows_held(&rows);
        if (again == 0) { /* cleared rows keep nothing but memory */
            rap_rows_clear(&rows);
            assert_true(rap_rows_are_empty(&rows) && rap_rows_held(&rows) == 0);
            continue;
        }
        assert_int_equal(rap_run_keep(&rows, &run, NULL), RAP_OK);
        assert_int_equal(rap_rows_held(run.rows), held);
        for (size_t p = 0; p < RAP_PARTITIONS; p++) {
            rap_span rest;
            rap_row row;
            bool damaged = false;
            assert_int_equal(rap_run_segment(&run, p, &room, &rest, NULL), RAP_OK);
            for (; rap_row_next(&rest, &row, &damaged); seen++) {
                assert_int_equal(rap_id_hash(row.id) >> 56, p);
                assert_true(row.updated == ~row.id && row.fact.length == row.id * 37 % (sizeof fact - 7));
                assert_memory_equal(row.fact.data, fact + row.id % 7, row.fact.length);
            }
            assert_false(damaged);
            rap_text_clear(&room);
        }
        assert_int_equal(seen, 2000);
        rap_text_release(&room);
        rap_run_release(&run);
    }
}

static void test_rows_without_memory_say_so(void **state)
{
    (void)state;
    for (uint64_t n = 1; n <= 2; n++) {
        rap_rows rows = {0};
        rap_run run = {0};
        rap_alloc_fail_after(n);
        rap_rows_add(&rows, 1, 1, rap_span_of("fact"));
        rap_alloc_fail_after(0);
        assert_true(rap_rows_failed(&rows));
        assert_int_equal(rap_run_keep(&rows, &run, NULL), RAP_E_MEMORY);
        assert_int_equal(rap_run_store(&rows, in_folder("run-none"), &run, NULL), RAP_E_MEMORY);
        rap_rows_release(&rows);
    }
}

static void test_names_stand_beside_the_rows(void **state)
{
    (void)state;
    rap_rows rows = {0};
    rap_run run = {0};
    rap_text room = {0};
    rap_span rest, name;
    rap_subject node;
    bool damaged = false;
    rap_rows_add_name(&rows, topic(3, 22, 0, 0), rap_span_of("Engineering"));
    add_version(&rows, 5, 0);
    rap_rows_add_name(&rows, UINT64_MAX, rap_span_of(""));
    assert_int_equal(rap_run_store(&rows, in_folder("run-names"), &run, NULL), RAP_OK);
    file_bytes bytes = read_bytes("run-names");
    assert_int_equal(run.length, bytes.length);
    free(bytes.data);
    assert_int_equal(rap_run_segment(&run, RAP_NAMES_SEGMENT, &room, &rest, NULL), RAP_OK);
    assert_true(rap_row_next_name(&rest, &node, &name, &damaged) && node == topic(3, 22, 0, 0));
    assert_true(rap_span_is(name, "Engineering"));
    assert_true(rap_row_next_name(&rest, &node, &name, &damaged) && node == UINT64_MAX && name.length == 0);
    assert_false(rap_row_next_name(&rest, &node, &name, &damaged));
    assert_false(damaged);
    rap_text_release(&room);
    rap_run_release(&run);
    rap_rows_release(&rows);
}

static rap_status read_whole(const rap_run *run)
{
    survivors all = {0};
    rap_ledger *ledger = NULL;
    rap_text room = {0};
    rap_span names;
    rap_error err = {0};
    rap_status status = rap_ledger_new(&ledger, NULL);
    for (size_t p = 0; status == RAP_OK && p < RAP_PARTITIONS; p++) {
        uint64_t rows;
        status = rap_ledger_reduce(ledger, run, 1, p, 0, 1, see, &all, &rows, &err);
    }
    if (status == RAP_OK) status = rap_run_segment(run, RAP_NAMES_SEGMENT, &room, &names, &err);
    if (status != RAP_OK) assert_non_null(strstr(err.text, "run-damaged"));
    rap_text_release(&room);
    rap_ledger_free(ledger);
    return status;
}

static void test_a_changed_byte_or_a_cut_is_seen(void **state)
{
    (void)state;
    rap_rows rows = {0};
    rap_run run = {0};
    for (uint64_t id = 0; id < 40; id++) add_version(&rows, id, 1);
    rap_rows_add_name(&rows, 1, rap_span_of("A name"));
    assert_int_equal(rap_run_store(&rows, in_folder("run-damaged"), &run, NULL), RAP_OK);
    rap_rows_release(&rows);
    assert_int_equal(read_whole(&run), RAP_OK);
    file_bytes bytes = read_bytes("run-damaged");
    size_t index = 8 + 16 * (RAP_SEGMENTS + 1); /* before it: magic and where segments are */
    for (size_t at = index; at < bytes.length; at += 7) {
        FILE *file = fopen(in_folder("run-damaged"), "r+b");
        assert_non_null(file);
        fseek(file, (long)at, SEEK_SET);
        fputc(bytes.data[at] ^ 0x20, file);
        fclose(file);
        assert_int_equal(read_whole(&run), RAP_E_FORMAT);
        file = fopen(in_folder("run-damaged"), "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(bytes.data, 1, bytes.length, file), bytes.length);
        fclose(file);
    }
    assert_int_equal(truncate(in_folder("run-damaged"), (off_t)bytes.length - 3), 0);
    assert_int_equal(read_whole(&run), RAP_E_FORMAT);
    assert_int_equal(truncate(in_folder("run-damaged"), 100), 0);
    assert_int_equal(read_whole(&run), RAP_E_FORMAT);
    free(bytes.data);
    rap_run_release(&run);
}

static void test_without_memory_it_says_so(void **state)
{
    (void)state;
    rap_run runs[1] = {0};
    make_runs(runs, 1, false);
    rap_status status = RAP_E_MEMORY;
    for (uint64_t n = 1; status != RAP_OK; n++) {
        survivors all = {0};
        rap_ledger *ledger = NULL;
        uint64_t rows = 77;
        rap_alloc_fail_after(n);
        status = rap_ledger_new(&ledger, NULL);
        if (status == RAP_OK) status = rap_ledger_reduce(ledger, runs, 1, 3, 0, 1, see, &all, &rows, NULL);
        rap_alloc_fail_after(0);
        rap_ledger_free(ledger);
        assert_true(status == RAP_OK || (status == RAP_E_MEMORY && rows == 77));
    }
    rap_run_release(&runs[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_latest_version_stays_whatever_order_splits_and_passes),
        cmocka_unit_test(test_a_run_in_a_file_is_the_run_in_memory),
        cmocka_unit_test(test_rows_cross_chunks),
        cmocka_unit_test(test_rows_without_memory_say_so),
        cmocka_unit_test(test_names_stand_beside_the_rows),
        cmocka_unit_test(test_a_changed_byte_or_a_cut_is_seen),
        cmocka_unit_test(test_without_memory_it_says_so),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
