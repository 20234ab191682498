// SPDX-License-Identifier: Apache-2.0
/*
 * chunk - the container of a cube file: header, table of contents, checksummed chunks.
 *
 *     header 64 bytes | table of contents, 32 bytes a chunk | chunks, each at a multiple of 64, zeros between
 *
 * The seal in the header hashes header and table, so opening finds damage to either in constant time. The table holds
 * a hash of every chunk; the content hash is a hash of those of the chunks that must be understood (ids that start
 * in upper case). What the chunks mean is not known here; see layout.h and docs/format.md.
 */
#ifndef RAP_CUBE_CHUNK_H
#define RAP_CUBE_CHUNK_H

#include "base/error.h"

#define RAP_CHUNK_ALIGN 64
#define RAP_CHUNKS_MAX 64
#define RAP_CHUNK_MAJOR 1
#define RAP_CHUNK_MINOR 0

/** The header as it stands in a file. */
typedef struct rap_chunk_head {
    unsigned char magic[8];
    uint16_t major, minor;
    uint32_t n_chunks;
    uint64_t length;      /**< of the file */
    uint64_t content;     /**< content hash */
    uint64_t reserved[3]; /**< zero */
    uint64_t seal;        /**< hash of all of the header before it, and of the table */
} rap_chunk_head;

/** A row of the table of contents as it stands in a file. */
typedef struct rap_chunk {
    char id[4];
    uint32_t width;       /**< of an element, in bytes */
    uint64_t offset;
    uint64_t length;      /**< in bytes */
    uint64_t hash;        /**< XXH3 of its bytes */
} rap_chunk;

/** True for chunks a reader must understand, and that the content hash covers. */
bool rap_chunk_is_content(const char id[4]);

/** The content hash of a table of contents. */
uint64_t rap_chunk_content(const rap_chunk *chunks, uint32_t n);

/** The seal of a header (its last member apart) and its table of contents. */
uint64_t rap_chunk_seal(const rap_chunk_head *head, const rap_chunk *chunks);

/**
 * Reads header and table of `length` bytes that stand at an address divisible by 8. Checked: magic, version, seal,
 * length, that chunks follow one another with zeros between, and the content hash against the table. Not checked:
 * the chunks' own bytes. RAP_E_FORMAT with the byte; RAP_E_UNSUPPORTED for another major version.
 */
RAP_MUST_CHECK rap_status rap_chunk_parse(const void *bytes, size_t length, const rap_chunk_head **head,
                                          const rap_chunk **chunks, rap_error *err);

/** Checks the bytes of a chunk against its hash. RAP_E_FORMAT. */
RAP_MUST_CHECK rap_status rap_chunk_check(const void *bytes, const rap_chunk *chunk, rap_error *err);

/** A container being written: declare the number of chunks, then begin, add, end for each of them. */
typedef struct rap_chunk_writer rap_chunk_writer;

RAP_MUST_CHECK rap_status rap_chunk_writer_open(const char *path, uint32_t n_chunks, rap_chunk_writer **out,
                                                rap_error *err);
RAP_MUST_CHECK rap_status rap_chunk_begin(rap_chunk_writer *writer, const char id[4], uint32_t width,
                                          rap_error *err);
RAP_MUST_CHECK rap_status rap_chunk_add(rap_chunk_writer *writer, const void *data, size_t length,
                                        rap_error *err);
void rap_chunk_end(rap_chunk_writer *writer);

/** Puts header and table in, flushes and renames. Frees the writer, also on failure. */
RAP_MUST_CHECK rap_status rap_chunk_writer_commit(rap_chunk_writer *writer, rap_error *err);
/** Leaves nothing behind. NULL is fine. */
void rap_chunk_writer_abort(rap_chunk_writer *writer);

#endif
