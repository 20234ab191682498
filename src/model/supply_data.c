// SPDX-License-Identifier: Apache-2.0
/* supply_data - opening a chain's tables, and finding things in them. */
#include "model/supply_data.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "cube/embedded.h"

#define TABLE_BYTES_MAX ((size_t)4 << 20)

void rap_supply_close(rap_supply_data *data)
{
    if (!data) return;
    rap_labels_release(&data->chemistries);
    rap_labels_release(&data->places);
    rap_labels_release(&data->product_names);
    rap_labels_release(&data->fuel_names);
    rap_keep_release(&data->keep);
    rap_free(data);
}

/* A table of a folder, with its path; nothing where the folder does not have it. */
typedef struct file {
    char *path;
    rap_text text;
} file;

static rap_status load(const char *folder, const char *name, file *out, rap_error *err)
{
    uint64_t bytes;
    char *path = rap_path_join(folder, name);
    if (!path) return rap_fail_memory(err);
    if (rap_path_stat(path, &bytes) == RAP_PATH_NONE) {
        rap_free(path);
        return RAP_OK;
    }
    out->path = path;
    return rap_read_file(path, TABLE_BYTES_MAX, &out->text, err);
}

/* Reads the tables; those that `files` has stand in for built-in ones. */
static rap_status read_all(const char *chain, file files[RAP_SUPPLY_TABLES], rap_supply_data **out, rap_error *err)
{
    rap_supply_source sources[RAP_SUPPLY_TABLES];
    char names[RAP_SUPPLY_TABLES][40];
    for (unsigned t = 0; t < RAP_SUPPLY_TABLES; t++) {
        const char *name = rap_supply_table_name((rap_supply_table)t);
        if (chain) RAP_TRY(load(chain, name, &files[t], err));
        (void)snprintf(names[t], sizeof names[t], "chain/%s", name);
        sources[t] = files[t].path ? (rap_supply_source){files[t].path, {rap_text_get(&files[t].text), files[t].text.length}}
                                   : (rap_supply_source){names[t], rap_embedded(names[t])};
    }
    return rap_supply_read(sources, out, err);
}

rap_status rap_supply_open(const char *folder, rap_supply_data **out, rap_error *err)
{
    file files[RAP_SUPPLY_TABLES] = {{0}};
    char *chain = folder ? rap_path_join(folder, "chain") : NULL;
    if (folder && !chain) return rap_fail_memory(err);
    bool own = false;
    rap_status status = read_all(chain, files, out, err);
    for (unsigned t = 0; t < RAP_SUPPLY_TABLES; t++) {
        own = own || files[t].path;
        rap_free(files[t].path);
        rap_text_release(&files[t].text);
    }
    if (status == RAP_OK) {
        (*out)->from = own ? rap_keep_text(&(*out)->keep, rap_span_of(chain)) : "built in (data/chain)";
        if (!(*out)->from) {
            rap_supply_close(*out);
            status = rap_fail_memory(err);
        }
    }
    rap_free(chain);
    return status;
}

/* -------------------------------------------------------------------- finding */

size_t rap_supply_product_of(const rap_supply_data *data, const char *name)
{
    return rap_labels_find(&data->product_names, rap_span_of(name));
}

size_t rap_supply_place_of(const rap_supply_data *data, rap_span code)
{
    return rap_labels_find(&data->places, code);
}

size_t rap_supply_product_for(const rap_supply_data *data, const char *family, size_t chemistry)
{
    char name[200];
    (void)snprintf(name, sizeof name, "%s %s", family, data->chemistries.at[chemistry].label);
    return rap_supply_product_of(data, name);
}

const rap_supply_parameter *rap_supply_parameter_of(const rap_supply_data *data, const char *name, size_t chemistry)
{
    const rap_supply_parameter *general = NULL;
    for (size_t i = 0; i < data->n_parameters; i++) {
        const rap_supply_parameter *p = &data->parameters[i];
        if (strcmp(p->name, name) != 0) continue;
        if (p->chemistry == chemistry) return p;
        if (p->chemistry == RAP_ALL_CHEMISTRIES) general = p;
    }
    return general;
}

int rap_supply_nearer_year(int best, int candidate, int year)
{
    bool better = best == 0 || (candidate <= year ? best > year || candidate > best : best > year && candidate < best);
    return better ? candidate : best;
}

const rap_supply_price *rap_supply_price_of(const rap_supply_data *data, size_t product)
{
    for (size_t i = 0; i < data->n_prices; i++)
        if (data->prices[i].product == product) return &data->prices[i];
    return NULL;
}

double rap_supply_grid_of(const rap_supply_data *data, size_t place, int year, bool *exact, const rap_supply_grid **row)
{
    const rap_supply_grid *before = NULL, *after = NULL;
    for (size_t i = 0; i < data->n_grid; i++) {
        const rap_supply_grid *g = &data->grid[i];
        if (g->place != place) continue;
        if (g->year <= year && (!before || g->year > before->year)) before = g;
        if (g->year >= year && (!after || g->year < after->year)) after = g;
    }
    const rap_supply_grid *nearest = before ? before : after; /* each place has a row: that is how places are known */
    if (exact) *exact = nearest->year == year;
    if (row) *row = nearest;
    if (!before || !after || before == after) return nearest->kg_per_kwh;
    double part = (double)(year - before->year) / (double)(after->year - before->year);
    return before->kg_per_kwh + part * (after->kg_per_kwh - before->kg_per_kwh);
}

double rap_supply_yearly_of(const rap_supply_data *data, const char *measure, size_t place, int year, rap_evidence *evidence)
{
    const rap_supply_yearly *before = NULL, *after = NULL;
    for (size_t i = 0; i < data->n_yearly; i++) {
        const rap_supply_yearly *y = &data->yearly[i];
        if (y->place != place || strcmp(y->measure, measure) != 0) continue;
        if (y->year <= year && (!before || y->year > before->year)) before = y;
        if (y->year >= year && (!after || y->year < after->year)) after = y;
    }
    if (!before || !after) return NAN;
    if (evidence) *evidence = before == after ? before->evidence : RAP_DERIVED;
    if (before == after) return before->value;
    double part = (double)(year - before->year) / (double)(after->year - before->year);
    if (before->value <= 0 || after->value <= 0) return before->value + part * (after->value - before->value);
    return before->value * pow(after->value / before->value, part);
}
