// SPDX-License-Identifier: Apache-2.0
/* chain-compare - two scenarios in the same uncertain world, draw by draw: which is lower, how often, and by how much. */
#include <string.h>

#include "base/alloc.h"
#include "base/pool.h"
#include "model/supply_uncertain.h"
#include "query/chain_asking.h"

#define DRAWS_USUAL 10000
#define DRAWS_MOST 1000000

/* One side: its scenario, its case as it stands, and its scores. */
typedef struct side {
    rap_scenario scenario;
    rap_chain_case point;
    double *scores;
    size_t n_known;
} side;

/* The other side: the chain as it is, with each --against OPTION:VALUE. */
static rap_status read_against(const rap_chain_asking *chain, rap_scenario *out, rap_error *err)
{
    *out = chain->base;
    for (size_t i = 0; i < chain->asking->n_options; i++) {
        const rap_option *option = &chain->asking->options[i];
        char name[32];
        const char *colon = strcmp(option->name, "against") == 0 ? strchr(option->value, ':') : NULL;
        if (strcmp(option->name, "against") != 0) continue;
        if (!colon || colon == option->value || (size_t)(colon - option->value) >= sizeof name)
            return rap_fail(err, RAP_E_USAGE, "against: expected OPTION:VALUE as make:cell=CN, found '%.60s'", option->value);
        (void)snprintf(name, sizeof name, "%.*s", (int)(colon - option->value), option->value);
        rap_status status = rap_scenario_add(chain->data, out, name, colon + 1, err);
        if (status != RAP_OK) return rap_context(err, status, "against");
    }
    return RAP_OK;
}

static rap_status draw(const rap_chain_asking *chain, side *s, size_t draws, rap_error *err)
{
    rap_supply_uncertainty uncertainty;
    RAP_TRY(rap_chain_case_open(chain->data, &s->scenario, chain->unit, &s->point, err));
    RAP_TRY(rap_supply_uncertain(s->point.supply, chain->unit, &uncertainty, err));
    s->scores = rap_alloc(draws, sizeof *s->scores);
    s->n_known = uncertainty.n_known;
    rap_status status = s->scores ? rap_supply_draw(&uncertainty, draws, chain->asking->seed, rap_cores(), s->scores, err)
                                  : rap_fail_memory(err);
    rap_supply_uncertain_release(&uncertainty);
    return status;
}

/* ---------------------------------------------------------------------- table */

typedef struct columns {
    size_t side, scenario, point, median, low, high, below;
} columns;

static columns add_columns(rap_table *t)
{
    columns c;
    c.side = rap_table_add(t, "side", "Side", "", "", RAP_COLUMN_TEXT, 0);
    c.scenario = rap_table_add(t, "scenario", "Scenario", "", "", RAP_COLUMN_TEXT, 0);
    c.point = rap_table_add(t, "kg_co2e", "kg CO2e", "kg CO2e", "", RAP_COLUMN_REAL, -1);
    c.median = rap_table_add(t, "median", "Median", "kg CO2e", "", RAP_COLUMN_REAL, -1);
    c.low = rap_table_add(t, "low", "2.5 %", "kg CO2e", "", RAP_COLUMN_REAL, -1);
    c.high = rap_table_add(t, "high", "97.5 %", "kg CO2e", "", RAP_COLUMN_REAL, -1);
    c.below = rap_table_add(t, "a_below_b", "P(A < B)", "share of draws", "", RAP_COLUMN_REAL, 4);
    return c;
}

static void put_row(rap_table *t, const columns *c, const char *name, const char *scenario, double point, rap_quantiles q)
{
    rap_table_begin(t);
    rap_table_text(t, c->side, name);
    rap_table_text(t, c->scenario, scenario);
    rap_table_real(t, c->point, point);
    rap_table_real(t, c->median, q.median);
    rap_table_real(t, c->low, q.low);
    rap_table_real(t, c->high, q.high);
    rap_table_undefined(t, c->below, RAP_UNDEFINED_ROW); /* it is of both sides: the last row has it */
}

static void put_side(rap_table *t, const columns *c, const rap_supply_data *data, const char *name, const side *s, rap_quantiles q)
{
    rap_text text = {0};
    rap_text_printf(&text, "%s: ", data->chemistries.at[s->scenario.chemistry].label);
    rap_chain_scenario_text(data, &s->scenario, &text);
    put_row(t, c, name, text.failed ? "" : rap_text_get(&text), s->point.footprint.total, q);
    rap_text_release(&text);
}

static void fill(rap_table *t, const rap_chain_asking *chain, const side sides[2], const rap_comparison *r)
{
    columns c = add_columns(t);
    put_side(t, &c, chain->data, "A", &sides[0], r->a);
    put_side(t, &c, chain->data, "B", &sides[1], r->b);
    put_row(t, &c, "A - B", "draw by draw", sides[0].point.footprint.total - sides[1].point.footprint.total, r->difference);
    rap_table_real(t, c.below, r->a_below_b);
    rap_table_add_note(t, "kg CO2e of %s. Both sides see the same draws, so what they share cancels: the last row says more than the "
                          "overlap of the first two.", rap_supply_unit_title(chain->unit));
    if (r->equal > 0) rap_table_add_note(t, "%.1f %% of the draws are equal.", 100 * r->equal);
    rap_table_add_note(t, "Only coefficients with a spread in the tables are drawn; suppliers' shares and what the tables do not know are not.");
    rap_chain_note_unmet(&sides[0].point, t);
    rap_chain_note_unmet(&sides[1].point, t);
    rap_chain_asking_receipt(chain, &sides[0].point, t);
    rap_table_add_receipt(t, "draws", "%zu of %zu uncertain quantities (A) and %zu (B), seed %llu (Threefry2x64-20, counter-based)",
                          r->draws, sides[0].n_known, sides[1].n_known, (unsigned long long)r->seed);
}

static rap_status answer(const rap_chain_asking *chain, side sides[2], rap_table **out, rap_error *err)
{
    uint64_t draws = DRAWS_USUAL;
    rap_comparison result;
    RAP_TRY(rap_chain_asking_number(chain, "draws", 1, DRAWS_MOST, &draws, err));
    sides[0].scenario = chain->scenario;
    RAP_TRY(read_against(chain, &sides[1].scenario, err));
    for (int s = 0; s < 2; s++) RAP_TRY(draw(chain, &sides[s], draws, err));
    RAP_TRY(rap_compare_scores(sides[0].scores, sides[1].scores, draws, chain->asking->seed, &result, err));
    rap_table *t = rap_table_new("Two scenarios in the same uncertain world");
    if (!t) return rap_fail_memory(err);
    fill(t, chain, sides, &result);
    return rap_table_finish(t, out, err);
}

rap_status rap_ask_chain_compare(const rap_asking *asking, rap_table **out, rap_error *err)
{
    rap_chain_asking chain;
    side sides[2] = {{.scores = NULL}, {.scores = NULL}};
    RAP_TRY(rap_chain_asking_open(asking, &chain, err));
    rap_status status = answer(&chain, sides, out, err);
    for (int s = 0; s < 2; s++) {
        rap_chain_case_close(&sides[s].point);
        rap_free(sides[s].scores);
    }
    rap_chain_asking_close(&chain);
    return status;
}
