// SPDX-License-Identifier: Apache-2.0
/* From what was read of a work, in whatever form, to its fact: kind, path of the subject, amounts. */
#include "source/openalex_reader.h"

/* Bytes copied, without the cost of a format: this is done for every work. */
static char *put(char *at, const char *text, size_t length)
{
    memcpy(at, text, length);
    return at + length;
}

static char *put_part(char *at, const char *text)
{
    *at++ = ';';
    return put(at, text, strlen(text));
}

static rap_span put_kind(rap_openalex *reader, rap_span type, bool journal)
{
    const rap_authors *authors = &reader->authors;
    const char *coverage = authors->count == 0                  ? "no-authors"
                           : authors->without == 0              ? "all"
                           : authors->without == authors->count ? "none"
                                                                : "some";
    char *end = put(reader->kind, type.data, type.length);
    end = put_part(end, journal ? "journal" : "other");
    end = put_part(end, coverage);
    return (rap_span){reader->kind, (size_t)(end - reader->kind)};
}

bool rap_openalex_is_type(rap_span word)
{
    if (word.length < 1 || word.length > RAP_TYPE_MAX) return false;
    for (size_t i = 0; i < word.length; i++) {
        char c = word.data[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) return false;
    }
    return true;
}

void rap_openalex_path(const uint64_t number[RAP_LEVELS], const rap_span name[RAP_LEVELS], rap_work *out)
{
    rap_subject path = 0;
    for (unsigned level = 0; level < RAP_LEVELS; level++) {
        path = rap_subject_with(path, level, number[level]);
        if (number[level] == 0) continue;
        out->nodes[level] = path;
        out->names[level] = name[level];
    }
    out->fact.subject = path;
}

bool rap_openalex_fact(rap_openalex *reader, rap_span type, bool journal, rap_work *out)
{
    rap_authors *authors = &reader->authors;
    rap_fact *fact = &out->fact;
    if (!rap_authors_finish(authors, reader->place)) return rap_openalex_fail(reader);
    fact->kind = put_kind(reader, type, journal);
    fact->n_places = authors->n_places;
    fact->places = authors->places;
    fact->shares = rap_fact_has_shares(fact->n_places, fact->kind) ? authors->shares : NULL;
    fact->n_ties = authors->n_ties;
    fact->ties = authors->ties;
    fact->amounts[0] = 1;
    return true;
}
