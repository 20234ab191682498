// SPDX-License-Identifier: Apache-2.0
/*
 * forecast - where a series would go if it went on as before, with the errors that such forecasts made on its own past.
 * Made from the cleaned series; years still being filled are left out of what a model may know.
 */
#include <math.h>

#include "base/alloc.h"
#include "model/forecast.h"
#include "query/figures.h"
#include "query/heads.h"
#include "query/yearly.h"

enum { HORIZON = 5 };

typedef struct columns {
    rap_yearly_heads heads;
    size_t model, chosen, year, horizon, value, low, high, mape, tried, covered;
} columns;

static columns add_columns(const rap_asking *asking, rap_table *t)
{
    columns c;
    c.heads = rap_yearly_heads_add(asking, t);
    c.model = rap_table_add(t, "model", "Model", "", "forecast", RAP_COLUMN_TEXT, 0);
    c.chosen = rap_table_add(t, "chosen", "Chosen", "", "forecast", RAP_COLUMN_TEXT, 0);
    c.year = rap_table_add(t, "year", "Year", "", "", RAP_COLUMN_INTEGER, 0);
    c.horizon = rap_table_add(t, "horizon", "Years ahead", "years", "", RAP_COLUMN_INTEGER, 0);
    c.value = rap_table_add(t, "forecast", "Forecast", "", "forecast", RAP_COLUMN_REAL, -1);
    c.low = rap_table_add(t, "forecast_low", "low", "", "forecast", RAP_COLUMN_REAL, -1);
    c.high = rap_table_add(t, "forecast_high", "high", "", "forecast", RAP_COLUMN_REAL, -1);
    c.mape = rap_table_add(t, "backtest_error", "Error in back-test", "share", "forecast", RAP_COLUMN_REAL, -1);
    c.tried = rap_table_add(t, "backtest_tried", "Back-tests", "", "forecast", RAP_COLUMN_INTEGER, 0);
    c.covered = rap_table_add(t, "backtest_coverage", "Inside 95 % interval", "share", "forecast", RAP_COLUMN_REAL, 3);
    return c;
}

static void put_point(const rap_asking *asking, rap_span measure, double ceiling, size_t part, const rap_forecast *f,
                      rap_forecast_model model, size_t h, int last_year, const columns *c, rap_table *table)
{
    const rap_backtest *test = &f->tests[model];
    const rap_forecast_point *point = &f->points[model][h];
    rap_table_begin(table);
    rap_yearly_heads_put(&c->heads, asking, part, measure, table);
    rap_table_text(table, c->model, rap_forecast_model_text(model, ceiling));
    rap_table_text(table, c->chosen, model == f->chosen ? "yes" : "no");
    rap_table_integer(table, c->year, last_year + (int64_t)h + 1);
    rap_table_integer(table, c->horizon, (int64_t)h + 1);
    rap_table_real(table, c->value, point->value);
    rap_table_real(table, c->low, point->low);
    rap_table_real(table, c->high, point->high);
    if (isfinite(test->mape[h])) rap_table_real(table, c->mape, test->mape[h] / 100);
    rap_table_integer(table, c->tried, (int64_t)test->tried[h]);
    rap_table_value(table, c->covered, rap_share((double)test->covered, (double)test->covered_of));
}

static rap_status put_measure(const rap_yearly_source *source, size_t part, rap_span measure, rap_yearly *yearly,
                              const columns *c, rap_table *table, rap_error *err)
{
    const rap_asking *asking = &source->asking;
    RAP_TRY(rap_yearly_load(source, part, measure, yearly, err));
    size_t n = yearly->n;
    while (n && rap_is_provisional(asking->cube, yearly->first_year + (int)n - 1)) n--;
    RAP_TRY(rap_yearly_check(yearly, n, measure, err));
    rap_forecast_options options = {.ceiling = yearly->ceiling, .horizon = asking->horizon ? (size_t)asking->horizon : HORIZON};
    rap_forecast *f = rap_alloc(1, sizeof *f);
    if (!f) return rap_fail_memory(err);
    rap_status status = rap_forecast_of(yearly->cleaned, n, &options, f, err);
    int last_year = yearly->first_year + (int)n - 1;
    for (unsigned m = 0; status == RAP_OK && m < RAP_FORECAST_END; m++)
        for (size_t h = 0; f->tests[m].usable && h < f->horizon; h++)
            put_point(asking, measure, yearly->ceiling, part, f, (rap_forecast_model)m, h, last_year, c, table);
    if (status == RAP_OK)
        rap_table_add_note(table, "%.*s: made from %zu years to %d; model chosen by its errors on the series' own past: %s.",
                           (int)measure.length, measure.data, n, last_year, rap_forecast_model_text(f->chosen, yearly->ceiling));
    rap_free(f);
    return status;
}

rap_status rap_ask_forecast(const rap_asking *asking, rap_table **out, rap_error *err)
{
    rap_yearly_source source;
    RAP_TRY(rap_yearly_open(asking, &source, err));
    rap_table *table = rap_titled_table(asking, "If it went on as before: forecast");
    columns c = add_columns(asking, table);
    rap_status status = RAP_OK;
    for (size_t p = 0; status == RAP_OK && p < rap_yearly_parts(&source); p++) {
        rap_yearly yearly = {0};
        rap_span rest = rap_yearly_measures(asking), measure;
        status = rap_yearly_init(&source, p, &yearly, err);
        while (status == RAP_OK && rap_span_next(&rest, ',', &measure))
            status = put_measure(&source, p, measure, &yearly, &c, table, err);
        if (status == RAP_OK) status = rap_yearly_notes(&source, p, &yearly, table, err);
        rap_yearly_release(&yearly);
    }
    rap_table_add_note(table, "A forecast is no fact: it carries the past on, and knows nothing of decisions.%s",
                       rap_holds_amounts(asking->cube) ? "" : " The last two years of the cube are still being filled and are not used.");
    rap_yearly_receipt(&source, asking, table);
    rap_yearly_close(&source);
    if (status != RAP_OK) {
        rap_table_free(table);
        return status;
    }
    return rap_table_finish(table, out, err);
}
