// SPDX-License-Identifier: Apache-2.0
/* run - rows kept as they are, and as a file. */
#include "source/run.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "cube/hash.h"

static const char run_magic[8] = "RAPRUN1";

typedef struct entry {
    uint64_t offset, hash;
} entry;

typedef struct header {
    char magic[8];
    entry segments[RAP_SEGMENTS + 1]; /* the last: end of the file, hash of everything before it in the header */
} header;

void rap_run_release(rap_run *run)
{
    if (run->rows) rap_rows_release(run->rows);
    rap_free(run->rows);
    rap_free(run->path);
    *run = (rap_run){0};
}

static uint64_t file_length(const rap_rows *rows)
{
    return sizeof(header) + rows->length + rows->names.length;
}

rap_status rap_run_keep(rap_rows *rows, rap_run *out, rap_error *err)
{
    if (rap_rows_failed(rows)) return rap_fail_memory(err);
    rap_rows *kept = rap_alloc(1, sizeof *kept);
    if (!kept) return rap_fail_memory(err);
    *kept = *rows;
    *rows = (rap_rows){0};
    *out = (rap_run){.rows = kept, .length = file_length(kept)};
    return RAP_OK;
}

/* ---------------------------------------------------------------- writing */

/* A segment being written. */
typedef struct writing {
    rap_replace *file;
    XXH3_state_t hash;
} writing;

static rap_status write_piece(void *arg, rap_span piece, rap_error *err)
{
    writing *w = arg;
    (void)XXH3_64bits_update(&w->hash, piece.data, piece.length);
    return rap_replace_write(w->file, piece.data, piece.length, err);
}

static rap_status write_segments(const rap_rows *rows, rap_replace *file, header *head, rap_error *err)
{
    writing w = {.file = file};
    for (size_t i = 0; i < RAP_SEGMENTS; i++) {
        (void)XXH3_64bits_reset(&w.hash);
        head->segments[i].offset = rap_replace_length(file);
        RAP_TRY(i == RAP_NAMES_SEGMENT ? write_piece(&w, (rap_span){rap_text_get(&rows->names), rows->names.length}, err)
                                       : rap_rows_each(rows, i, write_piece, &w, err));
        head->segments[i].hash = XXH3_64bits_digest(&w.hash);
    }
    return RAP_OK;
}

/* The header is known at the end; until then its place is kept. */
static rap_status write_run(const rap_rows *rows, rap_replace *file, rap_error *err)
{
    header head = {0};
    memcpy(head.magic, run_magic, sizeof head.magic);
    RAP_TRY(rap_replace_write(file, &head, sizeof head, err));
    RAP_TRY(write_segments(rows, file, &head, err));
    head.segments[RAP_SEGMENTS].offset = rap_replace_length(file);
    head.segments[RAP_SEGMENTS].hash = XXH3_64bits(&head, sizeof head - sizeof(uint64_t));
    return rap_replace_write_at(file, 0, &head, sizeof head, err);
}

rap_status rap_run_store(const rap_rows *rows, const char *path, rap_run *out, rap_error *err)
{
    if (rap_rows_failed(rows)) return rap_fail_memory(err);
    char *copy = rap_strndup(path, strlen(path));
    if (!copy) return rap_fail_memory(err);
    rap_replace *file = NULL;
    rap_status status = rap_replace_open(path, &file, err);
    if (status == RAP_OK) {
        status = write_run(rows, file, err);
        if (status == RAP_OK)
            status = rap_replace_commit(file, err);
        else
            rap_replace_abort(file);
    }
    if (status != RAP_OK) {
        rap_free(copy);
        return status;
    }
    *out = (rap_run){.path = copy, .length = file_length(rows)};
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

static rap_status copy_piece(void *arg, rap_span piece, rap_error *err)
{
    (void)err;
    rap_text_add(arg, piece.data, piece.length);
    return RAP_OK;
}

static rap_status copy_segment(const rap_rows *rows, size_t segment, rap_text *room, rap_span *out, rap_error *err)
{
    size_t before = room->length;
    if (segment == RAP_NAMES_SEGMENT)
        rap_text_add(room, rap_text_get(&rows->names), rows->names.length);
    else if (rap_text_room(room, (size_t)rows->parts[segment].length))
        RAP_TRY(rap_rows_each(rows, segment, copy_piece, room, err));
    if (room->failed) return rap_fail_memory(err);
    *out = (rap_span){room->data + before, room->length - before};
    return RAP_OK;
}

rap_status rap_run_segment(const rap_run *run, size_t segment, rap_text *room, rap_span *out, rap_error *err)
{
    if (run->rows) return copy_segment(run->rows, segment, room, out, err);
    int file = open(run->path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return rap_fail_errno(err, "open", run->path);
    rap_status status = read_segment(file, run, segment, room, out, err);
    (void)close(file);
    return status == RAP_E_FORMAT ? rap_context(err, status, "%s", run->path) : status;
}
