// SPDX-License-Identifier: Apache-2.0
/*
 * json - a pull reader whose fast path is skipping.
 *
 * The caller walks: enter an object, take its members one by one, and for each read, enter or skip the value, once:
 *
 *     rap_json_init(&json, line);
 *     if (rap_json_enter(&json, '{'))
 *         while (rap_json_member(&json, &key)) ... exactly one value is read, entered and walked to its end, or skipped
 *     if (json.problem) ... damage, at json.at
 *
 * Damage is sticky: after the first, every call returns false and nothing moves, so a walk needs one check at its end.
 *
 * Where only some members of an object matter, rap_json_find() goes from one to the next at the speed of skipping.
 *
 * What is walked is judged: keys, colons, commas, brackets, literals, numbers, ends of strings. What is skipped is
 * not: inside a skipped object or array, between members that were found (and in the letters of any string) damage may
 * pass unseen, except that the end must be found. rap_json_check() judges everything.
 *
 * Text needs RAP_SKIP_PADDING readable bytes behind it, and stays the caller's; spans point into it.
 */
#ifndef RAP_SCAN_JSON_H
#define RAP_SCAN_JSON_H

#include <string.h>

#include "base/text.h"
#include "scan/skip.h"

/** Deepest nesting that rap_json_check() accepts; skipping has no limit. */
#define RAP_JSON_DEPTH 65536

typedef enum rap_json_type {
    RAP_JSON_NONE, /**< no value stands there: `problem` is set */
    RAP_JSON_OBJECT,
    RAP_JSON_ARRAY,
    RAP_JSON_STRING,
    RAP_JSON_NUMBER,
    RAP_JSON_TRUE,
    RAP_JSON_FALSE,
    RAP_JSON_NULL
} rap_json_type;

typedef struct rap_json {
    const char *start, *at, *end;
    const rap_skip *skip;
    const char *problem; /**< NULL, or what is wrong at `at`, in words */
    bool fresh;          /**< just behind an opening bracket: no comma is due */
} rap_json;

/** A string as it stands between its quotes. */
typedef struct rap_json_text {
    rap_span raw;
    bool escaped; /**< it has backslashes: see rap_json_unescape() */
} rap_json_text;

void rap_json_init(rap_json *json, rap_span text);

/** The type of the next value, by its first byte. Takes nothing. */
rap_json_type rap_json_peek(rap_json *json);

/** Takes an opening '{' or '['. */
bool rap_json_enter(rap_json *json, char open);

/** The next key of the object; false behind its end (or damage). A key may stand twice: both are given. */
bool rap_json_member(rap_json *json, rap_json_text *key);

/** True where another element of the array follows; false behind its end (or damage). */
bool rap_json_element(rap_json *json);

/**
 * Goes on in an object, from behind its bracket or a value, to the value of the next member with one of the keys, and
 * skips what is before it; false behind the end of the object (or damage). A value that is not taken is skipped by the
 * next call. What is skipped here is not judged, the commas and keys between members included.
 */
bool rap_json_find(rap_json *json, const rap_skip_keys *keys, unsigned *which);

/** Skips the rest of the object: to behind its bracket. False on damage. */
bool rap_json_leave(rap_json *json);

/** Takes a string. Its letters are not judged. */
bool rap_json_string(rap_json *json, rap_json_text *out);

/** Takes a number of the right grammar. */
bool rap_json_number(rap_json *json, rap_span *out);

/** Takes any value. Where `raw` is not NULL it gets the bytes of the value. */
bool rap_json_skip(rap_json *json, rap_span *raw);

/** True where something but white space is left: another value of a sequence. */
bool rap_json_more(rap_json *json);

/** True where only white space is left; damage otherwise. */
bool rap_json_end(rap_json *json);

/** Records damage at `at` and returns false. The first one stays. */
bool rap_json_damage(rap_json *json, const char *at, const char *problem);

/**
 * Adds the decoded string to `out`: all escapes, \u with surrogate pairs. False on an escape that is none and on a lone
 * surrogate. Raw bytes are copied as they are. Short memory shows in out->failed.
 */
bool rap_json_unescape(rap_span raw, rap_text *out);

/** Does an escaped text mean `length` bytes of ASCII at `want`? */
bool rap_json_means(rap_span raw, const char *want, size_t length);

/** Does the text mean `want`, which is ASCII? */
static inline bool rap_json_is(const rap_json_text *text, const char *want)
{
    size_t length = strlen(want);
    if (text->escaped) return rap_json_means(text->raw, want, length);
    return text->raw.length == length && memcmp(text->raw.data, want, length) == 0;
}

/** The value of a JSON number that is an integer (no dot, no exponent) and fits; false otherwise. */
bool rap_json_integer(rap_span number, int64_t *out);

/**
 * Judges all of `text`: one JSON value by RFC 8259 and nothing else but white space, nested at most RAP_JSON_DEPTH
 * deep. UTF-8 apart: see rap_utf8_valid(). On false, `*at` is the offset of the damage and `*problem` names it.
 */
bool rap_json_check(rap_span text, size_t *at, const char **problem);

/**
 * A quick look: true only where `text` is an object that rap_json_check() accepts and all of it is UTF-8. False says
 * nothing: all damage comes out so, but also white space around the object, deep nesting, and all without vectors.
 */
bool rap_json_sound(rap_span text);

#endif
