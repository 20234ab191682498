// SPDX-License-Identifier: Apache-2.0
/*
 * skip - from inside a JSON value to its end, without looking at what is in between.
 *
 * Three functions do the bulk of all reading. The scalar ones in skip.c are their definition; the vector variants
 * instantiate skip_template.h and must return the same for any bytes, damaged ones included. All may read (but not
 * judge) up to RAP_SKIP_PADDING bytes from `end` on.
 *
 * What skipping does not see: it counts brackets of one kind only (or of both alike) and judges nothing, so `[{[}]]`, a missing comma or
 * bad UTF-8 inside a skipped value pass. rap_json_check() sees everything.
 */
#ifndef RAP_SCAN_SKIP_H
#define RAP_SCAN_SKIP_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "scan/cpu.h"

#define RAP_SKIP_PADDING 64
#define RAP_SKIP_KEYS_MAX 16

/** Keys of an object that are looked for: see rap_skip_keys_init(). */
typedef struct rap_skip_keys {
    uint8_t first[32]; /**< by the low bits of a string's first byte: 1 + the first key that may begin so; 0 = none */
    char letters[16];  /**< first letters of the keys, and a backslash, by their low four bits */
    uint64_t any;      /**< all bits where two letters share a place there, so that it can't tell; else 0 */
    struct rap_skip_key {
        const char *text;
        size_t length;
        uint64_t mask, start; /**< the first eight bytes, of a short key its closing quote, too */
        uint8_t next;         /**< 1 + the next key with the same first letter; 0 = none */
    } key[RAP_SKIP_KEYS_MAX];
} rap_skip_keys;

/** `text`: at most RAP_SKIP_KEYS_MAX keys of small letters and _, ended by NULL; kept. */
void rap_skip_keys_init(rap_skip_keys *keys, const char *const *text);

/** The bytes of eight that are `c`, as their high bits. */
static inline uint64_t rap_skip_has(uint64_t eight, char c)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t differs = eight ^ ones * (unsigned char)c;
    return (differs - ones) & ~differs & ones << 7;
}

/** May the string that begins at `text` be one of the keys? Looks at eight bytes; an escape among them may be anything. */
static inline bool rap_skip_may_be(const rap_skip_keys *keys, const char *text)
{
    unsigned i = keys->first[*text & 31];
    if (!i || (char)keys->key[i - 1].start != *text) return *text == '\\';
    uint64_t start;
    memcpy(&start, text, 8);
    for (; i; i = keys->key[i - 1].next)
        if ((start & keys->key[i - 1].mask) == keys->key[i - 1].start) return true;
    return rap_skip_has(start, '\\') != 0;
}

typedef struct rap_skip {
    /**
     * `at` is behind an opening quote. Returns the closing quote, or NULL where there is none before `end`. A
     * backslash hides the byte after it. `*escaped`, written where a quote was found: was there a backslash?
     */
    const char *(*string)(const char *at, const char *end, bool *escaped);

    /**
     * `at` is behind an opening bracket, `open` ('{' or '['). Returns the place behind the bracket that closes it,
     * or NULL. Brackets in strings don't count; outside strings, too, a backslash hides the byte after it.
     */
    const char *(*nested)(const char *at, const char *end, char open);

    /**
     * `at` is in an object, outside of strings. Returns the first byte of the next string that may be one of the keys
     * and stands in no brackets inside this object (but perhaps as a value); where the object is closed before, the
     * place behind its bracket, and then `*closed` is true; NULL where neither is found. Brackets are counted without
     * regard to their kind.
     */
    const char *(*seek)(const char *at, const char *end, const rap_skip_keys *keys, bool *closed);
} rap_skip;

/** The functions of one variant; NULL where this processor can't run them. */
const rap_skip *rap_skip_of(rap_cpu cpu);

#endif
