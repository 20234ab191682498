// SPDX-License-Identifier: Apache-2.0
/* encode - facts as canonical bytes and back. The reader refuses whatever the writer does not write. */
#include "source/encode.h"

#include <string.h>

#include "base/alloc.h"

/*
 * Document types that get a number, the frequent ones first. Of today (2026) and of the Crossref names used until
 * 2023. The numbers live in temporary files of one run only, so the list may change with any release.
 */
static const char *const known_types[] = {
    "article", "book-chapter", "dataset", "preprint", "dissertation", "book", "review", "conference-paper",
    "other", "paratext", "report", "reference-entry", "letter", "editorial", "peer-review", "erratum",
    "standard", "supplementary-materials", "libguides", "retraction", "book-review", "conference-abstract",
    "data-paper", "software", "journal-article", "proceedings-article", "posted-content", "monograph",
    "component", "unknown",
};
static const char *const known_venues[] = {"journal", "other"};
static const char *const known_coverages[] = {"no-authors", "none", "some", "all"};

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#define LITERAL 255
#define SHARE_BYTES 5

/* ---------------------------------------------------------------- writing */

static void put(rap_text *out, uint64_t value, unsigned bytes)
{
    char text[8];
    for (unsigned i = 0; i < bytes; i++) text[i] = (char)(value >> 8 * (bytes - 1 - i));
    rap_text_add(out, text, bytes);
}

static void put_count(rap_text *out, size_t count)
{
    if (count < LITERAL) {
        put(out, count, 1);
    } else {
        put(out, LITERAL, 1);
        put(out, count, 3);
    }
}

static size_t index_of(rap_span word, const char *const *words, size_t n)
{
    size_t i = 0;
    while (i < n && !rap_span_is(word, words[i])) i++;
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

static void put_kind(rap_text *out, rap_span kind)
{
    unsigned type, rest;
    if (number_of_kind(kind, &type, &rest)) {
        put(out, type, 1);
        put(out, rest, 1);
    } else {
        put(out, LITERAL, 1);
        put(out, kind.length, 1);
        rap_text_add(out, kind.data, kind.length);
    }
}

void rap_encode_fact(const rap_fact *fact, rap_text *out)
{
    put(out, 0, 1);
    put(out, (uint64_t)(fact->year + 32768), 2);
    put(out, fact->subject, 8);
    put_kind(out, fact->kind);
    put_count(out, fact->n_places);
    for (size_t i = 0; i < fact->n_places; i++) put(out, fact->places[i], 2);
    if (rap_fact_has_shares(fact->n_places, fact->kind))
        for (size_t i = 0; i < fact->n_places; i++) put(out, fact->shares[i], SHARE_BYTES);
    put_count(out, fact->n_ties);
    for (size_t i = 0; i < fact->n_ties; i++) {
        put(out, fact->ties[i].x, 2);
        put(out, fact->ties[i].y, 2);
    }
}

void rap_encode_left_out(unsigned reasons, rap_text *out)
{
    put(out, reasons, 1);
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
    int length = snprintf(out->kind, sizeof out->kind, "%s;%s;%s", known_types[type], known_venues[venue],
                          known_coverages[coverage]);
    out->fact.kind = (rap_span){out->kind, (size_t)length};
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
