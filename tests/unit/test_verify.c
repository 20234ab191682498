// SPDX-License-Identifier: Apache-2.0
/*
 * Promises of rap_cube_verify(): every defect of a cube whose hashes fit is found and named.
 *
 * Two tables: what is poked into the bytes of the fixed cube, and cubes that a careless writer would make.
 */
#include "support/facts.h"

#include "cube/writer.h"
#include "support/reseal.h"

static rap_status read_all(const void *bytes, size_t length, rap_error *err)
{
    rap_cube *cube = NULL;
    RAP_TRY(rap_cube_parse(bytes, length, &cube, err));
    rap_status status = rap_cube_verify(cube, err);
    (void)walk_cube(cube);
    (void)kept_says_the_same(cube);
    rap_cube_close(cube);
    return status;
}

/*
 * The fixed cube: leaves none, battery (field 21), steel (22); kinds article.., other.., preprint..; parties {}, CN NO,
 * DK NO SE, NO; cells: 0 (no year) | 1, 2 (2019, 21: CN NO, NO) | 3 (2020, 21) | 4 (2020, 22).
 */
static const struct poke {
    const char *name, *id;
    size_t at;
    unsigned char value;
    const char *message;
} pokes[] = {
    {"schema with another key", "SCHM", 0, 'D', "chunk SCHM: line 1: expected \"domain\""},
    {"leaves that do not ascend", "LEAF", 7, 4, "chunk LEAF: element 1: subjects must ascend"},
    {"kinds that do not ascend", "KIND", 0, 'z', "chunk KIND: element 20: kinds must ascend"},
    {"kind with a blank", "KIND", 7, ' ', "chunk KIND: element 0: a byte that is no printable ASCII"},
    {"kind that does not end", "KIND", 62, 'x', "chunk KIND: a text is too long or does not end"},
    {"kind split in two", "KIND", 3, 0, "chunk SLIC: element 2: shares or ties do not begin"},
    {"name with a control byte", "NAME", 1, 7, "chunk NAME: element 0: a name must be printable"},
    {"names of fewer nodes", "NAME", 2, 0, "chunk NAME: the number of names is not that of nodes"},
    {"empty name", "NAME", 0, 0, "chunk NAME: the number of names is not that of nodes"},
    {"nodes that do not ascend", "NODE", 15, 2, "chunk NODE: element 1: subjects must ascend"},
    {"first party begins late", "PARO", 0, 1, "chunk PARO: party 0 can't reach from member 0 to 1"},
    {"party that ends before it begins", "PARO", 2, 6, "chunk PARO: party 3 can't reach from member 6 to 5"},
    {"members beyond the last party", "PARO", 4, 5,
     "chunk PARM: its length is not where the last party ends"},
    {"place that is no code", "PARM", 1, 0xFF, "chunk PARM: element 0: a place that is no code"},
    {"slice that begins before the last", "SLIC", 40 + 16, 9,
     "chunk SLIC: slice 2 does not begin where it must"},
    {"first slice that skips a cell", "SLIC", 16, 1, "chunk SLIC: slice 0 does not begin where it must"},
    {"slices that end too early", "SLIC", 160 + 16, 4, "chunk SLIC: the last row is not the end"},
    {"slice of another year", "SLIC", 80, 0xE2, "chunk SLIC: element 2: slices must ascend"},
    {"impossible year", "SLIC", 82, 1, "chunk SLIC: slice 2 has the impossible year"},
    {"reserved bytes of a slice", "SLIC", 44, 1, "chunk SLIC: element 1: reserved bytes"},
    {"slice without cells", "SLIC", 80 + 16, 1, "chunk SLIC: element 1: a slice without cells"},
    {"slice of another field", "SLIC", 40 + 14, 20, "chunk CLEA: element 1: a subject outside the field"},
    {"slice with another start of shares", "SLIC", 80 + 24, 1,
     "chunk SLIC: element 2: shares or ties do not begin"},
    {"slice with another start of ties", "SLIC", 80 + 32, 0,
     "chunk SLIC: element 2: shares or ties do not begin"},
    {"last row with a year", "SLIC", 160, 1, "chunk SLIC: element 4: the last row is not empty"},
    {"no such leaf", "CLEA", 4, 3, "chunk CLEA: element 4: no such subject"},
    {"no such kind", "CKIN", 4, 3, "chunk CKIN: element 4: no such kind"},
    {"no such party", "CPAR", 4, 4, "chunk CPAR: element 4: no such party"},
    {"cells out of order", "CKIN", 1, 2, "chunk CPAR: element 2: cells must ascend"},
    {"party that no cell has", "CPAR", 0, 1, ""},
    {"kind that no cell has", "CKIN", 3, 0, ""},
    {"fewer works than shares", "AMT0", 2, 1, "chunk SHRW: element 1: the shares of a cell pass its works"},
    {"greater share", "SHRW", 0, 2, "chunk SHRW: element 1: the shares of a cell pass its works"},
    {"ties out of order", "TIEC", 0, 0, "chunk TIEP: element 0: no sorted pair of members"},
    {"tie of a cell beyond", "TIEC", 0, 9, "chunk SLIC: element 2: shares or ties do not begin"},
    {"tie of a stranger", "TIEP", 0, 7, "chunk TIEP: element 0: no sorted pair of members"},
    {"tie with more works than its cell", "TIEW", 0, 3,
     "chunk TIEW: element 0: more works than the cell has"},
    {"another place", "plac", 0, 1, "chunk sumn: element 1: not the party of the slice's cells"},
    {"places that do not ascend", "plac", 1, 99, "chunk plac: places must ascend"},
    {"sums that begin late", "sumo", 0, 1, "chunk sumo: the sums of slice 0 do not begin where they must"},
    {"sums that end too early", "sumo", 4, 4, "chunk sumo: the sums of slice 4 do not begin where they must"},
    {"slice with fewer sums", "sumo", 2, 2, "chunk sumo: element 1: the slice has another number of sums"},
    {"members of sums that begin late", "suma", 2, 2, "chunk suma: element 2: the members of the slice's sums begin"},
    {"sum of a larger party", "sumn", 0, 2, "chunk sumn: element 0: not the party of the slice's cells"},
    {"sum of another place", "summ", 0, 1, "chunk sumn: element 1: not the party of the slice's cells"},
    {"sum of a place beyond", "summ", 0, 200, "chunk sumn: element 1: not the party of the slice's cells"},
    {"sum of another kind", "sumk", 1, 2, "chunk sumw: element 1: not the sum of the slice's cells"},
    {"sum of more works", "sumw", 2, 9, "chunk sumw: element 1: not the sum of the slice's cells"},
    {"margins that begin late", "maro", 0, 1, "chunk maro: the sums of slice 0 do not begin where they must"},
    {"slice with fewer margins", "maro", 2, 3, "chunk maro: element 1: the slice has another number of margins"},
    {"margin of another kind", "mark", 1, 2, "chunk marp: element 1: not the kind and place of the slice's sums"},
    {"margin of another place", "marp", 2, 3, "chunk marp: element 2: not the kind and place of the slice's sums"},
    {"margin of more works", "marw", 2, 9, "chunk marw: element 1: not the margin of the slice's sums"},
    {"margin of more international works", "mari", 2, 9, "chunk marw: element 1: not the margin of the slice's sums"},
    {"margin of more links", "marl", 2, 9, "chunk marw: element 1: not the margin of the slice's sums"},
    {"pairs that begin late", "paio", 0, 1, "chunk paio: the sums of slice 0 do not begin where they must"},
    {"slice with fewer pairs", "paio", 2, 0, "chunk paio: element 1: the slice has another number of pairs"},
    {"pair of another kind", "paik", 1, 2, "chunk paip: element 1: not the kind and pair of the slice's sums"},
    {"pair of other places", "paip", 2, 3, "chunk paip: element 2: not the kind and pair of the slice's sums"},
    {"pair of more works", "paiw", 2, 9, "chunk paiw: element 1: not the works of the pair in the slice's sums"},
    {"provenance out of order", "prov", 0, 'z', "chunk prov: element 0: lines must be sorted"},
    {"provenance cut", "prov", 40, 'x', "chunk prov: element 0: lines must be sorted"},
};

static void every_poked_defect_is_named(void **state)
{
    (void)state;
    rap_tally *tally = fixed_tally();
    freeze_as(tally, "release\t2026-01-01\nprogram\trapport 0.1.0\n", "fixed.rap");
    rap_tally_free(tally);
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof pokes / sizeof *pokes; i++) {
        file_bytes bytes = read_bytes("fixed.rap");
        rap_chunk *chunk = find_chunk(bytes.data, pokes[i].id);
        rap_error err = {0};
        assert_true(pokes[i].at < chunk->length);
        bytes.data[chunk->offset + pokes[i].at] = (char)pokes[i].value;
        reseal(bytes.data, bytes.length);
        rap_status status = read_all(bytes.data, bytes.length, &err);
        if (status != RAP_E_FORMAT || !err.has_byte || !strstr(err.text, pokes[i].message)) {
            print_error("%s: found \"%s\"\n", pokes[i].name, err.text);
            wrong++;
        }
        free(bytes.data);
    }
    assert_int_equal(wrong, 0);
}

/* ---- the table of contents of a cube */

static void expect_frame(void (*change)(char *data), rap_status want, const char *message)
{
    file_bytes bytes = read_bytes("fixed.rap");
    rap_error err = {0};
    change(bytes.data);
    reseal(bytes.data, bytes.length);
    rap_status status = read_all(bytes.data, bytes.length, &err);
    if (status != want || !strstr(err.text, message))
        fail_msg("expected \"%s\", found \"%s\"", message, err.text);
    free(bytes.data);
}

static void newer_chunk(char *data)
{
    memcpy(find_chunk(data, "TIEW")->id, "TIEX", 4);
}

static void skippable_chunk(char *data)
{
    memcpy(find_chunk(data, "TIEW")->id, "tiew", 4);
}

static void swapped_chunks(char *data)
{
    rap_chunk *a = find_chunk(data, "CLEA"), *b = find_chunk(data, "CKIN");
    memcpy(a->id, "CKIN", 4);
    memcpy(b->id, "CLEA", 4);
}

static void schema_later(char *data)
{
    rap_chunk *a = find_chunk(data, "SCHM"), *b = find_chunk(data, "KIND");
    memcpy(a->id, "KIND", 4);
    memcpy(b->id, "SCHM", 4);
}

static void foreign_chunk(char *data)
{
    memcpy(find_chunk(data, "SHRW")->id, "AMT1", 4);
}

static void odd_width(char *data)
{
    find_chunk(data, "CLEA")->width = 5;
}

static void wide_kinds(char *data)
{
    find_chunk(data, "PARO")->width = 5;
}

static void uneven_columns(char *data)
{
    find_chunk(data, "AMT0")->width = 1; /* ten values for five cells */
}

static void uneven_shares(char *data)
{
    find_chunk(data, "SHRW")->width = 2;
}

static void uneven_ties(char *data)
{
    memcpy(find_chunk(data, "TIEC")->id, "tiec", 4);
}

static void the_table_of_contents_is_that_of_the_schema(void **state)
{
    (void)state;
    rap_tally *tally = fixed_tally();
    freeze_as(tally, "release\t2026-01-01\nprogram\trapport 0.1.0\n", "fixed.rap");
    rap_tally_free(tally);
    expect_frame(newer_chunk, RAP_E_UNSUPPORTED,
                 "chunk TIEX is not known here: the cube needs a newer rapport");
    expect_frame(skippable_chunk, RAP_E_FORMAT, "chunk TIEW is missing");
    expect_frame(swapped_chunks, RAP_E_FORMAT, "chunk CLEA is out of order");
    expect_frame(schema_later, RAP_E_FORMAT, "chunk KIND is out of order");
    expect_frame(foreign_chunk, RAP_E_FORMAT, "chunk AMT1 does not belong to the schema");
    expect_frame(odd_width, RAP_E_FORMAT, "chunk CLEA: elements can't be 5 bytes wide");
    expect_frame(wide_kinds, RAP_E_FORMAT, "chunk PARO: elements can't be 5 bytes wide");
    expect_frame(uneven_columns, RAP_E_FORMAT, "chunk AMT0: its length is not that of the other columns");
    expect_frame(uneven_shares, RAP_E_FORMAT, "chunk SHRF: its length is not that of the whole parts");
    expect_frame(uneven_ties, RAP_E_FORMAT, "chunk TIEC is missing");
}

/* ---- cubes of a careless writer */

typedef struct careless {
    rap_writer *writer;
    uint64_t works, shares[2];
} careless;

static void begin(careless *c)
{
    rap_schema schema = rap_schema_research("union", "none");
    *c = (careless){.works = 1};
    assert_int_equal(rap_writer_open(in_folder("careless.rap"), &schema, &c->writer, NULL), RAP_OK);
}

static void put_axes(careless *c, const char *kind, const char *first, const char *second)
{
    rap_place places[2] = {place(first), place(second)};
    assert_int_equal(rap_writer_leaf(c->writer, 0, NULL), RAP_OK);
    assert_int_equal(rap_writer_kind(c->writer, rap_span_of(kind), NULL), RAP_OK);
    assert_int_equal(rap_writer_party(c->writer, places, 2, NULL), RAP_OK);
}

static void put_cell(careless *c, size_t n_shares)
{
    rap_cell_row row = {.year = 2020, .amounts = &c->works, .n_shares = n_shares, .shares = c->shares};
    assert_int_equal(rap_writer_cell(c->writer, &row, NULL), RAP_OK);
}

static void expect(careless *c, const char *message)
{
    rap_error err = {0};
    assert_int_equal(rap_writer_finish(c->writer, (rap_span){NULL, 0}, NULL), RAP_OK);
    rap_cube *cube = open_cube("careless.rap");
    rap_status status = rap_cube_verify(cube, &err);
    (void)walk_cube(cube);
    (void)kept_says_the_same(cube);
    rap_cube_close(cube);
    if (!message && status != RAP_OK) fail_msg("found \"%s\"", err.text);
    if (message && (status != RAP_E_FORMAT || !strstr(err.text, message)))
        fail_msg("expected \"%s\", found \"%s\"", message, err.text);
    if (message) assert_non_null(strstr(err.text, "careless.rap: byte "));
}

static void cubes_of_a_careless_writer_are_refused(void **state)
{
    (void)state;
    careless c;
    const char *kind = "article;journal;all";
    begin(&c), put_axes(&c, kind, "CN", "NO"), put_cell(&c, 2), expect(&c, NULL);
    begin(&c), put_axes(&c, kind, "NO", "CN"), put_cell(&c, 2),
        expect(&c, "chunk PARM: element 0: places must be sorted");
    begin(&c), put_axes(&c, kind, "CN", "NO"), put_axes(&c, "b", "CN", "NO"), put_cell(&c, 2);
    expect(&c, "chunk LEAF: element 1: subjects must ascend");
    begin(&c), put_axes(&c, kind, "CN", "NO"), put_cell(&c, 0),
        expect(&c, "chunk CPAR: element 0: there are not enough shares");
    begin(&c), put_axes(&c, kind, "CN", "NO"), c.works = (uint64_t)UINT32_MAX + 1, put_cell(&c, 2);
    expect(&c, "chunk AMT0: element 0: more works than shares can be kept for");
}

static void what_no_cell_uses_is_refused(void **state)
{
    (void)state;
    careless c;
    const char *kind = "article;journal;all";
    rap_place se = place("SE");
    begin(&c), put_axes(&c, kind, "CN", "NO"), put_cell(&c, 2);
    assert_int_equal(rap_writer_leaf(c.writer, 5, NULL), RAP_OK);
    expect(&c, "chunk LEAF: no cell uses entry 1");
    begin(&c), put_axes(&c, kind, "CN", "NO"), put_cell(&c, 2);
    assert_int_equal(rap_writer_kind(c.writer, rap_span_of("book;other;all"), NULL), RAP_OK);
    expect(&c, "chunk KIND: no cell uses entry 1");
    begin(&c), put_axes(&c, kind, "CN", "NO"), put_cell(&c, 2);
    assert_int_equal(rap_writer_party(c.writer, &se, 1, NULL), RAP_OK);
    expect(&c, "chunk PARO: no cell uses entry 1");
}

static void parties_and_names_must_ascend(void **state)
{
    (void)state;
    careless c;
    rap_place first = place("AT");
    begin(&c), put_axes(&c, "article;journal;all", "CN", "NO"), put_cell(&c, 2);
    assert_int_equal(rap_writer_party(c.writer, &first, 1, NULL), RAP_OK);
    expect(&c, "chunk PARM: element 2: parties must ascend");
    begin(&c), put_axes(&c, "article;journal;all", "CN", "NO"), put_cell(&c, 2);
    for (int i = 0; i < 2; i++)
        assert_int_equal(rap_writer_name(c.writer, 7, rap_span_of("twice"), NULL), RAP_OK);
    expect(&c, "chunk NODE: element 1: subjects must ascend");
    begin(&c), put_axes(&c, "article;journal;all", "CN", "NO"), put_cell(&c, 2);
    assert_int_equal(rap_writer_name(c.writer, 7, rap_span_of(""), NULL), RAP_OK);
    expect(&c, "chunk NAME: element 0: a name must be printable UTF-8, not empty");
}

static void a_column_wider_than_needed_is_refused(void **state)
{
    (void)state;
    rap_tally *tally = fixed_tally();
    freeze_as(tally, "release\t2026-01-01\nprogram\trapport 0.1.0\n", "fixed.rap");
    rap_tally_free(tally);
    file_bytes bytes = read_bytes("fixed.rap");
    uint16_t *works = (uint16_t *)(void *)(bytes.data + find_chunk(bytes.data, "AMT0")->offset);
    assert_int_equal(works[4], 300);
    works[4] = 200;
    /* so is the sum of its field; the shares of 300 works become those of 200 */
    uint16_t *sums = (uint16_t *)(void *)(bytes.data + find_chunk(bytes.data, "sumw")->offset);
    assert_int_equal(sums[4], 300);
    sums[4] = 200;
    memset(bytes.data + find_chunk(bytes.data, "SHRW")->offset + 3, 50, 3);
    /* and the margins: 300 works of three countries have two links for each, three in all */
    static const char *const columns[] = {"marw", "mari", "marl"};
    for (size_t c = 0; c < 3; c++) {
        uint16_t *margins = (uint16_t *)(void *)(bytes.data + find_chunk(bytes.data, columns[c])->offset);
        for (size_t i = 0; i < 10; i++) margins[i] = (uint16_t)(margins[i] >= 300 ? margins[i] / 3 * 2 : margins[i]);
    }
    uint16_t *pairs = (uint16_t *)(void *)(bytes.data + find_chunk(bytes.data, "paiw")->offset);
    for (size_t i = 0; i < 4; i++) pairs[i] = (uint16_t)(pairs[i] == 300 ? 200 : pairs[i]);
    reseal(bytes.data, bytes.length);
    rap_error err = {0};
    assert_int_equal(read_all(bytes.data, bytes.length, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "chunk AMT0: elements of 2 bytes where 1 are enough"));
    free(bytes.data);
}

static void large_cubes_are_hashed_by_verify_not_by_open(void **state)
{
    (void)state;
    /* A provenance of more than 64 MB makes a large file of few facts. */
    rap_tally *tally = fixed_tally();
    size_t length = (size_t)RAP_CUBE_HASHED_AT_OPEN + 1;
    char *line = malloc(length + 1);
    assert_non_null(line);
    memset(line, 'x', length);
    line[length] = '\0';
    freeze_as(tally, line, "large.rap");
    free(line);
    rap_tally_free(tally);
    assert_verifies("large.rap");
    FILE *file = fopen(in_folder("large.rap"), "r+b");
    assert_non_null(file);
    rap_cube *cube = open_cube("large.rap");
    assert_int_equal(fseek(file, (long)cube->file->roles[RAP_ROLE_SHARE_FRACTION]->offset, SEEK_SET), 0);
    rap_cube_close(cube);
    assert_int_equal(fputc(1, file), 1);
    fclose(file);
    rap_error err = {0};
    cube = open_cube("large.rap");
    assert_int_equal(rap_cube_verify(cube, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "chunk SHRF: its 24 bytes do not fit their hash"));
    const rap_cube *one = cube;
    assert_int_equal(rap_cube_merge(&one, 1, in_folder("sum.rap"), &err),
                     RAP_E_FORMAT); /* damage is not carried on */
    assert_non_null(strstr(err.text, "large.rap: byte "));
    rap_cube_close(cube);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_poked_defect_is_named),
        cmocka_unit_test(the_table_of_contents_is_that_of_the_schema),
        cmocka_unit_test(cubes_of_a_careless_writer_are_refused),
        cmocka_unit_test(what_no_cell_uses_is_refused),
        cmocka_unit_test(parties_and_names_must_ascend),
        cmocka_unit_test(a_column_wider_than_needed_is_refused),
        cmocka_unit_test(large_cubes_are_hashed_by_verify_not_by_open),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
