// SPDX-License-Identifier: Apache-2.0
/*
 * args_lens - the options that choose works: years, kinds, counting, limits on countries.
 */
#include <string.h>

#include "query/args.h"
#include "query/suggest.h"

/* ---------------------------------------------------------------------- years */

enum { FIRST_YEAR = 1000, LAST_YEAR = 2100 };

static bool parse_year(rap_span text, int *out)
{
    uint64_t year;
    if (!rap_parse_u64(text, LAST_YEAR, &year) || year < FIRST_YEAR) return false;
    *out = (int)year;
    return true;
}

/* 2011-2022, 2019, 2019-, -2015: an open end is left at 0. */
static bool parse_years(rap_span text, int *low, int *high)
{
    rap_span rest = text, first, last;
    *low = *high = 0;
    if (!rap_span_next(&rest, '-', &first)) return false;
    first = rap_span_trim(first);
    if (first.length && !parse_year(first, low)) return false;
    if (!rest.data) {
        *high = *low;
        return *low != 0;
    }
    last = rap_span_trim(rest);
    if (last.length && !parse_year(last, high)) return false;
    return first.length || last.length;
}

rap_status rap_args_years(rap_args *args, const char *value, rap_error *err)
{
    rap_lens *lens = &args->asking->lens;
    int low, high, first, last;
    if (!parse_years(rap_span_trim(rap_span_of(value)), &low, &high))
        return rap_fail(err, RAP_E_USAGE, "years: '%.60s' is no range of years: give 2011-2022, 2019, 2019- or -2015",
                        value);
    if (low && high && low > high)
        return rap_fail(err, RAP_E_USAGE, "years: %d-%d runs backwards: give %d-%d", low, high, high, low);
    if (!args->asking->question->lens) return RAP_OK; /* a question without facts reads its years itself */
    rap_cube_years(args->asking->cube, &first, &last);
    if (last == 0)
        return rap_fail(err, RAP_E_UNSUPPORTED, "years: no work of this cube has a known year");
    if ((low && low > last) || (high && high < first))
        return rap_fail(err, RAP_E_UNSUPPORTED, "years: '%.60s' is outside this cube, which has %d-%d", value, first, last);
    lens->year_low = low ? low : first;
    lens->year_high = high ? high : last;
    return RAP_OK;
}

/* ----------------------------------------------------------------------- kind */

rap_status rap_args_kind(rap_args *args, const char *value, rap_error *err)
{
    (void)err;
    args->kind = value; /* worked out at the end: the default needs the same steps */
    return RAP_OK;
}

static bool cube_has_type(const rap_cube *cube, rap_span wanted)
{
    rap_span type, venue, coverage;
    for (uint32_t i = 0; i < cube->n_kinds; i++)
        if (rap_kind_split(rap_span_of(cube->kinds[i]), &type, &venue, &coverage) && rap_span_compare(type, wanted) == 0)
            return true;
    return false;
}

static bool catalog_has_type(const rap_catalog *catalog, rap_span wanted)
{
    const rap_kind_set *set;
    for (size_t i = 0; (set = rap_catalog_kind_set_at(catalog, i)); i++)
        for (size_t j = 0; j < set->n_types; j++)
            if (rap_span_is(wanted, set->types[j].type)) return true;
    return false;
}

static rap_status unknown_kind(const rap_asking *asking, rap_span name, rap_error *err)
{
    rap_suggest suggest = rap_suggest_init(name);
    const rap_kind_set *set;
    for (size_t i = 0; (set = rap_catalog_kind_set_at(asking->catalog, i)); i++) {
        rap_suggest_try(&suggest, set->name);
        for (size_t j = 0; j < set->n_types; j++) rap_suggest_try(&suggest, set->types[j].type);
    }
    char hint[160];
    return rap_fail(err, RAP_E_NOT_FOUND, "kind: neither a set of kinds nor a document type of this cube is called '%.*s'%s",
                    name.length < 60 ? (int)name.length : 60, name.data, rap_suggest_text(&suggest, hint, sizeof hint));
}

static bool is_everything(const struct rap_kind_type *type)
{
    return strcmp(type->type, "*") == 0 && strcmp(type->venue, "*") == 0;
}

/* One name of the list: a set gives its types, a type itself. Writes nothing where `types` is NULL. */
static rap_status expand_kind(rap_asking *asking, rap_span name, struct rap_kind_type *types, size_t *n, rap_error *err)
{
    const rap_kind_set *set = rap_catalog_kind_set(asking->catalog, name);
    if (!set && !rap_span_is(name, "all") && !cube_has_type(asking->cube, name) &&
        !catalog_has_type(asking->catalog, name))
        return unknown_kind(asking, name, err);
    size_t many = set ? set->n_types : 1;
    if (types && set) memcpy(types + *n, set->types, many * sizeof *types);
    if (types && !set) {
        const char *type = rap_keep_text(&asking->keep, rap_span_is(name, "all") ? rap_span_of("*") : name);
        if (!type) return rap_fail_memory(err);
        types[*n] = (struct rap_kind_type){type, "*"};
    }
    *n += many;
    return RAP_OK;
}

static rap_status expand_kinds(rap_asking *asking, const char *list, struct rap_kind_type *types, size_t *n, rap_error *err)
{
    rap_span rest = rap_span_of(list), name;
    *n = 0;
    while (rap_span_next(&rest, ',', &name)) RAP_TRY(expand_kind(asking, rap_span_trim(name), types, n, err));
    return RAP_OK;
}

static rap_status finish_kind(rap_args *args, rap_error *err)
{
    rap_asking *asking = args->asking;
    rap_lens *lens = &asking->lens;
    const rap_schema *schema = &asking->cube->schema;
    bool works = schema->form == RAP_PARTY_SET && strcmp(schema->domain, "research") == 0;
    if (!works) {
        if (args->kind && strcmp(args->kind, "all") != 0)
            return rap_fail(err, RAP_E_UNSUPPORTED, "kind: this cube does not tell document types apart; only 'all' can be asked");
        (void)snprintf(asking->kind_text, sizeof asking->kind_text, "all document types (as published)");
        return RAP_OK;
    }
    const char *list = args->kind ? args->kind : "research";
    size_t n;
    RAP_TRY(expand_kinds(asking, list, NULL, &n, err));
    struct rap_kind_type *types = rap_keep_new(&asking->keep, n, sizeof *types);
    if (!types) return rap_fail_memory(err);
    RAP_TRY(expand_kinds(asking, list, types, &n, err));
    bool everything = false;
    for (size_t i = 0; i < n; i++) everything = everything || is_everything(&types[i]);
    lens->n_kind_types = everything ? 0 : n;
    lens->kind_types = types;
    const rap_kind_set *set = rap_catalog_kind_set(asking->catalog, rap_span_of(list));
    if (everything)
        (void)snprintf(asking->kind_text, sizeof asking->kind_text, "all document types");
    else
        (void)snprintf(asking->kind_text, sizeof asking->kind_text, "%s%s%s", list, set ? ": " : "", set ? set->title : "");
    return RAP_OK;
}

/* ------------------------------------------------------------------- counting */

rap_status rap_args_count(rap_args *args, const char *value, rap_error *err)
{
    static const char *const names[] = {[RAP_COUNT_FULL] = "full", [RAP_COUNT_COUNTRY] = "country", [RAP_COUNT_AUTHOR] = "author"};
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(value, names[i]) == 0) {
            args->asking->lens.counting = (rap_counting)i;
            return RAP_OK;
        }
    return rap_fail(err, RAP_E_USAGE, "count: '%.60s' is none of full, country, author", value);
}

rap_status rap_args_bilateral(rap_args *args, const char *value, rap_error *err)
{
    return rap_args_switch("bilateral-only", value, &args->asking->lens.bilateral_only, err);
}

rap_status rap_args_max_countries(rap_args *args, const char *value, rap_error *err)
{
    uint64_t n;
    RAP_TRY(rap_args_number("max-countries", value, 1, RAP_PARTY_MAX, &n, err));
    args->asking->lens.max_countries = (unsigned)n;
    return RAP_OK;
}

/* ------------------------------------------------------- leaving out, merging */

static bool is_dated(const rap_membership *m)
{
    return m->from != INT16_MIN || m->to != INT16_MAX;
}

static rap_status add_without(rap_lens *lens, const rap_expression *e, rap_error *err)
{
    for (size_t i = 0; i < e->n_members; i++) {
        bool there = false;
        if (is_dated(&e->members[i]))
            return rap_fail(err, RAP_E_USAGE, "without: the members of '%s' change over time: name countries", e->label);
        for (size_t j = 0; j < lens->n_without; j++) there = there || lens->without[j] == e->members[i].place;
        if (there) continue;
        if (lens->n_without == RAP_LENS_WITHOUT)
            return rap_fail(err, RAP_E_USAGE, "without: at most %d countries can be left out", RAP_LENS_WITHOUT);
        lens->without[lens->n_without++] = e->members[i].place;
    }
    return RAP_OK;
}

rap_status rap_args_without(rap_args *args, const char *value, rap_error *err)
{
    rap_span rest = rap_span_of(value), part;
    while (rap_span_next(&rest, ',', &part)) {
        rap_expression e;
        RAP_TRY(rap_args_expression(args->asking, "without", part, &e, err));
        RAP_TRY(add_without(&args->asking->lens, &e, err));
    }
    return RAP_OK;
}

static rap_status merge_country(const rap_asking *asking, rap_span name, rap_place *out, rap_error *err)
{
    const rap_country *country = rap_catalog_country(asking->catalog, rap_span_trim(name));
    if (!country)
        return rap_fail(err, RAP_E_NOT_FOUND, "merge: no country is called '%.*s'", name.length < 60 ? (int)name.length : 60,
                        name.length ? name.data : "");
    *out = country->place;
    return RAP_OK;
}

static rap_status add_merge(rap_lens *lens, rap_place from, rap_place to, rap_error *err)
{
    char code[RAP_PLACE_TEXT];
    if (from == to) return rap_fail(err, RAP_E_USAGE, "merge: %s into itself", rap_place_code(from, code));
    if (lens->n_merges == RAP_LENS_MERGES)
        return rap_fail(err, RAP_E_USAGE, "merge: at most %d countries can be merged", RAP_LENS_MERGES);
    for (size_t i = 0; i < lens->n_merges; i++) {
        if (lens->merges[i].from == from)
            return rap_fail(err, RAP_E_USAGE, "merge: %s is merged twice", rap_place_code(from, code));
        if (lens->merges[i].to == from || lens->merges[i].from == to)
            return rap_fail(err, RAP_E_USAGE, "merge: %s is merged and merged into",
                            rap_place_code(lens->merges[i].to == from ? from : to, code));
    }
    lens->merges[lens->n_merges++] = (struct rap_merge_place){from, to};
    return RAP_OK;
}

static rap_status merge_one(rap_asking *asking, rap_span text, rap_error *err)
{
    rap_span into = text, from, name;
    if (!rap_span_next(&into, '=', &from) || !into.data)
        return rap_fail(err, RAP_E_USAGE, "merge: '%.*s' has no '=': give HK+MO=CN to count Hong Kong and Macao as China",
                        text.length < 60 ? (int)text.length : 60, text.data);
    rap_place to = 0, place = 0;
    RAP_TRY(merge_country(asking, into, &to, err));
    while (rap_span_next(&from, '+', &name)) {
        RAP_TRY(merge_country(asking, name, &place, err));
        RAP_TRY(add_merge(&asking->lens, place, to, err));
    }
    return RAP_OK;
}

rap_status rap_args_merge(rap_args *args, const char *value, rap_error *err)
{
    rap_span rest = rap_span_of(value), part;
    while (rap_span_next(&rest, ',', &part)) RAP_TRY(merge_one(args->asking, part, err));
    return RAP_OK;
}

rap_status rap_args_finish_lens(rap_args *args, rap_error *err)
{
    const rap_lens *lens = &args->asking->lens;
    if (lens->bilateral_only && lens->max_countries == 1)
        return rap_fail(err, RAP_E_USAGE, "bilateral-only and max-countries 1 leave no work");
    return finish_kind(args, err);
}
