// SPDX-License-Identifier: Apache-2.0
/* Any bytes as a table: read in memory and through a feed alike, refused with a text, and never without an end. */
#include <stdint.h>
#include <string.h>

#include "in_memory.h"
#include "scan/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* All rows and refusals as text. */
static void show(rap_csv *csv, size_t size, rap_text *out)
{
    for (size_t i = 0; i <= size + 1; i++) { /* every call but the last takes a byte at least */
        rap_csv_row row;
        rap_error err = {0};
        if (rap_csv_next(csv, &row, &err) != RAP_OK) {
            const char *text = strstr(err.text, ": ");
            if (!text) __builtin_trap();
            rap_text_puts(out, text);
            continue;
        }
        if (row.n == 0) return;
        rap_text_printf(out, "\n%llu", (unsigned long long)row.line);
        for (size_t f = 0; f < row.n; f++) {
            rap_text_puts(out, "|");
            rap_text_add(out, row.fields[f].data, row.fields[f].length);
        }
    }
    __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    rap_csv *csv;
    rap_text memory = {0}, stored = {0};
    if (size >= 2 && data[0] == 0x1F && data[1] == 0x8B) return 0; /* gzip only through the feed: fuzz_feed */
    if (rap_csv_open_text("memory", (rap_span){(const char *)data, size}, 0, &csv, NULL) != RAP_OK) abort();
    show(csv, size, &memory);
    rap_csv_close(csv);
    int file = in_memory(data, size, path);
    if (rap_csv_open(path, 0, &csv, NULL) != RAP_OK) abort();
    show(csv, size, &stored);
    rap_csv_close(csv);
    close(file);
    if (memory.length != stored.length || (memory.length && memcmp(memory.data, stored.data, memory.length) != 0)) __builtin_trap();
    rap_text_release(&memory);
    rap_text_release(&stored);
    return 0;
}
