// SPDX-License-Identifier: Apache-2.0
/*
 * The whole grammar of RFC 8259 without recursion: one bit a level says whether it is an object. Walks with the same
 * reader as everything else and adds what that leaves out: the letters of strings and the inside of every value.
 */
#include "scan/json.h"
#include "scan/json_grammar.h"

typedef struct nesting {
    size_t depth;
    /* bit i: level i is an object; only the first `depth` bits mean anything */
    uint8_t object[RAP_JSON_DEPTH / 8];
} nesting;

static bool in_object(const nesting *levels)
{
    size_t top = levels->depth - 1;
    return levels->object[top / 8] >> (top % 8) & 1;
}

static bool push(nesting *levels, rap_json *json, bool object)
{
    if (levels->depth == RAP_JSON_DEPTH) return rap_json_damage(json, json->at, "nested too deep");
    size_t top = levels->depth++;
    uint8_t bit = (uint8_t)(1u << (top % 8));
    if (bit == 1) levels->object[top / 8] = 0;
    levels->object[top / 8] =
        (uint8_t)(object ? levels->object[top / 8] | bit : levels->object[top / 8] & ~bit);
    return rap_json_enter(json, object ? '{' : '[');
}

/* Eight letters without a backslash or control character: the usual ones. */
static bool are_plain(const char *at)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t eight;
    memcpy(&eight, at, 8);
    uint64_t controls = (eight - ones * 0x20) & ~eight & ones << 7;
    return (controls | rap_skip_has(eight, '\\')) == 0;
}

/* Judges the letters of a string that was taken. */
static bool check_letters(rap_json *json, rap_span raw)
{
    const char *end = raw.data + raw.length;
    for (const char *at = raw.data; at < end;) {
        if (end - at >= 8 && are_plain(at)) {
            at += 8;
            continue;
        }
        if ((unsigned char)*at < 0x20) return rap_json_damage(json, at, "a control character in a string");
        if (*at != '\\') {
            at++;
            continue;
        }
        const char *behind = rap_json_escape_end(at, end);
        if (!behind) return rap_json_damage(json, at, "an escape that is none");
        at = behind;
    }
    return true;
}

/* Takes one value, or the opening bracket of one. */
static bool begin_value(nesting *levels, rap_json *json)
{
    rap_json_text text;
    switch (rap_json_peek(json)) {
    case RAP_JSON_OBJECT: return push(levels, json, true);
    case RAP_JSON_ARRAY: return push(levels, json, false);
    case RAP_JSON_STRING: return rap_json_string(json, &text) && check_letters(json, text.raw);
    default: return rap_json_skip(json, NULL);
    }
}

/* Goes on behind a value or an opening bracket: true before the next value, false at the end of all or on damage. */
static bool next_value(nesting *levels, rap_json *json)
{
    while (levels->depth) {
        rap_json_text key;
        bool found = in_object(levels) ? rap_json_member(json, &key) && check_letters(json, key.raw)
                                       : rap_json_element(json);
        if (found || json->problem) return found;
        levels->depth--;
    }
    return false;
}

bool rap_json_check(rap_span text, size_t *at, const char **problem)
{
    nesting levels;
    levels.depth = 0;
    rap_json json;
    rap_json_init(&json, text);
    bool more = true;
    while (more) more = begin_value(&levels, &json) && next_value(&levels, &json);
    if (rap_json_end(&json)) return true;
    *at = (size_t)(json.at - json.start);
    *problem = json.problem;
    return false;
}
