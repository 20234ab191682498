// SPDX-License-Identifier: Apache-2.0
/*
 * The footer: a list of schema elements, which is the tree in order with numbers of children, and a list of row groups,
 * each with a chunk for every column. Field numbers are those of the format's parquet.thrift.
 */
#include "base/alloc.h"
#include "scan/parquet.h"
#include "scan/thrift.h"

#define NODES_MAX 65536
#define DEPTH_MAX 100

static const char damaged[] = "the footer is damaged";

static rap_status damage(const rap_thrift *in, rap_error *err)
{
    return rap_fail(err, RAP_E_FORMAT, "%s: %s", damaged, in->problem);
}

/* Walks a structure: calls `take` for each field, which takes the value or skips it. */
#define FOR_EACH_FIELD(in, field) for (rap_thrift_field field = {0}; rap_thrift_next(in, &(field));)

/* ------------------------------------------------------------------ schema */

/* A schema element as it stands. */
typedef struct element {
    rap_span name;
    int64_t type, width, repetition, children, converted;
    rap_parquet_unit unit;
    bool has_type;
} element;

/* TimeUnit: a union of empty structures. */
static rap_parquet_unit take_time_unit(rap_thrift *in)
{
    rap_parquet_unit unit = RAP_PARQUET_NO_TIME;
    FOR_EACH_FIELD(in, field) {
        if (field.id >= 1 && field.id <= 3) unit = RAP_PARQUET_MILLIS + (rap_parquet_unit)(field.id - 1);
        rap_thrift_skip(in, &field);
    }
    return unit;
}

/* LogicalType: a union, of which only DATE (6) and TIMESTAMP (8) matter here. */
static rap_parquet_unit take_logical_type(rap_thrift *in)
{
    rap_parquet_unit unit = RAP_PARQUET_NO_TIME;
    FOR_EACH_FIELD(in, field) {
        if (field.id == 6) unit = RAP_PARQUET_DAYS;
        if (field.id != 8) {
            rap_thrift_skip(in, &field);
        } else if (rap_thrift_inside(in, &field)) {
            FOR_EACH_FIELD(in, inner) {
                if (inner.id == 2 && rap_thrift_inside(in, &inner))
                    unit = take_time_unit(in);
                else
                    rap_thrift_skip(in, &inner);
            }
        }
    }
    return unit;
}

static bool take_element(rap_thrift *in, element *out)
{
    *out = (element){.converted = -1};
    FOR_EACH_FIELD(in, field) {
        switch (field.id) {
        case 1: out->has_type = rap_thrift_integer(in, &field, &out->type); break;
        case 2: rap_thrift_integer(in, &field, &out->width); break;
        case 3: rap_thrift_integer(in, &field, &out->repetition); break;
        case 4: rap_thrift_bytes(in, &field, &out->name); break;
        case 5: rap_thrift_integer(in, &field, &out->children); break;
        case 6: rap_thrift_integer(in, &field, &out->converted); break;
        case 10:
            if (rap_thrift_inside(in, &field)) out->unit = take_logical_type(in);
            break;
        default: rap_thrift_skip(in, &field);
        }
    }
    /* ConvertedType, of older writers: DATE, TIMESTAMP_MILLIS, TIMESTAMP_MICROS */
    if (out->unit == RAP_PARQUET_NO_TIME && out->converted == 6) out->unit = RAP_PARQUET_DAYS;
    if (out->unit == RAP_PARQUET_NO_TIME && out->converted == 9) out->unit = RAP_PARQUET_MILLIS;
    if (out->unit == RAP_PARQUET_NO_TIME && out->converted == 10) out->unit = RAP_PARQUET_MICROS;
    return !in->problem;
}

static rap_status check_element(const element *e, bool leaf, rap_error *err)
{
    if (e->repetition < RAP_PARQUET_REQUIRED || e->repetition > RAP_PARQUET_REPEATED)
        return rap_fail(err, RAP_E_FORMAT, "%s: a node of the schema that repeats in no known way", damaged);
    if (!leaf) return RAP_OK;
    if (!e->has_type || e->type < 0 || e->type >= RAP_PARQUET_TYPES)
        return rap_fail(err, RAP_E_FORMAT, "%s: a column of no known type", damaged);
    if (e->type == RAP_PARQUET_FIXED && (e->width < 0 || e->width > INT32_MAX))
        return rap_fail(err, RAP_E_FORMAT, "%s: a column of %lld bytes a value", damaged, (long long)e->width);
    return RAP_OK;
}

/* The branch being read: nodes whose children are still to come. */
typedef struct branch {
    size_t depth;
    uint32_t node[DEPTH_MAX];
    int64_t children[DEPTH_MAX]; /* still to come */
} branch;

/* Closes the nodes that have all their children. */
static void close_nodes(rap_parquet *file, branch *open)
{
    while (open->depth && open->children[open->depth - 1] == 0)
        file->nodes[open->node[--open->depth]].end = (uint32_t)file->n_nodes;
}

static rap_status add_node(rap_parquet *file, branch *open, const element *e, size_t left, rap_error *err)
{
    bool root = file->n_nodes == 0, leaf = !root && e->children == 0;
    if (e->children < 0 || (uint64_t)e->children > left)
        return rap_fail(err, RAP_E_FORMAT, "%s: a node of the schema with %lld children", damaged, (long long)e->children);
    if (!root && open->depth == 0) return rap_fail(err, RAP_E_FORMAT, "%s: a schema with two roots", damaged);
    if (!leaf && open->depth == DEPTH_MAX) return rap_fail(err, RAP_E_FORMAT, "%s: a schema nested too deep", damaged);
    if (!root) RAP_TRY(check_element(e, leaf, err));
    rap_parquet_node node = {.name = e->name, .leaf = leaf};
    if (!root) {
        node.parent = open->node[open->depth - 1];
        open->children[open->depth - 1]--;
        const rap_parquet_node *above = &file->nodes[node.parent];
        node.repetition = (uint8_t)e->repetition;
        node.def = (uint8_t)(above->def + (e->repetition != RAP_PARQUET_REQUIRED));
        node.rep = (uint8_t)(above->rep + (e->repetition == RAP_PARQUET_REPEATED));
    }
    if (leaf) {
        node.type = (uint8_t)e->type;
        node.unit = (uint8_t)e->unit;
        node.width = (uint32_t)e->width;
        node.column = (uint32_t)file->n_columns++;
    }
    uint32_t index = (uint32_t)file->n_nodes;
    node.end = index + 1;
    RAP_TRY(rap_parquet_reserve(file, &file->nodes, &file->node_room, file->n_nodes + 1, sizeof node, err));
    file->nodes[file->n_nodes++] = node;
    if (!leaf) {
        open->node[open->depth] = index;
        open->children[open->depth++] = e->children;
    }
    close_nodes(file, open);
    return RAP_OK;
}

static rap_status take_schema(rap_parquet *file, rap_thrift *in, const rap_thrift_field *field, rap_error *err)
{
    rap_thrift_list list;
    branch open = {0};
    if (!rap_thrift_enter(in, field, RAP_THRIFT_STRUCT, &list)) return damage(in, err);
    if (file->n_nodes || list.count < 2 || list.count > NODES_MAX)
        return rap_fail(err, RAP_E_FORMAT, "%s: a schema of %zu nodes", damaged, list.count);
    for (size_t i = 0; i < list.count; i++) {
        element e;
        if (!take_element(in, &e)) return damage(in, err);
        RAP_TRY(add_node(file, &open, &e, list.count - i - 1, err));
    }
    return open.depth == 0 ? RAP_OK : rap_fail(err, RAP_E_FORMAT, "%s: nodes of the schema are missing", damaged);
}

/* -------------------------------------------------------------- row groups */

/* What a chunk says of itself. */
typedef struct meta {
    int64_t type, codec, values, length, data, dictionary;
    bool there, elsewhere;
} meta;

static void take_meta(rap_thrift *in, meta *out)
{
    out->there = true;
    FOR_EACH_FIELD(in, field) {
        switch (field.id) {
        case 1: rap_thrift_integer(in, &field, &out->type); break;
        case 4: rap_thrift_integer(in, &field, &out->codec); break;
        case 5: rap_thrift_integer(in, &field, &out->values); break;
        case 7: rap_thrift_integer(in, &field, &out->length); break;
        case 9: rap_thrift_integer(in, &field, &out->data); break;
        case 11: rap_thrift_integer(in, &field, &out->dictionary); break;
        default: rap_thrift_skip(in, &field);
        }
    }
}

static bool take_chunk(rap_thrift *in, meta *out)
{
    *out = (meta){0};
    FOR_EACH_FIELD(in, field) {
        if (field.id == 1) out->elsewhere = true; /* file_path */
        if (field.id == 3 && rap_thrift_inside(in, &field))
            take_meta(in, out);
        else
            rap_thrift_skip(in, &field);
    }
    return !in->problem;
}

static rap_status add_chunk(rap_parquet *file, const meta *chunk, rap_error *err)
{
    if (!chunk->there || chunk->elsewhere)
        return rap_fail(err, RAP_E_UNSUPPORTED, "a column that is encrypted, or stands in another file, can't be read");
    int64_t first = chunk->dictionary > 0 && chunk->dictionary < chunk->data ? chunk->dictionary : chunk->data;
    uint64_t offset = (uint64_t)first, length = (uint64_t)chunk->length;
    if (first < 4 || chunk->length < 0 || offset > file->length || length > file->length - offset)
        return rap_fail(err, RAP_E_FORMAT, "%s: a column outside of the file: %lld bytes at byte %lld", damaged,
                        (long long)chunk->length, (long long)first);
    if (chunk->values < 0 || chunk->codec < 0 || chunk->codec > RAP_PARQUET_LZ4_RAW)
        return rap_fail(err, RAP_E_FORMAT, "%s: a column of %lld values, compressed in way %lld", damaged,
                        (long long)chunk->values, (long long)chunk->codec);
    RAP_TRY(rap_parquet_reserve(file, &file->chunks, &file->chunk_room, file->n_chunks + 1, sizeof *file->chunks, err));
    file->chunks[file->n_chunks++] =
        (rap_parquet_chunk){offset, length, (uint64_t)chunk->values, (uint8_t)chunk->codec};
    return RAP_OK;
}

static rap_status take_columns(rap_parquet *file, rap_thrift *in, const rap_thrift_field *field, rap_error *err)
{
    rap_thrift_list list;
    if (!rap_thrift_enter(in, field, RAP_THRIFT_STRUCT, &list)) return damage(in, err);
    for (size_t i = 0; i < list.count; i++) {
        meta chunk;
        if (!take_chunk(in, &chunk)) return damage(in, err);
        RAP_TRY(add_chunk(file, &chunk, err));
    }
    return RAP_OK;
}

static rap_status take_group(rap_parquet *file, rap_thrift *in, rap_error *err)
{
    int64_t rows = 0;
    size_t before = file->n_chunks;
    FOR_EACH_FIELD(in, field) {
        if (field.id == 1)
            RAP_TRY(take_columns(file, in, &field, err));
        else if (field.id == 3)
            rap_thrift_integer(in, &field, &rows);
        else
            rap_thrift_skip(in, &field);
    }
    if (in->problem) return damage(in, err);
    if (file->n_chunks - before != file->n_columns)
        return rap_fail(err, RAP_E_FORMAT, "%s: a row group of %zu columns; the schema has %zu", damaged,
                        file->n_chunks - before, file->n_columns);
    if (rows < 0 || (uint64_t)rows > (uint64_t)INT64_MAX - file->n_rows)
        return rap_fail(err, RAP_E_FORMAT, "%s: a row group of %lld rows", damaged, (long long)rows);
    RAP_TRY(rap_parquet_reserve(file, &file->groups, &file->group_room, file->n_groups + 1, sizeof *file->groups, err));
    file->groups[file->n_groups++] = (rap_parquet_group){file->n_rows, (uint64_t)rows};
    file->n_rows += (uint64_t)rows;
    return RAP_OK;
}

static rap_status take_groups(rap_parquet *file, rap_thrift *in, const rap_thrift_field *field, rap_error *err)
{
    rap_thrift_list list;
    if (!rap_thrift_enter(in, field, RAP_THRIFT_STRUCT, &list)) return damage(in, err);
    if (file->n_nodes == 0) return rap_fail(err, RAP_E_FORMAT, "%s: row groups before the schema", damaged);
    for (size_t i = 0; i < list.count; i++) RAP_TRY(take_group(file, in, err));
    return RAP_OK;
}

rap_status rap_parquet_footer(rap_parquet *file, rap_span footer, rap_error *err)
{
    rap_thrift in;
    int64_t rows = -1;
    rap_thrift_init(&in, footer);
    FOR_EACH_FIELD(&in, field) {
        switch (field.id) {
        case 2: RAP_TRY(take_schema(file, &in, &field, err)); break;
        case 3: rap_thrift_integer(&in, &field, &rows); break;
        case 4: RAP_TRY(take_groups(file, &in, &field, err)); break;
        case 8: return rap_fail(err, RAP_E_UNSUPPORTED, "encrypted Parquet can't be read");
        default: rap_thrift_skip(&in, &field);
        }
    }
    if (in.problem) return damage(&in, err);
    if (file->n_nodes == 0) return rap_fail(err, RAP_E_FORMAT, "%s: no schema", damaged);
    if (rows < 0 || (uint64_t)rows != file->n_rows)
        return rap_fail(err, RAP_E_FORMAT, "%s: %lld rows, and %llu in its groups", damaged, (long long)rows,
                        (unsigned long long)file->n_rows);
    return RAP_OK;
}
