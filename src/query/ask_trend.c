// SPDX-License-Identifier: Apache-2.0
/*
 * trend - does a series rise or fall, how fast, and did it turn? Guard first, then Mann-Kendall and Sen, then joins.
 *
 * One row a stretch: the whole series and, where joins are worth their parameters, each segment; for the series as it is
 * and for the cleaned one, so that a verdict which hangs on one odd year shows itself.
 */
#include <math.h>

#include "base/alloc.h"
#include "query/heads.h"
#include "query/yearly.h"
#include "stat/joinpoint.h"
#include "stat/mann_kendall.h"

/* Below this many works a year on average, as in claims, chance makes directions and turns: none is stated. */
static const double WORKS_LEAST = 5;

typedef struct columns {
    rap_yearly_heads heads;
    size_t series, segment, from, to, years, first, last;
    size_t change, change_low, change_high, direction, turn, delta_bic, z, z_adjusted, p, slope, slope_low, slope_high, flagged;
} columns;

static columns add_columns(const rap_asking *asking, rap_table *t)
{
    columns c;
    c.heads = rap_yearly_heads_add(asking, t);
    c.series = rap_table_add(t, "series", "Series", "", "guard", RAP_COLUMN_TEXT, 0);
    c.segment = rap_table_add(t, "segment", "Segment", "", "joinpoint", RAP_COLUMN_TEXT, 0);
    c.from = rap_table_add(t, "from_year", "From", "", "", RAP_COLUMN_INTEGER, 0);
    c.to = rap_table_add(t, "to_year", "To", "", "", RAP_COLUMN_INTEGER, 0);
    c.years = rap_table_add(t, "years", "Years", "", "", RAP_COLUMN_INTEGER, 0);
    c.first = rap_table_add(t, "first_value", "First", "", "", RAP_COLUMN_REAL, -1);
    c.last = rap_table_add(t, "last_value", "Last", "", "", RAP_COLUMN_REAL, -1);
    c.change = rap_table_add(t, "annual_change", "A year", "share", "annual_change", RAP_COLUMN_REAL, 4);
    c.change_low = rap_table_add(t, "annual_change_low", "low", "share", "annual_change", RAP_COLUMN_REAL, 4);
    c.change_high = rap_table_add(t, "annual_change_high", "high", "share", "annual_change", RAP_COLUMN_REAL, 4);
    c.direction = rap_table_add(t, "direction", "Direction", "", "direction", RAP_COLUMN_TEXT, 0);
    c.turn = rap_table_add(t, "turn_year", "Turn", "", "joinpoint", RAP_COLUMN_INTEGER, 0);
    c.delta_bic = rap_table_add(t, "delta_bic", "dBIC of a turn", "", "joinpoint", RAP_COLUMN_REAL, 1);
    c.z = rap_table_add(t, "mann_kendall_z", "Mann-Kendall Z", "", "mann_kendall", RAP_COLUMN_REAL, 2);
    c.z_adjusted = rap_table_add(t, "mann_kendall_z_adjusted", "Z adjusted", "", "mann_kendall", RAP_COLUMN_REAL, 2);
    c.p = rap_table_add(t, "mann_kendall_p", "p adjusted", "", "mann_kendall", RAP_COLUMN_REAL, 6);
    c.slope = rap_table_add(t, "sen_slope", "Sen slope", "", "sen_slope", RAP_COLUMN_REAL, 6);
    c.slope_low = rap_table_add(t, "sen_slope_low", "low", "", "sen_slope", RAP_COLUMN_REAL, 6);
    c.slope_high = rap_table_add(t, "sen_slope_high", "high", "", "sen_slope", RAP_COLUMN_REAL, 6);
    c.flagged = rap_table_add(t, "flagged", "Flagged years", "", "guard", RAP_COLUMN_TEXT, 0);
    const size_t detail[] = {c.years, c.z_adjusted, c.p, c.slope, c.slope_low, c.slope_high};
    for (size_t i = 0; i < sizeof detail / sizeof *detail; i++) rap_table_detail(t, detail[i]);
    return c;
}

/* A series ready for fitting: the years in which it is defined, and its values on the log scale. */
typedef struct fit_series {
    rap_span measure;
    const char *name;            /* raw or cleaned */
    size_t n;
    double *t, *y, *value;       /* years, log values, values */
    const char *flagged;
    bool small;                  /* too few works for a direction or a turn */
} fit_series;

static bool has_few_works(const rap_yearly *yearly)
{
    double sum = 0;
    if (yearly->amounts) return false;
    for (size_t i = 0; i < yearly->n; i++) sum += yearly->counts[i];
    return sum < WORKS_LEAST * (double)yearly->n;
}

static void load_series(const rap_yearly *yearly, bool cleaned, fit_series *s)
{
    const double *from = cleaned ? yearly->cleaned : yearly->values;
    s->n = 0;
    for (size_t i = 0; i < yearly->n; i++) {
        double shifted = yearly->count_measure ? from[i] + 0.5 : from[i];
        if (isnan(from[i]) || shifted <= 0) continue; /* a share of 0 has no logarithm: the year is left out */
        s->t[s->n] = yearly->first_year + (double)i;
        s->value[s->n] = from[i];
        s->y[s->n++] = log(shifted);
    }
}

static void begin_row(const rap_asking *asking, const fit_series *s, size_t part, const char *segment, size_t first,
                      size_t last, const columns *c, rap_table *table)
{
    rap_table_begin(table);
    rap_yearly_heads_put(&c->heads, asking, part, s->measure, table);
    rap_table_text(table, c->series, s->name);
    rap_table_text(table, c->segment, segment);
    rap_table_integer(table, c->from, (int64_t)s->t[first]);
    rap_table_integer(table, c->to, (int64_t)s->t[last]);
    rap_table_integer(table, c->years, (int64_t)(last - first + 1));
    rap_table_real(table, c->first, s->value[first]);
    rap_table_real(table, c->last, s->value[last]);
    rap_table_text(table, c->flagged, s->flagged);
}

static void put_change(const rap_segment *segment, bool small, const columns *c, rap_table *table)
{
    rap_table_real(table, c->change, segment->change / 100);
    if (!isfinite(segment->change_low) || !isfinite(segment->change_high)) return;
    rap_table_real(table, c->change_low, segment->change_low / 100);
    rap_table_real(table, c->change_high, segment->change_high / 100);
    if (small) {
        rap_table_undefined(table, c->direction, RAP_UNDEFINED_SMALL);
        return;
    }
    rap_table_text(table, c->direction,
                   segment->change_low > 0    ? "rising"
                   : segment->change_high < 0 ? "falling"
                                              : "no clear direction");
}

static rap_status put_rows(const rap_asking *asking, const fit_series *s, size_t part, const columns *c,
                           rap_table *table, rap_error *err)
{
    rap_turns turns;
    rap_mann_kendall test, adjusted; /* adjusted for autocorrelation: years that follow each other are alike */
    if (s->n < 4) {
        rap_table_add_note(table, "%.*s (%s): fewer than four years with a value; no trend.", (int)s->measure.length, s->measure.data, s->name);
        return RAP_OK;
    }
    RAP_TRY(rap_turns_of(s->t, s->y, NULL, s->n, RAP_JOINS_MAX, &turns, err));
    RAP_TRY(rap_mann_kendall_test(s->t, s->value, s->n, false, &test, err));
    RAP_TRY(rap_mann_kendall_test(s->t, s->value, s->n, true, &adjusted, err));
    begin_row(asking, s, part, "whole", 0, s->n - 1, c, table);
    put_change(&turns.fits[0].segments[0], s->small, c, table);
    rap_table_real(table, c->z, test.z);
    rap_table_real(table, c->z_adjusted, adjusted.z);
    rap_table_real(table, c->p, adjusted.p);
    rap_table_real(table, c->slope, adjusted.slope);
    rap_table_real(table, c->slope_low, adjusted.slope_low);
    rap_table_real(table, c->slope_high, adjusted.slope_high);
    if (turns.best_turn) rap_table_real(table, c->delta_bic, turns.delta_bic);
    const rap_joinpoint *best = &turns.fits[turns.best];
    for (size_t i = 0; turns.best && !s->small && i <= best->n_joins; i++) {
        static const char *const name[] = {"1", "2", "3"};
        const rap_segment *segment = &best->segments[i];
        begin_row(asking, s, part, i == best->n_joins ? "last" : name[i], segment->first, segment->last, c, table);
        put_change(segment, s->small, c, table);
        if (i) rap_table_integer(table, c->turn, (int64_t)s->t[segment->first]);
    }
    return RAP_OK;
}

static rap_text flagged_years(const rap_yearly *yearly)
{
    rap_text text = {0};
    for (size_t t = 0; t < yearly->n; t++)
        if (yearly->guard[t].flagged && !yearly->guard[t].shadow)
            rap_text_printf(&text, "%s%d", text.length ? " " : "", yearly->first_year + (int)t);
    return text;
}

static rap_status put_part(const rap_yearly_source *source, size_t part, const columns *c, rap_table *table,
                           rap_error *err)
{
    rap_yearly yearly;
    RAP_TRY(rap_yearly_init(source, part, &yearly, err));
    rap_text flagged = flagged_years(&yearly);
    fit_series s = {.t = rap_alloc(yearly.n, sizeof *s.t), .y = rap_alloc(yearly.n, sizeof *s.y),
                    .value = rap_alloc(yearly.n, sizeof *s.value), .flagged = rap_text_get(&flagged), .small = has_few_works(&yearly)};
    rap_status status = s.t && s.y && s.value && !flagged.failed ? RAP_OK : rap_fail_memory(err);
    rap_span rest = rap_yearly_measures(&source->asking), measure;
    while (status == RAP_OK && rap_span_next(&rest, ',', &measure)) {
        status = rap_yearly_load(source, part, measure, &yearly, err);
        s.measure = measure;
        for (int cleaned = 0; status == RAP_OK && cleaned < (yearly.amounts ? 1 : 2); cleaned++) {
            s.name = cleaned ? "cleaned" : "raw";
            load_series(&yearly, cleaned, &s);
            status = put_rows(&source->asking, &s, part, c, table, err);
        }
    }
    if (s.small)
        rap_table_add_note(table, "Fewer than %.0f works a year on average: no direction and no turn is stated.", WORKS_LEAST);
    if (status == RAP_OK) status = rap_yearly_notes(source, part, &yearly, table, err);
    rap_free(s.t);
    rap_free(s.y);
    rap_free(s.value);
    rap_text_release(&flagged);
    rap_yearly_release(&yearly);
    return status;
}

rap_status rap_ask_trend(const rap_asking *asking, rap_table **out, rap_error *err)
{
    rap_yearly_source source;
    RAP_TRY(rap_yearly_open(asking, &source, err));
    rap_table *table = rap_titled_table(asking, "Trend");
    columns c = add_columns(asking, table);
    rap_status status = RAP_OK;
    for (size_t p = 0; status == RAP_OK && p < rap_yearly_parts(&source); p++)
        status = put_part(&source, p, &c, table, err);
    rap_table_add_note(table, "A direction is stated where the 95 %% interval of the yearly change leaves out 0; a turn where BIC prefers a join (dBIC > 0).");
    rap_yearly_receipt(&source, asking, table);
    rap_yearly_close(&source);
    if (status != RAP_OK) {
        rap_table_free(table);
        return status;
    }
    return rap_table_finish(table, out, err);
}
