// SPDX-License-Identifier: Apache-2.0
/*
 * openalex_reader - what the files of the OpenAlex reader share: its state and the way a work is refused.
 *
 * The readers of single members return false where the work is refused or the JSON damaged; the first refusal stays.
 * What does not depend on JSON serves the reader of Parquet, too (openalex_parquet.c): how a work is refused, what its
 * texts mean, and how all of it becomes a fact (openalex_fact.c).
 */
#ifndef RAP_SOURCE_OPENALEX_READER_H
#define RAP_SOURCE_OPENALEX_READER_H

#include "scan/json.h"
#include "source/authors.h"
#include "source/openalex.h"
#include "source/openalex_memo.h"

struct rap_openalex {
    bool union_rule, strict;
    rap_code_set known;         /**< countries of the catalogue */
    rap_place place[RAP_CODES]; /**< of each code */
    struct {
        rap_skip_keys work, rarer, location, venue, authorship, institution, topic, node;
    } keys; /**< of the objects that are read */
    rap_json json;
    rap_memo *memo;
    rap_span topic; /**< put off: see rap_openalex_topic_later() */
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

/* What is wrong with a work, in the words of every reader. */
static const char rap_no_id[] = "expected an id of a work, W and digits";
static const char rap_no_year[] = "expected an integer in 1000 to 2050";
static const char rap_no_type[] = "expected a document type of a-z, 0-9 and -";
static const char rap_no_topic[] = "expected a number of a topic, subfield, field or domain";
static const char rap_no_utf8[] = "invalid UTF-8 in a name";
static const char rap_no_such_country[] = "the catalogue has no such country";
static const char rap_too_many_countries[] = "an author with more than 32 countries";
static const char rap_too_many_authors[] = "more than 100,000 authorships";

#define RAP_YEAR_FIRST 1000
#define RAP_YEAR_LAST 2050
#define RAP_TYPE_MAX 40 /**< letters of a document type */

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

/** The same for a text that was taken already. */
bool rap_openalex_text_number(rap_span text, char letter, uint64_t limit, uint64_t *out);

/** Is it a document type? */
bool rap_openalex_is_type(rap_span word);

/** Is all of it valid UTF-8? */
bool rap_openalex_is_utf8(rap_span text);

/** Microseconds since 1970 of "2026-01-29T23:17:01.242718", "2023-05-16" and the like; 0 where it is no time. */
uint64_t rap_openalex_time(rap_span text);

/** Set the keys of these objects. */
void rap_openalex_authors_keys(rap_openalex *reader);
void rap_openalex_topic_keys(rap_openalex *reader);

/** Reads the value of authorships into reader->authors. */
bool rap_openalex_authorships(rap_openalex *reader);

/** Reads the value of primary_topic into `out`: subject, nodes, names. */
bool rap_openalex_topic(rap_openalex *reader, rap_work *out);

/**
 * The same in two steps: skips the value and calls for what is known of it, and reads it when the rest of the work has been
 * read. A false says nothing then: what is wrong, and where, shows when the work is read again in its order.
 */
bool rap_openalex_topic_later(rap_openalex *reader);
bool rap_openalex_topic_now(rap_openalex *reader, rap_work *out);

/** Sets subject, nodes and names from the number (0 = not known) and name at each level. */
void rap_openalex_path(const uint64_t number[RAP_LEVELS], const rap_span name[RAP_LEVELS], rap_work *out);

/** Sets the rest of the fact from reader->authors. False where memory is short. */
bool rap_openalex_fact(rap_openalex *reader, rap_span type, bool journal, rap_work *out);

#endif
