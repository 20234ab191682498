// SPDX-License-Identifier: Apache-2.0
/* rank, asked of tables - places by one measure, with their share of the total and how concentrated it is. */
#include <stdlib.h>

#include "base/alloc.h"
#include "query/flows.h"
#include "stat/trade.h"

typedef struct columns {
    size_t rank, amount, share, facts, missing;
} columns;

static columns add_columns(const rap_flows *f, rap_table *t)
{
    columns c;
    c.rank = rap_table_add(t, "rank", "Rank", "", "rank", RAP_COLUMN_INTEGER, 0);
    c.amount = rap_flows_column(f, t, "amount", f->measure->name);
    c.share = f->measure->nature == RAP_RATE ? SIZE_MAX
                                             : rap_table_add(t, "share", "Share", "share", "share_of_total", RAP_COLUMN_REAL, 4);
    c.facts = rap_table_add(t, "facts", "Facts", "facts", "facts", RAP_COLUMN_INTEGER, 0);
    c.missing = rap_table_add(t, "missing", "Without amount", "facts", "missing", RAP_COLUMN_INTEGER, 0);
    rap_table_detail(t, c.facts);
    return c;
}

typedef struct entry {
    uint32_t node;
    bool ranked, known;
    double amount;
} entry;

/* Ranked places first, by amount; then regions and residuals; those without an amount last. */
static int by_amount(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    if (x->ranked != y->ranked) return x->ranked ? -1 : 1;
    if (x->known != y->known) return x->known ? -1 : 1;
    if (x->amount != y->amount) return x->amount < y->amount ? 1 : -1;
    return (x->node > y->node) - (x->node < y->node);
}

static bool is_among(const rap_asking *asking, rap_place place)
{
    for (size_t i = 0; i < asking->n_among; i++)
        if (asking->among[i].place == place) return true;
    return asking->n_among == 0;
}

static size_t collect(const rap_flows *f, const rap_flow_sum *sums, entry *entries)
{
    const rap_nodes *nodes = &f->flow->nodes;
    size_t n = 0;
    for (uint32_t i = 0; i < nodes->n; i++) {
        if (sums[i].facts == 0 || (i >= nodes->n_groups && !is_among(f->asking, nodes->places[i]))) continue;
        rap_value v = rap_flows_value(f, &sums[i]);
        entries[n++] = (entry){i, rap_flows_ranks(f, i), v.reason == RAP_DEFINED, v.value};
    }
    qsort(entries, n, sizeof *entries, by_amount);
    return n;
}

static void put_row(const rap_flows *f, const rap_flow_bucket *bucket, const rap_flow_sum *sum, const entry *e, size_t rank,
                    const columns *c, rap_table *table)
{
    rap_value amount = rap_flows_value(f, sum);
    if (e->ranked && e->known) rap_table_integer(table, c->rank, (int64_t)rank);
    else rap_table_undefined(table, c->rank, e->ranked ? RAP_UNDEFINED_NO_DATA : RAP_UNDEFINED_RESIDUAL);
    rap_table_value(table, c->amount, amount);
    rap_table_integer(table, c->facts, sum->facts);
    rap_table_integer(table, c->missing, (int64_t)sum->missing);
    if (c->share == SIZE_MAX || amount.reason != RAP_DEFINED) return;
    if (rap_flows_is_region(f, e->node)) rap_table_undefined(table, c->share, RAP_UNDEFINED_RESIDUAL);
    else rap_table_value(table, c->share, rap_share(amount.value, rap_flows_amount(f, &bucket->all)));
}

static rap_status put_bucket(const rap_flows *f, size_t b, const rap_heads *heads, const columns *c, size_t *cut,
                             rap_table *table, rap_error *err)
{
    const rap_flow_bucket *bucket = &f->flow->buckets[b];
    const rap_flow_sum *sums = rap_flows_second(f) ? bucket->in : bucket->out;
    entry *entries = rap_alloc(f->flow->nodes.n, sizeof *entries);
    if (!entries) return rap_fail_memory(err);
    size_t n = collect(f, sums, entries), rank = 0;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || entries[i].amount != entries[i - 1].amount) rank = i + 1;
        if (f->asking->top && i >= f->asking->top) {
            ++*cut;
            continue;
        }
        rap_table_begin(table);
        rap_heads_put_bucket(heads, f->asking, &f->frame, b, table);
        rap_heads_put_nodes(heads, f->asking, &f->flow->nodes, entries[i].node, RAP_NO_NODE, table);
        put_row(f, bucket, &sums[entries[i].node], &entries[i], rank, c, table);
    }
    rap_free(entries);
    return RAP_OK;
}

/* How concentrated the one total of the question is. */
static void note_concentration(const rap_flows *f, rap_table *table)
{
    if (f->flow->n_years * f->flow->n_parts != 1 || f->measure->nature == RAP_RATE) return;
    const rap_flow_bucket *bucket = &f->flow->buckets[0];
    const rap_flow_sum *sums = rap_flows_second(f) ? bucket->in : bucket->out;
    double *amounts = rap_alloc(f->flow->nodes.n, sizeof *amounts);
    size_t n = 0;
    for (uint32_t i = 0; amounts && i < f->flow->nodes.n; i++)
        if (sums[i].facts && rap_flows_ranks(f, i)) amounts[n++] = rap_flows_amount(f, &sums[i]);
    rap_value hhi = amounts ? rap_hhi(amounts, n) : (rap_value){0, RAP_UNDEFINED_NO_DATA};
    if (hhi.reason == RAP_DEFINED)
        rap_table_add_note(table, "Concentration among the %zu that are ranked: HHI %.4f, as of %.2f equal ones.", n, hhi.value,
                           1 / hhi.value);
    rap_free(amounts);
}

rap_status rap_ask_table_rank(const rap_asking *asking, rap_table **out, rap_error *err)
{
    rap_flows f;
    rap_flows_options options = rap_flows_options_of(asking);
    RAP_TRY(rap_flows_init(asking, &options, &f, err));
    rap_text title = {0};
    bool second = rap_flows_second(&f);
    rap_text_printf(&title, "%s by %s", f.trade ? (second ? "Importers" : "Exporters") : f.owners ? (second ? "Places" : "Owners") : "Places",
                    f.measure->name);
    rap_table *table = rap_table_new(rap_text_get(&title));
    rap_text_release(&title);
    rap_heads heads = rap_flows_heads(&f, table, false);
    columns c = add_columns(&f, table);
    size_t cut = 0;
    rap_status status = RAP_OK;
    for (size_t b = 0; status == RAP_OK && b < f.flow->n_years * f.flow->n_parts; b++)
        status = put_bucket(&f, b, &heads, &c, &cut, table, err);
    if (cut) rap_table_add_note(table, "%zu further row%s not shown; --top 0 shows all.", cut, cut == 1 ? " is" : "s are");
    note_concentration(&f, table);
    rap_flows_notes(&f, table);
    rap_flows_release(&f);
    if (status != RAP_OK) {
        rap_table_free(table);
        return status;
    }
    return rap_table_finish(table, out, err);
}
