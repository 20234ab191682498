// SPDX-License-Identifier: Apache-2.0
/* ledger - the best version of each work of a partition. */
#include "source/ledger.h"

#include <string.h>

#include "cube/index.h"

/* The best version of a work so far. */
typedef struct version {
    uint64_t id, updated;
    size_t at;            /* of its fact in the arena */
    uint32_t length;
} version;

struct rap_ledger {
    rap_index index;      /* of versions by id */
    size_t n, capacity;
    version *versions;
    rap_text arena;       /* segments as they were read; of several passes only the facts of this one */
    rap_decoded decoded[RAP_SURVIVORS_MAX];
};

rap_status rap_ledger_new(rap_ledger **out, rap_error *err)
{
    rap_ledger *ledger = rap_alloc(1, sizeof *ledger);
    if (!ledger) return rap_fail_memory(err);
    *out = ledger;
    return RAP_OK;
}

void rap_ledger_free(rap_ledger *ledger)
{
    if (!ledger) return;
    rap_index_release(&ledger->index);
    rap_free(ledger->versions);
    rap_text_release(&ledger->arena);
    for (size_t i = 0; i < RAP_SURVIVORS_MAX; i++) rap_decoded_release(&ledger->decoded[i]);
    rap_free(ledger);
}

static version *find(const rap_ledger *ledger, uint64_t id, uint64_t hash)
{
    uint32_t entry;
    for (rap_probe p = rap_probe_start(&ledger->index, hash); rap_probe_next(&ledger->index, &p, &entry);)
        if (ledger->versions[entry].id == id) return &ledger->versions[entry];
    return NULL;
}

static bool is_better(const rap_ledger *ledger, const version *have, const rap_row *row)
{
    if (row->updated != have->updated) return row->updated > have->updated;
    return rap_span_compare(row->fact, (rap_span){ledger->arena.data + have->at, have->length}) > 0;
}

/* Keeps a row whose fact stands in the arena, if it is the best version so far. */
static rap_status keep(rap_ledger *ledger, const rap_row *row, uint64_t hash, rap_error *err)
{
    version new = {row->id, row->updated, (size_t)(row->fact.data - ledger->arena.data), (uint32_t)row->fact.length};
    version *have = find(ledger, row->id, hash);
    if (have) {
        if (is_better(ledger, have, row)) *have = new;
        return RAP_OK;
    }
    if (!rap_reserve(&ledger->versions, &ledger->capacity, ledger->n + 1, sizeof *ledger->versions) ||
        !rap_index_reserve(&ledger->index, 1))
        return rap_fail_memory(err);
    rap_index_add(&ledger->index, hash, (uint32_t)ledger->n);
    ledger->versions[ledger->n++] = new;
    return RAP_OK;
}

/* Takes the rows of a segment at the end of the arena. Where only some belong to this pass, their facts move together. */
static rap_status gather(rap_ledger *ledger, rap_span rest, unsigned pass, unsigned passes, uint64_t *rows,
                         rap_error *err)
{
    rap_row row;
    bool damaged = false;
    char *end = ledger->arena.data + (rest.data - ledger->arena.data);
    while (rap_row_next(&rest, &row, &damaged)) {
        uint64_t hash = rap_id_hash(row.id);
        if ((hash >> 40 & (passes - 1)) != pass) continue;
        if (passes > 1) {
            memmove(end, row.fact.data, row.fact.length);
            row.fact.data = end;
            end += row.fact.length;
        }
        RAP_TRY(keep(ledger, &row, hash, err));
        ++*rows;
    }
    if (passes > 1) rap_text_end(&ledger->arena, end);
    return damaged ? rap_fail(err, RAP_E_FORMAT, "a row is damaged") : RAP_OK;
}

static rap_status hand_on(rap_ledger *ledger, rap_survivors_fn see, void *arg, rap_error *err)
{
    for (size_t i = 0, n; i < ledger->n; i += n) {
        n = ledger->n - i < RAP_SURVIVORS_MAX ? ledger->n - i : RAP_SURVIVORS_MAX;
        for (size_t k = 0; k < n; k++) {
            const version *v = &ledger->versions[i + k];
            RAP_TRY(rap_decode((rap_span){ledger->arena.data + v->at, v->length}, &ledger->decoded[k], err));
        }
        RAP_TRY(see(arg, ledger->decoded, n, err));
    }
    return RAP_OK;
}

rap_status rap_ledger_reduce(rap_ledger *ledger, const rap_run *runs, size_t n_runs, size_t partition,
                             unsigned pass, unsigned passes, rap_survivors_fn see, void *arg, uint64_t *rows,
                             rap_error *err)
{
    uint64_t seen = 0;
    rap_index_clear(&ledger->index);
    ledger->n = 0;
    rap_text_clear(&ledger->arena);
    for (size_t i = 0; i < n_runs; i++) {
        rap_span segment;
        RAP_TRY(rap_run_segment(&runs[i], partition, &ledger->arena, &segment, err));
        rap_status status = gather(ledger, segment, pass, passes, &seen, err);
        if (status == RAP_E_FORMAT) return rap_context(err, status, "%s", runs[i].path ? runs[i].path : "rows");
        if (status != RAP_OK) return status;
    }
    RAP_TRY(hand_on(ledger, see, arg, err));
    *rows = seen;
    return RAP_OK;
}

uint64_t rap_ledger_need(uint64_t bytes, unsigned passes)
{
    /* The rows in an arena that may just have doubled (2); for each row of about 30 bytes a version of 32 in a list that may
     * just have doubled (2), and its places in an index that is half full and being doubled (1). */
    return bytes / RAP_PARTITIONS / passes * 6;
}
