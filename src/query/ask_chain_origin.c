// SPDX-License-Identifier: Apache-2.0
/*
 * chain-origin - whose a battery is: for each upstream product the part of one place in units, value added and emissions;
 * then value and emissions of all stages by place.
 */
#include <math.h>

#include "base/alloc.h"
#include "model/origin.h"
#include "query/chain_asking.h"

typedef struct columns {
    size_t stage, product, place, share, units, unit, element, mass, value, value_share, kg, kg_share;
} columns;

static columns add_columns(rap_table *t)
{
    columns c;
    c.stage = rap_table_add(t, "stage", "Stage", "", "", RAP_COLUMN_TEXT, 0);
    c.product = rap_table_add(t, "product", "Product", "", "", RAP_COLUMN_TEXT, 0);
    c.place = rap_table_add(t, "place", "Place", "", "", RAP_COLUMN_TEXT, 0);
    c.share = rap_table_add(t, "share", "Made there", "share", "", RAP_COLUMN_REAL, 4);
    c.units = rap_table_add(t, "units", "Amount", "", "", RAP_COLUMN_REAL, -1);
    c.unit = rap_table_add(t, "unit", "Unit", "", "", RAP_COLUMN_TEXT, 0);
    c.element = rap_table_add(t, "element", "Element", "", "", RAP_COLUMN_TEXT, 0);
    c.mass = rap_table_add(t, "mass_kg", "kg of it", "kg", "", RAP_COLUMN_REAL, -1);
    c.value = rap_table_add(t, "value_usd", "Value added (USD)", "USD", "", RAP_COLUMN_REAL, -1);
    c.value_share = rap_table_add(t, "value_share", "of all", "share", "", RAP_COLUMN_REAL, 4);
    c.kg = rap_table_add(t, "kg_co2e", "kg CO2e", "kg CO2e", "", RAP_COLUMN_REAL, -1);
    c.kg_share = rap_table_add(t, "kg_share", "of all", "share", "", RAP_COLUMN_REAL, 4);
    return c;
}

/* Value and emissions, each with its share of all. */
static void put_parts(rap_table *t, const columns *c, double value, double all_value, double kg, double all_kg)
{
    if (isnan(value)) {
        rap_table_undefined(t, c->value, RAP_UNDEFINED_NO_DATA);
        rap_table_undefined(t, c->value_share, RAP_UNDEFINED_NO_DATA);
    } else {
        rap_table_real(t, c->value, value);
        rap_table_value(t, c->value_share, rap_share(value, all_value));
    }
    rap_table_real(t, c->kg, kg + 0.0);
    rap_table_value(t, c->kg_share, rap_share(kg, all_kg));
}

static void put_product(rap_table *t, const columns *c, const rap_chain_case *of, size_t product, size_t on, double all_value)
{
    const rap_supply_data *d = of->supply->data;
    const rap_supply_product *p = &d->products[product];
    rap_origin origin = rap_origin_of(of->supply, &of->footprint, product, on);
    if (!origin.runs) return;
    double units = origin.share * origin.units;
    rap_table_begin(t);
    rap_table_text(t, c->stage, p->stage);
    rap_table_text(t, c->product, p->name);
    rap_table_text(t, c->place, d->places.at[on].label);
    rap_table_real(t, c->share, origin.share);
    rap_table_real(t, c->units, units);
    rap_table_text(t, c->unit, p->unit);
    rap_table_text(t, c->element, p->element);
    if (*p->element) rap_table_real(t, c->mass, units * p->content);
    else rap_table_undefined(t, c->mass, RAP_UNDEFINED_EMPTY);
    size_t maker = of->supply->maker[product * d->places.n + on];
    put_parts(t, c, units == 0 && rap_supply_price_of(d, product) ? 0 : units * rap_value_added(d, product, on), all_value,
              of->footprint.own[maker], of->footprint.total);
}

/* All stages of a place together; the place with the greatest value first. */
static void put_places(rap_table *t, const columns *c, const rap_chain_case *of, double *value, double all_value)
{
    const rap_supply_data *d = of->supply->data;
    for (size_t n = 0; n < d->places.n; n++) {
        size_t best = SIZE_MAX;
        for (size_t p = 0; p < d->places.n; p++)
            if (!isnan(value[p]) && (best == SIZE_MAX || value[p] > value[best])) best = p;
        double worth = value[best];
        value[best] = NAN;
        if (worth == 0 && of->footprint.by_place[best] == 0) continue;
        rap_table_begin(t);
        rap_table_text(t, c->stage, "all stages");
        rap_table_text(t, c->product, "");
        rap_table_text(t, c->place, d->places.at[best].label);
        rap_table_undefined(t, c->share, RAP_UNDEFINED_EMPTY);
        rap_table_undefined(t, c->units, RAP_UNDEFINED_EMPTY);
        rap_table_text(t, c->unit, "");
        rap_table_text(t, c->element, "");
        rap_table_undefined(t, c->mass, RAP_UNDEFINED_EMPTY);
        put_parts(t, c, worth, all_value, of->footprint.by_place[best], of->footprint.total);
    }
}

static void receipt_prices(const rap_chain_asking *chain, const rap_chain_case *of, rap_table *t)
{
    const rap_supply_data *d = chain->data;
    rap_text list = {0};
    for (size_t i = 0; i < d->n_prices; i++)
        if (d->prices[i].evidence == RAP_ASSUMED && rap_origin_of(of->supply, &of->footprint, d->prices[i].product, 0).runs)
            rap_text_printf(&list, "%s%s", list.length ? "; " : "", d->products[d->prices[i].product].name);
    if (list.length && !list.failed) rap_table_add_receipt(t, "assumed prices", "%s", rap_text_get(&list));
    rap_text_release(&list);
}

static rap_status fill(rap_table *t, const rap_chain_asking *chain, const rap_chain_case *of, size_t on, rap_error *err)
{
    const rap_supply_data *d = chain->data;
    double *value = rap_alloc(d->places.n, sizeof *value);
    if (!value) return rap_fail_memory(err);
    columns c = add_columns(t);
    double whole = rap_value_by_place(of->supply, &of->footprint, value);
    for (size_t k = 0; k < d->n_products; k++)
        if (d->products[k].placed) put_product(t, &c, of, k, on, whole);
    put_places(t, &c, of, value, whole);
    rap_free(value);
    rap_table_add_note(t, "Of %s: what each place makes of it, stage by stage. Value added is a product's price less those of its inputs "
                          "(prices of the world); materials without a price count within the stage that uses them.",
                       rap_supply_unit_title(chain->unit));
    rap_chain_note_unmet(of, t);
    rap_chain_asking_receipt(chain, of, t);
    receipt_prices(chain, of, t);
    return RAP_OK;
}

rap_status rap_ask_chain_origin(const rap_asking *asking, rap_table **out, rap_error *err)
{
    rap_chain_asking chain;
    rap_chain_case of = {0};
    rap_table *table = NULL;
    size_t on = 0;
    RAP_TRY(rap_chain_asking_open(asking, &chain, err));
    rap_status status = rap_chain_asking_place(&chain, "on", "CN", &on, err);
    if (status == RAP_OK) status = rap_chain_case_open(chain.data, &chain.scenario, chain.unit, &of, err);
    if (status == RAP_OK && !(table = rap_table_new("Origin along the chain: whose value, mass and emissions"))) status = rap_fail_memory(err);
    if (status == RAP_OK) status = fill(table, &chain, &of, on, err);
    if (status == RAP_OK) status = rap_table_finish(table, out, err);
    else rap_table_free(table);
    rap_chain_case_close(&of);
    rap_chain_asking_close(&chain);
    return status;
}
