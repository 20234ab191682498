// SPDX-License-Identifier: Apache-2.0
/* json_find - members by their keys. A string is a key where a colon follows it; no value of sound JSON has one. */
#include "scan/json.h"

/* Behind the colon after a string that ended at `quote`; NULL where none follows. */
static const char *behind_colon(const char *quote, const char *end)
{
    const char *at = quote + 1;
    while (at < end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')) at++;
    return at < end && *at == ':' ? at + 1 : NULL;
}

/* The number of the key that the string at `text` is, as it stands; RAP_SKIP_KEYS_MAX where it is none. */
static unsigned key_of(const rap_skip_keys *keys, const char *text, const char *end)
{
    for (unsigned i = keys->first[*text & 31]; i; i = keys->key[i - 1].next) {
        const struct rap_skip_key *key = &keys->key[i - 1];
        if ((size_t)(end - text) > key->length && memcmp(text, key->text, key->length) == 0 && text[key->length] == '"')
            return i - 1;
    }
    return RAP_SKIP_KEYS_MAX;
}

/* The same for a string with escapes. */
static unsigned key_meant(const rap_skip_keys *keys, rap_span text)
{
    for (unsigned i = 0; i < RAP_SKIP_KEYS_MAX && keys->key[i].text; i++)
        if (rap_json_means(text, keys->key[i].text, keys->key[i].length)) return i;
    return RAP_SKIP_KEYS_MAX;
}

/* From inside an object to behind its end, or to damage at the place where the search began. */
static bool without_end(rap_json *json)
{
    return rap_json_damage(json, json->at, "an object that does not end");
}

bool rap_json_find(rap_json *json, const rap_skip_keys *keys, unsigned *which)
{
    const char *at = json->at;
    bool closed, escaped;
    if (json->problem) return false;
    json->fresh = false;
    for (;;) {
        const char *first = json->skip->seek(at, json->end, keys, &closed);
        if (!first) return without_end(json);
        if (closed) {
            json->at = first;
            return false;
        }
        unsigned key = key_of(keys, first, json->end);
        const char *quote = key < RAP_SKIP_KEYS_MAX ? first + keys->key[key].length : json->skip->string(first, json->end, &escaped);
        if (!quote) return without_end(json);
        if (key == RAP_SKIP_KEYS_MAX && escaped) key = key_meant(keys, (rap_span){first, (size_t)(quote - first)});
        at = quote + 1;
        const char *value = key < RAP_SKIP_KEYS_MAX ? behind_colon(quote, json->end) : NULL;
        if (!value) continue;
        json->at = value;
        *which = key;
        return true;
    }
}

bool rap_json_leave(rap_json *json)
{
    if (json->problem) return false;
    const char *last = json->skip->nested(json->at, json->end, '{');
    if (!last) return without_end(json);
    json->at = last;
    return true;
}
