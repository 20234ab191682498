// SPDX-License-Identifier: Apache-2.0
/* gzip - makes gzip members in memory, for tests of readers. */
#ifndef RAP_TESTS_GZIP_H
#define RAP_TESTS_GZIP_H

#include <isa-l/igzip_lib.h>
#include <stdlib.h>

#include "base/text.h"

/** Adds `length` bytes as one gzip member to `out`. */
static inline void gzip_member(const char *data, size_t length, rap_text *out)
{
    size_t room = length + length / 8 + 4096;
    char *packed = malloc(room);
    if (!packed) abort();
    struct isal_zstream stream = {0};
    isal_deflate_stateless_init(&stream);
    stream.gzip_flag = IGZIP_GZIP;
    stream.end_of_stream = 1;
    stream.next_in = (uint8_t *)(uintptr_t)data;
    stream.avail_in = (uint32_t)length;
    stream.next_out = (uint8_t *)packed;
    stream.avail_out = (uint32_t)room;
    if (isal_deflate_stateless(&stream) != COMP_OK) abort();
    rap_text_add(out, packed, stream.total_out);
    free(packed);
}

#endif
