// SPDX-License-Identifier: Apache-2.0
#include "cube/sums.h"

#include "cube/sort_rows.h"

static uint64_t hash_of(uint32_t major, uint32_t minor)
{
    uint64_t x = ((uint64_t)major << 16 | minor) * UINT64_C(0x9E3779B97F4A7C15);
    return x ^ x >> 32;
}

rap_status rap_sums_add(rap_sums *sums, uint32_t major, uint32_t minor, uint64_t works, rap_error *err)
{
    uint64_t hash = hash_of(major, minor);
    uint32_t entry;
    for (rap_probe p = rap_probe_start(&sums->index, hash); rap_probe_next(&sums->index, &p, &entry);) {
        rap_sum *row = &sums->rows[entry];
        if (row->major != major || row->minor != minor) continue;
        if (__builtin_add_overflow(row->works, works, &row->works))
            return rap_fail(err, RAP_E_FORMAT, "the works of a field pass 64 bits");
        return RAP_OK;
    }
    if (!rap_index_reserve(&sums->index, 1) || !rap_reserve(&sums->rows, &sums->capacity, sums->n + 1, sizeof *sums->rows) ||
        !rap_reserve(&sums->spare, &sums->spare_capacity, sums->n + 1, sizeof *sums->spare))
        return rap_fail_memory(err);
    rap_index_add(&sums->index, hash, (uint32_t)sums->n);
    sums->rows[sums->n++] = (rap_sum){major, minor, works};
    return RAP_OK;
}

rap_status rap_sums_add_pairs(rap_sums *pairs, uint32_t kind, const uint16_t *places, size_t n, size_t n_places, uint64_t works,
                              rap_error *err)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            RAP_TRY(rap_sums_add(pairs, kind, rap_pair_of(places[i], places[j], n_places), works, err));
    return RAP_OK;
}

void rap_sums_sort(rap_sums *sums)
{
    if (!rap_sort_rows(sums->rows, sums->spare, sums->n, sizeof *sums->rows)) return;
    rap_sum *sorted = sums->spare;
    size_t capacity = sums->spare_capacity;
    sums->spare = sums->rows;
    sums->spare_capacity = sums->capacity;
    sums->rows = sorted;
    sums->capacity = capacity;
}

void rap_sums_clear(rap_sums *sums)
{
    rap_index_clear(&sums->index);
    sums->n = 0;
}

void rap_sums_release(rap_sums *sums)
{
    rap_index_release(&sums->index);
    rap_free(sums->rows);
    rap_free(sums->spare);
    *sums = (rap_sums){0};
}
