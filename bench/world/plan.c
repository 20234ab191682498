// SPDX-License-Identifier: Apache-2.0
#include "world/plan.h"

#include <string.h>

#include "base/alloc.h"
#include "world/chance.h"

#define WORKS_MAX UINT64_C(10000000)
#define AUTHORS_MAX 5000

/* A line being read: its number, its words, and what they are read against. */
typedef struct reader {
    const rap_catalog *catalog;
    const topics *all;
    uint64_t number;
    rap_error *err;
} reader;

static rap_status bad(const reader *r, const char *expected, rap_span found)
{
    return rap_fail_line(r->err, RAP_E_FORMAT, r->number, "expected %s, found '%.*s'", expected,
                         (int)(found.length < 60 ? found.length : 60), found.data ? found.data : "");
}

static bool next_word(rap_span *rest, rap_span *word)
{
    *rest = rap_span_trim(*rest);
    if (rest->length == 0) return false;
    size_t length = 0;
    while (length < rest->length && rest->data[length] != ' ' && rest->data[length] != '\t') length++;
    *word = (rap_span){rest->data, length};
    *rest = (rap_span){rest->data + length, rest->length - length};
    return true;
}

/* ------------------------------------------------------------ the columns */

static rap_status read_years(const reader *r, rap_span word, plan_line *line)
{
    rap_span rest = word, part;
    uint64_t first, last;
    if (rap_span_is(word, "-")) {
        line->year_first = line->year_last = 0;
        return RAP_OK;
    }
    if (!rap_span_next(&rest, '-', &part) || !rap_parse_u64(part, 2050, &first)) return bad(r, "years", word);
    last = first;
    if (rest.data && !rap_parse_u64(rest, 2050, &last)) return bad(r, "years", word);
    if (first < 1000 || last < first) return bad(r, "years FIRST-LAST of 1000 to 2050", word);
    line->year_first = (int)first;
    line->year_last = (int)last;
    return RAP_OK;
}

static rap_status read_subject(const reader *r, rap_span word, plan_line *line)
{
    static const char *const prefix[RAP_LEVELS] = {"domains/", "fields/", "subfields/", "topics/"};
    if (rap_span_is(word, "-")) return RAP_OK;
    rap_span digits = word;
    unsigned level = 1; /* a bare number is a field */
    for (unsigned i = 0; i < RAP_LEVELS; i++) {
        size_t length = strlen(prefix[i]);
        if (word.length <= length || memcmp(word.data, prefix[i], length) != 0) continue;
        level = i;
        digits = (rap_span){word.data + length, word.length - length};
    }
    if (level == 3 && digits.data[0] == 'T') digits = (rap_span){digits.data + 1, digits.length - 1};
    uint64_t number;
    if (rap_parse_u64(digits, UINT32_MAX, &number))
        line->n_topics = topics_under(r->all, level, number, &line->topic_first);
    return line->n_topics ? RAP_OK
                          : bad(r, "a field as 22, or fields/22, subfields/1703, topics/T10211, domains/3, or -", word);
}

static rap_status read_countries(const reader *r, rap_span word, plan_line *line)
{
    rap_span rest = word, part;
    line->nobody = rap_span_is(word, "nobody");
    if (line->nobody || rap_span_is(word, "none")) return RAP_OK;
    while (rap_span_next(&rest, '+', &part)) {
        rap_place place = rap_place_of(part);
        if (part.length != 2 || !rap_catalog_knows(r->catalog, place))
            return bad(r, "codes of countries joined by +, none or nobody", word);
        if (line->n_places == PLAN_COUNTRIES_MAX) return bad(r, "at most 64 countries", word);
        for (size_t i = 0; i < line->n_places; i++)
            if (line->places[i] == place) return bad(r, "each country once", word);
        line->authors[line->n_places] = 1;
        line->places[line->n_places++] = place;
    }
    return RAP_OK;
}

static rap_status read_works(const reader *r, rap_span word, uint64_t *out)
{
    return rap_parse_u64(word, WORKS_MAX, out) ? RAP_OK : bad(r, "a number of works up to 10000000", word);
}

/* ------------------------------------------------------------ the options */

static rap_status read_type(const reader *r, rap_span word, plan_line *line)
{
    bool good = word.length > 0 && word.length < sizeof line->type;
    for (size_t i = 0; good && i < word.length; i++)
        good = (word.data[i] >= 'a' && word.data[i] <= 'z') || word.data[i] == '-';
    if (!good) return bad(r, "a document type of a-z and -", word);
    memcpy(line->type, word.data, word.length);
    line->type[word.length] = '\0';
    return RAP_OK;
}

static rap_status read_authors(const reader *r, rap_span value, plan_line *line)
{
    if (rap_span_is(value, "one")) {
        line->one_author = true;
        return line->n_places ? RAP_OK : bad(r, "countries for authors=one", value);
    }
    rap_span rest = value, part;
    size_t i = 0;
    uint64_t n;
    while (rap_span_next(&rest, ',', &part)) {
        if (i == line->n_places || !rap_parse_u64(part, AUTHORS_MAX, &n) || n == 0)
            return bad(r, "authors=one, or a number of authors for each country", value);
        line->authors[i++] = (uint32_t)n;
    }
    return i == line->n_places ? RAP_OK : bad(r, "a number of authors for each country", value);
}

static rap_status read_venue(const reader *r, rap_span value, plan_line *line)
{
    static const struct {
        const char *name;
        world_venue venue;
    } venues[] = {{"journal", WORLD_JOURNAL}, {"repository", WORLD_REPOSITORY}, {"conference", WORLD_CONFERENCE},
                  {"book", WORLD_BOOK}, {"none", WORLD_NO_LOCATION}};
    for (size_t i = 0; i < sizeof venues / sizeof *venues; i++)
        if (rap_span_is(value, venues[i].name)) {
            line->venue = venues[i].venue;
            return RAP_OK;
        }
    return bad(r, "venue=journal, repository, conference, book or none", value);
}

static rap_status read_coverage(const reader *r, rap_span value, plan_line *line)
{
    uint64_t n = 1;
    if (line->nobody) return bad(r, "no coverage= where nobody is author", value);
    if (rap_span_is(value, "all")) {
        line->unknown = 0;
        return RAP_OK;
    }
    if (value.length > 5 && memcmp(value.data, "some:", 5) == 0) {
        if (!rap_parse_u64((rap_span){value.data + 5, value.length - 5}, AUTHORS_MAX, &n) || n == 0)
            return bad(r, "coverage=some:N", value);
    } else if (!rap_span_is(value, "some")) {
        return bad(r, "coverage=all, some or some:N", value);
    }
    line->unknown = (uint32_t)n;
    return RAP_OK;
}

static rap_status read_option(const reader *r, rap_span word, plan_line *line)
{
    static const struct {
        const char *name;
        rap_status (*read)(const reader *r, rap_span value, plan_line *line);
    } options[] = {{"authors=", read_authors}, {"venue=", read_venue}, {"coverage=", read_coverage},
                   {"type=", read_type}};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        size_t length = strlen(options[i].name);
        if (word.length >= length && memcmp(word.data, options[i].name, length) == 0)
            return options[i].read(r, (rap_span){word.data + length, word.length - length}, line);
    }
    if (memchr(word.data, '=', word.length)) return bad(r, "authors=, venue=, coverage= or type=", word);
    return read_type(r, word, line);
}

/* ---------------------------------------------------------------- reading */

/* Works in year `i` of `n` years: on the straight line from first to last, halves rounded up. */
static uint64_t works_in(const plan_line *line, uint64_t i, uint64_t n)
{
    if (n == 1) return line->works_first;
    uint64_t steps = n - 1, sum = line->works_first * (steps - i) + line->works_last * i;
    return (2 * sum + steps) / (2 * steps);
}

static rap_status add_runs(plan *world, rap_error *err)
{
    const plan_line *line = &world->lines[world->n_lines - 1];
    uint64_t years = (uint64_t)(line->year_last - line->year_first) + 1;
    for (uint64_t i = 0; i < years; i++) {
        uint64_t works = works_in(line, i, years);
        if (works == 0) continue;
        if (!rap_reserve(&world->runs, &world->run_capacity, world->n_runs + 1, sizeof *world->runs))
            return rap_fail_memory(err);
        world->runs[world->n_runs++] = (plan_run){.first = world->works, .works = works, .line = world->n_lines - 1,
                                                  .year = line->year_first + (int)i};
        world->works += works;
    }
    return RAP_OK;
}

static rap_status read_line(const reader *r, rap_span text, plan *world)
{
    plan_line line = {.type = "article", .venue = WORLD_JOURNAL};
    rap_span words[5], word;
    for (size_t i = 0; i < 5; i++)
        if (!next_word(&text, &words[i])) return bad(r, "years subject countries works_first works_last", text);
    RAP_TRY(read_years(r, words[0], &line));
    RAP_TRY(read_subject(r, words[1], &line));
    RAP_TRY(read_countries(r, words[2], &line));
    RAP_TRY(read_works(r, words[3], &line.works_first));
    RAP_TRY(read_works(r, words[4], &line.works_last));
    if (line.year_first == line.year_last && line.works_first != line.works_last)
        return bad(r, "one number of works, twice, for one year", words[4]);
    while (next_word(&text, &word)) RAP_TRY(read_option(r, word, &line));
    if (!rap_reserve(&world->lines, &world->line_capacity, world->n_lines + 1, sizeof *world->lines))
        return rap_fail_memory(r->err);
    world->lines[world->n_lines++] = line;
    return add_runs(world, r->err);
}

rap_status plan_read(rap_span text, const rap_catalog *catalog, const topics *all, plan *out, rap_error *err)
{
    plan world = {0};
    reader r = {.catalog = catalog, .all = all, .err = err};
    rap_span rest = text, line;
    rap_status status = RAP_OK;
    while (status == RAP_OK && rap_span_next(&rest, '\n', &line)) {
        r.number++;
        const char *comment = line.length ? memchr(line.data, '#', line.length) : NULL;
        if (comment) line.length = (size_t)(comment - line.data);
        line = rap_span_trim(line);
        if (line.length) status = read_line(&r, line, &world);
    }
    if (status == RAP_OK)
        *out = world;
    else
        plan_release(&world);
    return status;
}

void plan_release(plan *world)
{
    rap_free(world->lines);
    rap_free(world->runs);
    *world = (plan){0};
}

/* ------------------------------------------------------------------ works */

static const plan_run *run_of(const plan *world, uint64_t index)
{
    size_t low = 0, high = world->n_runs;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (world->runs[middle].first <= index)
            low = middle;
        else
            high = middle;
    }
    return &world->runs[low];
}

static bool add_affiliation(chance *c, rap_place place, world_work *out)
{
    return world_work_add_affiliation(out, place, (uint16_t)chance_between(c, 1, 40));
}

static bool add_authors(const plan_line *line, chance *c, world_work *out)
{
    if (line->nobody) return true;
    bool good = !line->one_author || world_work_add_author(out);
    for (size_t i = 0; good && i < line->n_places; i++) {
        if (line->one_author) good = add_affiliation(c, line->places[i], out);
        for (uint32_t k = 0; good && !line->one_author && k < line->authors[i]; k++)
            good = world_work_add_author(out) && add_affiliation(c, line->places[i], out);
    }
    bool nowhere = line->n_places == 0 && line->unknown == 0; /* "none" has an author, whose country is not known */
    for (uint32_t k = nowhere ? 1 : line->unknown; good && k > 0; k--) good = world_work_add_author(out);
    return good;
}

bool plan_work(const plan *world, const topics *all, uint64_t index, bool outdated, world_work *out)
{
    const plan_run *run = run_of(world, index);
    const plan_line *line = &world->lines[run->line];
    chance c = chance_of(out->key, 0, 1);
    world_work_clear(out);
    out->year = run->year;
    out->type = line->type;
    out->venue = line->venue;
    out->topic = line->n_topics ? &all->list[line->topic_first + chance_below(&c, line->n_topics)] : NULL;
    out->paratext = out->retracted = false;
    if (!outdated) return add_authors(line, &c, out);
    bool is_us = line->n_places == 1 && line->places[0] == rap_place_of(rap_span_of("US"));
    return world_work_add_author(out) && world_work_add_affiliation(out, rap_place_of(rap_span_of(is_us ? "GB" : "US")), 1);
}
