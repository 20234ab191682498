// SPDX-License-Identifier: Apache-2.0
/* The chain over years: stock from sales, capacities between years and completed in part, against what is published. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "model/fleet.h"
#include "support/near.h"
#include "support/supply_text.h"

#define CAPACITIES                                                                                                        \
    "product\tplace\tyear\tamount\tunit\tuse\tkind\tsource\n"                                                             \
    "cell X\tCN\t2020\t90\tGWh\tbattery\tobserved\tx\ncell X\tNO\t2020\t10\tGWh\tbattery\tobserved\tx\n"                  \
    "cell X\tCN\t2030\t400\tGWh\tbattery\tprojected\tx\ncell X\tNO\t2030\t100\tGWh\tbattery\tprojected\tx\n"              \
    "cell X\tCN\t2040\t80\tGWh\tbattery\tprojected\tx\n"
#define PARAMETERS                                                                                                        \
    "parameter\tchemistry\tvalue\tuncertainty\tkind\tsource\nlife\t*\t30000\t\tpublished\tx\nyearly\t*\t15000\t\tpublished\tx\n"

static void a_stock_is_what_was_sold_less_what_is_old(void **state)
{
    (void)state;
    rap_supply_data *data;
    rap_fleet_year y[5];
    assert_int_equal(supply_with(RAP_TABLE_PARAMETERS, PARAMETERS, &data, NULL), RAP_OK);
    assert_near(rap_fleet_life(data, 0), 2, 1e-12);
    rap_fleet_years(data, 0, data->residual, 2019, 2023, y);
    assert_true(isnan(y[0].stock) && isnan(y[0].sales));
    assert_near(y[1].stock, 100, 1e-12);
    assert_near(y[1].stock_given, 100, 1e-12);
    assert_near(y[2].sales, 20, 1e-9);           /* between 10 and 40, by ratio */
    assert_near(y[2].stock, 120, 1e-9);
    assert_near(y[3].stock, 120 + 40 - 10, 1e-9); /* those of 2020 are two years old */
    assert_true(isnan(y[4].stock));               /* sales of 2023 are not given */
    assert_near(y[2].batteries, 600, 1e-9);
    rap_supply_close(data);
}

static void what_is_projected_comes_in_part(void **state)
{
    (void)state;
    rap_supply_data *data;
    assert_int_equal(supply_with(RAP_TABLE_CAPACITIES, CAPACITIES, &data, NULL), RAP_OK);
    size_t cell = rap_supply_product_of(data, "cell X");
    assert_near(rap_fleet_capacity_of(data, cell, 2020, 0).amount, 100, 1e-12);
    assert_near(rap_fleet_capacity_of(data, cell, 2010, 1).amount, 100, 1e-12);
    assert_near(rap_fleet_capacity_of(data, cell, 2030, 1).amount, 500, 1e-12);
    assert_near(rap_fleet_capacity_of(data, cell, 2030, 0.25).amount, 200, 1e-12);
    assert_near(rap_fleet_capacity_of(data, cell, 2030, 0).amount, 100, 1e-12);
    assert_near(rap_fleet_capacity_of(data, cell, 2025, 0.25).amount, 150, 1e-12);
    assert_near(rap_fleet_capacity_of(data, cell, 2040, 0.25).amount, 80, 1e-12); /* a fall is not completed in part */
    assert_true(isnan(rap_fleet_capacity_of(data, rap_supply_product_of(data, "ore"), 2030, 1).amount));
    rap_supply_close(data);
}

/* The world's stock from its sales lies within 5 % of the stock that is published, both of two figures. */
static void the_shipped_series_agree_with_each_other(void **state)
{
    (void)state;
    rap_supply_data *data;
    rap_fleet_year y[12];
    assert_int_equal(rap_supply_open(NULL, &data, NULL), RAP_OK);
    rap_fleet_years(data, 1, data->residual, 2019, 2030, y);
    for (size_t i = 0; i < 12; i++)
        if (!isnan(y[i].stock_given) && fabs(y[i].stock / y[i].stock_given - 1) > 0.06)
            fail_msg("%d: %g of %g", y[i].year, y[i].stock, y[i].stock_given);
    rap_supply_close(data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stock_is_what_was_sold_less_what_is_old),
        cmocka_unit_test(what_is_projected_comes_in_part),
        cmocka_unit_test(the_shipped_series_agree_with_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
