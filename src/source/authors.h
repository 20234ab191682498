// SPDX-License-Identifier: Apache-2.0
/*
 * authors - the authorships of one work -> its set of countries, author shares, affiliation-only ties.
 *
 * A country's number is its place among the 26 x 26 pairs of letters, so that numbers sort like codes and a set is a
 * bit mask.
 */
#ifndef RAP_SOURCE_AUTHORS_H
#define RAP_SOURCE_AUTHORS_H

#include "cube/fact.h"

#define RAP_CODES (26 * 26)
#define RAP_AUTHORSHIPS_MAX 100000 /**< of one work; OpenAlex cuts at 5,000 */
#define RAP_AUTHOR_PLACES_MAX 32   /**< countries of one author */

/** A set of two-letter codes. */
typedef struct rap_code_set {
    uint64_t word[(RAP_CODES + 63) / 64];
} rap_code_set;

static inline void rap_code_add(rap_code_set *set, unsigned code)
{
    set->word[code / 64] |= UINT64_C(1) << (code % 64);
}

static inline bool rap_code_in(const rap_code_set *set, unsigned code)
{
    return set->word[code / 64] >> (code % 64) & 1;
}

/** Moves `*code` on to the next member, itself included; false where there is none. */
static inline bool rap_code_next(const rap_code_set *set, unsigned *code)
{
    for (unsigned w = *code / 64, low = *code % 64; w < sizeof set->word / sizeof *set->word; w++, low = 0) {
        uint64_t left = set->word[w] >> low << low;
        if (left) {
            *code = w * 64 + (unsigned)__builtin_ctzll(left);
            return true;
        }
    }
    return false;
}

/** The countries of one authorship, distinct, in order of appearance. */
typedef struct rap_author {
    size_t count;
    uint16_t code[RAP_AUTHOR_PLACES_MAX];
} rap_author;

/** The authorships of one work, summed: what shares and ties need and no more. */
typedef struct rap_authors {
    uint64_t count, without; /**< authorships; those without a country */
    rap_code_set party;
    uint32_t alone[RAP_CODES];                   /**< authors with this country only */
    uint64_t of_size[RAP_AUTHOR_PLACES_MAX + 1]; /**< authors with so many countries, if several */
    uint16_t *several; /**< for each author of several countries: how many, then which */
    size_t n_several, several_capacity;
    /* the answer, by rap_authors_finish() */
    size_t n_places, n_ties;
    rap_place places[RAP_CODES];
    uint16_t code[RAP_CODES]; /**< of places[i] */
    uint16_t slot[RAP_CODES]; /**< of a code: its index in places; only those of the party mean anything */
    uint64_t shares[RAP_CODES];
    rap_tie *ties;
    size_t ties_capacity;
    uint32_t *meetings; /**< n_places x n_places: authors who have both; the diagonal: who have it */
    size_t meetings_capacity;
} rap_authors;

/** The number of a pair of capital letters; RAP_CODES for any other text. */
unsigned rap_code_of(rap_span text);

/** Adds a country to an author, who may have it already; false where he has too many. */
static inline bool rap_author_add(rap_author *author, unsigned code)
{
    for (size_t i = 0; i < author->count; i++)
        if (author->code[i] == code) return true;
    if (author->count == RAP_AUTHOR_PLACES_MAX) return false;
    author->code[author->count++] = (uint16_t)code;
    return true;
}

/** Forgets the work before. */
void rap_authors_begin(rap_authors *authors);
/** Adds one author; false where memory is short. */
bool rap_authors_add(rap_authors *authors, const rap_author *author);
/** Party, shares and ties from what was added; false where memory is short. */
bool rap_authors_finish(rap_authors *authors, const rap_place *place);
void rap_authors_release(rap_authors *authors);

#endif
