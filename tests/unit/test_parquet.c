// SPDX-License-Identifier: Apache-2.0
/*
 * Promises of scan/parquet*.h: all columns of files by several writers have the values that DuckDB reads from them.
 *
 * `test_parquet --print FILE` prints every column as the digests below were made from; tests/system/parquet_duckdb.sh
 * compares that with what DuckDB says, where it is at hand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <xxhash.h>

#include "scan/parquet_column.h"

#define ROOM (UINT64_C(64) << 20)

/* ----------------------------------------------------------- one line a column */

/* The running digest of a column: texts and numbers as eight bytes of hash or value, nulls as a level. */
typedef struct digest {
    uint64_t values, nulls, hash;
} digest;

static void add(digest *sum, uint64_t value)
{
    sum->hash = (sum->hash ^ value) * UINT64_C(0x9E3779B97F4A7C15);
    sum->hash ^= sum->hash >> 32;
}

/* FNV-1a, which is easily written in any language. */
static uint64_t hash_of(void *arg, rap_span bytes)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    (void)arg;
    for (size_t i = 0; i < bytes.length; i++) hash = (hash ^ (unsigned char)bytes.data[i]) * UINT64_C(0x100000001B3);
    return hash;
}

static rap_status digest_column(rap_parquet *file, uint32_t node, digest *sum, rap_error *err)
{
    rap_parquet_column *column = calloc(1, sizeof *column);
    rap_status status = RAP_OK;
    if (!column) abort();
    rap_parquet_column_init(column, file, node, hash_of, NULL);
    for (size_t group = 0; status == RAP_OK && group < file->n_groups; group++) {
        rap_parquet_piece piece = {.n = 1};
        rap_parquet_column_begin(column, group);
        while (status == RAP_OK && piece.n) {
            status = rap_parquet_column_next(column, &piece, err);
            if (status != RAP_OK) break;
            for (size_t i = 0; i < piece.n_values; i++) add(sum, piece.values[i]);
            sum->values += piece.n_values;
            sum->nulls += piece.n - piece.n_values;
        }
    }
    rap_parquet_column_release(column);
    free(column);
    return status;
}

static rap_status print_file(const char *path, rap_text *out, rap_error *err)
{
    rap_parquet *file;
    RAP_TRY(rap_parquet_open(path, ROOM, &file, err));
    rap_status status = RAP_OK;
    for (uint32_t node = 1; status == RAP_OK && node < file->n_nodes; node++) {
        digest sum = {0};
        if (!file->nodes[node].leaf) continue;
        status = digest_column(file, node, &sum, err);
        rap_parquet_path(file, node, out);
        rap_text_printf(out, "\t%s\t%llu\t%llu\t%016llx\n", rap_parquet_type_text((rap_parquet_type)file->nodes[node].type),
                        (unsigned long long)sum.values, (unsigned long long)sum.nulls, (unsigned long long)sum.hash);
    }
    rap_parquet_close(file);
    return status;
}

/* ------------------------------------------------------------------------ tests */

static void assert_file(const char *folder, const char *name, const char *part, uint64_t want)
{
    char path[512];
    rap_text text = {0};
    rap_error err = {0};
    (void)snprintf(path, sizeof path, "%s/%s.parquet", folder, name);
    if (print_file(path, &text, &err) != RAP_OK) fail_msg("%s", err.text);
    if (!strstr(rap_text_get(&text), part)) fail_msg("%s: expected %s in\n%s", name, part, rap_text_get(&text));
    uint64_t found = XXH3_64bits(rap_text_get(&text), text.length);
    if (found != want) fail_msg("%s: expected %016llx, found %016llx of\n%s", name, (unsigned long long)want, (unsigned long long)found, text.data);
    rap_text_release(&text);
}

static void test_real_files_of_other_writers_read_as_duckdb_reads_them(void **state)
{
    (void)state;
    const char *data = getenv("RAPPORT_TEST_DATA");
    char folder[400];
    if (!data) {
        print_message("skipped: RAPPORT_TEST_DATA names no folder\n");
        skip();
    }
    (void)snprintf(folder, sizeof folder, "%s/openalex/parquet_real", data);
    assert_file(folder, "satyakisikdar_works_authors_small", "author_name\tBYTE_ARRAY\t1857\t0\t", UINT64_C(0xF0D2AD17A5092E9E));
    assert_file(folder, "walden_tula_hakai_works_flat_1684", "is_oa\tBOOLEAN\t", UINT64_C(0x6F87E38F96FFD534));
}

int main(int n, char **arguments)
{
    if (n == 3 && strcmp(arguments[1], "--print") == 0) {
        rap_text text = {0};
        rap_error err = {0};
        rap_status status = print_file(arguments[2], &text, &err);
        (void)fputs(status == RAP_OK ? rap_text_get(&text) : err.text, stdout);
        rap_text_release(&text);
        return status == RAP_OK ? 0 : 1;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_real_files_of_other_writers_read_as_duckdb_reads_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
