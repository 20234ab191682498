// SPDX-License-Identifier: Apache-2.0
/* catalog_regions - regions.tsv: what is no country but stands where one does, and further codes of countries. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "cube/catalog_tables.h"

const char *const rap_region_columns[6] = {"code", "numeric", "name", "aliases", "role", "source"};

static const char *const role_names[] = {
    [RAP_REGION_AGGREGATE] = "aggregate", [RAP_REGION_RESIDUAL] = "residual", [RAP_REGION_UNKNOWN] = "unknown",
    [RAP_REGION_MEMBER] = "member",       [RAP_REGION_COUNTRY] = "country",
};

static rap_status read_role(const char *text, uint64_t line, rap_region_role *out, rap_error *err)
{
    for (size_t i = 0; i < sizeof role_names / sizeof *role_names; i++)
        if (strcmp(text, role_names[i]) == 0) {
            *out = (rap_region_role)i;
            return RAP_OK;
        }
    return rap_fail_line(err, RAP_E_FORMAT, line,
                         "expected aggregate, residual, unknown, member or country, found '%.20s'", text);
}

/* A numeric code belongs to one place; a code that countries.tsv has may not stand here for another. */
static rap_status read_numbers(rap_catalog *c, const rap_region *region, const char *text, uint64_t line, rap_error *err)
{
    rap_span rest = rap_span_of(text), word;
    uint64_t number;
    while (rest.length && rap_span_next(&rest, '|', &word)) {
        if (!rap_parse_u64(rap_span_trim(word), 999, &number))
            return rap_fail_line(err, RAP_E_FORMAT, line, "expected numeric codes of 0 to 999, found '%.40s'", text);
        rap_place taken = c->place_of_number[number];
        if (taken != 0 && taken != region->as.place)
            return rap_fail_line(err, RAP_E_FORMAT, line, "numeric code %llu stands for two places",
                                 (unsigned long long)number);
        c->place_of_number[number] = region->as.place;
    }
    return RAP_OK;
}

static rap_status read_region(rap_catalog *c, size_t row, rap_error *err)
{
    const rap_tsv *rows = &c->tables[RAP_REGIONS];
    uint64_t line = rows->lines[row];
    rap_region new = {.as = {.code = rap_tsv_cell(rows, row, 0), .alpha3 = "", .name = rap_tsv_cell(rows, row, 2),
                             .aliases = rap_tsv_cell(rows, row, 3)}};
    RAP_TRY(read_role(rap_tsv_cell(rows, row, 4), line, &new.role, err));
    new.as.place = rap_place_of(rap_span_of(new.as.code));
    bool known = new.as.place && c->country_of[new.as.place] != RAP_NO_COUNTRY;
    bool further = new.role == RAP_REGION_COUNTRY;
    if (new.as.place == 0 || (!further && strlen(new.as.code) != 3))
        return rap_fail_line(err, RAP_E_FORMAT, line, "expected a code of three capital letters, or of a country, found "
                             "'%.20s'", new.as.code);
    if (further && !known) return RAP_OK; /* a countries.tsv of the user's own need not have every country */
    if (!further && known && !rap_place_is_residual(new.as.place))
        return rap_fail_line(err, RAP_E_FORMAT, line, "'%.20s' is a country: expected role country", new.as.code);
    if (new.as.name[0] == '\0') return rap_fail_line(err, RAP_E_FORMAT, line, "expected a name, found none");
    RAP_TRY(read_numbers(c, &new, rap_tsv_cell(rows, row, 1), line, err));
    new.line = line;
    c->regions[c->n_regions++] = new;
    return RAP_OK;
}

static rap_status add_name(rap_catalog *c, size_t *capacity, rap_span text, const rap_region *region, uint64_t line,
                           rap_error *err)
{
    const rap_country *country = rap_catalog_country(c, text);
    if (text.length == 0 || (country && country->place == region->as.place)) return RAP_OK;
    if (country)
        return rap_fail_line(err, RAP_E_FORMAT, line, "'%.*s' stands for both %s and %s",
                             (int)(text.length < 60 ? text.length : 60), text.data, country->code, region->as.code);
    if (!rap_reserve(&c->region_names, capacity, c->n_region_names + 1, sizeof *c->region_names))
        return rap_fail_memory(err);
    c->region_names[c->n_region_names++] = (rap_catalog_name){text, (size_t)(region - c->regions)};
    return RAP_OK;
}

static rap_status read_names(rap_catalog *c, rap_error *err)
{
    size_t capacity = 0;
    for (size_t i = 0; i < c->n_regions; i++) {
        const rap_region *region = &c->regions[i];
        uint64_t line = region->line;
        rap_span aliases = rap_span_of(region->as.aliases), alias;
        if (region->role != RAP_REGION_COUNTRY) {
            RAP_TRY(add_name(c, &capacity, rap_span_of(region->as.code), region, line, err));
            RAP_TRY(add_name(c, &capacity, rap_span_of(region->as.name), region, line, err));
        }
        while (rap_span_next(&aliases, '|', &alias))
            RAP_TRY(add_name(c, &capacity, rap_span_trim(alias), region, line, err));
    }
    if (c->n_region_names) qsort(c->region_names, c->n_region_names, sizeof *c->region_names, rap_compare_names);
    for (size_t i = 1; i < c->n_region_names; i++) {
        const rap_catalog_name *a = &c->region_names[i - 1], *b = &c->region_names[i];
        const rap_region *x = &c->regions[a->country], *y = &c->regions[b->country];
        if (x->as.place != y->as.place && rap_compare_folded(a->text, b->text) == 0)
            return rap_fail_line(err, RAP_E_FORMAT, y->line,
                                 "'%.*s' stands for both %s and %s",
                                 (int)(b->text.length < 60 ? b->text.length : 60), b->text.data, x->as.code, y->as.code);
    }
    return RAP_OK;
}

rap_status rap_catalog_read_regions(rap_catalog *c, rap_error *err)
{
    size_t n = c->tables[RAP_REGIONS].n_rows;
    c->regions = rap_alloc(n, sizeof *c->regions);
    if (!c->regions) return rap_fail_memory(err);
    for (size_t i = 0; i < c->n_countries; i++)
        if (c->countries[i].numeric) c->place_of_number[c->countries[i].numeric] = c->countries[i].place;
    for (size_t row = 0; row < n; row++) RAP_TRY(read_region(c, row, err));
    return read_names(c, err);
}

/* ------------------------------------------------------------------- finding */

const rap_region *rap_catalog_region_of(const rap_catalog *catalog, rap_place place)
{
    for (size_t i = 0; i < catalog->n_regions; i++)
        if (catalog->regions[i].as.place == place && catalog->regions[i].role != RAP_REGION_COUNTRY)
            return &catalog->regions[i];
    return NULL;
}

static int compare_to_name(const void *text, const void *element)
{
    return rap_compare_folded(*(const rap_span *)text, ((const rap_catalog_name *)element)->text);
}

static const rap_region *region_called(const rap_catalog *catalog, rap_span text)
{
    if (text.length == 0 || catalog->n_region_names == 0) return NULL;
    const rap_catalog_name *found = bsearch(&text, catalog->region_names, catalog->n_region_names,
                                            sizeof *catalog->region_names, compare_to_name);
    return found ? &catalog->regions[found->country] : NULL;
}

const rap_country *rap_catalog_member(const rap_catalog *catalog, rap_span text)
{
    const rap_country *country = rap_catalog_country(catalog, text);
    const rap_region *region = country ? NULL : region_called(catalog, text);
    if (!region) return country;
    const rap_country *own = rap_catalog_country_of(catalog, region->as.place);
    return own ? own : &region->as;
}

const char *rap_catalog_place_name(const rap_catalog *catalog, rap_place place)
{
    const rap_country *country = rap_catalog_country_of(catalog, place);
    if (country) return country->name;
    const rap_region *region = rap_catalog_region_of(catalog, place);
    return region ? region->as.name : NULL;
}

rap_place rap_catalog_place_numbered(const rap_catalog *catalog, unsigned number)
{
    return number < 1000 ? catalog->place_of_number[number] : 0;
}
