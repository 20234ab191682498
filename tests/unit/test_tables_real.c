// SPDX-License-Identifier: Apache-2.0
/* Known figures from real tables, in the folder RAPPORT_TEST_DATA: EU supply shares, lithium flows of 2022, cars, power. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/ingesting.h"
#include "support/near.h"

static void need_data(void)
{
    if (getenv("RAPPORT_TEST_DATA")) return;
    print_message("RAPPORT_TEST_DATA is not set\n");
    skip();
}

static rap_cube *cube_of(const char *file, const char *mapping)
{
    static char path[512], out[256];
    rap_error err = {0};
    (void)snprintf(path, sizeof path, "%s/green/%s", getenv("RAPPORT_TEST_DATA"), file);
    (void)snprintf(out, sizeof out, "%s", in_folder("real.rap"));
    const char *paths[] = {path};
    rap_ingest_options options = {.size = sizeof options, .output = out, .mapping = mapping};
    if (rap_ingest_table(catalog, paths, 1, &options, NULL, &err) != RAP_OK) fail_msg("%s", err.text);
    rap_cube *cube = open_cube("real.rap");
    if (rap_cube_verify(cube, &err) != RAP_OK) fail_msg("%s", err.text);
    return cube;
}

/* Asks with options "name=value" and gives the cell in `column` of the row whose cell in `key` is `value`. */
static rap_cell ask(const rap_cube *cube, const char *question, const char *const *words, const char *column, const char *key,
                    const char *value)
{
    rap_option options[8];
    static char room[8][2][64];
    size_t n = 0;
    for (; words[n]; n++) {
        const char *equals = strchr(words[n], '=');
        (void)snprintf(room[n][0], sizeof room[n][0], "%.*s", (int)(equals - words[n]), words[n]);
        (void)snprintf(room[n][1], sizeof room[n][1], "%s", equals + 1);
        options[n] = (rap_option){room[n][0], room[n][1]};
    }
    static rap_table *table; /* the last answer, whose texts cells borrow */
    rap_error err = {0};
    rap_table_free(table);
    table = NULL;
    if (rap_ask(catalog, cube, question, options, n, &table, &err) != RAP_OK) fail_msg("%s: %s", question, err.text);
    size_t at = rap_table_find(table, column), of = rap_table_find(table, key);
    assert_true(at != SIZE_MAX && of != SIZE_MAX);
    for (size_t row = 0; row < rap_table_rows(table); row++)
        if (strcmp(rap_table_cell(table, row, of).text, value) == 0) {
            rap_cell cell = rap_table_cell(table, row, at);
            rap_table_free(table);
            table = NULL;
            return cell;
        }
    fail_msg("%s: no row with %s %s", question, key, value);
    return (rap_cell){0};
}

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void shares_of_the_eu_study(void **state)
{
    (void)state;
    need_data();
    rap_cube *cube = cube_of("minerals/eu_crm2023_eu_supply_shares.csv", "eu-crm-supply");
    assert_near(ask(cube, "rank", WORDS("subject=lithium/P"), "amount", "country", "CL").real, 0.79, 1e-12);
    assert_near(ask(cube, "rank", WORDS("subject=natural graphite/E"), "amount", "country", "CN").real, 0.40, 1e-12);
    assert_near(ask(cube, "rank", WORDS("subject=natural graphite/E"), "amount", "country", "NO").real, 0.08, 1e-12);
    assert_near(ask(cube, "rank", WORDS("subject=cobalt/P"), "amount", "country", "FI").real, 0.62, 1e-12);
    assert_near(ask(cube, "rank", WORDS("subject=cobalt/P"), "amount", "country", "BE").real, 0.29, 1e-12);
    /* Chile 79, Switzerland 7, Argentina 6, ...: at least the square of the first. */
    double hhi = ask(cube, "dependency", WORDS("subject=lithium/P"), "hhi", "country", "world").real;
    assert_true(hhi > 0.79 * 0.79 && hhi < 0.65);
    rap_cube_close(cube);
}

static void lithium_flows_of_2022(void **state)
{
    (void)state;
    need_data();
    put_file("lithium.map", "domain trade\nparty exporter>importer\nperiod column=year\nexporter column=origin code=any\n"
                            "importer column=destination code=any\nsubject column=hs6 form=hs title=product\n"
                            "measure value column=trade_value_usd unit=USD decimals=3 nature=flow\n"
                            "measure weight column=net_weight_kg unit=kg decimals=3 nature=flow blank=unknown\n");
    char map[256];
    (void)snprintf(map, sizeof map, "%s", in_folder("lithium.map"));
    rap_cube *cube = cube_of("trade/comtrade_lithium_2022_flows_over_1musd.csv", map);
    assert_near(ask(cube, "rank", WORDS("subject=283691"), "share", "country", "CL").real, 0.857, 5e-4);
    assert_near(ask(cube, "rank", WORDS("subject=283691", "flow=imports"), "share", "country", "CN").real, 0.667, 5e-4);
    assert_near(ask(cube, "partners", WORDS("country=CN", "subject=283691"), "import_share", "partner", "CL").real, 0.946, 5e-4);
    assert_near(ask(cube, "rank", WORDS("subject=282520"), "share", "country", "CN").real, 0.868, 5e-4);
    assert_near(ask(cube, "rank", WORDS("subject=282520", "flow=imports"), "share", "country", "KR").real, 0.742, 5e-4);
    assert_near(ask(cube, "partners", WORDS("country=AU", "subject=253090"), "exports", "partner", "CN").real, 7.81e9, 5e6);
    rap_cube_close(cube);
}

static void nickel_matte_goes_to_norway(void **state)
{
    (void)state;
    need_data();
    rap_cube *cube = cube_of("trade/baci_layout_extract_nickel_lithium.csv", "baci");
    assert_int_equal(cube->n_cells, 8755);
    rap_cube_close(cube);
    cube = cube_of("trade/comtrade_nickel_260400_750110_2000_2024.csv", "comtrade");
    const char *const as_exporters_say[] = {"country=CA", "subject=750110", "years=2014", "measure=weight", "report=exporter", NULL};
    assert_near(ask(cube, "partners", as_exporters_say, "exports", "partner", "NO").real, 75967e3, 500);
    assert_near(ask(cube, "partners", as_exporters_say, "export_share", "partner", "NO").real, 75967.0 / 79835, 5e-4);
    rap_cube_close(cube);
}

static void cars_and_power(void **state)
{
    (void)state;
    need_data();
    rap_cube *cube = cube_of("ev/iea_gevo2025_data_explorer.csv", "iea-gevo");
    const char *const sales[] = {"measure=sales_share", "subject=Cars/EV", "years=2024", NULL};
    assert_near(ask(cube, "rank", sales, "amount", "country", "NO").real, 0.92, 1e-12);
    assert_near(ask(cube, "rank", sales, "amount", "country", "CN").real, 0.48, 1e-12);
    assert_near(ask(cube, "rank", sales, "amount", "country", "WLD").real, 0.22, 1e-12);
    rap_cube_close(cube);
    cube = cube_of("electricity/owid_ember_carbon_intensity_gco2_per_kwh.csv", "ember-intensity");
    assert_near(ask(cube, "rank", WORDS("years=2024"), "amount", "country", "NO").real, 30.7, 0.05);
    assert_near(ask(cube, "rank", WORDS("years=2024"), "amount", "country", "CN").real, 559.6, 0.05);
    rap_cube_close(cube);
    cube = cube_of("minerals/iea_cmde2025_supply_by_country_kt.csv", "iea-minerals");
    assert_near(ask(cube, "rank", WORDS("years=2024", "subject=lithium/mining"), "share", "country", "AU").real, 0.35, 5e-3);
    assert_near(ask(cube, "rank", WORDS("years=2024", "subject=cobalt/refining"), "share", "country", "CN").real, 0.78, 5e-3);
    assert_near(ask(cube, "rank", WORDS("years=2030", "subject=lithium/refining"), "share", "country", "CN").real, 0.62, 5e-3);
    rap_cube_close(cube);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(shares_of_the_eu_study, open_all, close_all),
        cmocka_unit_test_setup_teardown(lithium_flows_of_2022, open_all, close_all),
        cmocka_unit_test_setup_teardown(nickel_matte_goes_to_norway, open_all, close_all),
        cmocka_unit_test_setup_teardown(cars_and_power, open_all, close_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
