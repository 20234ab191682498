// SPDX-License-Identifier: Apache-2.0
/*
 * openalex_reader - what the files of the OpenAlex reader share: its state and the way a work is refused.
 *
 * The readers of single members return false where the work is refused or the JSON damaged; the first refusal stays.
 * A country's number is its place among the 26 x 26 pairs of letters, so that numbers sort like codes and a set is a
 * bit mask.
 */
#ifndef RAP_SOURCE_OPENALEX_READER_H
#define RAP_SOURCE_OPENALEX_READER_H

#include "scan/json.h"
#include "source/openalex.h"

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
    uint64_t of_size[RAP_AUTHOR_PLACES_MAX + 1]; /**< authors with so many countries */
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

struct rap_openalex {
    bool union_rule, strict;
    rap_code_set known;         /**< countries of the catalogue */
    rap_place place[RAP_CODES]; /**< of each code */
    rap_json json;
    rap_authors authors;
    rap_text letters;           /**< of the text that was decoded last */
    rap_text names[RAP_LEVELS]; /**< decoded, where decoding was needed */
    char kind[RAP_KIND_MAX + 1];
    rap_reject reject; /**< why this work is refused */
    const char *reject_at;
    char detail[160];
    bool failed; /**< memory was short */
};

/** Refuses the work: `what` was found to be wrong with the bytes `found` (length 0 = none to show). Returns false. */
bool rap_openalex_refuse(rap_openalex *reader, rap_reject reject, rap_span found, const char *what);

/** Memory was short. Returns false. */
bool rap_openalex_fail(rap_openalex *reader);

/** Takes a string and decodes it into reader->letters where it has escapes. Letters are not judged otherwise. */
bool rap_openalex_text(rap_openalex *reader, rap_span *out);

/** Takes a null, or nothing; true where it was null. */
bool rap_openalex_null(rap_openalex *reader);

/** Enters an object or array; refuses another type as RAP_REJECT_SHAPE: "authorships is no array". */
bool rap_openalex_enter(rap_openalex *reader, char open, const char *what);

/**
 * Takes an id: an integer, or text that ends in `letter` (0 = none) and digits, alone or as the last part of a URL of
 * openalex.org. Refuses others as `reject`.
 */
bool rap_openalex_number(rap_openalex *reader, char letter, uint64_t limit, rap_reject reject, uint64_t *out);

/** Microseconds since 1970 of "2026-01-29T23:17:01.242718", "2023-05-16" and the like; 0 where it is no time. */
uint64_t rap_openalex_time(rap_span text);

/** Forgets the work before. */
void rap_authors_begin(rap_authors *authors);
/** Adds one author; false where memory is short. */
bool rap_authors_add(rap_authors *authors, const rap_author *author);
/** Party, shares and ties from what was added; false where memory is short. */
bool rap_authors_finish(rap_authors *authors, const rap_place *place);
void rap_authors_release(rap_authors *authors);

/** Reads the value of authorships into reader->authors. */
bool rap_openalex_authorships(rap_openalex *reader);

/** Reads the value of primary_topic into `out`: subject, nodes, names. */
bool rap_openalex_topic(rap_openalex *reader, rap_work *out);

#endif
