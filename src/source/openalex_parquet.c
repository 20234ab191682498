// SPDX-License-Identifier: Apache-2.0
/*
 * Columns with one value a work are taken in blocks of rows; country codes are walked in openalex_parquet_authors.c.
 */
#include "source/openalex_parquet.h"

#include <stdio.h>
#include <xxhash.h>

#include "base/alloc.h"
#include "source/openalex_parquet_reader.h"

#define HASH_ROOM ((size_t)1 << 17)

/* ----------------------------------------------------------------- opening */

static rap_parquet_column *open_column(rap_openalex_parquet *works, uint32_t node, rap_parquet_map map)
{
    rap_parquet_column *column = &works->open[works->n_open++];
    rap_parquet_column_init(column, works->file, node, map, works);
    return column;
}

static void open_list(rap_openalex_parquet *works, uint32_t node, rap_list *out)
{
    if (!node) return;
    out->column = open_column(works, node, rap_openalex_code_map());
    out->top = works->file->nodes[node].def;
}

static void open_columns(rap_openalex_parquet *works)
{
    for (rap_member which = 0; which < RAP_MEMBERS; which++) {
        uint32_t node = works->columns.member[which];
        works->singles[which].top = 1; /* of a column that is not there all levels are 0 */
        if (!node) continue;
        works->singles[which].column = open_column(works, node, rap_openalex_map(which, &works->file->nodes[node]));
        works->singles[which].top = works->file->nodes[node].def;
    }
    open_list(works, works->columns.countries, &works->countries);
    open_list(works, works->columns.institutions, &works->institutions);
}

rap_status rap_openalex_parquet_open(rap_openalex *reader, const char *path, uint64_t limit,
                                     rap_openalex_parquet **out, rap_error *err)
{
    rap_openalex_parquet *works = rap_alloc(1, sizeof *works);
    if (!works) return rap_fail_memory(err);
    works->reader = reader;
    works->texts.limit = limit / 4;
    rap_status status = rap_parquet_open(path, limit - limit / 4, &works->file, err);
    if (status == RAP_OK) status = rap_columns_find(works->file, &works->columns, err);
    if (status == RAP_OK) {
        open_columns(works);
        status = rap_openalex_parquet_seek(works, 0, err);
    }
    if (status == RAP_OK)
        *out = works;
    else
        rap_openalex_parquet_close(works);
    return status;
}

void rap_openalex_parquet_close(rap_openalex_parquet *works)
{
    if (!works) return;
    for (size_t i = 0; i < works->n_open; i++) rap_parquet_column_release(&works->open[i]);
    rap_texts_release(&works->texts);
    rap_parquet_close(works->file);
    rap_free(works);
}

const rap_parquet *rap_openalex_parquet_file(const rap_openalex_parquet *works)
{
    return works->file;
}

/* Goes on with `hash` over some bytes of the file. */
static rap_status hash_bytes(const rap_parquet *file, uint64_t offset, uint64_t length, char *room, uint64_t *hash,
                             rap_error *err)
{
    for (uint64_t done = 0; done < length;) {
        size_t some = length - done < HASH_ROOM ? (size_t)(length - done) : HASH_ROOM;
        rap_status status = rap_parquet_read_at(file, offset + done, some, room, err);
        if (status != RAP_OK) return rap_context(err, status, "%s", file->path);
        *hash = XXH3_64bits_withSeed(room, some, *hash);
        done += some;
    }
    return RAP_OK;
}

rap_status rap_openalex_parquet_hash(const rap_openalex_parquet *works, uint64_t first, uint64_t end, uint64_t *out,
                                     rap_error *err)
{
    const rap_parquet *file = works->file;
    uint32_t ids = file->nodes[works->columns.member[RAP_MEMBER_ID]].column;
    uint64_t hash = file->hash;
    char *room = rap_realloc(NULL, HASH_ROOM, 1);
    if (!room) return rap_fail_memory(err);
    rap_status status = RAP_OK;
    for (size_t g = 0; status == RAP_OK && g < file->n_groups; g++) {
        const rap_parquet_chunk *chunk = &file->chunks[g * file->n_columns + ids];
        uint64_t row = file->groups[g].first_row;
        if (row >= first && row < end) status = hash_bytes(file, chunk->offset, chunk->length, room, &hash, err);
    }
    rap_free(room);
    if (status == RAP_OK) *out = hash;
    return status;
}

uint64_t rap_openalex_parquet_unpacked(const rap_openalex_parquet *works)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < works->n_open; i++) bytes += works->open[i].pages.unpacked;
    return bytes;
}

/* ------------------------------------------------------------------ blocks */

rap_status rap_openalex_piece(rap_openalex_parquet *works, rap_parquet_column *column, rap_parquet_piece *out,
                              rap_error *err)
{
    RAP_TRY(rap_parquet_column_next(column, out, err));
    if (works->texts.status == RAP_E_MEMORY) return rap_fail_memory(err);
    if (works->texts.status == RAP_OK) return RAP_OK;
    rap_status status = rap_fail(err, RAP_E_FORMAT, "its different texts need more than the %zu MB of memory that are "
                                 "allowed for them", works->texts.limit >> 20);
    return rap_parquet_column_context(column, status, err);
}

static rap_status too_few_rows(const rap_parquet_column *column, rap_error *err)
{
    return rap_parquet_column_context(column, rap_fail(err, RAP_E_FORMAT, "fewer rows than the footer says"), err);
}

/* Spreads the values of `n` entries over their rows; where nothing is there, any value stands. */
static void spread(rap_single *to, size_t row, size_t n)
{
    const rap_parquet_piece *piece = &to->piece;
    size_t next = to->next_value;
    memcpy(to->def + row, piece->def + to->at, n);
    for (size_t i = 0; i < n; i++) {
        to->value[row + i] = piece->values[next < RAP_PARQUET_PIECE ? next : 0];
        next += to->def[row + i] == to->top;
    }
    to->next_value = next;
    to->at += n;
}

static rap_status fill(rap_openalex_parquet *works, rap_single *to, size_t rows, rap_error *err)
{
    for (size_t row = 0; row < rows;) {
        if (to->at == to->piece.n) {
            RAP_TRY(rap_openalex_piece(works, to->column, &to->piece, err));
            to->at = to->next_value = 0;
            if (to->piece.n == 0) return too_few_rows(to->column, err);
        }
        size_t n = to->piece.n - to->at < rows - row ? to->piece.n - to->at : rows - row;
        spread(to, row, n);
        row += n;
    }
    return RAP_OK;
}

static rap_status more_rows(const rap_parquet_column *column, rap_error *err)
{
    return rap_parquet_column_context(column, rap_fail(err, RAP_E_FORMAT, "more rows than the footer says"), err);
}

/* Columns with one value a row must have as many as there are rows. */
static rap_status begin_group(rap_openalex_parquet *works, size_t group, rap_error *err)
{
    const rap_parquet *file = works->file;
    for (size_t i = 0; i < works->n_open; i++) rap_parquet_column_begin(&works->open[i], group);
    for (rap_member which = 0; which < RAP_MEMBERS; which++) {
        rap_single *to = &works->singles[which];
        to->piece.n = to->at = to->next_value = 0;
    }
    for (size_t i = 0; i < works->n_open; i++) {
        const rap_parquet_column *column = &works->open[i];
        bool single = file->nodes[column->node].rep == 0;
        if (single && column->pages.chunk->n_values > file->groups[group].n_rows) return more_rows(column, err);
    }
    works->countries.piece.n = works->countries.at = 0;
    works->institutions.piece.n = works->institutions.at = 0;
    works->group = group;
    works->begun = true;
    works->row = file->groups[group].first_row;
    works->in_block = works->n_block = 0;
    return RAP_OK;
}

/* The lists must end where the rows do. */
static rap_status end_group(rap_openalex_parquet *works, rap_error *err)
{
    rap_list *const lists[] = {&works->countries, &works->institutions};
    for (size_t i = 0; i < 2 && works->begun; i++) {
        rap_list *list = lists[i];
        if (!list->column) continue;
        if (list->at == list->piece.n) RAP_TRY(rap_openalex_piece(works, list->column, &list->piece, err));
        if (list->piece.n) return more_rows(list->column, err);
        list->at = 0;
    }
    works->begun = false;
    return RAP_OK;
}

/* The next block, of the next row group that has rows if need be; an empty one behind the last row. */
static rap_status next_block(rap_openalex_parquet *works, rap_error *err)
{
    const rap_parquet *file = works->file;
    works->in_block = works->n_block = 0;
    if (works->row == file->n_rows) return end_group(works, err);
    const rap_parquet_group *group = &file->groups[works->group];
    size_t next = works->group;
    if (works->row == group->first_row + group->n_rows) RAP_TRY(end_group(works, err));
    while (works->row == group->first_row + group->n_rows) group = &file->groups[++next];
    if (next != works->group) RAP_TRY(begin_group(works, next, err));
    uint64_t left = group->first_row + group->n_rows - works->row;
    size_t rows = left < RAP_BLOCK ? (size_t)left : RAP_BLOCK;
    for (rap_member which = 0; which < RAP_MEMBERS; which++)
        if (works->singles[which].column) RAP_TRY(fill(works, &works->singles[which], rows, err));
    works->n_block = rows;
    return RAP_OK;
}

/* -------------------------------------------------------------------- work */

/* The bytes that a bad value shows, text or integer. */
static rap_span found_of(const rap_openalex_parquet *works, rap_member which, uint64_t value, char room[24])
{
    const rap_parquet_node *node = &works->file->nodes[works->columns.member[which]];
    if (node->type == RAP_PARQUET_BYTES && value & RAP_BAD) return rap_texts_get(&works->texts, value & ~RAP_BAD);
    return (rap_span){room, (size_t)snprintf(room, 24, "%lld", (long long)value)};
}

static bool refuse(rap_openalex_parquet *works, rap_member which, rap_reject reject, uint64_t value, const char *what)
{
    char room[24];
    return rap_openalex_refuse(works->reader, reject, found_of(works, which, value, room), what);
}

/* True where the column has a value in this row. */
static inline bool cell_of(const rap_openalex_parquet *works, rap_member which, size_t row, uint64_t *out)
{
    const rap_single *from = &works->singles[which];
    *out = from->value[row];
    return from->def[row] == from->top;
}

static bool flag_of(const rap_openalex_parquet *works, rap_member which, size_t row)
{
    uint64_t value;
    return cell_of(works, which, row, &value) && value;
}

/* A time as microseconds; before 1970, or far away, it counts as absent. */
static uint64_t updated_of(const rap_openalex_parquet *works, size_t row)
{
    uint64_t value;
    if (!cell_of(works, RAP_MEMBER_UPDATED, row, &value)) return 0;
    const rap_parquet_node *node = &works->file->nodes[works->columns.member[RAP_MEMBER_UPDATED]];
    bool integer = node->type == RAP_PARQUET_INT32 || node->type == RAP_PARQUET_INT64;
    if (!integer) return value;
    uint64_t times = node->unit == RAP_PARQUET_DAYS ? RAP_MICROS_OF_DAY : node->unit == RAP_PARQUET_MILLIS ? 1000 : 1;
    if (value & RAP_BAD || value > (RAP_BAD - 1) / times) return 0;
    return node->unit == RAP_PARQUET_NANOS ? value / 1000 : value * times;
}

static void take_id(rap_openalex_parquet *works, size_t row, rap_work *out)
{
    uint64_t value;
    if (!cell_of(works, RAP_MEMBER_ID, row, &value))
        rap_openalex_refuse(works->reader, RAP_REJECT_ID, (rap_span){"", 0}, "no id");
    else if (value & RAP_BAD)
        refuse(works, RAP_MEMBER_ID, RAP_REJECT_ID, value, rap_no_id);
    out->id = value;
}

static void take_year(rap_openalex_parquet *works, size_t row, rap_work *out)
{
    uint64_t value;
    if (!cell_of(works, RAP_MEMBER_YEAR, row, &value)) return;
    if (value < RAP_YEAR_FIRST || value > RAP_YEAR_LAST)
        refuse(works, RAP_MEMBER_YEAR, RAP_REJECT_YEAR, value, rap_no_year);
    else
        out->fact.year = (int16_t)value;
}

static void judge_type(rap_openalex_parquet *works, size_t row)
{
    uint64_t value;
    if (cell_of(works, RAP_MEMBER_TYPE, row, &value) && value & RAP_BAD)
        refuse(works, RAP_MEMBER_TYPE, RAP_REJECT_TYPE, value, rap_no_type);
}

/* Of a type that was judged. To be asked for when nothing more is read: new texts move the old ones. */
static rap_span type_of(const rap_openalex_parquet *works, size_t row)
{
    uint64_t value;
    return cell_of(works, RAP_MEMBER_TYPE, row, &value) ? rap_texts_get(&works->texts, value) : rap_span_of("unknown");
}

/* The place of a subject with these names among those seen, which may forget another one for it. */
static rap_topic_seen *seen_of(rap_openalex_parquet *works, rap_subject path, const uint32_t name[RAP_LEVELS])
{
    size_t at = (size_t)(path * UINT64_C(0x9E3779B97F4A7C15) >> 32) & (RAP_TOPICS_SEEN - 1);
    rap_topic_seen *seen = &works->topics[at];
    if (seen->path == path && memcmp(seen->name, name, sizeof seen->name) == 0) return seen;
    seen->path = path;
    memcpy(seen->name, name, sizeof seen->name);
    seen->kept = false;
    return seen;
}

static void set_subject(rap_openalex_parquet *works, const uint64_t number[RAP_LEVELS],
                        const uint32_t name[RAP_LEVELS], rap_work *out)
{
    rap_span text[RAP_LEVELS] = {{NULL, 0}};
    rap_openalex_path(number, text, out);
    if (out->fact.subject == 0) return;
    rap_topic_seen *seen = seen_of(works, out->fact.subject, name);
    if (seen->kept) return;
    for (unsigned level = 0; level < RAP_LEVELS; level++)
        if (number[level] && name[level] != RAP_NO_NAME) out->names[level] = rap_texts_get(&works->texts, name[level]);
    out->names_kept = &seen->kept;
}

static void take_topic(rap_openalex_parquet *works, size_t row, rap_work *out)
{
    uint64_t number[RAP_LEVELS] = {0}, value;
    uint32_t name[RAP_LEVELS];
    for (unsigned level = 0; level < RAP_LEVELS; level++) {
        rap_member id = (rap_member)(RAP_MEMBER_LEVEL + 2 * level), text = (rap_member)(id + 1);
        if (cell_of(works, id, row, &value)) {
            if (value > rap_level_limit[level])
                refuse(works, id, RAP_REJECT_TOPIC, value, rap_no_topic);
            else
                number[level] = value;
        }
        name[level] = RAP_NO_NAME;
        if (!cell_of(works, text, row, &value)) continue;
        if (value & RAP_BAD)
            refuse(works, text, RAP_REJECT_UTF8, value, rap_no_utf8);
        else
            name[level] = (uint32_t)value;
    }
    set_subject(works, number, name, out);
}

static bool is_in_journal(const rap_openalex_parquet *works, size_t row)
{
    bool has_source = works->singles[RAP_MEMBER_VENUE].column &&
                      works->singles[RAP_MEMBER_VENUE].def[row] >= works->columns.source_there;
    bool old = !works->singles[RAP_MEMBER_XPAC].column;
    return has_source ? flag_of(works, RAP_MEMBER_VENUE, row) : old && flag_of(works, RAP_MEMBER_OLD_VENUE, row);
}

/* In the order of the snapshot's members: of several reasons to refuse a work the first is told, as from JSON. */
static rap_status take_work(rap_openalex_parquet *works, rap_work *out, rap_error *err)
{
    rap_openalex *reader = works->reader;
    size_t row = works->in_block++;
    reader->reject = RAP_REJECT_NONE;
    reader->failed = false;
    works->status = RAP_OK;
    works->err = err;
    take_id(works, row, out);
    take_year(works, row, out);
    judge_type(works, row);
    rap_openalex_take_authors(works);
    works->row++;
    RAP_TRY(works->status);
    take_topic(works, row, out);
    out->xpac = flag_of(works, RAP_MEMBER_XPAC, row);
    out->paratext = flag_of(works, RAP_MEMBER_PARATEXT, row);
    out->retracted = flag_of(works, RAP_MEMBER_RETRACTED, row);
    out->updated = updated_of(works, row);
    if (reader->reject != RAP_REJECT_NONE) return RAP_OK;
    return rap_openalex_fact(reader, type_of(works, row), is_in_journal(works, row), out) ? RAP_OK : rap_fail_memory(err);
}

rap_status rap_openalex_parquet_next(rap_openalex_parquet *works, rap_work *out, rap_reject *reject,
                                     const char **detail, rap_error *err)
{
    rap_work work = {0};
    if (works->in_block == works->n_block) RAP_TRY(next_block(works, err));
    if (works->n_block == 0) {
        *reject = RAP_REJECT_END;
        return RAP_OK;
    }
    RAP_TRY(take_work(works, &work, err));
    *reject = works->reader->reject;
    *detail = works->reader->detail;
    if (*reject == RAP_REJECT_NONE) *out = work;
    return RAP_OK;
}

rap_status rap_openalex_parquet_seek(rap_openalex_parquet *works, uint64_t row, rap_error *err)
{
    const rap_parquet *file = works->file;
    size_t group = 0;
    if (row > file->n_rows)
        return rap_fail(err, RAP_E_FORMAT, "%s: %llu rows, and an earlier run stopped at row %llu: the file has changed",
                        file->path, (unsigned long long)file->n_rows, (unsigned long long)row);
    works->row = row;
    works->begun = false;
    works->in_block = works->n_block = 0;
    if (row == file->n_rows) return RAP_OK;
    while (row >= file->groups[group].first_row + file->groups[group].n_rows) group++;
    RAP_TRY(begin_group(works, group, err));
    while (works->row < row) {
        rap_work work;
        rap_reject reject;
        const char *detail;
        RAP_TRY(rap_openalex_parquet_next(works, &work, &reject, &detail, err));
    }
    return RAP_OK;
}
