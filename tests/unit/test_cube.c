// SPDX-License-Identifier: Apache-2.0
/* Promises of cube/cube.h: what a cube shows, the bytes it always has, and that no damage goes unseen. */
#include "support/facts.h"

#include "support/reseal.h"

/* The fixed cube of support/facts.h. A change of these is a change of the format: see docs/format.md. */
#define FIXED_IDENTITY "03298cbbe4680428"
#define FIXED_LENGTH 3753
#define FIXED_BYTES UINT64_C(0x46E40D3BC0B50D50) /* XXH3 of the file */

static void freeze_fixed(const char *name)
{
    rap_tally *tally = fixed_tally();
    freeze_as(tally, "release\t2026-01-01\nprogram\trapport 0.1.0\n", name);
    rap_tally_free(tally);
}

static void the_same_facts_are_the_same_bytes_forever(void **state)
{
    (void)state;
    freeze_fixed("fixed.rap");
    rap_cube *cube = open_cube("fixed.rap");
    assert_string_equal(rap_cube_identity(cube), FIXED_IDENTITY);
    assert_int_equal(cube->file->length, FIXED_LENGTH);
    assert_int_equal(XXH3_64bits(cube->file->bytes, cube->file->length), FIXED_BYTES);
    rap_cube_close(cube);
}

static void identity_is_of_the_facts_not_of_their_provenance(void **state)
{
    (void)state;
    rap_tally *tally = fixed_tally();
    freeze_as(tally, NULL, "plain.rap");
    sample s;
    assert_int_equal(rap_tally_add(tally, sample_of(&s, 2019, 0, "a;b;all", "NO", 1), NULL), RAP_OK);
    freeze_as(tally, NULL, "more.rap");
    rap_cube *plain = open_cube("plain.rap"), *more = open_cube("more.rap");
    assert_string_equal(rap_cube_identity(plain), FIXED_IDENTITY);
    assert_string_not_equal(rap_cube_identity(more), FIXED_IDENTITY);
    rap_cube_close(plain);
    rap_cube_close(more);
    rap_tally_free(tally);
}

static void axes_and_cells_stand_in_order(void **state)
{
    (void)state;
    freeze_fixed("fixed.rap");
    rap_cube *cube = open_cube("fixed.rap");
    assert_int_equal(cube->n_cells, 5);
    assert_int_equal(cube->n_leaves, 3);
    assert_true(cube->leaves[0] == 0);
    assert_true(cube->leaves[1] == topic(3, 21, 2105, 10018));
    assert_int_equal(cube->n_kinds, 3);
    assert_string_equal(cube->kinds[0], "article;journal;all");
    assert_string_equal(cube->kinds[1], "other;other;no-authors");
    assert_string_equal(cube->kinds[2], "preprint;other;some");
    assert_int_equal(cube->n_parties, 4); /* none, CN NO, DK NO SE, NO */
    size_t n;
    assert_non_null(rap_cube_party(cube, 0, &n));
    assert_int_equal(n, 0);
    assert_int_equal(rap_cube_party(cube, 2, &n)[1], place("NO"));
    assert_int_equal(n, 3);
    static const uint64_t works[] = {7, 2, 3, 1, 300};
    for (uint64_t i = 0; i < 5; i++) assert_int_equal(rap_column_at(cube->amount[0], i), works[i]);
    assert_int_equal(cube->amount[0].width, 2);
    assert_int_equal(cube->n_slices, 4);
    static const int years[] = {0, 2019, 2020, 2020, 0};
    static const uint64_t cells[] = {0, 1, 3, 4, 5}, shares[] = {0, 0, 2, 3, 6}, ties[] = {0, 0, 1, 1, 1};
    for (size_t s = 0; s < 5; s++) {
        assert_int_equal(cube->slices[s].year, years[s]);
        assert_int_equal(cube->slices[s].cell, cells[s]);
        assert_int_equal(cube->slices[s].share, shares[s]);
        assert_int_equal(cube->slices[s].tie, ties[s]);
    }
    assert_true(cube->slices[3].field == topic(3, 22, 0, 0));
    rap_cube_close(cube);
}

static void shares_ties_names_and_years_are_found(void **state)
{
    (void)state;
    freeze_fixed("fixed.rap");
    rap_cube *cube = open_cube("fixed.rap");
    assert_int_equal(cube->share_whole.count, 6);
    assert_true(rap_cube_share(cube, 0) == RAP_UNIT); /* CN: two halves */
    assert_true(rap_cube_share(cube, 2) == RAP_UNIT / 4);
    assert_true(rap_cube_share(cube, 5) == 100 * RAP_UNIT);
    assert_int_equal(cube->n_ties, 1);
    assert_int_equal(rap_column_at(cube->tie_cell, 0), 1);
    assert_int_equal(cube->ties[0].x, place("CN"));
    assert_int_equal(cube->ties[0].y, place("NO"));
    assert_int_equal(rap_cube_share_count(cube, 0, 1), 0);
    assert_int_equal(rap_cube_share_count(cube, 2, 1), 1);
    assert_int_equal(rap_cube_share_count(cube, 0, 3), 3);
    assert_string_equal(rap_cube_name(cube, topic(3, 21, 0, 0)), "Energy");
    assert_string_equal(rap_cube_name(cube, topic(3, 21, 2105, 10018)), "Advancements in Battery Materials");
    assert_null(rap_cube_name(cube, topic(3, 22, 0, 0)));
    assert_null(rap_cube_name(cube, UINT64_MAX));
    int first, last;
    rap_cube_years(cube, &first, &last);
    assert_int_equal(first, 2019);
    assert_int_equal(last, 2020);
    static const char provenance[] = "program\trapport 0.1.0\nrelease\t2026-01-01\n";
    assert_int_equal(cube->provenance_length, strlen(provenance));
    assert_memory_equal(cube->provenance, provenance, strlen(provenance));
    rap_cube_close(cube);
}

static void see_chunk(void *arg, const char *id, uint64_t bytes)
{
    rap_text_printf(arg, "%s %llu\n", id, (unsigned long long)bytes);
}

static void chunks_are_listed_in_order(void **state)
{
    (void)state;
    freeze_fixed("fixed.rap");
    rap_cube *cube = open_cube("fixed.rap");
    rap_text list = {0};
    rap_cube_chunks(cube, see_chunk, &list);
    assert_string_equal(
        rap_text_get(&list),
        "SCHM 159\nLEAF 24\nKIND 63\nNODE 16\nNAME 41\nPARO 5\nPARM 12\nSLIC 200\nCLEA 5\nCKIN 5\n"
        "CPAR 5\nAMT0 10\nSHRW 6\nSHRF 24\nTIEC 1\nTIEP 4\nTIEW 1\n"
        "plac 8\nsumo 5\nsuma 5\nsumn 5\nsumk 5\nsumw 10\nsumm 7\n"
        "maro 5\nmark 10\nmarp 10\nmarw 20\nmari 20\nmarl 20\n"
        "paio 5\npaik 4\npaip 4\npaiw 8\nprov 41\n");
    rap_text_release(&list);
    rap_cube_close(cube);
}

static void an_empty_tally_and_one_of_names_only_are_cubes(void **state)
{
    (void)state;
    rap_tally *tally = research_tally();
    int first = 9, last = 9;
    freeze_as(tally, NULL, "empty.rap");
    assert_verifies("empty.rap");
    assert_int_equal(rap_tally_name(tally, topic(3, 0, 0, 0), rap_span_of("Physical Sciences"), NULL),
                     RAP_OK);
    freeze_as(tally, NULL, "names.rap");
    assert_verifies("names.rap");
    rap_cube *cube = open_cube("names.rap");
    assert_int_equal(cube->n_cells, 0);
    assert_int_equal(cube->n_slices, 0);
    assert_int_equal(cube->n_parties, 0);
    rap_cube_years(cube, &first, &last);
    assert_int_equal(first, 0);
    assert_int_equal(last, 0);
    assert_string_equal(rap_cube_name(cube, topic(3, 0, 0, 0)), "Physical Sciences");
    rap_cube_close(cube);
    rap_tally_free(tally);
}

static void columns_widen_as_they_are_read(void **state)
{
    (void)state;
    static const uint8_t narrow[] = {1, 255, 3};
    static const uint16_t two[] = {1, 65535, 3};
    static const uint32_t four[] = {1, UINT32_MAX, 3};
    static const uint64_t eight[] = {1, UINT32_MAX, 3};
    const rap_column columns[] = {{narrow, 1, 3}, {two, 2, 3}, {four, 4, 3}, {eight, 8, 3}};
    for (size_t c = 0; c < 4; c++) {
        uint32_t out32[2];
        uint64_t out64[2];
        rap_column_read32(columns[c], 1, 2, out32);
        rap_column_read64(columns[c], 1, 2, out64);
        for (size_t i = 0; i < 2; i++) {
            assert_true(out32[i] == rap_column_at(columns[c], i + 1));
            assert_true(out64[i] == rap_column_at(columns[c], i + 1));
        }
    }
    rap_column_read32((rap_column){.width = 1}, 0, 0, NULL);
}

/* ---- damage */

/* Opens, verifies and walks bytes; the first status that is not RAP_OK. */
static rap_status read_all(const void *bytes, size_t length, rap_error *err)
{
    rap_cube *cube = NULL;
    rap_status status = rap_cube_parse(bytes, length, &cube, err);
    if (status != RAP_OK) {
        assert_null(cube);
        return status;
    }
    status = rap_cube_verify(cube, err);
    (void)walk_cube(cube);
    (void)kept_says_the_same(cube);
    rap_cube_close(cube);
    return status;
}

static void every_changed_byte_is_noticed(void **state)
{
    (void)state;
    freeze_fixed("fixed.rap");
    file_bytes bytes = read_bytes("fixed.rap");
    static const unsigned char masks[] = {0x01, 0x80, 0xFF};
    for (size_t i = 0; i < bytes.length; i++)
        for (size_t m = 0; m < 3; m++) {
            rap_error err = {0};
            bytes.data[i] = (char)(bytes.data[i] ^ masks[m]);
            if (read_all(bytes.data, bytes.length, &err) == RAP_OK || !err.has_byte || err.text[0] == '\0')
                fail_msg("byte %zu changed by %02x: \"%s\"", i, masks[m], err.text);
            bytes.data[i] = (char)(bytes.data[i] ^ masks[m]);
        }
    assert_int_equal(read_all(bytes.data, bytes.length, NULL), RAP_OK);
    free(bytes.data);
}

/* With hashes that fit, a change may give another good cube (a work more), but nothing may be read out of bounds. */
static void a_cube_made_to_harm_is_read_within_bounds(void **state)
{
    (void)state;
    freeze_fixed("fixed.rap");
    file_bytes good = read_bytes("fixed.rap"), bad = {malloc(good.length), good.length};
    static const unsigned char masks[] = {0x01, 0x80, 0xFF};
    assert_non_null(bad.data);
    for (size_t i = 0; i < good.length; i++)
        for (size_t m = 0; m < 3; m++) {
            memcpy(bad.data, good.data, good.length);
            bad.data[i] = (char)(bad.data[i] ^ masks[m]);
            reseal(bad.data, bad.length);
            (void)read_all(bad.data, bad.length, NULL);
        }
    free(bad.data);
    free(good.data);
}

static void codes_outside_their_axis_are_refused_while_reading(void **state)
{
    (void)state;
    freeze_fixed("fixed.rap");
    file_bytes bytes = read_bytes("fixed.rap");
    bytes.data[find_chunk(bytes.data, "CPAR")->offset + 3] = 99;
    reseal(bytes.data, bytes.length);
    rap_cube *cube = NULL;
    rap_error err = {0};
    uint32_t leaf[5], kind[5], party[5];
    assert_int_equal(rap_cube_parse(bytes.data, bytes.length, &cube, NULL), RAP_OK);
    assert_int_equal(rap_cube_codes(cube, 0, 3, leaf, kind, party, &err), RAP_OK);
    assert_int_equal(rap_cube_codes(cube, 5, 0, leaf, kind, party, &err), RAP_OK);
    assert_int_equal(rap_cube_codes(cube, 0, 5, leaf, kind, party, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "cell 3 has code 99, expected one below 4"));
    rap_cube_close(cube);
    free(bytes.data);
}

static void errors_name_the_file(void **state)
{
    (void)state;
    rap_cube *cube = NULL;
    rap_error err = {0};
    assert_int_equal(rap_cube_open(in_folder("absent.rap"), &cube, &err), RAP_E_IO);
    assert_non_null(strstr(err.text, "absent.rap"));
    rap_replace *file;
    assert_int_equal(rap_replace_open(in_folder("text.rap"), &file, NULL), RAP_OK);
    assert_int_equal(rap_replace_write(file, "{\"id\": 1}\n", 10, NULL), RAP_OK);
    assert_int_equal(rap_replace_commit(file, NULL), RAP_OK);
    assert_int_equal(rap_cube_open(in_folder("text.rap"), &cube, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "text.rap: byte 0: no rapport cube"));
    assert_int_equal(rap_replace_open(in_folder("none.rap"), &file, NULL), RAP_OK);
    assert_int_equal(rap_replace_commit(file, NULL), RAP_OK);
    assert_int_equal(rap_cube_open(in_folder("none.rap"), &cube, &err), RAP_E_FORMAT);
    assert_null(cube);
    rap_cube_close(NULL);
    rap_tally *tally = research_tally();
    assert_int_equal(rap_freeze(tally, NULL, in_folder("no/such/folder.rap"), &err), RAP_E_IO);
    assert_non_null(strstr(err.text, "folder.rap"));
    rap_tally_free(tally);
}

static void freezing_short_of_memory_leaves_no_file(void **state)
{
    (void)state;
    rap_tally *tally = fixed_tally();
    rap_status status = RAP_E_MEMORY;
    uint64_t n = 1;
    for (; status != RAP_OK; n++) {
        rap_alloc_fail_after(n);
        status = rap_freeze(tally, "note\tx\n", in_folder("short.rap"), NULL);
        rap_alloc_fail_after(0);
        if (status == RAP_OK) break;
        assert_int_equal(status, RAP_E_MEMORY);
        assert_int_equal(rap_path_stat(in_folder("short.rap"), NULL), RAP_PATH_NONE);
    }
    assert_true(n > 20);
    assert_verifies("short.rap");
    rap_tally_free(tally);
}

static void opening_short_of_memory_is_reported(void **state)
{
    (void)state;
    freeze_fixed("fixed.rap");
    rap_status status = RAP_E_MEMORY;
    rap_cube *cube = NULL;
    for (uint64_t n = 1; status != RAP_OK; n++) {
        rap_alloc_fail_after(n);
        status = rap_cube_open(in_folder("fixed.rap"), &cube, NULL);
        rap_alloc_fail_after(0);
        if (status == RAP_OK) break;
        assert_int_equal(status, RAP_E_MEMORY);
        assert_null(cube);
    }
    status = RAP_E_MEMORY;
    for (uint64_t n = 1; status != RAP_OK; n++) {
        rap_alloc_fail_after(n);
        status = rap_cube_verify(cube, NULL);
        rap_alloc_fail_after(0);
        if (status != RAP_OK) assert_int_equal(status, RAP_E_MEMORY);
    }
    rap_cube_close(cube);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_facts_are_the_same_bytes_forever),
        cmocka_unit_test(identity_is_of_the_facts_not_of_their_provenance),
        cmocka_unit_test(axes_and_cells_stand_in_order),
        cmocka_unit_test(shares_ties_names_and_years_are_found),
        cmocka_unit_test(chunks_are_listed_in_order),
        cmocka_unit_test(an_empty_tally_and_one_of_names_only_are_cubes),
        cmocka_unit_test(columns_widen_as_they_are_read),
        cmocka_unit_test(every_changed_byte_is_noticed),
        cmocka_unit_test(a_cube_made_to_harm_is_read_within_bounds),
        cmocka_unit_test(codes_outside_their_axis_are_refused_while_reading),
        cmocka_unit_test(errors_name_the_file),
        cmocka_unit_test(freezing_short_of_memory_leaves_no_file),
        cmocka_unit_test(opening_short_of_memory_is_reported),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
