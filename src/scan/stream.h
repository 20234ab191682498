// SPDX-License-Identifier: Apache-2.0
/*
 * stream - the text of a file, inflated where the file is gzip, with a hash over the bytes as stored.
 *
 * Gzip is known by its first two bytes. Members are read through one after the other, BGZF included; the checksum and
 * length of each are verified; zero bytes may follow the last one (tapes and some copiers pad), nothing else may.
 */
#ifndef RAP_SCAN_STREAM_H
#define RAP_SCAN_STREAM_H

#include "base/error.h"

typedef struct rap_stream rap_stream;

/** Opens a file, or standard input for "-". Messages name the file. RAP_E_IO, RAP_E_MEMORY. */
RAP_MUST_CHECK rap_status rap_stream_open(const char *path, rap_stream **out, rap_error *err);
void rap_stream_close(rap_stream *stream);

/**
 * Reads at least 1 and at most `room` bytes of text, room > 0; `*got` = 0 at the end. RAP_E_IO, RAP_E_FORMAT (byte set:
 * in the file as stored).
 */
RAP_MUST_CHECK rap_status rap_stream_read(rap_stream *stream, char *to, size_t room, size_t *got,
                                          rap_error *err);

/** Bytes of the file as stored that were read so far, and the hash (XXH3, 64 bits) over them. */
uint64_t rap_stream_consumed(const rap_stream *stream);
uint64_t rap_stream_hash(const rap_stream *stream);

#endif
