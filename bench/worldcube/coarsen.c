// SPDX-License-Identifier: Apache-2.0
/*
 * coarsen - the cells of topics added up to cells of their subfields: what a cube would be that kept no topics.
 *
 * Leaves ascend as subjects do, so the runs of a subfield follow one another within a year.
 */
#include <stdlib.h>

#include "worldcube/drawn.h"

static bool same_subfield(const topics *all, uint32_t a, uint32_t b)
{
    bool same = (a == 0) == (b == 0);
    for (unsigned level = 0; same && a && level < 3; level++) same = all->list[a - 1].number[level] == all->list[b - 1].number[level];
    return same;
}

static int by_kind_and_party(const void *a, const void *b)
{
    const drawn_cell *x = a, *y = b;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    return (x->party > y->party) - (x->party < y->party);
}

void drawn_coarsen(drawn *d)
{
    size_t cells = 0, runs = 0, first = 0;
    for (size_t r = 0; r < d->n_runs; r++) {
        drawn_run run = d->runs[r];
        bool ends = r + 1 == d->n_runs || d->runs[r + 1].year != run.year || !same_subfield(&d->all, run.leaf, d->runs[r + 1].leaf);
        if (!ends) continue;
        qsort(d->cells + first, run.end - first, sizeof *d->cells, by_kind_and_party);
        for (size_t i = first, start = cells; i < run.end; i++) {
            if (cells > start && by_kind_and_party(&d->cells[cells - 1], &d->cells[i]) == 0)
                d->cells[cells - 1].works = (d->cells[cells - 1].works + d->cells[i].works) & 0xFFFFFF;
            else
                d->cells[cells++] = d->cells[i];
        }
        first = run.end;
        d->runs[runs++] = (drawn_run){run.year, run.leaf, cells};
    }
    d->n_runs = runs;
    d->n_cells = cells;
    for (uint32_t leaf = 1; leaf <= d->all.n; leaf++) d->all.list[leaf - 1].number[3] = 0;
}
