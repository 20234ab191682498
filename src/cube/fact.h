// SPDX-License-Identifier: Apache-2.0
/*
 * fact - (when, what, who) -> how much: what a source hands to a tally.
 *
 * `kind` is a short text without blanks. Research: "type;venue;coverage", for example
 * "article;journal;all"; venue is journal|other; coverage says how far the countries of a work are known:
 * no-authors, none, some, all (of its authorships have a country).
 *
 * Shares are author-fractional counts in fixed point, RAP_UNIT = one work. They say nothing, and are left
 * out (shares NULL), where no country took part, or where exactly one did and all is known: the rule
 * rap_fact_has_shares() is the only home of that sentence.
 *
 * Ties are the pairs of countries within the work that only double affiliations make
 * (affiliation-only; see rap_tie).
 */
#ifndef RAP_CUBE_FACT_H
#define RAP_CUBE_FACT_H

#include "cube/place.h"
#include "cube/subject.h"

/** One work in the fixed point of shares. */
#define RAP_UNIT (UINT64_C(1) << 32)

#define RAP_MEASURES_MAX 16
#define RAP_KIND_MAX 63       /**< bytes of a kind's text */
#define RAP_PARTY_MAX 1024    /**< members of a party */

/** No author has X without Y, or none has Y without X: X and Y meet in double affiliations only. x < y. */
typedef struct rap_tie {
    rap_place x, y;
} rap_tie;

typedef struct rap_fact {
    int16_t year;             /**< 0 = not known */
    rap_subject subject;      /**< leaf path; 0 = none */
    rap_span kind;
    size_t n_places;
    const rap_place *places;  /**< party: sorted, distinct (a PAIR cube allows OTH,OTH; ordered: as is) */
    const uint64_t *shares;   /**< n_places sums in RAP_UNIT, or NULL */
    size_t n_ties;
    const rap_tie *ties;      /**< sorted, distinct; each counts `amounts[0]` works */
    uint64_t amounts[RAP_MEASURES_MAX]; /**< amounts[0] is works for research */
} rap_fact;

/** True where author shares of a party of `n_places` say more than the number of works. */
bool rap_fact_has_shares(size_t n_places, rap_span kind);

/** The parts of a research kind; false where the text does not have three parts. */
bool rap_kind_split(rap_span kind, rap_span *type, rap_span *venue, rap_span *coverage);

#endif
