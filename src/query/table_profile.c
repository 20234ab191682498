// SPDX-License-Identifier: Apache-2.0
/* profile, asked of tables - a country by subject: amounts, shares, and what it has more of than the world. */
#include "query/flows.h"
#include "stat/trade.h"

typedef struct columns {
    size_t out, out_share, world_share, rca, symmetric, in, in_share, balance, missing;
} columns;

static columns add_columns(const rap_flows *f, rap_table *t)
{
    columns c = {.in = SIZE_MAX, .in_share = SIZE_MAX, .balance = SIZE_MAX};
    const char *name = f->trade ? "exports" : f->owners ? "owned" : "amount";
    c.out = rap_flows_column(f, t, name, f->trade ? "Exports" : f->owners ? "Owned" : f->measure->name);
    c.out_share = rap_table_add(t, f->trade ? "export_share" : "share", "Share", "share", "trade_share", RAP_COLUMN_REAL, 4);
    c.world_share = rap_table_add(t, "world_share", "Of the world", "share", "share_of_total", RAP_COLUMN_REAL, 4);
    c.rca = rap_table_add(t, "rca", "RCA", "", "rca", RAP_COLUMN_REAL, 3);
    c.symmetric = rap_table_add(t, "rca_symmetric", "symmetric", "", "rca_symmetric", RAP_COLUMN_REAL, 3);
    if (f->trade || f->owners) {
        c.in = rap_flows_column(f, t, f->trade ? "imports" : "here", f->trade ? "Imports" : "Here");
        c.in_share = rap_table_add(t, f->trade ? "import_share" : "here_share", "Share", "share", "trade_share", RAP_COLUMN_REAL, 4);
    }
    if (f->trade) c.balance = rap_flows_column(f, t, "balance", "Balance");
    c.missing = rap_table_add(t, "missing", "Without amount", "facts", "missing", RAP_COLUMN_INTEGER, 0);
    return c;
}

/* Sums over the subjects of one year. */
typedef struct whole {
    double out, in, all;
} whole;

static whole whole_of(const rap_flows *f, size_t year, uint32_t x)
{
    whole w = {0};
    for (size_t p = 0; p < f->flow->n_parts; p++) {
        const rap_flow_bucket *b = &f->flow->buckets[year * f->flow->n_parts + p];
        w.out += rap_flows_amount(f, &b->out[x]);
        w.in += rap_flows_amount(f, &b->in[x]);
        w.all += rap_flows_amount(f, &b->all);
    }
    return w;
}

static void put_row(const rap_flows *f, const rap_flow_bucket *b, uint32_t x, const whole *w, const columns *c, rap_table *table)
{
    rap_value out = rap_flows_value(f, &b->out[x]), in = rap_flows_value(f, &b->in[x]);
    rap_table_value(table, c->out, out);
    rap_table_value(table, c->in, in);
    rap_table_integer(table, c->missing, (int64_t)(b->out[x].missing + b->in[x].missing));
    if (in.reason == RAP_DEFINED) rap_table_value(table, c->in_share, rap_share(in.value, w->in));
    if (f->trade) rap_table_real(table, c->balance, rap_flows_amount(f, &b->out[x]) - rap_flows_amount(f, &b->in[x]));
    if (f->measure->nature == RAP_RATE || rap_flows_is_region(f, x)) return;
    rap_quad q = {rap_flows_amount(f, &b->out[x]), w->out, rap_flows_amount(f, &b->all), w->all};
    rap_value rca = rap_ratio(q);
    if (b->out[x].facts && out.reason != RAP_DEFINED) rca = out;
    rap_table_value(table, c->out_share, out.reason == RAP_DEFINED ? rap_share(out.value, w->out) : out);
    rap_table_value(table, c->world_share, out.reason == RAP_DEFINED ? rap_share(out.value, q.col) : out);
    rap_table_value(table, c->rca, rca);
    rap_table_value(table, c->symmetric, rap_symmetric(rca));
}

rap_status rap_ask_table_profile(const rap_asking *asking, rap_table **out, rap_error *err)
{
    rap_flows f;
    rap_flows_options options = rap_flows_options_of(asking);
    RAP_TRY(rap_flows_init(asking, &options, &f, err));
    uint32_t x = rap_flows_node(&f, &asking->nodes[0]);
    if (x == RAP_NO_NODE) {
        rap_flows_release(&f);
        return rap_fail(err, RAP_E_UNSUPPORTED, "'%s' stands nowhere in this cube", asking->nodes[0].label);
    }
    rap_table *table = rap_titled_table(asking, "Profile");
    rap_heads heads = rap_flows_heads(&f, table, false);
    columns c = add_columns(&f, table);
    for (size_t year = 0; year < f.flow->n_years; year++) {
        whole w = whole_of(&f, year, x);
        for (size_t p = 0; p < f.flow->n_parts; p++) {
            size_t b = year * f.flow->n_parts + p;
            const rap_flow_bucket *bucket = &f.flow->buckets[b];
            if (bucket->out[x].facts + bucket->in[x].facts == 0) continue;
            rap_table_begin(table);
            rap_heads_put_bucket(&heads, asking, &f.frame, b, table);
            rap_heads_put_nodes(&heads, asking, &f.flow->nodes, x, RAP_NO_NODE, table);
            put_row(&f, bucket, x, &w, &c, table);
        }
    }
    if (!asking->each_year) rap_table_sort(table, c.out, true);
    size_t rows = table ? rap_table_rows(table) : 0;
    if (asking->top && asking->top < rows && !asking->each_year) {
        rap_table_cut(table, (size_t)asking->top);
        rap_table_add_note(table, "%zu further rows are not shown; --top 0 shows all.", rows - (size_t)asking->top);
    }
    rap_table_add_note(table, "Shares and RCA are within the subjects looked at.");
    rap_flows_notes(&f, table);
    rap_flows_release(&f);
    return rap_table_finish(table, out, err);
}
