// SPDX-License-Identifier: Apache-2.0
#include "serve/answer.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/alloc.h"
#include "present/write.h"
#include "serve/claims.h"
#include "serve/exchange.h"
#include "serve/link.h"
#include "serve/put.h"

/* ----------------------------------------------------------------- the inquiry */

rap_status rap_inquiry_read(const rap_site *site, const rap_question *question, const rap_target *target, rap_inquiry *out,
                            rap_error *err)
{
    const char *cube = NULL;
    out->question = question;
    out->n_options = 0;
    for (size_t i = 0; i < target->n_options; i++) {
        const rap_option *option = &target->options[i];
        if (strcmp(option->name, "cube") != 0) {
            out->options[out->n_options++] = *option;
            continue;
        }
        if (cube) return rap_fail(err, RAP_E_USAGE, "cube is given twice; one question looks at one cube");
        cube = option->value ? option->value : "";
    }
    out->names_cube = cube != NULL;
    rap_link_order(question, out->options, out->n_options);
    return rap_site_find(site, cube, &out->cube, err);
}

static void add_to_hash(XXH3_state_t *hash, const char *text)
{
    char absent = !text;
    (void)XXH3_128bits_update(hash, &absent, 1);
    if (text) (void)XXH3_128bits_update(hash, text, strlen(text) + 1);
}

void rap_inquiry_tag(const rap_site *site, const rap_inquiry *inquiry, const char *type, char *out, size_t size)
{
    XXH3_state_t hash;
    XXH3_INITSTATE(&hash);
    (void)XXH3_128bits_reset_withSeed(&hash, site->edition);
    add_to_hash(&hash, rap_cube_identity(inquiry->cube->cube));
    add_to_hash(&hash, inquiry->cube->name);
    for (size_t i = 0; rap_question_is_check(inquiry->question) && i < site->n_cubes; i++) {
        add_to_hash(&hash, site->cubes[i].name); /* a plan may ask any of them */
        add_to_hash(&hash, rap_cube_identity(site->cubes[i].cube));
    }
    add_to_hash(&hash, inquiry->names_cube ? "named" : NULL);
    add_to_hash(&hash, inquiry->question->name);
    add_to_hash(&hash, type);
    for (size_t i = 0; i < inquiry->n_options; i++) {
        add_to_hash(&hash, inquiry->options[i].name);
        add_to_hash(&hash, inquiry->options[i].value);
    }
    XXH128_hash_t digest = XXH3_128bits_digest(&hash);
    (void)snprintf(out, size, "\"%016llx%016llx\"", (unsigned long long)digest.high64, (unsigned long long)digest.low64);
}

/* Resampling is the one option whose work grows with a number in the address. */
static rap_status check_effort(const rap_inquiry *inquiry, rap_error *err)
{
    uint64_t resamples, cells = rap_cube_cells(inquiry->cube->cube);
    for (size_t i = 0; i < inquiry->n_options; i++) {
        const rap_option *option = &inquiry->options[i];
        if (strcmp(option->name, "bootstrap") != 0 || !option->value) continue;
        if (!rap_parse_u64(rap_span_of(option->value), UINT32_MAX, &resamples)) continue; /* the question says what is wrong */
        if (cells && resamples > RAP_ANSWER_DRAWS / cells)
            return rap_fail(err, RAP_E_UNSUPPORTED, "%llu resamples of this cube take too long for an address, which gives at most "
                            "%llu: write fewer, or ask rapport %s", (unsigned long long)resamples,
                            (unsigned long long)(RAP_ANSWER_DRAWS / cells), inquiry->question->name);
    }
    return RAP_OK;
}

rap_status rap_inquiry_ask(const rap_site *site, const rap_inquiry *inquiry, rap_table **out, rap_error *err)
{
    rap_table *table;
    RAP_TRY(check_effort(inquiry, err));
    if (rap_question_is_check(inquiry->question))
        return rap_claims_check(site, inquiry->cube, inquiry->options, inquiry->n_options, out, err);
    RAP_TRY(rap_ask(site->catalog, inquiry->cube->cube, inquiry->question->name, inquiry->options, inquiry->n_options, &table, err));
    size_t rows = rap_table_rows(table);
    if (rows > RAP_ANSWER_ROWS) {
        rap_table_free(table);
        return rap_fail(err, RAP_E_UNSUPPORTED, "the answer has %zu rows, and an address gives at most %d: ask for fewer years or "
                                                "subjects, or write it to a file with rapport %s", rows, (int)RAP_ANSWER_ROWS,
                        inquiry->question->name);
    }
    *out = table;
    return RAP_OK;
}

/* ---------------------------------------------------------------------- meta */

static void put_program(rap_text *out)
{
    rap_put_name(out, "program");
    rap_put_open(out, '{');
    rap_put_member(out, "name", "rapport");
    rap_put_member(out, "version", rap_version());
    rap_put_close(out, '}');
}

static void put_question(rap_text *out, const rap_inquiry *inquiry, const rap_table *table)
{
    rap_text link = {0};
    rap_link_add(&link, inquiry->question, inquiry->options, inquiry->n_options,
                 inquiry->names_cube ? inquiry->cube->name : NULL);
    rap_put_name(out, "cube");
    rap_put_open(out, '{');
    rap_put_member(out, "name", inquiry->cube->name);
    rap_put_member(out, "identity", rap_cube_identity(inquiry->cube->cube));
    rap_put_close(out, '}');
    rap_put_member(out, "question", inquiry->question->name);
    rap_put_member(out, "link", rap_text_get(&link));
    rap_put_member(out, "title", rap_table_title(table));
    if (link.failed) out->failed = true;
    rap_text_release(&link);
}

/* `meanings` says of each column which definition is its own; `n` of them where there is none. */
static void put_columns(rap_text *out, const rap_site *site, const rap_table *table, const size_t *meanings)
{
    static const char *const types[] = {
        [RAP_COLUMN_TEXT] = "text", [RAP_COLUMN_INTEGER] = "integer", [RAP_COLUMN_REAL] = "real"};
    rap_put_name(out, "columns");
    rap_put_open(out, '[');
    for (size_t c = 0; c < rap_table_columns(table); c++) {
        rap_column_info column = rap_table_column(table, c);
        rap_put_open(out, '{');
        rap_put_member(out, "name", column.name);
        rap_put_member(out, "title", column.title);
        rap_put_member(out, "type", types[column.type]);
        rap_put_member(out, "unit", column.unit);
        rap_put_member(out, "indicator", column.indicator);
        rap_put_member(out, "definition", rap_definitions_name(&site->definitions, meanings[c]));
        rap_put_name(out, "detail");
        rap_put_truth(out, column.detail);
        rap_put_close(out, '}');
    }
    rap_put_close(out, ']');
}

/* Each once, though several columns may share it: both ends of an interval. */
static void put_definitions(rap_text *out, const rap_site *site, const rap_table *table, const size_t *meanings)
{
    rap_put_name(out, "definitions");
    rap_put_open(out, '{');
    for (size_t c = 0; c < rap_table_columns(table); c++) {
        size_t before = 0;
        while (before < c && meanings[before] != meanings[c]) before++;
        if (meanings[c] < site->definitions.n && before == c) rap_definitions_put(&site->definitions, meanings[c], out);
    }
    rap_put_close(out, '}');
}

/* Columns and what their numbers mean. */
static void put_meanings(rap_text *out, const rap_site *site, const rap_table *table)
{
    size_t columns = rap_table_columns(table);
    size_t *meanings = rap_alloc(columns, sizeof *meanings);
    if (!meanings) {
        out->failed = true;
        return;
    }
    for (size_t c = 0; c < columns; c++)
        meanings[c] = rap_definitions_find(&site->definitions, rap_table_column(table, c).indicator);
    put_columns(out, site, table, meanings);
    put_definitions(out, site, table, meanings);
    rap_free(meanings);
}

/* The lines of the receipt with one key, as a list of their own. */
static void put_lines(rap_text *out, const rap_table *table, const char *member, const char *wanted)
{
    const char *key, *value;
    rap_put_name(out, member);
    rap_put_open(out, '[');
    for (size_t i = 0; rap_table_receipt(table, i, &key, &value); i++)
        if (strcmp(key, wanted) == 0) rap_put_string(out, value);
    rap_put_close(out, ']');
}

static void put_knowledge(rap_text *out, const rap_table *table)
{
    put_lines(out, table, "denominators", "denominators");
    put_lines(out, table, "coverage", "coverage");
    rap_put_name(out, "warnings");
    rap_put_open(out, '[');
    for (size_t i = 0; rap_table_note(table, i); i++) rap_put_string(out, rap_table_note(table, i));
    rap_put_close(out, ']');
    rap_put_name(out, "receipt");
    rap_put_open(out, '{');
    rap_write_json_receipt(out, table);
    rap_put_close(out, '}');
    rap_put_name(out, "licence");
    rap_put_open(out, '{');
    rap_put_member(out, "program", "Apache-2.0");
    rap_put_member(out, "data", "that of the sources of the cube, which /api/v1/info names; OpenAlex is CC0 1.0");
    rap_put_close(out, '}');
}

/* --------------------------------------------------------------------- answers */

void rap_answer_json(rap_text *out, const rap_site *site, const rap_inquiry *inquiry, const rap_table *table)
{
    rap_json_keys keys;
    rap_json_keys_init(&keys, table);
    rap_put_open(out, '{');
    rap_put_name(out, "meta");
    rap_put_open(out, '{');
    put_program(out);
    put_question(out, inquiry, table);
    rap_put_name(out, "rows");
    rap_put_whole(out, rap_table_rows(table));
    put_meanings(out, site, table);
    put_knowledge(out, table);
    rap_put_close(out, '}');
    rap_put_name(out, "data");
    rap_put_open(out, '[');
    for (size_t r = 0; r < rap_table_rows(table) && !out->failed; r++) {
        rap_text_puts(out, r ? ",\n" : "\n");
        rap_write_json_row(out, &keys, table, r);
    }
    rap_json_keys_release(&keys);
    rap_text_puts(out, "\n]}\n");
}

rap_status rap_answer_csv(rap_text *out, const rap_table *table, rap_error *err)
{
    rap_writer w = {.first = true, .last = true, .line = *out, .err = err};
    rap_write_csv(&w, table);
    *out = w.line;
    return w.status;
}
