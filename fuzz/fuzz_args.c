// SPDX-License-Identifier: Apache-2.0
/* Options of a question, one "name=value" a line after the question's name, as a URL or a plan may bring them. */
#include <stdlib.h>
#include <string.h>

#include "query/asking.h"
#include "support/toy.h"

enum { OPTIONS = 16 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The toy set over two years and three topics, one of them at two places of the hierarchy. */
static rap_cube *make_cube(void)
{
    static const uint64_t paths[][RAP_LEVELS] = {
        {3, 22, 2208, 10}, {3, 17, 1702, 11}, {3, 16, 1606, 12}, {1, 13, 1303, 10}, {0, 0, 0, 0}};
    rap_schema schema = rap_schema_research("countries-else-institutions", "none");
    rap_tally *tally;
    if (rap_tally_new(&schema, &tally, NULL) != RAP_OK) abort();
    for (size_t i = 0; i < TOY_WORKS; i++) {
        rap_subject leaf = 0;
        for (unsigned level = 0; level < RAP_LEVELS; level++) leaf = rap_subject_with(leaf, level, paths[i % 5][level]);
        if (toy_add(tally, i, 2019 + (int)(i % 2), leaf) != RAP_OK) abort();
        if (leaf && rap_tally_name(tally, leaf, rap_span_of("Advanced Battery Technologies"), NULL) != RAP_OK) abort();
    }
    rap_cube *cube = toy_open(tally);
    rap_tally_free(tally);
    return cube;
}

/* Cuts `text` into lines and lines at '='; an option without '=' has no value. */
static size_t cut(char *text, rap_option *options)
{
    size_t n = 0;
    for (char *line = strtok(text, "\n"); line && n < OPTIONS; line = strtok(NULL, "\n")) {
        char *equals = strchr(line, '=');
        if (equals) *equals = '\0';
        options[n++] = (rap_option){line, equals ? equals + 1 : NULL};
    }
    return n;
}

static void ask(const rap_catalog *catalog, const rap_cube *cube, const rap_option *options, size_t n)
{
    const rap_question *question = n ? rap_question_find(rap_span_of(options[0].name)) : NULL;
    rap_asking asking;
    rap_error err;
    if (!question || rap_asking_init(catalog, cube, question, options + 1, n - 1, &asking, &err) != RAP_OK) return;
    rap_table *table = rap_table_new("asked");
    rap_asking_receipt(&asking, table);
    rap_asking_release(&asking);
    if (rap_table_finish(table, &table, &err) == RAP_OK) rap_table_free(table);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static rap_catalog *catalog;
    static rap_cube *cube;
    if (!catalog && rap_catalog_open(NULL, &catalog, NULL) != RAP_OK) abort();
    if (!cube && !(cube = make_cube())) abort();
    char *text = malloc(size + 1);
    if (!text) return 0;
    if (size) memcpy(text, data, size);
    text[size] = '\0';
    rap_option options[OPTIONS];
    ask(catalog, cube, options, cut(text, options));
    free(text);
    return 0;
}
