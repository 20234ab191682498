// SPDX-License-Identifier: Apache-2.0
/* partners, asked of tables - what passes between a country and each other one, in both directions. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "query/flows.h"
#include "stat/trade.h"

typedef struct columns {
    size_t rank, out, in, balance, out_share, in_share, intensity, common, missing;
} columns;

static columns add_columns(const rap_flows *f, rap_table *t)
{
    const char *out = f->trade ? "exports" : "owned_there", *in = f->trade ? "imports" : "owned_here";
    columns c = {.balance = SIZE_MAX, .intensity = SIZE_MAX, .common = SIZE_MAX};
    c.rank = rap_table_add(t, "rank", "Rank", "", "rank", RAP_COLUMN_INTEGER, 0);
    c.out = rap_flows_column(f, t, out, f->trade ? "Exports to" : "Owned there");
    c.in = rap_flows_column(f, t, in, f->trade ? "Imports from" : "Theirs here");
    if (f->trade) c.balance = rap_flows_column(f, t, "balance", "Balance");
    c.out_share = rap_table_add(t, f->trade ? "export_share" : "owned_share", "Share of own", "share", "trade_share", RAP_COLUMN_REAL, 4);
    c.in_share = rap_table_add(t, f->trade ? "import_share" : "here_share", "Share here", "share", "trade_share", RAP_COLUMN_REAL, 4);
    if (f->trade) {
        c.intensity = rap_table_add(t, "intensity", "Intensity", "", "intensity", RAP_COLUMN_REAL, 3);
        c.common = rap_table_add(t, "intensity_common", "Common form", "", "intensity_common", RAP_COLUMN_REAL, 3);
        rap_table_detail(t, c.common);
    }
    c.missing = rap_table_add(t, "missing", "Without amount", "facts", "missing", RAP_COLUMN_INTEGER, 0);
    rap_table_detail(t, c.missing);
    return c;
}

typedef struct entry {
    uint32_t node;
    bool ranked;
    double key;
} entry;

static int by_key(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    if (x->ranked != y->ranked) return x->ranked ? -1 : 1;
    if (x->key != y->key) return x->key < y->key ? 1 : -1;
    return (x->node > y->node) - (x->node < y->node);
}

static bool is_among(const rap_asking *asking, const rap_nodes *nodes, uint32_t node)
{
    for (size_t i = 0; i < asking->n_among; i++)
        if (node >= nodes->n_groups && asking->among[i].place == nodes->places[node]) return true;
    return asking->n_among == 0;
}

/* What partners are ordered by: the side that was asked for, or both together. */
static double key_of(const rap_flows *f, const rap_flow_bucket *b, uint32_t node)
{
    double out = rap_flows_amount(f, &b->to[node]), in = rap_flows_amount(f, &b->from[node]);
    return !f->asking->side ? out + in : rap_flows_second(f) ? in : out;
}

static size_t collect(const rap_flows *f, const rap_flow_bucket *b, entry *entries)
{
    size_t n = 0;
    for (uint32_t i = 0; i < f->flow->nodes.n; i++) {
        if (b->to[i].facts + b->from[i].facts == 0 || !is_among(f->asking, &f->flow->nodes, i)) continue;
        entries[n++] = (entry){i, rap_flows_ranks(f, i), key_of(f, b, i)};
    }
    qsort(entries, n, sizeof *entries, by_key);
    return n;
}

static void put_indices(const rap_flows *f, const rap_flow_bucket *b, uint32_t x, uint32_t y, const columns *c, rap_table *table)
{
    rap_quad q = {rap_flows_amount(f, &b->to[y]), rap_flows_amount(f, &b->out[x]), rap_flows_amount(f, &b->in[y]),
                  rap_flows_amount(f, &b->all)};
    if (!f->trade || rap_flows_is_region(f, y) || b->to[y].facts == 0) return;
    rap_table_value(table, c->intensity, rap_intensity(q, rap_flows_amount(f, &b->in[x])));
    rap_table_value(table, c->common, rap_intensity_common(q));
}

static void put_row(const rap_flows *f, const rap_flow_bucket *b, uint32_t x, const entry *e, size_t rank, const columns *c,
                    rap_table *table)
{
    const rap_flow_sum *to = &b->to[e->node], *from = &b->from[e->node];
    rap_value out = rap_flows_value(f, to), in = rap_flows_value(f, from);
    if (e->ranked) rap_table_integer(table, c->rank, (int64_t)rank);
    else rap_table_undefined(table, c->rank, RAP_UNDEFINED_RESIDUAL);
    rap_table_value(table, c->out, out);
    rap_table_value(table, c->in, in);
    if (f->trade && (to->facts || from->facts))
        rap_table_real(table, c->balance, rap_flows_amount(f, to) - rap_flows_amount(f, from));
    bool region = rap_flows_is_region(f, e->node);
    if (out.reason == RAP_DEFINED && !region) rap_table_value(table, c->out_share, rap_share(out.value, rap_flows_amount(f, &b->out[x])));
    if (in.reason == RAP_DEFINED && !region) rap_table_value(table, c->in_share, rap_share(in.value, rap_flows_amount(f, &b->in[x])));
    rap_table_integer(table, c->missing, (int64_t)(to->missing + from->missing));
    put_indices(f, b, x, e->node, c, table);
}

static rap_status put_bucket(const rap_flows *f, size_t at, uint32_t x, const rap_heads *heads, const columns *c, size_t *cut,
                             rap_table *table, rap_error *err)
{
    const rap_flow_bucket *b = &f->flow->buckets[at];
    entry *entries = rap_alloc(f->flow->nodes.n, sizeof *entries);
    if (!entries) return rap_fail_memory(err);
    size_t n = collect(f, b, entries), rank = 0;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || entries[i].key != entries[i - 1].key) rank = i + 1;
        if (f->asking->top && i >= f->asking->top) {
            ++*cut;
            continue;
        }
        rap_table_begin(table);
        rap_heads_put_bucket(heads, f->asking, &f->frame, at, table);
        rap_heads_put_nodes(heads, f->asking, &f->flow->nodes, x, entries[i].node, table);
        put_row(f, b, x, &entries[i], rank, c, table);
    }
    rap_free(entries);
    return RAP_OK;
}

rap_status rap_ask_table_partners(const rap_asking *asking, rap_table **out, rap_error *err)
{
    rap_flows f;
    rap_flows_options options = rap_flows_options_of(asking);
    options.focus = &asking->nodes[0];
    if (strcmp(asking->cube->schema.rule, "place") == 0)
        return rap_fail(err, RAP_E_UNSUPPORTED, "this cube has single places and no partners: ask rank, profile or trend");
    RAP_TRY(rap_flows_init(asking, &options, &f, err));
    rap_table *table = rap_titled_table(asking, f.trade ? "Trade partners" : "Owners and places");
    rap_heads heads = rap_flows_heads(&f, table, true);
    columns c = add_columns(&f, table);
    size_t cut = 0;
    rap_status status = RAP_OK;
    for (size_t b = 0; status == RAP_OK && b < f.flow->n_years * f.flow->n_parts; b++)
        status = put_bucket(&f, b, rap_flows_node(&f, &asking->nodes[0]), &heads, &c, &cut, table, err);
    if (cut) rap_table_add_note(table, "%zu further row%s not shown; --top 0 shows all.", cut, cut == 1 ? " is" : "s are");
    if (asking->side == NULL) rap_table_add_note(table, "Ranks are by both directions together; --flow or --by chooses one.");
    rap_flows_notes(&f, table);
    rap_flows_release(&f);
    if (status != RAP_OK) {
        rap_table_free(table);
        return status;
    }
    return rap_table_finish(table, out, err);
}
