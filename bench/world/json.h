// SPDX-License-Identifier: Apache-2.0
/*
 * json - writing JSON into a growing text, in the styles that OpenAlex's files come in.
 *
 * `key` is NULL for the elements of arrays. Every value ends with a comma, which the end of the object or array
 * takes back.
 */
#ifndef WORLD_JSON_H
#define WORLD_JSON_H

#include "base/text.h"

typedef struct json {
    rap_text *out;
    bool escape;     /**< write what is not ASCII as \u escapes */
    bool omit_nulls; /**< leave members out that are null */
} json;

void json_open(json *j, const char *key, char bracket);  /**< '{' or '[' */
/** As json_open, for a key that is any text. */
void json_open_word(json *j, const char *word, char bracket);
void json_close(json *j, char bracket);                  /**< '}' or ']' */
void json_null(json *j, const char *key);
void json_bool(json *j, const char *key, bool value);
void json_number(json *j, const char *key, uint64_t value);
/** 0.ddddd of `digits` decimals. */
void json_fraction(json *j, const char *key, uint64_t value, unsigned digits);
/** A string, valid UTF-8; NULL is null. */
void json_string(json *j, const char *key, const char *value);
/** "<prefix><number>": OpenAlex's ids. */
void json_id(json *j, const char *key, const char *prefix, uint64_t number);
/** Ends the document: takes the last comma back and ends the line. */
void json_end(json *j);

#endif
