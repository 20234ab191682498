// SPDX-License-Identifier: Apache-2.0
/* chain-sensitivity - which numbers of the chain the footprint hangs on: elasticities, and a tornado of their spreads. */
#include "base/alloc.h"
#include "model/supply_uncertain.h"
#include "query/chain_asking.h"

typedef struct columns {
    size_t name, evidence, elasticity, low, high, swing;
} columns;

static columns add_columns(rap_table *t)
{
    columns c;
    c.name = rap_table_add(t, "quantity", "Quantity", "", "", RAP_COLUMN_TEXT, 0);
    c.evidence = rap_table_add(t, "evidence", "Evidence", "", "", RAP_COLUMN_TEXT, 0);
    c.elasticity = rap_table_add(t, "elasticity", "Elasticity", "", "", RAP_COLUMN_REAL, 4);
    c.low = rap_table_add(t, "low", "kg CO2e at its 2.5 %", "kg CO2e", "", RAP_COLUMN_REAL, -1);
    c.high = rap_table_add(t, "high", "at 97.5 %", "kg CO2e", "", RAP_COLUMN_REAL, -1);
    c.swing = rap_table_add(t, "swing", "Swing", "kg CO2e", "", RAP_COLUMN_REAL, -1);
    return c;
}

static void put(rap_table *t, const columns *c, const rap_supply_uncertainty *u, const rap_supply_swing *s)
{
    rap_table_begin(t);
    rap_table_text(t, c->name, u->names[s->quantity].name);
    rap_table_text(t, c->evidence, rap_evidence_text(u->names[s->quantity].evidence));
    rap_table_real(t, c->elasticity, s->elasticity);
    rap_table_real(t, c->low, s->low);
    rap_table_real(t, c->high, s->high);
    rap_table_real(t, c->swing, s->high > s->low ? s->high - s->low : s->low - s->high);
}

static rap_status fill(rap_table *t, const rap_chain_asking *chain, const rap_chain_case *of, rap_error *err)
{
    rap_supply_uncertainty uncertainty;
    rap_supply_swing *swings = NULL;
    size_t n = 0;
    double score;
    RAP_TRY(rap_supply_uncertain(of->supply, chain->unit, &uncertainty, err));
    rap_status status = rap_supply_swings(&uncertainty, &swings, &n, &score, err);
    if (status == RAP_OK) {
        columns c = add_columns(t);
        for (size_t i = 0; i < n; i++) put(t, &c, &uncertainty, &swings[i]);
        rap_table_sort(t, c.swing, true);
        if (chain->asking->top && chain->asking->top < n) {
            rap_table_add_note(t, "The first %llu of %zu quantities: --top says how many.", (unsigned long long)chain->asking->top, n);
            rap_table_cut(t, (size_t)chain->asking->top);
        }
        rap_table_add_note(t, "Elasticity: per cent by which the footprint of %s, %.4g kg CO2e, grows when the quantity grows by one per "
                              "cent. Swing: between the footprints at the ends of the quantity's spread; 0 where it has none.",
                           rap_supply_unit_title(chain->unit), score);
        rap_chain_note_unmet(of, t);
        rap_chain_asking_receipt(chain, of, t);
    }
    rap_free(swings);
    rap_supply_uncertain_release(&uncertainty);
    return status;
}

rap_status rap_ask_chain_sensitivity(const rap_asking *asking, rap_table **out, rap_error *err)
{
    rap_chain_asking chain;
    rap_chain_case of = {0};
    rap_table *table = NULL;
    RAP_TRY(rap_chain_asking_open(asking, &chain, err));
    rap_status status = rap_chain_case_open(chain.data, &chain.scenario, chain.unit, &of, err);
    if (status == RAP_OK && !(table = rap_table_new("What the footprint hangs on"))) status = rap_fail_memory(err);
    if (status == RAP_OK) status = fill(table, &chain, &of, err);
    if (status == RAP_OK) status = rap_table_finish(table, out, err);
    else rap_table_free(table);
    rap_chain_case_close(&of);
    rap_chain_asking_close(&chain);
    return status;
}
