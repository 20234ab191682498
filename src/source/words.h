// SPDX-License-Identifier: Apache-2.0
/*
 * words - subjects that have been named, with their texts: two words that come to the same number are told apart by them.
 */
#ifndef RAP_SOURCE_WORDS_H
#define RAP_SOURCE_WORDS_H

#include "base/keep.h"
#include "cube/index.h"
#include "cube/subject.h"

typedef struct rap_known_word {
    rap_subject node;
    const char *text;
} rap_known_word;

/** All zero is empty. */
typedef struct rap_words {
    rap_index index;
    size_t n, room;
    rap_known_word *words;
    rap_keep texts;
} rap_words;

/** The text of a subject, borrowed, or NULL. */
const char *rap_words_find(const rap_words *words, rap_subject node);
/** Adds a subject that is not there yet; the text is copied. RAP_E_MEMORY. */
RAP_MUST_CHECK rap_status rap_words_add(rap_words *words, rap_subject node, rap_span text, rap_error *err);
/** True where both are the same but for the case of Latin letters. */
bool rap_words_same(rap_span word, const char *text);
/** Forgets all, and keeps the memory of the index. */
void rap_words_clear(rap_words *words);
void rap_words_release(rap_words *words);

#endif
