// SPDX-License-Identifier: Apache-2.0
/*
 * parquet_file - Parquet files written by hand for tests: any schema, any levels, plain values, one row group, one page a
 * column. Slow and simple on purpose: each level is a run of its own.
 */
#ifndef RAP_TESTS_PARQUET_FILE_H
#define RAP_TESTS_PARQUET_FILE_H

#include <stdlib.h>
#include <string.h>

#include "scan/parquet.h"

/** A node of the schema: `type` is -1 for a group. */
typedef struct made_node {
    const char *name;
    int repetition, type, children, converted; /**< converted: ConvertedType, 0 = none (UTF8 is of no matter) */
} made_node;

/** A column: levels as digits ("012"), "" where the highest level is 0; values as they stand in the page. */
typedef struct made_column {
    const char *reps, *defs;
    uint64_t n; /**< entries */
    rap_text values;
    int type, page_v2;
} made_column;

static inline void made_byte(rap_text *out, uint64_t byte)
{
    char c = (char)byte;
    rap_text_add(out, &c, 1);
}

static inline void made_varint(rap_text *out, uint64_t value)
{
    for (; value >= 0x80; value >>= 7) made_byte(out, value | 0x80);
    made_byte(out, value);
}

/** A field of thrift whose number is one digit, as a difference to the last. */
static inline void made_field(rap_text *out, unsigned difference, unsigned type)
{
    made_byte(out, difference << 4 | type);
}

static inline void made_integer(rap_text *out, unsigned difference, int64_t value)
{
    made_field(out, difference, 6);
    made_varint(out, (uint64_t)value << 1 ^ (uint64_t)(value >> 63));
}

static inline void made_string(rap_text *out, unsigned difference, const char *text)
{
    made_field(out, difference, 8);
    made_varint(out, strlen(text));
    rap_text_puts(out, text);
}

static inline void made_list(rap_text *out, unsigned difference, unsigned type, size_t count)
{
    made_field(out, difference, 9);
    made_byte(out, 0xF0 | type);
    made_varint(out, count);
}

/** A plain text value. */
static inline void made_text(rap_text *out, const char *text)
{
    uint32_t length = (uint32_t)strlen(text);
    rap_text_add(out, (const char *)&length, sizeof length);
    rap_text_puts(out, text);
}

static inline void made_number(rap_text *out, int64_t value, size_t bytes)
{
    rap_text_add(out, (const char *)&value, bytes);
}

static inline void made_levels(rap_text *out, const char *digits, bool with_length)
{
    rap_text runs = {0};
    for (; *digits; digits++) {
        made_byte(&runs, 2);
        made_byte(&runs, (uint64_t)(*digits - '0'));
    }
    uint32_t length = (uint32_t)runs.length;
    if (with_length) rap_text_add(out, (const char *)&length, sizeof length);
    rap_text_add(out, rap_text_get(&runs), runs.length);
    rap_text_release(&runs);
}

/** A page of either kind with its header. */
static inline void made_page(rap_text *out, const made_column *column)
{
    rap_text body = {0};
    if (*column->reps) made_levels(&body, column->reps, !column->page_v2);
    size_t reps = body.length;
    if (*column->defs) made_levels(&body, column->defs, !column->page_v2);
    size_t defs = body.length - reps;
    rap_text_add(&body, rap_text_get(&column->values), column->values.length);
    made_integer(out, 1, column->page_v2 ? 3 : 0);
    made_integer(out, 1, (int64_t)body.length);
    made_integer(out, 1, (int64_t)body.length);
    made_field(out, column->page_v2 ? 5 : 2, 12);
    made_integer(out, 1, (int64_t)column->n);
    if (column->page_v2) {
        made_integer(out, 1, 0);
        made_integer(out, 1, 0);
        made_integer(out, 1, 0);
        made_integer(out, 1, (int64_t)defs);
        made_integer(out, 1, (int64_t)reps);
    } else {
        made_integer(out, 1, 0);
        made_integer(out, 1, 3);
        made_integer(out, 1, 3);
    }
    made_byte(out, 0);
    made_byte(out, 0);
    rap_text_add(out, rap_text_get(&body), body.length);
    rap_text_release(&body);
}

static inline void made_schema(rap_text *out, const made_node *nodes, size_t n_nodes)
{
    made_list(out, 1, 12, n_nodes);
    for (size_t i = 0; i < n_nodes; i++) {
        const made_node *node = &nodes[i];
        unsigned last = 0;
        if (node->type >= 0) made_integer(out, 1, node->type), last = 1;
        if (i) made_integer(out, 3 - last, node->repetition), last = 3;
        made_string(out, 4 - last, node->name);
        last = 4;
        if (node->type < 0) made_integer(out, 1, node->children), last = 5;
        if (node->converted) made_integer(out, 6 - last, node->converted);
        made_byte(out, 0);
    }
}

/** The whole file into `out`. */
static inline void made_parquet(rap_text *out, const made_node *nodes, size_t n_nodes, const made_column *columns,
                                size_t n_columns, uint64_t n_rows)
{
    size_t offset[64], length[64];
    rap_text footer = {0};
    if (n_columns > 64) abort();
    rap_text_puts(out, RAP_PARQUET_MAGIC);
    for (size_t i = 0; i < n_columns; i++) {
        offset[i] = out->length;
        made_page(out, &columns[i]);
        length[i] = out->length - offset[i];
    }
    made_integer(&footer, 1, 1);
    made_schema(&footer, nodes, n_nodes);
    made_integer(&footer, 1, (int64_t)n_rows);
    made_list(&footer, 1, 12, 1);
    made_list(&footer, 1, 12, n_columns);
    for (size_t i = 0; i < n_columns; i++) {
        made_integer(&footer, 2, (int64_t)offset[i]);
        made_field(&footer, 1, 12);
        made_integer(&footer, 1, columns[i].type);
        made_integer(&footer, 3, 0);
        made_integer(&footer, 1, (int64_t)columns[i].n);
        made_integer(&footer, 2, (int64_t)length[i]);
        made_integer(&footer, 2, (int64_t)offset[i]);
        made_byte(&footer, 0);
        made_byte(&footer, 0);
    }
    made_integer(&footer, 1, (int64_t)out->length);
    made_integer(&footer, 1, (int64_t)n_rows);
    made_byte(&footer, 0);
    made_byte(&footer, 0);
    uint32_t bytes = (uint32_t)footer.length;
    rap_text_add(out, rap_text_get(&footer), footer.length);
    rap_text_add(out, (const char *)&bytes, sizeof bytes);
    rap_text_puts(out, RAP_PARQUET_MAGIC);
    rap_text_release(&footer);
}

#endif
