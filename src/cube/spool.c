// SPDX-License-Identifier: Apache-2.0
#include "cube/spool.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/text.h"
#include "cube/layout.h"

rap_status rap_spool_init(rap_spool *spool, const char *path, rap_error *err)
{
    *spool = (rap_spool){.path = path, .values = rap_alloc(RAP_SPOOL_BLOCK, sizeof *spool->values)};
    return spool->values ? RAP_OK : rap_fail_memory(err);
}

void rap_spool_release(rap_spool *spool)
{
    rap_free(spool->values);
    rap_free(spool->packed);
    rap_free(spool->widths);
    if (spool->file) (void)fclose(spool->file);
    *spool = (rap_spool){0};
}

/* Little-endian values in, the low `width` bytes of each out; and back. */
static void pack(unsigned char *out, const uint64_t *values, size_t n, uint32_t width)
{
    switch (width) {
    case 1:
        for (size_t i = 0; i < n; i++) out[i] = (uint8_t)values[i];
        break;
    case 2:
        for (size_t i = 0; i < n; i++) memcpy(out + 2 * i, &values[i], 2);
        break;
    case 4:
        for (size_t i = 0; i < n; i++) memcpy(out + 4 * i, &values[i], 4);
        break;
    default: memcpy(out, values, n * sizeof *values);
    }
}

static void unpack(uint64_t *values, const unsigned char *in, size_t n, uint32_t width)
{
    memset(values, 0, n * sizeof *values);
    switch (width) {
    case 1:
        for (size_t i = 0; i < n; i++) values[i] = in[i];
        break;
    case 2:
        for (size_t i = 0; i < n; i++) memcpy(&values[i], in + 2 * i, 2);
        break;
    case 4:
        for (size_t i = 0; i < n; i++) memcpy(&values[i], in + 4 * i, 4);
        break;
    default: memcpy(values, in, n * sizeof *values);
    }
}

static rap_status open_file(rap_spool *spool, rap_error *err)
{
    rap_text name = {0};
    rap_text_printf(&name, "%s.XXXXXX", spool->path);
    if (name.failed) {
        rap_text_release(&name);
        return rap_fail_memory(err);
    }
    int fd = mkostemp(name.data, O_CLOEXEC);
    rap_status status = fd < 0 ? rap_fail_errno(err, "can't create a temporary", name.data) : RAP_OK;
    if (fd >= 0) {
        (void)unlink(name.data);
        spool->file = fdopen(fd, "w+b");
        if (!spool->file) {
            status = rap_fail_errno(err, "can't use a temporary", name.data);
            close(fd);
        }
    }
    rap_text_release(&name);
    return status;
}

static rap_status spill(rap_spool *spool, rap_error *err)
{
    if (!spool->file) RAP_TRY(open_file(spool, err));
    if (fwrite(spool->packed, 1, spool->n_packed, spool->file) != spool->n_packed)
        return rap_fail_errno(err, "can't write a temporary", spool->path);
    spool->n_packed = 0;
    return RAP_OK;
}

rap_status rap_spool_flush(rap_spool *spool, rap_error *err)
{
    size_t n = spool->n_values;
    if (n == 0) return RAP_OK;
    uint64_t greatest = 0;
    for (size_t i = 0; i < n; i++)
        if (spool->values[i] > greatest) greatest = spool->values[i];
    uint32_t width = rap_width_of(greatest);
    if (!rap_reserve(&spool->packed, &spool->packed_capacity, spool->n_packed + n * width, 1) ||
        !rap_reserve(&spool->widths, &spool->width_capacity, spool->n_widths + 1, 1))
        return rap_fail_memory(err);
    pack(spool->packed + spool->n_packed, spool->values, n, width);
    spool->n_packed += n * width;
    spool->widths[spool->n_widths++] = (uint8_t)width;
    spool->count += n;
    if (greatest > spool->greatest) spool->greatest = greatest;
    spool->n_values = 0;
    return spool->n_packed >= RAP_SPOOL_MEMORY ? spill(spool, err) : RAP_OK;
}

static rap_status begin_reading(rap_spool *spool, rap_error *err)
{
    RAP_TRY(rap_spool_flush(spool, err));
    if (!spool->file) return RAP_OK;
    RAP_TRY(spill(spool, err));
    if (fflush(spool->file) != 0) return rap_fail_errno(err, "can't write a temporary", spool->path);
    rewind(spool->file);
    return RAP_OK;
}

static rap_status write_values(rap_spool *spool, uint64_t bias, uint32_t width, rap_chunk_writer *writer, rap_error *err)
{
    unsigned char block[RAP_SPOOL_BLOCK * sizeof(uint64_t)];
    size_t used = 0;
    uint64_t left = spool->count;
    for (size_t b = 0; b < spool->n_widths; b++) {
        size_t n = left < RAP_SPOOL_BLOCK ? (size_t)left : RAP_SPOOL_BLOCK, bytes = n * spool->widths[b];
        if (spool->file && fread(block, 1, bytes, spool->file) != bytes)
            return rap_fail_errno(err, "can't read a temporary back", spool->path);
        const unsigned char *packed = spool->file ? block : spool->packed + used;
        if (bias == 0 && spool->widths[b] == width) {
            RAP_TRY(rap_chunk_add(writer, packed, bytes, err));
        } else {
            unpack(spool->values, packed, n, spool->widths[b]);
            for (size_t i = 0; bias && i < n; i++) spool->values[i] += bias;
            pack(block, spool->values, n, width);
            RAP_TRY(rap_chunk_add(writer, block, n * width, err));
        }
        used += bytes;
        left -= n;
    }
    return RAP_OK;
}

rap_status rap_spool_write(rap_spool *const *spools, const uint64_t *bias, size_t n, const char id[4], uint32_t width,
                           rap_chunk_writer *writer, rap_error *err)
{
    uint64_t greatest = 0;
    for (size_t i = 0; i < n; i++) {
        RAP_TRY(begin_reading(spools[i], err));
        if (spools[i]->count && spools[i]->greatest + bias[i] > greatest) greatest = spools[i]->greatest + bias[i];
    }
    if (width == 0) width = rap_width_of(greatest);
    RAP_TRY(rap_chunk_begin(writer, id, width, err));
    for (size_t i = 0; i < n; i++) RAP_TRY(write_values(spools[i], bias[i], width, writer, err));
    rap_chunk_end(writer);
    return RAP_OK;
}
