// SPDX-License-Identifier: Apache-2.0
/*
 * suggest - the name somebody probably meant: the nearest of the candidates that are tried one after the other.
 *
 * Distance counts insertions, deletions, exchanges and swaps of neighbours (optimal string alignment), letters in any
 * case. A candidate that begins with what was typed counts as near.
 */
#ifndef RAP_QUERY_SUGGEST_H
#define RAP_QUERY_SUGGEST_H

#include "base/text.h"

typedef struct rap_suggest {
    rap_span wanted;
    const char *best;    /**< NULL while nothing is near enough */
    size_t distance;     /**< of the best; before that, one more than what is near enough */
} rap_suggest;

/** Begins a search for `wanted`, which must outlive it. */
rap_suggest rap_suggest_init(rap_span wanted);

/** Tries a candidate (borrowed). On a tie the one tried first stays. NULL is passed over. */
void rap_suggest_try(rap_suggest *suggest, const char *candidate);

/** "; did you mean 'partners'?" in `out`, or an empty text; returns `out`. */
const char *rap_suggest_text(const rap_suggest *suggest, char *out, size_t size);

#endif
