// SPDX-License-Identifier: Apache-2.0
/*
 * text - spans of bytes, a growing text, and numbers that do not depend on the locale.
 *
 * A span borrows: it is a place and a length in somebody else's bytes, not terminated.
 */
#ifndef RAP_BASE_TEXT_H
#define RAP_BASE_TEXT_H

#include "base/error.h"

typedef struct rap_span {
    const char *data;
    size_t length;
} rap_span;

/** A span over a terminated string. */
rap_span rap_span_of(const char *text);

bool rap_span_is(rap_span span, const char *text);

/** Byte order, shorter first on a common start: <0, 0, >0. */
int rap_span_compare(rap_span a, rap_span b);

/** Without blanks, tabs and CR at both ends. */
rap_span rap_span_trim(rap_span span);

/**
 * Takes the part of `*rest` before the next `separator` and moves `*rest` behind it. Returns false
 * where `*rest` was used up (data NULL); the last part of "a,b," is an empty span.
 */
bool rap_span_next(rap_span *rest, char separator, rap_span *part);

/** Decimal digits only, the whole span, no sign; false where it is not that or is over `limit`. */
bool rap_parse_u64(rap_span span, uint64_t limit, uint64_t *out);

/** A finite decimal number with dot, the whole span; false otherwise. */
bool rap_parse_double(rap_span span, double *out);

/** A text that grows. {0} is an empty one. `data` is terminated as soon as something was added. */
typedef struct rap_text {
    char *data;
    size_t length, capacity;
    bool failed; /**< an allocation failed: everything added later was dropped; check once at the end */
} rap_text;

void rap_text_release(rap_text *text);
void rap_text_clear(rap_text *text);
void rap_text_add(rap_text *text, const char *data, size_t length);
void rap_text_puts(rap_text *text, const char *string);

/** Room for `more` bytes behind the text, to be written to and then added by rap_text_end(); NULL where it `failed`. */
char *rap_text_room(rap_text *text, size_t more);
/** Adds what was written to that room, up to `end`. */
void rap_text_end(rap_text *text, char *end);

void rap_text_whole(rap_text *text, int64_t number);
void rap_text_printf(rap_text *text, const char *format, ...) RAP_PRINTF(2, 3);

/** Adds a word as a shell takes it: in quotes where it needs them. */
void rap_text_word(rap_text *text, const char *word);

/** The text for reading: never NULL. */
const char *rap_text_get(const rap_text *text);

/** Length of the longest valid UTF-8 prefix of `data`; equals `length` where all of it is valid. */
size_t rap_utf8_valid(const char *data, size_t length);

/** Columns a terminal needs for UTF-8 text: one a code point (combining marks 0, wide East Asian 2). */
size_t rap_utf8_width(const char *data, size_t length);

#endif
