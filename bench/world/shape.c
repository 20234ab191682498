// SPDX-License-Identifier: Apache-2.0
/* shape - the members of a work in order. */
#include "world/shape.h"

#include "base/alloc.h"
#include "world/words.h"

void shape_init(shape *s, shape_style style, const rap_catalog *catalog, rap_text *out)
{
    *s = (shape){.style = style, .catalog = catalog};
    s->j = (json){.out = out, .escape = style == SHAPE_ESCAPED || style == SHAPE_2023,
                  .omit_nulls = style == SHAPE_NO_NULLS};
}

void shape_release(shape *s)
{
    rap_text_release(&s->text);
    rap_free(s->distinct);
}

static const char *compose_moment(shape *s, const world_moment *at, bool with_time)
{
    uint64_t seconds = at->microseconds / 1000000;
    rap_text_clear(&s->text);
    rap_text_printf(&s->text, "%04d-%02u-%02u", at->year, at->month, at->day);
    if (with_time)
        rap_text_printf(&s->text, "T%02u:%02u:%02u.%06u", (unsigned)(seconds / 3600), (unsigned)(seconds / 60 % 60),
                        (unsigned)(seconds % 60), (unsigned)(at->microseconds % 1000000));
    return rap_text_get(&s->text);
}

static void put_id(shape *s, const world_work *work, const char *key)
{
    json_id(&s->j, key, "https://openalex.org/W", work->id);
}

static void put_doi(shape *s, const world_work *work, const char *key)
{
    chance c = shape_chance(work, MEMBER_DOI);
    if (chance_hit(&c, 30000))
        json_null(&s->j, key);
    else
        json_id(&s->j, key, "https://doi.org/10.5555/gen.", work->id);
}

static void put_ids(shape *s, const world_work *work, const char *key)
{
    json_open(&s->j, key, '{');
    put_id(s, work, "openalex");
    put_doi(s, work, "doi");
    if (work->id % 4 == 0) json_id(&s->j, "mag", "", work->id);
    json_close(&s->j, '}');
}

static void put_date(shape *s, const world_work *work, const char *key)
{
    chance c = shape_chance(work, MEMBER_DATE);
    if (work->year == 0) {
        json_null(&s->j, key);
        return;
    }
    world_moment day = {.year = work->year, .month = chance_between(&c, 1, 12), .day = chance_between(&c, 1, 28)};
    json_string(&s->j, key, compose_moment(s, &day, false));
}

static void put_year(shape *s, const world_work *work, const char *key)
{
    if (work->year)
        json_number(&s->j, key, (uint64_t)work->year);
    else
        json_null(&s->j, key);
}

static void put_language(shape *s, const world_work *work, const char *key)
{
    static const char *const languages[] = {"de", "zh", "es", "fr", "pt", NULL};
    chance c = shape_chance(work, MEMBER_LANGUAGE);
    json_string(&s->j, key, chance_hit(&c, 75000) ? "en" : languages[chance_below(&c, 6)]);
}

static void put_type(shape *s, const world_work *work, const char *key)
{
    json_string(&s->j, key, work->type);
}

static void put_awards(shape *s, const world_work *work, const char *key)
{
    chance c = shape_chance(work, MEMBER_AWARDS);
    json_open(&s->j, key, '[');
    if (chance_hit(&c, 18000)) {
        json_open(&s->j, NULL, '{');
        json_null(&s->j, "display_name");
        json_string(&s->j, "funder_award_id", "2021-0042/\"A\"");
        json_string(&s->j, "funder_display_name", "Fondo de Investigación");
        json_id(&s->j, "funder_id", "https://openalex.org/F", 4320320000 + chance_below(&c, 9000));
        json_id(&s->j, "id", "https://openalex.org/G", chance_below(&c, 4000000000));
        json_close(&s->j, '}');
    }
    json_close(&s->j, ']');
}

static void put_funders(shape *s, const world_work *work, const char *key)
{
    chance c = shape_chance(work, MEMBER_AWARDS);
    json_open(&s->j, key, '[');
    if (chance_hit(&c, 18000)) {
        json_open(&s->j, NULL, '{');
        json_string(&s->j, "display_name", "Fondo de Investigación");
        json_id(&s->j, "id", "https://openalex.org/F", 4320320000 + chance_below(&c, 9000));
        json_null(&s->j, "ror");
        json_close(&s->j, '}');
    }
    json_close(&s->j, ']');
}

static void put_paratext(shape *s, const world_work *work, const char *key)
{
    json_bool(&s->j, key, work->paratext);
}

static void put_retracted(shape *s, const world_work *work, const char *key)
{
    json_bool(&s->j, key, work->retracted);
}

static void put_xpac(shape *s, const world_work *work, const char *key)
{
    json_bool(&s->j, key, work->xpac);
}

static void put_biblio(shape *s, const world_work *work, const char *key)
{
    chance c = shape_chance(work, MEMBER_BIBLIO);
    char text[12];
    json_open(&s->j, key, '{');
    for (size_t i = 0; i < 4; i++) {
        static const char *const parts[] = {"first_page", "issue", "last_page", "volume"};
        (void)snprintf(text, sizeof text, "%u", (unsigned)chance_below(&c, 3000));
        json_string(&s->j, parts[i], chance_hit(&c, 70000) ? text : NULL);
    }
    json_close(&s->j, '}');
}

static uint32_t references_of(const world_work *work, chance *c)
{
    static const chance_range sizes[] = {{0, 0, 30}, {1, 30, 30}, {31, 80, 32}, {81, 300, 8}};
    *c = shape_chance(work, MEMBER_REFERENCES);
    return chance_from(c, sizes, 4);
}

static void put_references(shape *s, const world_work *work, const char *key)
{
    chance c;
    json_open(&s->j, key, '[');
    for (uint32_t n = references_of(work, &c); n > 0; n--)
        json_id(&s->j, NULL, "https://openalex.org/W", 1000000000 + (uint64_t)chance_below(&c, 3300000000));
    json_close(&s->j, ']');
}

static void put_references_count(shape *s, const world_work *work, const char *key)
{
    chance c;
    json_number(&s->j, key, references_of(work, &c));
}

static void put_related(shape *s, const world_work *work, const char *key)
{
    chance c = shape_chance(work, MEMBER_RELATED);
    json_open(&s->j, key, '[');
    for (uint32_t n = chance_hit(&c, 30000) ? 0 : 10; n > 0; n--)
        json_id(&s->j, NULL, "https://openalex.org/W", 1000000000 + (uint64_t)chance_below(&c, 3300000000));
    json_close(&s->j, ']');
}

static uint32_t citations_of(const world_work *work, chance *c)
{
    static const chance_range sizes[] = {{0, 0, 50}, {1, 9, 32}, {10, 99, 16}, {100, 5000, 2}};
    *c = shape_chance(work, MEMBER_CITATIONS);
    return chance_from(c, sizes, 4);
}

static void put_citations(shape *s, const world_work *work, const char *key)
{
    chance c;
    json_number(&s->j, key, citations_of(work, &c));
}

static void put_counts_by_year(shape *s, const world_work *work, const char *key)
{
    chance c;
    uint32_t cited = citations_of(work, &c), years = cited ? chance_between(&c, 1, 10) : 0;
    json_open(&s->j, key, '[');
    for (uint32_t i = 0; i < years; i++) {
        json_open(&s->j, NULL, '{');
        json_number(&s->j, "cited_by_count", 1 + chance_below(&c, cited));
        json_number(&s->j, "year", 2026 - i);
        json_close(&s->j, '}');
    }
    json_close(&s->j, ']');
}

static void put_percentile(shape *s, const world_work *work, const char *key)
{
    chance c;
    uint32_t cited = citations_of(work, &c);
    if (cited == 0) {
        json_null(&s->j, key);
        return;
    }
    json_open(&s->j, key, '{');
    json_bool(&s->j, "is_in_top_10_percent", cited > 60);
    json_bool(&s->j, "is_in_top_1_percent", cited > 400);
    json_fraction(&s->j, "value", chance_below(&c, 100000000), 8);
    json_close(&s->j, '}');
}

static void put_percentile_year(shape *s, const world_work *work, const char *key)
{
    chance c;
    if (citations_of(work, &c) == 0) {
        json_null(&s->j, key);
        return;
    }
    json_open(&s->j, key, '{');
    json_number(&s->j, "max", 98);
    json_number(&s->j, "min", chance_below(&c, 98));
    json_close(&s->j, '}');
}

static void put_fwci(shape *s, const world_work *work, const char *key)
{
    chance c;
    if (citations_of(work, &c) == 0)
        json_null(&s->j, key);
    else
        json_fraction(&s->j, key, chance_below(&c, 10000), 4);
}

static void put_apc(shape *s, const world_work *work, const char *key)
{
    chance c = shape_chance(work, MEMBER_APC);
    if (!chance_hit(&c, 30000)) {
        json_null(&s->j, key);
        return;
    }
    json_open(&s->j, key, '{');
    json_string(&s->j, "currency", "USD");
    json_number(&s->j, "value", 1000 + chance_below(&c, 3000));
    json_number(&s->j, "value_usd", 1000 + chance_below(&c, 3000));
    json_close(&s->j, '}');
}

static void put_has_content(shape *s, const world_work *work, const char *key)
{
    chance c = shape_chance(work, MEMBER_CONTENT);
    json_open(&s->j, key, '{');
    json_bool(&s->j, "grobid_xml", chance_hit(&c, 30000));
    json_bool(&s->j, "pdf", chance_hit(&c, 30000));
    json_close(&s->j, '}');
}

static void put_has_fulltext(shape *s, const world_work *work, const char *key)
{
    json_bool(&s->j, key, work->key % 5 == 0);
}

static void put_created(shape *s, const world_work *work, const char *key)
{
    chance c = shape_chance(work, MEMBER_CREATED);
    world_moment day = {.year = 2016 + (int)chance_below(&c, 9), .month = chance_between(&c, 1, 12), .day = 1};
    json_string(&s->j, key, compose_moment(s, &day, s->style != SHAPE_2023));
}

static void put_updated(shape *s, const world_work *work, const char *key)
{
    json_string(&s->j, key, compose_moment(s, &work->updated, true));
}

typedef struct member {
    const char *key;
    void (*put)(shape *s, const world_work *work, const char *key);
} member;

/* The 49 columns of the 2026 snapshot, in its order. */
static const member members_2026[] = {
    {"id", put_id}, {"doi", put_doi}, {"title", shape_title}, {"display_name", shape_title}, {"ids", put_ids},
    {"indexed_in", shape_indexed_in}, {"publication_date", put_date}, {"publication_year", put_year},
    {"language", put_language}, {"type", put_type}, {"authorships", shape_authorships},
    {"authors_count", shape_authors_count}, {"corresponding_author_ids", shape_corresponding_authors},
    {"corresponding_institution_ids", shape_corresponding_institutions}, {"primary_topic", shape_primary_topic},
    {"topics", shape_topics}, {"keywords", shape_keywords}, {"concepts", shape_concepts},
    {"locations", shape_locations}, {"locations_count", shape_locations_count},
    {"primary_location", shape_primary_location}, {"best_oa_location", shape_best_oa_location},
    {"sustainable_development_goals", shape_goals}, {"awards", put_awards}, {"funders", put_funders},
    {"institutions", shape_institutions}, {"countries_distinct_count", shape_countries_count},
    {"institutions_distinct_count", shape_institutions_count}, {"open_access", shape_open_access},
    {"is_paratext", put_paratext}, {"is_retracted", put_retracted}, {"is_xpac", put_xpac}, {"biblio", put_biblio},
    {"referenced_works", put_references}, {"referenced_works_count", put_references_count},
    {"related_works", put_related}, {"abstract_inverted_index", shape_abstract}, {"cited_by_count", put_citations},
    {"counts_by_year", put_counts_by_year}, {"apc_list", put_apc}, {"apc_paid", put_apc}, {"fwci", put_fwci},
    {"citation_normalized_percentile", put_percentile}, {"cited_by_percentile_year", put_percentile_year},
    {"mesh", shape_mesh}, {"has_content", put_has_content}, {"has_fulltext", put_has_fulltext},
    {"created_date", put_created}, {"updated_date", put_updated},
};

/* The API of 2023, with the topics of early 2024 so that works have a field. */
static const member members_2023[] = {
    {"id", put_id}, {"doi", put_doi}, {"title", shape_title}, {"display_name", shape_title},
    {"publication_year", put_year}, {"publication_date", put_date}, {"ids", put_ids}, {"language", put_language},
    {"primary_location", shape_primary_location}, {"host_venue", shape_host_venue}, {"type", put_type},
    {"open_access", shape_open_access}, {"authorships", shape_authorships}, {"cited_by_count", put_citations},
    {"biblio", put_biblio}, {"is_retracted", put_retracted}, {"is_paratext", put_paratext},
    {"primary_topic", shape_primary_topic}, {"topics", shape_topics}, {"concepts", shape_concepts},
    {"mesh", shape_mesh}, {"locations", shape_locations}, {"best_oa_location", shape_best_oa_location},
    {"referenced_works", put_references}, {"related_works", put_related},
    {"abstract_inverted_index", shape_abstract}, {"counts_by_year", put_counts_by_year},
    {"updated_date", put_updated}, {"created_date", put_created},
};

/* What ingest needs but the venue: many works in few bytes, where their number is what counts. */
static const member members_bare[] = {
    {"id", put_id}, {"publication_year", put_year}, {"type", put_type}, {"authorships", shape_authorships},
    {"primary_topic", shape_primary_topic}, {"is_paratext", put_paratext}, {"is_retracted", put_retracted},
    {"is_xpac", put_xpac}, {"updated_date", put_updated},
};

#define LIST(members) members, sizeof members / sizeof *members

static const struct order {
    const member *members;
    size_t n;
} orders[] = {
    [SHAPE_COMPACT] = {LIST(members_2026)}, [SHAPE_ESCAPED] = {LIST(members_2026)}, [SHAPE_NO_NULLS] = {LIST(members_2026)},
    [SHAPE_2023] = {LIST(members_2023)}, [SHAPE_BARE] = {LIST(members_bare)},
};

bool shape_work(shape *s, const world_work *work)
{
    const member *members = orders[s->style].members;
    size_t n = orders[s->style].n;
    if (!shape_collect_institutions(s, work)) return false;
    json_open(&s->j, NULL, '{');
    for (size_t i = 0; i < n; i++) members[i].put(s, work, members[i].key);
    json_close(&s->j, '}');
    json_end(&s->j);
    return !s->j.out->failed && !s->text.failed;
}
