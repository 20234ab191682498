// SPDX-License-Identifier: Apache-2.0
/* Questions asked of the golden toy set: what a reader of the tables sees is what was worked out by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "query/asking.h"
#include "support/near.h"
#include "support/toy.h"

/* Asks with options given as name, value, ..., NULL. */
static rap_table *ask(const toy_fixture *f, const char *question, const char *const *words)
{
    rap_option options[16];
    size_t n = 0;
    for (; words[2 * n]; n++) options[n] = (rap_option){words[2 * n], words[2 * n + 1]};
    rap_table *table = NULL;
    rap_error err = {0};
    if (rap_ask(f->catalog, f->cube, question, options, n, &table, &err) != RAP_OK) fail_msg("%s: %s", question, err.text);
    return table;
}
#define ASK(f, question, ...) ask(f, question, (const char *const[]){__VA_ARGS__, NULL, NULL})

static rap_status refusal(const toy_fixture *f, const char *question, const char *const *words, rap_error *err)
{
    rap_option options[16];
    size_t n = 0;
    for (; words[2 * n]; n++) options[n] = (rap_option){words[2 * n], words[2 * n + 1]};
    rap_table *table = NULL;
    rap_status status = rap_ask(f->catalog, f->cube, question, options, n, &table, err);
    assert_null(table);
    return status;
}
#define REFUSED(f, question, err, ...) refusal(f, question, (const char *const[]){__VA_ARGS__, NULL, NULL}, err)

/* The cell in `column` of the row whose column `key` reads `value`. */
static rap_cell cell(const rap_table *t, const char *key, const char *value, const char *column)
{
    size_t k = rap_table_find(t, key), c = rap_table_find(t, column);
    if (k == SIZE_MAX || c == SIZE_MAX) fail_msg("no column %s or %s", key, column);
    for (size_t r = 0; r < rap_table_rows(t); r++)
        if (strcmp(rap_table_cell(t, r, k).text, value) == 0) return rap_table_cell(t, r, c);
    fail_msg("no row %s=%s", key, value);
    return (rap_cell){0};
}

static double number(const rap_table *t, const char *key, const char *value, const char *column)
{
    rap_cell c = cell(t, key, value, column);
    if (c.reason != RAP_DEFINED) fail_msg("%s of %s is undefined: %s", column, value, rap_reason_text(c.reason));
    return rap_table_column(t, rap_table_find(t, column)).type == RAP_COLUMN_REAL ? c.real : (double)c.integer;
}

static void partners_of_the_toy_set(void **state)
{
    rap_table *t = ASK(*state, "partners", "country", "NO");
    assert_int_equal(rap_table_rows(t), 3);
    static const struct {
        const char *partner, *column;
        double value;
    } want[] = {
        {"CN", "works", 3},       {"SE", "works", 2},        {"US", "works", 1},      {"CN", "rank", 1},
        {"SE", "rank", 2},        {"US", "rank", 3},         {"CN", "ric", 0.7},      {"CN", "ric_reverse", 0.625},
        {"CN", "ric_n", 1.4},     {"SE", "ric", 7.0 / 12},   {"US", "ric", 7.0 / 30}, {"CN", "affinity", 1.625},
        {"SE", "affinity", 13.0 / 9}, {"CN", "luukkonen", 1.25}, {"CN", "salton", 0.547722557505},
        {"CN", "jaccard", 0.375}, {"CN", "inclusion", 0.6},  {"CN", "nsf_index", 1.05},
        {"US", "nsf_index", 0.4375}, {"CN", "share_of_output", 0.6}, {"CN", "share_of_international", 0.75},
        {"CN", "share_of_links", 0.5}, {"CN", "bilateral", 1}, {"CN", "affiliation_only", 1}, {"CN", "links", 6},
        {"CN", "partner_links", 8}, {"CN", "all_links", 13}, {"CN", "coverage", 1},
    };
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        assert_near(number(t, "partner", want[i].partner, want[i].column), want[i].value, 1e-9);
    rap_table_free(t);
}

static void a_pair_has_two_sides_and_fractional_weights(void **state)
{
    rap_table *t = ASK(*state, "pair", "country", "NO", "partner", "CN");
    assert_int_equal(rap_table_rows(t), 2);
    assert_near(number(t, "country", "NO", "ric"), 0.7, 1e-9);
    assert_near(number(t, "country", "CN", "ric"), 0.625, 1e-9);
    assert_near(number(t, "country", "CN", "luukkonen"), 1.125, 1e-9);
    assert_near(number(t, "country", "NO", "strict"), 5.0 / 3, 1e-8);
    assert_near(number(t, "country", "CN", "nature_score"), 13.0 / 6, 1e-8);
    rap_table_free(t);
}

/* Of p1, p3 and p7 Norway has 1/2 + 1/3 + 1/3 by countries and 1/2 + 1/3 + 1/4 by authors. */
static void fractional_shares_are_parts_of_the_countrys_own_works(void **state)
{
    static const struct {
        const char *count;
        double own, output, international;
    } want[] = {{"country", 7.0 / 6, 8.0 / 3, 5.0 / 3}, {"author", 13.0 / 12, 2.75, 1.75}};
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        rap_table *t = ASK(*state, "partners", "country", "NO", "count", want[i].count);
        assert_near(number(t, "partner", "CN", "works_own"), want[i].own, 1e-8);
        assert_near(number(t, "partner", "CN", "share_of_output"), want[i].own / want[i].output, 1e-8);
        assert_near(number(t, "partner", "CN", "share_of_international"), want[i].own / want[i].international, 1e-8);
        for (size_t r = 0; r < rap_table_rows(t); r++) {
            assert_true(rap_table_cell(t, r, rap_table_find(t, "share_of_international")).real <= 1);
            assert_true(rap_table_cell(t, r, rap_table_find(t, "share_of_partner_output")).real <= 1);
        }
        static const char *const whole_only[] = {"nsf_index", "salton", "jaccard", "inclusion"};
        for (size_t c = 0; c < sizeof whole_only / sizeof *whole_only; c++)
            assert_int_equal(cell(t, "partner", "CN", whole_only[c]).reason, RAP_UNDEFINED_COUNTING);
        rap_table_free(t);
    }
}

static void a_group_is_one_node(void **state)
{
    rap_table *t = ASK(*state, "pair", "country", "NO+SE", "partner", "CN");
    assert_near(number(t, "country", "NO+SE", "works"), 4, 0);
    assert_near(number(t, "country", "NO+SE", "output"), 7, 0);
    assert_near(number(t, "country", "NO+SE", "ric"), 4.0 / 7, 1e-9);
    assert_near(number(t, "country", "CN", "ric"), 4.0 / 7, 1e-9);
    assert_near(number(t, "country", "NO+SE", "affinity"), 80.0 / 49, 1e-9);
    rap_table_free(t);
}

static void rank_shows_full_and_fractional(void **state)
{
    rap_table *t = ASK(*state, "rank", "top", "0");
    assert_near(number(t, "country", "CN", "rank"), 1, 0);
    assert_near(number(t, "country", "NO", "rank"), 2, 0);
    assert_near(number(t, "country", "US", "rank"), 2, 0);
    assert_near(number(t, "country", "SE", "rank"), 4, 0);
    assert_near(number(t, "country", "CN", "world_share"), 0.6, 1e-9);
    assert_near(number(t, "country", "CN", "world_share_all"), 6.0 / 11, 1e-9);
    assert_near(number(t, "country", "NO", "works_author"), 2.75, 1e-8);
    assert_near(number(t, "country", "US", "coverage"), 0.8, 1e-9);
    rap_table_free(t);
}

static void profile_shares_sum_to_one(void **state)
{
    rap_table *t = ASK(*state, "profile", "country", "CN");
    double sum = 0;
    for (size_t r = 0; r < rap_table_rows(t); r++) sum += rap_table_cell(t, r, rap_table_find(t, "share_of_links")).real;
    assert_near(sum, 1, 1e-12);
    rap_table_free(t);
}

static void lenses_choose_works(void **state)
{
    rap_table *t = ASK(*state, "partners", "country", "NO", "bilateral-only", "");
    assert_int_equal(rap_table_rows(t), 2);
    assert_near(number(t, "partner", "CN", "works"), 1, 0);
    rap_table_free(t);
    t = ASK(*state, "partners", "country", "CN", "without", "US");
    assert_near(number(t, "partner", "NO", "works"), 2, 0);
    assert_near(number(t, "partner", "SE", "works"), 1, 0);
    rap_table_free(t);
    t = ASK(*state, "partners", "country", "NO", "count", "country");
    assert_near(number(t, "partner", "CN", "works"), 5.0 / 3, 1e-8);
    assert_near(number(t, "partner", "CN", "all_links"), 7, 1e-8);
    rap_table_free(t);
    t = ASK(*state, "partners", "country", "NO", "merge", "SE=CN");
    assert_near(number(t, "partner", "CN", "works"), 4, 0);
    rap_table_free(t);
}

static void bootstrap_gives_the_same_answer_twice(void **state)
{
    rap_table *a = ASK(*state, "partners", "country", "NO", "bootstrap", "50", "seed", "3");
    rap_table *b = ASK(*state, "partners", "country", "NO", "bootstrap", "50", "seed", "3");
    assert_near(number(a, "partner", "CN", "rank_high"), number(b, "partner", "CN", "rank_high"), 0);
    assert_near(number(a, "partner", "CN", "ric_low"), number(b, "partner", "CN", "ric_low"), 0);
    rap_table_free(a);
    rap_table_free(b);
}

static void export_gives_back_the_facts(void **state)
{
    rap_table *t = ASK(*state, "export", "plane", "facts", "kind", "all");
    int64_t works = 0;
    for (size_t r = 0; r < rap_table_rows(t); r++) works += rap_table_cell(t, r, rap_table_find(t, "works")).integer;
    assert_int_equal(works, TOY_WORKS);
    assert_near(number(t, "countries", "CN|NO|SE", "works"), 1, 0);
    rap_table_free(t);
}

/* Rows as they come, written in parts. */
typedef struct parts {
    FILE *file;
    rap_format format;
    size_t taken, most, fail_at;
} parts;

static rap_status take_rows(void *arg, const rap_table *table, rap_error *err)
{
    parts *p = arg;
    if (rap_table_rows(table) > p->most) p->most = rap_table_rows(table);
    if (++p->taken == p->fail_at) return rap_fail(err, RAP_E_IO, "the disk is full");
    return rap_table_write_part(table, p->format, (rap_style){0}, p->taken == 1, false, p->file, err);
}

/* An export in memory (block 0), or in blocks of rows and batches of sums; its bytes are the caller's to free. */
static char *exported(const toy_fixture *f, const char *plane, const char *each, rap_format format, size_t block, size_t batch)
{
    rap_option options[] = {{"plane", plane}, {"kind", "all"}, {"each", each}};
    char *bytes = NULL;
    size_t length = 0;
    parts p = {.file = open_memstream(&bytes, &length), .format = format};
    rap_asking asking;
    rap_table *table = NULL;
    rap_error err = {0};
    if (rap_asking_init(f->catalog, f->cube, rap_question_find(rap_span_of("export")), options, each ? 3 : 2, &asking, &err) != RAP_OK)
        fail_msg("%s", err.text);
    if (block) asking.take = take_rows, asking.take_arg = &p;
    asking.block = block;
    asking.batch = batch;
    assert_int_equal(rap_ask_export(&asking, &table, NULL), RAP_OK);
    assert_int_equal(rap_table_write_part(table, format, (rap_style){0}, p.taken == 0, true, p.file, NULL), RAP_OK);
    assert_int_equal(p.most, p.taken ? block : 0);
    if (block) assert_true(p.taken > 0 && rap_table_rows(table) <= block);
    assert_int_equal(fclose(p.file), 0);
    rap_table_free(table);
    rap_asking_release(&asking);
    return bytes;
}

/* Works of four years and two fields, of one to three countries. */
static rap_cube *subjects_cube(void)
{
    static const char *const codes[] = {"CN", "DK", "NO", "SE", "US"};
    rap_schema schema = rap_schema_research("countries-else-institutions", "none");
    rap_tally *tally;
    schema.shares = false;
    assert_int_equal(rap_tally_new(&schema, &tally, NULL), RAP_OK);
    for (unsigned i = 0; i < 60; i++) {
        rap_place places[3];
        size_t n = 1 + i % 3;
        for (size_t k = 0; k < n; k++) places[k] = rap_place_of(rap_span_of(codes[i % 3 + k]));
        rap_fact fact = {.year = (int16_t)(2000 + i % 4), .kind = rap_span_of("article;journal;all"), .n_places = n, .places = places,
                         .subject = UINT64_C(3) << 56 | (UINT64_C(21) + i % 2) << 48 | (UINT64_C(2100) + i % 2) << 32 | (10 + i % 7),
                         .amounts = {1 + i % 5}};
        assert_int_equal(rap_tally_add(tally, &fact, NULL), RAP_OK);
    }
    rap_cube *cube = toy_open(tally);
    rap_tally_free(tally);
    assert_non_null(cube);
    return cube;
}

static void an_export_in_parts_has_the_bytes_of_one_in_memory(void **state)
{
    toy_fixture f = {((toy_fixture *)*state)->catalog, subjects_cube()};
    static const char *const planes[] = {"facts", "pairs", "countries"};
    static const rap_format formats[] = {RAP_FORMAT_CSV, RAP_FORMAT_TSV, RAP_FORMAT_JSON, RAP_FORMAT_NDJSON};
    static const char *const each[] = {NULL, "year", "year,field", "topic"};
    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < 4; k++)
            for (size_t e = 0; e < (i ? 4u : 1u); e++) {
                char *whole = exported(&f, planes[i], each[e], formats[k], 0, 0);
                for (size_t block = 1; block <= 3; block++) {
                    char *part = exported(&f, planes[i], each[e], formats[k], block, block == 2 ? 0 : block);
                    assert_string_equal(part, whole);
                    free(part);
                }
                free(whole);
            }
    rap_cube_close(f.cube);
}

static void who_takes_rows_may_fail(void **state)
{
    const toy_fixture *f = *state;
    rap_asking asking;
    rap_table *table = NULL;
    rap_error err = {0};
    char *bytes = NULL;
    size_t length = 0;
    parts p = {.file = open_memstream(&bytes, &length), .format = RAP_FORMAT_CSV, .fail_at = 2};
    assert_int_equal(rap_asking_init(f->catalog, f->cube, rap_question_find(rap_span_of("export")), NULL, 0, &asking, NULL), RAP_OK);
    asking.take = take_rows;
    asking.take_arg = &p;
    asking.block = 2;
    assert_int_equal(rap_ask_export(&asking, &table, &err), RAP_E_IO);
    assert_string_equal(err.text, "the disk is full");
    assert_null(table);
    assert_int_equal(p.taken, 2);
    rap_asking_release(&asking);
    assert_int_equal(fclose(p.file), 0);
    free(bytes);
}

static void pairs_have_the_ric_that_partners_have(void **state)
{
    rap_table *pairs = ASK(*state, "export", "plane", "pairs", "kind", "all"), *no = ASK(*state, "partners", "country", "NO", "kind", "all");
    size_t found = 0;
    for (size_t r = 0; r < rap_table_rows(pairs); r++) {
        const char *x = rap_table_cell(pairs, r, rap_table_find(pairs, "country")).text;
        const char *y = rap_table_cell(pairs, r, rap_table_find(pairs, "partner")).text;
        bool first = strcmp(x, "NO") == 0;
        if (!first && strcmp(y, "NO") != 0) continue;
        assert_near(rap_table_cell(pairs, r, rap_table_find(pairs, first ? "ric" : "ric_reverse")).real,
                    number(no, "partner", first ? y : x, "ric"), 0);
        found++;
    }
    assert_int_equal(found, 3);
    rap_table_free(pairs);
    rap_table_free(no);
}

static void nonsense_is_refused_with_a_reason(void **state)
{
    rap_error err;
    assert_int_equal(REFUSED(*state, "pair", &err, "country", "NO", "partner", "NO"), RAP_E_USAGE);
    assert_int_equal(REFUSED(*state, "pair", &err, "country", "NO+SE", "partner", "SE"), RAP_E_USAGE);
    assert_int_equal(REFUSED(*state, "partners", &err, "country", "Norwai"), RAP_E_NOT_FOUND);
    assert_int_equal(REFUSED(*state, "partners", &err, "country", "FR"), RAP_E_UNSUPPORTED);
    assert_int_equal(REFUSED(*state, "partnerz", &err, "country", "NO"), RAP_E_USAGE);
    assert_non_null(strstr(err.text, "partners"));
    assert_int_equal(REFUSED(*state, "partners", &err, "country", "NO", "sort", "beauty"), RAP_E_USAGE);
    assert_int_equal(REFUSED(*state, "trend", &err, "country", "NO", "partner", "CN"), RAP_E_UNSUPPORTED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(partners_of_the_toy_set),
        cmocka_unit_test(a_pair_has_two_sides_and_fractional_weights),
        cmocka_unit_test(fractional_shares_are_parts_of_the_countrys_own_works),
        cmocka_unit_test(a_group_is_one_node),
        cmocka_unit_test(rank_shows_full_and_fractional),
        cmocka_unit_test(profile_shares_sum_to_one),
        cmocka_unit_test(lenses_choose_works),
        cmocka_unit_test(bootstrap_gives_the_same_answer_twice),
        cmocka_unit_test(export_gives_back_the_facts),
        cmocka_unit_test(an_export_in_parts_has_the_bytes_of_one_in_memory),
        cmocka_unit_test(who_takes_rows_may_fail),
        cmocka_unit_test(pairs_have_the_ric_that_partners_have),
        cmocka_unit_test(nonsense_is_refused_with_a_reason),
    };
    return cmocka_run_group_tests(tests, toy_set_up, toy_tear_down);
}
