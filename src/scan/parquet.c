// SPDX-License-Identifier: Apache-2.0
/* parquet - opening: the last eight bytes say how long the footer is, which stands before them. */
#include "scan/parquet.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "base/alloc.h"

#define TAIL 8                          /* length of the footer, magic */
#define FOOTER_MAX (UINT32_C(64) << 20) /* OpenAlex's have less than 1 MB */

const char *rap_parquet_type_text(rap_parquet_type type)
{
    static const char *const text[RAP_PARQUET_TYPES] = {
        "BOOLEAN", "INT32", "INT64", "INT96", "FLOAT", "DOUBLE", "BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY",
    };
    return (unsigned)type < RAP_PARQUET_TYPES ? text[type] : "an unknown type";
}

rap_status rap_parquet_reserve(rap_parquet *file, void *array, size_t *capacity, size_t want, size_t size,
                               rap_error *err)
{
    size_t before = *capacity;
    if (want <= before) return RAP_OK;
    if (want > SIZE_MAX / size / 2 || (want - before) * size > file->limit - file->held)
        return rap_fail(err, RAP_E_FORMAT, "it needs more than the %llu MB of memory that are allowed for it: allow more, "
                        "or use fewer threads", (unsigned long long)(file->limit >> 20));
    if (!rap_reserve(array, capacity, want, size)) return rap_fail_memory(err);
    uint64_t more = (uint64_t)(*capacity - before) * size, room = file->limit - file->held;
    file->held += more < room ? more : room; /* room for growth may pass the limit: what is used does not */
    return RAP_OK;
}

rap_status rap_parquet_read_at(const rap_parquet *file, uint64_t offset, size_t length, char *to, rap_error *err)
{
    while (length) {
        ssize_t got = pread(file->fd, to, length, (off_t)offset);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return rap_fail_errno(err, "can't read", file->path);
        if (got == 0)
            return rap_fail_byte(err, RAP_E_FORMAT, offset, "the file ends too early: it became shorter while it was read");
        to += got;
        offset += (uint64_t)got;
        length -= (size_t)got;
    }
    return RAP_OK;
}

static rap_status open_file(rap_parquet *file, const char *path, rap_error *err)
{
    struct stat info;
    file->path = rap_strndup(path, strlen(path));
    if (!file->path) return rap_fail_memory(err);
    file->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (file->fd < 0) return rap_fail_errno(err, "can't open", path);
    if (fstat(file->fd, &info) != 0) return rap_fail_errno(err, "can't read", path);
    if (!S_ISREG(info.st_mode))
        return rap_fail(err, RAP_E_IO, "%s is no plain file, and Parquet is read from its end", path);
    file->length = (uint64_t)info.st_size;
    return RAP_OK;
}

/* Finds the footer by the tail, and reads it. */
static rap_status read_footer(rap_parquet *file, rap_error *err)
{
    char head[4], tail[TAIL];
    uint32_t length;
    size_t room = 0;
    if (file->length < sizeof head + TAIL)
        return rap_fail(err, RAP_E_FORMAT, "no Parquet file: %llu bytes are too few", (unsigned long long)file->length);
    RAP_TRY(rap_parquet_read_at(file, 0, sizeof head, head, err));
    RAP_TRY(rap_parquet_read_at(file, file->length - TAIL, TAIL, tail, err));
    if (memcmp(tail + 4, "PARE", 4) == 0) return rap_fail(err, RAP_E_UNSUPPORTED, "encrypted Parquet can't be read");
    if (memcmp(head, RAP_PARQUET_MAGIC, 4) != 0)
        return rap_fail_byte(err, RAP_E_FORMAT, 0, "no Parquet file: it does not begin with " RAP_PARQUET_MAGIC);
    if (memcmp(tail + 4, RAP_PARQUET_MAGIC, 4) != 0)
        return rap_fail_byte(err, RAP_E_FORMAT, file->length - 4, "the file is cut short: it does not end with "
                             RAP_PARQUET_MAGIC);
    memcpy(&length, tail, sizeof length);
    if (length > file->length - sizeof head - TAIL || length > FOOTER_MAX)
        return rap_fail_byte(err, RAP_E_FORMAT, file->length - TAIL, "a footer of %u bytes does not fit the file", length);
    RAP_TRY(rap_parquet_reserve(file, &file->footer, &room, (size_t)length + 1, 1, err));
    RAP_TRY(rap_parquet_read_at(file, file->length - TAIL - length, length, file->footer, err));
    file->hash = XXH3_64bits(file->footer, length);
    return rap_parquet_footer(file, (rap_span){file->footer, length}, err);
}

rap_status rap_parquet_open(const char *path, uint64_t limit, rap_parquet **out, rap_error *err)
{
    rap_parquet *file = rap_alloc(1, sizeof *file);
    if (!file) return rap_fail_memory(err);
    file->fd = -1;
    file->limit = limit;
    rap_status status = open_file(file, path, err);
    if (status == RAP_OK) {
        status = read_footer(file, err);
        if (status != RAP_OK && status != RAP_E_IO) status = rap_context(err, status, "%s", path);
    }
    if (status == RAP_OK)
        *out = file;
    else
        rap_parquet_close(file);
    return status;
}

void rap_parquet_close(rap_parquet *file)
{
    if (!file) return;
    if (file->fd >= 0) (void)close(file->fd);
    rap_free(file->path);
    rap_free(file->nodes);
    rap_free(file->groups);
    rap_free(file->chunks);
    rap_free(file->footer);
    rap_free(file);
}

uint32_t rap_parquet_child(const rap_parquet *file, uint32_t node, const char *name)
{
    if (file->nodes[node].leaf) return 0;
    for (uint32_t child = node + 1; child < file->nodes[node].end; child = file->nodes[child].end)
        if (rap_span_is(file->nodes[child].name, name)) return child;
    return 0;
}

void rap_parquet_path(const rap_parquet *file, uint32_t node, rap_text *out)
{
    const rap_parquet_node *at = &file->nodes[node];
    if (node == 0) return;
    if (at->parent) {
        rap_parquet_path(file, at->parent, out);
        rap_text_puts(out, ".");
    }
    rap_text_add(out, at->name.data, at->name.length);
}
