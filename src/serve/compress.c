// SPDX-License-Identifier: Apache-2.0
#include "serve/compress.h"

#include <isa-l/igzip_lib.h>

#include "base/alloc.h"

/* The stream's state is large (it holds the window), so it lives on the heap. */
typedef struct work {
    struct isal_zstream stream;
    uint8_t level[ISAL_DEF_LVL1_DEFAULT];
} work;

bool rap_compress(rap_text *text)
{
    if (text->failed || text->length < RAP_COMPRESS_LEAST || text->length > UINT32_MAX / 2) return false;
    work *w = rap_alloc(1, sizeof *w);
    rap_text packed = {.data = rap_alloc(text->length, 1), .capacity = text->length};
    bool gained = false;
    if (w && packed.data) {
        isal_deflate_stateless_init(&w->stream);
        w->stream.gzip_flag = IGZIP_GZIP;
        w->stream.level = 1;
        w->stream.level_buf = w->level;
        w->stream.level_buf_size = sizeof w->level;
        w->stream.end_of_stream = 1;
        w->stream.next_in = (uint8_t *)text->data;
        w->stream.avail_in = (uint32_t)text->length;
        w->stream.next_out = (uint8_t *)packed.data;
        w->stream.avail_out = (uint32_t)text->length; /* what is not smaller does not fit */
        gained = isal_deflate_stateless(&w->stream) == COMP_OK;
        packed.length = w->stream.total_out;
    }
    rap_free(w);
    if (!gained) {
        rap_text_release(&packed);
        return false;
    }
    rap_text_release(text);
    *text = packed;
    return true;
}
