// SPDX-License-Identifier: Apache-2.0
#include "world/sink.h"

#include <isa-l/igzip_lib.h>
#include <string.h>

#include "base/alloc.h"

#define CHUNK ((size_t)256 << 10)

struct sink {
    FILE *file;
    char *path;
    bool gzip;
    uint64_t length;
    struct isal_zstream stream;
    uint8_t *level, *chunk;
};

static void release(sink *s)
{
    if (s->file && s->file != stdout) (void)fclose(s->file);
    rap_free(s->path);
    rap_free(s->level);
    rap_free(s->chunk);
    rap_free(s);
}

void sink_abort(sink *s)
{
    if (s) release(s);
}

static rap_status start_gzip(sink *s, rap_error *err)
{
    s->level = rap_alloc(ISAL_DEF_LVL1_DEFAULT, 1);
    s->chunk = rap_alloc(CHUNK, 1);
    if (!s->level || !s->chunk) return rap_fail_memory(err);
    isal_deflate_init(&s->stream);
    s->stream.gzip_flag = IGZIP_GZIP;
    s->stream.level = 1;
    s->stream.level_buf = s->level;
    s->stream.level_buf_size = ISAL_DEF_LVL1_DEFAULT;
    return RAP_OK;
}

rap_status sink_open(const char *path, bool gzip, sink **out, rap_error *err)
{
    sink *s = rap_alloc(1, sizeof *s);
    if (!s) return rap_fail_memory(err);
    s->gzip = gzip;
    s->path = rap_strndup(path, strlen(path));
    rap_status status = s->path ? RAP_OK : rap_fail_memory(err);
    if (status == RAP_OK && gzip) status = start_gzip(s, err);
    if (status == RAP_OK) {
        s->file = strcmp(path, "-") == 0 ? stdout : fopen(path, "wb");
        if (!s->file) status = rap_fail_errno(err, "can't open for writing", path);
    }
    if (status == RAP_OK)
        *out = s;
    else
        release(s);
    return status;
}

static rap_status store(sink *s, const void *data, size_t length, rap_error *err)
{
    if (length && fwrite(data, 1, length, s->file) != length) return rap_fail_errno(err, "can't write", s->path);
    s->length += length;
    return RAP_OK;
}

static rap_status deflate_all(sink *s, rap_span bytes, bool last, rap_error *err)
{
    while (bytes.length || last) {
        uint32_t take = (uint32_t)(bytes.length < CHUNK ? bytes.length : CHUNK);
        s->stream.next_in = (uint8_t *)(uintptr_t)bytes.data; /* the library reads only, but lacks the const */
        s->stream.avail_in = take;
        s->stream.end_of_stream = last && take == bytes.length;
        do {
            s->stream.next_out = s->chunk;
            s->stream.avail_out = CHUNK;
            if (isal_deflate(&s->stream) != COMP_OK) return rap_fail(err, RAP_E_IO, "%s: deflate failed", s->path);
            RAP_TRY(store(s, s->chunk, CHUNK - s->stream.avail_out, err));
        } while (s->stream.avail_out == 0);
        bytes = (rap_span){bytes.data + take, bytes.length - take};
        if (bytes.length == 0) last = false;
    }
    return RAP_OK;
}

rap_status sink_write(sink *s, rap_span bytes, rap_error *err)
{
    return s->gzip ? deflate_all(s, bytes, false, err) : store(s, bytes.data, bytes.length, err);
}

rap_status sink_close(sink *s, uint64_t *length, rap_error *err)
{
    rap_status status = s->gzip ? deflate_all(s, (rap_span){"", 0}, true, err) : RAP_OK;
    FILE *file = s->file;
    s->file = NULL;
    bool closed = file == stdout ? fflush(file) == 0 : fclose(file) == 0;
    if (status == RAP_OK && !closed) status = rap_fail_errno(err, "can't write", s->path);
    if (status == RAP_OK && length) *length = s->length;
    release(s);
    return status;
}
