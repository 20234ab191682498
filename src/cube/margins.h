// SPDX-License-Identifier: Apache-2.0
/*
 * margins - the sums of one slice added up once more, over parties: by kind and place, works, international works and
 * links, and the same of all works.
 *
 * Whatever is asked of a country is compared with the margins of all the others, and those do not depend on whom the
 * question is about. So they are kept beside the sums: what is left to look for are the works of that country.
 * Amounts are sums modulo 2^64, as those of a spread are.
 */
#ifndef RAP_CUBE_MARGINS_H
#define RAP_CUBE_MARGINS_H

#include "base/error.h"
#include "cube/index.h"

typedef struct rap_margin {
    uint32_t kind;
    uint32_t place;          /**< 1 + its number among the places of the cube; 0 = all works, with or without a country */
    uint64_t works;
    uint64_t international;  /**< of works: with two countries or more */
    uint64_t links;          /**< of the place with others; of all works: every link once */
} rap_margin;

typedef struct rap_margins {
    size_t n, capacity, spare_capacity;
    rap_margin *rows, *spare;
    rap_index index;
} rap_margins;

/** Adds the works of a party, given by the numbers of its places. RAP_E_MEMORY. */
RAP_MUST_CHECK rap_status rap_margins_add(rap_margins *margins, uint32_t kind, const uint16_t *places, size_t n, uint64_t works,
                                          rap_error *err);

/** Puts the rows in order of kind, then place. Nothing may be added before the next rap_margins_clear(). */
void rap_margins_sort(rap_margins *margins);

void rap_margins_clear(rap_margins *margins);
void rap_margins_release(rap_margins *margins);

#endif
