// SPDX-License-Identifier: Apache-2.0
/*
 * works - generated OpenAlex works as JSON lines, each a pure function of its number and version, for tests of ingest.
 *
 * Versions of one work differ in date and content; every seventh version is left out for some reason. The shapes cover
 * what decides a fact: authors without country, several countries, no authors, no topic, no year.
 */
#ifndef RAP_TESTS_MADE_WORKS_H
#define RAP_TESTS_MADE_WORKS_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "gzip.h"

static inline uint64_t works_mix(uint64_t x)
{
    x = (x + 1) * UINT64_C(0x9E3779B97F4A7C15);
    x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
    return x ^ x >> 31;
}

static inline void works_author(rap_text *out, uint64_t x)
{
    static const char *const codes[] = {"NO", "CN", "SE", "US", "DK", "DE", "FR", "GB", "BR", "JP", "FI"};
    const char *first = codes[x % 11], *second = codes[x / 11 % 11];
    switch (x / 128 % 8) {
    case 0: rap_text_puts(out, "{\"countries\":[],\"institutions\":[]}"); break;
    case 1: rap_text_printf(out, "{\"countries\":[\"%s\",\"%s\"],\"institutions\":[]}", first, second); break;
    case 2: rap_text_printf(out, "{\"institutions\":[{\"id\":null,\"country_code\":\"%s\"}]}", first); break;
    default: rap_text_printf(out, "{\"author\":{\"id\":null},\"countries\":[\"%s\"]}", first); break;
    }
}

/** Adds one line: version `version` of work `id`. */
static inline void works_line(rap_text *out, uint64_t id, uint64_t version)
{
    static const char *const types[] = {"article", "article", "review", "preprint", "book-chapter", "dataset", "odd-type"};
    static const char *const reasons[] = {"is_xpac", "is_paratext", "is_retracted"};
    uint64_t x = works_mix(id * 1000 + version);
    rap_text_printf(out, "{\"id\":\"https://openalex.org/W%" PRIu64 "\",\"title\":\"Work \\u00e9 %" PRIu64 "\",", id, x);
    if (x % 50) rap_text_printf(out, "\"publication_year\":%d,", 2010 + (int)(x % 14));
    rap_text_printf(out, "\"type\":\"%s\",\"authorships\":[", types[x / 16 % 7]);
    uint64_t authors = x / 128 % 6;
    for (uint64_t i = 0; i < authors; i++) {
        if (i) rap_text_puts(out, ",");
        works_author(out, works_mix(x + i));
    }
    rap_text_puts(out, "],");
    if (x / 1024 % 4) {
        unsigned topic = (unsigned)(x / 4096 % 40);
        rap_text_printf(out, "\"primary_topic\":{\"id\":\"https://openalex.org/T%u\",\"display_name\":\"Topic %u, as %u\","
                        "\"subfield\":{\"id\":\"https://openalex.org/subfields/22%02u\",\"display_name\":\"Sub %u\"},"
                        "\"field\":{\"id\":\"https://openalex.org/fields/22\",\"display_name\":\"Engineering\"},"
                        "\"domain\":{\"id\":\"https://openalex.org/domains/3\",\"display_name\":\"Physical\"}},",
                        10000 + topic, topic, (unsigned)(x / 65536 % 3), topic % 10, topic % 10);
    }
    if (works_mix(x) % 7 == 0) rap_text_printf(out, "\"%s\":true,", reasons[works_mix(x) / 7 % 3]);
    rap_text_printf(out, "\"updated_date\":\"2025-%02d-%02dT00:00:00\"}\n", 1 + (int)(version % 12), 1 + (int)(x % 2));
}

/** Turns lines into a document of API pages, 25 works each. */
static inline void works_pages(const rap_text *lines, rap_text *out)
{
    rap_span rest = {lines->data, lines->length}, line;
    for (size_t n = 0; rest.length && rap_span_next(&rest, '\n', &line); n++) {
        if (n % 25 == 0) rap_text_puts(out, n ? "]},\n{\"meta\":{},\"results\":[" : "[{\"meta\":{},\"results\":[");
        if (n % 25) rap_text_puts(out, ",\n");
        rap_text_add(out, line.data, line.length);
    }
    rap_text_puts(out, "]}]\n");
}

/** Writes text to a file, as gzip where the name ends in .gz. */
static inline void works_write(const char *path, const rap_text *text)
{
    rap_text packed = {0};
    size_t length = strlen(path);
    bool gzip = length > 3 && strcmp(path + length - 3, ".gz") == 0;
    if (gzip) gzip_member(rap_text_get(text), text->length, &packed);
    FILE *file = fopen(path, "wb");
    if (!file) abort();
    const rap_text *bytes = gzip ? &packed : text;
    if (fwrite(rap_text_get(bytes), 1, bytes->length, file) != bytes->length || fclose(file) != 0) abort();
    rap_text_release(&packed);
}

#endif
