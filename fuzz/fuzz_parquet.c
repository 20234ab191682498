// SPDX-License-Identifier: Apache-2.0
/*
 * Any bytes as a Parquet file: every column is read in pieces, then the works where it has their columns. Whatever comes
 * is a message or works that keep the promises of facts; memory stays under the limit that was given.
 */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "scan/parquet_column.h"
#include "source/openalex_parquet.h"

#define ROOM (UINT64_C(8) << 20)
#define ROWS_MAX 3000  /* a run of a few bytes may stand for millions */
#define PIECES_MAX 100

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(promise)                  \
    do {                                  \
        if (!(promise)) __builtin_trap(); \
    } while (0)

static rap_openalex *reader;

static void open_reader(void)
{
    rap_catalog *catalog;
    if (reader) return;
    REQUIRE(rap_catalog_open(NULL, &catalog, NULL) == RAP_OK);
    REQUIRE(rap_openalex_new(catalog, false, false, &reader, NULL) == RAP_OK);
    rap_catalog_close(catalog);
}

static uint64_t length_of(void *arg, rap_span bytes)
{
    uint64_t sum = bytes.length;
    (void)arg;
    for (size_t i = 0; i < bytes.length && i < 1000; i++) sum += (unsigned char)bytes.data[i];
    return sum;
}

static void check_piece(const rap_parquet_node *node, const rap_parquet_piece *piece)
{
    size_t values = 0;
    for (size_t i = 0; i < piece->n; i++) {
        REQUIRE(piece->def[i] <= node->def && piece->rep[i] <= node->rep);
        values += piece->def[i] == node->def;
    }
    REQUIRE(values == piece->n_values);
}

static void read_column(rap_parquet *file, uint32_t node, size_t group)
{
    rap_parquet_column column;
    rap_parquet_piece piece = {.n = 1};
    rap_error err;
    rap_parquet_column_init(&column, file, node, length_of, NULL);
    rap_parquet_column_begin(&column, group);
    for (int i = 0; i < PIECES_MAX && piece.n; i++) {
        rap_status status = rap_parquet_column_next(&column, &piece, &err);
        if (status != RAP_OK) REQUIRE(status == RAP_E_FORMAT || status == RAP_E_UNSUPPORTED);
        if (status != RAP_OK) break;
        check_piece(&file->nodes[node], &piece);
    }
    REQUIRE(file->held <= file->limit);
    rap_parquet_column_release(&column);
}

static void read_columns(const char *path)
{
    rap_parquet *file;
    rap_error err;
    rap_status status = rap_parquet_open(path, ROOM, &file, &err);
    if (status != RAP_OK) {
        REQUIRE(status == RAP_E_FORMAT || status == RAP_E_UNSUPPORTED);
        return;
    }
    for (size_t group = 0; group < file->n_groups && group < 4; group++)
        for (uint32_t node = 1; node < file->n_nodes; node++)
            if (file->nodes[node].leaf) read_column(file, node, group);
    rap_parquet_close(file);
}

static void check_fact(const rap_fact *fact)
{
    uint64_t total = 0;
    for (size_t i = 0; i < fact->n_places; i++) {
        REQUIRE(i == 0 || fact->places[i - 1] < fact->places[i]);
        total += fact->shares ? fact->shares[i] : 0;
    }
    REQUIRE(total <= RAP_UNIT && fact->kind.length <= RAP_KIND_MAX);
    for (size_t i = 0; i < fact->n_ties; i++) REQUIRE(fact->ties[i].x < fact->ties[i].y);
}

static void read_works(const char *path)
{
    rap_openalex_parquet *works;
    rap_error err;
    rap_reject reject = RAP_REJECT_NONE;
    if (rap_openalex_parquet_open(reader, path, ROOM, &works, &err) != RAP_OK) return;
    for (int i = 0; i < ROWS_MAX && reject != RAP_REJECT_END; i++) {
        rap_work work;
        const char *detail = NULL;
        rap_status status = rap_openalex_parquet_next(works, &work, &reject, &detail, &err);
        if (status != RAP_OK) REQUIRE(status == RAP_E_FORMAT || status == RAP_E_UNSUPPORTED);
        if (status != RAP_OK) break;
        if (reject == RAP_REJECT_NONE) check_fact(&work.fact);
    }
    rap_openalex_parquet_close(works);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[40];
    int fd = memfd_create("parquet", MFD_CLOEXEC);
    REQUIRE(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    open_reader();
    read_columns(path);
    read_works(path);
    close(fd);
    return 0;
}
