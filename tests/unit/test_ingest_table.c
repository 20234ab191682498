// SPDX-License-Identifier: Apache-2.0
/* Tables to cubes and back: what is read, what is refused and why, and that memory and order do not matter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "support/ingesting.h"
#include "support/near.h"

#define TRADE                                                                                                         \
    "domain trade\nparty exporter>importer\nperiod column=t\nexporter column=i code=number\nimporter column=j code=number\n" \
    "subject column=k form=hs digits=6\nmeasure value column=v unit=kUSD decimals=3 nature=flow\n"                     \
    "measure quantity column=q unit=t decimals=3 nature=flow blank=unknown unknown=NA\n"

static rap_status ingest(const char *map, const char *table, const char *output, bool strict, rap_table **summary, rap_error *err)
{
    char map_path[256], table_path[256], out[256];
    (void)snprintf(map_path, sizeof map_path, "%s", put_file("m.map", map));
    (void)snprintf(table_path, sizeof table_path, "%s", put_file("t.csv", table));
    (void)snprintf(out, sizeof out, "%s", in_folder(output));
    const char *paths[] = {table_path};
    rap_ingest_options options = {.size = sizeof options, .output = out, .mapping = map_path, .strict = strict};
    return rap_ingest_table(catalog, paths, 1, &options, summary, err);
}

static rap_table *summary_of(const char *map, const char *table)
{
    rap_table *summary = NULL;
    rap_error err = {0};
    if (ingest(map, table, "out.rap", false, &summary, &err) != RAP_OK) fail_msg("%s", err.text);
    (void)identity_of("out.rap"); /* verifies */
    return summary;
}

static void every_refusal_is_counted_with_its_line(void **state)
{
    (void)state;
    rap_table *s = summary_of(TRADE, "t,i,j,k,v,q\n"
                                     "2022,579,842,010121,1.5,NA\n"     /* Norway to the US, leading zero, quantity unknown */
                                     "2022,579,842,850760,0,\n"         /* zero is a value; a blank quantity is unknown */
                                     "2022,579,842,850760,9,1\n"        /* again */
                                     "22,579,842,850760,9,1\n"
                                     "2022,577777,842,850760,9,1\n"
                                     "2022,579,999,850760,9,1\n"        /* 999 is nobody */
                                     "2022,579,842,8507,9,1\n"
                                     "2022,579,842,850760,,1\n"
                                     "2022,579,842,850761,-1,1\n"
                                     "2022,579,842,850761,1.2345,1\n"
                                     "2022,579,842,850761,many,1\n"
                                     "2022,579,842,850761,1\n"
                                     "2022,579,842,850761,99999999999999999999,1\n"
                                     "2022,579,842,850761,\"1\"1,1\n");
    assert_int_equal(count_of(s, "rows"), 13);
    assert_int_equal(count_of(s, "facts"), 2);
    static const char *const once[] = {"repeat", "period", "subject", "blank", "negative", "precision", "number", "width", "large",
                                       "malformed"};
    for (size_t i = 0; i < sizeof once / sizeof *once; i++) {
        char name[40];
        (void)snprintf(name, sizeof name, "reject_%s", once[i]);
        assert_int_equal(count_of(s, name), 1);
    }
    assert_int_equal(count_of(s, "reject_place"), 2);
    assert_true(has_note(s, "line 6: '577777'"));
    assert_true(has_note(s, "line 7: '999'"));
    rap_table_free(s);
    rap_error err;
    assert_int_equal(ingest(TRADE, "t,i,j,k,v,q\n2022,579,842,850760,1,1\n2022,579,999,850760,9,1\n", "no.rap", true, NULL, &err),
                     RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "line 3"));
    assert_int_equal(rap_path_stat(in_folder("no.rap"), NULL), RAP_PATH_NONE);
}

static void headers_that_lack_a_column_are_refused(void **state)
{
    (void)state;
    rap_error err;
    assert_int_equal(ingest(TRADE, "t,i,j,k,value,q\n2022,579,842,850760,1,1\n", "no.rap", false, NULL, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "no column 'v', which the mapping reads; here are t, i, j, k, value, q"));
    assert_int_equal(ingest(TRADE, "t,i,j,k,v,v,q\n", "no.rap", false, NULL, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "there are 2"));
    assert_int_equal(ingest(TRADE, "", "no.rap", false, NULL, &err), RAP_E_FORMAT);
    assert_int_equal(ingest(TRADE, "t,i,j,k,v,q\n", "no.rap", false, NULL, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "no fact in 0 rows"));
}

/* The cube does not depend on the order of rows, nor on how much memory there was. */
static void same_rows_same_bytes(void **state)
{
    (void)state;
    static const char *const countries[] = {"579", "842", "156", "276", "752", "392", "410", "251"};
    rap_text forth = {0}, back = {0};
    rap_text_puts(&forth, "t,i,j,k,v,q\n");
    rap_text_puts(&back, "t,i,j,k,v,q\n");
    enum { ROWS = 40000 };
    for (int n = 0; n < 2 * ROWS; n++) {
        int r = n < ROWS ? n : 2 * ROWS - 1 - n;
        rap_text_printf(n < ROWS ? &forth : &back, "20%02d,%s,%s,85%04d,%d.5,%s\n", 10 + r % 10, countries[r % 8],
                        countries[(r + 1 + r / 8 % 7) % 8], r / 80 % 10000, r, r % 50 ? "1.25" : "NA");
    }
    assert_int_equal(ingest(TRADE, forth.data, "a.rap", true, NULL, NULL), RAP_OK);
    assert_int_equal(ingest(TRADE, back.data, "b.rap", true, NULL, NULL), RAP_OK);
    assert_string_equal(identity_of("a.rap"), identity_of("b.rap"));
    char map[256], table[256], out[256];
    (void)snprintf(map, sizeof map, "%s", in_folder("m.map"));
    (void)snprintf(table, sizeof table, "%s", in_folder("t.csv"));
    (void)snprintf(out, sizeof out, "%s", in_folder("c.rap"));
    const char *paths[] = {table, table};
    rap_ingest_options options = {.size = sizeof options, .output = out, .mapping = map, .memory = RAP_MEMORY_LEAST};
    assert_int_equal(rap_ingest_table(catalog, paths, 1, &options, NULL, NULL), RAP_OK);
    assert_string_equal(identity_of("a.rap"), identity_of("c.rap"));
    rap_table *summary = NULL; /* the same file twice: every fact is there already */
    assert_int_equal(rap_ingest_table(catalog, paths, 2, &options, &summary, NULL), RAP_OK);
    assert_int_equal(count_of(summary, "reject_repeat"), ROWS);
    assert_string_equal(identity_of("a.rap"), identity_of("c.rap"));
    rap_table_free(summary);
    rap_text_release(&forth);
    rap_text_release(&back);
}

/* Reads the only cell of kind `kind` in the cube. */
static uint64_t amount_of(const rap_cube *cube, const char *kind, size_t measure)
{
    for (uint64_t i = 0; i < cube->n_cells; i++)
        if (strcmp(cube->kinds[rap_column_at(cube->kind, i)], kind) == 0) return rap_column_at(cube->amount[measure], i);
    fail_msg("no cell of kind '%s'", kind);
    return 0;
}

static void reports_of_both_sides_are_kept_apart(void **state)
{
    (void)state;
    static const char map[] = "domain trade\nparty exporter>importer\nperiod column=period digits=4\n"
                              "reporter column=r\npartner column=p\nflow column=f import=M export=X\n"
                              "subject column=k form=hs\nmeasure value column=v unit=USD decimals=1 nature=flow\n"
                              "keep column=f is=M|X\nkeep column=mot is=0 optional\ndrop column=p is=World\n";
    rap_table *s = summary_of(map, "period,r,p,f,k,v\n202201,Norway,China,M,850760,5\n2022-01-01,CHN,NOR,X,850760,4\n"
                                   "2022,Norway,China,RX,850760,5\n2022,Norway,World,M,850760,9\n");
    assert_int_equal(count_of(s, "facts"), 2);
    assert_int_equal(count_of(s, "left_out"), 2);
    rap_table_free(s);
    rap_cube *cube = open_cube("out.rap");
    assert_int_equal(amount_of(cube, "observed;;importer", 0), 50);
    assert_int_equal(amount_of(cube, "observed;;exporter", 0), 40);
    assert_int_equal(cube->n_parties, 1); /* both are China > Norway */
    size_t n;
    const rap_place *places = rap_cube_party(cube, 0, &n);
    assert_int_equal(n, 2);
    assert_int_equal(places[0], rap_place_of(rap_span_of("CN")));
    rap_cube_close(cube);
}

static void series_years_across_and_unknown_places(void **state)
{
    (void)state;
    static const char map[] = "domain power\nparty owner>place\nperiod columns=years\nowner column=o blank=unknown\n"
                              "place column=p\nlevel stage column=s blank=all\nseries column=what\nunits column=unit\n"
                              "measure stock when=Stock said=GWh unit=GWh decimals=2 nature=stock blank=skip\n"
                              "measure share when=Share* unit=percent decimals=1 nature=rate blank=skip strip=%\n"
                              "kind status=announced column=what is=Stock date=2023-01 source=\"Big Bank; Ltd\"\nkind status=observed\n";
    rap_table *s = summary_of(map, "o,p,s,what,unit,2022,2031\n,Europe,cell,Stock,GWh,1.25,\nChina,World,,Share of it,x,50%,7\n"
                                   "China,World,,Stock,MWh,1,1\nChina,World,,Colour,x,1,1\n");
    assert_int_equal(count_of(s, "facts"), 3);
    assert_int_equal(count_of(s, "reject_unit"), 1);
    assert_int_equal(count_of(s, "reject_series"), 1);
    rap_table_free(s);
    rap_cube *cube = open_cube("out.rap");
    assert_int_equal(amount_of(cube, "announced;stock;;2023-01;Big-Bank--Ltd", 0), 125);
    assert_int_equal(amount_of(cube, "observed;share", 1), 500);
    rap_cube_close(cube);
}

static void two_words_with_one_number_are_told_apart(void **state)
{
    (void)state;
    rap_text table = {0}; /* a level of eight bits: a collision among 300 words is certain, and is refused, not added up */
    rap_text_puts(&table, "year,place,w,v\n");
    for (int i = 0; i < 300; i++) rap_text_printf(&table, "2020,NO,word%d,1\n", i);
    rap_table *s = summary_of("domain d\nparty place\nperiod column=year\nplace column=place\nlevel top column=w\nlevel mid fixed=m\n"
                              "level leaf fixed=l\nmeasure v column=v unit=u nature=flow\n", table.data);
    uint64_t facts = count_of(s, "facts");
    assert_true(facts > 100 && facts < 256);
    assert_int_equal(facts + count_of(s, "reject_subject"), 300);
    rap_table_free(s);
    rap_text_release(&table);
}

static void short_memory_is_reported(void **state)
{
    (void)state;
    rap_status status = RAP_E_MEMORY;
    for (uint64_t n = 1; status != RAP_OK; n++) {
        rap_table *summary = NULL;
        (void)put_file("m.map", TRADE);
        (void)put_file("t.csv", "t,i,j,k,v,q\n2022,579,842,850760,1,1\n2022,579,999,850760,1,1\n");
        char map[256], table[256], out[256];
        (void)snprintf(map, sizeof map, "%s", in_folder("m.map"));
        (void)snprintf(table, sizeof table, "%s", in_folder("t.csv"));
        (void)snprintf(out, sizeof out, "%s", in_folder("out.rap"));
        const char *paths[] = {table};
        rap_ingest_options options = {.size = sizeof options, .output = out, .mapping = map};
        rap_alloc_fail_after(n);
        status = rap_ingest_table(catalog, paths, 1, &options, &summary, NULL);
        rap_alloc_fail_after(0);
        if (status != RAP_OK && status != RAP_E_MEMORY) fail_msg("allocation %d: %s", (int)n, rap_status_text(status));
        assert_true(status == RAP_OK || !summary);
        rap_table_free(summary);
        assert_true(n < 10000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_refusal_is_counted_with_its_line, open_all, close_all),
        cmocka_unit_test_setup_teardown(headers_that_lack_a_column_are_refused, open_all, close_all),
        cmocka_unit_test_setup_teardown(same_rows_same_bytes, open_all, close_all),
        cmocka_unit_test_setup_teardown(reports_of_both_sides_are_kept_apart, open_all, close_all),
        cmocka_unit_test_setup_teardown(series_years_across_and_unknown_places, open_all, close_all),
        cmocka_unit_test_setup_teardown(two_words_with_one_number_are_told_apart, open_all, close_all),
        cmocka_unit_test_setup_teardown(short_memory_is_reported, open_all, close_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
