// SPDX-License-Identifier: Apache-2.0
/*
 * padded - a copy of some text at the very end of its own memory: the promised padding follows, then nothing, so that
 * a reader that looks further is caught by the address sanitizer or valgrind. The padding is full of quotes and brackets.
 */
#ifndef RAP_TESTS_PADDED_H
#define RAP_TESTS_PADDED_H

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "scan/skip.h"

/** Give it back with padded_free(). */
static inline rap_span padded(const char *text, size_t length)
{
    static const char junk[] = "\"}]\\{[\"]}";
    char *copy = malloc(length + RAP_SKIP_PADDING);
    if (!copy) abort();
    if (length) memcpy(copy, text, length);
    for (size_t i = 0; i < RAP_SKIP_PADDING; i++) copy[length + i] = junk[i % (sizeof junk - 1)];
    return (rap_span){copy, length};
}

static inline void padded_free(rap_span text)
{
    free((void *)(uintptr_t)text.data);
}

#endif
