// SPDX-License-Identifier: Apache-2.0
/* Value chains: a small one by hand, the laws that hold for any, the shipped one against what is published. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "model/origin.h"
#include "model/supply_uncertain.h"
#include "support/near.h"
#include "support/supply_text.h"

static rap_supply_data *small(void)
{
    rap_supply_data *data;
    rap_error err = {0};
    if (supply_with(RAP_SUPPLY_TABLES, NULL, &data, &err) != RAP_OK) fail_msg("%s", err.text);
    return data;
}

static rap_supply_data *shipped(void)
{
    rap_supply_data *data;
    rap_error err = {0};
    if (rap_supply_open(NULL, &data, &err) != RAP_OK) fail_msg("%s", err.text);
    return data;
}

/* A scenario from options written one after another: {"make", "cell=NO", NULL}. */
static rap_scenario scenario_of(const rap_supply_data *data, const char *const *options)
{
    rap_scenario scenario = rap_scenario_base(data);
    rap_error err = {0};
    for (size_t i = 0; options && options[i]; i += 2)
        if (rap_scenario_add(data, &scenario, options[i], options[i + 1], &err) != RAP_OK) fail_msg("%s", err.text);
    return scenario;
}

typedef struct solved {
    rap_supply *supply;
    rap_footprint f;
} solved;

static solved solve_amount(const rap_supply_data *data, const char *const *options, rap_supply_unit unit, double amount)
{
    solved s;
    rap_error err = {0};
    rap_scenario scenario = scenario_of(data, options);
    if (rap_supply_new(data, &scenario, NULL, &s.supply, &err) != RAP_OK) fail_msg("%s", err.text);
    double *demand = calloc(s.supply->chain->products.n, sizeof *demand);
    assert_non_null(demand);
    assert_int_equal(rap_supply_demand(s.supply, unit, demand, NULL), RAP_OK);
    for (size_t i = 0; i < s.supply->chain->products.n; i++) demand[i] *= amount;
    if (rap_footprint_of(s.supply, demand, &s.f, &err) != RAP_OK) fail_msg("%s", err.text);
    free(demand);
    return s;
}

static solved solve(const rap_supply_data *data, const char *const *options, rap_supply_unit unit)
{
    return solve_amount(data, options, unit, 1);
}

static void release(solved *s)
{
    rap_footprint_release(&s->f);
    rap_supply_free(s->supply);
}

static double total(const rap_supply_data *data, const char *const *options, rap_supply_unit unit)
{
    solved s = solve(data, options, unit);
    double result = s.f.total;
    release(&s);
    return result;
}

#define OPTIONS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* ore 2; metal CN 2 x 2 + 10 x 0.6 = 10, NO 4 + 8 x 0.03 = 4.24; glue 3; gas 0.7 for a cell. */
static const double metal_cn = 10, metal_no = 4.24;

static double cell(double metal, double grid)
{
    return 0.5 * metal + 0.3 + 2 * grid + 0.7;
}

static void a_small_chain_by_hand(void **state)
{
    (void)state;
    rap_supply_data *data = small();
    double world = 0.8 * metal_cn + 0.2 * metal_no;
    double pack = 4 * (0.9 * cell(world, 0.6) + 0.1 * cell(world, 0.5));
    assert_near(total(data, NULL, RAP_UNIT_PACK), pack, 1e-12);
    assert_near(total(data, NULL, RAP_UNIT_CAR), 50 * pack, 1e-10);
    assert_near(total(data, NULL, RAP_UNIT_DELIVERED), pack / (1000 * 0.8 * 0.9 * 0.9), 1e-12);
    assert_near(total(data, NULL, RAP_UNIT_KM), 50 * pack * 1e-5 + 0.2 * 1.1 * 0.5, 1e-12);
    assert_near(total(data, OPTIONS("drive", "NO"), RAP_UNIT_KM), 50 * pack * 1e-5 + 0.2 * 1.1 * 0.03, 1e-12);
    /* Norway buys its metal at home */
    assert_near(total(data, OPTIONS("make", "cell=NO"), RAP_UNIT_PACK), 4 * cell(metal_no, 0.03), 1e-12);
    rap_supply_close(data);
}

static void a_chain_of_one_place_is_the_hand_calculation(void **state)
{
    (void)state;
    rap_supply_data *data = small();
    const char *const all[] = {"make", "ore=CN", "make", "metal=CN", "make", "cell=CN", "make", "pack=CN", NULL};
    assert_near(total(data, all, RAP_UNIT_PACK), 4 * cell(metal_cn, 0.6), 1e-12);
    rap_supply_close(data);
}

static void what_if(void **state)
{
    (void)state;
    rap_supply_data *data = small();
    double no = 4 * cell(metal_no, 0.03);
    assert_near(total(data, OPTIONS("make", "cell=NO", "grid", "NO=530g"), RAP_UNIT_PACK), 4 * cell(4 + 8 * 0.53, 0.53), 1e-12);
    assert_near(total(data, OPTIONS("make", "cell=CN", "make", "metal=CN", "grid", "CN=2030"), RAP_UNIT_PACK), 4 * cell(8, 0.4), 1e-12);
    assert_near(total(data, OPTIONS("make", "cell=CN", "make", "metal=CN", "grid", "CN=2025"), RAP_UNIT_PACK), 4 * cell(9, 0.5), 1e-12);
    assert_near(total(data, OPTIONS("make", "cell=NO", "electrify", "cell"), RAP_UNIT_PACK), no - 4 * 0.7 + 4 * 10 * 0.25 * 0.03, 1e-12);
    assert_near(total(data, OPTIONS("make", "cell=NO", "recycle", "30%"), RAP_UNIT_PACK),
                no - 4 * 0.5 * 0.3 * (metal_no - 1 * 0.03), 1e-12);
    assert_near(total(data, OPTIONS("make", "cell=CN", "cut", "CN:metal"), RAP_UNIT_PACK), 4 * cell(metal_no, 0.6), 1e-12);
    rap_supply_close(data);
}

static double sum(const double *numbers, size_t n)
{
    double result = 0;
    for (size_t i = 0; i < n; i++) result += numbers[i];
    return result;
}

static void every_split_adds_up_to_the_total(void **state)
{
    (void)state;
    rap_supply_data *const chains[] = {small(), shipped()};
    const char *const changes[] = {"make", "cell=NO", "cut", "CN:refining", "recycle", "40%", "electrify", "cell", "drive", "NO", NULL};
    for (size_t c = 0; c < 2; c++) {
        for (unsigned u = 0; u < RAP_UNIT_END; u++)
            for (int changed = 0; changed < 2; changed++) {
                solved s = solve(chains[c], changed ? changes : NULL, (rap_supply_unit)u);
                double most = 1e-12 * s.f.total;
                assert_near(sum(s.f.own, s.supply->chain->processes.n), s.f.total, most);
                assert_near(sum(s.f.by_product, chains[c]->n_products), s.f.total, most);
                assert_near(sum(s.f.by_place, chains[c]->places.n), s.f.total, most);
                assert_near(sum(s.f.by_part, RAP_PART_END), s.f.total, most);
                assert_near(sum(s.f.by_tier, s.f.n_tiers), s.f.total, most);
                assert_near(sum(s.f.solution.inventory, s.supply->chain->flows.n), s.f.total, most);
                release(&s);
            }
        rap_supply_close(chains[c]);
    }
}

static void a_hundred_packs_weigh_a_hundred_times_as_much(void **state)
{
    (void)state;
    rap_supply_data *data = shipped();
    solved one = solve(data, NULL, RAP_UNIT_PACK), many = solve_amount(data, NULL, RAP_UNIT_PACK, 100);
    assert_near(many.f.total, 100 * one.f.total, 1e-11 * many.f.total);
    release(&one);
    release(&many);
    rap_supply_close(data);
}

static void a_cut_of_nothing_changes_nothing(void **state)
{
    (void)state;
    rap_supply_data *data = shipped();
    assert_true(total(data, OPTIONS("cut", "NO:cell"), RAP_UNIT_PACK) == total(data, NULL, RAP_UNIT_PACK));
    solved s = solve(data, OPTIONS("cut", "CN:anode"), RAP_UNIT_PACK);
    assert_near(s.supply->met[rap_supply_product_of(data, "anode")], 0.15, 1e-12);
    release(&s);
    rap_supply_close(data);
}

/* data/chain against what is published: the place of the cell plant alone matters little, cathode and refining more. */
static void the_shipped_chain_is_plausible(void **state)
{
    (void)state;
    static const struct {
        const char *chemistry;
        double low, high;
    } ranges[] = {{"NMC622", 60, 120}, {"NMC111", 60, 160}, {"NMC811", 55, 110}, {"LFP", 54, 115}};
    rap_supply_data *data = shipped();
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        double kg = total(data, OPTIONS("chemistry", ranges[i].chemistry), RAP_UNIT_PACK);
        if (kg < ranges[i].low || kg > ranges[i].high) fail_msg("%s: %g kg CO2e per kWh", ranges[i].chemistry, kg);
    }
    double china = total(data, OPTIONS("make", "cell=CN"), RAP_UNIT_PACK), norway = total(data, OPTIONS("make", "cell=NO"), RAP_UNIT_PACK);
    assert_in_range((uintmax_t)(1000 * (1 - norway / china)), 20, 90);
    double electric = total(data, OPTIONS("make", "cell=CN", "electrify", "cell"), RAP_UNIT_PACK);
    assert_in_range((uintmax_t)(1000 * (1 - total(data, OPTIONS("make", "cell=NO", "electrify", "cell"), RAP_UNIT_PACK) / electric)), 60, 120);
    double whole = total(data, OPTIONS("make", "cell=NO", "make", "cathode=NO", "make", "refining=NO"), RAP_UNIT_PACK);
    assert_true(1 - whole / china > 3 * (1 - norway / china));
    assert_near(total(data, OPTIONS("drive", "NO"), RAP_UNIT_KM) * 200000 - total(data, NULL, RAP_UNIT_CAR), 200000 * 0.2294 * 1.0931 * 0.030746, 1);
    rap_supply_close(data);
}

static void where_things_come_from(void **state)
{
    (void)state;
    rap_supply_data *data = small();
    size_t cn = rap_supply_place_of(data, rap_span_of("CN")), no = rap_supply_place_of(data, rap_span_of("NO"));
    solved s = solve(data, NULL, RAP_UNIT_PACK);
    rap_origin metal = rap_origin_of(s.supply, &s.f, rap_supply_product_of(data, "metal"), cn);
    assert_near(metal.share, 0.8, 1e-12);
    assert_near(metal.hhi, 0.64 + 0.04, 1e-12);
    assert_near(metal.units, 2, 1e-12);
    assert_int_equal(metal.top, cn);
    rap_origin cells = rap_origin_of(s.supply, &s.f, rap_supply_product_of(data, "cell X"), no);
    assert_near(cells.hhi, 0.82, 1e-12);
    assert_near(cells.hhi_low, 0.81, 1e-12);
    assert_false(rap_origin_of(s.supply, &s.f, rap_supply_product_of(data, "cell Y"), no).runs);
    double share, value[3];
    assert_int_equal(rap_origin_bottleneck(s.supply, &s.f, cn, &share), rap_supply_product_of(data, "pack X"));
    assert_near(share, 1, 1e-12);
    assert_near(rap_value_by_place(s.supply, &s.f, value), 100, 1e-12); /* what a pack costs */
    assert_near(value[cn], (100 - 80) + 0.9 * 4 * (20 - 5) + 0.8 * 2 * (10 - 2) + 0.75 * 4 * 1, 1e-12);
    release(&s);
    rap_supply_close(data);
}

/* ------------------------------------------------------------------------ draws */

static rap_comparison compare(const rap_supply_data *data, const char *const *a, const char *const *b, rap_supply_unit unit,
                              size_t draws, size_t threads)
{
    double *scores[2] = {calloc(draws, sizeof(double)), calloc(draws, sizeof(double))};
    const char *const *const sides[] = {a, b};
    rap_error err = {0};
    rap_comparison result = {0};
    for (int i = 0; i < 2; i++) {
        rap_supply *supply;
        rap_supply_uncertainty uncertainty;
        rap_scenario scenario = scenario_of(data, sides[i]);
        if (rap_supply_new(data, &scenario, NULL, &supply, &err) != RAP_OK) fail_msg("%s", err.text);
        if (rap_supply_uncertain(supply, unit, &uncertainty, &err) != RAP_OK) fail_msg("%s", err.text);
        if (rap_supply_draw(&uncertainty, draws, 7, threads, scores[i], &err) != RAP_OK) fail_msg("%s", err.text);
        rap_supply_uncertain_release(&uncertainty);
        rap_supply_free(supply);
    }
    assert_int_equal(rap_compare_scores(scores[0], scores[1], draws, 7, &result, NULL), RAP_OK);
    free(scores[0]);
    free(scores[1]);
    return result;
}

static void both_sides_see_the_same_world(void **state)
{
    (void)state;
    rap_supply_data *data = shipped();
    rap_comparison same = compare(data, NULL, OPTIONS("cut", "NO:cell"), RAP_UNIT_PACK, 300, 1);
    assert_near(same.equal, 1, 0);
    rap_comparison places = compare(data, OPTIONS("make", "cell=NO"), OPTIONS("make", "cell=CN"), RAP_UNIT_PACK, 1000, 1);
    assert_true(places.a_below_b > 0.999); /* though the intervals overlap almost wholly */
    assert_true(places.a.high > places.b.low);
    assert_true(places.difference.high < 0);
    rap_comparison threads = compare(data, OPTIONS("make", "cell=NO"), OPTIONS("make", "cell=CN"), RAP_UNIT_PACK, 1000, 3);
    assert_memory_equal(&threads, &places, sizeof threads);
    rap_supply_close(data);
}

static void a_spread_of_width_zero_gives_the_point(void **state)
{
    (void)state;
    rap_supply_data *data;
    static const char coefficients[] =
        "product\tplace\tpart\tname\tamount\tuncertainty\tkind\tsource\n"
        "ore\t*\tfuels\tdiesel\t2\tlognormal 1\tpublished\tinvented\nmetal\t*\tinput\tore\t2\ttriangular 1 1 1\tpublished\tinvented\n"
        "cell *\t*\tinput\tmetal\t0.5\t\tpublished\tinvented\npack *\t*\tinput\tcell *\t4\t\tpublished\tinvented\n";
    assert_int_equal(supply_with(RAP_TABLE_COEFFICIENTS, coefficients, &data, NULL), RAP_OK);
    rap_comparison r = compare(data, NULL, NULL, RAP_UNIT_PACK, 50, 1);
    assert_near(r.a.low, 8, 1e-12);
    assert_near(r.a.high, 8, 1e-12);
    rap_supply_close(data);
}

static void what_is_delivered_has_spreads_of_its_own(void **state)
{
    (void)state;
    rap_supply_data *data = small();
    rap_comparison x = compare(data, OPTIONS("chemistry", "X"), OPTIONS("chemistry", "Y"), RAP_UNIT_DELIVERED, 2000, 1);
    assert_true(x.b.high / x.b.low > 1.5 * x.a.high / x.a.low);
    rap_supply_close(data);
}

static void elasticities_are_those_of_small_steps(void **state)
{
    (void)state;
    rap_supply_data *data = small();
    solved s = solve(data, OPTIONS("make", "cell=CN"), RAP_UNIT_PACK);
    rap_supply_uncertainty u;
    rap_supply_swing *swings;
    size_t n;
    double score, found = 0;
    assert_int_equal(rap_supply_uncertain(s.supply, RAP_UNIT_PACK, &u, NULL), RAP_OK);
    assert_int_equal(rap_supply_swings(&u, &swings, &n, &score, NULL), RAP_OK);
    assert_near(score, s.f.total, 1e-12);
    for (size_t i = 0; i < n; i++)
        if (strcmp(u.names[swings[i].quantity].name, "electricity of CN: kg CO2e per kWh") == 0) found = swings[i].elasticity;
    double more = total(data, OPTIONS("make", "cell=CN", "grid", "CN=606g"), RAP_UNIT_PACK);
    assert_near(found, (more / s.f.total - 1) / 0.01, 1e-9);
    rap_free(swings);
    rap_supply_uncertain_release(&u);
    release(&s);
    rap_supply_close(data);
}

/* -------------------------------------------------------------------- bad input */

static void what_is_wrong_is_said_with_table_and_line(void **state)
{
    (void)state;
    static const struct {
        rap_supply_table table;
        const char *text, *says;
    } bad[] = {
        {RAP_TABLE_GRID, "place\tyear\tkg_per_kwh\tkind\tsource\nNO\t2020\t0.03\tobserved\tx\n", "grid.tsv: expected a place OTH"},
        {RAP_TABLE_GRID, "place\tyear\tkg_per_kwh\tkind\tsource\nOTH\t20\t0.03\tobserved\tx\n", "grid.tsv: line 2: cell 2: expected a year"},
        {RAP_TABLE_GRID, "place\tyear\tkg_per_kwh\tkind\tsource\nOTH\t2020\t-1\tobserved\tx\n", "grid.tsv: line 2: cell 3"},
        {RAP_TABLE_GRID, "place\tyear\tkg_per_kwh\tkind\tsource\nOTH\t2020\t1\tguessed\tx\n", "found 'guessed'"},
        {RAP_TABLE_GRID, "place\tyear\tkg_per_kwh\tkind\tsource\nOTH\t2020\t1\tobserved\t\n", "a source is missing"},
        {RAP_TABLE_GRID, "place\tyear\tkg_per_kwh\tkind\tsource\nOTH\t2020\t1\tobserved\tx\nOTH\t2020\t1\tobserved\tx\n", "line 3: a row on 'OTH' stands there twice"},
        {RAP_TABLE_CHEMISTRIES, "chemistry\ttitle\tsource\n", "at least one chemistry"},
        {RAP_TABLE_STAGES, "product\tstage\n", "stages.tsv: line 1"},
        {RAP_TABLE_LOSSES, "place\tmedium\tlow\tkind\tsource\nNO\t0.9\t1\tpublished\tx\n", "at least 1"},
        {RAP_TABLE_LOSSES, "place\tmedium\tlow\tkind\tsource\nNO\t1\t1\tpublished\tx\n", "losses.tsv: place CN of grid.tsv is missing"},
        {RAP_TABLE_COEFFICIENTS, "product\tplace\tpart\tname\tamount\tuncertainty\tkind\tsource\ncel\t*\tinput\tmetal\t1\t\tpublished\tx\n", "product 'cel' is not in stages.tsv"},
        {RAP_TABLE_COEFFICIENTS, "product\tplace\tpart\tname\tamount\tuncertainty\tkind\tsource\nmetal\tXX\tinput\tore\t1\t\tpublished\tx\n", "place 'XX' is not in grid.tsv"},
        {RAP_TABLE_COEFFICIENTS, "product\tplace\tpart\tname\tamount\tuncertainty\tkind\tsource\nmetal\t*\tinput\tmetal\t1\t\tpublished\tx\n", "can't be an input of itself"},
        {RAP_TABLE_COEFFICIENTS, "product\tplace\tpart\tname\tamount\tuncertainty\tkind\tsource\nmetal\t*\theat\tpeat\t1\t\tpublished\tx\n", "fuel 'peat' is not in fuels.tsv"},
        {RAP_TABLE_COEFFICIENTS, "product\tplace\tpart\tname\tamount\tuncertainty\tkind\tsource\nmetal\t*\tinput\tore\t1\tlognormal 0.5\tpublished\tx\n", "GSD of at least 1"},
        {RAP_TABLE_COEFFICIENTS, "product\tplace\tpart\tname\tamount\tuncertainty\tkind\tsource\nmetal\t*\tinput\tore\t1\ttriangular 1 2\tpublished\tx\n", "'triangular LOW MODE HIGH'"},
        {RAP_TABLE_COEFFICIENTS, "product\tplace\tpart\tname\tamount\tuncertainty\tkind\tsource\nmetal\t*\telectricity\thigh\t1\t\tpublished\tx\n", "found 'high'"},
        {RAP_TABLE_SHARES, "product\tuser\tsupplier\tyear\tweight\tkind\tsource\nglue\t*\tNO\t2020\t1\tpublished\tx\n", "can only be OTH"},
        {RAP_TABLE_PARAMETERS, "parameter\tchemistry\tvalue\tuncertainty\tkind\tsource\ncycles\tZ\t1\t\tpublished\tx\n", "chemistry 'Z' is not in"},
        {RAP_TABLE_PRICES, "product\tplace\tusd\tkind\tsource\nore\tNO\t1\tpublished\tx\n", "expected *"},
        {RAP_TABLE_CAPACITIES, "product\tplace\tyear\tamount\tunit\tuse\tkind\tsource\nore\tNO\t2020\t1\tt\tall\tobserved\tx\n", "expected one of GWh, kt"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        rap_supply_data *data;
        rap_error err = {0};
        assert_int_equal(supply_with(bad[i].table, bad[i].text, &data, &err), RAP_E_FORMAT);
        if (!strstr(err.text, bad[i].says)) fail_msg("'%s' does not say '%s'", err.text, bad[i].says);
    }
}

static void options_that_make_no_sense_are_refused(void **state)
{
    (void)state;
    static const char *const bad[][3] = {
        {"make", "cell", "expected STAGE=PLACE"}, {"make", "cell=XX", "no place 'XX'"}, {"make", "glue=NO", "has no place"},
        {"make", "soup=NO", "its stages are mining"}, {"cut", "CN", "expected PLACE:STAGE"}, {"grid", "CN=fast", "expected a year"},
        {"grid", "CN=-1g", "expected a year"}, {"recycle", "130%", "from 0% to 100%"}, {"recycle", "ore=30%", "nothing recycled"},
        {"chemistry", "Z", "none of X, Y"}, {"year", "soon", "expected a year"}, {"drive", "", "a value is missing"},
        {"paint", "red", "a scenario has no 'paint'"},
    };
    rap_supply_data *data = small();
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        rap_scenario scenario = rap_scenario_base(data);
        rap_error err = {0};
        assert_int_not_equal(rap_scenario_add(data, &scenario, bad[i][0], bad[i][1], &err), RAP_OK);
        if (!strstr(err.text, bad[i][2])) fail_msg("'%s' does not say '%s'", err.text, bad[i][2]);
    }
    rap_supply *supply;
    rap_error err = {0};
    rap_scenario nobody = scenario_of(data, OPTIONS("make", "cell=NO", "cut", "NO:cell"));
    assert_int_equal(rap_supply_new(data, &nobody, NULL, &supply, &err), RAP_E_UNSUPPORTED);
    assert_non_null(strstr(err.text, "nobody supplies 'cell X'"));
    rap_supply_close(data);
}

static void the_year_taken_is_the_latest_that_is_not_later(void **state)
{
    (void)state;
    static const int years[] = {2021, 2025, 2019, 2023}, want[][2] = {{2018, 2019}, {2019, 2019}, {2022, 2021}, {2025, 2025}, {2040, 2025}};
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        int best = 0;
        for (size_t k = 0; k < sizeof years / sizeof *years; k++) best = rap_supply_nearer_year(best, years[k], want[i][0]);
        assert_int_equal(best, want[i][1]);
    }
}

static void failing_allocations_leave_nothing_behind(void **state)
{
    (void)state;
    rap_status status = RAP_E_MEMORY;
    for (uint64_t n = 1; status != RAP_OK && n < 5000; n++) {
        rap_supply_data *data = NULL;
        rap_supply *supply = NULL;
        rap_supply_uncertainty uncertainty = {0};
        double scores[8];
        rap_alloc_fail_after(n);
        status = supply_with(RAP_SUPPLY_TABLES, NULL, &data, NULL);
        rap_scenario scenario = {0};
        if (status == RAP_OK) {
            scenario = rap_scenario_base(data);
            status = rap_supply_new(data, &scenario, NULL, &supply, NULL);
        }
        if (status == RAP_OK) status = rap_supply_uncertain(supply, RAP_UNIT_PACK, &uncertainty, NULL);
        if (status == RAP_OK) status = rap_supply_draw(&uncertainty, 8, 1, 1, scores, NULL);
        rap_alloc_fail_after(0);
        if (status != RAP_OK) assert_int_equal(status, RAP_E_MEMORY);
        rap_supply_uncertain_release(&uncertainty);
        rap_supply_free(supply);
        rap_supply_close(data);
    }
    assert_int_equal(status, RAP_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_chain_by_hand),
        cmocka_unit_test(a_chain_of_one_place_is_the_hand_calculation),
        cmocka_unit_test(what_if),
        cmocka_unit_test(every_split_adds_up_to_the_total),
        cmocka_unit_test(a_hundred_packs_weigh_a_hundred_times_as_much),
        cmocka_unit_test(a_cut_of_nothing_changes_nothing),
        cmocka_unit_test(the_shipped_chain_is_plausible),
        cmocka_unit_test(where_things_come_from),
        cmocka_unit_test(the_year_taken_is_the_latest_that_is_not_later),
        cmocka_unit_test(both_sides_see_the_same_world),
        cmocka_unit_test(a_spread_of_width_zero_gives_the_point),
        cmocka_unit_test(what_is_delivered_has_spreads_of_its_own),
        cmocka_unit_test(elasticities_are_those_of_small_steps),
        cmocka_unit_test(what_is_wrong_is_said_with_table_and_line),
        cmocka_unit_test(options_that_make_no_sense_are_refused),
        cmocka_unit_test(failing_allocations_leave_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
