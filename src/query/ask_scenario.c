// SPDX-License-Identifier: Apache-2.0
/*
 * scenario - what would stand if so much of what was announced came: announced amounts times a completion rate. Not a
 * forecast: the rate is the asker's, the announcements are those of the sources, and each keeps its date.
 */
#include <string.h>

#include "base/alloc.h"
#include "query/figures.h"

enum { RATES_MAX = 8 };

typedef struct columns {
    size_t year, first, second, announced, date, source, rate, amount, observed, observed_year;
} columns;

/* The last observed amount of a place, whoever owns it: what stands already. */
typedef struct standing {
    rap_place place;
    int year;
    double amount;
} standing;

typedef struct laying {
    const rap_asking *asking;
    uint32_t measure;
    size_t n_rates, n_standing, capacity, rows;
    double rates[RATES_MAX];
    standing *standings;
    columns at;
    rap_table *table;
} laying;

static rap_status read_rates(const char *text, laying *l, rap_error *err)
{
    rap_span rest = rap_span_of(text ? text : "100%"), part;
    while (rap_span_next(&rest, ',', &part)) {
        part = rap_span_trim(part);
        bool percent = part.length && part.data[part.length - 1] == '%';
        double rate;
        if (percent) part = rap_span_trim((rap_span){part.data, part.length - 1});
        if (!rap_parse_double(part, &rate) || rate < 0 || (rate /= percent ? 100 : 1) > 1 || l->n_rates == RATES_MAX)
            return rap_fail(err, RAP_E_USAGE, "completion: expected up to %d parts from 0 to 1, as 32%%,50%%, found '%.60s'", RATES_MAX, text);
        l->rates[l->n_rates++] = rate;
    }
    return RAP_OK;
}

static rap_place place_of(const rap_figure *f)
{
    return f->n_places ? f->places[f->n_places - 1] : 0;
}

static rap_status see_observed(void *arg, const rap_figure *f, rap_error *err)
{
    laying *l = arg;
    rap_value value = rap_figure_value(l->asking->cube, f, l->measure);
    if (value.reason || !rap_span_is(f->status, "observed")) return RAP_OK;
    size_t i = 0;
    while (i < l->n_standing && l->standings[i].place != place_of(f)) i++;
    if (i == l->n_standing) {
        if (!rap_reserve(&l->standings, &l->capacity, i + 1, sizeof *l->standings)) return rap_fail_memory(err);
        l->standings[l->n_standing++] = (standing){place_of(f), f->year, value.value};
    } else if (f->year > l->standings[i].year) {
        l->standings[i] = (standing){place_of(f), f->year, value.value};
    } else if (f->year == l->standings[i].year) {
        l->standings[i].amount += value.value;
    }
    return RAP_OK;
}

static void put_rate(const laying *l, const rap_figure *f, double announced, double rate)
{
    char code[RAP_PLACE_TEXT];
    rap_table *t = l->table;
    rap_table_begin(t);
    if (f->year) rap_table_integer(t, l->at.year, f->year);
    if (f->n_places) rap_table_text(t, l->at.first, rap_place_code(f->places[0], code));
    if (f->n_places > 1) rap_table_text(t, l->at.second, rap_place_code(f->places[1], code));
    rap_table_real(t, l->at.announced, announced);
    rap_table_span(t, l->at.date, f->date);
    rap_table_span(t, l->at.source, f->source);
    rap_table_real(t, l->at.rate, rate);
    rap_table_real(t, l->at.amount, announced * rate);
    for (size_t i = 0; i < l->n_standing; i++)
        if (l->standings[i].place == place_of(f)) {
            rap_table_real(t, l->at.observed, l->standings[i].amount);
            rap_table_integer(t, l->at.observed_year, l->standings[i].year);
        }
}

static rap_status see_announced(void *arg, const rap_figure *f, rap_error *err)
{
    laying *l = arg;
    (void)err;
    rap_value value = rap_figure_value(l->asking->cube, f, l->measure);
    if (value.reason || !rap_span_is(f->status, "announced")) return RAP_OK;
    l->rows++;
    for (size_t i = 0; i < l->n_rates; i++) put_rate(l, f, value.value, l->rates[i]);
    return RAP_OK;
}

static void add_columns(laying *l)
{
    const rap_schema *schema = &l->asking->cube->schema;
    const rap_measure *measure = &schema->measures[l->measure];
    rap_table *t = l->table;
    bool owners = strcmp(schema->rule, "owner>place") == 0, trade = strcmp(schema->rule, "exporter>importer") == 0;
    l->at.year = rap_table_add(t, "year", "Year", "", "", RAP_COLUMN_INTEGER, 0);
    l->at.first = rap_table_add(t, owners ? "owner" : trade ? "exporter" : "country", owners ? "Owner" : trade ? "Exporter" : "Country",
                                "", "", RAP_COLUMN_TEXT, 0);
    l->at.second = owners || trade ? rap_table_add(t, owners ? "place" : "importer", owners ? "Place" : "Importer", "", "", RAP_COLUMN_TEXT, 0)
                                   : SIZE_MAX;
    l->at.announced = rap_table_add(t, "announced", "Announced", measure->unit, "scenario", RAP_COLUMN_REAL, -1);
    l->at.date = rap_table_add(t, "date", "As of", "", "figure", RAP_COLUMN_TEXT, 0);
    l->at.source = rap_table_add(t, "source", "Source", "", "", RAP_COLUMN_TEXT, 0);
    l->at.rate = rap_table_add(t, "completion", "Completed", "share", "scenario", RAP_COLUMN_REAL, 2);
    l->at.amount = rap_table_add(t, "scenario", "If so much comes", measure->unit, "scenario", RAP_COLUMN_REAL, -1);
    l->at.observed = rap_table_add(t, "observed", "Stands there", measure->unit, "scenario", RAP_COLUMN_REAL, -1);
    l->at.observed_year = rap_table_add(t, "observed_year", "in", "", "scenario", RAP_COLUMN_INTEGER, 0);
}

static rap_status lay_out(laying *l, rap_error *err)
{
    rap_asking all = *l->asking;
    all.n_nodes = 0; /* what stands does so whoever is asked about, and in whatever years */
    all.lens.year_low = all.lens.year_high = 0;
    RAP_TRY(rap_figures_walk(&all, see_observed, l, err));
    RAP_TRY(rap_figures_walk(l->asking, see_announced, l, err));
    if (l->rows == 0) return rap_fail(err, RAP_E_UNSUPPORTED, "nothing announced of %s in this cube under these options",
                                      l->asking->cube->schema.measures[l->measure].name);
    rap_table_add_note(l->table, "A scenario, no forecast: announced amounts times a rate that was asked for (--completion). Announcements of "
                       "different dates and sources are not added.");
    rap_asking_receipt(l->asking, l->table);
    return RAP_OK;
}

rap_status rap_ask_scenario(const rap_asking *asking, rap_table **out, rap_error *err)
{
    laying l = {.asking = asking};
    RAP_TRY(read_rates(asking->completion, &l, err));
    if (asking->measure) RAP_TRY(rap_figures_measure(asking->cube, rap_span_of(asking->measure), &l.measure, err));
    l.table = rap_table_new("If what was announced came: scenario");
    add_columns(&l);
    rap_status status = lay_out(&l, err);
    rap_free(l.standings);
    if (status == RAP_OK) return rap_table_finish(l.table, out, err);
    rap_table_free(l.table);
    return status;
}
