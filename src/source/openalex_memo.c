// SPDX-License-Identifier: Apache-2.0
/* openalex_memo - a table with one place for each hash of the first bytes, where the id of a topic stands. */
#include "source/openalex_memo.h"

#include "base/alloc.h"

enum { PLACES = 8192, HASHED = 48 };

struct rap_memo {
    rap_topic_memo topics[PLACES];
};

rap_memo *rap_memo_new(void)
{
    return rap_alloc(1, sizeof(rap_memo));
}

void rap_memo_free(rap_memo *memo)
{
    rap_free(memo);
}

/* The number of the topic that a text of HASHED bytes begins with, as snapshots write it; 0 where it begins otherwise. */
static unsigned number_of(const char *text)
{
    static const char start[] = "{\"id\":\"https://openalex.org/T";
    unsigned number = 0;
    if (memcmp(text, start, sizeof start - 1) != 0) return 0;
    for (size_t i = sizeof start - 1; text[i] >= '0' && text[i] <= '9' && i < HASHED; i++)
        number = number * 10 + (unsigned)(text[i] - '0');
    return number;
}

/* Numbers of topics follow each other, so no two share a place. */
static rap_topic_memo *place_of(rap_memo *memo, const char *text)
{
    uint64_t hash = number_of(text);
    if (hash) return &memo->topics[hash % PLACES];
    for (size_t i = 0; i < HASHED; i += 8) {
        uint64_t eight;
        memcpy(&eight, text + i, 8);
        hash = (hash ^ eight) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 29;
    }
    return &memo->topics[hash % PLACES];
}

/* Takes `length` bytes that are those at `want`. */
static bool take(rap_json *json, const char *want, size_t length)
{
    if ((size_t)(json->end - json->at) < length || memcmp(json->at, want, length) != 0) return false;
    json->at += length;
    return true;
}

void rap_memo_expect(rap_memo *memo, rap_span text)
{
    if (text.length < HASHED) return;
    const rap_topic_memo *topic = place_of(memo, text.data);
    for (size_t i = 0; i < sizeof *topic; i += 64) __builtin_prefetch((const char *)topic + i);
}

const rap_topic_memo *rap_memo_take(rap_memo *memo, rap_json *json)
{
    const char *start = json->at;
    if (json->problem || json->end - start < HASHED) return NULL;
    const rap_topic_memo *topic = place_of(memo, start);
    rap_json number = *json;
    rap_span score;
    if (!topic->kept || !take(&number, topic->text, topic->before)) return NULL;
    if (topic->behind && !(rap_json_number(&number, &score) && take(&number, topic->text + topic->before, topic->behind)))
        return NULL;
    *json = number;
    return topic;
}

rap_topic_memo *rap_memo_add(rap_memo *memo, rap_span whole, rap_span score, const uint64_t number[RAP_LEVELS])
{
    if (whole.length < HASHED || whole.length - score.length > RAP_MEMO_TEXT) return NULL;
    rap_topic_memo *topic = place_of(memo, whole.data);
    size_t before = score.length ? (size_t)(score.data - whole.data) : whole.length;
    topic->before = (uint16_t)before;
    topic->behind = (uint16_t)(whole.length - score.length - before);
    memcpy(topic->text, whole.data, before);
    memcpy(topic->text + before, whole.data + before + score.length, topic->behind);
    for (unsigned level = 0; level < RAP_LEVELS; level++) topic->number[level] = (uint32_t)number[level];
    topic->kept = false;
    return topic;
}
