// SPDX-License-Identifier: Apache-2.0
/* shape_locations - where a work stands: its primary location by its venue, and perhaps a repository or two. */
#include "world/shape.h"
#include "world/words.h"

static const char *const source_type[] = {
    [WORLD_JOURNAL] = "journal", [WORLD_REPOSITORY] = "repository", [WORLD_CONFERENCE] = "conference",
    [WORLD_BOOK] = "ebook platform",
};

/* What is drawn for one location. */
typedef struct place_of_work {
    world_venue venue;
    bool open;
    const char *name;
    uint64_t source;
    uint64_t page;
} place_of_work;

static place_of_work draw_location(const world_work *work, size_t i)
{
    chance c = chance_of(work->key, i, MEMBER_LOCATIONS);
    place_of_work at = {.venue = i == 0 ? work->venue : WORLD_REPOSITORY, .open = i > 0 || chance_hit(&c, 45000)};
    at.name = word_journal(&c);
    at.source = UINT64_C(4000000) + chance_below(&c, 200000) * (uint64_t)17;
    at.page = chance_next(&c) % 100000000;
    return at;
}

static size_t locations_of(const world_work *work)
{
    chance c = chance_of(work->key, 99, MEMBER_LOCATIONS);
    if (work->venue == WORLD_NO_LOCATION) return 0;
    size_t n = 1;
    while (n < 4 && chance_hit(&c, 45000)) n++;
    return n;
}

static void put_source(shape *s, const place_of_work *at)
{
    if (at->venue == WORLD_NO_SOURCE) {
        json_null(&s->j, "source");
        return;
    }
    char issn[10];
    (void)snprintf(issn, sizeof issn, "%04u-%04u", (unsigned)(at->source / 17 % 10000), (unsigned)(at->source % 10000));
    bool journal = at->venue == WORLD_JOURNAL;
    json_open(&s->j, "source", '{');
    json_string(&s->j, "display_name", at->name);
    json_id(&s->j, "host_organization", "https://openalex.org/P", 4310300000 + at->source % 20000);
    json_open(&s->j, "host_organization_lineage", '[');
    json_id(&s->j, NULL, "https://openalex.org/P", 4310300000 + at->source % 20000);
    json_close(&s->j, ']');
    json_open(&s->j, "host_organization_lineage_names", '[');
    json_string(&s->j, NULL, "Generated Publishing House");
    json_close(&s->j, ']');
    json_string(&s->j, "host_organization_name", "Generated Publishing House");
    json_id(&s->j, "id", "https://openalex.org/S", at->source);
    json_bool(&s->j, "is_core", journal);
    json_bool(&s->j, "is_in_doaj", journal && at->source % 5 == 0);
    json_bool(&s->j, "is_oa", at->open);
    if (journal) {
        json_open(&s->j, "issn", '[');
        json_string(&s->j, NULL, issn);
        json_close(&s->j, ']');
        json_string(&s->j, "issn_l", issn);
    } else {
        json_null(&s->j, "issn");
        json_null(&s->j, "issn_l");
    }
    json_string(&s->j, "type", source_type[at->venue]);
    json_close(&s->j, '}');
}

static const char *compose_url(shape *s, const char *prefix, uint64_t number)
{
    rap_text_clear(&s->text);
    rap_text_printf(&s->text, "%s%08llu", prefix, (unsigned long long)number);
    return rap_text_get(&s->text);
}

static void put_location(shape *s, const char *key, const place_of_work *at)
{
    bool repository = at->venue == WORLD_REPOSITORY;
    const char *page = repository ? "https://repository.example.org/item/" : "https://doi.org/10.5555/gen.";
    json_open(&s->j, key, '{');
    json_string(&s->j, "id", compose_url(s, repository ? "pmh:oai:repository.example.org:" : "doi:10.5555/gen.", at->page));
    json_bool(&s->j, "is_accepted", !repository);
    json_bool(&s->j, "is_oa", at->open);
    json_bool(&s->j, "is_published", !repository);
    json_string(&s->j, "landing_page_url", compose_url(s, page, at->page));
    json_string(&s->j, "license", at->open ? "cc-by" : NULL);
    json_string(&s->j, "license_id", at->open ? "https://openalex.org/licenses/cc-by" : NULL);
    if (at->open && at->page % 3 == 0)
        json_string(&s->j, "pdf_url", compose_url(s, "https://files.example.org/pdf/", at->page));
    else
        json_null(&s->j, "pdf_url");
    json_string(&s->j, "raw_source_name", at->venue == WORLD_NO_SOURCE ? NULL : at->name);
    json_string(&s->j, "raw_type", repository ? "info:eu-repo/semantics/article" : "journal-article");
    put_source(s, at);
    json_string(&s->j, "version", repository ? "submittedVersion" : "publishedVersion");
    json_close(&s->j, '}');
}

void shape_locations(shape *s, const world_work *work, const char *key)
{
    json_open(&s->j, key, '[');
    for (size_t i = 0, n = locations_of(work); i < n; i++) {
        place_of_work at = draw_location(work, i);
        put_location(s, NULL, &at);
    }
    json_close(&s->j, ']');
}

void shape_locations_count(shape *s, const world_work *work, const char *key)
{
    json_number(&s->j, key, locations_of(work));
}

void shape_primary_location(shape *s, const world_work *work, const char *key)
{
    if (locations_of(work) == 0) {
        json_null(&s->j, key);
        return;
    }
    place_of_work at = draw_location(work, 0);
    put_location(s, key, &at);
}

void shape_best_oa_location(shape *s, const world_work *work, const char *key)
{
    for (size_t i = 0, n = locations_of(work); i < n; i++) {
        place_of_work at = draw_location(work, i);
        if (!at.open) continue;
        put_location(s, key, &at);
        return;
    }
    json_null(&s->j, key);
}

void shape_host_venue(shape *s, const world_work *work, const char *key)
{
    place_of_work at = draw_location(work, 0);
    json_open(&s->j, key, '{');
    json_id(&s->j, "id", "https://openalex.org/S", at.source);
    json_string(&s->j, "display_name", at.name);
    json_string(&s->j, "publisher", "Generated Publishing House");
    json_null(&s->j, "license");
    json_close(&s->j, '}');
}

void shape_open_access(shape *s, const world_work *work, const char *key)
{
    bool open = false;
    for (size_t i = 0, n = locations_of(work); i < n; i++) open = open || draw_location(work, i).open;
    json_open(&s->j, key, '{');
    json_bool(&s->j, "any_repository_has_fulltext", locations_of(work) > 1);
    json_bool(&s->j, "is_oa", open);
    json_string(&s->j, "oa_status", open ? "green" : "closed");
    json_string(&s->j, "oa_url", open ? "https://doi.org/10.5555/gen" : NULL);
    json_close(&s->j, '}');
}

void shape_indexed_in(shape *s, const world_work *work, const char *key)
{
    chance c = shape_chance(work, MEMBER_INDEXED);
    json_open(&s->j, key, '[');
    json_string(&s->j, NULL, "crossref");
    if (chance_hit(&c, 20000)) json_string(&s->j, NULL, "doaj");
    if (chance_hit(&c, 20000)) json_string(&s->j, NULL, "pubmed");
    json_close(&s->j, ']');
}
