// SPDX-License-Identifier: Apache-2.0
/*
 * spool - a column on its way into a cube: values come one by one, and only at the end is it known how wide they are.
 *
 * Values are packed in blocks, each as narrow as its greatest value allows. What passes RAP_SPOOL_MEMORY bytes goes to
 * a temporary file beside the target, unlinked as soon as it is open, so that a crash leaves nothing. So a column of
 * any length takes a fixed amount of memory, and a short one never meets the disk.
 */
#ifndef RAP_CUBE_SPOOL_H
#define RAP_CUBE_SPOOL_H

#include "cube/chunk.h"

#define RAP_SPOOL_BLOCK 1024
#define RAP_SPOOL_MEMORY ((size_t)1 << 20)

typedef struct rap_spool {
    const char *path;      /**< of the target, borrowed */
    uint64_t count, greatest;
    size_t n_values;       /**< in `values` */
    uint64_t *values;      /**< the block being filled */
    size_t n_packed, packed_capacity;
    unsigned char *packed; /**< blocks not in the file */
    size_t n_widths, width_capacity;
    uint8_t *widths;       /**< of every block */
    FILE *file;            /**< NULL until needed */
} rap_spool;

RAP_MUST_CHECK rap_status rap_spool_init(rap_spool *spool, const char *path, rap_error *err);
void rap_spool_release(rap_spool *spool);

RAP_MUST_CHECK rap_status rap_spool_flush(rap_spool *spool, rap_error *err);

/** Adds a value at the end. */
static inline rap_status rap_spool_add(rap_spool *spool, uint64_t value, rap_error *err)
{
    if (spool->n_values == RAP_SPOOL_BLOCK) {
        rap_status status = rap_spool_flush(spool, err);
        if (status != RAP_OK) return status;
    }
    spool->values[spool->n_values++] = value;
    return RAP_OK;
}

/**
 * Writes the values of `n` spools one behind the other, those of spool i + `bias[i]`, as a chunk: `width` bytes each, 0 = the
 * narrowest that holds the greatest.
 */
RAP_MUST_CHECK rap_status rap_spool_write(rap_spool *const *spools, const uint64_t *bias, size_t n, const char id[4],
                                          uint32_t width, rap_chunk_writer *writer, rap_error *err);

#endif
