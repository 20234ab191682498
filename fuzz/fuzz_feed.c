// SPDX-License-Identifier: Apache-2.0
/*
 * Any bytes as a stored file, plain or gzip. Blocks are whole lines with true offsets and numbers, and a resume at the
 * start of any block gives what followed.
 */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "scan/feed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(promise)                                                                                     \
    do {                                                                                                     \
        if (!(promise)) __builtin_trap();                                                                    \
    } while (0)

/* Reads on to the end; the text, and where the last line of the last block begins. */
static rap_status read_all(rap_feed *feed, rap_text *text, uint64_t *offset, uint64_t *line)
{
    rap_error err;
    for (uint64_t expected = 0;;) {
        rap_block block;
        rap_status status = rap_feed_next(feed, &block, &err);
        if (status != RAP_OK) REQUIRE(status == RAP_E_FORMAT && err.has_byte);
        if (status != RAP_OK || block.text.length == 0) return status;
        REQUIRE(expected == 0 || block.offset == expected);
        expected = block.offset + block.text.length;
        *offset = block.offset;
        *line = block.first_line;
        rap_text_add(text, block.text.data, block.text.length);
        const char *end = block.text.data + block.text.length, *from = block.text.data, *newline;
        while ((newline = memchr(from, '\n', (size_t)(end - from))) && newline + 1 < end) {
            from = newline + 1;
            *offset = block.offset + (uint64_t)(from - block.text.data);
            ++*line;
        }
    }
}

static void resume(const char *path, const rap_text *text, uint64_t offset, uint64_t line)
{
    rap_feed *feed;
    rap_text rest = {0};
    uint64_t at = 0, last = 0;
    if (rap_feed_open(path, &feed, NULL) != RAP_OK) return;
    REQUIRE(rap_feed_skip(feed, offset, line, NULL) == RAP_OK);
    REQUIRE(read_all(feed, &rest, &at, &last) == RAP_OK);
    REQUIRE(last == line && rest.length <= text->length);
    REQUIRE(memcmp(rap_text_get(&rest), text->data + text->length - rest.length, rest.length) == 0);
    rap_feed_close(feed);
    rap_text_release(&rest);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    int fd = memfd_create("fuzz_feed", MFD_CLOEXEC);
    if (fd < 0) return 0;
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    rap_feed *feed;
    rap_text text = {0};
    uint64_t offset = 0, line = 0;
    if (write(fd, data, size) == (ssize_t)size && rap_feed_open(path, &feed, NULL) == RAP_OK) {
        rap_status status = read_all(feed, &text, &offset, &line);
        if (status == RAP_OK) REQUIRE(rap_feed_consumed(feed) == size);
        rap_feed_close(feed);
        if (status == RAP_OK && text.length && offset) resume(path, &text, offset, line);
    }
    close(fd);
    rap_text_release(&text);
    return 0;
}
