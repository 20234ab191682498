// SPDX-License-Identifier: Apache-2.0
/*
 * Files through POSIX calls. A replaced file is written to "<path>.tmp<pid>-<n>" in the same folder, because rename
 * is atomic only within one file system; data reach the disk before the name does, and the folder's entry last.
 */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"

#define BUFFER_BYTES ((size_t)1 << 18)

rap_status rap_map_open(const char *path, rap_map *out, rap_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return rap_fail_errno(err, "can't open", path);
    struct stat info;
    rap_status status = RAP_OK;
    rap_map map = {"", 0, NULL};
    if (fstat(fd, &info) != 0) {
        status = rap_fail_errno(err, "can't read its size", path);
    } else if (!S_ISREG(info.st_mode)) {
        status = rap_fail(err, RAP_E_IO, "%s: expected a regular file, found a folder, pipe or device", path);
    } else if (info.st_size > 0) {
        map.length = (size_t)info.st_size;
        map.base = mmap(NULL, map.length, PROT_READ, MAP_PRIVATE, fd, 0);
        map.data = map.base;
        if (map.base == MAP_FAILED) status = rap_fail_errno(err, "can't map into memory", path);
    }
    close(fd);
    if (status == RAP_OK) *out = map;
    return status;
}

void rap_map_close(rap_map *map)
{
    if (!map) return;
    if (map->base) munmap(map->base, map->length);
    *map = (rap_map){"", 0, NULL};
}

struct rap_replace {
    int fd;
    char *path, *temporary;
    uint64_t flushed; /* bytes handed to the system */
    size_t pending;   /* bytes in buffer, which follow them */
    unsigned char *buffer;
};

static void replace_free(rap_replace *file)
{
    if (!file) return;
    if (file->fd >= 0) close(file->fd);
    rap_free(file->path);
    rap_free(file->temporary);
    rap_free(file->buffer);
    rap_free(file);
}

void rap_replace_abort(rap_replace *file)
{
    if (file && file->fd >= 0) unlink(file->temporary);
    replace_free(file);
}

/* A file that can't be made has a path that is good but for its folder, mostly. */
static rap_status fail_create(const char *path, rap_error *err)
{
    const char *slash = strrchr(path, '/');
    if (errno != ENOENT || !slash) return rap_fail_errno(err, "can't write", path);
    return rap_fail(err, RAP_E_IO, "%s: can't write: there is no folder %.*s: make it first", path, (int)(slash - path), path);
}

/* Creates the temporary. A stale one of a killed process with our number is stepped over, not reused. */
static rap_status create_temporary(rap_replace *file, rap_error *err)
{
    rap_text name = {0};
    for (unsigned n = 0; file->fd < 0; n++) {
        rap_text_clear(&name);
        rap_text_printf(&name, "%s.tmp%ld-%u", file->path, (long)getpid(), n);
        if (name.failed) break;
        file->fd = open(name.data, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file->fd < 0 && errno != EEXIST) {
            rap_status status = fail_create(file->path, err);
            rap_text_release(&name);
            return status;
        }
    }
    if (name.failed) {
        rap_text_release(&name);
        return rap_fail_memory(err);
    }
    file->temporary = name.data;
    return RAP_OK;
}

rap_status rap_replace_open(const char *path, rap_replace **out, rap_error *err)
{
    struct stat info;
    if (stat(path, &info) == 0 && !S_ISREG(info.st_mode))
        return rap_fail(err, RAP_E_IO,
                        "%s: only a regular file can be replaced; this is a folder, pipe or device", path);
    rap_replace *file = rap_alloc(1, sizeof *file);
    if (!file) return rap_fail_memory(err);
    file->fd = -1;
    file->path = rap_strndup(path, strlen(path));
    file->buffer = rap_alloc(BUFFER_BYTES, 1);
    rap_status status = file->path && file->buffer ? create_temporary(file, err) : rap_fail_memory(err);
    if (status != RAP_OK) {
        rap_replace_abort(file);
        return status;
    }
    *out = file;
    return RAP_OK;
}

/* Writes all of `data` at `offset`, through interruptions and short writes. */
static rap_status write_all(rap_replace *file, uint64_t offset, const unsigned char *data, size_t length,
                            rap_error *err)
{
    while (length) {
        ssize_t done = pwrite(file->fd, data, length, (off_t)offset);
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) {
            if (done == 0) errno = ENOSPC;
            return rap_fail_errno(err, "can't write", file->path);
        }
        data += done;
        offset += (uint64_t)done;
        length -= (size_t)done;
    }
    return RAP_OK;
}

static rap_status flush_buffer(rap_replace *file, rap_error *err)
{
    RAP_TRY(write_all(file, file->flushed, file->buffer, file->pending, err));
    file->flushed += file->pending;
    file->pending = 0;
    return RAP_OK;
}

rap_status rap_replace_write(rap_replace *file, const void *data, size_t length, rap_error *err)
{
    if (length == 0) return RAP_OK;
    if (length > BUFFER_BYTES - file->pending) RAP_TRY(flush_buffer(file, err));
    if (length >= BUFFER_BYTES) {
        RAP_TRY(write_all(file, file->flushed, data, length, err));
        file->flushed += length;
        return RAP_OK;
    }
    memcpy(file->buffer + file->pending, data, length);
    file->pending += length;
    return RAP_OK;
}

rap_status rap_replace_write_at(rap_replace *file, uint64_t offset, const void *data, size_t length,
                                rap_error *err)
{
    uint64_t end;
    if (__builtin_add_overflow(offset, length, &end) || end > rap_replace_length(file))
        return rap_fail(err, RAP_E_USAGE, "%s: bytes %llu to %llu are not written yet", file->path,
                        (unsigned long long)offset, (unsigned long long)end);
    RAP_TRY(flush_buffer(file, err));
    return write_all(file, offset, data, length, err);
}

uint64_t rap_replace_length(const rap_replace *file)
{
    return file->flushed + file->pending;
}

/* Flushes the folder's entry, so that the new name survives a power cut. A file system that can't is no failure. */
static void sync_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash ? rap_strndup(path, (size_t)(slash - path) + 1) : NULL;
    int fd = open(folder ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd);
        close(fd);
    }
    rap_free(folder);
}

rap_status rap_replace_commit(rap_replace *file, rap_error *err)
{
    rap_status status = flush_buffer(file, err);
    if (status == RAP_OK && fsync(file->fd) != 0)
        status = rap_fail_errno(err, "can't flush to disk", file->path);
    if (status == RAP_OK && rename(file->temporary, file->path) != 0)
        status = rap_fail_errno(err, "can't put the finished file in place", file->path);
    if (status != RAP_OK) {
        rap_replace_abort(file);
        return status;
    }
    sync_folder(file->path);
    replace_free(file);
    return RAP_OK;
}

/* Appends what `fd` gives, up to one byte more than `limit`, so that the caller sees too much. */
static rap_status read_up_to(int fd, const char *path, size_t limit, rap_text *text, rap_error *err)
{
    char buffer[1 << 14];
    while (text->length <= limit) {
        ssize_t got = read(fd, buffer, sizeof buffer);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return rap_fail_errno(err, "can't read", path);
        if (got == 0) break;
        rap_text_add(text, buffer, (size_t)got);
        if (text->failed) return rap_fail_memory(err);
    }
    return RAP_OK;
}

rap_status rap_read_file(const char *path, size_t limit, rap_text *out, rap_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return rap_fail_errno(err, "can't open", path);
    rap_text text = {0};
    rap_status status = read_up_to(fd, path, limit, &text, err);
    close(fd);
    if (status == RAP_OK && text.length > limit)
        status = rap_fail(err, RAP_E_FORMAT, "%s: expected at most %zu bytes, found more", path, limit);
    if (status != RAP_OK) {
        rap_text_release(&text);
        return status;
    }
    rap_text_release(out);
    *out = text;
    return RAP_OK;
}

rap_span rap_path_stem(const char *path, const char *ending)
{
    const char *slash = strrchr(path, '/');
    rap_span name = rap_span_of(slash ? slash + 1 : path);
    size_t cut = strlen(ending);
    if (name.length >= cut && memcmp(name.data + name.length - cut, ending, cut) == 0) name.length -= cut;
    return name;
}
