// SPDX-License-Identifier: Apache-2.0
/*
 * tally - adding facts.
 *
 * A fact becomes four small numbers (year, leaf, kind, party), they find its cell, and the amounts are added. All
 * that can fail is done before the first sum changes, so a refused fact leaves no trace in the answers.
 */
#include "cube/tally.h"

#include "cube/hash.h"
#include "cube/tally_data.h"

rap_status rap_tally_new(const rap_schema *schema, rap_tally **out, rap_error *err)
{
    RAP_TRY(rap_schema_check(schema, err));
    rap_tally *tally = rap_alloc(1, sizeof *tally);
    if (!tally) return rap_fail_memory(err);
    tally->schema = *schema;
    tally->axes.form = schema->form;
    tally->stride = sizeof(rap_cell_entry) + schema->n_measures * sizeof(uint64_t);
    *out = tally;
    return RAP_OK;
}

void rap_tally_free(rap_tally *tally)
{
    if (!tally) return;
    rap_axes_release(&tally->axes);
    rap_index_release(&tally->cell_index);
    rap_index_release(&tally->tie_index);
    rap_free(tally->cells);
    rap_free(tally->shares);
    rap_free(tally->ties);
    rap_free(tally);
}

void rap_tally_clear(rap_tally *tally)
{
    rap_axes_clear(&tally->axes);
    rap_index_clear(&tally->cell_index);
    rap_index_clear(&tally->tie_index);
    tally->n_cells = tally->n_shares = tally->n_ties = 0;
}

size_t rap_tally_cells(const rap_tally *tally)
{
    return tally->n_cells;
}

size_t rap_tally_bytes(const rap_tally *tally)
{
    return sizeof *tally + rap_axes_bytes(&tally->axes) +
           (tally->cell_index.n_slots + tally->tie_index.n_slots) * sizeof(uint64_t) +
           tally->cell_capacity * tally->stride + tally->share_capacity * sizeof *tally->shares +
           tally->tie_capacity * sizeof *tally->ties;
}

/* ---- what a fact must be, beyond its party and kind */

/* The first measure is the number of works where there are shares; works in RAP_UNIT must fit 64 bits. */
static uint64_t amount_limit(const rap_tally *tally, size_t measure)
{
    return tally->schema.shares && measure == 0 ? UINT32_MAX : UINT64_MAX;
}

static rap_status check_shares(const rap_fact *fact, rap_error *err)
{
    if (!fact->shares)
        return rap_fail(err, RAP_E_USAGE, "a party of %zu places needs author shares", fact->n_places);
    uint64_t left = fact->amounts[0] * RAP_UNIT;
    for (size_t i = 0; i < fact->n_places; i++) {
        if (fact->shares[i] > left)
            return rap_fail(err, RAP_E_USAGE, "author shares of %llu works sum to more than that",
                            (unsigned long long)fact->amounts[0]);
        left -= fact->shares[i];
    }
    return RAP_OK;
}

static rap_status check_ties(const rap_fact *fact, rap_error *err)
{
    for (size_t i = 0; i < fact->n_ties; i++) {
        if (!rap_party_has_tie(fact->places, fact->n_places, fact->ties[i]))
            return rap_fail(err, RAP_E_USAGE, "tie %zu is no sorted pair of members of the party", i + 1);
        if (i > 0 && rap_tie_compare(fact->ties[i - 1], fact->ties[i]) >= 0)
            return rap_fail(err, RAP_E_USAGE, "ties must be sorted and distinct");
    }
    return RAP_OK;
}

rap_status rap_tally_check_sums(const rap_tally *tally, const uint64_t *sums, const uint64_t *amounts, rap_error *err)
{
    for (size_t i = 0; i < tally->schema.n_measures; i++) {
        uint64_t limit = amount_limit(tally, i);
        if (amounts[i] > limit || sums[i] > limit - amounts[i])
            return rap_fail(err, RAP_E_FORMAT, "the sum of %s in a cell passes %llu",
                            tally->schema.measures[i].name, (unsigned long long)limit);
    }
    return RAP_OK;
}

/* ---- cells and ties */

static uint64_t hash_key(rap_cell_key key)
{
    return XXH3_64bits(&key, sizeof key);
}

static rap_status add_cell(rap_tally *tally, rap_cell_key key, uint64_t hash, uint32_t *out, rap_error *err)
{
    size_t n_shares = rap_tally_share_count(tally, key);
    if (!rap_reserve(&tally->cells, &tally->cell_capacity, tally->n_cells + 1, tally->stride) ||
        !rap_reserve(&tally->shares, &tally->share_capacity, tally->n_shares + n_shares,
                     sizeof *tally->shares) ||
        !rap_index_reserve(&tally->cell_index, 1))
        return rap_fail_memory(err);
    rap_cell_entry *cell = rap_tally_at(tally, tally->n_cells);
    memset(cell, 0, tally->stride);
    cell->key = key;
    cell->share = tally->n_shares;
    if (n_shares) memset(tally->shares + tally->n_shares, 0, n_shares * sizeof *tally->shares);
    tally->n_shares += n_shares;
    rap_index_add(&tally->cell_index, hash, (uint32_t)tally->n_cells);
    *out = (uint32_t)tally->n_cells++;
    return RAP_OK;
}

/* Finds the cell of `key`, or adds one with zero sums. */
static rap_status place_cell(rap_tally *tally, rap_cell_key key, uint64_t hash, uint32_t *out, rap_error *err)
{
    uint32_t entry;
    for (rap_probe p = rap_probe_start(&tally->cell_index, hash);
         rap_probe_next(&tally->cell_index, &p, &entry);) {
        if (memcmp(&rap_tally_at(tally, entry)->key, &key, sizeof key) != 0) continue;
        *out = entry;
        return RAP_OK;
    }
    return add_cell(tally, key, hash, out, err);
}

static rap_status reserve_ties(rap_tally *tally, size_t n, rap_error *err)
{
    if (!rap_reserve(&tally->ties, &tally->tie_capacity, tally->n_ties + n, sizeof *tally->ties) ||
        !rap_index_reserve(&tally->tie_index, n))
        return rap_fail_memory(err);
    return RAP_OK;
}

/* Adds works to a tie. reserve_ties() has made room, and a tie never has more works than its cell: can't fail. */
static void add_tie(rap_tally *tally, uint32_t cell, rap_tie tie, uint64_t works)
{
    uint64_t key = (uint64_t)cell << 32 | (uint64_t)tie.x << 16 | tie.y;
    uint64_t hash = XXH3_64bits(&key, sizeof key);
    uint32_t i;
    for (rap_probe p = rap_probe_start(&tally->tie_index, hash); rap_probe_next(&tally->tie_index, &p, &i);) {
        rap_tie_entry *entry = &tally->ties[i];
        if (entry->cell != cell || rap_tie_compare(entry->tie, tie) != 0) continue;
        entry->works += works;
        return;
    }
    rap_index_add(&tally->tie_index, hash, (uint32_t)tally->n_ties);
    tally->ties[tally->n_ties++] = (rap_tie_entry){cell, tie, works};
}

/* Adds amounts and shares to a cell whose sums were checked: can't fail. */
static void add_sums(rap_tally *tally, rap_cell_entry *cell, const uint64_t *amounts, const uint64_t *shares,
                     size_t n_shares)
{
    for (size_t i = 0; i < tally->schema.n_measures; i++) cell->amounts[i] += amounts[i];
    for (size_t i = 0; i < n_shares; i++) tally->shares[cell->share + i] += shares[i];
}

/* Where a fact belongs. */
typedef struct aim {
    rap_cell_key key;
    uint64_t hash;
} aim;

static rap_status take_aim(rap_tally *tally, const rap_fact *fact, aim *out, rap_error *err)
{
    static const uint64_t nothing[RAP_MEASURES_MAX];
    RAP_TRY(rap_tally_check_sums(tally, nothing, fact->amounts, err));
    out->key.year = fact->year;
    RAP_TRY(rap_axes_party(&tally->axes, fact->places, fact->n_places, &out->key.party, err));
    RAP_TRY(rap_axes_kind(&tally->axes, fact->kind, &out->key.kind, err));
    RAP_TRY(rap_axes_leaf(&tally->axes, fact->subject, &out->key.leaf, err));
    out->hash = hash_key(out->key);
    return RAP_OK;
}

/* With `fresh`, a fact whose cell is there already is not added, and `*fresh` says so. */
static rap_status add_fact(rap_tally *tally, const rap_fact *fact, const aim *to, bool *fresh, rap_error *err)
{
    uint32_t at = 0;
    size_t n_shares = rap_tally_share_count(tally, to->key);
    size_t n_ties = n_shares ? fact->n_ties : 0;
    if (n_shares) RAP_TRY(check_shares(fact, err));
    if (n_ties) {
        RAP_TRY(check_ties(fact, err));
        RAP_TRY(reserve_ties(tally, n_ties, err));
    }
    size_t n_cells = tally->n_cells;
    RAP_TRY(place_cell(tally, to->key, to->hash, &at, err));
    if (fresh && !(*fresh = tally->n_cells > n_cells)) return RAP_OK;
    rap_cell_entry *cell = rap_tally_at(tally, at);
    RAP_TRY(rap_tally_check_sums(tally, cell->amounts, fact->amounts, err));
    add_sums(tally, cell, fact->amounts, fact->shares, n_shares);
    for (size_t i = 0; i < n_ties; i++) add_tie(tally, at, fact->ties[i], fact->amounts[0]);
    return RAP_OK;
}

rap_status rap_tally_add(rap_tally *tally, const rap_fact *fact, rap_error *err)
{
    return rap_tally_add_some(tally, &fact, 1, err);
}

rap_status rap_tally_add_once(rap_tally *tally, const rap_fact *fact, bool *fresh, rap_error *err)
{
    aim to;
    RAP_TRY(take_aim(tally, fact, &to, err));
    return add_fact(tally, fact, &to, fresh, err);
}

#define AT_ONCE 16

/* Cells lie anywhere in a table that no cache holds: all are asked for before the first is waited for. (Inlined always: gcc
 * drops calls of a function that does nothing but prefetch.) */
static inline __attribute__((always_inline)) void fetch(const rap_tally *tally, const aim *to, size_t n)
{
    uint32_t entry;
    for (size_t i = 0; i < n; i++) rap_probe_fetch(&tally->cell_index, to[i].hash);
    for (size_t i = 0; i < n; i++) {
        rap_probe p = rap_probe_start(&tally->cell_index, to[i].hash);
        if (rap_probe_next(&tally->cell_index, &p, &entry)) __builtin_prefetch(rap_tally_at(tally, entry), 1);
    }
}

rap_status rap_tally_add_some(rap_tally *tally, const rap_fact *const *facts, size_t n, rap_error *err)
{
    aim to[AT_ONCE];
    for (size_t done = 0, some; done < n; done += some) {
        some = n - done < AT_ONCE ? n - done : AT_ONCE;
        for (size_t i = 0; i < some; i++) RAP_TRY(take_aim(tally, facts[done + i], &to[i], err));
        if (some > 1) fetch(tally, to, some);
        for (size_t i = 0; i < some; i++) RAP_TRY(add_fact(tally, facts[done + i], &to[i], NULL, err));
    }
    return RAP_OK;
}

rap_status rap_tally_name(rap_tally *tally, rap_subject node, rap_span name, rap_error *err)
{
    return rap_axes_name(&tally->axes, node, name, err);
}
