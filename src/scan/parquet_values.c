// SPDX-License-Identifier: Apache-2.0
/* parquet_values - one begin and one take for each form that values come in. */
#include "scan/parquet_values.h"

#include <string.h>

#include "base/alloc.h"
#include "scan/bits.h"

void rap_parquet_values_release(rap_parquet_values *values)
{
    rap_free(values->lengths);
    rap_free(values->prefixes);
    rap_free(values->entries);
    rap_text_release(&values->last);
    *values = (rap_parquet_values){0};
}

static rap_status too_few(rap_error *err)
{
    return rap_fail(err, RAP_E_FORMAT, "a damaged page: fewer values than it says");
}

static rap_status damaged(const char *what, rap_error *err)
{
    return rap_fail(err, RAP_E_FORMAT, "a damaged page: %s", what);
}

static uint64_t map_of(const rap_parquet_values *values, const void *bytes, size_t length)
{
    return values->map ? values->map(values->arg, (rap_span){bytes, length}) : 0;
}

/* ------------------------------------------------------------------- plain */

static rap_status take_fixed(rap_parquet_values *values, size_t n, size_t width, uint64_t *out, rap_error *err)
{
    if (width && n > (size_t)(values->end - values->at) / width) return too_few(err);
    for (size_t i = 0; i < n; i++, values->at += width) out[i] = map_of(values, values->at, width);
    return RAP_OK;
}

static rap_status take_numbers(rap_parquet_values *values, size_t n, uint64_t *out, rap_error *err)
{
    bool wide = values->node->type == RAP_PARQUET_INT64 || values->node->type == RAP_PARQUET_DOUBLE;
    size_t width = wide ? 8 : 4;
    if (n > (size_t)(values->end - values->at) / width) return too_few(err);
    if (wide && n) memcpy(out, values->at, n * 8);
    for (size_t i = 0; !wide && i < n; i++) {
        int32_t narrow;
        memcpy(&narrow, values->at + i * 4, 4);
        out[i] = (uint64_t)(int64_t)narrow;
    }
    values->at += n * width;
    return RAP_OK;
}

static rap_status take_bytes(rap_parquet_values *values, size_t n, uint64_t *out, rap_error *err)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t length;
        size_t left = (size_t)(values->end - values->at);
        if (left < sizeof length) return too_few(err);
        memcpy(&length, values->at, sizeof length);
        if (length > left - sizeof length) return damaged("a text longer than the page", err);
        out[i] = map_of(values, values->at + sizeof length, length);
        values->at += sizeof length + length;
    }
    return RAP_OK;
}

static rap_status take_plain(rap_parquet_values *values, size_t n, uint64_t *out, rap_error *err)
{
    switch (values->node->type) {
    case RAP_PARQUET_BYTES: return take_bytes(values, n, out, err);
    case RAP_PARQUET_INT96: return take_fixed(values, n, 12, out, err);
    case RAP_PARQUET_FIXED: return take_fixed(values, n, values->node->width, out, err);
    default: return take_numbers(values, n, out, err);
    }
}

/* -------------------------------------------------------------- dictionary */

rap_status rap_parquet_values_learn(rap_parquet_values *values, const rap_parquet_page *page, rap_error *err)
{
    if (values->has_dictionary) return damaged("a second dictionary", err);
    if (page->encoding != RAP_PARQUET_E_PLAIN && page->encoding != RAP_PARQUET_E_PLAIN_DICTIONARY)
        return rap_fail(err, RAP_E_UNSUPPORTED, "a dictionary in encoding %lld can't be read", (long long)page->encoding);
    if (values->node->type == RAP_PARQUET_BOOLEAN) return damaged("a dictionary of truth values", err);
    values->at = (const unsigned char *)page->values.data;
    values->end = values->at + page->values.length;
    /* An entry takes a byte or more, but for bytes of the fixed length 0. */
    if (page->n_values > page->values.length) return too_few(err);
    RAP_TRY(rap_parquet_reserve(values->file, &values->entries, &values->entry_room, page->n_values, sizeof(uint64_t),
                                err));
    RAP_TRY(take_plain(values, page->n_values, values->entries, err));
    values->n_entries = page->n_values;
    values->has_dictionary = true;
    return RAP_OK;
}

static rap_status begin_indexes(rap_parquet_values *values, rap_span bytes, rap_error *err)
{
    if (!values->has_dictionary) return damaged("indexes without a dictionary", err);
    values->form = RAP_VALUES_INDEX;
    if (bytes.length == 0) { /* a page of nulls */
        rap_hybrid_init(&values->hybrid, bytes, 0);
        return RAP_OK;
    }
    unsigned width = (unsigned char)bytes.data[0];
    if (width > 32) return damaged("indexes of more than 32 bits", err);
    rap_hybrid_init(&values->hybrid, (rap_span){bytes.data + 1, bytes.length - 1}, width);
    return RAP_OK;
}

static rap_status take_indexed(rap_parquet_values *values, size_t n, uint64_t *out, rap_error *err)
{
    uint32_t index[RAP_PARQUET_PIECE], most = 0;
    if (!rap_hybrid_numbers(&values->hybrid, n, index)) return too_few(err);
    for (size_t i = 0; i < n; i++) most = index[i] > most ? index[i] : most;
    if (n && most >= values->n_entries) return damaged("an index behind the end of the dictionary", err);
    for (size_t i = 0; i < n; i++) out[i] = values->entries[index[i]];
    return RAP_OK;
}

/* ------------------------------------------------------------------ deltas */

/* Reads all of a list of lengths, which ends where what follows it begins. */
static rap_status read_lengths(rap_parquet_values *values, uint32_t most, uint64_t **lengths, size_t *room,
                               rap_error *err)
{
    rap_span bytes = {(const char *)values->at, (size_t)(values->end - values->at)};
    if (!rap_delta_init(&values->delta, bytes) || values->delta.total > most)
        return damaged("a list of lengths that is none", err);
    size_t n = (size_t)values->delta.total;
    RAP_TRY(rap_parquet_reserve(values->file, lengths, room, n, sizeof **lengths, err));
    if (!rap_delta_numbers(&values->delta, n, *lengths)) return damaged("a list of lengths that is cut short", err);
    values->at = values->delta.at;
    values->n_lengths = n;
    values->next_length = 0;
    return RAP_OK;
}

static rap_status begin_delta(rap_parquet_values *values, const rap_parquet_page *page, rap_error *err)
{
    rap_text_clear(&values->last);
    if (page->values.length == 0) { /* a page of nulls */
        values->form = RAP_VALUES_LENGTHS;
        values->n_lengths = values->next_length = 0;
        return RAP_OK;
    }
    if (page->encoding == RAP_PARQUET_E_DELTA_BINARY_PACKED) {
        values->form = RAP_VALUES_DELTA;
        return rap_delta_init(&values->delta, page->values) ? RAP_OK : damaged("a list of differences that is none", err);
    }
    values->form = RAP_VALUES_LENGTHS;
    if (page->encoding == RAP_PARQUET_E_DELTA_BYTES) {
        values->form = RAP_VALUES_PREFIXES;
        RAP_TRY(read_lengths(values, page->n_values, &values->prefixes, &values->prefix_room, err));
    }
    size_t n_prefixes = values->n_lengths;
    RAP_TRY(read_lengths(values, page->n_values, &values->lengths, &values->length_room, err));
    if (values->form == RAP_VALUES_PREFIXES && values->n_lengths != n_prefixes)
        return damaged("as many beginnings as ends were expected", err);
    return RAP_OK;
}

static rap_status take_delta(rap_parquet_values *values, size_t n, uint64_t *out, rap_error *err)
{
    if (!rap_delta_numbers(&values->delta, n, out)) return too_few(err);
    if (values->node->type == RAP_PARQUET_INT32) /* sums wrap around at the width of the type */
        for (size_t i = 0; i < n; i++) out[i] = (uint64_t)(int64_t)(int32_t)(uint32_t)out[i];
    return RAP_OK;
}

static rap_status take_with_lengths(rap_parquet_values *values, size_t n, uint64_t *out, rap_error *err)
{
    if (n > values->n_lengths - values->next_length) return too_few(err);
    for (size_t i = 0; i < n; i++) {
        uint64_t length = values->lengths[values->next_length++];
        if (length > (uint64_t)(values->end - values->at)) return damaged("a text longer than the page", err);
        out[i] = map_of(values, values->at, (size_t)length);
        values->at += length;
    }
    return RAP_OK;
}

/* Each text is a beginning of the one before and a rest. */
static rap_status take_with_prefixes(rap_parquet_values *values, size_t n, uint64_t *out, rap_error *err)
{
    rap_text *last = &values->last;
    if (n > values->n_lengths - values->next_length) return too_few(err);
    for (size_t i = 0; i < n; i++) {
        uint64_t kept = values->prefixes[values->next_length], length = values->lengths[values->next_length++];
        if (kept > last->length || length > (uint64_t)(values->end - values->at))
            return damaged("a text longer than the page", err);
        if (kept + length > values->file->limit) return damaged("a text over the limit of memory", err);
        last->length = (size_t)kept;
        rap_text_add(last, (const char *)values->at, (size_t)length);
        if (last->failed) return rap_fail_memory(err);
        out[i] = map_of(values, rap_text_get(last), last->length);
        values->at += length;
    }
    return RAP_OK;
}

/* -------------------------------------------------------------------- page */

static bool holds_integers(const rap_parquet_node *node)
{
    return node->type == RAP_PARQUET_INT32 || node->type == RAP_PARQUET_INT64;
}

/* Truth values as a hybrid with its length in front. */
static rap_status begin_truths(rap_parquet_values *values, rap_span bytes, rap_error *err)
{
    uint32_t length = 0;
    if (bytes.length >= sizeof length) memcpy(&length, bytes.data, sizeof length);
    if (bytes.length && (bytes.length < sizeof length || length > bytes.length - sizeof length)) return too_few(err);
    values->form = RAP_VALUES_BITS;
    rap_hybrid_init(&values->hybrid, (rap_span){bytes.data + (bytes.length ? sizeof length : 0), length}, 1);
    return RAP_OK;
}

static rap_status begin_plain(rap_parquet_values *values, rap_span bytes)
{
    values->form = RAP_VALUES_PLAIN;
    if (values->node->type != RAP_PARQUET_BOOLEAN) return RAP_OK;
    values->form = RAP_VALUES_BITS; /* packed bits without a head are one endless run */
    rap_hybrid_init(&values->hybrid, bytes, 1);
    values->hybrid.packed = values->at;
    values->hybrid.at = values->end;
    values->hybrid.left = (uint64_t)bytes.length * 8;
    return RAP_OK;
}

rap_status rap_parquet_values_begin(rap_parquet_values *values, const rap_parquet_page *page, rap_error *err)
{
    const rap_parquet_node *node = values->node;
    bool text = node->type == RAP_PARQUET_BYTES || node->type == RAP_PARQUET_FIXED;
    values->at = (const unsigned char *)page->values.data;
    values->end = values->at + page->values.length;
    switch (page->encoding) {
    case RAP_PARQUET_E_PLAIN: return begin_plain(values, page->values);
    case RAP_PARQUET_E_PLAIN_DICTIONARY:
    case RAP_PARQUET_E_RLE_DICTIONARY: return begin_indexes(values, page->values, err);
    case RAP_PARQUET_E_RLE:
        if (node->type == RAP_PARQUET_BOOLEAN) return begin_truths(values, page->values, err);
        break;
    case RAP_PARQUET_E_DELTA_BINARY_PACKED:
        if (holds_integers(node)) return begin_delta(values, page, err);
        break;
    case RAP_PARQUET_E_DELTA_LENGTH_BYTES:
        if (node->type == RAP_PARQUET_BYTES) return begin_delta(values, page, err);
        break;
    case RAP_PARQUET_E_DELTA_BYTES:
        if (text) return begin_delta(values, page, err);
        break;
    default: break;
    }
    return rap_fail(err, RAP_E_UNSUPPORTED, "values of %s in encoding %lld can't be read",
                    rap_parquet_type_text((rap_parquet_type)node->type), (long long)page->encoding);
}

rap_status rap_parquet_values_take(rap_parquet_values *values, size_t n, uint64_t *out, rap_error *err)
{
    uint32_t truths[RAP_PARQUET_PIECE];
    switch (values->form) {
    case RAP_VALUES_PLAIN: return take_plain(values, n, out, err);
    case RAP_VALUES_INDEX: return take_indexed(values, n, out, err);
    case RAP_VALUES_DELTA: return take_delta(values, n, out, err);
    case RAP_VALUES_LENGTHS: return take_with_lengths(values, n, out, err);
    case RAP_VALUES_PREFIXES: return take_with_prefixes(values, n, out, err);
    case RAP_VALUES_BITS: break;
    }
    if (!rap_hybrid_numbers(&values->hybrid, n, truths)) return too_few(err);
    for (size_t i = 0; i < n; i++) out[i] = truths[i];
    return RAP_OK;
}
