// SPDX-License-Identifier: Apache-2.0
#include "cube/margins.h"

#include "cube/sort_rows.h"

static uint64_t hash_of(uint32_t kind, uint32_t place)
{
    uint64_t x = ((uint64_t)place << 16 | kind) * UINT64_C(0x9E3779B97F4A7C15);
    return x ^ x >> 32;
}

static rap_status add(rap_margins *margins, rap_margin more, rap_error *err)
{
    uint64_t hash = hash_of(more.kind, more.place);
    uint32_t entry;
    for (rap_probe p = rap_probe_start(&margins->index, hash); rap_probe_next(&margins->index, &p, &entry);) {
        rap_margin *row = &margins->rows[entry];
        if (row->place != more.place || row->kind != more.kind) continue;
        row->works += more.works;
        row->international += more.international;
        row->links += more.links;
        return RAP_OK;
    }
    if (!rap_index_reserve(&margins->index, 1) ||
        !rap_reserve(&margins->rows, &margins->capacity, margins->n + 1, sizeof *margins->rows) ||
        !rap_reserve(&margins->spare, &margins->spare_capacity, margins->n + 1, sizeof *margins->spare))
        return rap_fail_memory(err);
    rap_index_add(&margins->index, hash, (uint32_t)margins->n);
    margins->rows[margins->n++] = more;
    return RAP_OK;
}

rap_status rap_margins_add(rap_margins *margins, uint32_t kind, const uint16_t *places, size_t n, uint64_t works, rap_error *err)
{
    uint64_t international = n > 1 ? works : 0;
    RAP_TRY(add(margins, (rap_margin){kind, 0, works, international, n > 1 ? works * (n * (n - 1) / 2) : 0}, err));
    for (size_t i = 0; i < n; i++)
        RAP_TRY(add(margins, (rap_margin){kind, places[i] + 1u, works, international, works * (n - 1)}, err));
    return RAP_OK;
}

void rap_margins_sort(rap_margins *margins)
{
    if (!rap_sort_rows(margins->rows, margins->spare, margins->n, sizeof *margins->rows)) return;
    rap_margin *sorted = margins->spare;
    size_t capacity = margins->spare_capacity;
    margins->spare = margins->rows;
    margins->spare_capacity = margins->capacity;
    margins->rows = sorted;
    margins->capacity = capacity;
}

void rap_margins_clear(rap_margins *margins)
{
    rap_index_clear(&margins->index);
    margins->n = 0;
}

void rap_margins_release(rap_margins *margins)
{
    rap_index_release(&margins->index);
    rap_free(margins->rows);
    rap_free(margins->spare);
    *margins = (rap_margins){0};
}
