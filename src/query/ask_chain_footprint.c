// SPDX-License-Identifier: Apache-2.0
/* chain-footprint - the emissions of a battery, of a car, of driving: totals, and exact splits beside the chain as it is. */
#include <math.h>
#include <string.h>

#include "query/chain_asking.h"

typedef struct columns {
    size_t split, name, kg, share, base, change;
} columns;

typedef struct answer {
    const rap_chain_asking *chain;
    const rap_chain_case *now, *before; /* before: NULL where nothing is changed */
    rap_table *table;
    columns c;
} answer;

static void add_columns(answer *a)
{
    a->c.split = rap_table_add(a->table, "split", "Split", "", "", RAP_COLUMN_TEXT, 0);
    a->c.name = rap_table_add(a->table, "name", "Name", "", "", RAP_COLUMN_TEXT, 0);
    a->c.kg = rap_table_add(a->table, "kg_co2e", "kg CO2e", "kg CO2e", "", RAP_COLUMN_REAL, -1);
    a->c.share = rap_table_add(a->table, "share", "Share", "share", "", RAP_COLUMN_REAL, 4);
    a->c.base = a->before ? rap_table_add(a->table, "as_it_is", "As it is", "kg CO2e", "", RAP_COLUMN_REAL, -1) : SIZE_MAX;
    a->c.change = a->before ? rap_table_add(a->table, "change", "Change", "share", "", RAP_COLUMN_REAL, 4) : SIZE_MAX;
}

static void add_row(answer *a, const char *split, const char *name, double now, double before)
{
    rap_table_begin(a->table);
    rap_table_text(a->table, a->c.split, split);
    rap_table_text(a->table, a->c.name, name);
    rap_table_real(a->table, a->c.kg, now + 0.0);
    if (!a->before) return;
    rap_table_real(a->table, a->c.base, before + 0.0);
    if (before != 0) rap_table_real(a->table, a->c.change, now / before - 1);
    else rap_table_undefined(a->table, a->c.change, now == 0 ? RAP_UNDEFINED_EMPTY : RAP_UNDEFINED_INFINITE);
}

/* A part of the total; what is nothing on both sides is left out. */
static void add_part(answer *a, const char *split, const char *name, double now, double before)
{
    if (now == 0 && before == 0) return;
    add_row(a, split, name, now, before);
    if (a->now->footprint.total != 0) rap_table_real(a->table, a->c.share, now / a->now->footprint.total);
    else rap_table_undefined(a->table, a->c.share, RAP_UNDEFINED_EMPTY);
}

/* --------------------------------------------------------------------- totals */

/* Splits are of one of the totals: the others have no share in it. */
static void put_total(answer *a, rap_supply_unit unit, double now, double before)
{
    add_row(a, "total", rap_supply_unit_title(unit), now, before);
    if (unit == a->chain->unit) rap_table_real(a->table, a->c.share, 1);
    else rap_table_undefined(a->table, a->c.share, RAP_UNDEFINED_EMPTY);
}

static rap_status add_total(answer *a, rap_supply_unit unit, rap_error *err)
{
    rap_chain_case now = {0}, before = {0};
    RAP_TRY(rap_chain_case_open(a->chain->data, &a->chain->scenario, unit, &now, err));
    rap_status status = a->before ? rap_chain_case_open(a->chain->data, &a->chain->base, unit, &before, err) : RAP_OK;
    if (status == RAP_OK)
        put_total(a, unit, now.footprint.total, a->before ? before.footprint.total : 0);
    rap_chain_case_close(&now);
    rap_chain_case_close(&before);
    return status;
}

/* --------------------------------------------------------------------- splits */

static const rap_footprint *before_of(const answer *a)
{
    static const rap_footprint nothing = {.total = 0};
    return a->before ? &a->before->footprint : &nothing;
}

static void split_stages(answer *a, bool products)
{
    const rap_supply_data *d = a->chain->data;
    for (size_t k = 0; k < d->n_products;) {
        double now = 0, before = 0;
        size_t first = k;
        do {
            now += a->now->footprint.by_product[k];
            if (a->before) before += before_of(a)->by_product[k];
            k++;
        } while (!products && k < d->n_products && strcmp(d->products[k].stage, d->products[first].stage) == 0);
        add_part(a, products ? "product" : "stage", products ? d->products[first].name : d->products[first].stage, now, before);
    }
}

static void split_places(answer *a)
{
    const rap_supply_data *d = a->chain->data;
    for (size_t p = 0; p < d->places.n; p++)
        add_part(a, "place", d->places.at[p].label, a->now->footprint.by_place[p], a->before ? before_of(a)->by_place[p] : 0);
}

static void split_tiers(answer *a)
{
    size_t n = a->now->footprint.n_tiers;
    if (a->before && before_of(a)->n_tiers > n) n = before_of(a)->n_tiers;
    for (size_t t = 0; t < n; t++) {
        char name[32];
        (void)snprintf(name, sizeof name, t + 1 == RAP_TIERS_MAX ? "%zu and above" : "%zu", t);
        add_part(a, "tier", name, a->now->footprint.by_tier[t], before_of(a)->by_tier[t]);
    }
}

static void split_parts(answer *a)
{
    for (unsigned p = RAP_PART_ELECTRICITY; p < RAP_PART_END; p++)
        add_part(a, "part", rap_part_text((rap_part_kind)p), a->now->footprint.by_part[p], before_of(a)->by_part[p]);
}

/* Flows by name: what the parts are made of. A flow that only one side has is nothing on the other. */
static void split_flows(answer *a)
{
    const rap_chain *now = a->now->supply->chain, *before = a->before ? a->before->supply->chain : NULL;
    for (size_t f = 0; f < now->flows.n; f++) {
        size_t same = before ? rap_labels_find(&before->flows, rap_span_of(now->flows.at[f].label)) : SIZE_MAX;
        add_part(a, "flow", now->flows.at[f].label, a->now->footprint.solution.inventory[f],
                 same != SIZE_MAX ? before_of(a)->solution.inventory[same] : 0);
    }
    for (size_t f = 0; before && f < before->flows.n; f++)
        if (rap_labels_find(&now->flows, rap_span_of(before->flows.at[f].label)) == SIZE_MAX)
            add_part(a, "flow", before->flows.at[f].label, 0, before_of(a)->solution.inventory[f]);
}

static rap_status add_split(answer *a, rap_span split, rap_error *err)
{
    if (rap_span_is(split, "stage")) split_stages(a, false);
    else if (rap_span_is(split, "product")) split_stages(a, true);
    else if (rap_span_is(split, "place")) split_places(a);
    else if (rap_span_is(split, "tier")) split_tiers(a);
    else if (rap_span_is(split, "part")) split_parts(a);
    else if (rap_span_is(split, "flow")) split_flows(a);
    else
        return rap_fail(err, RAP_E_USAGE, "split: '%.*s' is none of stage, place, tier, part, flow, product",
                        (int)(split.length < 60 ? split.length : 60), split.data);
    return RAP_OK;
}

/* ---------------------------------------------------------------------- notes */

static void add_notes(const answer *a)
{
    const rap_footprint *f = &a->now->footprint;
    rap_table_add_note(a->table, "Splits are of %s and add up to it: electricity is counted where it is used, and tier 0 is what is asked for.",
                       rap_supply_unit_title(a->chain->unit));
    if (a->chain->unit == RAP_UNIT_PACK)
        rap_table_add_note(a->table, "Published for NMC and LFP packs, kg CO2e per kWh: 61-106 (IVL 2019), median 120 with quartiles 70 and 175 "
                                     "(Aichberger & Jungmeier 2020, 50 studies); 108.6 for NMC622 in carculator's open matrices, from which "
                                     "this figure is %+.0f %%.", 100 * (f->total / 108.646098 - 1));
    rap_chain_note_unmet(a->now, a->table);
    if (!rap_scenario_choice(&a->chain->scenario, RAP_DRIVE, NULL))
        rap_table_add_note(a->table, "Where the car drives is not said: it drives on the mean electricity of the world; --drive NO says it.");
}

static rap_status fill(answer *a, rap_error *err)
{
    const char *by = rap_chain_asking_option(a->chain, "split");
    add_columns(a);
    for (unsigned u = 0; u < RAP_UNIT_END; u++) RAP_TRY(add_total(a, (rap_supply_unit)u, err));
    rap_span rest = rap_span_of(by ? by : "stage,place,tier,part"), split;
    while (rap_span_next(&rest, ',', &split)) RAP_TRY(add_split(a, split, err));
    add_notes(a);
    rap_chain_asking_receipt(a->chain, a->now, a->table);
    return RAP_OK;
}

static bool is_changed(const rap_chain_asking *chain)
{
    return chain->scenario.n != chain->base.n;
}

rap_status rap_ask_chain_footprint(const rap_asking *asking, rap_table **out, rap_error *err)
{
    rap_chain_asking chain;
    rap_chain_case now = {0}, before = {0};
    RAP_TRY(rap_chain_asking_open(asking, &chain, err));
    rap_status status = rap_chain_case_open(chain.data, &chain.scenario, chain.unit, &now, err);
    if (status == RAP_OK && is_changed(&chain)) status = rap_chain_case_open(chain.data, &chain.base, chain.unit, &before, err);
    answer a = {.chain = &chain, .now = &now, .before = before.supply ? &before : NULL};
    if (status == RAP_OK) {
        a.table = rap_table_new("Carbon footprint along the chain");
        status = a.table ? fill(&a, err) : rap_fail_memory(err);
    }
    if (status == RAP_OK) status = rap_table_finish(a.table, out, err);
    else rap_table_free(a.table);
    rap_chain_case_close(&now);
    rap_chain_case_close(&before);
    rap_chain_asking_close(&chain);
    return status;
}
