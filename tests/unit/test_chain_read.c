// SPDX-License-Identifier: Apache-2.0
/* Chains as files: every layout gives the same system, and what is wrong is refused with file, line and name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/chain_text.h"
#include "support/near.h"

static rap_chain *read(const char *a, const char *b, const char *c, const char *index)
{
    rap_chain *chain;
    rap_error err = {0};
    if (chain_of(a, b, c, index, &chain, &err) != RAP_OK) fail_msg("%s", err.text);
    return chain;
}

static double intensity(const rap_chain *chain, const char *name)
{
    double *lambda = malloc(chain->products.n * sizeof *lambda);
    assert_non_null(lambda);
    assert_int_equal(rap_chain_intensity(chain, 0, lambda, NULL), RAP_OK);
    double result = lambda[product(chain, name)];
    free(lambda);
    return result;
}

static void every_layout_gives_the_same_system(void **state)
{
    (void)state;
    const struct { const char *a, *b, *c, *index, *mine, *mill; } layouts[] = {
        {"row,col,value\nore,ore,1\nsteel,steel,2\nore,steel,-3\n", "row,col,value\nCO2,ore,4\nCO2,steel,5\n", NULL, NULL, "ore", "steel"},
        {"product,mine,mill\nore,1,-3\nsteel,,2\n", "flow,mine,mill\nCO2,4,5\n", NULL, NULL, "ore", "steel"},
        {"product;mill;mine\r\nsteel;2;0\r\nore;-3;1\r\n", "flow\tmill\tmine\nCO2\t5\t4\n", "what,CO2\nGWP,1\n", NULL, "ore", "steel"},
        {"row,col,value\n0,0,1\n1,1,2.5\n1,1,-0.5\n0,1,-3\n", "category,col,value\n7,0,4\n7,1,5\n", "row,col,value\nx,7,1\nx,8,100\n",
         "index,name,location,unit\n0,ore mining,AU,t\n1,\"steel, rolled\",CN,t\n", "0", "1"},
    };
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
        rap_chain *chain = read(layouts[i].a, layouts[i].b, layouts[i].c, layouts[i].index);
        assert_true(chain->paired);
        assert_near(intensity(chain, layouts[i].mine), 4, 1e-14);
        assert_near(intensity(chain, layouts[i].mill), (5 + 3 * 4) / 2.0, 1e-14);
        rap_chain_free(chain);
    }
}

static void an_index_gives_order_titles_and_units(void **state)
{
    (void)state;
    rap_chain *chain = read("row,col,value\n5,5,1\n3,3,1\n", "row,col,value\nCO2,5,1\n", NULL,
                            "unit,index,name,location_or_compartment\nkg,3,glue,\nkWh,5,power,NO\n");
    assert_string_equal(rap_labels_show(&chain->processes, 0), "glue");
    assert_string_equal(rap_labels_show(&chain->products, 1), "power [NO]");
    assert_string_equal(rap_labels_unit(&chain->products, 1), "kWh");
    rap_chain_free(chain);
    chain = read("row,col,value\npower,power,1\n", "row,col,value\nCO2,power,1\n", NULL, "name\npower\n");
    assert_string_equal(rap_labels_show(&chain->products, 0), "power");
    rap_chain_free(chain);
}

static void factors_of_flows_that_are_not_there_are_counted(void **state)
{
    (void)state;
    static const char *const texts[] = {"row,col,value\na,a,1\n", "row,col,value\nCO2,a,1\n", "row,col,value\nGWP,CO2,1\nGWP,CH4,28\n"};
    rap_csv *csv[3];
    rap_chain *chain;
    size_t unused;
    for (int i = 0; i < 3; i++) assert_int_equal(rap_csv_open_text("t", rap_span_of(texts[i]), 0, &csv[i], NULL), RAP_OK);
    assert_int_equal(rap_chain_read(&(rap_chain_files){csv[0], csv[1], csv[2], NULL}, &chain, &unused, NULL), RAP_OK);
    assert_int_equal(unused, 1);
    for (int i = 0; i < 3; i++) rap_csv_close(csv[i]);
    rap_chain_free(chain);
}

static void what_is_wrong_is_refused_with_file_line_and_name(void **state)
{
    (void)state;
    const char *a = "row,col,value\ncoal,coal,1\n", *b = "row,col,value\nCO2,coal,1\n";
    const struct { const char *a, *b, *c, *index, *message; } bad[] = {
        {"", b, NULL, NULL, "A.csv: line 1: expected a header"},
        {"row\n", b, NULL, NULL, "A.csv: line 1: expected a header"},
        {"row,col,value\ncoal,coal\n", b, NULL, NULL, "A.csv: line 2: expected 3 fields as in the header, found 2"},
        {"row,col,value\ncoal,coal,NaN\n", b, NULL, NULL, "A.csv: line 2: field 3: expected a finite number with a dot, found 'NaN'"},
        {"row,col,value\ncoal,coal,1e999\n", b, NULL, NULL, "found '1e999'"},
        {"row,col,value\ncoal,coal,\n", b, NULL, NULL, "found ''"},
        {"row;col;value\ncoal;coal;1,5\n", b, NULL, NULL, "found '1,5'"},
        {"row,col,value\n,coal,1\n", b, NULL, NULL, "A.csv: line 2: field 1: expected a name"},
        {"row,col,value\ncoal,\"co\nal\",1\n", b, NULL, NULL, "field 2: expected a name"},
        {"row,col,value\n\xFF,coal,1\n", b, NULL, NULL, "field 1: expected a name"},
        {"p,coal,coal\ncoal,1,2\n", b, NULL, NULL, "A.csv: line 1: process 'coal' stands there twice"},
        {"p,coal,mill\ncoal,1,2\ncoal,1,1\n", b, NULL, NULL, "A.csv: line 3: product 'coal' stands there twice"},
        {a, "row,col,value\nCO2,steel,1\n", NULL, NULL, "B.csv: line 2: process 'steel' is not in the technosphere"},
        {a, b, NULL, "name\ncoal\ncoal\n", "names.csv: line 3: 'coal' stands there twice"},
        {a, b, NULL, "title\ncoal\n", "names.csv: line 1: expected a header with a column 'index' or 'name'"},
        {a, b, NULL, "name\nsteel\n", "A.csv: line 2: product 'coal' is not in the index"},
        {a, b, NULL, "name\ncoal\nsteel\n", "A.csv: the technosphere is singular: process 'steel' has no coefficients"},
        {"row,col,value,unit\ncoal,coal,1,t\nsteel,steel,1,t\ncoal,steel,-2,kg\n", b, NULL, NULL,
         "A.csv: line 4: product 'coal' is given in 'kg' at 'steel', and in 't' elsewhere"},
        {"row,col,value,unit\ncoal,coal,1,t\n", b, NULL, "name,unit\ncoal,kg\n", "product 'coal' is given in 't' at 'coal', and in 'kg'"},
        {a, "row,col,value\n", NULL, NULL, "B.csv: nothing is counted"},
        {a, b, "row,col,value\n", NULL, "C.csv: nothing is counted"},
        {a, b, "row,col,value\nGWP,CO2,1,2\n", NULL, "C.csv: line 2: expected 3 fields"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        rap_chain *chain = NULL;
        rap_error err = {0};
        rap_status status = chain_of(bad[i].a, bad[i].b, bad[i].c, bad[i].index, &chain, &err);
        if (status != RAP_E_FORMAT || !strstr(err.text, bad[i].message))
            fail_msg("case %zu: expected \"%s\", found \"%s\"", i, bad[i].message, status == RAP_OK ? "nothing" : err.text);
        assert_null(chain);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_layout_gives_the_same_system),
        cmocka_unit_test(an_index_gives_order_titles_and_units),
        cmocka_unit_test(factors_of_flows_that_are_not_there_are_counted),
        cmocka_unit_test(what_is_wrong_is_refused_with_file_line_and_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
