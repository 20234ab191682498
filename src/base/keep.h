// SPDX-License-Identifier: Apache-2.0
/*
 * keep - memory that lives as long as its owner: texts and arrays are taken from here one by one and given back together.
 */
#ifndef RAP_BASE_KEEP_H
#define RAP_BASE_KEEP_H

#include "base/text.h"

/** {0} is an empty one. */
typedef struct rap_keep {
    void *blocks;
} rap_keep;

/** `count * size` zeroed bytes; NULL where memory is short. */
void *rap_keep_new(rap_keep *keep, size_t count, size_t size);

/** A terminated copy; NULL where memory is short. */
const char *rap_keep_text(rap_keep *keep, rap_span text);

/**
 * Makes sure that `*array`, which holds `n` elements of `size` bytes and was only ever grown one by one by this function,
 * has room for one more. False, with `*array` unchanged, where memory is short.
 */
bool rap_keep_more(rap_keep *keep, void *array, size_t n, size_t size);

void rap_keep_release(rap_keep *keep);

#endif
