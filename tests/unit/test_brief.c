// SPDX-License-Identifier: Apache-2.0
/* brief and technology: what cubes know has a row and its question, what they do not know has one that says so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "query/brief.h"
#include "support/toy.h"

static rap_status brief(const toy_fixture *f, size_t n_cubes, rap_brief_request request, rap_table **out, rap_error *err)
{
    rap_named_cube cubes[] = {{"toy", f->cube}};
    return rap_brief(f->catalog, cubes, n_cubes, &request, out, err);
}

static const char *cell(const rap_table *t, size_t row, const char *column)
{
    rap_cell found = rap_table_cell(t, row, rap_table_find(t, column));
    return found.reason ? "" : found.text;
}

/* The first row of a section with this measure, or with none. */
static size_t row_of(const rap_table *t, const char *section, const char *measure)
{
    for (size_t row = 0; row < rap_table_rows(t); row++)
        if (strcmp(cell(t, row, "section"), section) == 0 && strcmp(cell(t, row, "measure"), measure) == 0) return row;
    fail_msg("no row of %s %s", section, measure);
    return 0;
}

static void every_line_has_numbers_or_a_reason(void **state)
{
    const toy_fixture *f = *state;
    rap_table *t;
    rap_error err = {0};
    if (brief(f, 1, (rap_brief_request){"Norway", "cn", "batteries"}, &t, &err) != RAP_OK) fail_msg("%s", err.text);
    assert_string_equal(rap_table_title(t), "Batteries: NO and CN");
    size_t works = row_of(t, "research", "works"), trade = row_of(t, "trade", ""), chain = row_of(t, "footprint", "kg_co2e");
    assert_non_null(strstr(cell(t, works, "question"), "rapport pair NO CN --years "));
    assert_non_null(strstr(cell(t, works, "question"), " -c toy.rap"));
    assert_string_equal(cell(t, works, "cube"), rap_cube_identity(f->cube));
    assert_string_equal(cell(t, trade, "missing"), "no cube of trade was given (-c)");
    assert_string_equal(cell(t, chain, "cube"), "");
    for (size_t row = 0; row < rap_table_rows(t); row++) {
        bool number = !rap_table_cell(t, row, rap_table_find(t, "value")).reason;
        assert_true(number == (*cell(t, row, "missing") == '\0'));
        assert_true(!number || *cell(t, row, "question"));
        assert_null(strchr(cell(t, row, "line"), '{'));
        assert_null(strchr(cell(t, row, "question"), '{'));
    }
    const rap_brief_line *line;
    for (size_t i = 0; (line = rap_brief_line_at(i)); i++) assert_non_null(rap_question_find(rap_span_of(line->question)));
    rap_table_free(t);
}

static void what_makes_no_pair_is_refused(void **state)
{
    static const struct {
        rap_brief_request request;
        rap_status status;
        const char *says;
    } bad[] = {
        {{"NO", "NO", "batteries"}, RAP_E_USAGE, "two countries"},
        {{"NO", "Norway", "batteries"}, RAP_E_USAGE, "two countries"},
        {{"NO", "Atlantis", "batteries"}, RAP_E_NOT_FOUND, "'Atlantis'"},
        {{"NO", "CN", "wind"}, RAP_E_NOT_FOUND, "'wind'; there are: batteries"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        rap_error err = {0};
        rap_table *t = NULL;
        assert_int_equal(brief(*state, 0, bad[i].request, &t, &err), bad[i].status);
        assert_null(t);
        if (!strstr(err.text, bad[i].says)) fail_msg("'%s'", err.text);
    }
}

/* ------------------------------------------------------------------ technologies */

static rap_status own_table(const char *rows, rap_technology *out, rap_error *err)
{
    char folder[] = "technologies-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/technologies.tsv", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    (void)fprintf(file, "technology\ttitle\twhat\tstage\tvalue\tsource\n%s", rows);
    assert_int_equal(fclose(file), 0);
    rap_catalog *catalog;
    assert_int_equal(rap_catalog_open(folder, &catalog, NULL), RAP_OK);
    rap_status status = rap_technology_open(catalog, "wind", out, err);
    rap_catalog_close(catalog);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
    return status;
}

static void a_table_of_the_users_own_is_read(void **state)
{
    (void)state;
    rap_technology t = {0};
    rap_error err = {0};
    assert_int_equal(own_table("sun\tSun\ths\t\t854143\tx\nwind\tWind power\ttopic\t\twind turb\tx\nwind\tWind power\ttopic\t\toffshore wind\tx\n"
                               "wind\tWind power\ths\tturbines\t850231\tx\n", &t, &err), RAP_OK);
    assert_string_equal(t.title, "Wind power");
    assert_string_equal(t.topics, "wind turb|offshore wind");
    assert_true(t.n_codes == 1 && strcmp(t.codes[0], "850231") == 0);
    assert_true(!t.area && !t.chain && !t.capacity);
    rap_technology_close(&t);
    assert_int_equal(own_table("wind\tWind\tsong\t\tx\tx\n", &t, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "expected area, topic, hs, capacity or chain, found 'song'"));
    assert_int_equal(own_table("wind\tWind\ths\t\t\tx\n", &t, &err), RAP_E_FORMAT);
    assert_int_equal(own_table("sun\tSun\ths\t\t854143\tx\n", &t, &err), RAP_E_NOT_FOUND);
}

static void each_allocation_may_fail(void **state)
{
    const toy_fixture *f = *state;
    rap_status status = RAP_E_MEMORY;
    for (uint64_t n = 1; status != RAP_OK; n += n < 400 ? 1 : 997) {
        rap_table *t = NULL;
        rap_error err = {0};
        rap_alloc_fail_after(n);
        status = brief(f, 1, (rap_brief_request){"NO", "CN", "batteries"}, &t, &err);
        rap_alloc_fail_after(0);
        if (status != RAP_OK && status != RAP_E_MEMORY) fail_msg("allocation %llu: %s", (unsigned long long)n, err.text);
        assert_true((status == RAP_OK) == (t != NULL));
        rap_table_free(t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_has_numbers_or_a_reason),
        cmocka_unit_test(what_makes_no_pair_is_refused),
        cmocka_unit_test(a_table_of_the_users_own_is_read),
        cmocka_unit_test(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, toy_set_up, toy_tear_down);
}
