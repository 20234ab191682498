// SPDX-License-Identifier: Apache-2.0
/* Any bytes as a fact of the ledger, and as rows: a fact that is accepted has these bytes and no others. */
#include <stdint.h>

#include "source/encode.h"
#include "source/run.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void decode(rap_span bytes)
{
    rap_decoded decoded = {0};
    rap_text again = {0};
    if (rap_decode(bytes, &decoded, NULL) == RAP_OK) {
        if (decoded.left_out)
            rap_encode_left_out(decoded.left_out, &again);
        else
            rap_encode_fact(&decoded.fact, &again);
        if (rap_span_compare((rap_span){again.data, again.length}, bytes) != 0) __builtin_trap();
    }
    rap_text_release(&again);
    rap_decoded_release(&decoded);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rap_span rest = {(const char *)data, size}, name;
    rap_row row;
    rap_subject node;
    bool damaged = false;
    decode(rest);
    while (rap_row_next(&rest, &row, &damaged)) decode(row.fact);
    rest = (rap_span){(const char *)data, size};
    while (rap_row_next_name(&rest, &node, &name, &damaged))
        if (name.length > size) __builtin_trap();
    return 0;
}
