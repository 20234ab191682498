// SPDX-License-Identifier: Apache-2.0
/* ledger - the best version of each work of a partition. */
#include "source/ledger.h"

#include <string.h>

#include "base/alloc.h"

typedef struct slot {
    uint64_t id, updated;
    uint64_t at;          /* 1 + place of the fact in the arena; 0 = free slot */
    uint32_t length;      /* of the fact */
    uint32_t room;        /* bytes it may use in the arena */
} slot;

struct rap_ledger {
    slot *slots;
    size_t n, capacity;   /* capacity is a power of two */
    rap_text arena;       /* facts, one after the other */
    rap_text room;        /* a segment read from a file */
    rap_decoded decoded;
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
    rap_free(ledger->slots);
    rap_text_release(&ledger->arena);
    rap_text_release(&ledger->room);
    rap_decoded_release(&ledger->decoded);
    rap_free(ledger);
}

static slot *find(slot *slots, size_t capacity, uint64_t id)
{
    size_t at = (size_t)rap_id_hash(id) & (capacity - 1);
    while (slots[at].at != 0 && slots[at].id != id) at = (at + 1) & (capacity - 1);
    return &slots[at];
}

static bool make_room(rap_ledger *ledger)
{
    if (ledger->n < ledger->capacity / 4 * 3) return true;
    size_t capacity = ledger->capacity ? ledger->capacity * 2 : 1024;
    slot *slots = rap_alloc(capacity, sizeof *slots);
    if (!slots) return false;
    for (size_t i = 0; i < ledger->capacity; i++)
        if (ledger->slots[i].at) *find(slots, capacity, ledger->slots[i].id) = ledger->slots[i];
    rap_free(ledger->slots);
    ledger->slots = slots;
    ledger->capacity = capacity;
    return true;
}

static bool is_better(const rap_ledger *ledger, const slot *have, const rap_row *row)
{
    if (row->updated != have->updated) return row->updated > have->updated;
    return rap_span_compare(row->fact, (rap_span){ledger->arena.data + have->at - 1, have->length}) > 0;
}

static rap_status keep(rap_ledger *ledger, const rap_row *row, rap_error *err)
{
    if (!make_room(ledger)) return rap_fail_memory(err);
    slot *s = find(ledger->slots, ledger->capacity, row->id);
    if (s->at && !is_better(ledger, s, row)) return RAP_OK;
    if (s->at && row->fact.length <= s->room) {
        memcpy(ledger->arena.data + s->at - 1, row->fact.data, row->fact.length);
    } else {
        ledger->n += s->at == 0;
        s->at = ledger->arena.length + 1;
        s->room = (uint32_t)row->fact.length;
        rap_text_add(&ledger->arena, row->fact.data, row->fact.length);
        if (ledger->arena.failed) return rap_fail_memory(err);
    }
    s->id = row->id;
    s->updated = row->updated;
    s->length = (uint32_t)row->fact.length;
    return RAP_OK;
}

static rap_status gather(rap_ledger *ledger, rap_span rest, unsigned pass, unsigned passes, uint64_t *rows,
                         rap_error *err)
{
    rap_row row;
    bool damaged = false;
    while (rap_row_next(&rest, &row, &damaged)) {
        if ((rap_id_hash(row.id) >> 40 & (passes - 1)) != pass) continue;
        RAP_TRY(keep(ledger, &row, err));
        ++*rows;
    }
    return damaged ? rap_fail(err, RAP_E_FORMAT, "a row is damaged") : RAP_OK;
}

static rap_status hand_on(rap_ledger *ledger, rap_survivor_fn see, void *arg, rap_error *err)
{
    for (size_t i = 0; i < ledger->capacity; i++) {
        const slot *s = &ledger->slots[i];
        if (s->at == 0) continue;
        RAP_TRY(rap_decode((rap_span){ledger->arena.data + s->at - 1, s->length}, &ledger->decoded, err));
        RAP_TRY(see(arg, &ledger->decoded, err));
    }
    return RAP_OK;
}

rap_status rap_ledger_reduce(rap_ledger *ledger, const rap_run *runs, size_t n_runs, size_t partition,
                             unsigned pass, unsigned passes, rap_survivor_fn see, void *arg, uint64_t *rows,
                             rap_error *err)
{
    uint64_t seen = 0;
    if (ledger->capacity) memset(ledger->slots, 0, ledger->capacity * sizeof *ledger->slots);
    ledger->n = 0;
    rap_text_clear(&ledger->arena);
    for (size_t i = 0; i < n_runs; i++) {
        rap_span segment;
        RAP_TRY(rap_run_segment(&runs[i], partition, &ledger->room, &segment, err));
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
    /* The fact in an arena that may just have doubled (2), and for each row of about 30 bytes a slot of 32 in a table
     * that is half full and being doubled (4). */
    return bytes / RAP_PARTITIONS / passes * 6;
}
