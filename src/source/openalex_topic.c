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

/* Members of a topic; the first two are those of its subfield, field and domain, too. Of each the first counts. */
enum { IS_ID, IS_NAME, IS_SUBFIELD, IS_FIELD, IS_DOMAIN, IS_SCORE };
static const char *const members[] = {"id", "display_name", "subfield", "field", "domain", "score", NULL};
enum { NODE_ALL = (1 << (IS_NAME + 1)) - 1, TOPIC_ALL = (1 << IS_SCORE) - 1 };

void rap_openalex_topic_keys(rap_openalex *reader)
{
    rap_skip_keys_init(&reader->keys.topic, members);
    rap_skip_keys_init(&reader->keys.node, (const char *const[]){members[IS_ID], members[IS_NAME], NULL});
}

/* A subfield, field or domain: null or an object. */
static bool read_node(rap_openalex *reader, unsigned level, uint64_t number[RAP_LEVELS],
                      rap_span name[RAP_LEVELS])
{
    rap_json *json = &reader->json;
    unsigned seen = 0, which;
    if (rap_openalex_null(reader)) return true;
    if (!rap_openalex_enter(reader, '{', "a level of primary_topic is no object")) return false;
    while (rap_json_find(json, &reader->keys.node, &which)) {
        if (seen & 1u << which) continue;
        seen |= 1u << which;
        if (!(which == IS_ID ? read_number(reader, level, &number[level]) : read_name(reader, level, &name[level])))
            return false;
        if (seen == NODE_ALL) return rap_json_leave(json);
    }
    return !json->problem;
}

static bool read_member(rap_openalex *reader, unsigned which, uint64_t number[RAP_LEVELS], rap_span name[RAP_LEVELS])
{
    switch (which) {
    case IS_ID: return read_number(reader, TOPIC, &number[TOPIC]);
    case IS_NAME: return read_name(reader, TOPIC, &name[TOPIC]);
    case IS_SUBFIELD: return read_node(reader, SUBFIELD, number, name);
    case IS_FIELD: return read_node(reader, FIELD, number, name);
    case IS_DOMAIN: return read_node(reader, DOMAIN, number, name);
    default: return rap_json_skip(&reader->json, NULL);
    }
}

/* `*score`: its bytes, where they are a number that stands before the last of the needed members. */
static bool read_topic(rap_openalex *reader, uint64_t number[RAP_LEVELS], rap_span name[RAP_LEVELS], rap_span *score)
{
    rap_json *json = &reader->json;
    unsigned seen = 0, which;
    if (!rap_openalex_enter(reader, '{', "primary_topic is no object")) return false;
    while (rap_json_find(json, &reader->keys.topic, &which)) {
        if (seen & 1u << which) continue;
        seen |= 1u << which;
        bool counted = which == IS_SCORE && rap_json_peek(json) == RAP_JSON_NUMBER;
        const char *at = json->at;
        if (!read_member(reader, which, number, name)) return false;
        if (counted) *score = (rap_span){at, (size_t)(json->at - at)};
        if ((seen & TOPIC_ALL) == TOPIC_ALL) return rap_json_leave(json);
    }
    return !json->problem;
}

bool rap_openalex_topic(rap_openalex *reader, rap_work *out)
{
    uint64_t number[RAP_LEVELS] = {0};
    rap_span name[RAP_LEVELS] = {{NULL, 0}};
    rap_span score = {NULL, 0};
    if (rap_openalex_null(reader)) return true;
    const rap_topic_memo *known = rap_memo_take(reader->memo, &reader->json);
    if (known) {
        for (unsigned level = 0; level < RAP_LEVELS; level++) number[level] = known->number[level];
    } else {
        const char *at = reader->json.at;
        if (!read_topic(reader, number, name, &score)) return false;
        rap_span whole = {at, (size_t)(reader->json.at - at)};
        rap_topic_memo *topic = rap_memo_add(reader->memo, whole, score, number);
        if (topic) out->names_kept = &topic->kept;
    }
    rap_openalex_path(number, name, out);
    return true;
}

bool rap_openalex_topic_later(rap_openalex *reader)
{
    if (!rap_json_skip(&reader->json, &reader->topic)) return false;
    rap_memo_expect(reader->memo, reader->topic);
    return true;
}

bool rap_openalex_topic_now(rap_openalex *reader, rap_work *out)
{
    reader->json.at = reader->topic.data;
    return rap_openalex_topic(reader, out) && reader->json.at == reader->topic.data + reader->topic.length;
}
