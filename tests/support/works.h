// SPDX-License-Identifier: Apache-2.0
/* works - readers of works for tests, and what a reader says of a piece of JSON, as one line of text. */
#ifndef RAP_TESTS_WORKS_H
#define RAP_TESTS_WORKS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scan/cpu.h"
#include "support/fact_line.h"
#include "support/padded.h"

static rap_catalog *catalog;
static rap_openalex *reader, *union_reader, *strict_reader;

static inline int open_readers(void **state)
{
    (void)state;
    if (rap_catalog_open(NULL, &catalog, NULL) != RAP_OK) return -1;
    if (rap_openalex_new(catalog, false, false, &reader, NULL) != RAP_OK) return -1;
    if (rap_openalex_new(catalog, true, false, &union_reader, NULL) != RAP_OK) return -1;
    return rap_openalex_new(catalog, false, true, &strict_reader, NULL) == RAP_OK ? 0 : -1;
}

static inline int close_readers(void **state)
{
    (void)state;
    rap_openalex_free(reader);
    rap_openalex_free(union_reader);
    rap_openalex_free(strict_reader);
    rap_openalex_free(NULL);
    rap_catalog_close(catalog);
    return 0;
}

/* The line of a work, or "refused: phrase at offset: detail". */
static inline void describe(rap_openalex *with, const char *json, size_t length, rap_text *out)
{
    rap_span span = padded(json, length);
    rap_work work;
    size_t at = 0;
    const char *detail = "";
    bool failed = true;
    rap_reject reject = rap_openalex_read(with, span, &work, &at, &detail, &failed);
    assert_false(failed);
    assert_true(at <= length);
    rap_text_clear(out);
    if (reject == RAP_REJECT_NONE)
        fact_line(&work, out);
    else
        rap_text_printf(out, "refused: %s at %zu: %s", rap_reject_text(reject), at, detail);
    padded_free(span);
}

static inline void assert_described(rap_openalex *with, const char *json, const char *want)
{
    rap_text got = {0};
    describe(with, json, strlen(json), &got);
    if (got.length && got.data[got.length - 1] == '\n') got.data[got.length - 1] = '\0';
    if (strcmp(rap_text_get(&got), want) != 0) fail_msg("%s\n   got %s\nwanted %s", json, got.data, want);
    rap_text_release(&got);
}

static inline void assert_reads(const char *json, const char *want)
{
    assert_described(reader, json, want);
    assert_described(strict_reader, json, want);
}

/* Numbers that look random and are the same on every machine. */
static uint64_t seed = 88172645463325252u;

static inline uint64_t draw(uint64_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed % below;
}

#endif
