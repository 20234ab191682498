// SPDX-License-Identifier: Apache-2.0
/*
 * target - is a level reached by a year, judged from what was known in an earlier one, and beside it what came.
 *
 * Two series are read: the years up to --until alone, so that neither the models nor the guard against odd years know what
 * came later; and all years, to see what did.
 */
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "model/target.h"
#include "query/heads.h"
#include "query/yearly.h"

typedef struct columns {
    rap_yearly_heads heads;
    size_t level, by, until, model, chosen, value, low, high, probability, reached, earliest, latest, error, tried, coverage;
    size_t observed, observed_met, observed_reached;
} columns;

static columns add_columns(const rap_asking *asking, rap_table *t)
{
    columns c;
    c.heads = rap_yearly_heads_add(asking, t);
    c.level = rap_table_add(t, "level", asking->at_most ? "At most" : "At least", "", "target", RAP_COLUMN_REAL, -1);
    c.by = rap_table_add(t, "by", "By", "", "target", RAP_COLUMN_INTEGER, 0);
    c.until = rap_table_add(t, "known_until", "Known until", "", "target", RAP_COLUMN_INTEGER, 0);
    c.model = rap_table_add(t, "model", "Model", "", "forecast", RAP_COLUMN_TEXT, 0);
    c.chosen = rap_table_add(t, "chosen", "Chosen", "", "forecast", RAP_COLUMN_TEXT, 0);
    c.value = rap_table_add(t, "forecast", "Forecast", "", "forecast", RAP_COLUMN_REAL, -1);
    c.low = rap_table_add(t, "forecast_low", "low", "", "forecast_interval", RAP_COLUMN_REAL, -1);
    c.high = rap_table_add(t, "forecast_high", "high", "", "forecast_interval", RAP_COLUMN_REAL, -1);
    c.probability = rap_table_add(t, "probability", "Probability", "share", "target", RAP_COLUMN_REAL, -1);
    c.reached = rap_table_add(t, "reached", "Reached", "", "target", RAP_COLUMN_INTEGER, 0);
    c.earliest = rap_table_add(t, "reached_earliest", "earliest", "", "target", RAP_COLUMN_INTEGER, 0);
    c.latest = rap_table_add(t, "reached_latest", "latest", "", "target", RAP_COLUMN_INTEGER, 0);
    c.error = rap_table_add(t, "backtest_error", "Error in back-test", "share", "mape", RAP_COLUMN_REAL, -1);
    c.tried = rap_table_add(t, "backtest_tried", "Back-tests", "", "mape", RAP_COLUMN_INTEGER, 0);
    c.coverage = rap_table_add(t, "backtest_coverage", "Inside 95 % interval", "share", "forecast_interval", RAP_COLUMN_REAL, 3);
    c.observed = rap_table_add(t, "observed", "What came", "", "target", RAP_COLUMN_REAL, -1);
    c.observed_met = rap_table_add(t, "observed_met", "Met", "", "target", RAP_COLUMN_TEXT, 0);
    c.observed_reached = rap_table_add(t, "observed_reached", "Reached in fact", "", "target", RAP_COLUMN_INTEGER, 0);
    return c;
}

/* One measure of one subject being judged. */
typedef struct judged {
    const rap_asking *asking;
    rap_span measure;
    const rap_yearly *known, *all;     /* up to --until, and what there is */
    size_t part, n;                    /* n: known years that may be used */
    rap_target_options options;
} judged;

static int last_year(const judged *j)
{
    return j->known->first_year + (int)j->n - 1;
}

static void put_years(const judged *j, size_t column, rap_value ahead, rap_table *table)
{
    if (ahead.reason) rap_table_undefined(table, column, ahead.reason);
    else rap_table_integer(table, column, last_year(j) + (int64_t)ahead.value);
}

/* What came by the target's year, and the first year in which the level held. */
static void put_outcome(const judged *j, const columns *c, rap_table *table)
{
    const rap_yearly *all = j->all;
    int at = j->asking->by - all->first_year;
    if (at >= 0 && (size_t)at < all->n && !isnan(all->values[at])) {
        rap_table_real(table, c->observed, all->values[at]);
        rap_table_text(table, c->observed_met, rap_target_met(&j->options, all->values[at]) ? "yes" : "no");
    }
    rap_table_undefined(table, c->observed_reached, RAP_UNDEFINED_UNREACHED);
    for (size_t t = all->n; t-- > 0;)
        if (!isnan(all->values[t]) && rap_target_met(&j->options, all->values[t]))
            rap_table_integer(table, c->observed_reached, all->first_year + (int64_t)t);
}

static void put_model(const judged *j, const rap_target *target, rap_forecast_model model, const columns *c, rap_table *table)
{
    const rap_asking *asking = j->asking;
    const rap_backtest *test = &target->forecast.tests[model];
    const rap_target_outlook *outlook = &target->models[model];
    size_t h = j->options.ahead - 1;
    const rap_forecast_point *point = &target->forecast.points[model][h];
    rap_table_begin(table);
    rap_yearly_heads_put(&c->heads, asking, j->part, j->measure, table);
    rap_table_real(table, c->level, asking->level);
    rap_table_integer(table, c->by, asking->by);
    rap_table_integer(table, c->until, last_year(j));
    rap_table_text(table, c->model, rap_forecast_model_text(model, j->options.ceiling));
    rap_table_text(table, c->chosen, model == target->forecast.chosen ? "yes" : "no");
    rap_table_real(table, c->value, point->value);
    rap_table_real(table, c->low, point->low);
    rap_table_real(table, c->high, point->high);
    rap_table_value(table, c->probability, outlook->probability);
    put_years(j, c->reached, outlook->reached, table);
    put_years(j, c->earliest, outlook->earliest, table);
    put_years(j, c->latest, outlook->latest, table);
    if (isfinite(test->mape[h])) rap_table_real(table, c->error, test->mape[h] / 100);
    rap_table_integer(table, c->tried, (int64_t)test->tried[h]);
    rap_table_value(table, c->coverage, rap_share((double)test->covered, (double)test->covered_of));
    put_outcome(j, c, table);
}

static rap_status check_series(judged *j, rap_error *err)
{
    const rap_asking *asking = j->asking;
    if (asking->level_percent && j->known->ceiling == 0)
        return rap_fail(err, RAP_E_USAGE, "level: %.*s is no share: give a number in its unit, without %%", (int)j->measure.length,
                        j->measure.data);
    j->n = j->known->n;
    while (j->n && !asking->until && rap_is_provisional(asking->cube, last_year(j))) j->n--;
    RAP_TRY(rap_yearly_check(j->known, j->n, j->measure, err));
    if (asking->by <= last_year(j))
        return rap_fail(err, RAP_E_USAGE, "the target's year, %d, is not after the last known one, %d: say --until an earlier year",
                        asking->by, last_year(j));
    j->options = (rap_target_options){.ceiling = j->known->ceiling, .level = asking->level, .at_most = asking->at_most,
                                      .ahead = (size_t)(asking->by - last_year(j))};
    return RAP_OK;
}

static void add_words(const judged *j, const rap_target *target, rap_table *table)
{
    const rap_forecast *f = &target->forecast;
    rap_table_add_note(table, "%.*s: judged from %zu years to %d, %zu ahead; model chosen by its errors on the series' own past: %s%s.",
                       (int)j->measure.length, j->measure.data, j->n, last_year(j), j->options.ahead,
                       rap_forecast_model_text(f->chosen, j->options.ceiling),
                       f->chosen == RAP_FORECAST_UNCHANGED ? ", the naive one: no other did better" : "");
    if (target->models[f->chosen].probability.reason == RAP_UNDEFINED_LIMIT)
        rap_table_add_note(table, "The level is the limit of %.*s: curves near it and never touch it, so that it has no probability. Say how "
                           "near is enough, as --level 95%%.", (int)j->measure.length, j->measure.data);
}

static rap_status judge_measure(judged *j, const columns *c, rap_table *table, rap_error *err)
{
    RAP_TRY(check_series(j, err));
    rap_target *target = rap_alloc(1, sizeof *target);
    if (!target) return rap_fail_memory(err);
    rap_status status = rap_target_of(j->known->cleaned, j->n, &j->options, target, err);
    for (int m = 0; status == RAP_OK && m < RAP_FORECAST_END; m++)
        if (target->forecast.tests[m].usable) put_model(j, target, (rap_forecast_model)m, c, table);
    if (status == RAP_OK) add_words(j, target, table);
    rap_free(target);
    return status;
}

static rap_status judge_part(const rap_yearly_source *known, const rap_yearly_source *all, size_t part, const columns *c,
                             rap_table *table, rap_error *err)
{
    rap_yearly past = {0}, whole = {0};
    rap_span measures = rap_yearly_measures(&all->asking), measure; /* a level belongs to one: the first */
    (void)rap_span_next(&measures, ',', &measure);
    judged j = {.asking = &all->asking, .measure = measure, .known = &past, .all = &whole, .part = part};
    rap_status status = rap_yearly_init(known, part, &past, err);
    if (status == RAP_OK) status = rap_yearly_init(all, part, &whole, err);
    if (status == RAP_OK) status = rap_yearly_load(known, part, measure, &past, err);
    if (status == RAP_OK) status = rap_yearly_load(all, part, measure, &whole, err);
    if (status == RAP_OK) status = judge_measure(&j, c, table, err);
    if (status == RAP_OK) status = rap_yearly_notes(known, part, &past, table, err);
    rap_yearly_release(&past);
    rap_yearly_release(&whole);
    return status;
}

static rap_status check_asking(const rap_asking *asking, rap_error *err)
{
    if (isnan(asking->level) || !asking->by)
        return rap_fail(err, RAP_E_USAGE, "target: --%s is missing; for example: rapport %s", isnan(asking->level) ? "level" : "by",
                        asking->question->examples[0]);
    if (!asking->measure || !strchr(asking->measure, ',')) return RAP_OK;
    return rap_fail(err, RAP_E_USAGE, "target: one --measure at a time: a level belongs to one");
}

rap_status rap_ask_target(const rap_asking *asking, rap_table **out, rap_error *err)
{
    rap_yearly_source known, all;
    rap_asking past = *asking;
    RAP_TRY(check_asking(asking, err));
    if (asking->until && (!past.lens.year_high || past.lens.year_high > asking->until)) past.lens.year_high = asking->until;
    RAP_TRY(rap_yearly_open(&past, &known, err));
    rap_status status = rap_yearly_open(asking, &all, err);
    if (status != RAP_OK) {
        rap_yearly_close(&known);
        return status;
    }
    rap_table *table = rap_titled_table(asking, "If it went on as before: target");
    columns c = add_columns(asking, table);
    for (size_t p = 0; status == RAP_OK && p < rap_yearly_parts(&all); p++)
        status = judge_part(&known, &all, p, &c, table, err);
    rap_table_add_note(table, "A probability is the model's, from its errors on this series: it knows nothing of decisions.");
    rap_yearly_receipt(&all, asking, table);
    rap_yearly_close(&known);
    rap_yearly_close(&all);
    if (status == RAP_OK) return rap_table_finish(table, out, err);
    rap_table_free(table);
    return status;
}
