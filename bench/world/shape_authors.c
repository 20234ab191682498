// SPDX-License-Identifier: Apache-2.0
/* shape_authors - authorships and what is counted from them. */
#include <stdlib.h>

#include "base/alloc.h"
#include "world/shape.h"
#include "world/words.h"

static uint64_t institution_id(world_affiliation a)
{
    return UINT64_C(100000000) + (uint64_t)a.place * 1000 + a.number;
}

static uint64_t author_id(chance *c)
{
    return UINT64_C(5000000000) + chance_below(c, 100000000);
}

static int compare_affiliations(const void *a, const void *b)
{
    const world_affiliation *x = a, *y = b;
    if (x->place != y->place) return x->place < y->place ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

/* Sorts and keeps one of each; returns how many. */
static size_t make_distinct(world_affiliation *list, size_t n)
{
    if (n == 0) return 0;
    qsort(list, n, sizeof *list, compare_affiliations);
    size_t kept = 1;
    for (size_t i = 1; i < n; i++)
        if (compare_affiliations(&list[kept - 1], &list[i]) != 0) list[kept++] = list[i];
    return kept;
}

bool shape_collect_institutions(shape *s, const world_work *work)
{
    s->n_distinct = 0;
    if (!rap_reserve(&s->distinct, &s->capacity, work->n_affiliations + 1, sizeof *s->distinct)) return false;
    for (size_t i = 0; i < work->n_authors; i++)
        for (uint32_t k = 0; k < work->authors[i].n && !work->authors[i].raw_only; k++)
            s->distinct[s->n_distinct++] = work->affiliations[work->authors[i].first + k];
    s->n_distinct = make_distinct(s->distinct, s->n_distinct);
    return true;
}

/* --------------------------------------------------------------- one author */

static const char *compose(shape *s, const char *format, const char *a, const char *b)
{
    rap_text_clear(&s->text);
    for (const char *p = format; *p; p++) {
        if (*p == '1')
            rap_text_puts(&s->text, a);
        else if (*p == '2')
            rap_text_puts(&s->text, b);
        else
            rap_text_add(&s->text, p, 1);
    }
    return rap_text_get(&s->text);
}

static const char *institution_name(shape *s, world_affiliation a)
{
    static const char *const forms[] = {"University of 1", "1 Institute of Technology", "1 State University",
                                        "National Research Centre, 1"};
    return compose(s, forms[a.number % 4], word_city((uint64_t)a.place * 31 + a.number), "");
}

static void put_lineage(shape *s, world_affiliation a)
{
    json_open(&s->j, "lineage", '[');
    json_id(&s->j, NULL, "https://openalex.org/I", institution_id(a));
    if (a.number % 3 == 0) json_id(&s->j, NULL, "https://openalex.org/I", institution_id((world_affiliation){a.place, 900}));
    json_close(&s->j, ']');
}

static void put_ror(shape *s, world_affiliation a)
{
    static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
    char ror[] = "https://ror.org/000000000";
    uint64_t bits = chance_mix(institution_id(a));
    for (size_t i = 17; i < 23; i++, bits >>= 5) ror[i] = alphabet[bits & 31];
    ror[23] = (char)('0' + bits % 10);
    ror[24] = (char)('0' + bits / 10 % 10);
    json_string(&s->j, "ror", ror);
}

static void put_institution(shape *s, world_affiliation a)
{
    static const char *const kinds[] = {"education", "facility", "government", "healthcare"};
    char code[RAP_PLACE_TEXT];
    const char *kind = kinds[a.number % 8 < 5 ? 0 : a.number % 8 - 4];
    json_open(&s->j, NULL, '{');
    if (s->style == SHAPE_2023) {
        json_id(&s->j, "id", "https://openalex.org/I", institution_id(a));
        json_string(&s->j, "display_name", institution_name(s, a));
        put_ror(s, a);
        json_string(&s->j, "country_code", rap_place_code(a.place, code));
        json_string(&s->j, "type", kind);
    } else {
        json_string(&s->j, "country_code", rap_place_code(a.place, code));
        json_string(&s->j, "display_name", institution_name(s, a));
        json_id(&s->j, "id", "https://openalex.org/I", institution_id(a));
        put_lineage(s, a);
        put_ror(s, a);
        json_string(&s->j, "type", kind);
    }
    json_close(&s->j, '}');
}

/* In 2023 a country read from the text stood as an institution without id. */
static void put_nameless_institution(shape *s, world_affiliation a)
{
    char code[RAP_PLACE_TEXT];
    json_open(&s->j, NULL, '{');
    json_null(&s->j, "id");
    json_string(&s->j, "display_name", institution_name(s, a));
    json_null(&s->j, "ror");
    json_string(&s->j, "country_code", rap_place_code(a.place, code));
    json_null(&s->j, "type");
    json_close(&s->j, '}');
}

static void put_institutions(shape *s, const world_work *work, const world_author *author)
{
    json_open(&s->j, "institutions", '[');
    for (uint32_t i = 0; i < author->n; i++) {
        world_affiliation a = work->affiliations[author->first + i];
        if (!author->raw_only)
            put_institution(s, a);
        else if (s->style == SHAPE_2023)
            put_nameless_institution(s, a);
    }
    json_close(&s->j, ']');
}

/* The sorted distinct codes of the author's countries. */
static void put_countries(shape *s, const world_work *work, const world_author *author)
{
    char code[RAP_PLACE_TEXT];
    rap_place last = 0;
    json_open(&s->j, "countries", '[');
    for (;;) {
        rap_place next = 0;
        for (uint32_t i = 0; i < author->n; i++) {
            rap_place place = work->affiliations[author->first + i].place;
            if (place > last && (next == 0 || place < next)) next = place;
        }
        if (next == 0) break;
        json_string(&s->j, NULL, rap_place_code(next, code));
        last = next;
    }
    json_close(&s->j, ']');
}

/* "Department of Physics, University of Northport, Norway"; an author without a country may have any text. */
static void put_raw_string(shape *s, const world_work *work, const world_author *author, uint32_t i, chance c)
{
    rap_text_clear(&s->text);
    if (author->n == 0) {
        rap_text_printf(&s->text, "Independent researcher, Section of %s", word_discipline(&c));
    } else {
        world_affiliation a = work->affiliations[author->first + i];
        const rap_country *country = rap_catalog_country_of(s->catalog, a.place);
        uint64_t city = (uint64_t)a.place * 31 + a.number;
        rap_text_printf(&s->text, "Department of %s, University of %s, %u %s, %s", word_discipline(&c), word_city(city),
                        1000 + chance_below(&c, 9000), word_city(city + 7), country ? country->name : "");
    }
}

static uint32_t raw_strings(const world_author *author, const chance *c)
{
    chance own = *c;
    return author->n ? author->n : chance_hit(&own, 30000);
}

static void put_raw_strings(shape *s, const world_work *work, const world_author *author, chance c)
{
    json_open(&s->j, "raw_affiliation_strings", '[');
    for (uint32_t i = 0; i < raw_strings(author, &c); i++) {
        put_raw_string(s, work, author, i, (chance){c.at + i});
        json_string(&s->j, NULL, rap_text_get(&s->text));
    }
    json_close(&s->j, ']');
}

static void put_affiliations(shape *s, const world_work *work, const world_author *author, chance c)
{
    json_open(&s->j, "affiliations", '[');
    for (uint32_t i = 0; i < raw_strings(author, &c); i++) {
        json_open(&s->j, NULL, '{');
        json_open(&s->j, "institution_ids", '[');
        if (author->n && !author->raw_only)
            json_id(&s->j, NULL, "https://openalex.org/I", institution_id(work->affiliations[author->first + i]));
        json_close(&s->j, ']');
        put_raw_string(s, work, author, i, (chance){c.at + i});
        json_string(&s->j, "raw_affiliation_string", rap_text_get(&s->text));
        json_close(&s->j, '}');
    }
    json_close(&s->j, ']');
}

/* What is drawn for one author; the same in all members that speak of it. */
typedef struct person {
    uint64_t id;
    const char *given, *family;
    uint32_t orcid; /* 0 = none */
    bool corresponding;
    chance rest;
} person;

static person draw_person(const world_work *work, size_t i)
{
    chance c = chance_of(work->key, i, MEMBER_AUTHORS);
    person p = {.id = author_id(&c), .given = word_given_name(&c), .family = word_family_name(&c)};
    if (chance_hit(&c, 45000)) p.orcid = 1000 + chance_below(&c, 8999);
    p.corresponding = i == 0 || (work->n_authors < 50 && i + 1 == work->n_authors && chance_hit(&c, 40000));
    p.rest = c;
    return p;
}

static void put_orcid(shape *s, const char *key, const person *p, unsigned part)
{
    if (p->orcid == 0) {
        json_null(&s->j, key);
        return;
    }
    rap_text_clear(&s->text);
    rap_text_printf(&s->text, "https://orcid.org/0000-000%u-%04u-%04u", part, p->orcid, (unsigned)(p->id % 10000));
    json_string(&s->j, key, rap_text_get(&s->text));
}

static void put_author(shape *s, const person *p)
{
    json_open(&s->j, "author", '{');
    json_id(&s->j, "id", "https://openalex.org/A", p->id);
    json_string(&s->j, "display_name", compose(s, "1 2", p->given, p->family));
    put_orcid(s, "orcid", p, 2);
    json_close(&s->j, '}');
}

static void put_authorship(shape *s, const world_work *work, size_t i)
{
    const world_author *author = &work->authors[i];
    person p = draw_person(work, i);
    const char *position = i == 0 ? "first" : i + 1 == work->n_authors ? "last" : "middle";
    json_open(&s->j, NULL, '{');
    if (s->style == SHAPE_BARE) {
        put_countries(s, work, author);
    } else if (s->style == SHAPE_2023) {
        json_string(&s->j, "author_position", position);
        put_author(s, &p);
        put_institutions(s, work, author);
        json_bool(&s->j, "is_corresponding", p.corresponding);
        put_raw_string(s, work, author, 0, p.rest);
        json_string(&s->j, "raw_affiliation_string", rap_text_get(&s->text));
    } else {
        put_author(s, &p);
        json_string(&s->j, "author_position", position);
        put_affiliations(s, work, author, p.rest);
        put_countries(s, work, author);
        json_string(&s->j, "raw_author_name", compose(s, "2, 1", p.given, p.family));
        put_orcid(s, "raw_orcid", &p, 2);
        json_bool(&s->j, "is_corresponding", p.corresponding);
        put_raw_strings(s, work, author, p.rest);
        put_institutions(s, work, author);
    }
    json_close(&s->j, '}');
}

/* ------------------------------------------------------------- the members */

void shape_authorships(shape *s, const world_work *work, const char *key)
{
    json_open(&s->j, key, '[');
    for (size_t i = 0; i < work->n_authors; i++) put_authorship(s, work, i);
    json_close(&s->j, ']');
}

void shape_authors_count(shape *s, const world_work *work, const char *key)
{
    json_number(&s->j, key, work->n_authors);
}

void shape_corresponding_authors(shape *s, const world_work *work, const char *key)
{
    json_open(&s->j, key, '[');
    for (size_t i = 0; i < work->n_authors; i++) {
        person p = draw_person(work, i);
        if (p.corresponding) json_id(&s->j, NULL, "https://openalex.org/A", p.id);
    }
    json_close(&s->j, ']');
}

void shape_corresponding_institutions(shape *s, const world_work *work, const char *key)
{
    json_open(&s->j, key, '[');
    for (size_t i = 0; i < work->n_authors; i++)
        for (uint32_t k = 0; draw_person(work, i).corresponding && k < work->authors[i].n; k++)
            if (!work->authors[i].raw_only)
                json_id(&s->j, NULL, "https://openalex.org/I",
                        institution_id(work->affiliations[work->authors[i].first + k]));
    json_close(&s->j, ']');
}

void shape_institutions(shape *s, const world_work *work, const char *key)
{
    (void)work;
    json_open(&s->j, key, '[');
    for (size_t i = 0; i < s->n_distinct && i < 100; i++) put_institution(s, s->distinct[i]);
    json_close(&s->j, ']');
}

void shape_countries_count(shape *s, const world_work *work, const char *key)
{
    (void)work;
    size_t n = 0;
    for (size_t i = 0; i < s->n_distinct; i++) n += i == 0 || s->distinct[i].place != s->distinct[i - 1].place;
    json_number(&s->j, key, n);
}

void shape_institutions_count(shape *s, const world_work *work, const char *key)
{
    (void)work;
    json_number(&s->j, key, s->n_distinct);
}
