// SPDX-License-Identifier: Apache-2.0
/* catalog - opening the tables, and finding things in them. */
#include "cube/catalog.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "cube/catalog_tables.h"
#include "cube/embedded.h"

#define TABLE_BYTES_MAX ((size_t)4 << 20)

static const struct {
    const char *file, *builtin;
    const char *const *columns;
    size_t n_columns;
    rap_status (*read)(rap_catalog *catalog, rap_error *err);
} tables[RAP_CATALOG_TABLES] = {
    [RAP_COUNTRIES] = {"countries.tsv", "built-in countries.tsv", rap_country_columns, 6,
                       rap_catalog_read_countries},
    [RAP_GROUPS] = {"groups.tsv", "built-in groups.tsv", rap_group_columns, 6, rap_catalog_read_groups},
    [RAP_AREAS] = {"areas.tsv", "built-in areas.tsv", rap_area_columns, 5, rap_catalog_read_areas},
    [RAP_KINDS] = {"kinds.tsv", "built-in kinds.tsv", rap_kind_columns, 5, rap_catalog_read_kinds},
    [RAP_REGIONS] = {"regions.tsv", "built-in regions.tsv", rap_region_columns, 6, rap_catalog_read_regions},
};

/* ---------------------------------------------------------------- opening */

static rap_status read_table(rap_catalog *catalog, int table, rap_span text, rap_error *err)
{
    RAP_TRY(rap_tsv_read(text, tables[table].columns, tables[table].n_columns, &catalog->tables[table], err));
    return tables[table].read(catalog, err);
}

rap_status rap_catalog_read(const rap_catalog_source sources[RAP_CATALOG_TABLES], rap_catalog **out,
                            rap_error *err)
{
    rap_catalog *catalog = rap_alloc(1, sizeof *catalog);
    if (!catalog) return rap_fail_memory(err);
    rap_status status = RAP_OK;
    for (int i = 0; status == RAP_OK && i < RAP_CATALOG_TABLES; i++) {
        status = read_table(catalog, i, sources[i].text, err);
        if (status != RAP_OK) status = rap_context(err, status, "%s", sources[i].name);
    }
    if (status == RAP_OK)
        *out = catalog;
    else
        rap_catalog_close(catalog);
    return status;
}

/* A table of a folder: its path and text, both owned; no path where the built-in one stands for it. */
typedef struct file {
    char *path;
    rap_text text;
} file;

static rap_status load(const char *dir, const char *name, file *out, rap_error *err)
{
    char *path = rap_path_join(dir, name);
    if (!path) return rap_fail_memory(err);
    uint64_t bytes;
    if (rap_path_stat(path, &bytes) == RAP_PATH_NONE) {
        rap_free(path);
        return RAP_OK;
    }
    out->path = path;
    return rap_read_file(path, TABLE_BYTES_MAX, &out->text, err);
}

rap_status rap_catalog_open(const char *dir, rap_catalog **out, rap_error *err)
{
    uint64_t bytes;
    if (dir && rap_path_stat(dir, &bytes) != RAP_PATH_FOLDER)
        return rap_fail(err, RAP_E_IO, "%s: expected a folder with the tables of the catalogue, found none", dir);
    file files[RAP_CATALOG_TABLES] = {0};
    rap_catalog_source sources[RAP_CATALOG_TABLES];
    rap_status status = RAP_OK;
    for (int i = 0; status == RAP_OK && i < RAP_CATALOG_TABLES; i++) {
        if (dir) status = load(dir, tables[i].file, &files[i], err);
        sources[i] = files[i].path
                         ? (rap_catalog_source){files[i].path, {rap_text_get(&files[i].text), files[i].text.length}}
                         : (rap_catalog_source){tables[i].builtin, rap_embedded(tables[i].file)};
    }
    char *folder = dir ? rap_strndup(dir, strlen(dir)) : NULL;
    if (status == RAP_OK && dir && !folder) status = rap_fail_memory(err);
    if (status == RAP_OK) status = rap_catalog_read(sources, out, err);
    if (status == RAP_OK) (*out)->folder = folder;
    else rap_free(folder);
    for (int i = 0; i < RAP_CATALOG_TABLES; i++) {
        rap_free(files[i].path);
        rap_text_release(&files[i].text);
    }
    return status;
}

void rap_catalog_close(rap_catalog *catalog)
{
    if (!catalog) return;
    for (int i = 0; i < RAP_CATALOG_TABLES; i++) rap_tsv_release(&catalog->tables[i]);
    rap_free(catalog->folder);
    rap_free(catalog->countries);
    rap_free(catalog->names);
    rap_free(catalog->regions);
    rap_free(catalog->region_names);
    rap_free(catalog->groups);
    rap_free(catalog->memberships);
    rap_free(catalog->areas);
    rap_free(catalog->nodes);
    rap_free(catalog->sets);
    rap_free(catalog->types);
    rap_free(catalog);
}

/* ---------------------------------------------------------------- finding */

const char *rap_catalog_folder(const rap_catalog *catalog)
{
    return catalog->folder;
}

bool rap_catalog_knows(const rap_catalog *catalog, rap_place place)
{
    return catalog->country_of[place] != RAP_NO_COUNTRY;
}

const rap_country *rap_catalog_country_at(const rap_catalog *catalog, size_t i)
{
    return i < catalog->n_countries ? &catalog->countries[i] : NULL;
}

const rap_group *rap_catalog_group_at(const rap_catalog *catalog, size_t i)
{
    return i < catalog->n_groups ? &catalog->groups[i] : NULL;
}

const rap_area *rap_catalog_area_at(const rap_catalog *catalog, size_t i)
{
    return i < catalog->n_areas ? &catalog->areas[i] : NULL;
}

const rap_kind_set *rap_catalog_kind_set_at(const rap_catalog *catalog, size_t i)
{
    return i < catalog->n_sets ? &catalog->sets[i] : NULL;
}

static int compare_to_name(const void *text, const void *element)
{
    return rap_compare_folded(*(const rap_span *)text, ((const rap_catalog_name *)element)->text);
}

static const rap_country *country_by_number(const rap_catalog *catalog, rap_span text)
{
    uint64_t numeric;
    if (text.length > 3 || !rap_parse_u64(text, 999, &numeric) || numeric == 0) return NULL;
    for (size_t i = 0; i < catalog->n_countries; i++)
        if (catalog->countries[i].numeric == numeric) return &catalog->countries[i];
    return NULL;
}

const rap_country *rap_catalog_country(const rap_catalog *catalog, rap_span text)
{
    if (text.length == 0 || catalog->n_names == 0) return NULL;
    const rap_catalog_name *found =
        bsearch(&text, catalog->names, catalog->n_names, sizeof *catalog->names, compare_to_name);
    return found ? &catalog->countries[found->country] : country_by_number(catalog, text);
}

const rap_country *rap_catalog_country_of(const rap_catalog *catalog, rap_place place)
{
    size_t entry = catalog->country_of[place];
    return entry == RAP_NO_COUNTRY ? NULL : &catalog->countries[entry - 1];
}

static bool is_called(const char *name, rap_span text)
{
    return rap_compare_folded(rap_span_of(name), text) == 0;
}

const rap_group *rap_catalog_group(const rap_catalog *catalog, rap_span name)
{
    for (size_t i = 0; i < catalog->n_groups; i++)
        if (is_called(catalog->groups[i].name, name)) return &catalog->groups[i];
    return NULL;
}

const rap_area *rap_catalog_area(const rap_catalog *catalog, rap_span name)
{
    for (size_t i = 0; i < catalog->n_areas; i++)
        if (is_called(catalog->areas[i].name, name)) return &catalog->areas[i];
    return NULL;
}

const rap_kind_set *rap_catalog_kind_set(const rap_catalog *catalog, rap_span name)
{
    for (size_t i = 0; i < catalog->n_sets; i++)
        if (is_called(catalog->sets[i].name, name)) return &catalog->sets[i];
    return NULL;
}
