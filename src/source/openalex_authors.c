// SPDX-License-Identifier: Apache-2.0
/* authorships of JSON -> the countries of each author. What follows from them stands in authors.c. */
#include "source/openalex_reader.h"

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
    unsigned code = rap_code_of(text);
    if (code == RAP_CODES || !rap_code_in(&reader->known, code)) {
        text = (rap_span){at, (size_t)(reader->json.at - at)};
        return rap_openalex_refuse(reader, RAP_REJECT_COUNTRY, text, rap_no_such_country);
    }
    return rap_author_add(author, code) ||
           rap_openalex_refuse(reader, RAP_REJECT_SHAPE, (rap_span){at, 0}, rap_too_many_countries);
}

/* The number of the code of a known country that stands in quotes at `at`; RAP_CODES where anything else does. */
static inline unsigned plain_code(const rap_openalex *reader, const char *at)
{
    if (at[0] != '"' || at[3] != '"') return RAP_CODES;
    unsigned code = rap_code_of((rap_span){at + 1, 2});
    return code < RAP_CODES && rap_code_in(&reader->known, code) ? code : RAP_CODES;
}

/* Takes ["NO"] or ["CN","NO"], as most are; false, and nothing is taken, where anything else stands there. */
static bool take_plain_codes(rap_openalex *reader, rap_author *author)
{
    const char *at = reader->json.at;
    if (reader->json.end - at < (RAP_AUTHOR_PLACES_MAX + 1) * 5 || *at != '[') return false;
    do {
        unsigned code = plain_code(reader, at + 1);
        if (code == RAP_CODES || !rap_author_add(author, code)) break;
        at += 5;
    } while (*at == ',' && at - reader->json.at < RAP_AUTHOR_PLACES_MAX * 5);
    if (*at == ']' && at > reader->json.at) {
        reader->json.at = at + 1;
        return true;
    }
    author->count = 0;
    return false;
}

/* countries: null or an array of codes. */
static bool read_countries(rap_openalex *reader, rap_author *author)
{
    if (take_plain_codes(reader, author) || rap_openalex_null(reader)) return true;
    if (!rap_openalex_enter(reader, '[', "countries is no array")) return false;
    while (rap_json_element(&reader->json))
        if (!read_code(reader, author)) return false;
    return !reader->json.problem;
}

/* One institution: null or an object, which may have a country_code. */
static bool read_institution(rap_openalex *reader, rap_author *author)
{
    rap_json *json = &reader->json;
    unsigned which;
    if (rap_openalex_null(reader)) return true;
    if (!rap_openalex_enter(reader, '{', "an institution is no object")) return false;
    if (!rap_json_find(json, &reader->keys.institution, &which)) return !json->problem;
    return read_code(reader, author) && rap_json_leave(json);
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

enum { COUNTRIES, INSTITUTIONS };

void rap_openalex_authors_keys(rap_openalex *reader)
{
    rap_skip_keys_init(&reader->keys.authorship, (const char *const[]){"countries", "institutions", NULL});
    rap_skip_keys_init(&reader->keys.institution, (const char *const[]){"country_code", NULL});
}

/*
 * One authorship. Under the default rule institutions are judged only where they are used, which is where countries say
 * nothing: known at once where they stand behind countries, as in all snapshots that have them; else they are skipped, and
 * read when the object has ended. What says something ends the search.
 */
static bool read_authorship(rap_openalex *reader, rap_author *author)
{
    rap_json *json = &reader->json;
    unsigned which;
    bool seen_countries = false;
    const char *institutions = NULL;
    author->count = 0;
    if (!rap_openalex_enter(reader, '{', "an authorship is no object")) return false;
    while (rap_json_find(json, &reader->keys.authorship, &which)) {
        if (which == INSTITUTIONS) {
            if (institutions) continue;
            if (seen_countries) return read_institutions(reader, author) && rap_json_leave(json);
            institutions = json->at;
        } else if (!seen_countries) {
            seen_countries = true;
            if (!read_countries(reader, author)) return false;
            if (author->count && !reader->union_rule) return rap_json_leave(json);
        }
    }
    return !json->problem && (!institutions || fall_back(reader, author, institutions));
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
                                       rap_too_many_authors);
        if (!rap_authors_add(&reader->authors, &author)) return rap_openalex_fail(reader);
    }
    return !reader->json.problem;
}
