// SPDX-License-Identifier: Apache-2.0
/* texts - a hash table over texts that stand one behind the other. */
#include "source/texts.h"

#include <string.h>
#include <xxhash.h>

#include "base/alloc.h"

void rap_texts_release(rap_texts *texts)
{
    rap_free(texts->bytes);
    rap_free(texts->places);
    rap_free(texts->slots);
    *texts = (rap_texts){.limit = texts->limit};
}

/* The slot of a text: its own, or the free one where it belongs. */
static uint32_t *slot_of(const rap_texts *texts, uint32_t *slots, size_t n_slots, rap_span text)
{
    size_t at = (size_t)XXH3_64bits(text.data, text.length) & (n_slots - 1);
    for (; slots[at]; at = (at + 1) & (n_slots - 1)) {
        rap_span other = rap_texts_get(texts, slots[at] - 1);
        if (other.length == text.length && memcmp(other.data, text.data, text.length) == 0) break;
    }
    return &slots[at];
}

static bool widen(rap_texts *texts)
{
    size_t n_slots = texts->n_slots ? texts->n_slots * 2 : 64;
    uint32_t *slots = rap_alloc(n_slots, sizeof *slots);
    if (!slots) return false;
    for (size_t i = 0; i < texts->n; i++) *slot_of(texts, slots, n_slots, rap_texts_get(texts, i)) = (uint32_t)i + 1;
    rap_free(texts->slots);
    texts->slots = slots;
    texts->n_slots = n_slots;
    return true;
}

static rap_status make_room(rap_texts *texts, size_t length)
{
    size_t each = sizeof *texts->places + 4 * sizeof *texts->slots; /* of the table, up to four slots a text */
    if (length > texts->limit || texts->used + (texts->n + 1) * each > texts->limit - length || texts->n == UINT32_MAX - 1)
        return RAP_E_FORMAT;
    bool made = (texts->n < texts->n_slots / 2 || widen(texts)) &&
                rap_reserve(&texts->bytes, &texts->byte_room, texts->used + length + 1, 1) &&
                rap_reserve(&texts->places, &texts->place_room, texts->n + 1, sizeof *texts->places);
    return made ? RAP_OK : RAP_E_MEMORY;
}

uint32_t rap_texts_number(rap_texts *texts, rap_span text)
{
    if (texts->n_slots && texts->status == RAP_OK) {
        uint32_t found = *slot_of(texts, texts->slots, texts->n_slots, text);
        if (found) return found - 1;
    }
    if (texts->status == RAP_OK) texts->status = make_room(texts, text.length);
    if (texts->status != RAP_OK) return 0;
    uint32_t *slot = slot_of(texts, texts->slots, texts->n_slots, text);
    if (text.length) memcpy(texts->bytes + texts->used, text.data, text.length);
    texts->places[texts->n] = (rap_text_place){texts->used, text.length};
    texts->used += text.length;
    *slot = (uint32_t)++texts->n;
    return *slot - 1;
}
