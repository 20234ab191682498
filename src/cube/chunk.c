// SPDX-License-Identifier: Apache-2.0
#include "cube/chunk.h"

#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "cube/hash.h"

#if !defined(__BYTE_ORDER__) || __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "cubes are mapped as they are: this needs a little-endian machine"
#endif

_Static_assert(sizeof(rap_chunk_head) == 64 && sizeof(rap_chunk) == 32, "as drawn in docs/format.md");

/* As PNG's: a byte that 7-bit channels break, the name, and line ends that text mode changes. */
static const unsigned char magic[8] = {0x89, 'R', 'A', 'P', '\r', '\n', 0x1A, '\n'};

static uint64_t align_up(uint64_t offset)
{
    return (offset + RAP_CHUNK_ALIGN - 1) / RAP_CHUNK_ALIGN * RAP_CHUNK_ALIGN;
}

bool rap_chunk_is_content(const char id[4])
{
    return id[0] >= 'A' && id[0] <= 'Z';
}

uint64_t rap_chunk_content(const rap_chunk *chunks, uint32_t n)
{
    struct row {
        char id[4];
        uint32_t width;
        uint64_t length, hash;
    } rows[RAP_CHUNKS_MAX];
    size_t used = 0;
    for (uint32_t i = 0; i < n && i < RAP_CHUNKS_MAX; i++) {
        if (!rap_chunk_is_content(chunks[i].id)) continue;
        rows[used] =
            (struct row){.width = chunks[i].width, .length = chunks[i].length, .hash = chunks[i].hash};
        memcpy(rows[used].id, chunks[i].id, 4);
        used++;
    }
    return XXH3_64bits(rows, used * sizeof *rows);
}

uint64_t rap_chunk_seal(const rap_chunk_head *head, const rap_chunk *chunks)
{
    char sealed[sizeof *head + RAP_CHUNKS_MAX * sizeof *chunks];
    size_t start = offsetof(rap_chunk_head, seal), table = head->n_chunks * sizeof *chunks;
    memcpy(sealed, head, start);
    memcpy(sealed + start, chunks, table);
    return XXH3_64bits(sealed, start + table);
}

/* ---- reading */

static rap_status no_cube(const unsigned char *bytes, rap_error *err)
{
    static const unsigned char stripped[4] = {0x09, 'R', 'A', 'P'};
    bool text_mode = memcmp(bytes, magic, 4) == 0;
    if (text_mode || memcmp(bytes, stripped, 4) == 0)
        return rap_fail_byte(
            err, RAP_E_FORMAT, text_mode ? 4 : 0,
            "the magic bytes are damaged, as by a transfer in text mode; copy the cube again in "
            "binary mode");
    return rap_fail_byte(err, RAP_E_FORMAT, 0,
                         "no rapport cube: expected the magic bytes 89 52 41 50, found "
                         "%02x %02x %02x %02x",
                         bytes[0], bytes[1], bytes[2], bytes[3]);
}

static rap_status parse_head(const unsigned char *bytes, size_t length, rap_error *err)
{
    const rap_chunk_head *head = (const rap_chunk_head *)(const void *)bytes;
    if (length >= sizeof magic && memcmp(bytes, magic, sizeof magic) != 0) return no_cube(bytes, err);
    if (length < sizeof *head)
        return rap_fail_byte(err, RAP_E_FORMAT, length,
                             "no rapport cube: %zu bytes are too few for a header of %zu", length,
                             sizeof *head);
    if (head->major != RAP_CHUNK_MAJOR)
        return rap_fail_byte(err, RAP_E_UNSUPPORTED, 8, "format version %u.%u, this program reads %d.x",
                             head->major, head->minor, RAP_CHUNK_MAJOR);
    uint64_t table = (uint64_t)head->n_chunks * sizeof(rap_chunk);
    if (head->n_chunks < 1 || head->n_chunks > RAP_CHUNKS_MAX)
        return rap_fail_byte(err, RAP_E_FORMAT, 12, "expected 1 to %d chunks, found %u", RAP_CHUNKS_MAX,
                             head->n_chunks);
    if (table > length - sizeof *head)
        return rap_fail_byte(err, RAP_E_FORMAT, length, "the file ends inside its table of contents");
    const rap_chunk *chunks = (const rap_chunk *)(const void *)(bytes + sizeof *head);
    if (rap_chunk_seal(head, chunks) != head->seal)
        return rap_fail_byte(err, RAP_E_FORMAT, offsetof(rap_chunk_head, seal),
                             "the seal does not fit: header or table of contents is damaged");
    if (head->length != length)
        return rap_fail_byte(err, RAP_E_FORMAT, length, "expected a file of %llu bytes, found %zu: it was %s",
                             (unsigned long long)head->length, length,
                             length < head->length ? "cut off" : "added to");
    for (size_t i = 0; i < 3; i++)
        if (head->reserved[i] != 0)
            return rap_fail_byte(err, RAP_E_FORMAT, offsetof(rap_chunk_head, reserved),
                                 "reserved bytes are not zero");
    return RAP_OK;
}

static bool is_id(const char id[4])
{
    for (size_t i = 0; i < 4; i++)
        if (id[i] <= ' ' || id[i] > '~') return false;
    return (id[0] >= 'A' && id[0] <= 'Z') || (id[0] >= 'a' && id[0] <= 'z');
}

static bool is_zero(const unsigned char *bytes, uint64_t from, uint64_t to)
{
    while (from < to)
        if (bytes[from++] != 0) return false;
    return true;
}

/* Checks row `i`; `*end` is where the bytes before the chunk end, and moves behind it. */
static rap_status parse_chunk(const unsigned char *bytes, size_t length, const rap_chunk *chunks, uint32_t i,
                              uint64_t *end, rap_error *err)
{
    const rap_chunk *chunk = &chunks[i];
    uint64_t row = sizeof(rap_chunk_head) + (uint64_t)i * sizeof *chunk;
    if (!is_id(chunk->id)) return rap_fail_byte(err, RAP_E_FORMAT, row, "chunk %u has no readable id", i);
    for (uint32_t j = 0; j < i; j++)
        if (memcmp(chunks[j].id, chunk->id, 4) == 0)
            return rap_fail_byte(err, RAP_E_FORMAT, row, "chunk %.4s stands twice", chunk->id);
    if (chunk->width == 0 || chunk->length % chunk->width != 0)
        return rap_fail_byte(err, RAP_E_FORMAT, row, "chunk %.4s: length %llu is not a multiple of %u",
                             chunk->id, (unsigned long long)chunk->length, chunk->width);
    if (chunk->offset != align_up(*end))
        return rap_fail_byte(err, RAP_E_FORMAT, row, "chunk %.4s: expected at byte %llu, found at %llu",
                             chunk->id, (unsigned long long)align_up(*end),
                             (unsigned long long)chunk->offset);
    if (chunk->offset > length || chunk->length > length - chunk->offset)
        return rap_fail_byte(err, RAP_E_FORMAT, row,
                             "chunk %.4s: length %llu reaches past the end of the file", chunk->id,
                             (unsigned long long)chunk->length);
    if (!is_zero(bytes, *end, chunk->offset))
        return rap_fail_byte(err, RAP_E_FORMAT, *end, "bytes before chunk %.4s are not zero", chunk->id);
    *end = chunk->offset + chunk->length;
    return RAP_OK;
}

rap_status rap_chunk_parse(const void *bytes, size_t length, const rap_chunk_head **head,
                           const rap_chunk **chunks, rap_error *err)
{
    RAP_TRY(parse_head(bytes, length, err));
    const rap_chunk_head *found = bytes;
    const rap_chunk *table = (const rap_chunk *)(const void *)(found + 1);
    uint64_t end = sizeof *found + (uint64_t)found->n_chunks * sizeof *table;
    for (uint32_t i = 0; i < found->n_chunks; i++) RAP_TRY(parse_chunk(bytes, length, table, i, &end, err));
    if (end != length)
        return rap_fail_byte(err, RAP_E_FORMAT, end, "%llu bytes follow the last chunk",
                             (unsigned long long)(length - end));
    if (rap_chunk_content(table, found->n_chunks) != found->content)
        return rap_fail_byte(err, RAP_E_FORMAT, offsetof(rap_chunk_head, content),
                             "the content hash does not fit the table of contents");
    *head = found;
    *chunks = table;
    return RAP_OK;
}

rap_status rap_chunk_check(const void *bytes, const rap_chunk *chunk, rap_error *err)
{
    if (XXH3_64bits((const char *)bytes + chunk->offset, chunk->length) == chunk->hash) return RAP_OK;
    return rap_fail_byte(err, RAP_E_FORMAT, chunk->offset,
                         "chunk %.4s: its %llu bytes do not fit their hash: the file is damaged", chunk->id,
                         (unsigned long long)chunk->length);
}

/* ---- writing */

struct rap_chunk_writer {
    rap_replace *file;
    rap_chunk_head head;
    rap_chunk chunks[RAP_CHUNKS_MAX];
    uint32_t n; /* begun so far */
    XXH3_state_t *hash;
    void *hash_block; /* the heap gives 16-byte alignment, the state wants more */
};

static const char zeros[RAP_CHUNK_ALIGN];

static rap_status make_writer(uint32_t n_chunks, rap_chunk_writer **out)
{
    rap_chunk_writer *writer = rap_alloc(1, sizeof *writer);
    if (!writer) return RAP_E_MEMORY;
    writer->hash_block = rap_alloc(1, sizeof *writer->hash + RAP_CHUNK_ALIGN);
    if (!writer->hash_block) {
        rap_free(writer);
        return RAP_E_MEMORY;
    }
    uintptr_t aligned =
        ((uintptr_t)writer->hash_block + RAP_CHUNK_ALIGN - 1) & ~(uintptr_t)(RAP_CHUNK_ALIGN - 1);
    writer->hash = (XXH3_state_t *)aligned;
    writer->head = (rap_chunk_head){.major = RAP_CHUNK_MAJOR, .minor = RAP_CHUNK_MINOR, .n_chunks = n_chunks};
    memcpy(writer->head.magic, magic, sizeof magic);
    *out = writer;
    return RAP_OK;
}

static void free_writer(rap_chunk_writer *writer)
{
    rap_free(writer->hash_block);
    rap_free(writer);
}

rap_status rap_chunk_writer_open(const char *path, uint32_t n_chunks, rap_chunk_writer **out, rap_error *err)
{
    rap_chunk_writer *writer = NULL;
    if (n_chunks > RAP_CHUNKS_MAX) return rap_fail(err, RAP_E_USAGE, "%u chunks are too many", n_chunks);
    if (make_writer(n_chunks, &writer) != RAP_OK) return rap_fail_memory(err);
    rap_status status = rap_replace_open(path, &writer->file, err);
    if (status != RAP_OK) {
        free_writer(writer);
        return status;
    }
    /* Room for header and table, which are known at the end. */
    status = rap_replace_write(writer->file, &writer->head, sizeof writer->head, err);
    if (status == RAP_OK)
        status = rap_replace_write(writer->file, writer->chunks, n_chunks * sizeof *writer->chunks, err);
    if (status != RAP_OK) {
        rap_chunk_writer_abort(writer);
        return status;
    }
    *out = writer;
    return RAP_OK;
}

rap_status rap_chunk_begin(rap_chunk_writer *writer, const char id[4], uint32_t width, rap_error *err)
{
    uint64_t length = rap_replace_length(writer->file), offset = align_up(length);
    RAP_TRY(rap_replace_write(writer->file, zeros, (size_t)(offset - length), err));
    rap_chunk *chunk = &writer->chunks[writer->n];
    *chunk = (rap_chunk){.width = width, .offset = offset};
    memcpy(chunk->id, id, 4);
    XXH3_64bits_reset(writer->hash);
    return RAP_OK;
}

rap_status rap_chunk_add(rap_chunk_writer *writer, const void *data, size_t length, rap_error *err)
{
    XXH3_64bits_update(writer->hash, data, length);
    return rap_replace_write(writer->file, data, length, err);
}

void rap_chunk_end(rap_chunk_writer *writer)
{
    rap_chunk *chunk = &writer->chunks[writer->n++];
    chunk->length = rap_replace_length(writer->file) - chunk->offset;
    chunk->hash = XXH3_64bits_digest(writer->hash);
}

rap_status rap_chunk_writer_commit(rap_chunk_writer *writer, rap_error *err)
{
    rap_chunk_head *head = &writer->head;
    head->length = rap_replace_length(writer->file);
    head->content = rap_chunk_content(writer->chunks, writer->n);
    head->seal = rap_chunk_seal(head, writer->chunks);
    rap_status status = rap_replace_write_at(writer->file, 0, head, sizeof *head, err);
    if (status == RAP_OK)
        status = rap_replace_write_at(writer->file, sizeof *head, writer->chunks,
                                      writer->n * sizeof *writer->chunks, err);
    if (status == RAP_OK)
        status = rap_replace_commit(writer->file, err);
    else
        rap_replace_abort(writer->file);
    free_writer(writer);
    return status;
}

void rap_chunk_writer_abort(rap_chunk_writer *writer)
{
    if (!writer) return;
    rap_replace_abort(writer->file);
    free_writer(writer);
}
