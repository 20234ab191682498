// SPDX-License-Identifier: Apache-2.0
/*
 * args_receipt - what was asked of what, in words: enough to ask the same again and to know what the numbers count.
 */
#include <string.h>

#include "query/args.h"

/* ------------------------------------------------------------ the question */

static bool is_positional(const rap_question *question, const char *name)
{
    for (size_t i = 0; question->positionals[i]; i++)
        if (strcmp(question->positionals[i], name) == 0) return true;
    return false;
}

static void question_line(const rap_asking *asking, rap_text *line)
{
    const rap_question *question = asking->question;
    rap_text_printf(line, "rapport %s", question->name);
    for (size_t p = 0; question->positionals[p]; p++)
        for (size_t i = 0; i < asking->n_options; i++)
            if (strcmp(asking->options[i].name, question->positionals[p]) == 0) {
                rap_text_puts(line, " ");
                rap_text_word(line, asking->options[i].value);
            }
    for (size_t i = 0; i < asking->n_options; i++) {
        const rap_option *option = &asking->options[i];
        if (is_positional(question, option->name)) continue;
        rap_text_printf(line, " --%s", option->name);
        if (!option->value) continue;
        rap_text_puts(line, *option->value == '-' ? "=" : " ");
        rap_text_word(line, option->value);
    }
}

/* -------------------------------------------------------------------- cube */

/* The value of the first provenance line with this key, or an empty span. */
static rap_span provenance_of(const rap_cube *cube, const char *key)
{
    rap_span rest = {cube->provenance, (size_t)cube->provenance_length}, line;
    while (rap_span_next(&rest, '\n', &line)) {
        rap_span value = line, name;
        if (rap_span_next(&value, '\t', &name) && value.data && rap_span_is(name, key)) return value;
    }
    return (rap_span){NULL, 0};
}

static void add_cube(const rap_cube *cube, rap_table *table)
{
    static const char *const forms[] = {
        [RAP_PARTY_SET] = "whole sets of countries",
        [RAP_PARTY_PAIR] = "published pair counts only",
        [RAP_PARTY_ORDERED] = "",
    };
    const rap_schema *schema = &cube->schema;
    const char *form = schema->form == RAP_PARTY_ORDERED ? schema->rule : forms[schema->form];
    rap_table_add_receipt(table, "cube", "%s (%s, %s)", cube->identity, schema->domain, form);
    if (schema->form == RAP_PARTY_ORDERED) rap_table_add_receipt(table, "mapping", "%s", schema->filter);
    if (schema->form == RAP_PARTY_SET && schema->rule[0])
        rap_table_add_receipt(table, "countries of a work", "%s", schema->rule);
    if (schema->form == RAP_PARTY_SET && schema->filter[0])
        rap_table_add_receipt(table, "left out at ingest", "%s", schema->filter);
    rap_span release = provenance_of(cube, "release");
    if (release.length) rap_table_add_receipt(table, "release", "%.*s", (int)release.length, release.data);
}

/* -------------------------------------------------------------------- lens */

static void add_years(const rap_asking *asking, rap_table *table)
{
    const rap_lens *lens = &asking->lens;
    const char *apart = asking->each_year ? ", each year apart" : "";
    bool unknown = asking->cube->n_slices && asking->cube->slices[0].year == 0;
    int first, last;
    rap_cube_years(asking->cube, &first, &last);
    if (lens->year_low == 0 && lens->year_high == 0)
        rap_table_add_receipt(table, "years", "all (%d-%d%s)%s%s", first, last,
                              unknown && !asking->each_year ? ", and works without a year" : "", apart,
                              unknown && asking->each_year ? "; works without a year are in none" : "");
    else if (lens->year_low == lens->year_high)
        rap_table_add_receipt(table, "years", "%d%s", lens->year_low, apart);
    else
        rap_table_add_receipt(table, "years", "%d-%d%s", lens->year_low, lens->year_high, apart);
}

static void add_group(const rap_node_group *group, rap_table *table)
{
    bool dated = false;
    size_t n = 0;
    for (size_t i = 0; i < group->n_members; i++) {
        const rap_membership *m = &group->members[i];
        dated = dated || m->from != INT16_MIN || m->to != INT16_MAX;
        n += i == 0 || m->place != group->members[i - 1].place;
    }
    rap_table_add_receipt(table, "group", "%s: %zu %s%s, counted as one", group->name, n, n == 1 ? "country" : "countries",
                          dated ? " in all (a member in a year if it is one on 31 December)" : "");
}

static void add_places(rap_table *table, const char *key, const rap_place *places, size_t n)
{
    rap_text list = {0};
    char code[RAP_PLACE_TEXT];
    for (size_t i = 0; i < n; i++) rap_text_printf(&list, "%s%s", i ? ", " : "", rap_place_code(places[i], code));
    rap_table_add_receipt(table, key, "%s", list.failed ? "not shown: out of memory" : rap_text_get(&list));
    rap_text_release(&list);
}

static void add_limits(const rap_lens *lens, rap_table *table)
{
    if (lens->bilateral_only) rap_table_add_receipt(table, "works", "of exactly two countries");
    if (lens->max_countries) rap_table_add_receipt(table, "works", "of at most %u countries", lens->max_countries);
    if (lens->n_without) add_places(table, "without works of", lens->without, lens->n_without);
    for (size_t i = 0; i < lens->n_merges; i++) {
        char from[RAP_PLACE_TEXT], to[RAP_PLACE_TEXT];
        rap_table_add_receipt(table, "merged", "%s counts as %s", rap_place_code(lens->merges[i].from, from),
                              rap_place_code(lens->merges[i].to, to));
    }
}

static const char *counting_in_words(const rap_cube *cube, rap_counting counting)
{
    if (cube->schema.form == RAP_PARTY_PAIR) return "full: links as published, one for every pair of countries of a work";
    switch (counting) {
    case RAP_COUNT_COUNTRY: return "country: a work of k countries counts 1/k for each of them and 2/(k(k-1)) for each pair";
    case RAP_COUNT_AUTHOR: return "author: a country counts its share of a work's authors; a pair has the sum of both shares";
    case RAP_COUNT_FULL: break;
    }
    return "full: a work counts 1 for every country that took part and 1 for every pair of them";
}

void rap_asking_receipt(const rap_asking *asking, rap_table *table)
{
    rap_text line = {0};
    question_line(asking, &line);
    rap_table_add_receipt(table, "program", "rapport %s", rap_version());
    rap_table_add_receipt(table, "question", "%s", line.failed ? "not shown: out of memory" : rap_text_get(&line));
    rap_text_release(&line);
    if (!asking->cube) return;
    add_cube(asking->cube, table);
    if (!asking->question->lens) return;
    add_years(asking, table);
    rap_table_add_receipt(table, "subject", "%s", asking->subject_text);
    if (asking->cube->schema.form != RAP_PARTY_ORDERED) rap_table_add_receipt(table, "kind", "%s", asking->kind_text);
    if (asking->cube->schema.form != RAP_PARTY_ORDERED) rap_table_add_receipt(table, "counting", "%s", counting_in_words(asking->cube, asking->lens.counting));
    for (size_t i = 0; i < asking->lens.n_groups; i++) add_group(&asking->lens.groups[i], table);
    add_limits(&asking->lens, table);
}
