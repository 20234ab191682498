// SPDX-License-Identifier: Apache-2.0
/*
 * sentence - an answer's main numbers as sentences.
 *
 * The words are fixed here, one template a question, and every number is one of the table's: a plan can choose what is said,
 * but not how it is said. What is undefined is left out of a sentence or said to be so.
 */
#ifndef RAP_QUERY_SENTENCE_H
#define RAP_QUERY_SENTENCE_H

#include "base/text.h"

/** True where answers of this question can be said in sentences. */
bool rap_sentence_has(const char *question);

/** Adds sentences, one a line, about the answer of `question`. None where the table has no rows. */
void rap_sentence_add(rap_text *out, const rap_catalog *catalog, const char *question, const rap_table *table);

#endif
