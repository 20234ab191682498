// SPDX-License-Identifier: Apache-2.0
/*
 * fact - the two rules about facts that every reader and writer of them shares.
 */
#include "cube/fact.h"

bool rap_kind_split(rap_span kind, rap_span *type, rap_span *venue, rap_span *coverage)
{
    rap_span parts[3], rest = kind;
    for (size_t i = 0; i < 3; i++)
        if (!rap_span_next(&rest, ';', &parts[i])) return false;
    if (rest.data) return false;
    *type = parts[0];
    *venue = parts[1];
    *coverage = parts[2];
    return true;
}

bool rap_fact_has_shares(size_t n_places, rap_span kind)
{
    if (n_places != 1) return n_places > 1;
    rap_span type, venue, coverage;
    bool all_known = rap_kind_split(kind, &type, &venue, &coverage) && rap_span_is(coverage, "all");
    return !all_known;
}
