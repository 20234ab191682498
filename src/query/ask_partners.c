// SPDX-License-Identifier: Apache-2.0
/* partners - who a country (or group) works with, and pair - two of them, seen from both sides. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "query/heads.h"

/* Rows in the order that --sort asks for; undefined last. `column` is one for the whole sort. */
typedef struct sort_key {
    double key;
    bool undefined;
    size_t row;
} sort_key;

static int by_key(const void *a, const void *b)
{
    const sort_key *x = a, *y = b;
    if (x->undefined != y->undefined) return x->undefined ? 1 : -1;
    if (!x->undefined && x->key != y->key) return x->key < y->key ? 1 : -1;
    return (x->row > y->row) - (x->row < y->row);
}

static bool is_rank(rap_pair_column c)
{
    return c == RAP_PAIR_RANK || c == RAP_PAIR_RANK_LOW || c == RAP_PAIR_RANK_HIGH || c == RAP_PAIR_RANK_RIC;
}

static sort_key *sorted(const rap_pairing_list *list, rap_pair_column column)
{
    sort_key *keys = rap_alloc(list->n, sizeof *keys);
    for (size_t i = 0; keys && i < list->n; i++) {
        rap_value v = list->rows[i].value[column];
        keys[i] = (sort_key){is_rank(column) ? -v.value : v.value, v.reason != RAP_DEFINED, i};
    }
    if (keys) qsort(keys, list->n, sizeof *keys, by_key);
    return keys;
}

static rap_status sort_column(const rap_asking *asking, rap_pair_column *out, rap_error *err)
{
    *out = asking->sort ? rap_pair_column_of(rap_span_of(asking->sort)) : RAP_PAIR_WORKS;
    if (*out == RAP_PAIR_END)
        return rap_fail(err, RAP_E_USAGE, "--sort %s: no such column; use works, ric, affinity, share_of_output, rank_ric, ...",
                        asking->sort);
    return RAP_OK;
}

static bool is_among(const rap_pairing *row)
{
    return row->value[RAP_PAIR_RANK].reason == RAP_DEFINED;
}

rap_status rap_ask_partners(const rap_asking *asking, rap_table **out, rap_error *err)
{
    rap_pair_column column;
    rap_pairings *p;
    RAP_TRY(sort_column(asking, &column, err));
    RAP_TRY(rap_pairings_new(asking, &asking->nodes[0], true, &p, err));
    rap_table *table = rap_table_new("Partners");
    rap_heads heads = rap_heads_add(asking, table, true);
    size_t first = rap_pair_columns_add(asking, table), cut = 0;
    uint32_t x = rap_node_index(p->spread, &asking->nodes[0]);
    bool failed = false;
    for (size_t b = 0; b < p->spread->n_years * p->spread->n_parts; b++) {
        sort_key *keys = sorted(&p->buckets[b], column);
        failed = failed || !keys;
        size_t shown = 0;
        for (size_t i = 0; keys && i < p->buckets[b].n; i++) {
            const rap_pairing *row = &p->buckets[b].rows[keys[i].row];
            if (asking->n_among && !is_among(row)) continue;
            if (asking->top && shown == asking->top) {
                cut++;
                continue;
            }
            shown++;
            rap_table_begin(table);
            rap_heads_put_bucket(&heads, asking, p->spread, b, table);
            rap_heads_put_nodes(&heads, asking, &p->spread->nodes, x, row->node, table);
            rap_pair_columns_put(table, first, row, asking->lens.counting);
        }
        rap_free(keys);
    }
    if (cut) rap_table_add_note(table, "%zu further rows are not shown; --top 0 shows all.", cut);
    rap_notes_add(asking, p->spread, table);
    rap_rank_note_add(p, asking, table);
    rap_pairings_free(p);
    if (failed) {
        rap_table_free(table);
        return rap_fail_memory(err);
    }
    return rap_table_finish(table, out, err);
}

/* A pair that never met has its margins and true zeros. */
static void put_pair(const rap_asking *asking, const rap_pairings *p, size_t b, uint32_t x, uint32_t y, size_t first,
                     rap_table *table)
{
    const rap_pairing *row = rap_pairing_find(&p->buckets[b], y);
    rap_pairing empty;
    if (!row) {
        rap_pairing_absent(p->spread, b, x, y, &empty);
        row = &empty;
    }
    rap_pair_columns_put(table, first, row, asking->lens.counting);
}

rap_status rap_ask_pair(const rap_asking *asking, rap_table **out, rap_error *err)
{
    rap_pairings *p[2] = {NULL, NULL};
    rap_status status = rap_pairings_new(asking, &asking->nodes[0], true, &p[0], err);
    if (status == RAP_OK) status = rap_pairings_new(asking, &asking->nodes[1], true, &p[1], err);
    if (status != RAP_OK) {
        rap_pairings_free(p[0]);
        return status;
    }
    rap_table *table = rap_table_new("Pair, seen from both sides");
    rap_heads heads = rap_heads_add(asking, table, true);
    size_t first = rap_pair_columns_add(asking, table);
    uint32_t node[2] = {rap_node_index(p[0]->spread, &asking->nodes[0]), rap_node_index(p[0]->spread, &asking->nodes[1])};
    for (size_t b = 0; b < p[0]->spread->n_years * p[0]->spread->n_parts; b++)
        for (size_t side = 0; side < 2; side++) {
            rap_table_begin(table);
            rap_heads_put_bucket(&heads, asking, p[side]->spread, b, table);
            rap_heads_put_nodes(&heads, asking, &p[side]->spread->nodes, node[side], node[1 - side], table);
            put_pair(asking, p[side], b, node[side], node[1 - side], first, table);
        }
    rap_notes_add(asking, p[0]->spread, table);
    rap_rank_note_add(p[0], asking, table);
    rap_pairings_free(p[0]);
    rap_pairings_free(p[1]);
    return rap_table_finish(table, out, err);
}
