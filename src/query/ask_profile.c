// SPDX-License-Identifier: Apache-2.0
/*
 * profile - how a country's links are spread over its partners (p_X(Y), which sums to 1), how that changed since the
 * first year, and how like the partner's own profile it is.
 */
#include "base/alloc.h"
#include "query/heads.h"
#include "stat/line.h"

typedef struct columns {
    size_t share, change, works, rank, low, high, cosine, similarity;
} columns;

static columns add_columns(rap_table *t)
{
    columns c;
    c.share = rap_table_add(t, "share_of_links", "Of links", "share", "share_of_links", RAP_COLUMN_REAL, 4);
    c.change = rap_table_add(t, "change", "Change since first year", "share", "profile_change", RAP_COLUMN_REAL, 4);
    c.works = rap_table_add(t, "works", "Joint works", "works", "works", RAP_COLUMN_REAL, 0);
    c.rank = rap_table_add(t, "rank", "Rank", "", "rank", RAP_COLUMN_INTEGER, 0);
    c.low = rap_table_add(t, "rank_low", "from", "", "rank_low", RAP_COLUMN_INTEGER, 0);
    c.high = rap_table_add(t, "rank_high", "to", "", "rank_high", RAP_COLUMN_INTEGER, 0);
    c.cosine = rap_table_add(t, "profile_cosine", "Cosine", "", "profile_cosine", RAP_COLUMN_REAL, 3);
    c.similarity = rap_table_add(t, "profile_similarity", "Similarity", "", "profile_similarity", RAP_COLUMN_REAL, 3);
    return c;
}

static void put_similarity(const rap_spread *plane, size_t b, uint32_t x, uint32_t y, double *p, const columns *c,
                           rap_table *table)
{
    size_t n = plane->nodes.n;
    double *q = p + n;
    for (size_t i = 0; i < n; i++) {
        p[i] = (double)plane->buckets[b].joint[x * n + i];
        q[i] = (double)plane->buckets[b].joint[y * n + i];
    }
    rap_table_value(table, c->cosine, rap_partner_cosine(p, q, n, x, y));
    rap_table_value(table, c->similarity, rap_partner_similarity(p, q, n, x, y));
}

static void put_change(const rap_asking *asking, const rap_pairings *p, size_t b, const rap_pairing *row,
                       const columns *c, rap_table *table)
{
    if (!asking->each_year) return;
    const rap_pairing *then = rap_pairing_find(&p->buckets[b % p->spread->n_parts], row->node);
    rap_value now = row->value[RAP_PAIR_SHARE_OF_LINKS];
    double before = then && !then->value[RAP_PAIR_SHARE_OF_LINKS].reason ? then->value[RAP_PAIR_SHARE_OF_LINKS].value : 0;
    if (!now.reason) rap_table_real(table, c->change, now.value - before);
}

static void put_row(const rap_pairing *row, const columns *c, rap_table *table)
{
    const rap_value *v = row->value;
    rap_table_value(table, c->share, v[RAP_PAIR_SHARE_OF_LINKS]);
    rap_table_value(table, c->works, v[RAP_PAIR_WORKS]);
    const struct {
        size_t column;
        rap_pair_column from;
    } ranks[] = {{c->rank, RAP_PAIR_RANK}, {c->low, RAP_PAIR_RANK_LOW}, {c->high, RAP_PAIR_RANK_HIGH}};
    for (size_t i = 0; i < 3; i++)
        if (v[ranks[i].from].reason)
            rap_table_undefined(table, ranks[i].column, v[ranks[i].from].reason);
        else
            rap_table_integer(table, ranks[i].column, (int64_t)v[ranks[i].from].value);
}

rap_status rap_ask_profile(const rap_asking *asking, rap_table **out, rap_error *err)
{
    rap_pairings *p;
    RAP_TRY(rap_pairings_new(asking, &asking->nodes[0], RAP_ALL_ROWS, &p, err));
    rap_spread_options options = {.each_year = asking->each_year, .n_parts = asking->n_parts, .parts = asking->parts,
                                  .focus = RAP_NO_NODE, .plane = true};
    rap_spread *plane = NULL;
    rap_status status = rap_spread_new(asking->cube, &asking->lens, &options, &plane, err);
    double *work = status == RAP_OK ? rap_alloc(2 * (size_t)plane->nodes.n, sizeof *work) : NULL;
    if (status == RAP_OK && !work) status = rap_fail_memory(err);
    if (status != RAP_OK) {
        rap_spread_free(plane);
        rap_pairings_free(p);
        return status;
    }
    rap_table *table = rap_titled_table(asking, "Collaboration profile");
    rap_heads heads = rap_heads_add(asking, table, true);
    columns c = add_columns(table);
    uint32_t x = rap_node_index(p->spread, &asking->nodes[0]);
    size_t cut = 0;
    for (size_t b = 0; b < p->spread->n_years * p->spread->n_parts; b++) {
        size_t shown = 0;
        for (size_t i = 0; i < p->buckets[b].n; i++) {
            const rap_pairing *row = &p->buckets[b].rows[i];
            if (asking->n_among && row->value[RAP_PAIR_RANK].reason) continue;
            if (asking->top && shown++ >= asking->top) {
                cut++;
                continue;
            }
            rap_table_begin(table);
            rap_heads_put_bucket(&heads, asking, p->spread, b, table);
            rap_heads_put_nodes(&heads, asking, &p->spread->nodes, x, row->node, table);
            put_row(row, &c, table);
            put_change(asking, p, b, row, &c, table);
            put_similarity(plane, b, x, row->node, work, &c, table);
        }
    }
    if (cut) rap_table_add_note(table, "%zu further row%s not shown; --top 0 shows all.", cut, cut == 1 ? " is" : "s are");
    rap_notes_add(asking, p->spread, table);
    rap_rank_note_add(p, asking, table);
    rap_free(work);
    rap_spread_free(plane);
    rap_pairings_free(p);
    return rap_table_finish(table, out, err);
}
