// SPDX-License-Identifier: Apache-2.0
#include "cube/axes.h"

#include "cube/hash.h"

static void free_names(rap_axes *axes)
{
    for (size_t i = 0; i < axes->n_names; i++) rap_free(axes->names[i].text);
    axes->n_names = 0;
    axes->name_bytes = 0;
}

void rap_axes_release(rap_axes *axes)
{
    free_names(axes);
    rap_index_release(&axes->party_index);
    rap_index_release(&axes->leaf_index);
    rap_index_release(&axes->kind_index);
    rap_index_release(&axes->name_index);
    rap_free(axes->parties);
    rap_free(axes->members);
    rap_free(axes->leaves);
    rap_free(axes->kinds);
    rap_free(axes->names);
    *axes = (rap_axes){0};
}

void rap_axes_clear(rap_axes *axes)
{
    free_names(axes);
    rap_index_clear(&axes->party_index);
    rap_index_clear(&axes->leaf_index);
    rap_index_clear(&axes->kind_index);
    rap_index_clear(&axes->name_index);
    axes->n_parties = axes->n_members = axes->n_leaves = axes->n_kinds = 0;
}

size_t rap_axes_bytes(const rap_axes *axes)
{
    size_t slots = axes->party_index.n_slots + axes->leaf_index.n_slots + axes->kind_index.n_slots +
                   axes->name_index.n_slots;
    return slots * sizeof(uint64_t) + axes->party_capacity * sizeof *axes->parties +
           axes->member_capacity * sizeof *axes->members + axes->leaf_capacity * sizeof *axes->leaves +
           axes->kind_capacity * sizeof *axes->kinds + axes->name_capacity * sizeof *axes->names +
           axes->name_bytes;
}

static rap_status add_party(rap_axes *axes, uint64_t hash, const rap_place *places, size_t n, uint32_t *out,
                            rap_error *err)
{
    const char *fault = rap_party_fault(axes->form, places, n);
    if (fault) return rap_fail(err, RAP_E_USAGE, "a party of %zu places: %s", n, fault);
    if (!rap_reserve(&axes->parties, &axes->party_capacity, axes->n_parties + 1, sizeof *axes->parties) ||
        !rap_reserve(&axes->members, &axes->member_capacity, axes->n_members + n, sizeof *axes->members) ||
        !rap_index_reserve(&axes->party_index, 1))
        return rap_fail_memory(err);
    if (n) memcpy(axes->members + axes->n_members, places, n * sizeof *places);
    axes->parties[axes->n_parties] = (rap_party_entry){axes->n_members, (uint32_t)n};
    rap_index_add(&axes->party_index, hash, (uint32_t)axes->n_parties);
    axes->n_members += n;
    *out = (uint32_t)axes->n_parties++;
    return RAP_OK;
}

rap_status rap_axes_party(rap_axes *axes, const rap_place *places, size_t n, uint32_t *out, rap_error *err)
{
    if (n > RAP_PARTY_MAX)
        return rap_fail(err, RAP_E_USAGE, "a party of %zu places: the limit is %d", n, RAP_PARTY_MAX);
    uint64_t hash = XXH3_64bits(places, n * sizeof *places);
    uint32_t entry;
    for (rap_probe p = rap_probe_start(&axes->party_index, hash);
         rap_probe_next(&axes->party_index, &p, &entry);) {
        rap_party_entry party = axes->parties[entry];
        if (party.count != n || (n && memcmp(axes->members + party.first, places, n * sizeof *places) != 0))
            continue;
        *out = entry;
        return RAP_OK;
    }
    return add_party(axes, hash, places, n, out, err);
}

rap_status rap_axes_leaf(rap_axes *axes, rap_subject leaf, uint32_t *out, rap_error *err)
{
    uint64_t hash = XXH3_64bits(&leaf, sizeof leaf);
    uint32_t entry;
    for (rap_probe p = rap_probe_start(&axes->leaf_index, hash);
         rap_probe_next(&axes->leaf_index, &p, &entry);) {
        if (axes->leaves[entry] != leaf) continue;
        *out = entry;
        return RAP_OK;
    }
    if (!rap_reserve(&axes->leaves, &axes->leaf_capacity, axes->n_leaves + 1, sizeof *axes->leaves) ||
        !rap_index_reserve(&axes->leaf_index, 1))
        return rap_fail_memory(err);
    axes->leaves[axes->n_leaves] = leaf;
    rap_index_add(&axes->leaf_index, hash, (uint32_t)axes->n_leaves);
    *out = (uint32_t)axes->n_leaves++;
    return RAP_OK;
}

static rap_status add_kind(rap_axes *axes, uint64_t hash, rap_span kind, uint32_t *out, rap_error *err)
{
    const char *fault = rap_kind_fault(kind);
    if (fault) return rap_fail(err, RAP_E_USAGE, "a kind of %zu bytes: %s", kind.length, fault);
    if (axes->n_kinds == RAP_KINDS_MAX)
        return rap_fail(err, RAP_E_FORMAT, "more than %u different kinds", RAP_KINDS_MAX);
    if (!rap_reserve(&axes->kinds, &axes->kind_capacity, axes->n_kinds + 1, sizeof *axes->kinds) ||
        !rap_index_reserve(&axes->kind_index, 1))
        return rap_fail_memory(err);
    rap_kind_entry *entry = &axes->kinds[axes->n_kinds];
    *entry = (rap_kind_entry){.length = (uint8_t)kind.length, .shares_alone = rap_fact_has_shares(1, kind)};
    if (kind.length) memcpy(entry->text, kind.data, kind.length);
    rap_index_add(&axes->kind_index, hash, (uint32_t)axes->n_kinds);
    *out = (uint32_t)axes->n_kinds++;
    return RAP_OK;
}

rap_status rap_axes_kind(rap_axes *axes, rap_span kind, uint32_t *out, rap_error *err)
{
    if (kind.length > RAP_KIND_MAX)
        return rap_fail(err, RAP_E_USAGE, "a kind of %zu bytes: the limit is %d", kind.length, RAP_KIND_MAX);
    uint64_t hash = XXH3_64bits(kind.data, kind.length);
    uint32_t entry;
    for (rap_probe p = rap_probe_start(&axes->kind_index, hash);
         rap_probe_next(&axes->kind_index, &p, &entry);) {
        const rap_kind_entry *known = &axes->kinds[entry];
        if (known->length != kind.length || (kind.length && memcmp(known->text, kind.data, kind.length) != 0))
            continue;
        *out = entry;
        return RAP_OK;
    }
    return add_kind(axes, hash, kind, out, err);
}

/* The part of a name that can be shown anywhere. */
static rap_span showable(rap_span name)
{
    size_t length = 0, limit = name.length < RAP_NAME_MAX ? name.length : RAP_NAME_MAX;
    while (length < limit && (unsigned char)name.data[length] >= 0x20 && name.data[length] != 0x7F) length++;
    return (rap_span){name.data, length ? rap_utf8_valid(name.data, length) : 0};
}

bool rap_name_is_kept(rap_span name)
{
    return name.length > 0 && showable(name).length == name.length;
}

static rap_status add_name(rap_axes *axes, uint64_t hash, rap_subject node, rap_span name, rap_error *err)
{
    if (axes->n_names == RAP_NAMES_MAX)
        return rap_fail(err, RAP_E_FORMAT, "more than %u named subjects", RAP_NAMES_MAX);
    if (!rap_reserve(&axes->names, &axes->name_capacity, axes->n_names + 1, sizeof *axes->names) ||
        !rap_index_reserve(&axes->name_index, 1))
        return rap_fail_memory(err);
    char *copy = rap_strndup(name.data, name.length);
    if (!copy) return rap_fail_memory(err);
    axes->names[axes->n_names] = (rap_name_entry){node, copy, name.length};
    axes->name_bytes += name.length + 1;
    rap_index_add(&axes->name_index, hash, (uint32_t)axes->n_names++);
    return RAP_OK;
}

static rap_status replace_name(rap_axes *axes, rap_name_entry *entry, rap_span name, rap_error *err)
{
    char *copy = rap_strndup(name.data, name.length);
    if (!copy) return rap_fail_memory(err);
    axes->name_bytes += name.length - entry->length;
    rap_free(entry->text);
    entry->text = copy;
    entry->length = name.length;
    return RAP_OK;
}

rap_status rap_axes_name(rap_axes *axes, rap_subject node, rap_span name, rap_error *err)
{
    uint64_t hash = XXH3_64bits(&node, sizeof node);
    uint32_t i;
    for (rap_probe p = rap_probe_start(&axes->name_index, hash); rap_probe_next(&axes->name_index, &p, &i);) {
        rap_name_entry *entry = &axes->names[i];
        if (entry->node != node) continue;
        rap_span old = {entry->text, entry->length};
        if (rap_span_compare(name, old) == 0) return RAP_OK; /* nearly always: no need to look at its bytes */
        name = showable(name);
        bool first = name.length > 0 && rap_span_compare(name, old) < 0;
        return first ? replace_name(axes, entry, name, err) : RAP_OK;
    }
    name = showable(name);
    return name.length ? add_name(axes, hash, node, name, err) : RAP_OK;
}
