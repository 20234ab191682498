// SPDX-License-Identifier: Apache-2.0
#include "base/keep.h"

#include <string.h>

#include "base/alloc.h"

typedef struct block {
    struct block *next;
    max_align_t data[];
} block;

void *rap_keep_new(rap_keep *keep, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX - sizeof(block)) return NULL;
    block *b = rap_alloc(1, sizeof *b + bytes);
    if (!b) return NULL;
    b->next = keep->blocks;
    keep->blocks = b;
    return b->data;
}

const char *rap_keep_text(rap_keep *keep, rap_span text)
{
    char *copy = rap_keep_new(keep, text.length + 1, 1);
    if (copy && text.length) memcpy(copy, text.data, text.length);
    return copy;
}

bool rap_keep_more(rap_keep *keep, void *array, size_t n, size_t size)
{
    if (n & (n - 1)) return true; /* arrays grow at 0, 1, 2, 4, ... elements to twice that */
    void *old, *grown = n > SIZE_MAX / 2 ? NULL : rap_keep_new(keep, n ? 2 * n : 1, size);
    if (!grown) return false;
    memcpy(&old, array, sizeof old);
    if (n) memcpy(grown, old, n * size);
    memcpy(array, &grown, sizeof grown);
    return true;
}

void rap_keep_release(rap_keep *keep)
{
    block *b = keep->blocks;
    while (b) {
        block *next = b->next;
        rap_free(b);
        b = next;
    }
    keep->blocks = NULL;
}
