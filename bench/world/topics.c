// SPDX-License-Identifier: Apache-2.0
#include "world/topics.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "cube/embedded.h"

static const char *const columns[] = {"level", "number", "parent", "name"};
static const char *const levels[RAP_LEVELS] = {"domain", "field", "subfield", "topic"};

enum { LEVEL, NUMBER, PARENT, NAME };

/* Numbers of subfields and fields are below this; those of domains too. */
#define NODES 4096

typedef struct nodes {
    uint32_t parent[3][NODES];
    const char *name[3][NODES];
} nodes;

static rap_status bad_row(const rap_tsv *rows, size_t row, rap_error *err)
{
    return rap_context(err, rap_fail_line(err, RAP_E_FORMAT, rows->lines[row],
                                          "expected level, number and a parent that stands above"),
                       "built-in topics.tsv");
}

static rap_status read_row(topics *all, nodes *upper, size_t row, rap_error *err)
{
    const rap_tsv *rows = &all->rows;
    unsigned level = 0;
    uint64_t number, parent;
    while (level < RAP_LEVELS && strcmp(rap_tsv_cell(rows, row, LEVEL), levels[level]) != 0) level++;
    if (level == RAP_LEVELS ||
        !rap_parse_u64(rap_span_of(rap_tsv_cell(rows, row, NUMBER)), level < 3 ? NODES - 1 : UINT32_MAX, &number) ||
        !rap_parse_u64(rap_span_of(rap_tsv_cell(rows, row, PARENT)), NODES - 1, &parent) ||
        (level > 0 && !upper->name[level - 1][parent]))
        return bad_row(rows, row, err);
    if (level < 3) {
        upper->parent[level][number] = (uint32_t)parent;
        upper->name[level][number] = rap_tsv_cell(rows, row, NAME);
        return RAP_OK;
    }
    topic *new = &all->list[all->n++];
    new->number[3] = (uint32_t)number;
    new->name[3] = rap_tsv_cell(rows, row, NAME);
    for (unsigned above = 3; above-- > 0; parent = upper->parent[above][parent]) {
        new->number[above] = (uint32_t)parent;
        new->name[above] = upper->name[above][parent];
    }
    return RAP_OK;
}

static int compare_paths(const void *a, const void *b)
{
    const topic *x = a, *y = b;
    for (unsigned level = 0; level < RAP_LEVELS; level++)
        if (x->number[level] != y->number[level]) return x->number[level] < y->number[level] ? -1 : 1;
    return 0;
}

rap_status topics_open(topics *out, rap_error *err)
{
    topics all = {0};
    nodes *upper = rap_alloc(1, sizeof *upper);
    rap_status status = rap_tsv_read(rap_embedded("topics.tsv"), columns, 4, &all.rows, err);
    if (status == RAP_OK) all.list = rap_alloc(all.rows.n_rows, sizeof *all.list);
    if (!upper || (status == RAP_OK && !all.list)) status = rap_fail_memory(err);
    for (size_t row = 0; status == RAP_OK && row < all.rows.n_rows; row++) status = read_row(&all, upper, row, err);
    rap_free(upper);
    if (status == RAP_OK) {
        qsort(all.list, all.n, sizeof *all.list, compare_paths);
        *out = all;
    } else {
        topics_close(&all);
    }
    return status;
}

void topics_close(topics *all)
{
    rap_tsv_release(&all->rows);
    rap_free(all->list);
    *all = (topics){0};
}

size_t topics_under(const topics *all, unsigned level, uint64_t number, size_t *first)
{
    size_t n = 0;
    for (size_t i = 0; i < all->n; i++)
        if (all->list[i].number[level] == number && n++ == 0) *first = i;
    return n;
}
