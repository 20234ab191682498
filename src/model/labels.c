// SPDX-License-Identifier: Apache-2.0
#include "model/labels.h"

#include <limits.h>
#include <string.h>
#include <xxhash.h>

#include "base/alloc.h"

void rap_labels_release(rap_labels *names)
{
    for (size_t i = 0; i < names->n; i++) {
        rap_free(names->at[i].label);
        rap_free(names->at[i].title);
        rap_free(names->at[i].unit);
    }
    rap_free(names->at);
    rap_free(names->slots);
    *names = (rap_labels){0};
}

/* The slot of a label, or the free one where it would stand. There is always a free one. */
static size_t slot_of(const rap_labels *names, rap_span label)
{
    size_t slot = (size_t)XXH3_64bits(label.data, label.length) & (names->n_slots - 1);
    while (names->slots[slot] && !rap_span_is(label, names->at[names->slots[slot] - 1].label))
        slot = (slot + 1) & (names->n_slots - 1);
    return slot;
}

size_t rap_labels_find(const rap_labels *names, rap_span label)
{
    if (names->n == 0) return SIZE_MAX;
    uint32_t found = names->slots[slot_of(names, label)];
    return found ? found - 1 : SIZE_MAX;
}

/* At least half of the slots stay free. */
static bool make_room(rap_labels *names)
{
    if (!rap_reserve(&names->at, &names->capacity, names->n + 1, sizeof *names->at)) return false;
    if (names->n_slots >= 2 * (names->n + 1)) return true;
    size_t wider = names->n_slots ? 2 * names->n_slots : 64;
    uint32_t *slots = rap_alloc(wider, sizeof *slots);
    if (!slots) return false;
    rap_free(names->slots);
    names->slots = slots;
    names->n_slots = wider;
    for (size_t i = 0; i < names->n; i++)
        names->slots[slot_of(names, rap_span_of(names->at[i].label))] = (uint32_t)(i + 1);
    return true;
}

rap_status rap_labels_add(rap_labels *names, rap_span label, size_t *out, rap_error *err)
{
    size_t found = rap_labels_find(names, label);
    if (found != SIZE_MAX) {
        *out = found;
        return RAP_OK;
    }
    if (names->n >= INT_MAX - 1) return rap_fail(err, RAP_E_UNSUPPORTED, "more than 2147483646 names");
    char *copy = make_room(names) ? rap_strndup(label.data, label.length) : NULL;
    if (!copy) return rap_fail_memory(err);
    names->at[names->n] = (rap_label){.label = copy};
    *out = names->n++;
    names->slots[slot_of(names, label)] = (uint32_t)names->n;
    return RAP_OK;
}

const char *rap_labels_show(const rap_labels *names, size_t index)
{
    const rap_label *name = &names->at[index];
    return name->title ? name->title : name->label;
}

const char *rap_labels_unit(const rap_labels *names, size_t index)
{
    return names->at[index].unit ? names->at[index].unit : "";
}
