// SPDX-License-Identifier: Apache-2.0
/*
 * coded - subjects of tables: codes of the Harmonised System, and words.
 *
 * A code of the Harmonised System fills the levels chapter, heading and code (8507 60 -> 85, 8507, 850760), so that all of
 * a chapter is one range; the leading zero is the level's, which is 2, 4 or 6 digits wide. A word has the number that a
 * hash of its letters (in any case) gives at its level: the same in every cube, so merging never recodes it. Two words
 * with one number are told apart by who reads them: the second is refused.
 */
#ifndef RAP_CUBE_CODED_H
#define RAP_CUBE_CODED_H

#include "cube/schema.h"

/** How the subjects of a cube are written. */
typedef enum rap_subject_form { RAP_SUBJECT_NUMBERS, RAP_SUBJECT_HS, RAP_SUBJECT_WORDS } rap_subject_form;

/** Research has numbers; tables have HS codes where a level is called heading, and words otherwise. */
rap_subject_form rap_subject_form_of(const rap_schema *schema);

/** The path of an HS code of 2, 4 or 6 digits; 0 for what is none. */
rap_subject rap_subject_hs(rap_span digits);

/** Digits of an HS level (2, 4, 6), or 0. */
unsigned rap_subject_hs_digits(unsigned level);

/** The number of a word at a level, never 0. */
uint64_t rap_subject_word(unsigned level, rap_span word);

#endif
