// SPDX-License-Identifier: Apache-2.0
/* chain-dependency - how concentrated each stage behind a battery is, and how much of it hangs on one place. */
#include "model/origin.h"
#include "query/chain_asking.h"

typedef struct columns {
    size_t stage, product, exposure, base, hhi, hhi_low, effective, top, top_share, met, bottleneck;
} columns;

static columns add_columns(rap_table *t, const char *place, bool changed)
{
    columns c;
    char heading[40];
    (void)snprintf(heading, sizeof heading, "From %s", place);
    c.stage = rap_table_add(t, "stage", "Stage", "", "", RAP_COLUMN_TEXT, 0);
    c.product = rap_table_add(t, "product", "Product", "", "", RAP_COLUMN_TEXT, 0);
    c.exposure = rap_table_add(t, "exposure", heading, "share", "", RAP_COLUMN_REAL, 4);
    c.base = changed ? rap_table_add(t, "as_it_is", "as it is", "share", "", RAP_COLUMN_REAL, 4) : SIZE_MAX;
    c.hhi = rap_table_add(t, "hhi", "HHI", "", "", RAP_COLUMN_REAL, 4);
    c.hhi_low = rap_table_add(t, "hhi_low", "low", "", "", RAP_COLUMN_REAL, 4);
    c.effective = rap_table_add(t, "effective_suppliers", "Effective suppliers", "", "", RAP_COLUMN_REAL, 2);
    c.top = rap_table_add(t, "top", "Largest", "", "", RAP_COLUMN_TEXT, 0);
    c.top_share = rap_table_add(t, "top_share", "its share", "share", "", RAP_COLUMN_REAL, 4);
    c.met = rap_table_add(t, "met", "Met", "share", "", RAP_COLUMN_REAL, 4);
    c.bottleneck = rap_table_add(t, "bottleneck", "Bottleneck", "", "", RAP_COLUMN_TEXT, 0);
    return c;
}

static void put_product(rap_table *t, const columns *c, const rap_chain_case *now, const rap_chain_case *before, size_t product,
                        size_t on, bool bottleneck)
{
    const rap_supply_data *d = now->supply->data;
    rap_origin origin = rap_origin_of(now->supply, &now->footprint, product, on);
    if (!origin.runs) return;
    rap_table_begin(t);
    rap_table_text(t, c->stage, d->products[product].stage);
    rap_table_text(t, c->product, d->products[product].name);
    rap_table_real(t, c->exposure, origin.share);
    if (before->supply) {
        rap_origin was = rap_origin_of(before->supply, &before->footprint, product, on);
        if (was.runs) rap_table_real(t, c->base, was.share);
        else rap_table_undefined(t, c->base, RAP_UNDEFINED_EMPTY);
    }
    rap_table_real(t, c->hhi, origin.hhi);
    rap_table_real(t, c->hhi_low, origin.hhi_low);
    rap_table_real(t, c->effective, 1 / origin.hhi);
    rap_table_text(t, c->top, d->places.at[origin.top].label);
    rap_table_real(t, c->top_share, origin.top_share);
    rap_table_real(t, c->met, now->supply->met[product]);
    rap_table_text(t, c->bottleneck, bottleneck ? "yes" : "");
}

static rap_status fill(rap_table *t, const rap_chain_asking *chain, const rap_chain_case *now, const rap_chain_case *before, size_t on)
{
    double share;
    const rap_supply_data *d = chain->data;
    columns c = add_columns(t, d->places.at[on].label, before->supply != NULL);
    size_t bottleneck = rap_origin_bottleneck(now->supply, &now->footprint, on, &share);
    for (size_t k = 0; k < d->n_products; k++)
        if (d->products[k].placed) put_product(t, &c, now, before, k, on, k == bottleneck);
    rap_table_add_note(t, "Shares are of what is made for %s, pushed through all stages on the way; a buyer is taken to mix its suppliers "
                          "alike for whatever it makes. Materials without a place (stages.tsv) are not in.", rap_supply_unit_title(chain->unit));
    rap_table_add_note(t, "HHI counts the rest of the world (OTH) as one supplier; low, as very many.");
    rap_chain_note_unmet(now, t);
    rap_chain_asking_receipt(chain, now, t);
    return RAP_OK;
}

rap_status rap_ask_chain_dependency(const rap_asking *asking, rap_table **out, rap_error *err)
{
    rap_chain_asking chain;
    rap_chain_case now = {0}, before = {0};
    rap_table *table = NULL;
    size_t on = 0;
    RAP_TRY(rap_chain_asking_open(asking, &chain, err));
    rap_status status = rap_chain_asking_place(&chain, "on", "CN", &on, err);
    if (status == RAP_OK) status = rap_chain_case_open(chain.data, &chain.scenario, chain.unit, &now, err);
    if (status == RAP_OK && chain.scenario.n != chain.base.n)
        status = rap_chain_case_open(chain.data, &chain.base, chain.unit, &before, err);
    if (status == RAP_OK && !(table = rap_table_new("Dependency along the chain"))) status = rap_fail_memory(err);
    if (status == RAP_OK) status = fill(table, &chain, &now, &before, on);
    if (status == RAP_OK) status = rap_table_finish(table, out, err);
    else rap_table_free(table);
    rap_chain_case_close(&now);
    rap_chain_case_close(&before);
    rap_chain_asking_close(&chain);
    return status;
}
