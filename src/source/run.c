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

#define VARINT_MAX 10

/* Seven bits a byte, the low ones first; the top bit says that more follow. */
static char *put_varint(char *at, uint64_t value)
{
    for (; value >= 0x80; value >>= 7) *at++ = (char)(value | 0x80);
    *at++ = (char)value;
    return at;
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
    rap_free(rows->marks);
    *rows = (rap_rows){0};
}

void rap_rows_clear(rap_rows *rows)
{
    rap_text_clear(&rows->rows);
    rap_text_clear(&rows->names);
    rows->n_rows = 0;
}

void rap_rows_add(rap_rows *rows, uint64_t id, uint64_t updated, rap_span fact)
{
    char *start = rap_text_room(&rows->rows, 3 * VARINT_MAX + fact.length);
    if (!start || fact.length > RAP_FACT_MAX || !rap_reserve(&rows->marks, &rows->mark_room, rows->n_rows + 1, sizeof *rows->marks)) {
        rows->rows.failed = true;
        return;
    }
    char *at = put_varint(put_varint(put_varint(start, id), updated), fact.length);
    memcpy(at, fact.data, fact.length);
    at += fact.length;
    rap_text_end(&rows->rows, at);
    rows->marks[rows->n_rows++] = (uint32_t)(rap_id_hash(id) >> 56) << 24 | (uint32_t)(at - start);
}

void rap_rows_add_name(rap_rows *rows, rap_subject node, rap_span name)
{
    char *at = rap_text_room(&rows->names, 2 * VARINT_MAX + name.length);
    if (!at) return;
    at = put_varint(put_varint(at, node), name.length);
    if (name.length) memcpy(at, name.data, name.length);
    rap_text_end(&rows->names, at + name.length);
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

size_t rap_rows_held(const rap_rows *rows)
{
    return rows->rows.length + rows->names.length + rows->n_rows * sizeof *rows->marks;
}

static size_t partition_of(uint32_t mark)
{
    return mark >> 24;
}

static size_t bytes_of(uint32_t mark)
{
    return mark & 0xFFFFFF;
}

/* Where segments begin, the end of all last. */
static void lay_out(const rap_rows *rows, header *head)
{
    uint64_t sizes[RAP_SEGMENTS] = {[RAP_NAMES_SEGMENT] = rows->names.length}, offset = sizeof *head;
    for (size_t i = 0; i < rows->n_rows; i++) sizes[partition_of(rows->marks[i])] += bytes_of(rows->marks[i]);
    for (size_t i = 0; i < RAP_SEGMENTS; i++) {
        head->segments[i].offset = offset;
        offset += sizes[i];
    }
    head->segments[RAP_SEGMENTS].offset = offset;
}

rap_status rap_run_seal(const rap_rows *rows, rap_run *out, rap_error *err)
{
    if (rows->rows.failed || rows->names.failed) return rap_fail_memory(err);
    size_t length = rap_rows_bytes(rows);
    char *image = rap_realloc(NULL, length, 1);
    if (!image) return rap_fail_memory(err);

    header head = {0};
    memcpy(head.magic, run_magic, sizeof head.magic);
    lay_out(rows, &head);
    memcpy(image, &head, sizeof head);
    uint64_t next[RAP_PARTITIONS];
    for (size_t p = 0; p < RAP_PARTITIONS; p++) next[p] = head.segments[p].offset;
    const char *from = rows->rows.data;
    for (size_t i = 0; i < rows->n_rows; i++) {
        size_t bytes = bytes_of(rows->marks[i]), partition = partition_of(rows->marks[i]);
        memcpy(image + next[partition], from, bytes);
        next[partition] += bytes;
        from += bytes;
    }
    if (rows->names.length)
        memcpy(image + head.segments[RAP_NAMES_SEGMENT].offset, rows->names.data, rows->names.length);
    *out = (rap_run){.image = image, .length = length};
    return RAP_OK;
}

/* The hashes that prove segments when they are read from a file; what stays in memory needs none. */
static void prove(rap_run *run)
{
    header *head = (header *)(void *)run->image;
    for (size_t i = 0; i < RAP_SEGMENTS; i++)
        head->segments[i].hash = XXH3_64bits(run->image + head->segments[i].offset,
                                             (size_t)(head->segments[i + 1].offset - head->segments[i].offset));
    head->segments[RAP_SEGMENTS].hash = XXH3_64bits(head, sizeof *head - sizeof(uint64_t));
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
    prove(run);
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
    char *at = rap_text_room(room, length);
    if (!at) return rap_fail_memory(err);
    RAP_TRY(read_at(file, at, length, pair[0].offset, run->path, err));
    if (XXH3_64bits(at, length) != pair[0].hash)
        return rap_fail_byte(err, RAP_E_FORMAT, pair[0].offset, "partition %zu is damaged" BEGIN_ANEW, segment);
    rap_text_end(room, at + length);
    *out = (rap_span){at, length};
    return RAP_OK;
}

rap_status rap_run_segment(const rap_run *run, size_t segment, rap_text *room, rap_span *out, rap_error *err)
{
    if (run->image) {
        const header *head = (const header *)(const void *)run->image;
        uint64_t offset = head->segments[segment].offset, end = head->segments[segment + 1].offset;
        size_t before = room->length;
        rap_text_add(room, run->image + offset, (size_t)(end - offset));
        *out = (rap_span){room->data + before, room->length - before};
        return room->failed ? rap_fail_memory(err) : RAP_OK;
    }
    int file = open(run->path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return rap_fail_errno(err, "open", run->path);
    rap_status status = read_segment(file, run, segment, room, out, err);
    (void)close(file);
    return status == RAP_E_FORMAT ? rap_context(err, status, "%s", run->path) : status;
}
