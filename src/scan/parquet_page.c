// SPDX-License-Identifier: Apache-2.0
/* parquet_page - page headers, and the parts of a page: levels and values. */
#include "scan/parquet_page.h"

#include <isa-l/crc.h>
#include <string.h>

#include "base/alloc.h"
#include "scan/thrift.h"

#define WINDOW ((size_t)1 << 17)
#define HEADER_USUAL ((size_t)1 << 12)
#define HEADER_MAX ((size_t)1 << 22) /* statistics stand in it, with whole texts */

enum { DATA_PAGE = 0, INDEX_PAGE = 1, DICTIONARY_PAGE = 2, DATA_PAGE_V2 = 3 };

/* A page header as it stands. */
typedef struct header {
    int64_t type, unpacked, packed, crc;
    int64_t n_values, encoding, def_encoding, rep_encoding, def_length, rep_length;
    bool has_crc, has_body, compressed;
} header;

void rap_parquet_pages_begin(rap_parquet_pages *pages, const rap_parquet_chunk *chunk)
{
    pages->chunk = chunk;
    pages->at = 0;
    pages->next = pages->used = 0;
    pages->n_values = 0;
}

void rap_parquet_pages_release(rap_parquet_pages *pages)
{
    rap_free(pages->window);
    rap_free(pages->body);
    rap_unpacker_free(pages->unpacker);
    *pages = (rap_parquet_pages){0};
}

/* ------------------------------------------------------------------ window */

static uint64_t left_in_chunk(const rap_parquet_pages *pages)
{
    return pages->used - pages->next + pages->chunk->length - pages->at;
}

/* Brings the next `want` bytes of the chunk together in the window, or all that are left. */
static rap_status need(rap_parquet_pages *pages, size_t want, rap_error *err)
{
    size_t have = pages->used - pages->next;
    uint64_t unread = pages->chunk->length - pages->at;
    if (have >= want || unread == 0) return RAP_OK;
    if (pages->next) memmove(pages->window, pages->window + pages->next, have);
    pages->next = 0;
    pages->used = have;
    size_t until = want > WINDOW ? want : WINDOW;
    if (unread < until - have) until = have + (size_t)unread;
    RAP_TRY(rap_parquet_reserve(pages->file, &pages->window, &pages->window_room, until, 1, err));
    RAP_TRY(rap_parquet_read_at(pages->file, pages->chunk->offset + pages->at, until - have, pages->window + have, err));
    pages->at += until - have;
    pages->used = until;
    return RAP_OK;
}

/* ------------------------------------------------------------------ header */

static void take_body(rap_thrift *in, header *out)
{
    bool v2 = out->type == DATA_PAGE_V2, data = out->type == DATA_PAGE;
    out->has_body = true;
    for (rap_thrift_field field = {0}; rap_thrift_next(in, &field);) {
        if (field.id == 1)
            rap_thrift_integer(in, &field, &out->n_values);
        else if (field.id == (v2 ? 4 : 2))
            rap_thrift_integer(in, &field, &out->encoding);
        else if (data && field.id == 3)
            rap_thrift_integer(in, &field, &out->def_encoding);
        else if (data && field.id == 4)
            rap_thrift_integer(in, &field, &out->rep_encoding);
        else if (v2 && field.id == 5)
            rap_thrift_integer(in, &field, &out->def_length);
        else if (v2 && field.id == 6)
            rap_thrift_integer(in, &field, &out->rep_length);
        else if (v2 && field.id == 7)
            rap_thrift_bool(in, &field, &out->compressed);
        else
            rap_thrift_skip(in, &field);
    }
}

/* The body's field comes behind the type's, by their numbers. */
static bool take_header(rap_thrift *in, header *out)
{
    *out = (header){.type = -1, .packed = -1, .unpacked = -1, .compressed = true};
    for (rap_thrift_field field = {0}; rap_thrift_next(in, &field);) {
        bool body = (field.id == 5 && out->type == DATA_PAGE) || (field.id == 7 && out->type == DICTIONARY_PAGE) ||
                    (field.id == 8 && out->type == DATA_PAGE_V2);
        if (field.id == 1)
            rap_thrift_integer(in, &field, &out->type);
        else if (field.id == 2)
            rap_thrift_integer(in, &field, &out->unpacked);
        else if (field.id == 3)
            rap_thrift_integer(in, &field, &out->packed);
        else if (field.id == 4)
            out->has_crc = rap_thrift_integer(in, &field, &out->crc);
        else if (body && rap_thrift_inside(in, &field))
            take_body(in, out);
        else
            rap_thrift_skip(in, &field);
    }
    return !in->problem;
}

static rap_status check_header(const rap_parquet_pages *pages, const header *h, rap_error *err)
{
    if (h->packed < 0 || h->unpacked < 0 || h->packed > INT32_MAX || h->unpacked > INT32_MAX)
        return rap_fail(err, RAP_E_FORMAT, "a page of %lld bytes, %lld compressed", (long long)h->unpacked,
                        (long long)h->packed);
    if ((uint64_t)h->packed > left_in_chunk(pages))
        return rap_fail(err, RAP_E_FORMAT, "a page of %lld bytes where its column has %llu left", (long long)h->packed,
                        (unsigned long long)left_in_chunk(pages));
    if (h->type == INDEX_PAGE) return RAP_OK;
    if (!h->has_body || h->n_values < 0 || h->n_values > INT32_MAX)
        return rap_fail(err, RAP_E_FORMAT, "a page of no known kind, or of %lld values", (long long)h->n_values);
    if (h->type == DATA_PAGE && ((pages->rep && h->rep_encoding != RAP_PARQUET_E_RLE) ||
                                 (pages->def && h->def_encoding != RAP_PARQUET_E_RLE)))
        return rap_fail(err, RAP_E_UNSUPPORTED, "levels in an outdated encoding (BIT_PACKED) can't be read");
    return RAP_OK;
}

static rap_status read_header(rap_parquet_pages *pages, header *out, rap_error *err)
{
    rap_thrift in;
    for (size_t want = HEADER_USUAL;; want = HEADER_MAX) {
        RAP_TRY(need(pages, want, err));
        rap_span bytes = {pages->window + pages->next, pages->used - pages->next};
        rap_thrift_init(&in, bytes);
        if (take_header(&in, out)) {
            pages->next += (size_t)(in.at - (const unsigned char *)bytes.data);
            return check_header(pages, out, err);
        }
        if (want == HEADER_MAX || pages->at == pages->chunk->length)
            return rap_fail(err, RAP_E_FORMAT, "a damaged page header: %s", in.problem);
    }
}

/* -------------------------------------------------------------------- body */

/* Takes `length` bytes of levels; refuses more than there are. */
static rap_status take_part(rap_span *rest, int64_t length, rap_span *out, rap_error *err)
{
    if (length < 0 || (uint64_t)length > rest->length)
        return rap_fail(err, RAP_E_FORMAT, "a page of %zu bytes with %lld bytes of levels", rest->length,
                        (long long)length);
    *out = (rap_span){rest->data, (size_t)length};
    *rest = (rap_span){rest->data + length, rest->length - (size_t)length};
    return RAP_OK;
}

/* Levels with their length in front, as in pages of the first kind. */
static rap_status take_levels(rap_span *rest, rap_span *out, rap_error *err)
{
    uint32_t length;
    rap_span four = {NULL, 0};
    RAP_TRY(take_part(rest, sizeof length, &four, err));
    memcpy(&length, four.data, sizeof length);
    return take_part(rest, length, out, err);
}

/* The `length` bytes that `packed` stands for: in the body, or where they are if nothing was compressed. */
static rap_status unpack(rap_parquet_pages *pages, bool compressed, rap_span packed, size_t length, rap_span *out,
                         rap_error *err)
{
    rap_parquet_codec codec = compressed ? (rap_parquet_codec)pages->chunk->codec : RAP_PARQUET_PLAIN;
    if (codec == RAP_PARQUET_PLAIN && packed.length == length) {
        *out = packed;
        return RAP_OK;
    }
    RAP_TRY(rap_parquet_reserve(pages->file, &pages->body, &pages->body_room, length + 1, 1, err));
    RAP_TRY(rap_unpack(&pages->unpacker, codec, packed, pages->body, length, err));
    *out = (rap_span){pages->body, length};
    return RAP_OK;
}

/* Of a page of the second kind the levels are never compressed, and stand before the rest. */
static rap_status split_v2(rap_parquet_pages *pages, const header *h, rap_span packed, rap_parquet_page *out,
                           rap_error *err)
{
    rap_span rest = packed;
    RAP_TRY(take_part(&rest, h->rep_length, &out->rep, err));
    RAP_TRY(take_part(&rest, h->def_length, &out->def, err));
    int64_t length = h->unpacked - h->rep_length - h->def_length;
    if (length < 0)
        return rap_fail(err, RAP_E_FORMAT, "a page of %lld bytes with more levels than that", (long long)h->unpacked);
    if (rest.length == 0 && length == 0) { /* nulls only: some writers compress nothing to nothing */
        out->values = rest;
        return RAP_OK;
    }
    return unpack(pages, h->compressed, rest, (size_t)length, &out->values, err);
}

static rap_status split_page(rap_parquet_pages *pages, const header *h, rap_span packed, rap_parquet_page *out,
                             rap_error *err)
{
    *out = (rap_parquet_page){.dictionary = h->type == DICTIONARY_PAGE, .n_values = (uint32_t)h->n_values,
                              .encoding = h->encoding, .rep = {"", 0}, .def = {"", 0}};
    if (h->type == DATA_PAGE_V2) return split_v2(pages, h, packed, out, err);
    RAP_TRY(unpack(pages, true, packed, (size_t)h->unpacked, &out->values, err));
    if (h->type == DICTIONARY_PAGE) return RAP_OK;
    if (pages->rep) RAP_TRY(take_levels(&out->values, &out->rep, err));
    if (pages->def) RAP_TRY(take_levels(&out->values, &out->def, err));
    return RAP_OK;
}

static rap_status verify(const header *h, rap_span packed, rap_error *err)
{
    if (!h->has_crc) return RAP_OK;
    uint32_t found = crc32_gzip_refl(0, (const unsigned char *)packed.data, packed.length);
    if (found == (uint32_t)h->crc) return RAP_OK;
    return rap_fail(err, RAP_E_FORMAT, "a damaged page: it does not match its checksum");
}

rap_status rap_parquet_pages_next(rap_parquet_pages *pages, rap_parquet_page *out, bool *ended, rap_error *err)
{
    header h;
    do {
        *ended = left_in_chunk(pages) == 0 || pages->n_values == pages->chunk->n_values;
        if (*ended) return RAP_OK;
        RAP_TRY(read_header(pages, &h, err));
        RAP_TRY(need(pages, (size_t)h.packed, err));
        rap_span packed = {pages->window + pages->next, (size_t)h.packed};
        pages->next += (size_t)h.packed;
        if (h.type == INDEX_PAGE) continue;
        RAP_TRY(verify(&h, packed, err));
        RAP_TRY(split_page(pages, &h, packed, out, err));
    } while (h.type == INDEX_PAGE);
    pages->unpacked += (uint64_t)h.unpacked;
    if (!out->dictionary) pages->n_values += out->n_values;
    if (pages->n_values > pages->chunk->n_values)
        return rap_fail(err, RAP_E_FORMAT, "more values than the footer says: %llu", (unsigned long long)pages->chunk->n_values);
    return RAP_OK;
}
