// SPDX-License-Identifier: Apache-2.0
/*
 * party - what a party and a kind must look like, for those who take facts in and those who check cubes.
 */
#ifndef RAP_CUBE_PARTY_H
#define RAP_CUBE_PARTY_H

#include "cube/schema.h"

/** What is wrong with a party under a schema's form, as a constant phrase; NULL where nothing is. */
const char *rap_party_fault(rap_party_form form, const rap_place *places, size_t n);

/** The order of parties in a cube: member by member, the shorter first on a common start. */
int rap_party_compare(const rap_place *a, size_t n_a, const rap_place *b, size_t n_b);

/** True where `tie` is x < y and both are members of the sorted party. */
bool rap_party_has_tie(const rap_place *places, size_t n, rap_tie tie);

/** The order of ties: by x, then y. */
static inline int rap_tie_compare(rap_tie a, rap_tie b)
{
    return a.x != b.x ? (a.x > b.x) - (a.x < b.x) : (a.y > b.y) - (a.y < b.y);
}

/** What is wrong with the text of a kind; NULL where nothing is. */
const char *rap_kind_fault(rap_span kind);

#endif
