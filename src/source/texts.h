// SPDX-License-Identifier: Apache-2.0
/*
 * texts - each different text once, known by a number: 0, 1, 2, ... in order of appearance.
 *
 * Columns of Parquet give numbers, so a text that repeats is looked at once, and compared as a number. Failure is
 * sticky, for use where no status can be returned: see `status`.
 */
#ifndef RAP_SOURCE_TEXTS_H
#define RAP_SOURCE_TEXTS_H

#include "base/text.h"

typedef struct rap_text_place {
    size_t offset, length;
} rap_text_place;

typedef struct rap_texts {
    size_t limit;             /**< bytes of memory */
    rap_status status;        /**< not RAP_OK: a text could not be kept (RAP_E_MEMORY, RAP_E_FORMAT: over the limit) */
    char *bytes;
    rap_text_place *places;
    uint32_t *slots;          /**< hash table: number + 1, 0 = free */
    size_t n, used, byte_room, place_room, n_slots;
} rap_texts;

void rap_texts_release(rap_texts *texts);

/** The number of a text, a new one where it was not seen before; 0 after a failure. */
uint32_t rap_texts_number(rap_texts *texts, rap_span text);

/** The text of a number that was given; valid until the next new text. */
static inline rap_span rap_texts_get(const rap_texts *texts, uint64_t number)
{
    const rap_text_place *place = &texts->places[number];
    return (rap_span){texts->bytes + place->offset, place->length};
}

#endif
