// SPDX-License-Identifier: Apache-2.0
#include "query/technology.h"

#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "cube/embedded.h"
#include "cube/tsv.h"

enum { FILE_MAX_BYTES = 1 << 20 };
enum { NAME, TITLE, WHAT, STAGE, VALUE, SOURCE, N_COLUMNS };

static const char file_name[] = "technologies.tsv";
static const char *const columns[N_COLUMNS] = {"technology", "title", "what", "stage", "value", "source"};

static rap_status keep_text(rap_technology *t, const char *text, const char **out, rap_error *err)
{
    *out = rap_keep_text(&t->keep, rap_span_of(text));
    return *out ? RAP_OK : rap_fail_memory(err);
}

/* "a", then "a+b". */
static rap_status join(rap_technology *t, const char **list, const char *sign, const char *value, rap_error *err)
{
    rap_text both = {0};
    rap_text_printf(&both, "%s%s%s", *list ? *list : "", *list ? sign : "", value);
    rap_status status = both.failed ? rap_fail_memory(err) : keep_text(t, rap_text_get(&both), list, err);
    rap_text_release(&both);
    return status;
}

static rap_status add_row(rap_technology *t, const rap_tsv *rows, size_t row, rap_error *err)
{
    const char *what = rap_tsv_cell(rows, row, WHAT), *value = rap_tsv_cell(rows, row, VALUE);
    if (!*value) return rap_fail_line(err, RAP_E_FORMAT, rows->lines[row], "expected a value");
    if (strcmp(what, "area") == 0) return join(t, &t->area, "+", value, err);
    if (strcmp(what, "topic") == 0) return join(t, &t->topics, "|", value, err);
    if (strcmp(what, "capacity") == 0) return keep_text(t, value, &t->capacity, err);
    if (strcmp(what, "chain") == 0) return keep_text(t, value, &t->chain, err);
    if (strcmp(what, "hs") != 0)
        return rap_fail_line(err, RAP_E_FORMAT, rows->lines[row], "expected area, topic, hs, capacity or chain, found '%.40s'", what);
    if (!rap_keep_more(&t->keep, &t->codes, t->n_codes, sizeof *t->codes)) return rap_fail_memory(err);
    return keep_text(t, value, &t->codes[t->n_codes++], err);
}

static rap_status not_found(const rap_tsv *rows, const char *name, rap_error *err)
{
    rap_text list = {0};
    for (size_t i = 0; i < rows->n_rows; i++)
        if (i == 0 || strcmp(rap_tsv_cell(rows, i, NAME), rap_tsv_cell(rows, i - 1, NAME)) != 0)
            rap_text_printf(&list, "%s%s", list.length ? ", " : "", rap_tsv_cell(rows, i, NAME));
    rap_status status = rap_fail(err, RAP_E_NOT_FOUND, "no technology is called '%.60s'; there are: %.300s", name, rap_text_get(&list));
    rap_text_release(&list);
    return status;
}

static rap_status read_rows(const rap_tsv *rows, const char *name, rap_technology *t, rap_error *err)
{
    for (size_t i = 0; i < rows->n_rows; i++) {
        if (strcmp(rap_tsv_cell(rows, i, NAME), name) != 0) continue;
        if (!t->name) {
            RAP_TRY(keep_text(t, name, &t->name, err));
            RAP_TRY(keep_text(t, rap_tsv_cell(rows, i, TITLE), &t->title, err));
        }
        RAP_TRY(add_row(t, rows, i, err));
    }
    return t->name ? RAP_OK : not_found(rows, name, err);
}

/* The user's own table where there is one, else the one in the program. */
static rap_status read_text(const rap_catalog *catalog, rap_text *own, rap_span *out, rap_error *err)
{
    const char *folder = rap_catalog_folder(catalog);
    *out = rap_embedded(file_name);
    if (!folder) return RAP_OK;
    char *path = rap_path_join(folder, file_name);
    if (!path) return rap_fail_memory(err);
    rap_status status = RAP_OK;
    if (rap_path_stat(path, NULL) == RAP_PATH_FILE) {
        status = rap_read_file(path, FILE_MAX_BYTES, own, err);
        *out = (rap_span){rap_text_get(own), own->length};
    }
    rap_free(path);
    return status;
}

rap_status rap_technology_open(const rap_catalog *catalog, const char *name, rap_technology *out, rap_error *err)
{
    rap_text own = {0};
    rap_span text;
    rap_tsv rows = {0};
    rap_technology technology = {0};
    rap_status status = read_text(catalog, &own, &text, err);
    if (status == RAP_OK) {
        status = rap_tsv_read(text, columns, N_COLUMNS, &rows, err);
        if (status == RAP_OK) status = read_rows(&rows, name, &technology, err);
        if (status == RAP_E_FORMAT) status = rap_context(err, status, "%s", file_name);
        rap_tsv_release(&rows);
    }
    rap_text_release(&own);
    if (status == RAP_OK) *out = technology;
    else rap_technology_close(&technology);
    return status;
}

void rap_technology_close(rap_technology *technology)
{
    rap_keep_release(&technology->keep);
    *technology = (rap_technology){0};
}
