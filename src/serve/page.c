// SPDX-License-Identifier: Apache-2.0
#include "serve/page.h"

#include <string.h>

#include <isa-l/igzip_lib.h>

#include "base/alloc.h"

const rap_page_file *rap_page_find(const char *name)
{
    for (const rap_page_file *file = rap_page_files; file->name; file++)
        if (strcmp(file->name, name) == 0) return file;
    return NULL;
}

/* The stream's state is large (it holds the window), so it lives on the heap. */
static rap_status inflate(const rap_page_file *file, unsigned char *to, rap_error *err)
{
    struct inflate_state *state = rap_alloc(1, sizeof *state);
    if (!state) return rap_fail_memory(err);
    isal_inflate_init(state);
    state->crc_flag = ISAL_GZIP;
    state->next_in = (unsigned char *)file->data; /* ISA-L reads only */
    state->avail_in = (uint32_t)file->length;
    state->next_out = to;
    state->avail_out = (uint32_t)file->plain;
    int result = isal_inflate(state);
    bool whole = result == ISAL_DECOMP_OK && state->total_out == file->plain;
    rap_free(state);
    return whole ? RAP_OK : rap_fail(err, RAP_E_FORMAT, "the file '%s' of the page is damaged in the program", file->name);
}

rap_status rap_page_put(rap_text *out, const rap_page_file *file, bool packed, rap_error *err)
{
    if (packed) {
        rap_text_add(out, (const char *)file->data, file->length);
        return RAP_OK;
    }
    unsigned char *plain = rap_alloc(file->plain + 1, 1);
    if (!plain) return rap_fail_memory(err);
    rap_status status = inflate(file, plain, err);
    if (status == RAP_OK) rap_text_add(out, (const char *)plain, file->plain);
    rap_free(plain);
    return status;
}
