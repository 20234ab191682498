// SPDX-License-Identifier: Apache-2.0
/*
 * openalex_memo - texts of primary_topic that were read before, so that they need not be read again.
 *
 * There are some thousand topics and hundreds of millions of works: a topic stands in its works with the same bytes but
 * for its score. What these bytes mean was found when they were read first; where they are met again, comparing them is
 * all. Nothing is guessed: other bytes are read as ever. Only topics whose names were kept are remembered, so names need
 * not be.
 */
#ifndef RAP_SOURCE_OPENALEX_MEMO_H
#define RAP_SOURCE_OPENALEX_MEMO_H

#include "cube/subject.h"
#include "scan/json.h"

#define RAP_MEMO_TEXT 456 /**< bytes of a topic without its score; a longer one is not remembered */

/** One topic: its bytes before and behind the number that is its score. */
typedef struct rap_topic_memo {
    uint32_t number[RAP_LEVELS];
    uint16_t before, behind;
    bool kept; /**< its names were kept, so it may be used */
    char text[RAP_MEMO_TEXT];
} rap_topic_memo;

typedef struct rap_memo rap_memo;

/** NULL where memory is short. */
rap_memo *rap_memo_new(void);
void rap_memo_free(rap_memo *memo);

/** The topic `text` will be asked for soon: thousands of topics lie far from the processor. */
void rap_memo_expect(rap_memo *memo, rap_span text);

/** Takes a topic that is known, at the bracket where json is; NULL, and nothing is taken, where it is not. */
const rap_topic_memo *rap_memo_take(rap_memo *memo, rap_json *json);

/**
 * Remembers the topic `whole`, of which `score` (within it, or empty) is left out. Returns what is to be marked as kept,
 * or NULL where the topic is too long.
 */
rap_topic_memo *rap_memo_add(rap_memo *memo, rap_span whole, rap_span score, const uint64_t number[RAP_LEVELS]);

#endif
