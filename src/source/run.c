// SPDX-License-Identifier: Apache-2.0
/* run - rows sorted into partitions by counting, in memory and in files. */
#include "source/run.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#include "base/alloc.h"
#include "base/file.h"

static const char run_magic[8] = "RAPRUN1";

typedef struct entry {
    uint64_t offset, hash;
} entry;

typedef struct header {
    char magic[8];
    entry segments[RAP_SEGMENTS + 1]; /* the last: end of the file, hash of everything before it in the header */
} header;

uint64_t rap_id_hash(uint64_t id)
{
    id ^= id >> 33;
    id *= UINT64_C(0xFF51AFD7ED558CCD);
    id ^= id >> 33;
    id *= UINT64_C(0xC4CEB9FE1A85EC53);
    return id ^ id >> 33;
}

/* ------------------------------------------------------------------- rows */

/* Seven bits a byte, the low ones first; the top bit says that more follow. */
static void put_varint(rap_text *out, uint64_t value)
{
    char bytes[10];
    size_t n = 0;
    for (; value >= 0x80; value >>= 7) bytes[n++] = (char)(value | 0x80);
    bytes[n++] = (char)value;
    rap_text_add(out, bytes, n);
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

void rap_rows_release(rap_rows *rows)
{
    rap_text_release(&rows->rows);
    rap_text_release(&rows->names);
    rows->n_rows = 0;
}

void rap_rows_clear(rap_rows *rows)
{
    rap_text_clear(&rows->rows);
    rap_text_clear(&rows->names);
    rows->n_rows = 0;
}

void rap_rows_add(rap_rows *rows, uint64_t id, uint64_t updated, rap_span fact)
{
    put_varint(&rows->rows, id);
    put_varint(&rows->rows, updated);
    put_varint(&rows->rows, fact.length);
    rap_text_add(&rows->rows, fact.data, fact.length);
    rows->n_rows++;
}

void rap_rows_add_name(rap_rows *rows, rap_subject node, rap_span name)
{
    put_varint(&rows->names, node);
    put_varint(&rows->names, name.length);
    rap_text_add(&rows->names, name.data, name.length);
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

/* ---------------------------------------------------------------- sealing */

size_t rap_rows_bytes(const rap_rows *rows)
{
    return sizeof(header) + rows->rows.length + rows->names.length;
}

/* Calls for each row with its partition and its bytes; the rows are our own, so nothing can be damaged. */
static void each_row(const rap_rows *rows, void (*see)(void *arg, size_t partition, rap_span bytes), void *arg)
{
    rap_span rest = {rows->rows.data, rows->rows.length};
    rap_row row;
    bool damaged = false;
    for (const char *start = rest.data; rap_row_next(&rest, &row, &damaged); start = rest.data)
        see(arg, rap_id_hash(row.id) >> 56, (rap_span){start, (size_t)(rest.data - start)});
}

static void count_row(void *arg, size_t partition, rap_span bytes)
{
    uint64_t *ends = arg;
    ends[partition] += bytes.length;
}

typedef struct placing {
    char *image;
    uint64_t next[RAP_PARTITIONS];
} placing;

static void place_row(void *arg, size_t partition, rap_span bytes)
{
    placing *p = arg;
    memcpy(p->image + p->next[partition], bytes.data, bytes.length);
    p->next[partition] += bytes.length;
}

rap_status rap_run_seal(const rap_rows *rows, rap_run *out, rap_error *err)
{
    if (rows->rows.failed || rows->names.failed) return rap_fail_memory(err);
    size_t length = rap_rows_bytes(rows);
    char *image = rap_realloc(NULL, length, 1);
    if (!image) return rap_fail_memory(err);

    uint64_t sizes[RAP_SEGMENTS] = {[RAP_NAMES_SEGMENT] = rows->names.length};
    each_row(rows, count_row, sizes);
    header head = {0};
    memcpy(head.magic, run_magic, sizeof head.magic);
    placing p = {.image = image};
    uint64_t offset = sizeof head;
    for (size_t i = 0; i < RAP_SEGMENTS; i++) {
        head.segments[i].offset = offset;
        if (i < RAP_PARTITIONS) p.next[i] = offset;
        offset += sizes[i];
    }
    head.segments[RAP_SEGMENTS].offset = offset;
    each_row(rows, place_row, &p);
    if (rows->names.length)
        memcpy(image + head.segments[RAP_NAMES_SEGMENT].offset, rows->names.data, rows->names.length);
    for (size_t i = 0; i < RAP_SEGMENTS; i++)
        head.segments[i].hash = XXH3_64bits(image + head.segments[i].offset, sizes[i]);
    head.segments[RAP_SEGMENTS].hash = XXH3_64bits(&head, sizeof head - sizeof(uint64_t));
    memcpy(image, &head, sizeof head);
    *out = (rap_run){.image = image, .length = length};
    return RAP_OK;
}

void rap_run_release(rap_run *run)
{
    rap_free(run->path);
    rap_free(run->image);
    *run = (rap_run){0};
}

rap_status rap_run_store(rap_run *run, const char *path, rap_error *err)
{
    char *copy = rap_strndup(path, strlen(path));
    if (!copy) return rap_fail_memory(err);
    rap_replace *file = NULL;
    rap_status status = rap_replace_open(path, &file, err);
    if (status == RAP_OK) {
        status = rap_replace_write(file, run->image, run->length, err);
        if (status == RAP_OK)
            status = rap_replace_commit(file, err);
        else
            rap_replace_abort(file);
    }
    if (status != RAP_OK) {
        rap_free(copy);
        return status;
    }
    rap_free(run->image);
    run->image = NULL;
    run->path = copy;
    return RAP_OK;
}

/* ---------------------------------------------------------------- reading */

#define BEGIN_ANEW ": begin anew (--fresh)"

static rap_status read_at(int file, void *data, size_t length, uint64_t offset, const char *path, rap_error *err)
{
    char *to = data;
    while (length) {
        ssize_t got = pread(file, to, length, (off_t)offset);
        if (got < 0) return rap_fail_errno(err, "read", path);
        if (got == 0) return rap_fail_byte(err, RAP_E_FORMAT, offset, "the file ends too early" BEGIN_ANEW);
        to += got;
        offset += (size_t)got;
        length -= (size_t)got;
    }
    return RAP_OK;
}

/* Where a segment is. Only its own entries are read: a run is opened once for each of its partitions. */
static rap_status find_segment(int file, const rap_run *run, size_t segment, entry pair[2], rap_error *err)
{
    size_t at = offsetof(header, segments) + segment * sizeof(entry);
    RAP_TRY(read_at(file, pair, 2 * sizeof(entry), at, run->path, err));
    if (pair[0].offset < sizeof(header) || pair[1].offset < pair[0].offset || pair[1].offset > run->length)
        return rap_fail_byte(err, RAP_E_FORMAT, at, "the index is damaged" BEGIN_ANEW);
    return RAP_OK;
}

static rap_status read_segment(int file, const rap_run *run, size_t segment, rap_text *room, rap_span *out,
                               rap_error *err)
{
    entry pair[2];
    RAP_TRY(find_segment(file, run, segment, pair, err));
    size_t length = (size_t)(pair[1].offset - pair[0].offset);
    if (!rap_reserve(&room->data, &room->capacity, length + 1, 1)) return rap_fail_memory(err);
    RAP_TRY(read_at(file, room->data, length, pair[0].offset, run->path, err));
    if (XXH3_64bits(room->data, length) != pair[0].hash)
        return rap_fail_byte(err, RAP_E_FORMAT, pair[0].offset, "partition %zu is damaged" BEGIN_ANEW, segment);
    *out = (rap_span){room->data, length};
    return RAP_OK;
}

rap_status rap_run_segment(const rap_run *run, size_t segment, rap_text *room, rap_span *out, rap_error *err)
{
    if (run->image) {
        const header *head = (const header *)(const void *)run->image;
        uint64_t offset = head->segments[segment].offset, end = head->segments[segment + 1].offset;
        *out = (rap_span){run->image + offset, (size_t)(end - offset)};
        return RAP_OK;
    }
    int file = open(run->path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return rap_fail_errno(err, "open", run->path);
    rap_status status = read_segment(file, run, segment, room, out, err);
    (void)close(file);
    return status == RAP_E_FORMAT ? rap_context(err, status, "%s", run->path) : status;
}
