// SPDX-License-Identifier: Apache-2.0
#include "cube/party.h"

static bool is_place(rap_place place)
{
    char code[RAP_PLACE_TEXT];
    return place != 0 && rap_place_of(rap_span_of(rap_place_code(place, code))) == place;
}

static bool is_ascending(const rap_place *places, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (places[i - 1] >= places[i]) return false;
    return true;
}

static const char *pair_fault(const rap_place *places, size_t n)
{
    if (n < 1 || n > 2) return "a pair cube has parties of one or two places";
    if (n == 2 && places[0] == places[1])
        return rap_place_is_residual(places[0]) ? NULL : "only a residual place may be linked with itself";
    return is_ascending(places, n) ? NULL : "the places of a pair must be sorted";
}

const char *rap_party_fault(rap_party_form form, const rap_place *places, size_t n)
{
    if (n > RAP_PARTY_MAX) return "more places than a party may have";
    for (size_t i = 0; i < n; i++)
        if (!is_place(places[i])) return "a place that is no code of one to three letters or digits";
    switch (form) {
    case RAP_PARTY_SET: return is_ascending(places, n) ? NULL : "places must be sorted and distinct";
    case RAP_PARTY_PAIR: return pair_fault(places, n);
    case RAP_PARTY_ORDERED: return n == 1 || n == 2 ? NULL : "an ordered party has one or two places";
    }
    return "unknown form of parties";
}

int rap_party_compare(const rap_place *a, size_t n_a, const rap_place *b, size_t n_b)
{
    for (size_t i = 0; i < n_a && i < n_b; i++)
        if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
    return (n_a > n_b) - (n_a < n_b);
}

static bool has_place(const rap_place *places, size_t n, rap_place place)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (places[middle] < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && places[low] == place;
}

bool rap_party_has_tie(const rap_place *places, size_t n, rap_tie tie)
{
    return tie.x < tie.y && has_place(places, n, tie.x) && has_place(places, n, tie.y);
}

const char *rap_kind_fault(rap_span kind)
{
    if (kind.length > RAP_KIND_MAX) return "longer than a kind may be";
    for (size_t i = 0; i < kind.length; i++)
        if (kind.data[i] <= ' ' || kind.data[i] > '~') return "a byte that is no printable ASCII";
    return NULL;
}
