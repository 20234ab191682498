// SPDX-License-Identifier: Apache-2.0
/*
 * alloc - the one door to the heap, so that a test can make the n-th allocation fail.
 *
 * Sizes are given as count times element size and checked for overflow. All return NULL on failure;
 * callers turn that into rap_fail_memory().
 */
#ifndef RAP_BASE_ALLOC_H
#define RAP_BASE_ALLOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** `count * size` zeroed bytes; NULL where that overflows or memory is short. Never NULL for 0. */
void *rap_alloc(size_t count, size_t size);

/** Resizes to `count * size` bytes; the old block stays valid on failure. */
void *rap_realloc(void *block, size_t count, size_t size);

void rap_free(void *block);

/** A NUL-terminated copy of `length` bytes. */
char *rap_strndup(const char *text, size_t length);

/**
 * Makes room for `want` elements in a growing array: `*array` and `*capacity` are updated together.
 * Returns false, with both unchanged, where memory is short.
 */
bool rap_reserve(void *array, size_t *capacity, size_t want, size_t size);

/** Test hook: the n-th allocation from now on (from 1) fails, once; 0 switches it off. */
void rap_alloc_fail_after(uint64_t n);

#endif
