// SPDX-License-Identifier: Apache-2.0
/* partners - who a country (or group) works with: ranks, shares, intensity. */
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
    /* rows that are not shown need no interval; sorted otherwise, any of them may be shown */
    size_t ranked = asking->top && column == RAP_PAIR_WORKS ? (size_t)asking->top : RAP_ALL_ROWS;
    RAP_TRY(rap_pairings_new(asking, &asking->nodes[0], ranked, &p, err));
    rap_table *table = rap_titled_table(asking, "Partners");
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
    if (cut) rap_table_add_note(table, "%zu further row%s not shown; --top 0 shows all.", cut, cut == 1 ? " is" : "s are");
    rap_notes_add(asking, p->spread, table);
    rap_denominators_add(p->spread, table);
    rap_rank_note_add(p, asking, table);
    rap_pairings_free(p);
    if (failed) {
        rap_table_free(table);
        return rap_fail_memory(err);
    }
    return rap_table_finish(table, out, err);
}
