// SPDX-License-Identifier: Apache-2.0
/*
 * feed - a file as blocks of whole lines, inflated on the way where it is gzip.
 *
 * Gzip is known by its magic bytes, not by the name (snapshot parts end in .gz, .jsonl.gz or nothing). Multi-member
 * files are read through; the CRC of every member is checked; a file that ends inside a member is an error with the
 * position; so is anything but zero bytes behind the last member. A UTF-8 byte order mark at the start is left out
 * (but counted in offsets). Memory is a fixed block (grown up to the longest line, at most RAP_LINE_MAX). After each
 * block at least RAP_FEED_PADDING readable bytes follow, so that vector code may look past the end. Messages name the
 * file.
 */
#ifndef RAP_SCAN_FEED_H
#define RAP_SCAN_FEED_H

#include "base/text.h"

#define RAP_FEED_PADDING 64
#define RAP_LINE_MAX (UINT64_C(64) << 20) /**< a longer line is skipped and reported, not an error */

typedef struct rap_feed rap_feed;

/** One block of whole lines: every line ends in '\n', but the last of the file may lack it. */
typedef struct rap_block {
    rap_span text;
    uint64_t offset;     /**< of text in the inflated stream */
    uint64_t first_line; /**< number of its first line, from 1 */
    uint64_t too_long;   /**< lines over RAP_LINE_MAX left out just before, which count in numbers */
} rap_block;

/** Opens a file, or standard input for "-". RAP_E_IO. */
RAP_MUST_CHECK rap_status rap_feed_open(const char *path, rap_feed **out, rap_error *err);
void rap_feed_close(rap_feed *feed);

/**
 * The next block, valid until the next call; an empty text at the end (too_long may be set there, too). RAP_E_IO,
 * RAP_E_FORMAT (byte set: in the file as stored).
 */
RAP_MUST_CHECK rap_status rap_feed_next(rap_feed *feed, rap_block *out, rap_error *err);

/** Behind a block: how many newlines it has, for a reader who went through them. They need not be counted again then. */
void rap_feed_told(rap_feed *feed, uint64_t lines);

/**
 * Before the first block: reads on to inflated offset `offset`, the start of a line whose number is `line`, and gives
 * blocks from there (for a resume). RAP_E_FORMAT where no line begins there: the file has changed.
 */
RAP_MUST_CHECK rap_status rap_feed_skip(rap_feed *feed, uint64_t offset, uint64_t line, rap_error *err);

/** Bytes of the file read so far, as stored (for progress). */
uint64_t rap_feed_consumed(const rap_feed *feed);

/** Hash (XXH3, 64 bits) over all stored bytes, valid after the end. */
uint64_t rap_feed_hash(const rap_feed *feed);

#endif
