// SPDX-License-Identifier: Apache-2.0
/*
 * rank - countries by output and by their share of the world, under full and fractional counting side by side, since the
 * order depends on it (Gauffriau & Larsen 2005).
 */
#include <stdlib.h>

#include "base/alloc.h"
#include "query/heads.h"
#include "stat/rank.h"

enum { FULL, COUNTRY, AUTHOR, SCHEMES };

/* The same question under the three counting schemes; those the cube can't give stay NULL. */
typedef struct schemes {
    rap_spread *spread[SCHEMES];
} schemes;

static void schemes_free(schemes *s)
{
    for (int i = 0; i < SCHEMES; i++) rap_spread_free(s->spread[i]);
}

static rap_status schemes_new(const rap_asking *asking, schemes *out, rap_error *err)
{
    static const rap_counting counting[SCHEMES] = {RAP_COUNT_FULL, RAP_COUNT_COUNTRY, RAP_COUNT_AUTHOR};
    rap_spread_options options = {.each_year = asking->each_year, .n_parts = asking->n_parts, .parts = asking->parts,
                                  .focus = RAP_NO_NODE};
    *out = (schemes){{NULL}};
    for (int i = 0; i < SCHEMES; i++) {
        rap_lens lens = asking->lens;
        lens.counting = counting[i];
        if (i != FULL && asking->cube->schema.form == RAP_PARTY_PAIR) continue;
        if (i == AUTHOR && !asking->cube->schema.shares) continue;
        rap_status status = rap_spread_new(asking->cube, &lens, &options, &out->spread[i], err);
        if (status != RAP_OK) {
            schemes_free(out);
            return status;
        }
    }
    return RAP_OK;
}

typedef struct columns {
    size_t rank, low, high, works, share, share_all, rank_of[SCHEMES], works_of[SCHEMES], share_of[SCHEMES];
    size_t international, international_share, links, coverage;
} columns;

static columns add_columns(rap_table *t)
{
    columns c = {0};
    c.rank = rap_table_add(t, "rank", "Rank", "", "rank", RAP_COLUMN_INTEGER, 0);
    c.low = rap_table_add(t, "rank_low", "from", "", "rank_low", RAP_COLUMN_INTEGER, 0);
    c.high = rap_table_add(t, "rank_high", "to", "", "rank_high", RAP_COLUMN_INTEGER, 0);
    c.works = rap_table_add(t, "works", "Works", "works", "works", RAP_COLUMN_INTEGER, 0);
    c.share = rap_table_add(t, "world_share", "World share", "share", "world_share", RAP_COLUMN_REAL, 4);
    c.share_all = rap_table_add(t, "world_share_all", "Of all works", "share", "world_share_all", RAP_COLUMN_REAL, 4);
    static const char *const name[SCHEMES][3] = {
        [COUNTRY] = {"works_country", "world_share_country", "rank_country"},
        [AUTHOR] = {"works_author", "world_share_author", "rank_author"},
    };
    static const char *const title[SCHEMES][3] = {
        [COUNTRY] = {"Country-fractional", "Share", "Rank"},
        [AUTHOR] = {"Author-fractional", "Share", "Rank"},
    };
    for (int i = COUNTRY; i <= AUTHOR; i++) {
        c.works_of[i] = rap_table_add(t, name[i][0], title[i][0], "works", name[i][0], RAP_COLUMN_REAL, 1);
        c.share_of[i] = rap_table_add(t, name[i][1], title[i][1], "share", name[i][1], RAP_COLUMN_REAL, 4);
        c.rank_of[i] = rap_table_add(t, name[i][2], title[i][2], "", name[i][2], RAP_COLUMN_INTEGER, 0);
        if (i == COUNTRY) {
            rap_table_detail(t, c.works_of[i]);
            rap_table_detail(t, c.share_of[i]);
            rap_table_detail(t, c.rank_of[i]);
        }
    }
    c.international = rap_table_add(t, "international", "International", "works", "international", RAP_COLUMN_INTEGER, 0);
    c.international_share =
        rap_table_add(t, "international_share", "Of output", "share", "international_share", RAP_COLUMN_REAL, 4);
    c.links = rap_table_add(t, "links", "Links", "links", "links", RAP_COLUMN_INTEGER, 0);
    c.coverage = rap_table_add(t, "coverage", "Coverage", "share", "coverage", RAP_COLUMN_REAL, 3);
    rap_table_detail(t, c.share_all);
    rap_table_detail(t, c.links);
    return c;
}

/* What countries are ordered by: output as --count says, or international works where only these were published. */
static const uint64_t *order_by(const rap_asking *asking, const schemes *s, size_t b)
{
    static const int scheme[] = {[RAP_COUNT_FULL] = FULL, [RAP_COUNT_COUNTRY] = COUNTRY, [RAP_COUNT_AUTHOR] = AUTHOR};
    if (s->spread[FULL]->pairs_only) return s->spread[FULL]->buckets[b].international;
    return s->spread[scheme[asking->lens.counting]]->buckets[b].output;
}

/* Eligible: a country or group with works; not the residual. Sorted by what orders them, then node. */
typedef struct entry {
    uint32_t node;
    uint64_t amount;
} entry;

static int by_amount(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    if (x->amount != y->amount) return x->amount < y->amount ? 1 : -1;
    return (x->node > y->node) - (x->node < y->node);
}

static bool is_among(const rap_asking *asking, rap_place place)
{
    if (asking->n_among == 0) return true;
    for (size_t i = 0; i < asking->n_among; i++)
        if (asking->among[i].place == place) return true;
    return false;
}

static size_t collect(const rap_asking *asking, const schemes *all, size_t b, entry *entries)
{
    const uint64_t *amount = order_by(asking, all, b);
    const rap_nodes *nodes = &all->spread[FULL]->nodes;
    size_t n = 0;
    for (uint32_t i = 0; i < nodes->n; i++) {
        bool group = i < nodes->n_groups;
        if (amount[i] == 0 || (!group && rap_place_is_residual(nodes->places[i]))) continue;
        if (!group && !is_among(asking, nodes->places[i])) continue;
        entries[n++] = (entry){i, amount[i]};
    }
    qsort(entries, n, sizeof *entries, by_amount);
    return n;
}

static void put_scheme(const schemes *s, int scheme, size_t b, const entry *entries, size_t n, uint32_t node,
                       const columns *c, rap_table *table)
{
    const rap_spread *spread = s->spread[scheme];
    if (!spread) return;
    const rap_bucket *bucket = &spread->buckets[b];
    int64_t rank = 1;
    for (size_t i = 0; i < n; i++) rank += bucket->output[entries[i].node] > bucket->output[node];
    double works = (double)bucket->output[node] * spread->unit, world = (double)bucket->world.with_country * spread->unit;
    rap_table_real(table, c->works_of[scheme], works);
    rap_table_value(table, c->share_of[scheme], rap_share(works, world));
    rap_table_integer(table, c->rank_of[scheme], rank);
}

static void put_row(const schemes *s, size_t b, uint32_t node, const columns *c, rap_table *table)
{
    const rap_bucket *bucket = &s->spread[FULL]->buckets[b];
    rap_table_integer(table, c->international, (int64_t)bucket->international[node]);
    rap_table_integer(table, c->links, (int64_t)bucket->links[node]);
    if (s->spread[FULL]->pairs_only) return;
    double works = (double)bucket->output[node];
    rap_table_integer(table, c->works, (int64_t)bucket->output[node]);
    rap_table_value(table, c->share, rap_share(works, (double)bucket->world.with_country));
    rap_table_value(table, c->share_all, rap_share(works, (double)bucket->world.all));
    rap_table_value(table, c->international_share, rap_share((double)bucket->international[node], works));
    rap_table_value(table, c->coverage, rap_share((double)bucket->fully_known[node], works));
}

/* The countries of one bucket in order, with their ranks. */
typedef struct standing {
    entry *entries;
    double *values;
    uint64_t *counts;
    uint32_t *rank, *low, *high;
    size_t n;
} standing;

static void standing_release(standing *s)
{
    rap_free(s->entries);
    rap_free(s->values);
    rap_free(s->counts);
    rap_free(s->rank);
    rap_free(s->low);
    rap_free(s->high);
}

static rap_status standing_init(const rap_asking *asking, const schemes *all, size_t b, standing *s, rap_error *err)
{
    const rap_spread *whole = all->spread[FULL];
    size_t n = whole->nodes.n;
    *s = (standing){.entries = rap_alloc(n, sizeof *s->entries), .values = rap_alloc(n, sizeof *s->values),
                    .counts = rap_alloc(n, sizeof *s->counts), .rank = rap_alloc(n, sizeof *s->rank),
                    .low = rap_alloc(n, sizeof *s->low), .high = rap_alloc(n, sizeof *s->high)};
    if (!s->entries || !s->values || !s->counts || !s->rank || !s->low || !s->high) return rap_fail_memory(err);
    s->n = collect(asking, all, b, s->entries);
    for (size_t i = 0; i < s->n; i++) {
        /* intervals are of whole works, whatever the counting */
        s->counts[i] = whole->pairs_only ? s->entries[i].amount : whole->buckets[b].works[s->entries[i].node];
        s->values[i] = (double)s->entries[i].amount;
    }
    rap_ranks(s->values, NULL, s->n, s->rank);
    return rap_rank_intervals(s->counts, NULL, NULL, s->n, NULL, s->low, s->high, err);
}

static void put_bucket(const rap_asking *asking, const schemes *s, size_t b, const standing *st, const rap_heads *heads,
                       const columns *c, size_t *cut, rap_table *table)
{
    const rap_spread *spread = s->spread[FULL];
    for (size_t i = 0; i < st->n; i++) {
        if (asking->top && i >= asking->top) {
            ++*cut;
            continue;
        }
        uint32_t node = st->entries[i].node;
        rap_table_begin(table);
        rap_heads_put_bucket(heads, asking, spread, b, table);
        rap_heads_put_nodes(heads, asking, &spread->nodes, node, RAP_NO_NODE, table);
        rap_table_integer(table, c->rank, st->rank[i]);
        rap_table_integer(table, c->low, st->low[i]);
        rap_table_integer(table, c->high, st->high[i]);
        put_row(s, b, node, c, table);
        put_scheme(s, COUNTRY, b, st->entries, st->n, node, c, table);
        put_scheme(s, AUTHOR, b, st->entries, st->n, node, c, table);
    }
}

rap_status rap_ask_rank(const rap_asking *asking, rap_table **out, rap_error *err)
{
    schemes s;
    RAP_TRY(schemes_new(asking, &s, err));
    rap_spread *spread = s.spread[FULL];
    rap_table *table = rap_table_new(spread->pairs_only ? "Countries by internationally co-authored works" : "Countries by output");
    rap_heads heads = rap_heads_add(asking, table, false);
    columns c = add_columns(table);
    rap_status status = RAP_OK;
    size_t cut = 0;
    for (size_t b = 0; status == RAP_OK && b < spread->n_years * spread->n_parts; b++) {
        standing st;
        status = standing_init(asking, &s, b, &st, err);
        if (status == RAP_OK) put_bucket(asking, &s, b, &st, &heads, &c, &cut, table);
        standing_release(&st);
    }
    if (cut) rap_table_add_note(table, "%zu further row%s not shown; --top 0 shows all.", cut, cut == 1 ? " is" : "s are");
    if (spread->pairs_only)
        rap_table_add_note(table, "Output is not known from published pair counts: countries stand in order of their international works.");
    else
        rap_table_add_note(table, "World shares are of works with a country; under full counting they add to more than 1.");
    rap_notes_add(asking, spread, table);
    rap_table_add_receipt(table, "intervals", "ranks: analytic 95 %%, countries' counts taken as independent");
    schemes_free(&s);
    if (status != RAP_OK) {
        rap_table_free(table);
        return status;
    }
    return rap_table_finish(table, out, err);
}
