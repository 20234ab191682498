// SPDX-License-Identifier: Apache-2.0
/*
 * Blocks are cut behind the last newline that was read; what follows it, the beginning of a line, is carried to the
 * front of the buffer before the next block is read behind it. BLOCK_BYTES is small enough that a block is still in
 * the second-level cache when its lines are read, and grows only for a line that does not fit.
 */
#include "scan/feed.h"

#include <string.h>

#include "base/alloc.h"
#include "scan/stream.h"

#define BLOCK_BYTES ((size_t)1 << 19)
#define CAPACITY_MAX ((size_t)RAP_LINE_MAX + 1) /* the longest line and its newline */

struct rap_feed {
    rap_stream *stream;
    char *path;
    char *text; /* capacity bytes, then padding that is always zero or text */
    size_t capacity;
    size_t given, used; /* text: the block given last, then the carry up to used */
    uint64_t offset;    /* of text[0] in the inflated stream */
    uint64_t line;      /* number of the line that begins at text[given]; before `uncounted`, at text[0] */
    bool uncounted;     /* the lines of the block given last are not in `line` yet */
    bool ended;
};

static bool grow(rap_feed *feed)
{
    size_t wider = feed->capacity ? feed->capacity * 2 : BLOCK_BYTES;
    if (wider > CAPACITY_MAX) wider = CAPACITY_MAX;
    char *text = rap_realloc(feed->text, wider + RAP_FEED_PADDING, 1);
    if (!text) return false;
    memset(text + feed->used, 0, wider + RAP_FEED_PADDING - feed->used);
    feed->text = text;
    feed->capacity = wider;
    return true;
}

rap_status rap_feed_open(const char *path, rap_feed **out, rap_error *err)
{
    rap_feed *feed = rap_alloc(1, sizeof *feed);
    if (!feed) return rap_fail_memory(err);
    feed->line = 1;
    feed->path = rap_strndup(path, strlen(path));
    rap_status status =
        feed->path && grow(feed) ? rap_stream_open(path, &feed->stream, err) : rap_fail_memory(err);
    if (status != RAP_OK) {
        rap_feed_close(feed);
        return status;
    }
    *out = feed;
    return RAP_OK;
}

void rap_feed_close(rap_feed *feed)
{
    if (!feed) return;
    rap_stream_close(feed->stream);
    rap_free(feed->path);
    rap_free(feed->text);
    rap_free(feed);
}

/* Reads once behind what is there: up to a whole block, or all the room where a long line is being gathered. */
static rap_status fill(rap_feed *feed, rap_error *err)
{
    size_t until = feed->used < BLOCK_BYTES ? BLOCK_BYTES : feed->capacity, got;
    RAP_TRY(rap_stream_read(feed->stream, feed->text + feed->used, until - feed->used, &got, err));
    feed->used += got;
    if (got == 0) feed->ended = true;
    return RAP_OK;
}

/* Forgets the first `length` bytes of the buffer. */
static void drop(rap_feed *feed, size_t length)
{
    feed->used -= length;
    memmove(feed->text, feed->text + length, feed->used);
    feed->offset += length;
}

/* The buffer is full of one line: forgets it up to and with its newline. */
static rap_status drop_line(rap_feed *feed, rap_error *err)
{
    const char *newline = NULL;
    while (!newline && !feed->ended) {
        drop(feed, feed->used);
        RAP_TRY(fill(feed, err));
        newline = memchr(feed->text, '\n', feed->used);
    }
    drop(feed, newline ? (size_t)(newline - feed->text) + 1 : feed->used);
    feed->line++;
    return RAP_OK;
}

static uint64_t count_lines(const char *at, const char *end)
{
    uint64_t lines = 0;
    for (; at < end && (at = memchr(at, '\n', (size_t)(end - at))); at++) lines++;
    return lines;
}

/* A byte order mark at the front of the file, where the buffer still holds it. */
static bool at_mark(const rap_feed *feed, size_t length)
{
    return feed->offset == 0 && length >= 3 && memcmp(feed->text, "\xEF\xBB\xBF", 3) == 0;
}

static rap_block give(rap_feed *feed, size_t length, uint64_t too_long)
{
    rap_block block = {{feed->text, length}, feed->offset, feed->line, too_long};
    if (at_mark(feed, length)) {
        block.text = (rap_span){feed->text + 3, length - 3};
        block.offset = 3;
    }
    feed->given = length;
    feed->uncounted = true;
    return block;
}

void rap_feed_told(rap_feed *feed, uint64_t lines)
{
    if (feed->uncounted) feed->line += lines;
    feed->uncounted = false;
}

rap_status rap_feed_next(rap_feed *feed, rap_block *out, rap_error *err)
{
    if (feed->uncounted) rap_feed_told(feed, count_lines(feed->text, feed->text + feed->given));
    drop(feed, feed->given);
    feed->given = 0;
    uint64_t too_long = 0;
    size_t searched = feed->used; /* the carry has no newline */
    while (!feed->ended) {
        RAP_TRY(fill(feed, err));
        const char *newline = memrchr(feed->text + searched, '\n', feed->used - searched);
        if (newline) {
            *out = give(feed, (size_t)(newline - feed->text) + 1, too_long);
            return RAP_OK;
        }
        searched = feed->used;
        if (feed->used < feed->capacity) continue;
        if (feed->capacity < CAPACITY_MAX) {
            if (!grow(feed)) return rap_fail_memory(err);
        } else {
            RAP_TRY(drop_line(feed, err));
            too_long++;
            searched = 0;
        }
    }
    *out = give(feed, feed->used, too_long);
    return RAP_OK;
}

static rap_status changed(const rap_feed *feed, uint64_t offset, rap_error *err)
{
    return rap_fail(err, RAP_E_FORMAT,
                    "%s: no line begins at byte %llu of the text, where an earlier run stopped: the "
                    "file has changed; start anew",
                    feed->path, (unsigned long long)offset);
}

rap_status rap_feed_skip(rap_feed *feed, uint64_t offset, uint64_t line, rap_error *err)
{
    char last = '\n';
    while (feed->offset + feed->used < offset) {
        drop(feed, feed->used);
        RAP_TRY(fill(feed, err));
        if (feed->ended) return changed(feed, offset, err);
        last = feed->text[feed->used - 1];
    }
    if (offset < feed->offset) return changed(feed, offset, err);
    size_t before = (size_t)(offset - feed->offset);
    if (before) last = before == 3 && at_mark(feed, before) ? '\n' : feed->text[before - 1];
    drop(feed, before);
    if (last != '\n' && feed->used == 0) RAP_TRY(fill(feed, err));
    if (last != '\n' && !feed->ended) return changed(feed, offset, err);
    feed->line = line;
    return RAP_OK;
}

uint64_t rap_feed_consumed(const rap_feed *feed)
{
    return rap_stream_consumed(feed->stream);
}

uint64_t rap_feed_hash(const rap_feed *feed)
{
    return rap_stream_hash(feed->stream);
}
