// SPDX-License-Identifier: Apache-2.0
/* shape_subjects - what a work is about: topics, keywords, concepts, titles and abstracts. */
#include "world/shape.h"
#include "world/words.h"

static const char *const level_key[RAP_LEVELS] = {"domain", "field", "subfield", "id"};
static const char *const level_url[RAP_LEVELS] = {"https://openalex.org/domains/", "https://openalex.org/fields/",
                                                  "https://openalex.org/subfields/", "https://openalex.org/T"};

/* Ids of the hierarchy are URLs; they were plain integers in early 2024. */
static void put_node(shape *s, const topic *t, unsigned level)
{
    json_open(&s->j, level_key[level], '{');
    if (s->style == SHAPE_2023)
        json_number(&s->j, "id", t->number[level]);
    else
        json_id(&s->j, "id", level_url[level], t->number[level]);
    json_string(&s->j, "display_name", t->name[level]);
    json_close(&s->j, '}');
}

static void put_topic(shape *s, const char *key, const topic *t, uint64_t score)
{
    json_open(&s->j, key, '{');
    json_id(&s->j, "id", level_url[3], t->number[3]);
    json_string(&s->j, "display_name", t->name[3]);
    json_fraction(&s->j, "score", score, 16);
    put_node(s, t, 2);
    put_node(s, t, 1);
    put_node(s, t, 0);
    json_close(&s->j, '}');
}

static uint64_t topic_score(chance *c)
{
    return UINT64_C(1000000000000000) + chance_below(c, 900000000) * UINT64_C(9999999);
}

void shape_primary_topic(shape *s, const world_work *work, const char *key)
{
    if (!work->topic) {
        json_null(&s->j, key);
        return;
    }
    chance c = shape_chance(work, MEMBER_TOPICS);
    put_topic(s, key, work->topic, topic_score(&c));
}

/* The primary topic comes first; the others, which nobody counts, repeat it with another score. */
void shape_topics(shape *s, const world_work *work, const char *key)
{
    chance c = shape_chance(work, MEMBER_TOPICS);
    json_open(&s->j, key, '[');
    if (work->topic) {
        put_topic(s, NULL, work->topic, topic_score(&c));
        for (uint32_t i = chance_below(&c, 3); i > 0; i--) put_topic(s, NULL, work->topic, topic_score(&c));
    }
    json_close(&s->j, ']');
}

void shape_keywords(shape *s, const world_work *work, const char *key)
{
    chance c = shape_chance(work, MEMBER_KEYWORDS);
    json_open(&s->j, key, '[');
    for (uint32_t n = chance_between(&c, 0, 9); n > 0; n--) {
        const char *name = word_concept(&c);
        json_open(&s->j, NULL, '{');
        json_id(&s->j, "id", "https://openalex.org/keywords/generated-keyword-", chance_below(&c, 30000));
        json_string(&s->j, "display_name", name);
        json_fraction(&s->j, "score", topic_score(&c), 17);
        json_close(&s->j, '}');
    }
    json_close(&s->j, ']');
}

void shape_concepts(shape *s, const world_work *work, const char *key)
{
    static const chance_range sizes[] = {{0, 0, 6}, {1, 8, 24}, {9, 24, 45}, {25, 40, 25}};
    chance c = shape_chance(work, MEMBER_CONCEPTS);
    json_open(&s->j, key, '[');
    for (uint32_t n = chance_from(&c, sizes, 4), i = 0; i < n; i++) {
        uint32_t number = chance_below(&c, 2900000000);
        json_open(&s->j, NULL, '{');
        json_id(&s->j, "id", "https://openalex.org/C", number);
        json_id(&s->j, "wikidata", "https://www.wikidata.org/wiki/Q", number % 90000000);
        json_string(&s->j, "display_name", word_concept(&c));
        json_number(&s->j, "level", i < 3 ? i : 3);
        if (chance_hit(&c, 20000))
            json_number(&s->j, "score", 0);
        else
            json_fraction(&s->j, "score", topic_score(&c), 16);
        json_close(&s->j, '}');
    }
    json_close(&s->j, ']');
}

void shape_mesh(shape *s, const world_work *work, const char *key)
{
    static const chance_range sizes[] = {{0, 0, 85}, {3, 20, 15}};
    chance c = shape_chance(work, MEMBER_MESH);
    json_open(&s->j, key, '[');
    for (uint32_t n = chance_from(&c, sizes, 2); n > 0; n--) {
        bool qualified = chance_hit(&c, 50000);
        json_open(&s->j, NULL, '{');
        json_string(&s->j, "descriptor_name", word_mesh(&c));
        json_id(&s->j, "descriptor_ui", "D", 1000000 + chance_below(&c, 60000));
        json_bool(&s->j, "is_major_topic", chance_hit(&c, 25000));
        json_string(&s->j, "qualifier_name", qualified ? "drug therapy" : NULL);
        json_string(&s->j, "qualifier_ui", qualified ? "Q000188" : NULL);
        json_close(&s->j, '}');
    }
    json_close(&s->j, ']');
}

void shape_goals(shape *s, const world_work *work, const char *key)
{
    static const char *const goals[] = {"Zero hunger", "Climate action", "Affordable and clean energy", "Life below water"};
    chance c = shape_chance(work, MEMBER_GOALS);
    json_open(&s->j, key, '[');
    if (chance_hit(&c, 40000)) {
        uint32_t goal = chance_below(&c, 4);
        json_open(&s->j, NULL, '{');
        json_string(&s->j, "display_name", goals[goal]);
        json_id(&s->j, "id", "https://metadata.un.org/sdg/", goal + 2);
        json_fraction(&s->j, "score", chance_below(&c, 9999), 4);
        json_close(&s->j, '}');
    }
    json_close(&s->j, ']');
}

void shape_title(shape *s, const world_work *work, const char *key)
{
    chance c = shape_chance(work, MEMBER_TITLE);
    if (chance_hit(&c, 1000)) {
        json_null(&s->j, key);
        return;
    }
    rap_text_clear(&s->text);
    for (uint32_t n = chance_between(&c, 4, 18); n > 0; n--) {
        if (s->text.length) rap_text_add(&s->text, " ", 1);
        rap_text_puts(&s->text, word_of_title(&c));
    }
    json_string(&s->j, key, rap_text_get(&s->text));
}

/* {"word": [positions]}. A key must not stand twice, so each word carries its number. */
void shape_abstract(shape *s, const world_work *work, const char *key)
{
    static const chance_range sizes[] = {{0, 0, 35}, {60, 150, 20}, {151, 300, 38}, {301, 600, 7}};
    chance c = shape_chance(work, MEMBER_ABSTRACT);
    uint32_t words = chance_from(&c, sizes, 4), position = 0;
    if (words == 0) {
        json_null(&s->j, key);
        return;
    }
    json_open(&s->j, key, '{');
    for (uint32_t i = 0; position < words; i++) {
        rap_text_clear(&s->text);
        rap_text_printf(&s->text, i % 2 ? "%s-%u" : "%s%u", word_of_text(&c), i);
        json_open_word(&s->j, rap_text_get(&s->text), '[');
        for (uint32_t n = chance_hit(&c, 20000) ? chance_between(&c, 2, 6) : 1; n > 0; n--)
            json_number(&s->j, NULL, position++);
        json_close(&s->j, ']');
    }
    json_close(&s->j, '}');
}
