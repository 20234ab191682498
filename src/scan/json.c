// SPDX-License-Identifier: Apache-2.0
/* Walking: each call looks at the few bytes of punctuation before its token and leaves the rest to scan/skip.h. */
#include "scan/json.h"

#include <string.h>

#include "scan/json_grammar.h"

void rap_json_init(rap_json *json, rap_span text)
{
    *json = (rap_json){
        .start = text.data,
        .at = text.data,
        .end = text.data + text.length,
        .skip = rap_skip_of(rap_cpu_choice()),
    };
}

bool rap_json_damage(rap_json *json, const char *at, const char *problem)
{
    if (!json->problem) {
        json->at = at;
        json->problem = problem;
    }
    return false;
}

/* The next byte that is no white space, which `at` then points to; 0 at the end, where no token has it. */
static inline char next(rap_json *json)
{
    while (json->at < json->end && rap_json_is_blank(*json->at)) json->at++;
    return json->at < json->end ? *json->at : '\0';
}

/* The same where damage may have happened before: then 0, which begins no token. */
static inline char next_sound(rap_json *json)
{
    return json->problem ? '\0' : next(json);
}

/* Damage at the next token, or at the end where there is none. */
static bool unexpected(rap_json *json, const char *problem)
{
    return rap_json_damage(json, json->at, json->at < json->end ? problem : "the text ends too early");
}

rap_json_type rap_json_peek(rap_json *json)
{
    char first = next_sound(json);
    switch (first) {
    case '{': return RAP_JSON_OBJECT;
    case '[': return RAP_JSON_ARRAY;
    case '"': return RAP_JSON_STRING;
    case 't': return RAP_JSON_TRUE;
    case 'f': return RAP_JSON_FALSE;
    case 'n': return RAP_JSON_NULL;
    default:
        if (first == '-' || rap_json_is_digit(first)) return RAP_JSON_NUMBER;
        unexpected(json, "expected a value");
        return RAP_JSON_NONE;
    }
}

bool rap_json_enter(rap_json *json, char open)
{
    if (next_sound(json) != open)
        return unexpected(json, open == '{' ? "expected an object" : "expected an array");
    json->at++;
    json->fresh = true;
    return true;
}

/* Takes the string whose opening quote is at `at`. */
static bool take_string(rap_json *json, rap_json_text *out)
{
    const char *first = json->at + 1;
    const char *quote = json->skip->string(first, json->end, &out->escaped);
    if (!quote) return rap_json_damage(json, json->at, "a string that does not end");
    out->raw = (rap_span){first, (size_t)(quote - first)};
    json->at = quote + 1;
    return true;
}

/* Behind an opening bracket or a value: true where another item follows, false behind `close` or on damage. */
static inline bool more(rap_json *json, char close, const char *problem)
{
    char c = next_sound(json);
    bool fresh = json->fresh;
    json->fresh = false;
    if (c == close) {
        json->at++;
        return false;
    }
    if (fresh) return !json->problem;
    if (c != ',') return unexpected(json, problem);
    json->at++;
    return true;
}

bool rap_json_member(rap_json *json, rap_json_text *key)
{
    if (!more(json, '}', "expected a comma or }")) return false;
    if (next(json) != '"') return unexpected(json, "expected a key in quotes");
    if (!take_string(json, key)) return false;
    if (next(json) != ':') return unexpected(json, "expected a colon");
    json->at++;
    return true;
}

bool rap_json_element(rap_json *json)
{
    return more(json, ']', "expected a comma or ]");
}

bool rap_json_string(rap_json *json, rap_json_text *out)
{
    if (next_sound(json) != '"') return unexpected(json, "expected a string");
    return take_string(json, out);
}

bool rap_json_number(rap_json *json, rap_span *out)
{
    char c = next_sound(json);
    if (c != '-' && !rap_json_is_digit(c)) return unexpected(json, "expected a number");
    const char *last = rap_json_number_end(json->at, json->end);
    if (!last) return rap_json_damage(json, json->at, "a number of wrong form");
    *out = (rap_span){json->at, (size_t)(last - json->at)};
    json->at = last;
    return true;
}

static bool take_word(rap_json *json, const char *word)
{
    size_t length = strlen(word);
    if ((size_t)(json->end - json->at) < length || memcmp(json->at, word, length) != 0)
        return rap_json_damage(json, json->at, "expected true, false or null");
    json->at += length;
    return true;
}

static bool take_nested(rap_json *json, char open)
{
    const char *last = json->skip->nested(json->at + 1, json->end, open);
    if (!last)
        return rap_json_damage(json, json->at,
                               open == '{' ? "an object that does not end" : "an array that does not end");
    json->at = last;
    return true;
}

bool rap_json_skip(rap_json *json, rap_span *raw)
{
    rap_json_text text;
    rap_span number;
    bool taken = false;
    rap_json_type type = rap_json_peek(json);
    const char *first = json->at;
    switch (type) {
    case RAP_JSON_OBJECT: taken = take_nested(json, '{'); break;
    case RAP_JSON_ARRAY: taken = take_nested(json, '['); break;
    case RAP_JSON_STRING: taken = take_string(json, &text); break;
    case RAP_JSON_NUMBER: taken = rap_json_number(json, &number); break;
    case RAP_JSON_TRUE: taken = take_word(json, "true"); break;
    case RAP_JSON_FALSE: taken = take_word(json, "false"); break;
    case RAP_JSON_NULL: taken = take_word(json, "null"); break;
    case RAP_JSON_NONE: break;
    }
    if (taken && raw) *raw = (rap_span){first, (size_t)(json->at - first)};
    return taken;
}

bool rap_json_more(rap_json *json)
{
    next_sound(json);
    return !json->problem && json->at < json->end;
}

bool rap_json_end(rap_json *json)
{
    if (rap_json_more(json)) rap_json_damage(json, json->at, "text behind the value");
    return !json->problem;
}

bool rap_json_integer(rap_span number, int64_t *out)
{
    bool negative = number.length && number.data[0] == '-';
    if (negative) number = (rap_span){number.data + 1, number.length - 1};
    uint64_t size;
    if (!rap_parse_u64(number, INT64_MAX, &size)) return false;
    *out = negative ? -(int64_t)size : (int64_t)size;
    return true;
}
