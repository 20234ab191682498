// SPDX-License-Identifier: Apache-2.0
/*
 * words - a line of a plan as words: separated by blanks, "..." holds blanks together, [...] is one word.
 */
#ifndef RAP_QUERY_WORDS_H
#define RAP_QUERY_WORDS_H

#include "base/keep.h"

typedef struct rap_word {
    const char *text;  /**< without quotes and brackets */
    bool quoted;       /**< some of it stood in quotes: never a keyword */
    bool bracketed;    /**< what stood in [...], its quotes still there */
} rap_word;

typedef struct rap_words {
    size_t n;
    rap_word *at;
} rap_words;

/** Splits `text`, the rest of line `line`. RAP_E_FORMAT where a quote or bracket is not closed. */
RAP_MUST_CHECK rap_status rap_words_read(rap_keep *keep, rap_span text, uint64_t line, rap_words *out, rap_error *err);

/** True where word `i` is there and is this keyword: neither quoted nor bracketed. */
bool rap_words_is(const rap_words *words, size_t i, const char *keyword);

/** "name=value" as an option; a word without = has a NULL value. Texts live in `keep`. */
RAP_MUST_CHECK rap_status rap_word_option(rap_keep *keep, const rap_word *word, rap_option *out, rap_error *err);

#endif
