// SPDX-License-Identifier: Apache-2.0
/*
 * pair - two countries (or groups) seen from both sides, with what only a pair can show: fractional weights of their
 * joint works, years that stand out, and why the number of joint works grew.
 */
#include "base/alloc.h"
#include "query/heads.h"
#include "query/yearly.h"
#include "stat/line.h"

typedef struct columns {
    size_t pair, strict, nature, flag, growth, focus, partner, world, preference;
} columns;

static columns add_columns(const rap_asking *asking, rap_table *t)
{
    columns c = {.pair = rap_pair_columns_add(asking, t)};
    c.strict = rap_table_add(t, "strict", "Strict weight", "works", "strict", RAP_COLUMN_REAL, 2);
    c.nature = rap_table_add(t, "nature_score", "Nature-style score", "works", "nature_score", RAP_COLUMN_REAL, 2);
    c.flag = asking->each_year ? rap_table_add(t, "flag", "Flag", "", "guard", RAP_COLUMN_TEXT, 0) : SIZE_MAX;
    static const char *const growth[][2] = {{"growth", "ln growth since first year"}, {"growth_country", "by country"},
                                            {"growth_partner", "by partner"}, {"growth_world", "by world"},
                                            {"growth_preference", "by preference"}};
    size_t *const at[] = {&c.growth, &c.focus, &c.partner, &c.world, &c.preference};
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        *at[i] = SIZE_MAX;
        if (!asking->each_year) continue;
        *at[i] = rap_table_add(t, growth[i][0], growth[i][1], "", "growth_decomposition", RAP_COLUMN_REAL, 3);
        rap_table_detail(t, *at[i]);
    }
    rap_table_detail(t, c.strict);
    rap_table_detail(t, c.nature);
    return c;
}

/* One side of the pair with the same joint works under fractional counting; NULL where the cube can't give it. */
typedef struct side {
    uint32_t x, y;
    rap_pairings *full;
    rap_spread *country, *author;
} side;

static void side_release(side *s)
{
    rap_pairings_free(s->full);
    rap_spread_free(s->country);
    rap_spread_free(s->author);
}

static rap_status fractional(const rap_asking *asking, rap_counting counting, uint32_t focus, rap_spread **out,
                             rap_error *err)
{
    rap_lens lens = asking->lens;
    rap_spread_options options = {.each_year = asking->each_year, .n_parts = asking->n_parts, .parts = asking->parts,
                                  .focus = focus};
    lens.counting = counting;
    if (asking->cube->schema.form == RAP_PARTY_PAIR) return RAP_OK;
    if (counting == RAP_COUNT_AUTHOR && !asking->cube->schema.shares) return RAP_OK;
    return rap_spread_new(asking->cube, &lens, &options, out, err);
}

static rap_status side_init(const rap_asking *asking, size_t which, side *s, rap_error *err)
{
    *s = (side){0};
    RAP_TRY(rap_pairings_new(asking, &asking->nodes[which], RAP_ALL_ROWS, &s->full, err));
    s->x = rap_node_index(s->full->spread, &asking->nodes[which]);
    s->y = rap_node_index(s->full->spread, &asking->nodes[1 - which]);
    if (s->y == RAP_NO_NODE)
        return rap_fail(err, RAP_E_UNSUPPORTED, "'%s' took part in no work of this cube", asking->nodes[1 - which].label);
    RAP_TRY(fractional(asking, RAP_COUNT_COUNTRY, s->x, &s->country, err));
    return fractional(asking, RAP_COUNT_AUTHOR, s->x, &s->author, err);
}

static rap_pairing row_of(const side *s, size_t b)
{
    const rap_pairing *row = rap_pairing_find(&s->full->buckets[b], s->y);
    rap_pairing out;
    if (row) return *row;
    rap_pairing_absent(s->full->spread, b, s->x, s->y, &out);
    return out;
}

static rap_quad quad_of(const rap_pairing *row)
{
    const rap_value *v = row->value;
    return (rap_quad){v[RAP_PAIR_WORKS].value, v[RAP_PAIR_LINKS].value, v[RAP_PAIR_PARTNER_LINKS].value,
                      v[RAP_PAIR_ALL_LINKS].value};
}

static void put_fractions(const side *s, size_t b, const columns *c, rap_table *table)
{
    if (s->country) rap_table_real(table, c->strict, (double)s->country->buckets[b].joint[s->y] * s->country->unit);
    if (s->author) rap_table_real(table, c->nature, (double)s->author->buckets[b].joint[s->y] * s->author->unit);
}

static void put_growth(const rap_pairing *first, const rap_pairing *now, const columns *c, rap_table *table)
{
    rap_growth g = rap_growth_of(quad_of(first), quad_of(now));
    rap_table_value(table, c->growth, g.total);
    rap_table_value(table, c->focus, g.focus);
    rap_table_value(table, c->partner, g.partner);
    rap_table_value(table, c->world, g.world);
    rap_table_value(table, c->preference, g.preference);
}

/* Rows are finished when the series is looked at: two a bucket, one a side. */
static void put_flag(const rap_asking *asking, const rap_yearly *yearly, size_t t, size_t row, const columns *c,
                     rap_table *table)
{
    bool outlier = yearly->guard[t].flagged && !yearly->guard[t].shadow;
    bool provisional = rap_is_provisional(asking->cube, yearly->first_year + (int)t);
    const char *text = outlier && provisional ? "outlier, provisional" : outlier ? "outlier" : provisional ? "provisional" : "";
    rap_table_set(table, row, c->flag, (rap_cell){.reason = RAP_DEFINED, .text = text});
}

static void put_row(const rap_asking *asking, const side *s, size_t b, const rap_heads *heads, const columns *c,
                    rap_table *table)
{
    const rap_spread *spread = s->full->spread;
    rap_pairing row = row_of(s, b);
    rap_table_begin(table);
    rap_heads_put_bucket(heads, asking, spread, b, table);
    rap_heads_put_nodes(heads, asking, &spread->nodes, s->x, s->y, table);
    rap_pair_columns_put(table, c->pair, &row, asking->lens.counting);
    put_fractions(s, b, c, table);
    if (!asking->each_year) return;
    rap_pairing first = row_of(s, b % spread->n_parts);
    put_growth(&first, &row, c, table);
}

/* Flags need the series of each part; below four years there is nothing to compare a year with. */
static rap_status put_flags(const rap_asking *asking, const rap_spread *spread, const columns *c, rap_table *table,
                            rap_error *err)
{
    if (!asking->each_year || spread->n_years < 4) return RAP_OK;
    rap_yearly_source source;
    RAP_TRY(rap_yearly_open(asking, &source, err));
    rap_status status = RAP_OK;
    for (size_t p = 0; status == RAP_OK && p < spread->n_parts; p++) {
        rap_yearly yearly;
        status = rap_yearly_init(&source, p, &yearly, err);
        if (status != RAP_OK) break;
        for (size_t t = 0; t < yearly.n; t++)
            for (size_t which = 0; which < 2; which++)
                put_flag(asking, &yearly, t, (t * spread->n_parts + p) * 2 + which, c, table);
        status = rap_yearly_notes(&source, p, &yearly, table, err);
        rap_yearly_release(&yearly);
    }
    rap_yearly_close(&source);
    return status;
}

rap_status rap_ask_pair(const rap_asking *asking, rap_table **out, rap_error *err)
{
    side s[2] = {{0}, {0}};
    rap_status status = side_init(asking, 0, &s[0], err);
    if (status == RAP_OK) status = side_init(asking, 1, &s[1], err);
    rap_table *table = NULL;
    if (status == RAP_OK) {
        const rap_spread *spread = s[0].full->spread;
        table = rap_titled_table(asking, "Joint works, seen from both sides,");
        rap_heads heads = rap_heads_add(asking, table, true);
        columns c = add_columns(asking, table);
        for (size_t b = 0; b < spread->n_years * spread->n_parts; b++)
            for (size_t which = 0; which < 2; which++) put_row(asking, &s[which], b, &heads, &c, table);
        status = put_flags(asking, spread, &c, table, err);
        rap_notes_add(asking, spread, table);
        rap_denominators_add(s[0].full->spread, table);
        rap_rank_note_add(s[0].full, asking, table);
    }
    side_release(&s[0]);
    side_release(&s[1]);
    if (status != RAP_OK) {
        rap_table_free(table);
        return status;
    }
    return rap_table_finish(table, out, err);
}
