// SPDX-License-Identifier: Apache-2.0
/*
 * dependency - by subject: how few suppliers there are, who the greatest are, and what part of use is imported. Suppliers
 * are those of one country (trade, capacity that stands there), or without one all of the world's.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "query/flows.h"
#include "stat/trade.h"

enum { SHOWN = 3 }; /* greatest suppliers by name */

typedef struct depending {
    const rap_asking *asking;
    rap_flows supply, production;
    bool has_production;
    uint32_t x;                      /* RAP_NO_NODE: the world */
    double *amounts;                 /* of the suppliers, in order of `order` */
    uint32_t *order;
} depending;

typedef struct columns {
    size_t total, suppliers, hhi, normalised, effective, code[SHOWN], share[SHOWN], rest, ratio, production, reliance, missing;
} columns;

static columns add_columns(const depending *d, rap_table *t)
{
    static const char *const names[SHOWN][2] = {{"supplier_1", "share_1"}, {"supplier_2", "share_2"}, {"supplier_3", "share_3"}};
    columns c;
    c.total = rap_flows_column(&d->supply, t, "supply", d->x == RAP_NO_NODE ? "Supply" : d->supply.trade ? "Imports" : "Here");
    c.suppliers = rap_table_add(t, "suppliers", "Suppliers", "places", "hhi", RAP_COLUMN_INTEGER, 0);
    c.hhi = rap_table_add(t, "hhi", "HHI", "", "hhi", RAP_COLUMN_REAL, 4);
    c.normalised = rap_table_add(t, "hhi_normalised", "normalised", "", "hhi", RAP_COLUMN_REAL, 4);
    c.effective = rap_table_add(t, "effective_suppliers", "Effective", "", "effective_suppliers", RAP_COLUMN_REAL, 2);
    for (int i = 0; i < SHOWN; i++) {
        c.code[i] = rap_table_add(t, names[i][0], i ? "then" : "First", "", "", RAP_COLUMN_TEXT, 0);
        c.share[i] = rap_table_add(t, names[i][1], "Share", "share", "supplier_share", RAP_COLUMN_REAL, 4);
    }
    c.rest = rap_table_add(t, "unattributed", "Not by country", "share", "supplier_share", RAP_COLUMN_REAL, 4);
    c.ratio = rap_table_add(t, "imports_to_exports", "Imports/exports", "", "import_reliance", RAP_COLUMN_REAL, 3);
    c.production = rap_flows_column(&d->supply, t, "production", "Production");
    c.reliance = rap_table_add(t, "import_reliance", "Import reliance", "", "import_reliance", RAP_COLUMN_REAL, 3);
    c.missing = rap_table_add(t, "missing", "Without amount", "facts", "missing", RAP_COLUMN_INTEGER, 0);
    rap_table_detail(t, c.normalised);
    rap_table_detail(t, c.production);
    rap_table_detail(t, c.rest);
    return c;
}

static const rap_flow_sum *suppliers_of(const depending *d, size_t b)
{
    const rap_flow_bucket *bucket = &d->supply.flow->buckets[b];
    return d->x == RAP_NO_NODE ? bucket->out : bucket->from;
}

/* Suppliers that are countries, greatest first; `rest` is what is not attributed to any, `missing` the facts without amount. */
typedef struct supply {
    size_t n;
    double known, total;
    uint64_t missing;
} supply;

static supply collect(const depending *d, size_t b)
{
    const rap_flow_sum *sums = suppliers_of(d, b);
    const rap_nodes *nodes = &d->supply.flow->nodes;
    supply s = {0};
    for (uint32_t i = 0; i < nodes->n; i++) {
        double amount = rap_flows_amount(&d->supply, &sums[i]);
        if (sums[i].facts == 0 || rap_flows_is_region(&d->supply, i)) continue;
        s.missing += sums[i].missing;
        s.total += amount;
        if (!rap_flows_ranks(&d->supply, i) || amount <= 0) continue;
        s.known += amount;
        size_t at = s.n++;
        for (; at > 0 && d->amounts[at - 1] < amount; at--) {
            d->amounts[at] = d->amounts[at - 1];
            d->order[at] = d->order[at - 1];
        }
        d->amounts[at] = amount;
        d->order[at] = i;
    }
    if (d->supply.share && s.total < 1) s.total = 1; /* published shares: what is not listed belongs to nobody known */
    return s;
}

/* What is not attributed counts as if it were of very many: the concentration shown is the least that there can be. */
static rap_value concentration(const depending *d, const supply *s)
{
    rap_value hhi = rap_hhi(d->amounts, s->n);
    if (hhi.reason == RAP_DEFINED && s->total > 0) hhi.value *= s->known / s->total * (s->known / s->total);
    return hhi;
}

static void put_suppliers(const depending *d, const supply *s, const columns *c, rap_table *table)
{
    char code[RAP_PLACE_TEXT];
    rap_value hhi = concentration(d, s);
    rap_table_integer(table, c->suppliers, (int64_t)s->n);
    rap_table_value(table, c->hhi, hhi);
    rap_table_value(table, c->normalised, rap_hhi_normalised(hhi, s->n));
    rap_table_value(table, c->effective, rap_effective(hhi));
    for (size_t i = 0; i < SHOWN && i < s->n; i++) {
        rap_table_text(table, c->code[i], rap_node_label(d->asking, &d->supply.flow->nodes, d->order[i], code));
        rap_table_value(table, c->share[i], rap_share(d->amounts[i], s->total));
    }
    rap_table_value(table, c->rest, rap_share(s->total - s->known, s->total));
    rap_table_integer(table, c->missing, (int64_t)s->missing);
}

static void put_reliance(const depending *d, size_t b, const columns *c, rap_table *table)
{
    if (d->x == RAP_NO_NODE || !d->supply.trade) return;
    const rap_flow_bucket *bucket = &d->supply.flow->buckets[b];
    double imports = rap_flows_amount(&d->supply, &bucket->in[d->x]), exports = rap_flows_amount(&d->supply, &bucket->out[d->x]);
    rap_table_value(table, c->ratio, rap_share(imports, exports));
    if (!d->has_production) return;
    rap_value made = rap_flows_value(&d->production, &d->production.flow->buckets[b].out[d->x]);
    rap_table_value(table, c->production, made);
    if (made.reason == RAP_DEFINED)
        rap_table_value(table, c->reliance, rap_import_reliance(imports, exports, made.value));
}

static rap_status open_all(depending *d, rap_error *err)
{
    const rap_asking *asking = d->asking;
    rap_flows_options options = rap_flows_options_of(asking);
    bool single = strcmp(asking->cube->schema.rule, "place") == 0;
    if (asking->n_nodes && single)
        return rap_fail(err, RAP_E_UNSUPPORTED, "this cube has single places and says nothing of who supplies whom: ask "
                                                "dependency without a country for the world's supply");
    if (asking->n_nodes) options.focus = &asking->nodes[0];
    RAP_TRY(rap_flows_init(asking, &options, &d->supply, err));
    d->x = asking->n_nodes ? rap_flows_node(&d->supply, &asking->nodes[0]) : RAP_NO_NODE;
    d->amounts = rap_alloc(d->supply.flow->nodes.n, sizeof *d->amounts);
    d->order = rap_alloc(d->supply.flow->nodes.n, sizeof *d->order);
    if (!d->amounts || !d->order) return rap_fail_memory(err);
    if (!d->supply.trade || !rap_flows_has(asking, "production")) return RAP_OK;
    options.measure = "production";
    RAP_TRY(rap_flows_init(asking, &options, &d->production, err));
    d->has_production = true;
    return RAP_OK;
}

static void put_rows(const depending *d, const rap_heads *heads, const columns *c, rap_table *table)
{
    const rap_flow *flow = d->supply.flow;
    for (size_t b = 0; b < flow->n_years * flow->n_parts; b++) {
        supply s = collect(d, b);
        if (s.n == 0 && s.missing == 0) continue;
        rap_table_begin(table);
        rap_heads_put_bucket(heads, d->asking, &d->supply.frame, b, table);
        if (d->x != RAP_NO_NODE) rap_heads_put_nodes(heads, d->asking, &flow->nodes, d->x, RAP_NO_NODE, table);
        else rap_table_text(table, heads->country, "world");
        rap_table_real(table, c->total, d->supply.share ? s.known : s.total); /* of which the shares are */
        put_suppliers(d, &s, c, table);
        put_reliance(d, b, c, table);
    }
}

static rap_status answer(depending *d, rap_table **out, rap_error *err)
{
    RAP_TRY(open_all(d, err));
    rap_table *table = d->asking->n_nodes ? rap_titled_table(d->asking, "Dependency") : rap_table_new("Concentration of supply");
    rap_heads heads = rap_flows_heads(&d->supply, table, false);
    columns c = add_columns(d, table);
    put_rows(d, &heads, &c, table);
    if (!d->asking->each_year) rap_table_sort(table, c.hhi, true);
    size_t rows = table ? rap_table_rows(table) : 0;
    if (d->asking->top && d->asking->top < rows && !d->asking->each_year) {
        rap_table_cut(table, (size_t)d->asking->top);
        rap_table_add_note(table, "%zu further rows are not shown; --top 0 shows all.", rows - (size_t)d->asking->top);
    }
    rap_table_add_note(table, "What is not attributed to a country counts as if it were of very many: concentration is at least this.");
    if (d->supply.trade && d->asking->n_nodes && !d->has_production)
        rap_table_add_note(table, "Import reliance needs production, which this cube does not hold.");
    rap_flows_notes(&d->supply, table);
    return rap_table_finish(table, out, err);
}

rap_status rap_ask_dependency(const rap_asking *asking, rap_table **out, rap_error *err)
{
    depending d = {.asking = asking};
    rap_status status = answer(&d, out, err);
    rap_flows_release(&d.supply);
    rap_flows_release(&d.production);
    rap_free(d.amounts);
    rap_free(d.order);
    return status;
}
