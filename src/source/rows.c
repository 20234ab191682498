// SPDX-License-Identifier: Apache-2.0
/* rows - lists of chunks, taken from blocks one after the other: what no row reached is never touched. */
#include "source/rows.h"

#include <string.h>

#include "base/alloc.h"

#define BLOCK_CHUNKS 1024
#define VARINT_MAX 10

uint64_t rap_id_hash(uint64_t id)
{
    id ^= id >> 33;
    id *= UINT64_C(0xFF51AFD7ED558CCD);
    id ^= id >> 33;
    id *= UINT64_C(0xC4CEB9FE1A85EC53);
    return id ^ id >> 33;
}

void rap_rows_release(rap_rows *rows)
{
    for (size_t i = 0; i < rows->n_blocks; i++) rap_free(rows->blocks[i]);
    rap_free(rows->blocks);
    rap_text_release(&rows->names);
    *rows = (rap_rows){0};
}

void rap_rows_clear(rap_rows *rows)
{
    memset(rows->parts, 0, sizeof rows->parts);
    rap_text_clear(&rows->names);
    rows->length = rows->n_chunks = 0;
    rows->failed = false;
}

/* ---------------------------------------------------------------- writing */

/* Seven bits a byte, the low ones first; the top bit says that more follow. */
static char *put_varint(char *at, uint64_t value)
{
    for (; value >= 0x80; value >>= 7) *at++ = (char)(value | 0x80);
    *at++ = (char)value;
    return at;
}

static rap_rows_chunk *take_chunk(rap_rows *rows)
{
    if (rows->n_chunks == rows->n_blocks * BLOCK_CHUNKS) {
        if (!rap_reserve(&rows->blocks, &rows->block_room, rows->n_blocks + 1, sizeof *rows->blocks)) return NULL;
        rap_rows_chunk *block = rap_realloc(NULL, BLOCK_CHUNKS, sizeof *block);
        if (!block) return NULL;
        rows->blocks[rows->n_blocks++] = block;
    }
    rap_rows_chunk *chunk = &rows->blocks[rows->n_chunks / BLOCK_CHUNKS][rows->n_chunks % BLOCK_CHUNKS];
    rows->n_chunks++;
    chunk->next = NULL;
    return chunk;
}

static bool append_chunk(rap_rows *rows, rap_rows_part *part)
{
    rap_rows_chunk *chunk = take_chunk(rows);
    if (!chunk) return false;
    if (part->last)
        part->last->next = chunk;
    else
        part->first = chunk;
    part->last = chunk;
    return true;
}

static void put_bytes(rap_rows *rows, rap_rows_part *part, const char *data, size_t length)
{
    while (length && !rows->failed) {
        size_t used = part->length % RAP_CHUNK_DATA, n = RAP_CHUNK_DATA - used;
        if (n > length) n = length;
        if (used == 0 && !append_chunk(rows, part)) {
            rows->failed = true;
            return;
        }
        memcpy(part->last->data + used, data, n);
        part->length += n;
        rows->length += n;
        data += n;
        length -= n;
    }
}

void rap_rows_add(rap_rows *rows, uint64_t id, uint64_t updated, rap_span fact)
{
    char head[3 * VARINT_MAX];
    rap_rows_part *part = &rows->parts[rap_id_hash(id) >> 56];
    char *end = put_varint(put_varint(put_varint(head, id), updated), fact.length);
    put_bytes(rows, part, head, (size_t)(end - head));
    put_bytes(rows, part, fact.data, fact.length);
}

void rap_rows_add_name(rap_rows *rows, rap_subject node, rap_span name)
{
    char *at = rap_text_room(&rows->names, 2 * VARINT_MAX + name.length);
    if (!at) return;
    at = put_varint(put_varint(at, node), name.length);
    if (name.length) memcpy(at, name.data, name.length);
    rap_text_end(&rows->names, at + name.length);
}

/* ---------------------------------------------------------------- reading */

bool rap_rows_are_empty(const rap_rows *rows)
{
    return rows->length == 0 && rows->names.length == 0;
}

bool rap_rows_failed(const rap_rows *rows)
{
    return rows->failed || rows->names.failed;
}

size_t rap_rows_held(const rap_rows *rows)
{
    return rows->n_chunks * sizeof(rap_rows_chunk) + rows->names.length;
}

rap_status rap_rows_each(const rap_rows *rows, size_t partition, rap_piece_fn see, void *arg, rap_error *err)
{
    uint64_t left = rows->parts[partition].length;
    for (const rap_rows_chunk *chunk = rows->parts[partition].first; left > 0; chunk = chunk->next) {
        size_t n = left < RAP_CHUNK_DATA ? (size_t)left : RAP_CHUNK_DATA;
        RAP_TRY(see(arg, (rap_span){chunk->data, n}, err));
        left -= n;
    }
    return RAP_OK;
}

static bool take_varint(rap_span *rest, uint64_t *out)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && rest->length; shift += 7) {
        unsigned char byte = (unsigned char)*rest->data++;
        rest->length--;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) {
            *out = value;
            return true;
        }
    }
    return false;
}

static bool take_bytes(rap_span *rest, rap_span *out)
{
    uint64_t length;
    if (!take_varint(rest, &length) || length > rest->length) return false;
    *out = (rap_span){rest->data, (size_t)length};
    rest->data += length;
    rest->length -= (size_t)length;
    return true;
}

bool rap_row_next(rap_span *rest, rap_row *out, bool *damaged)
{
    if (rest->length == 0) return false;
    bool whole = take_varint(rest, &out->id) && take_varint(rest, &out->updated) && take_bytes(rest, &out->fact);
    if (!whole) *damaged = true;
    return whole;
}

bool rap_row_next_name(rap_span *rest, rap_subject *node, rap_span *name, bool *damaged)
{
    if (rest->length == 0) return false;
    bool whole = take_varint(rest, node) && take_bytes(rest, name);
    if (!whole) *damaged = true;
    return whole;
}
