// SPDX-License-Identifier: Apache-2.0
/*
 * index - finds entries of an array by hash: open addressing, linear probing, 8 bytes a slot.
 *
 * A slot holds 32 bits of the hash and the entry's number plus one (0 = empty). So a probe meets an entry only
 * where 32 bits agree, and the table grows without a look at the entries. The caller keeps the entries and compares:
 *
 *     for (rap_probe p = rap_probe_start(index, hash); rap_probe_next(index, &p, &entry);)
 *         if (entries[entry] is the one) return entry;
 */
#ifndef RAP_CUBE_INDEX_H
#define RAP_CUBE_INDEX_H

#include <string.h>

#include "base/alloc.h"

#define RAP_INDEX_MAX (UINT32_MAX - 1) /**< entries an index can tell apart */

typedef struct rap_index {
    uint64_t *slots;
    size_t n_slots; /**< a power of two, or 0 */
    size_t used;
} rap_index;

typedef struct rap_probe {
    size_t slot;
    uint32_t tag;
} rap_probe;

static inline rap_probe rap_probe_start(const rap_index *index, uint64_t hash)
{
    uint32_t tag = (uint32_t)hash;
    return (rap_probe){index->n_slots ? tag & (index->n_slots - 1) : 0, tag};
}

/** Asks for the first slot of a hash before it is needed. */
static inline void rap_probe_fetch(const rap_index *index, uint64_t hash)
{
    if (index->n_slots) __builtin_prefetch(&index->slots[(uint32_t)hash & (index->n_slots - 1)], 1);
}

/** The next entry whose tag agrees; false at the end of the run. */
static inline bool rap_probe_next(const rap_index *index, rap_probe *probe, uint32_t *entry)
{
    if (index->n_slots == 0) return false;
    for (;;) {
        uint64_t slot = index->slots[probe->slot];
        if (slot == 0) return false;
        probe->slot = (probe->slot + 1) & (index->n_slots - 1);
        if (slot >> 32 != probe->tag) continue;
        *entry = (uint32_t)slot - 1;
        return true;
    }
}

static inline void rap_index_put(uint64_t *slots, size_t n_slots, uint64_t value)
{
    size_t slot = (size_t)(value >> 32) & (n_slots - 1);
    while (slots[slot] != 0) slot = (slot + 1) & (n_slots - 1);
    slots[slot] = value;
}

/** Adds an entry that is not there. rap_index_reserve() must have made room. */
static inline void rap_index_add(rap_index *index, uint64_t hash, uint32_t entry)
{
    rap_index_put(index->slots, index->n_slots, (uint64_t)(uint32_t)hash << 32 | (entry + 1));
    index->used++;
}

/** Makes room for `more` entries: at most two thirds of the slots are used. */
static inline bool rap_index_reserve(rap_index *index, size_t more)
{
    size_t want = index->used + more, n = index->n_slots ? index->n_slots : 64;
    if (want > RAP_INDEX_MAX) return false;
    while (want > n / 3 * 2) n *= 2;
    if (n == index->n_slots) return true;
    uint64_t *slots = rap_alloc(n, sizeof *slots);
    if (!slots) return false;
    for (size_t i = 0; i < index->n_slots; i++)
        if (index->slots[i] != 0) rap_index_put(slots, n, index->slots[i]);
    rap_free(index->slots);
    index->slots = slots;
    index->n_slots = n;
    return true;
}

static inline void rap_index_clear(rap_index *index)
{
    if (index->used) memset(index->slots, 0, index->n_slots * sizeof *index->slots);
    index->used = 0;
}

static inline void rap_index_release(rap_index *index)
{
    rap_free(index->slots);
    *index = (rap_index){0};
}

#endif
