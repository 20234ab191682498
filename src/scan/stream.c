// SPDX-License-Identifier: Apache-2.0
/*
 * Plain files are read straight into the caller's memory; of gzip the stored bytes come in pieces of STORED_BYTES and
 * ISA-L inflates them into the caller's memory.
 */
#include "scan/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <isa-l/igzip_lib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "scan/xxh3.h"

#define STORED_BYTES ((size_t)1 << 17)
#define HASH_ALIGN 64 /* XXH3 works on aligned lanes; rap_alloc promises less */

struct rap_stream {
    int fd;
    bool is_gzip, in_member, ended; /* ended: the file gave all its bytes */
    char *path;
    uint64_t consumed;
    XXH3_state_t *hash;
    void *hash_memory;
    unsigned char *stored; /* not yet used: next .. next + left */
    size_t next, left;
    struct inflate_state *inflate;
};

void rap_stream_close(rap_stream *stream)
{
    if (!stream) return;
    if (stream->fd > STDIN_FILENO) close(stream->fd);
    rap_free(stream->path);
    rap_free(stream->hash_memory);
    rap_free(stream->stored);
    rap_free(stream->inflate);
    rap_free(stream);
}

uint64_t rap_stream_consumed(const rap_stream *stream)
{
    return stream->consumed - stream->left;
}

uint64_t rap_stream_hash(const rap_stream *stream)
{
    return XXH3_64bits_digest(stream->hash);
}

/* One read() of stored bytes, counted and hashed. */
static rap_status read_stored(rap_stream *stream, void *to, size_t room, size_t *got, rap_error *err)
{
    ssize_t done = read(stream->fd, to, room);
    while (done < 0 && errno == EINTR) done = read(stream->fd, to, room);
    if (done < 0) return rap_fail_errno(err, "can't read", stream->path);
    if (done == 0) stream->ended = true;
    rap_xxh3_update(stream->hash, to, (size_t)done);
    stream->consumed += (uint64_t)done;
    *got = (size_t)done;
    return RAP_OK;
}

/* Reads on until `want` stored bytes are at hand, or the file ends. */
static rap_status need_stored(rap_stream *stream, size_t want, rap_error *err)
{
    if (stream->left < want && stream->next > 0) {
        memmove(stream->stored, stream->stored + stream->next, stream->left);
        stream->next = 0;
    }
    while (stream->left < want && !stream->ended) {
        size_t got = 0;
        RAP_TRY(read_stored(stream, stream->stored + stream->left, STORED_BYTES - stream->left, &got, err));
        stream->left += got;
    }
    return RAP_OK;
}

static bool at_magic(const rap_stream *stream)
{
    const unsigned char *p = stream->stored + stream->next;
    return stream->left >= 2 && p[0] == 0x1F && p[1] == 0x8B;
}

static rap_status open_file(rap_stream *stream, const char *path, rap_error *err)
{
    bool standard_input = strcmp(path, "-") == 0;
    const char *name = standard_input ? "standard input" : path;
    stream->path = rap_strndup(name, strlen(name));
    stream->stored = rap_alloc(STORED_BYTES, 1);
    stream->hash_memory = rap_alloc(sizeof *stream->hash + HASH_ALIGN, 1);
    if (!stream->path || !stream->stored || !stream->hash_memory) return rap_fail_memory(err);
    uintptr_t raw = (uintptr_t)stream->hash_memory;
    stream->hash = (void *)((char *)stream->hash_memory + (HASH_ALIGN - raw % HASH_ALIGN));
    XXH3_64bits_reset(stream->hash);
    stream->fd = standard_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (stream->fd < 0) return rap_fail_errno(err, "can't open", path);
    (void)posix_fadvise(stream->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    RAP_TRY(need_stored(stream, 2, err));
    stream->is_gzip = at_magic(stream);
    if (!stream->is_gzip) return RAP_OK;
    stream->inflate = rap_alloc(1, sizeof *stream->inflate);
    return stream->inflate ? RAP_OK : rap_fail_memory(err);
}

rap_status rap_stream_open(const char *path, rap_stream **out, rap_error *err)
{
    rap_stream *stream = rap_alloc(1, sizeof *stream);
    if (!stream) return rap_fail_memory(err);
    stream->fd = -1;
    rap_status status = open_file(stream, path, err);
    if (status != RAP_OK) {
        rap_stream_close(stream);
        return status;
    }
    *out = stream;
    return RAP_OK;
}

static rap_status damaged(const rap_stream *stream, const char *what, rap_error *err)
{
    rap_status status = rap_fail_byte(err, RAP_E_FORMAT, rap_stream_consumed(stream), "%s", what);
    return rap_context(err, status, "%s", stream->path);
}

static const char *inflate_problem(int result)
{
    switch (result) {
    case ISAL_INVALID_WRAPPER: return "damaged gzip: expected the header of a member";
    case ISAL_UNSUPPORTED_METHOD: return "gzip with a compression method that is not deflate";
    case ISAL_INCORRECT_CHECKSUM: return "damaged gzip: the text does not match its checksum and length";
    default: return "damaged gzip: invalid deflate data";
    }
}

/* Between members: takes zero padding; begins the next member, or finds the end (in_member stays false). */
static rap_status begin_member(rap_stream *stream, rap_error *err)
{
    bool padding = false;
    for (;;) {
        RAP_TRY(need_stored(stream, 2, err));
        if (stream->left == 0) return RAP_OK;
        if (stream->stored[stream->next] != 0) break;
        padding = true;
        stream->next++;
        stream->left--;
    }
    if (padding || !at_magic(stream))
        return damaged(stream, "expected another gzip member or the end of the file, found other bytes", err);
    isal_inflate_init(stream->inflate);
    stream->inflate->crc_flag = ISAL_GZIP;
    stream->in_member = true;
    return RAP_OK;
}

/* Inflates what is at hand into `to`; may produce nothing, and may end the member. */
static rap_status inflate_some(rap_stream *stream, char *to, size_t room, size_t *got, rap_error *err)
{
    struct inflate_state *inflate = stream->inflate;
    RAP_TRY(need_stored(stream, 1, err));
    size_t before = stream->left;
    uint32_t space = room < UINT32_MAX ? (uint32_t)room : UINT32_MAX;
    inflate->next_in = stream->stored + stream->next;
    inflate->avail_in = (uint32_t)stream->left;
    inflate->next_out = (uint8_t *)to;
    inflate->avail_out = space;
    int result = isal_inflate(inflate);
    stream->next += stream->left - inflate->avail_in;
    stream->left = inflate->avail_in;
    if (result < ISAL_DECOMP_OK) return damaged(stream, inflate_problem(result), err);
    *got = space - inflate->avail_out;
    if (inflate->block_state == ISAL_BLOCK_FINISH)
        stream->in_member = false;
    else if (*got == 0 && before == 0)
        return damaged(stream, "the file ends inside a gzip member: it is cut short, fetch it again", err);
    return RAP_OK;
}

static rap_status read_gzip(rap_stream *stream, char *to, size_t room, size_t *got, rap_error *err)
{
    *got = 0;
    while (*got == 0) {
        if (!stream->in_member) RAP_TRY(begin_member(stream, err));
        if (!stream->in_member) return RAP_OK;
        RAP_TRY(inflate_some(stream, to, room, got, err));
    }
    return RAP_OK;
}

rap_status rap_stream_read(rap_stream *stream, char *to, size_t room, size_t *got, rap_error *err)
{
    if (stream->is_gzip) return read_gzip(stream, to, room, got, err);
    if (stream->left == 0) {
        *got = 0;
        return stream->ended ? RAP_OK : read_stored(stream, to, room, got, err);
    }
    size_t length = stream->left < room ? stream->left : room;
    memcpy(to, stream->stored + stream->next, length);
    stream->next += length;
    stream->left -= length;
    *got = length;
    return RAP_OK;
}
