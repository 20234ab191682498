// SPDX-License-Identifier: Apache-2.0
/*
 * authors - sums of authors, and what follows from them.
 *
 * Nearly all authors have one country: they are only counted. Authors of several countries are kept one by one; what
 * they add is exact: with L the least common multiple of their numbers of countries, an author's part in one of his c
 * countries is L/c of the work's n L equal pieces, and the pieces fit 64 bits for any n and c within the limits.
 */
#include "source/authors.h"

#include <string.h>

#include "base/alloc.h"

/* n L <= 100,000 * lcm(1 .. 32) < 2^64 */
_Static_assert(RAP_AUTHORSHIPS_MAX <= UINT64_MAX / UINT64_C(144403552893600),
               "pieces of a work must fit 64 bits");
_Static_assert(RAP_AUTHOR_PLACES_MAX == 32, "lcm(1 .. 32) above stands for this limit");
_Static_assert(RAP_CODES <= RAP_PARTY_MAX, "all known countries must fit a party");

void rap_authors_begin(rap_authors *authors)
{
    for (unsigned code = 0; rap_code_next(&authors->party, &code); code++) authors->alone[code] = 0;
    if (authors->n_several) memset(authors->of_size, 0, sizeof authors->of_size);
    authors->party = (rap_code_set){{0}};
    authors->count = authors->without = 0;
    authors->n_several = authors->n_places = authors->n_ties = 0;
}

bool rap_authors_add(rap_authors *authors, const rap_author *author)
{
    authors->count++;
    if (author->count == 0) {
        authors->without++;
        return true;
    }
    for (size_t i = 0; i < author->count; i++) rap_code_add(&authors->party, author->code[i]);
    if (author->count == 1) {
        authors->alone[author->code[0]]++;
        return true;
    }
    size_t want = authors->n_several + 1 + author->count;
    if (!rap_reserve(&authors->several, &authors->several_capacity, want, sizeof *authors->several))
        return false;
    uint16_t *entry = authors->several + authors->n_several;
    *entry = (uint16_t)author->count;
    memcpy(entry + 1, author->code, author->count * sizeof *author->code);
    authors->n_several = want;
    authors->of_size[author->count]++;
    return true;
}

static void list_party(rap_authors *authors, const rap_place *place)
{
    for (unsigned code = 0; rap_code_next(&authors->party, &code); code++) {
        authors->slot[code] = (uint16_t)authors->n_places;
        authors->code[authors->n_places] = (uint16_t)code;
        authors->places[authors->n_places++] = place[code];
    }
}

static uint64_t common_divisor(uint64_t a, uint64_t b)
{
    while (b) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* Pieces of the work that each country has, into shares; returns how many pieces one author is. */
static uint64_t count_pieces(rap_authors *authors)
{
    uint64_t each = 1;
    for (uint64_t c = 2; authors->n_several && c <= RAP_AUTHOR_PLACES_MAX; c++)
        if (authors->of_size[c]) each = each / common_divisor(each, c) * c;
    for (size_t i = 0; i < authors->n_places; i++)
        authors->shares[i] = authors->alone[authors->code[i]] * each;
    for (size_t at = 0; at < authors->n_several;) {
        size_t count = authors->several[at++];
        for (size_t i = 0; i < count; i++, at++)
            authors->shares[authors->slot[authors->several[at]]] += each / count;
    }
    return each;
}

/* The units that `pieces` of `all` are, rounded down; usual works fit the division of 64 bits. */
static uint64_t units_of(uint64_t pieces, uint64_t all, uint64_t *rest)
{
    if (pieces < UINT64_MAX / RAP_UNIT) {
        *rest = pieces * RAP_UNIT % all;
        return pieces * RAP_UNIT / all;
    }
    __extension__ unsigned __int128 units = (unsigned __int128)pieces * RAP_UNIT;
    *rest = (uint64_t)(units % all);
    return (uint64_t)(units / all);
}

/*
 * Pieces to units of RAP_UNIT by largest remainder: what rounding down leaves goes to the largest remainders, the
 * first country in order of codes where they are equal, the unassigned part last. Shares and the unassigned part add to
 * RAP_UNIT.
 */
static void share_out(rap_authors *authors)
{
    uint64_t each = count_pieces(authors), all = authors->count * each;
    uint64_t rest[RAP_CODES + 1], missing = RAP_UNIT;
    for (size_t i = 0; i <= authors->n_places; i++) {
        uint64_t pieces = i < authors->n_places ? authors->shares[i] : authors->without * each;
        uint64_t whole = units_of(pieces, all, &rest[i]);
        missing -= whole;
        if (i < authors->n_places) authors->shares[i] = whole;
    }
    for (; missing; missing--) {
        size_t most = 0;
        for (size_t i = 1; i <= authors->n_places; i++)
            if (rest[i] > rest[most]) most = i;
        rest[most] = 0;
        if (most < authors->n_places) authors->shares[most]++;
    }
}

/* meetings[x][y]: authors who have both; meetings[x][x]: authors who have x. */
static bool count_meetings(rap_authors *authors)
{
    size_t n = authors->n_places;
    if (!rap_reserve(&authors->meetings, &authors->meetings_capacity, n * n, sizeof *authors->meetings))
        return false;
    memset(authors->meetings, 0, n * n * sizeof *authors->meetings);
    for (size_t i = 0; i < n; i++) authors->meetings[i * n + i] = authors->alone[authors->code[i]];
    for (size_t at = 0; at < authors->n_several;) {
        size_t count = authors->several[at++];
        const uint16_t *code = authors->several + at;
        for (size_t i = 0; i < count; i++)
            for (size_t j = 0; j < count; j++)
                authors->meetings[authors->slot[code[i]] * n + authors->slot[code[j]]]++;
        at += count;
    }
    return true;
}

/* A pair that meets in some author is affiliation-only unless one author has x without y and another y without x. */
static bool find_ties(rap_authors *authors)
{
    if (authors->n_several == 0) return true;
    if (!count_meetings(authors)) return false;
    size_t n = authors->n_places;
    const uint32_t *meetings = authors->meetings;
    for (size_t x = 0; x < n; x++)
        for (size_t y = x + 1; y < n; y++) {
            uint32_t both = meetings[x * n + y];
            if (both == 0 || (meetings[x * n + x] > both && meetings[y * n + y] > both)) continue;
            if (!rap_reserve(&authors->ties, &authors->ties_capacity, authors->n_ties + 1,
                             sizeof *authors->ties))
                return false;
            authors->ties[authors->n_ties++] = (rap_tie){authors->places[x], authors->places[y]};
        }
    return true;
}

bool rap_authors_finish(rap_authors *authors, const rap_place *place)
{
    list_party(authors, place);
    if (authors->n_places) share_out(authors);
    return find_ties(authors);
}

void rap_authors_release(rap_authors *authors)
{
    rap_free(authors->several);
    rap_free(authors->ties);
    rap_free(authors->meetings);
}

unsigned rap_code_of(rap_span text)
{
    if (text.length != 2) return RAP_CODES;
    char first = text.data[0], second = text.data[1];
    if (first < 'A' || first > 'Z' || second < 'A' || second > 'Z') return RAP_CODES;
    return (unsigned)(first - 'A') * 26 + (unsigned)(second - 'A');
}
