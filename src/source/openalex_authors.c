// SPDX-License-Identifier: Apache-2.0
/*
 * authorships -> the set of countries of a work, author shares, affiliation-only ties.
 *
 * Nearly all authors have one country: they are only counted. Authors of several countries are kept one by one; what
 * they add is exact: with L the least common multiple of their numbers of countries, an author's part in one of his c
 * countries is L/c of the work's n L equal pieces, and the pieces fit 64 bits for any n and c within the limits.
 */
#include "base/alloc.h"
#include "source/openalex_reader.h"

/* n L <= 100,000 * lcm(1 .. 32) < 2^64 */
_Static_assert(RAP_AUTHORSHIPS_MAX <= UINT64_MAX / UINT64_C(144403552893600),
               "pieces of a work must fit 64 bits");
_Static_assert(RAP_AUTHOR_PLACES_MAX == 32, "lcm(1 .. 32) above stands for this limit");
_Static_assert(RAP_CODES <= RAP_PARTY_MAX, "all known countries must fit a party");

void rap_authors_begin(rap_authors *authors)
{
    for (unsigned code = 0; rap_code_next(&authors->party, &code); code++) authors->alone[code] = 0;
    memset(authors->of_size, 0, sizeof authors->of_size);
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
    authors->of_size[author->count]++;
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
    for (uint64_t c = 2; c <= RAP_AUTHOR_PLACES_MAX; c++)
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
        __extension__ unsigned __int128 units = (unsigned __int128)pieces * RAP_UNIT;
        uint64_t whole = (uint64_t)(units / all);
        rest[i] = (uint64_t)(units % all);
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

/* The number of a pair of capital letters; RAP_CODES for any other text. */
static unsigned code_of(rap_span text)
{
    if (text.length != 2) return RAP_CODES;
    char first = text.data[0], second = text.data[1];
    if (first < 'A' || first > 'Z' || second < 'A' || second > 'Z') return RAP_CODES;
    return (unsigned)(first - 'A') * 26 + (unsigned)(second - 'A');
}

/* Takes one code of a country, or a null, which is none. */
static bool read_code(rap_openalex *reader, rap_author *author)
{
    rap_json_type type = rap_json_peek(&reader->json);
    const char *at = reader->json.at;
    if (type == RAP_JSON_NULL) return rap_json_skip(&reader->json, NULL);
    rap_span text = {at, 0};
    if (type != RAP_JSON_STRING)
        return rap_json_skip(&reader->json, &text) &&
               rap_openalex_refuse(reader, RAP_REJECT_SHAPE, text, "expected the code of a country");
    if (!rap_openalex_text(reader, &text)) return false;
    unsigned code = code_of(text);
    if (code == RAP_CODES || !rap_code_in(&reader->known, code)) {
        text = (rap_span){at, (size_t)(reader->json.at - at)};
        return rap_openalex_refuse(reader, RAP_REJECT_COUNTRY, text, "the catalogue has no such country");
    }
    for (size_t i = 0; i < author->count; i++)
        if (author->code[i] == code) return true;
    if (author->count == RAP_AUTHOR_PLACES_MAX)
        return rap_openalex_refuse(reader, RAP_REJECT_SHAPE, (rap_span){at, 0},
                                   "an author with more than 32 countries");
    author->code[author->count++] = (uint16_t)code;
    return true;
}

/* countries: null or an array of codes. */
static bool read_countries(rap_openalex *reader, rap_author *author)
{
    if (rap_openalex_null(reader)) return true;
    if (!rap_openalex_enter(reader, '[', "countries is no array")) return false;
    while (rap_json_element(&reader->json))
        if (!read_code(reader, author)) return false;
    return !reader->json.problem;
}

/* One institution: null or an object, which may have a country_code. */
static bool read_institution(rap_openalex *reader, rap_author *author)
{
    rap_json_text key;
    bool seen = false;
    if (rap_openalex_null(reader)) return true;
    if (!rap_openalex_enter(reader, '{', "an institution is no object")) return false;
    while (rap_json_member(&reader->json, &key)) {
        bool wanted = !seen && rap_json_is(&key, "country_code");
        if (!(wanted ? read_code(reader, author) : rap_json_skip(&reader->json, NULL))) return false;
        seen = seen || wanted;
    }
    return !reader->json.problem;
}

static bool read_institutions(rap_openalex *reader, rap_author *author)
{
    if (rap_openalex_null(reader)) return true;
    if (!rap_openalex_enter(reader, '[', "institutions is no array")) return false;
    while (rap_json_element(&reader->json))
        if (!read_institution(reader, author)) return false;
    return !reader->json.problem;
}

/* Goes back to the institutions that were skipped at `institutions`, since countries turned out to say nothing. */
static bool fall_back(rap_openalex *reader, rap_author *author, const char *institutions)
{
    const char *behind = reader->json.at;
    reader->json.at = institutions;
    if (!read_institutions(reader, author)) return false;
    reader->json.at = behind;
    return true;
}

/*
 * One authorship. Under the default rule institutions are judged only where they are used, which is known when both
 * members were seen, in either order: so they are skipped first and read when the object has ended.
 */
static bool read_authorship(rap_openalex *reader, rap_author *author)
{
    rap_json_text key;
    bool seen_countries = false;
    const char *institutions = NULL;
    author->count = 0;
    if (!rap_openalex_enter(reader, '{', "an authorship is no object")) return false;
    while (rap_json_member(&reader->json, &key)) {
        bool taken;
        if (!seen_countries && rap_json_is(&key, "countries")) {
            seen_countries = true;
            taken = read_countries(reader, author);
        } else {
            if (!institutions && rap_json_is(&key, "institutions")) institutions = reader->json.at;
            taken = rap_json_skip(&reader->json, NULL);
        }
        if (!taken) return false;
    }
    if (reader->json.problem) return false;
    bool wanted = reader->union_rule || author->count == 0;
    return !institutions || !wanted || fall_back(reader, author, institutions);
}

bool rap_openalex_authorships(rap_openalex *reader)
{
    rap_author author;
    if (rap_openalex_null(reader)) return true;
    if (!rap_openalex_enter(reader, '[', "authorships is no array")) return false;
    while (rap_json_element(&reader->json)) {
        if (!read_authorship(reader, &author)) return false;
        if (reader->authors.count == RAP_AUTHORSHIPS_MAX)
            return rap_openalex_refuse(reader, RAP_REJECT_SHAPE, (rap_span){reader->json.at, 0},
                                       "more than 100,000 authorships");
        if (!rap_authors_add(&reader->authors, &author)) return rap_openalex_fail(reader);
    }
    return !reader->json.problem;
}
