// SPDX-License-Identifier: Apache-2.0
/* json_grammar - where the smallest parts of JSON end: numbers (RFC 8259, section 6) and escapes (section 7). */
#ifndef RAP_SCAN_JSON_GRAMMAR_H
#define RAP_SCAN_JSON_GRAMMAR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static inline bool rap_json_is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static inline bool rap_json_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Behind one or more digits, or NULL where there is none. */
static inline const char *rap_json_digits_end(const char *at, const char *end)
{
    const char *first = at;
    while (at < end && rap_json_is_digit(*at)) at++;
    return at > first ? at : NULL;
}

/* Behind a number that begins at `at`; NULL where it breaks off. */
static inline const char *rap_json_number_end(const char *at, const char *end)
{
    if (at < end && *at == '-') at++;
    if (at < end && *at == '0')
        at++;
    else if (!(at = rap_json_digits_end(at, end)))
        return NULL;
    if (at < end && *at == '.' && !(at = rap_json_digits_end(at + 1, end))) return NULL;
    if (at < end && (*at == 'e' || *at == 'E')) {
        at++;
        if (at < end && (*at == '+' || *at == '-')) at++;
        at = rap_json_digits_end(at, end);
    }
    return at;
}

/* Behind the escape at `at` (its backslash), or NULL. */
static inline const char *rap_json_escape_end(const char *at, const char *end)
{
    if (end - at < 2) return NULL;
    if (at[1] != 'u') return memchr("\"\\/bfnrt", at[1], 8) ? at + 2 : NULL;
    if (end - at < 6) return NULL;
    for (int i = 2; i < 6; i++) {
        char c = at[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))) return NULL;
    }
    return at + 6;
}

#endif
