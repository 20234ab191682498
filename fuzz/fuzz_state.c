// SPDX-License-Identifier: Apache-2.0
/* Any lines as the journal of an ingest: refused, or a state that stays within its bounds. */
#include <stdint.h>

#include "source/state.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rap_state state;
    rap_span rest = {(const char *)data, size}, line;
    if (rap_state_init(&state, 3, NULL) != RAP_OK) __builtin_trap();
    while (rap_span_next(&rest, '\n', &line) && rap_state_apply(&state, "folder", line, NULL) == RAP_OK) continue;
    for (size_t i = 0; i < state.n_files; i++)
        if (state.files[i].n_notes > (size_t)RAP_REJECT_NOTES * RAP_REJECT_END) __builtin_trap();
    rap_state_release(&state);
    return 0;
}
