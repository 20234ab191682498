// SPDX-License-Identifier: Apache-2.0
/*
 * heap - the least of many sorted sources: a binary heap of source numbers.
 *
 * The caller moves the source at the top (heap.at[0]) on and then calls rap_heap_sink(), or rap_heap_drop() where
 * that source has ended.
 */
#ifndef RAP_CUBE_HEAP_H
#define RAP_CUBE_HEAP_H

#include <stddef.h>
#include <stdint.h>

/** Order of what two sources have in front. */
typedef int (*rap_heap_fn)(const void *arg, uint32_t a, uint32_t b);

typedef struct rap_heap {
    uint32_t *at;
    size_t n;
    rap_heap_fn compare;
    const void *arg;
} rap_heap;

/** Puts the top where it belongs after it has grown. */
static inline void rap_heap_sink(rap_heap *heap)
{
    size_t i = 0;
    for (;;) {
        size_t child = 2 * i + 1;
        if (child >= heap->n) return;
        if (child + 1 < heap->n && heap->compare(heap->arg, heap->at[child + 1], heap->at[child]) < 0) child++;
        if (heap->compare(heap->arg, heap->at[i], heap->at[child]) <= 0) return;
        uint32_t other = heap->at[i];
        heap->at[i] = heap->at[child];
        heap->at[child] = other;
        i = child;
    }
}

/** Removes the top. */
static inline void rap_heap_drop(rap_heap *heap)
{
    heap->at[0] = heap->at[--heap->n];
    rap_heap_sink(heap);
}

/** Adds a source. */
static inline void rap_heap_add(rap_heap *heap, uint32_t source)
{
    size_t i = heap->n++;
    for (; i > 0 && heap->compare(heap->arg, source, heap->at[(i - 1) / 2]) < 0; i = (i - 1) / 2)
        heap->at[i] = heap->at[(i - 1) / 2];
    heap->at[i] = source;
}

#endif
