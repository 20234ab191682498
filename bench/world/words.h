// SPDX-License-Identifier: Apache-2.0
/* words - what made-up titles, abstracts, people and places are called. */
#ifndef WORLD_WORDS_H
#define WORLD_WORDS_H

#include "world/chance.h"

const char *word_of_text(chance *c);     /**< a word of an abstract */
const char *word_of_title(chance *c);    /**< as above, now and then with quotes, escapes, other scripts, markup */
const char *word_given_name(chance *c);
const char *word_family_name(chance *c);
const char *word_city(uint64_t number);  /**< always the same for a number */
const char *word_discipline(chance *c);
const char *word_journal(chance *c);
const char *word_concept(chance *c);
const char *word_mesh(chance *c);

#endif
