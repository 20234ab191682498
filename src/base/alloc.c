// SPDX-License-Identifier: Apache-2.0
#include "base/alloc.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* Counts down to the allocation that is to fail; 0 means never. Only tests set it. */
static _Atomic uint64_t fail_after;

static bool must_fail(void)
{
    uint64_t left = atomic_load_explicit(&fail_after, memory_order_relaxed);
    if (left == 0) return false;
    atomic_store_explicit(&fail_after, left - 1, memory_order_relaxed);
    return left == 1;
}

void rap_alloc_fail_after(uint64_t n)
{
    atomic_store_explicit(&fail_after, n, memory_order_relaxed);
}

void *rap_alloc(size_t count, size_t size)
{
    if (must_fail()) return NULL;
    return calloc(count ? count : 1, size ? size : 1);
}

void *rap_realloc(void *block, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || must_fail()) return NULL;
    return realloc(block, bytes ? bytes : 1);
}

void rap_free(void *block)
{
    free(block);
}

char *rap_strndup(const char *text, size_t length)
{
    char *copy = length == SIZE_MAX ? NULL : rap_alloc(length + 1, 1);
    if (copy) memcpy(copy, text, length);
    return copy;
}

bool rap_reserve(void *array, size_t *capacity, size_t want, size_t size)
{
    if (want <= *capacity) return true;
    size_t grown = *capacity > SIZE_MAX / 2 ? want : *capacity * 2;
    if (grown < want) grown = want;
    if (grown < 16) grown = 16;
    void *block;
    memcpy(&block, array, sizeof block);
    block = rap_realloc(block, grown, size);
    if (!block) return false;
    memcpy(array, &block, sizeof block);
    *capacity = grown;
    return true;
}
