// SPDX-License-Identifier: Apache-2.0
/* Promises of cube/chunk.h, spool.h and provenance.h: the container under a cube. */
#include "support/facts.h"

#include "cube/layout.h"
#include "cube/provenance.h"
#include "cube/spool.h"
#include "support/reseal.h"

static rap_status add_chunk(rap_chunk_writer *writer, const char *id, uint32_t width, const void *data,
                            size_t length)
{
    RAP_TRY(rap_chunk_begin(writer, id, width, NULL));
    if (length) RAP_TRY(rap_chunk_add(writer, data, length, NULL));
    rap_chunk_end(writer);
    return RAP_OK;
}

/* Two chunks that must be understood and one that need not be. */
static rap_status write_container(const char *path, const char *note)
{
    static const uint16_t numbers[] = {1, 2, 300};
    rap_chunk_writer *writer = NULL;
    RAP_TRY(rap_chunk_writer_open(path, 3, &writer, NULL));
    rap_status status = add_chunk(writer, "TEXT", 1, "hello", 5);
    if (status == RAP_OK) status = add_chunk(writer, "NUMB", 2, numbers, sizeof numbers);
    if (status == RAP_OK) status = add_chunk(writer, "note", 1, note, strlen(note));
    if (status == RAP_OK) return rap_chunk_writer_commit(writer, NULL);
    rap_chunk_writer_abort(writer);
    return status;
}

static file_bytes container(void)
{
    assert_int_equal(write_container(in_folder("c"), "a note"), RAP_OK);
    return read_bytes("c");
}

static void a_container_is_laid_out_as_the_format_page_says(void **state)
{
    (void)state;
    file_bytes bytes = container();
    const rap_chunk_head *head;
    const rap_chunk *chunks;
    assert_int_equal(rap_chunk_parse(bytes.data, bytes.length, &head, &chunks, NULL), RAP_OK);
    assert_memory_equal(bytes.data, "\x89RAP\r\n\x1a\n", 8);
    assert_int_equal(head->n_chunks, 3);
    assert_int_equal(chunks[0].offset, 192); /* 64 + 3 * 32 = 160, up to a multiple of 64 */
    assert_int_equal(chunks[1].offset, 256);
    assert_int_equal(chunks[2].offset, 320);
    assert_int_equal(bytes.length, 326);
    assert_memory_equal(bytes.data + 192, "hello", 5);
    assert_int_equal(chunks[1].width, 2);
    assert_int_equal(chunks[1].length, 6);
    for (uint32_t i = 0; i < 3; i++) assert_int_equal(rap_chunk_check(bytes.data, &chunks[i], NULL), RAP_OK);
    bytes.data[256]++;
    rap_error err = {0};
    assert_int_equal(rap_chunk_check(bytes.data, &chunks[1], &err), RAP_E_FORMAT);
    assert_int_equal(err.byte, 256);
    free(bytes.data);
}

static void the_content_hash_covers_what_must_be_understood(void **state)
{
    (void)state;
    assert_int_equal(write_container(in_folder("a"), "made here"), RAP_OK);
    assert_int_equal(write_container(in_folder("b"), "made elsewhere, later"), RAP_OK);
    file_bytes a = read_bytes("a"), b = read_bytes("b");
    assert_true(((rap_chunk_head *)(void *)a.data)->content == ((rap_chunk_head *)(void *)b.data)->content);
    find_chunk(b.data, "TEXT")->hash++;
    rap_chunk *chunks = (rap_chunk *)(void *)(b.data + sizeof(rap_chunk_head));
    assert_true(rap_chunk_content(chunks, 3) != ((rap_chunk_head *)(void *)a.data)->content);
    free(a.data);
    free(b.data);
}

/* A defect of the frame: what to change, where, whether the hashes are then made to fit, and what is said. */
static const struct frame_defect {
    const char *name;
    size_t at;
    unsigned char value;
    bool resealed;
    rap_status status;
    const char *message;
} frame_defects[] = {
    {"another kind of file", 0, 'P', false, RAP_E_FORMAT, "no rapport cube"},
    {"high bit stripped", 0, 0x09, false, RAP_E_FORMAT, "text mode"},
    {"line end changed", 4, '\n', false, RAP_E_FORMAT, "text mode"},
    {"major version", 8, 2, true, RAP_E_UNSUPPORTED, "format version 2.0, this program reads 1.x"},
    {"minor version", 10, 9, true, RAP_OK, ""},
    {"no chunks", 12, 0, false, RAP_E_FORMAT, "expected 1 to 64 chunks, found 0"},
    {"too many chunks", 12, 200, false, RAP_E_FORMAT, "expected 1 to 64 chunks, found 200"},
    {"table past the end", 12, 60, false, RAP_E_FORMAT, "ends inside its table"},
    {"length", 17, 7, false, RAP_E_FORMAT, "seal"},
    {"content hash", 24, 0x55, false, RAP_E_FORMAT, "seal"},
    {"reserved bytes", 40, 1, true, RAP_E_FORMAT, "reserved"},
    {"seal", 56, 0x55, false, RAP_E_FORMAT, "seal"},
    {"table", 64 + 8, 1, false, RAP_E_FORMAT, "seal"},
    {"id that can't be read", 64, 1, true, RAP_E_FORMAT, "no readable id"},
    {"id that begins with a digit", 64, '7', true, RAP_E_FORMAT, "no readable id"},
    {"width zero", 64 + 32 + 4, 0, true, RAP_E_FORMAT, "chunk NUMB: length 6 is not a multiple of 0"},
    {"width that does not divide", 64 + 32 + 4, 4, true, RAP_E_FORMAT,
     "chunk NUMB: length 6 is not a multiple of 4"},
    {"offset not aligned", 64 + 8, 193, true, RAP_E_FORMAT, "chunk TEXT: expected at byte 192, found at 193"},
    {"offset in the middle", 64 + 32 + 9, 2, true, RAP_E_FORMAT, "chunk NUMB: expected at byte 256"},
    {"length past the end", 64 + 18, 7, true, RAP_E_FORMAT, "reaches past the end"},
    {"length that shrinks", 64 + 64 + 16, 3, true, RAP_E_FORMAT, "3 bytes follow the last chunk"},
    {"bytes between chunks", 200, 1, true, RAP_E_FORMAT, "bytes before chunk NUMB are not zero"},
};

static void every_defect_of_the_frame_is_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof frame_defects / sizeof *frame_defects; i++) {
        const struct frame_defect *defect = &frame_defects[i];
        file_bytes bytes = container();
        const rap_chunk_head *head = NULL;
        const rap_chunk *chunks;
        rap_error err = {0};
        bytes.data[defect->at] = (char)defect->value;
        if (defect->resealed) reseal(bytes.data, bytes.length);
        rap_status status = rap_chunk_parse(bytes.data, bytes.length, &head, &chunks, &err);
        if (status != defect->status || !strstr(err.text, defect->message) ||
            (status != RAP_OK && !err.has_byte))
            fail_msg("%s: found \"%s\"", defect->name, err.text);
        if (status != RAP_OK) assert_null(head);
        free(bytes.data);
    }
}

static void a_chunk_stands_once(void **state)
{
    (void)state;
    file_bytes bytes = container();
    const rap_chunk_head *head;
    const rap_chunk *chunks;
    rap_error err = {0};
    memcpy(find_chunk(bytes.data, "NUMB")->id, "TEXT", 4);
    reseal(bytes.data, bytes.length);
    assert_int_equal(rap_chunk_parse(bytes.data, bytes.length, &head, &chunks, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "chunk TEXT stands twice"));
    free(bytes.data);
}

static void a_content_hash_of_other_content_is_refused(void **state)
{
    (void)state;
    file_bytes bytes = container();
    const rap_chunk_head *found;
    const rap_chunk *chunks;
    rap_error err = {0};
    rap_chunk_head *head = (rap_chunk_head *)(void *)bytes.data;
    head->content++;
    head->seal = rap_chunk_seal(head, (rap_chunk *)(head + 1));
    assert_int_equal(rap_chunk_parse(bytes.data, bytes.length, &found, &chunks, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "content hash"));
    free(bytes.data);
}

static void a_file_of_any_other_length_is_refused(void **state)
{
    (void)state;
    file_bytes bytes = container();
    const rap_chunk_head *head;
    const rap_chunk *chunks;
    for (size_t length = 0; length < bytes.length; length++) {
        char *cut = malloc(length ? length : 1);
        assert_non_null(cut);
        memcpy(cut, bytes.data, length);
        assert_int_equal(rap_chunk_parse(cut, length, &head, &chunks, NULL), RAP_E_FORMAT);
        free(cut);
    }
    rap_error err = {0};
    char *longer = calloc(bytes.length + 1, 1);
    assert_non_null(longer);
    memcpy(longer, bytes.data, bytes.length);
    assert_int_equal(rap_chunk_parse(longer, bytes.length + 1, &head, &chunks, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "added to"));
    free(longer);
    free(bytes.data);
}

static void a_container_given_up_leaves_nothing(void **state)
{
    (void)state;
    rap_chunk_writer *writer = NULL;
    assert_int_equal(rap_chunk_writer_open(in_folder("gone"), 1, &writer, NULL), RAP_OK);
    assert_int_equal(add_chunk(writer, "TEXT", 1, "x", 1), RAP_OK);
    rap_chunk_writer_abort(writer);
    assert_int_equal(rap_path_stat(in_folder("gone"), NULL), RAP_PATH_NONE);
    rap_chunk_writer_abort(NULL);
    assert_int_equal(rap_chunk_writer_open(in_folder("many"), RAP_CHUNKS_MAX + 1, &writer, NULL),
                     RAP_E_USAGE);
    assert_int_equal(rap_chunk_writer_open(in_folder("no/such/folder"), 1, &writer, NULL), RAP_E_IO);
}

static void short_memory_is_reported(void **state)
{
    (void)state;
    rap_status status = RAP_E_MEMORY;
    for (uint64_t n = 1; status != RAP_OK; n++) {
        rap_alloc_fail_after(n);
        status = write_container(in_folder("short"), "");
        rap_alloc_fail_after(0);
        if (status != RAP_OK) assert_int_equal(status, RAP_E_MEMORY);
        if (status != RAP_OK) assert_int_equal(rap_path_stat(in_folder("short"), NULL), RAP_PATH_NONE);
    }
}

/* ---- spools */

/* Values of all widths, in runs longer and shorter than a block. */
static uint64_t value_at(uint64_t i)
{
    return i * UINT64_C(0x9E3779B97F4A7C15) >> (i / 5000 % 4 * 16 + 8);
}

static rap_status write_spool(const char *path, uint64_t n, uint32_t width, bool *used_file)
{
    rap_spool spool;
    rap_chunk_writer *writer = NULL;
    RAP_TRY(rap_spool_init(&spool, path, NULL));
    rap_status status = RAP_OK;
    for (uint64_t i = 0; status == RAP_OK && i < n; i++) status = rap_spool_add(&spool, value_at(i), NULL);
    if (status == RAP_OK) status = rap_chunk_writer_open(path, 1, &writer, NULL);
    if (status == RAP_OK) {
        rap_spool *one = &spool;
        status = rap_spool_write(&one, &(uint64_t){0}, 1, "NUMB", width, writer, NULL);
        if (status == RAP_OK)
            status = rap_chunk_writer_commit(writer, NULL);
        else
            rap_chunk_writer_abort(writer);
    }
    *used_file = spool.file != NULL;
    rap_spool_release(&spool);
    return status;
}

static void a_spool_gives_its_values_back_at_the_narrowest_width(void **state)
{
    (void)state;
    static const uint64_t counts[] = {0, 1, RAP_SPOOL_BLOCK, RAP_SPOOL_BLOCK + 1, 700000};
    for (size_t c = 0; c < 5; c++) {
        bool used_file;
        assert_int_equal(write_spool(in_folder("s"), counts[c], 0, &used_file), RAP_OK);
        assert_int_equal(used_file, counts[c] == 700000); /* the long one passes what is held in memory */
        file_bytes bytes = read_bytes("s");
        const rap_chunk *chunk = find_chunk(bytes.data, "NUMB");
        rap_column column = {bytes.data + chunk->offset, chunk->width, chunk->length / chunk->width};
        assert_int_equal(column.count, counts[c]);
        uint64_t greatest = 0;
        for (uint64_t i = 0; i < counts[c]; i++) {
            if (rap_column_at(column, i) != value_at(i))
                fail_msg("value %llu differs", (unsigned long long)i);
            if (value_at(i) > greatest) greatest = value_at(i);
        }
        assert_int_equal(column.width, rap_width_of(greatest));
        free(bytes.data);
    }
}

static void a_spool_can_be_told_its_width(void **state)
{
    (void)state;
    bool used_file;
    assert_int_equal(write_spool(in_folder("s"), 1, 4, &used_file), RAP_OK);
    file_bytes bytes = read_bytes("s");
    assert_int_equal(find_chunk(bytes.data, "NUMB")->length, 4);
    free(bytes.data);
}

static void a_spool_short_of_memory_says_so(void **state)
{
    (void)state;
    rap_status status = RAP_E_MEMORY;
    for (uint64_t n = 1; status != RAP_OK; n++) {
        bool used_file = false;
        rap_alloc_fail_after(n);
        status = write_spool(in_folder("short"), 300000, 0, &used_file);
        rap_alloc_fail_after(0);
        if (status != RAP_OK) assert_int_equal(status, RAP_E_MEMORY);
    }
}

/* ---- provenance */

static void lines_are_united_sorted_and_once(void **state)
{
    (void)state;
    const rap_span texts[] = {rap_span_of("release\t2026\nfile\tb\t2\tff\n\n"), rap_span_of(""),
                              rap_span_of("file\ta\t1\tee\nrelease\t2026")};
    rap_text out = {0};
    assert_int_equal(rap_provenance_unite(texts, 3, &out, NULL), RAP_OK);
    assert_string_equal(rap_text_get(&out), "file\ta\t1\tee\nfile\tb\t2\tff\nrelease\t2026\n");
    assert_true(rap_provenance_is_canonical((rap_span){out.data, out.length}));
    assert_false(rap_provenance_is_canonical(texts[0]));
    assert_false(rap_provenance_is_canonical(texts[2]));
    assert_false(rap_provenance_is_canonical(rap_span_of("a\na\n")));
    assert_false(rap_provenance_is_canonical(rap_span_of("\n")));
    assert_true(rap_provenance_is_canonical(rap_span_of("")));
    rap_text_release(&out);
}

static void a_source_met_twice_is_named(void **state)
{
    (void)state;
    rap_error err = {0};
    const rap_span same[] = {rap_span_of("file\tx/part_0\t10\tabc\t3\n"), rap_span_of("file\ty\t11\tabc\n"),
                             rap_span_of("file\tz/other name\t10\tabc\n")};
    assert_int_equal(rap_provenance_check(same, 2, &err), RAP_OK);
    assert_int_equal(rap_provenance_check(same, 3, &err), RAP_E_USAGE);
    assert_non_null(strstr(err.text, "cubes 1 and 3"));
    assert_non_null(strstr(err.text, "z/other name"));
    const rap_span within[] = {rap_span_of("file\ta\t10\tabc\nfile\tb\t10\tabc\n")};
    assert_int_equal(rap_provenance_check(within, 1, &err), RAP_OK); /* ingest has looked at works */
    const rap_span empty[] = {rap_span_of("file\ta\t0\tabc\n"), rap_span_of("file\tb\t0\tabc\n")};
    assert_int_equal(rap_provenance_check(empty, 2, &err), RAP_OK);
    const rap_span odd[] = {rap_span_of("file\ta\n"), rap_span_of("file\ta\nfile\nfile\ta\t10\n")};
    assert_int_equal(rap_provenance_check(odd, 2, &err), RAP_OK);
}

static void mixed_releases_are_refused(void **state)
{
    (void)state;
    rap_error err = {0};
    const rap_span texts[] = {rap_span_of("release\t2026-01\n"), rap_span_of("program\trapport\n"),
                              rap_span_of("release\t2026-02\n")};
    assert_int_equal(rap_provenance_check(texts, 2, &err), RAP_OK);
    assert_int_equal(rap_provenance_check(texts, 3, &err), RAP_E_USAGE);
    assert_non_null(strstr(err.text, "2026-01 and 2026-02"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_container_is_laid_out_as_the_format_page_says),
        cmocka_unit_test(the_content_hash_covers_what_must_be_understood),
        cmocka_unit_test(every_defect_of_the_frame_is_named),
        cmocka_unit_test(a_chunk_stands_once),
        cmocka_unit_test(a_content_hash_of_other_content_is_refused),
        cmocka_unit_test(a_file_of_any_other_length_is_refused),
        cmocka_unit_test(a_container_given_up_leaves_nothing),
        cmocka_unit_test(short_memory_is_reported),
        cmocka_unit_test(a_spool_gives_its_values_back_at_the_narrowest_width),
        cmocka_unit_test(a_spool_can_be_told_its_width),
        cmocka_unit_test(a_spool_short_of_memory_says_so),
        cmocka_unit_test(lines_are_united_sorted_and_once),
        cmocka_unit_test(a_source_met_twice_is_named),
        cmocka_unit_test(mixed_releases_are_refused),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
