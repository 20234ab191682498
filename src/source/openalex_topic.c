// SPDX-License-Identifier: Apache-2.0
/* primary_topic -> the path domain, field, subfield, topic, with the names of its nodes. */
#include "source/openalex_reader.h"

enum { DOMAIN, FIELD, SUBFIELD, TOPIC };

/* Takes a display_name, decoded into the reader's memory for its level where it has escapes; null is none. */
static bool read_name(rap_openalex *reader, unsigned level, rap_span *out)
{
    rap_json_text text;
    rap_json_type type = rap_json_peek(&reader->json);
    if (type == RAP_JSON_NULL) return rap_json_skip(&reader->json, NULL);
    if (type != RAP_JSON_STRING) {
        rap_span found;
        return rap_json_skip(&reader->json, &found) &&
               rap_openalex_refuse(reader, RAP_REJECT_SHAPE, found, "a name of a topic is no text");
    }
    if (!rap_json_string(&reader->json, &text)) return false;
    if (!rap_openalex_is_utf8(text.raw))
        return rap_openalex_refuse(reader, RAP_REJECT_UTF8, text.raw, rap_no_utf8);
    *out = text.raw;
    if (!text.escaped) return true;
    rap_text *name = &reader->names[level];
    rap_text_clear(name);
    if (!rap_json_unescape(text.raw, name))
        return rap_json_damage(&reader->json, text.raw.data, "an escape that is none");
    if (name->failed) return rap_openalex_fail(reader);
    *out = (rap_span){rap_text_get(name), name->length};
    return true;
}

/* Takes the id of a node; null is not known. */
static bool read_number(rap_openalex *reader, unsigned level, uint64_t *out)
{
    if (rap_openalex_null(reader)) return true;
    return rap_openalex_number(reader, level == TOPIC ? 'T' : 0, rap_level_limit[level], RAP_REJECT_TOPIC,
                               out);
}

/* Which member of a node a key is: bits, so that only the first of each counts. */
enum { IS_ID = 1, IS_NAME = 2, IS_SUBFIELD = 4, IS_FIELD = 8, IS_DOMAIN = 16 };

static unsigned member_of(const rap_json_text *key, bool topic)
{
    if (rap_json_is(key, "id")) return IS_ID;
    if (rap_json_is(key, "display_name")) return IS_NAME;
    if (topic && rap_json_is(key, "subfield")) return IS_SUBFIELD;
    if (topic && rap_json_is(key, "field")) return IS_FIELD;
    if (topic && rap_json_is(key, "domain")) return IS_DOMAIN;
    return 0;
}

/* A subfield, field or domain: null or an object. */
static bool read_node(rap_openalex *reader, unsigned level, uint64_t number[RAP_LEVELS],
                      rap_span name[RAP_LEVELS])
{
    rap_json_text key;
    unsigned seen = 0;
    if (rap_openalex_null(reader)) return true;
    if (!rap_openalex_enter(reader, '{', "a level of primary_topic is no object")) return false;
    while (rap_json_member(&reader->json, &key)) {
        unsigned member = member_of(&key, false) & ~seen;
        seen |= member;
        if (!(member == IS_ID     ? read_number(reader, level, &number[level])
              : member == IS_NAME ? read_name(reader, level, &name[level])
                                  : rap_json_skip(&reader->json, NULL)))
            return false;
    }
    return !reader->json.problem;
}

static bool read_topic(rap_openalex *reader, uint64_t number[RAP_LEVELS], rap_span name[RAP_LEVELS])
{
    rap_json_text key;
    unsigned seen = 0;
    if (!rap_openalex_enter(reader, '{', "primary_topic is no object")) return false;
    while (rap_json_member(&reader->json, &key)) {
        unsigned member = member_of(&key, true) & ~seen;
        bool taken;
        seen |= member;
        switch (member) {
        case IS_ID: taken = read_number(reader, TOPIC, &number[TOPIC]); break;
        case IS_NAME: taken = read_name(reader, TOPIC, &name[TOPIC]); break;
        case IS_SUBFIELD: taken = read_node(reader, SUBFIELD, number, name); break;
        case IS_FIELD: taken = read_node(reader, FIELD, number, name); break;
        case IS_DOMAIN: taken = read_node(reader, DOMAIN, number, name); break;
        default: taken = rap_json_skip(&reader->json, NULL); break;
        }
        if (!taken) return false;
    }
    return !reader->json.problem;
}

bool rap_openalex_topic(rap_openalex *reader, rap_work *out)
{
    uint64_t number[RAP_LEVELS] = {0};
    rap_span name[RAP_LEVELS] = {{NULL, 0}};
    if (rap_openalex_null(reader)) return true;
    if (!read_topic(reader, number, name)) return false;
    rap_openalex_path(number, name, out);
    return true;
}
