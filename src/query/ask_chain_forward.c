// SPDX-License-Identifier: Apache-2.0
/*
 * chain-forward - the chain over years: cars, batteries, what each stage can make of them and what is short, footprint of a
 * battery made in the year. Announced and projected capacities are a scenario with a completion rate and no forecast.
 */
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "model/fleet.h"
#include "model/origin.h"
#include "query/chain_asking.h"

#define YEARS_MAX 60
#define KT_PER_GWH 1.0 /* a kg for each kWh of a GWh */

typedef struct columns {
    size_t year, row, amount, unit, evidence, wanted, share, short_by, note;
} columns;

typedef struct answer {
    const rap_chain_asking *chain;
    rap_table *table;
    columns c;
    size_t place;
    double completion;
} answer;

static void add_columns(answer *a)
{
    rap_table *t = a->table;
    a->c.year = rap_table_add(t, "year", "Year", "", "", RAP_COLUMN_INTEGER, 0);
    a->c.row = rap_table_add(t, "row", "What", "", "", RAP_COLUMN_TEXT, 0);
    a->c.amount = rap_table_add(t, "amount", "Amount", "", "", RAP_COLUMN_REAL, -1);
    a->c.unit = rap_table_add(t, "unit", "Unit", "", "", RAP_COLUMN_TEXT, 0);
    a->c.evidence = rap_table_add(t, "evidence", "Evidence", "", "", RAP_COLUMN_TEXT, 0);
    a->c.wanted = rap_table_add(t, "wanted", "Batteries want", "", "", RAP_COLUMN_REAL, -1);
    a->c.share = rap_table_add(t, "share", "of it", "share", "", RAP_COLUMN_REAL, 4);
    a->c.short_by = rap_table_add(t, "short", "Short by", "", "", RAP_COLUMN_REAL, -1);
    a->c.note = rap_table_add(t, "remark", "Remark", "", "", RAP_COLUMN_TEXT, 0);
}

static void put(answer *a, int year, const char *row, double amount, const char *unit, const char *evidence, const char *remark)
{
    rap_table *t = a->table;
    rap_table_begin(t);
    rap_table_integer(t, a->c.year, year);
    rap_table_text(t, a->c.row, row);
    if (isnan(amount)) rap_table_undefined(t, a->c.amount, RAP_UNDEFINED_NO_DATA);
    else rap_table_real(t, a->c.amount, amount);
    rap_table_text(t, a->c.unit, unit);
    rap_table_text(t, a->c.evidence, isnan(amount) ? "" : evidence);
    rap_table_undefined(t, a->c.wanted, RAP_UNDEFINED_EMPTY);
    rap_table_undefined(t, a->c.share, RAP_UNDEFINED_EMPTY);
    rap_table_undefined(t, a->c.short_by, RAP_UNDEFINED_EMPTY);
    rap_table_text(t, a->c.note, remark);
}

static void put_fleet(answer *a, const rap_fleet_year *y)
{
    put(a, y->year, "cars sold", y->sales, "cars", rap_evidence_text(y->sales_evidence), "");
    put(a, y->year, "cars in use", y->stock, "cars", "derived", "stock of the year before and sales, less cars at the end of their life");
    if (!isnan(y->stock_given)) put(a, y->year, "cars in use, as given", y->stock_given, "cars", "published", "");
    put(a, y->year, "batteries wanted", y->batteries, "GWh", rap_evidence_text(y->batteries_evidence), "");
}

/* What batteries of the year want of a product, in the unit of its capacity. */
static double wanted_of(const rap_supply_data *data, const rap_chain_case *of, size_t product, const char *unit, double gwh)
{
    if (strcmp(unit, "GWh") == 0) return gwh;
    double units = rap_origin_of(of->supply, &of->footprint, product, 0).units;
    return gwh * KT_PER_GWH * units * data->products[product].content;
}

static void put_stage(answer *a, const rap_chain_case *of, size_t product, int year, double gwh)
{
    const rap_supply_data *d = a->chain->data;
    rap_fleet_capacity c = rap_fleet_capacity_of(d, product, year, a->completion);
    rap_origin origin = rap_origin_of(of->supply, &of->footprint, product, 0);
    rap_text name = {0};
    if (isnan(c.amount) || !origin.runs) return;
    rap_text_printf(&name, "%s: %s", d->products[product].stage, d->products[product].name);
    char remark[120];
    (void)snprintf(remark, sizeof remark, "%s%s", c.year == year || c.evidence == RAP_DERIVED ? "" : c.year < year ? "last figure known; " :
                   "first figure known; ", c.batteries_alone ? "for batteries alone" : "other uses take part of it: a shortage of batteries is not told");
    put(a, year, name.failed ? "" : rap_text_get(&name), c.amount, c.unit, rap_evidence_text(c.evidence), remark);
    rap_text_release(&name);
    if (isnan(gwh)) return;
    double wanted = wanted_of(d, of, product, c.unit, gwh);
    rap_table_real(a->table, a->c.wanted, wanted);
    rap_table_value(a->table, a->c.share, rap_share(wanted, c.amount));
    if (c.batteries_alone || wanted > c.amount) rap_table_real(a->table, a->c.short_by, wanted > c.amount ? wanted - c.amount : 0);
}

static rap_status put_year(answer *a, const rap_fleet_year *y, rap_error *err)
{
    const rap_supply_data *d = a->chain->data;
    rap_scenario scenario = a->chain->scenario;
    rap_chain_case of;
    scenario.year = y->year;
    RAP_TRY(rap_chain_case_open(d, &scenario, a->chain->unit, &of, err));
    put_fleet(a, y);
    put(a, y->year, "footprint", of.footprint.total, "kg CO2e", "derived", rap_supply_unit_title(a->chain->unit));
    for (size_t k = 0; k < d->n_products && a->place == d->residual && a->chain->unit == RAP_UNIT_PACK; k++)
        put_stage(a, &of, k, y->year, y->batteries);
    rap_chain_case_close(&of);
    return RAP_OK;
}

/* ---------------------------------------------------------------------- whole */

static rap_status read_years(const rap_chain_asking *chain, int *first, int *last, rap_error *err)
{
    const char *value = rap_chain_asking_option(chain, "years");
    rap_span rest = rap_span_of(value ? value : "2022-2030"), part;
    uint64_t from = 0, to = 0;
    bool good = rap_span_next(&rest, '-', &part) && rap_parse_u64(part, 2200, &from);
    to = from; /* one year alone */
    if (good && rap_span_next(&rest, '-', &part)) good = rap_parse_u64(part, 2200, &to) && !rap_span_next(&rest, '-', &part);
    if (!good || from < 1900 || to < from || to - from >= YEARS_MAX)
        return rap_fail(err, RAP_E_USAGE, "years: expected two years as 2024-2035, at most %d in all, found '%.60s'", YEARS_MAX, value);
    *first = (int)from;
    *last = (int)to;
    return RAP_OK;
}

static rap_status read_completion(const rap_chain_asking *chain, double *out, rap_error *err)
{
    const char *value = rap_chain_asking_option(chain, "completion");
    *out = 1;
    if (!value) return RAP_OK;
    rap_span digits = rap_span_of(value);
    bool percent = digits.length > 1 && digits.data[digits.length - 1] == '%';
    if (percent) digits.length--;
    bool good = rap_parse_double(digits, out);
    if (percent) *out /= 100;
    if (good && *out >= 0 && *out <= 1) return RAP_OK;
    return rap_fail(err, RAP_E_USAGE, "completion: expected a share from 0%% to 100%%, found '%.60s'", value);
}

static void add_notes(const answer *a)
{
    const rap_supply_data *d = a->chain->data;
    rap_table_add_note(a->table, "A scenario and no forecast: sales, batteries and capacities to come are those that sources project or announce "
                                 "(completion %.0f %%), on straight lines between the years given (series: of their logarithms).",
                       100 * a->completion);
    rap_table_add_note(a->table, "Cars retire after %.1f years. Batteries want: of cars alone, all taken to be %s; capacities are nameplate.",
                       rap_fleet_life(d, a->chain->scenario.chemistry), d->chemistries.at[a->chain->scenario.chemistry].label);
    if (a->place != d->residual) rap_table_add_note(a->table, "Capacities are shown for the world only: --in OTH.");
}

static rap_status fill(answer *a, rap_error *err)
{
    int first = 0, last = 0;
    rap_chain_case of;
    rap_scenario scenario = a->chain->scenario;
    RAP_TRY(read_years(a->chain, &first, &last, err));
    RAP_TRY(read_completion(a->chain, &a->completion, err));
    RAP_TRY(rap_chain_asking_place(a->chain, "in", "OTH", &a->place, err));
    rap_fleet_year *years = rap_alloc((size_t)(last - first) + 1, sizeof *years);
    if (!years) return rap_fail_memory(err);
    rap_fleet_years(a->chain->data, a->chain->scenario.chemistry, a->place, first, last, years);
    add_columns(a);
    rap_status status = RAP_OK;
    for (int y = first; y <= last && status == RAP_OK; y++) status = put_year(a, &years[y - first], err);
    rap_free(years);
    scenario.year = last;
    if (status == RAP_OK) status = rap_chain_case_open(a->chain->data, &scenario, a->chain->unit, &of, err);
    if (status != RAP_OK) return status;
    add_notes(a);
    rap_chain_asking_receipt(a->chain, &of, a->table);
    rap_chain_case_close(&of);
    return RAP_OK;
}

rap_status rap_ask_chain_forward(const rap_asking *asking, rap_table **out, rap_error *err)
{
    rap_chain_asking chain;
    RAP_TRY(rap_chain_asking_open(asking, &chain, err));
    answer a = {.chain = &chain, .table = rap_table_new("The chain over years")};
    rap_status status = a.table ? fill(&a, err) : rap_fail_memory(err);
    if (status == RAP_OK) status = rap_table_finish(a.table, out, err);
    else rap_table_free(a.table);
    rap_chain_asking_close(&chain);
    return status;
}
