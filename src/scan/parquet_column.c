// SPDX-License-Identifier: Apache-2.0
/* parquet_column - pages cut into pieces that stay in the cache. */
#include "scan/parquet_column.h"

#include <string.h>

void rap_parquet_column_init(rap_parquet_column *column, rap_parquet *file, uint32_t node, rap_parquet_map map,
                             void *arg)
{
    const rap_parquet_node *leaf = &file->nodes[node];
    memset(column, 0, sizeof *column);
    column->file = file;
    column->node = node;
    column->pages = (rap_parquet_pages){.file = file, .rep = leaf->rep, .def = leaf->def};
    column->values = (rap_parquet_values){.file = file, .node = leaf, .map = map, .arg = arg};
}

void rap_parquet_column_release(rap_parquet_column *column)
{
    rap_parquet_pages_release(&column->pages);
    rap_parquet_values_release(&column->values);
}

void rap_parquet_column_begin(rap_parquet_column *column, size_t group)
{
    const rap_parquet *file = column->file;
    column->group = group;
    column->left = 0;
    column->values.has_dictionary = false;
    rap_parquet_pages_begin(&column->pages, &file->chunks[group * file->n_columns + file->nodes[column->node].column]);
}

rap_status rap_parquet_column_context(const rap_parquet_column *column, rap_status status, rap_error *err)
{
    rap_text path = {0};
    rap_parquet_path(column->file, column->node, &path);
    status = rap_context(err, status, "%s: row group %zu, column %s", column->file->path, column->group + 1,
                         rap_text_get(&path));
    rap_text_release(&path);
    return status;
}

/* Bits that hold 0 .. most. */
static unsigned width_of(unsigned most)
{
    return most ? 32 - (unsigned)__builtin_clz(most) : 0;
}

/* Goes on to the next page of data that has entries; learns dictionaries on the way. */
static rap_status next_page(rap_parquet_column *column, bool *ended, rap_error *err)
{
    rap_parquet_page page;
    while (column->left == 0) {
        RAP_TRY(rap_parquet_pages_next(&column->pages, &page, ended, err));
        if (*ended) return RAP_OK;
        if (page.dictionary) {
            RAP_TRY(rap_parquet_values_learn(&column->values, &page, err));
            continue;
        }
        rap_hybrid_init(&column->rep, page.rep, width_of(column->pages.rep));
        rap_hybrid_init(&column->def, page.def, width_of(column->pages.def));
        RAP_TRY(rap_parquet_values_begin(&column->values, &page, err));
        column->left = page.n_values;
    }
    return RAP_OK;
}

/* Levels into `out`; those of a column without any stay the zeros they are. */
static rap_status take_levels(rap_hybrid *in, unsigned most, size_t n, uint8_t *out, rap_error *err)
{
    unsigned found = 0;
    if (most == 0) return RAP_OK;
    if (!rap_hybrid_bytes(in, n, out)) return rap_fail(err, RAP_E_FORMAT, "a damaged page: fewer levels than it says");
    for (size_t i = 0; i < n; i++) found = out[i] > found ? out[i] : found;
    if (found <= most) return RAP_OK;
    return rap_fail(err, RAP_E_FORMAT, "a damaged page: level %u where the schema has %u", found, most);
}

static rap_status take_piece(rap_parquet_column *column, rap_parquet_piece *out, rap_error *err)
{
    bool ended = false;
    *out = (rap_parquet_piece){.rep = column->reps, .def = column->defs, .values = column->room};
    if (column->left == 0) RAP_TRY(next_page(column, &ended, err));
    if (ended && column->pages.n_values < column->pages.chunk->n_values)
        return rap_fail(err, RAP_E_FORMAT, "%llu values where the footer says %llu",
                        (unsigned long long)column->pages.n_values, (unsigned long long)column->pages.chunk->n_values);
    if (ended) return RAP_OK;
    size_t n = column->left < RAP_PARQUET_PIECE ? (size_t)column->left : RAP_PARQUET_PIECE;
    uint8_t most = column->pages.def;
    RAP_TRY(take_levels(&column->rep, column->pages.rep, n, column->reps, err));
    RAP_TRY(take_levels(&column->def, most, n, column->defs, err));
    for (size_t i = 0; i < n; i++) out->n_values += column->defs[i] == most;
    RAP_TRY(rap_parquet_values_take(&column->values, out->n_values, column->room, err));
    column->left -= n;
    out->n = n;
    return RAP_OK;
}

rap_status rap_parquet_column_next(rap_parquet_column *column, rap_parquet_piece *out, rap_error *err)
{
    rap_status status = take_piece(column, out, err);
    return status == RAP_OK ? status : rap_parquet_column_context(column, status, err);
}
