// SPDX-License-Identifier: Apache-2.0
/* catalog_countries - countries.tsv: codes, names and aliases, none of which may stand for two countries. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "cube/catalog_tables.h"

static unsigned char folded(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

int rap_compare_folded(rap_span a, rap_span b)
{
    for (size_t i = 0; i < a.length && i < b.length; i++) {
        int order = folded(a.data[i]) - folded(b.data[i]);
        if (order != 0) return order;
    }
    return (a.length > b.length) - (a.length < b.length);
}

int rap_compare_names(const void *a, const void *b)
{
    const rap_catalog_name *x = a, *y = b;
    int order = rap_compare_folded(x->text, y->text);
    return order != 0 ? order : (x->country > y->country) - (x->country < y->country);
}

const char *const rap_country_columns[6] = {"code", "alpha3", "numeric", "name", "aliases", "source"};

static bool is_alpha3(const char *text)
{
    return strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3 && text[3] == '\0';
}

static rap_status read_country(rap_catalog *c, size_t row, rap_error *err)
{
    const rap_tsv *rows = &c->tables[RAP_COUNTRIES];
    uint64_t line = rows->lines[row], numeric = 0;
    rap_country new = {.code = rap_tsv_cell(rows, row, 0), .alpha3 = rap_tsv_cell(rows, row, 1),
                       .name = rap_tsv_cell(rows, row, 3), .aliases = rap_tsv_cell(rows, row, 4)};
    rap_span number = rap_span_of(rap_tsv_cell(rows, row, 2));
    new.place = rap_place_of(rap_span_of(new.code));
    if (new.place == 0 || strlen(new.code) < 2)
        return rap_fail_line(err, RAP_E_FORMAT, line,
                             "expected a code of two or three capital letters or digits, found '%.20s'", new.code);
    if (c->country_of[new.place] != RAP_NO_COUNTRY)
        return rap_fail_line(err, RAP_E_FORMAT, line, "code '%s' stands twice", new.code);
    if (new.alpha3[0] && !is_alpha3(new.alpha3))
        return rap_fail_line(err, RAP_E_FORMAT, line,
                             "expected an alpha3 of three capital letters or nothing, found '%.20s'", new.alpha3);
    if (number.length && (!rap_parse_u64(number, 999, &numeric) || numeric == 0))
        return rap_fail_line(err, RAP_E_FORMAT, line,
                             "expected a numeric code of 001 to 999 or nothing, found '%.20s'", number.data);
    if (new.name[0] == '\0') return rap_fail_line(err, RAP_E_FORMAT, line, "expected a name, found none");
    new.numeric = (unsigned)numeric;
    for (size_t i = 0; numeric && i < c->n_countries; i++)
        if (c->countries[i].numeric == numeric)
            return rap_fail_line(err, RAP_E_FORMAT, line, "numeric code %03u stands for both %s and %s",
                                 new.numeric, c->countries[i].code, new.code);
    c->countries[c->n_countries++] = new;
    c->country_of[new.place] = (uint16_t)c->n_countries;
    return RAP_OK;
}

static rap_status add_name(rap_catalog *c, size_t *capacity, rap_span text, size_t country, rap_error *err)
{
    if (text.length == 0) return RAP_OK;
    if (!rap_reserve(&c->names, capacity, c->n_names + 1, sizeof *c->names)) return rap_fail_memory(err);
    c->names[c->n_names++] = (rap_catalog_name){text, country};
    return RAP_OK;
}

/* Collects what each country is called and makes sure that nothing means two countries. */
static rap_status read_names(rap_catalog *c, rap_error *err)
{
    size_t capacity = 0;
    for (size_t i = 0; i < c->n_countries; i++) {
        const rap_country *country = &c->countries[i];
        rap_span aliases = rap_span_of(country->aliases), alias;
        RAP_TRY(add_name(c, &capacity, rap_span_of(country->code), i, err));
        RAP_TRY(add_name(c, &capacity, rap_span_of(country->alpha3), i, err));
        RAP_TRY(add_name(c, &capacity, rap_span_of(country->name), i, err));
        while (rap_span_next(&aliases, '|', &alias))
            RAP_TRY(add_name(c, &capacity, rap_span_trim(alias), i, err));
    }
    if (c->n_names) qsort(c->names, c->n_names, sizeof *c->names, rap_compare_names);
    for (size_t i = 1; i < c->n_names; i++) {
        const rap_catalog_name *a = &c->names[i - 1], *b = &c->names[i];
        if (a->country != b->country && rap_compare_folded(a->text, b->text) == 0)
            return rap_fail_line(err, RAP_E_FORMAT, c->tables[RAP_COUNTRIES].lines[b->country],
                                 "'%.*s' stands for both %s and %s",
                                 (int)(b->text.length < 60 ? b->text.length : 60), b->text.data,
                                 c->countries[a->country].code, c->countries[b->country].code);
    }
    return RAP_OK;
}

rap_status rap_catalog_read_countries(rap_catalog *c, rap_error *err)
{
    size_t n = c->tables[RAP_COUNTRIES].n_rows;
    c->countries = rap_alloc(n, sizeof *c->countries);
    if (!c->countries) return rap_fail_memory(err);
    for (size_t row = 0; row < n; row++) RAP_TRY(read_country(c, row, err));
    return read_names(c, err);
}
