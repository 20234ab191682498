// SPDX-License-Identifier: Apache-2.0
/* names - a hash table from nodes to their least names. */
#include "source/names.h"

#include "base/alloc.h"

struct rap_name {
    rap_subject node;
    char *text;
    size_t length;
};

void rap_names_release(rap_names *names)
{
    for (size_t i = 0; i < names->capacity; i++) rap_free(names->slots[i].text);
    rap_free(names->slots);
    *names = (rap_names){0};
}

static struct rap_name *slot_of(struct rap_name *slots, size_t capacity, rap_subject node)
{
    size_t at = (size_t)((node * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & (capacity - 1);
    while (slots[at].node != 0 && slots[at].node != node) at = (at + 1) & (capacity - 1);
    return &slots[at];
}

static bool make_room(rap_names *names)
{
    if (names->n < names->capacity / 2) return true;
    size_t capacity = names->capacity ? names->capacity * 2 : 64;
    struct rap_name *slots = rap_alloc(capacity, sizeof *slots);
    if (!slots) return false;
    for (size_t i = 0; i < names->capacity; i++)
        if (names->slots[i].node) *slot_of(slots, capacity, names->slots[i].node) = names->slots[i];
    rap_free(names->slots);
    names->slots = slots;
    names->capacity = capacity;
    return true;
}

rap_status rap_names_note(rap_names *names, rap_subject node, rap_span name, bool *fresh, rap_error *err)
{
    if (!make_room(names)) return rap_fail_memory(err);
    struct rap_name *slot = slot_of(names->slots, names->capacity, node);
    if (slot->node && rap_span_compare((rap_span){slot->text, slot->length}, name) <= 0) {
        *fresh = false;
        return RAP_OK;
    }
    char *text = rap_strndup(name.data, name.length);
    if (!text) return rap_fail_memory(err);
    names->n += slot->node == 0;
    names->bytes += name.length;
    names->bytes -= slot->length;
    rap_free(slot->text);
    *slot = (struct rap_name){node, text, name.length};
    *fresh = true;
    return RAP_OK;
}

size_t rap_names_bytes(const rap_names *names)
{
    return names->capacity * sizeof *names->slots + names->bytes;
}
