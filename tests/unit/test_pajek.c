// SPDX-License-Identifier: Apache-2.0
/* Country matrices: the forms in which they are published, what is refused, and the real ones of 1990-2023. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/file.h"
#include "cube/cube.h"
#include "scan/feed.h"
#include "source/pajek.h"

static rap_catalog *catalog;
static char folder[64];

static int set_up(void **state)
{
    (void)state;
    strcpy(folder, "test_pajek_XXXXXX");
    return mkdtemp(folder) && rap_catalog_open(NULL, &catalog, NULL) == RAP_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    rap_catalog_close(catalog);
    return rap_folder_remove(folder, NULL) == RAP_OK ? 0 : -1;
}

static const char *in_folder(const char *name)
{
    static char path[4][256];
    static unsigned turn;
    char *out = path[turn++ % 4];
    (void)snprintf(out, sizeof path[0], "%s/%s", folder, name);
    return out;
}

static const char *write_text(const char *name, const char *text)
{
    const char *path = in_folder(name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
    return path;
}

/* Cells as "year:AB=n year:AB-CD=n ...", in the cube's order. */
static void show_cube(const char *path, rap_text *out)
{
    rap_cube *cube;
    rap_error err = {0};
    if (rap_cube_open(path, &cube, &err) != RAP_OK) fail_msg("%s", err.text);
    assert_int_equal(cube->schema.form, RAP_PARTY_PAIR);
    if (rap_cube_verify(cube, &err) != RAP_OK) fail_msg("%s", err.text);
    for (uint64_t s = 0; s < cube->n_slices; s++)
        for (uint64_t i = cube->slices[s].cell; i < cube->slices[s + 1].cell; i++) {
            size_t n;
            char x[RAP_PLACE_TEXT], y[RAP_PLACE_TEXT];
            const rap_place *places = rap_cube_party(cube, rap_column_at(cube->party, i), &n);
            rap_text_printf(out, "%d:%s%s%s=%llu ", cube->slices[s].year, rap_place_code(places[0], x), n > 1 ? "-" : "",
                            n > 1 ? rap_place_code(places[1], y) : "",
                            (unsigned long long)rap_column_at(cube->amount[0], i));
        }
    rap_cube_close(cube);
}

static rap_status ingest(const char *const *paths, size_t n, rap_table **summary, rap_error *err)
{
    rap_ingest_options options = {.size = sizeof options, .output = in_folder("out.rap")};
    return rap_ingest_pajek(catalog, paths, n, &options, summary, err);
}

static void assert_gives(const char *text, const char *cells)
{
    const char *path = write_text("m2022.net", text);
    rap_error err = {0};
    rap_text got = {0};
    if (ingest(&path, 1, NULL, &err) != RAP_OK) fail_msg("%s", err.text);
    show_cube(in_folder("out.rap"), &got);
    assert_string_equal(rap_text_get(&got), cells);
    rap_text_release(&got);
    assert_int_equal(remove(in_folder("out.rap")), 0);
}

static void assert_refused(const char *text, rap_status status, const char *message)
{
    const char *path = write_text("m2022.net", text);
    rap_error err = {0};
    assert_int_equal(ingest(&path, 1, NULL, &err), status);
    if (!strstr(err.text, message)) fail_msg("expected \"%s\" in \"%s\"", message, err.text);
    if (!strstr(err.text, "m2022.net")) fail_msg("no file in \"%s\"", err.text);
    assert_int_equal(rap_path_stat(in_folder("out.rap"), NULL), RAP_PATH_NONE);
}

#define THREE "*vertices 3\n1 \"NO\"\n2 \"CN\"\n3 \"SE\"\n"

static void test_arcs_stand_in_both_directions_and_edges_once(void **state)
{
    (void)state;
    const char *cells = "2022:CN=9 2022:CN-NO=3 2022:NO=7 2022:NO-SE=4 ";
    assert_gives(THREE "*arcs\n1 1 7\n2 2 9\n1 2 3\n2 1 3\n1 3 4\n3 1 4\n", cells);
    assert_gives(THREE "*edges\n1 1 7\n2 2 9\n2 1 3\n1 3 4\n", cells);
    assert_gives(THREE "*edges\n1 1 7\n2 2 9\n*arcs\n2 1 3\n1 3 4\n3 1 4\n", cells);
}

static void test_marks_comments_line_ends_and_case_do_not_matter(void **state)
{
    (void)state;
    assert_gives("\xEF\xBB\xBF% mat2Pajek Tue Aug 27\r\n*Vertices 3 \r\n1 \"NO\"\r\n2 \"CN\"\r\n 3\tSE \r\n%\r\n"
                 "\r\n*ARCS\r\n1 2 3 \r\n2  1\t3.0 \r\n1 3 0\r\n",
                 "2022:CN-NO=3 ");
}

static void test_links_among_the_others_are_a_pair_of_the_residual_with_itself(void **state)
{
    (void)state;
    assert_gives("*vertices 2\n1 \"NO\"\n2 \"OTH\"\n*edges\n1 1 5\n1 2 8\n2 2 11\n",
                 "2022:NO=5 2022:NO-OTH=8 2022:OTH-OTH=11 ");
}

static void test_where_directions_differ_the_upper_triangle_counts(void **state)
{
    (void)state;
    const char *path = write_text("m2022.net", THREE "*arcs\n2 1 9\n1 2 3\n1 3 5\n3 1 4\n");
    rap_table *summary = NULL;
    rap_text got = {0};
    assert_int_equal(ingest(&path, 1, &summary, NULL), RAP_OK);
    show_cube(in_folder("out.rap"), &got);
    assert_string_equal(rap_text_get(&got), "2022:CN-NO=3 2022:NO-SE=5 ");
    rap_text_release(&got);
    assert_non_null(strstr(rap_table_note(summary, 1), "2 pairs have two different numbers"));
    assert_non_null(strstr(rap_table_note(summary, 1), "NO-CN 3, not 9"));
    rap_table_free(summary);
    assert_int_equal(remove(in_folder("out.rap")), 0);
}

static void test_what_is_no_country_matrix_is_refused_with_its_line(void **state)
{
    (void)state;
    assert_refused("", RAP_E_FORMAT, "no *vertices");
    assert_refused("hello\n", RAP_E_FORMAT, "line 1: expected *vertices, found \"hello\"");
    assert_refused("*vertices x\n", RAP_E_FORMAT, "line 1");
    assert_refused("*vertices 0\n", RAP_E_FORMAT, "line 1");
    assert_refused("*vertices 99999999999\n", RAP_E_FORMAT, "line 1");
    assert_refused("*vertices 3 2\n", RAP_E_UNSUPPORTED, "two modes");
    assert_refused("*arcs\n1 2 3\n", RAP_E_FORMAT, "expected *vertices before");
    assert_refused(THREE "*vertices 3\n", RAP_E_FORMAT, "line 5: a second *vertices");
    assert_refused(THREE "*arcslist\n1 2 3\n", RAP_E_UNSUPPORTED, "line 5: a section \"*arcslist\"");
    assert_refused(THREE "*edgeslist\n", RAP_E_UNSUPPORTED, "*edgeslist");
    assert_refused(THREE "*matrix\n", RAP_E_UNSUPPORTED, "*matrix");
    assert_refused(THREE "*arcs :2 \"b\"\n", RAP_E_UNSUPPORTED, "several relations");
    assert_refused("*vertices 2\n1 \"XX\"\n2 \"NO\"\n*arcs\n2 1 0\n1 2 1\n", RAP_E_FORMAT,
                   "line 6: vertex 1 is labelled XX, which is the code of no country");
    assert_refused("*vertices 1\n1 \"Norway\"\n", RAP_E_FORMAT, "found \"Norway\"");
    assert_refused("*vertices 1\n2 \"NO\"\n", RAP_E_FORMAT, "line 2");
    assert_refused("*vertices 2\n1 \"NO\"\n1 \"SE\"\n", RAP_E_FORMAT, "line 3: vertex 1 stands there twice");
    assert_refused("*vertices 2\n1 \"NO\"\n2 \"NO\"\n", RAP_E_FORMAT, "line 3: NO is the label of two vertices");
    assert_refused(THREE "*arcs\n1 2 3\n1 2 3\n", RAP_E_FORMAT, "line 7: this pair stands already in line 6");
    assert_refused(THREE "*edges\n1 2 3\n2 1 3\n", RAP_E_FORMAT, "line 7: this pair stands already in line 6");
    assert_refused(THREE "*edges\n1 1 3\n1 1 3\n", RAP_E_FORMAT, "line 7");
    assert_refused(THREE "*arcs\n1 2 -3\n", RAP_E_FORMAT, "line 6: expected a whole number of works, found \"-3\"");
    assert_refused(THREE "*arcs\n1 2 2.5\n", RAP_E_FORMAT, "found \"2.5\"");
    assert_refused(THREE "*arcs\n1 2 1e300\n", RAP_E_FORMAT, "line 6");
    assert_refused(THREE "*arcs\n1 2 4294967296\n", RAP_E_FORMAT, "line 6: expected a whole number of works");
    assert_refused(THREE "*arcs\n1 2\n", RAP_E_FORMAT, "line 6: expected two vertices and a number of works");
    assert_refused(THREE "*arcs\n1 2 3 c Blue\n", RAP_E_FORMAT, "line 6");
    assert_refused(THREE "*arcs\n1 4 3\n", RAP_E_FORMAT, "line 6");
    assert_refused("*vertices 2\n1 \"NO\"\n*arcs\n1 2 3\n", RAP_E_FORMAT, "line 4: vertex 2 has no label");
}

static void test_the_year_is_in_the_name_and_has_one_file(void **state)
{
    (void)state;
    int16_t year = 0;
    assert_int_equal(rap_matrix_year("a/WrldCo1990.net", &year, NULL), RAP_OK);
    assert_int_equal(year, 1990);
    assert_int_equal(rap_matrix_year("2023.net.gz", &year, NULL), RAP_OK);
    assert_int_equal(year, 2023);
    assert_int_equal(rap_matrix_year("x12022.net", &year, NULL), RAP_E_FORMAT);
    assert_int_equal(rap_matrix_year("2022/matrix.net", &year, NULL), RAP_E_FORMAT);
    assert_int_equal(rap_matrix_year("x3022.net", &year, NULL), RAP_E_FORMAT);
    assert_int_equal(rap_matrix_year("", &year, NULL), RAP_E_FORMAT);

    char one[256], two[256];
    (void)snprintf(one, sizeof one, "%s", write_text("a2001.net", THREE));
    (void)snprintf(two, sizeof two, "%s", write_text("b2001.net", THREE));
    const char *paths[] = {one, two};
    rap_error err = {0};
    assert_int_equal(ingest(paths, 2, NULL, &err), RAP_E_USAGE);
    assert_non_null(strstr(err.text, "both of 2001"));
    remove(one);
    remove(two);
}

static void test_without_memory_nothing_is_written_and_nothing_leaks(void **state)
{
    (void)state;
    char path_room[256];
    const char *path = strcpy(path_room, write_text("m2022.net", THREE "*arcs\n1 1 7\n1 2 3\n2 1 3\n"));
    rap_status status = RAP_E_MEMORY;
    for (uint64_t n = 1; status != RAP_OK; n++) {
        rap_table *summary = NULL;
        rap_alloc_fail_after(n);
        status = ingest(&path, 1, &summary, NULL);
        rap_alloc_fail_after(0);
        if (status != RAP_OK && status != RAP_E_MEMORY) fail_msg("allocation %d: %s", (int)n, rap_status_text(status));
        assert_true(status == RAP_OK || !summary);
        rap_table_free(summary);
        assert_true(n < 10000);
    }
}

/* ------------------------------------------------------- the real matrices */

/* The published table "year,a,b,n", a <= b, against the cube: each cell of one stands in the other. */
static void compare_with_table(const char *table, const rap_cube *cube)
{
    rap_feed *feed;
    rap_block block;
    uint64_t rows = 0, no_cn_2022 = 0;
    assert_int_equal(rap_feed_open(table, &feed, NULL), RAP_OK);
    rap_text want = {0}, got = {0};
    for (;;) {
        assert_int_equal(rap_feed_next(feed, &block, NULL), RAP_OK);
        if (block.text.length == 0) break;
        rap_text_add(&want, block.text.data, block.text.length);
    }
    rap_feed_close(feed);
    rap_text_puts(&got, "year,a,b,n\n");
    for (uint64_t s = 0; s < cube->n_slices; s++)
        for (uint64_t i = cube->slices[s].cell; i < cube->slices[s + 1].cell; i++, rows++) {
            size_t n;
            char x[RAP_PLACE_TEXT], y[RAP_PLACE_TEXT];
            const rap_place *places = rap_cube_party(cube, rap_column_at(cube->party, i), &n);
            rap_text_printf(&got, "%d,%s,%s,%llu\n", cube->slices[s].year, rap_place_code(places[0], x),
                            rap_place_code(places[n - 1], y), (unsigned long long)rap_column_at(cube->amount[0], i));
            if (cube->slices[s].year == 2022 && !strcmp(x, "CN") && n == 2 && !strcmp(y, "NO"))
                no_cn_2022 = rap_column_at(cube->amount[0], i);
        }
    assert_int_equal(no_cn_2022, 2374);
    assert_int_equal(rows, 273016);

    /* The table sorts loops among the pairs (AE,AE before AE,AU), the cube puts single countries by its own order. */
    const char *a = in_folder("want.csv"), *b = in_folder("got.csv");
    write_text("want.csv", rap_text_get(&want));
    write_text("got.csv", rap_text_get(&got));
    char command[600];
    (void)snprintf(command, sizeof command, "tr -d '\\r' <%s | LC_ALL=C sort >%s.s && LC_ALL=C sort <%s | cmp -s - %s.s", a, a, b,
                   a);
    assert_int_equal(system(command), 0);
    rap_text_release(&want);
    rap_text_release(&got);
}

static void test_the_real_matrices_are_the_published_table(void **state)
{
    (void)state;
    const char *data = getenv("RAPPORT_TEST_DATA");
    if (!data || system("python3 -c 1 2>/dev/null") != 0) {
        print_message("skipped: needs real data in the folder RAPPORT_TEST_DATA, and python3\n");
        skip();
    }
    char command[1024], table[512], output[256];
    const char *nets = in_folder("nets");
    (void)snprintf(command, sizeof command, "python3 -m zipfile -e '%s/openalex/WrldCo_years.zip' '%s'", data, nets);
    assert_int_equal(system(command), 0);
    rap_table *summary = NULL;
    rap_error err = {0};
    (void)snprintf(output, sizeof output, "%s", in_folder("out.rap"));
    if (ingest(&nets, 1, &summary, &err) != RAP_OK) fail_msg("%s", err.text);
    assert_int_equal(rap_table_cell(summary, 0, 1).integer, 34);
    assert_non_null(strstr(rap_table_note(summary, 1), "WrldCoComp.net: expected a name that ends in the year"));
    assert_string_equal(rap_table_cell(summary, 3, 0).text, "differing");
    assert_int_equal(rap_table_cell(summary, 3, 1).integer, 6); /* six cells in two years: three pairs each */
    rap_table_free(summary);
    rap_cube *cube;
    if (rap_cube_open(output, &cube, &err) != RAP_OK) fail_msg("%s", err.text);
    (void)snprintf(table, sizeof table, "%s/openalex/bavla_country_pairs_1990_2023.csv.gz", data);
    compare_with_table(table, cube);
    rap_cube_close(cube);
    assert_int_equal(rap_folder_remove(in_folder("nets"), NULL), RAP_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arcs_stand_in_both_directions_and_edges_once),
        cmocka_unit_test(test_marks_comments_line_ends_and_case_do_not_matter),
        cmocka_unit_test(test_links_among_the_others_are_a_pair_of_the_residual_with_itself),
        cmocka_unit_test(test_where_directions_differ_the_upper_triangle_counts),
        cmocka_unit_test(test_what_is_no_country_matrix_is_refused_with_its_line),
        cmocka_unit_test(test_the_year_is_in_the_name_and_has_one_file),
        cmocka_unit_test(test_without_memory_nothing_is_written_and_nothing_leaks),
        cmocka_unit_test(test_the_real_matrices_are_the_published_table),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
