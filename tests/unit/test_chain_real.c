// SPDX-License-Identifier: Apache-2.0
/* Published systems against published results: Heijungs & Suh (2002), and a system of 1,712 processes (carculator). */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/contribution.h"
#include "support/chain_text.h"
#include "support/near.h"

enum { INDICATORS = 23, REFERENCES = 56 };

static rap_csv *open_data(const char *name)
{
    char path[1024];
    rap_csv *csv;
    rap_error err = {0};
    (void)snprintf(path, sizeof path, "%s/green/lca/%s", getenv("RAPPORT_TEST_DATA"), name);
    if (rap_csv_open(path, 0, &csv, &err) != RAP_OK) fail_msg("%s", err.text);
    return csv;
}

static void need_data(void)
{
    if (getenv("RAPPORT_TEST_DATA")) return;
    print_message("RAPPORT_TEST_DATA is not set\n");
    skip();
}

static rap_chain *read_files(const char *a, const char *b, const char *index)
{
    rap_csv *csv[] = {open_data(a), open_data(b), index ? open_data(index) : NULL};
    rap_chain *chain;
    rap_error err = {0};
    if (rap_chain_read(&(rap_chain_files){csv[0], csv[1], NULL, csv[2]}, &chain, NULL, &err) != RAP_OK) fail_msg("%s", err.text);
    for (int i = 0; i < 3; i++) rap_csv_close(csv[i]);
    return chain;
}

static void the_textbook_example(void **state)
{
    (void)state;
    need_data();
    rap_chain *chain = read_files("heijungs_suh_2002_technosphere_A.csv", "heijungs_suh_2002_biosphere_B.csv", NULL);
    rap_csv *reference = open_data("heijungs_suh_2002_reference.csv");
    double demand[2] = {0};
    rap_solution s;
    demand[product(chain, "kWh of electricity")] = 1000;
    assert_int_equal(rap_chain_solve(chain, demand, &s, NULL), RAP_OK);
    size_t checked = 0;
    for (;;) {
        rap_csv_row row;
        double expected;
        assert_int_equal(rap_csv_next(reference, &row, NULL), RAP_OK);
        if (row.n == 0) break;
        if (!rap_parse_double(row.fields[2], &expected)) continue;
        if (rap_span_is(row.fields[0], "scaling")) {
            assert_near(s.scaling[rap_labels_find(&chain->processes, row.fields[1])], expected, 1e-12 * fabs(expected));
            checked++;
        } else if (rap_span_is(row.fields[0], "inventory")) {
            assert_near(s.inventory[rap_labels_find(&chain->flows, row.fields[1])], expected, 1e-12 * fabs(expected));
            checked++;
        }
    }
    assert_int_equal(checked, 5);
    rap_csv_close(reference);
    rap_solution_release(&s);
    rap_chain_free(chain);
}

/* Intensities of every product, and one demand solved the other way round; contributions add up in each. */
static void a_system_of_1712_processes(void **state)
{
    (void)state;
    need_data();
    rap_chain *chain = read_files("carculator_A_matrix_triplets.csv", "carculator_B_recipe_midpoint_static_triplets.csv",
                                  "carculator_A_index.csv");
    size_t n = chain->processes.n, references = 0, negative;
    assert_int_equal(n, 1712);
    assert_int_equal(chain->indicators.n, INDICATORS);
    double *lambda = calloc(INDICATORS * n, sizeof *lambda), *demand = calloc(n, sizeof *demand);
    rap_contribution *by = calloc(n, sizeof *by);
    assert_true(lambda && demand && by);
    for (size_t h = 0; h < INDICATORS; h++) assert_int_equal(rap_chain_intensity(chain, h, lambda + h * n, NULL), RAP_OK);
    rap_csv *csv = open_data("carculator_reference_results.csv");
    rap_csv_row row;
    assert_int_equal(rap_csv_next(csv, &row, NULL), RAP_OK);
    for (;; references++) {
        assert_int_equal(rap_csv_next(csv, &row, NULL), RAP_OK);
        if (row.n == 0) break;
        assert_int_equal(row.n, 4 + INDICATORS);
        size_t j = rap_labels_find(&chain->products, row.fields[0]);
        rap_solution s;
        demand[j] = 1;
        assert_int_equal(rap_chain_solve(chain, demand, &s, NULL), RAP_OK);
        demand[j] = 0;
        for (size_t c = 0; c < INDICATORS; c++) {
            char label[8];
            double expected, sum = 0, size = 0;
            (void)snprintf(label, sizeof label, "%zu", c);
            size_t h = rap_labels_find(&chain->indicators, rap_span_of(label));
            assert_true(rap_parse_double(row.fields[4 + c], &expected));
            assert_near(lambda[h * n + j], expected, 1e-9 * fabs(expected));
            assert_near(s.score[h], expected, 1e-9 * fabs(expected));
            assert_int_equal(rap_contribution_processes(chain, &s, h, by, NULL), RAP_OK);
            for (size_t k = 0; k < n; k++) {
                sum += by[k].score;
                size += fabs(by[k].score);
            }
            assert_near(sum, s.score[h], 1e-12 * size);
        }
        if (references == 0) {
            assert_int_equal(rap_chain_negative(chain, &s, &negative, NULL, NULL), RAP_OK);
            assert_true(negative > 0 && negative < 50); /* waste treatment and co-products */
        }
        rap_solution_release(&s);
    }
    assert_int_equal(references, REFERENCES);
    rap_csv_close(csv);
    free(lambda);
    free(demand);
    free(by);
    rap_chain_free(chain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_textbook_example),
        cmocka_unit_test(a_system_of_1712_processes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
