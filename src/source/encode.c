// SPDX-License-Identifier: Apache-2.0
/* encode - facts as canonical bytes and back. The reader refuses whatever the writer does not write. */
#include "source/encode.h"

#include <string.h>

#include "base/alloc.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#define WORD(text) {text, sizeof(text) - 1}
#define LITERAL 255
#define SHARE_BYTES 5
#define COUNT_BYTES 4

/*
 * Document types that get a number, the frequent ones first. Of today (2026) and of the Crossref names used until
 * 2023. The numbers live in temporary files of one run only, so the list may change with any release.
 */
static const rap_span known_types[] = {
    WORD("article"), WORD("book-chapter"), WORD("dataset"), WORD("preprint"), WORD("dissertation"), WORD("book"),
    WORD("review"), WORD("conference-paper"), WORD("other"), WORD("paratext"), WORD("report"), WORD("reference-entry"),
    WORD("letter"), WORD("editorial"), WORD("peer-review"), WORD("erratum"), WORD("standard"),
    WORD("supplementary-materials"), WORD("libguides"), WORD("retraction"), WORD("book-review"),
    WORD("conference-abstract"), WORD("data-paper"), WORD("software"), WORD("journal-article"),
    WORD("proceedings-article"), WORD("posted-content"), WORD("monograph"), WORD("component"), WORD("unknown"),
};
static const rap_span known_venues[] = {WORD("journal"), WORD("other")};
static const rap_span known_coverages[] = {WORD("no-authors"), WORD("none"), WORD("some"), WORD("all")};

/* ---------------------------------------------------------------- writing */

static char *put(char *at, uint64_t value, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++) *at++ = (char)(value >> 8 * (bytes - 1 - i));
    return at;
}

static char *put_count(char *at, size_t count)
{
    return count < LITERAL ? put(at, count, 1) : put(put(at, LITERAL, 1), count, 3);
}

static bool is_same(rap_span a, rap_span b)
{
    return a.length == b.length && memcmp(a.data, b.data, a.length) == 0;
}

static size_t index_of(rap_span word, const rap_span *words, size_t n)
{
    size_t i = 0;
    while (i < n && !is_same(word, words[i])) i++;
    return i;
}

/* The number of a kind all of whose parts are known: type, then venue and coverage. */
static bool number_of_kind(rap_span kind, unsigned *type, unsigned *rest)
{
    rap_span parts[3];
    if (!rap_kind_split(kind, &parts[0], &parts[1], &parts[2])) return false;
    size_t t = index_of(parts[0], known_types, LENGTH(known_types));
    size_t v = index_of(parts[1], known_venues, LENGTH(known_venues));
    size_t c = index_of(parts[2], known_coverages, LENGTH(known_coverages));
    *type = (unsigned)t;
    *rest = (unsigned)(v * LENGTH(known_coverages) + c);
    return t < LENGTH(known_types) && v < LENGTH(known_venues) && c < LENGTH(known_coverages);
}

static char *put_kind(char *at, rap_span kind)
{
    unsigned type, rest;
    if (number_of_kind(kind, &type, &rest)) return put(put(at, type, 1), rest, 1);
    at = put(put(at, LITERAL, 1), kind.length, 1);
    if (kind.length) memcpy(at, kind.data, kind.length);
    return at + kind.length;
}

/* Room for a fact, whatever its counts need. */
static size_t most_bytes(const rap_fact *fact)
{
    return 16 + fact->kind.length + fact->n_places * (2 + SHARE_BYTES) + fact->n_ties * 4 + 2 * COUNT_BYTES;
}

void rap_encode_fact(const rap_fact *fact, rap_text *out)
{
    char *at = rap_text_room(out, most_bytes(fact));
    if (!at) return;
    at = put(at, 0, 1);
    at = put(at, (uint64_t)(fact->year + 32768), 2);
    at = put(at, fact->subject, 8);
    at = put_kind(at, fact->kind);
    at = put_count(at, fact->n_places);
    for (size_t i = 0; i < fact->n_places; i++) at = put(at, fact->places[i], 2);
    if (rap_fact_has_shares(fact->n_places, fact->kind))
        for (size_t i = 0; i < fact->n_places; i++) at = put(at, fact->shares[i], SHARE_BYTES);
    at = put_count(at, fact->n_ties);
    for (size_t i = 0; i < fact->n_ties; i++) at = put(put(at, fact->ties[i].x, 2), fact->ties[i].y, 2);
    rap_text_end(out, at);
}

void rap_encode_left_out(unsigned reasons, rap_text *out)
{
    char *at = rap_text_room(out, 1);
    if (at) rap_text_end(out, put(at, reasons, 1));
}

/* ---------------------------------------------------------------- reading */

/* Reads are checked at the end of a part: past the end everything is 0 and `damaged` says so. */
typedef struct reader {
    rap_span rest;
    bool damaged;
} reader;

static uint64_t take(reader *in, unsigned bytes)
{
    if (in->rest.length < bytes) {
        in->damaged = true;
        return 0;
    }
    uint64_t value = 0;
    for (unsigned i = 0; i < bytes; i++) value = value << 8 | (unsigned char)in->rest.data[i];
    in->rest.data += bytes;
    in->rest.length -= bytes;
    return value;
}

/* A count of items of `each` bytes, which must still be there: bounds what a damaged count makes us allocate. */
static size_t take_count(reader *in, size_t each)
{
    size_t count = take(in, 1);
    if (count == LITERAL) {
        count = take(in, 3);
        if (count < LITERAL) in->damaged = true;
    }
    if (in->damaged || count > in->rest.length / each) {
        in->damaged = true;
        return 0;
    }
    return count;
}

static rap_span join_kind(char *to, rap_span type, rap_span venue, rap_span coverage)
{
    char *at = to;
    memcpy(at, type.data, type.length);
    at += type.length;
    *at++ = ';';
    memcpy(at, venue.data, venue.length);
    at += venue.length;
    *at++ = ';';
    memcpy(at, coverage.data, coverage.length);
    at += coverage.length;
    return (rap_span){to, (size_t)(at - to)};
}

static void take_kind(reader *in, rap_decoded *out)
{
    size_t type = take(in, 1);
    if (type == LITERAL) {
        size_t length = take(in, 1);
        if (in->damaged || length > RAP_KIND_MAX || length > in->rest.length) {
            in->damaged = true;
            return;
        }
        out->fact.kind = (rap_span){in->rest.data, length};
        in->rest.data += length;
        in->rest.length -= length;
        unsigned number, parts; /* a kind that has a number is never written as text */
        if (number_of_kind(out->fact.kind, &number, &parts)) in->damaged = true;
        return;
    }
    size_t rest = take(in, 1), venue = rest / LENGTH(known_coverages), coverage = rest % LENGTH(known_coverages);
    if (in->damaged || type >= LENGTH(known_types) || venue >= LENGTH(known_venues)) {
        in->damaged = true;
        return;
    }
    out->fact.kind = join_kind(out->kind, known_types[type], known_venues[venue], known_coverages[coverage]);
}

static rap_status take_places(reader *in, rap_decoded *out, rap_error *err)
{
    size_t n = take_count(in, 2);
    if (n > RAP_PARTY_MAX) in->damaged = true;
    if (in->damaged) return RAP_OK;
    if (!rap_reserve(&out->places, &out->place_room, n, sizeof *out->places) ||
        !rap_reserve(&out->shares, &out->share_room, n, sizeof *out->shares))
        return rap_fail_memory(err);
    for (size_t i = 0; i < n; i++) {
        out->places[i] = (rap_place)take(in, 2);
        if (out->places[i] <= (i ? out->places[i - 1] : 0)) in->damaged = true;
    }
    bool shares = rap_fact_has_shares(n, out->fact.kind);
    for (size_t i = 0; shares && i < n; i++) out->shares[i] = take(in, SHARE_BYTES);
    out->fact.n_places = n;
    out->fact.places = out->places;
    out->fact.shares = shares ? out->shares : NULL;
    return RAP_OK;
}

static rap_status take_ties(reader *in, rap_decoded *out, rap_error *err)
{
    size_t n = take_count(in, 4);
    if (in->damaged) return RAP_OK;
    if (!rap_reserve(&out->ties, &out->tie_room, n, sizeof *out->ties)) return rap_fail_memory(err);
    for (size_t i = 0; i < n; i++) {
        out->ties[i].x = (rap_place)take(in, 2);
        out->ties[i].y = (rap_place)take(in, 2);
    }
    out->fact.n_ties = n;
    out->fact.ties = out->ties;
    return RAP_OK;
}

void rap_decoded_release(rap_decoded *decoded)
{
    rap_free(decoded->places);
    rap_free(decoded->shares);
    rap_free(decoded->ties);
    *decoded = (rap_decoded){0};
}

static bool make_room(rap_decoded *out, const rap_fact *fact)
{
    return rap_reserve(&out->places, &out->place_room, fact->n_places, sizeof *out->places) &&
           rap_reserve(&out->shares, &out->share_room, fact->n_places, sizeof *out->shares) &&
           rap_reserve(&out->ties, &out->tie_room, fact->n_ties, sizeof *out->ties);
}

rap_status rap_decoded_copy(rap_decoded *out, const rap_fact *fact, rap_error *err)
{
    if (fact->kind.length > RAP_KIND_MAX)
        return rap_fail(err, RAP_E_USAGE, "a kind of %zu bytes: the limit is %d", fact->kind.length, RAP_KIND_MAX);
    if (!make_room(out, fact)) return rap_fail_memory(err);
    out->left_out = 0;
    out->fact = *fact;
    if (fact->kind.length) memcpy(out->kind, fact->kind.data, fact->kind.length);
    if (fact->n_places) memcpy(out->places, fact->places, fact->n_places * sizeof *out->places);
    if (fact->n_places && fact->shares) memcpy(out->shares, fact->shares, fact->n_places * sizeof *out->shares);
    if (fact->n_ties) memcpy(out->ties, fact->ties, fact->n_ties * sizeof *out->ties);
    out->fact.kind.data = out->kind;
    out->fact.places = out->places;
    out->fact.shares = fact->shares ? out->shares : NULL;
    out->fact.ties = out->ties;
    return RAP_OK;
}

rap_status rap_decode(rap_span bytes, rap_decoded *out, rap_error *err)
{
    reader in = {.rest = bytes};
    out->fact = (rap_fact){.amounts = {1}};
    out->left_out = (unsigned)take(&in, 1);
    if (out->left_out >> RAP_LEFT_OUT_END) in.damaged = true;
    if (out->left_out == 0 && !in.damaged) {
        out->fact.year = (int16_t)((int)take(&in, 2) - 32768);
        out->fact.subject = take(&in, 8);
        take_kind(&in, out);
        if (!in.damaged) RAP_TRY(take_places(&in, out, err));
        if (!in.damaged) RAP_TRY(take_ties(&in, out, err));
    }
    if (in.damaged || in.rest.length != 0)
        return rap_fail(err, RAP_E_FORMAT, "a stored fact of %zu bytes is damaged", bytes.length);
    return RAP_OK;
}
