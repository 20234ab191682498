// SPDX-License-Identifier: Apache-2.0
/* ingest_pajek - published country matrices, one year a file -> a cube of pairs that says it is one. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "source/ingest.h"
#include "source/pajek.h"
#include "source/summary.h"

#define KIND_OF_PAIRS "all" /* published matrices do not tell document types apart */

/* One file that was named or found. */
typedef struct matrix_file {
    char *path;
    int16_t year;
} matrix_file;

typedef struct pajek_ingest {
    const rap_catalog *catalog;
    const rap_ingest_options *options;
    rap_meter meter;
    size_t n_files, room;
    matrix_file *files;      /* sorted by year */
    rap_tally *tally;
    rap_text provenance, notes;
    rap_error no_year;       /* of the last file that was passed over for want of a year */
    uint64_t lines, links, differing;
} pajek_ingest;

/* ------------------------------------------------------------------- files */

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && strcmp(text + length - tail, end) == 0;
}

static bool is_network(const char *name)
{
    return ends_with(name, ".net") || ends_with(name, ".net.gz");
}

/* A matrix without a year (the published archive has the sum of all years beside them) can't be a part of the cube. */
static rap_status add_file(pajek_ingest *p, const char *path, rap_error *err)
{
    matrix_file file = {0};
    if (rap_matrix_year(path, &file.year, &p->no_year) != RAP_OK) {
        rap_text_printf(&p->notes, "not read: %s\n", p->no_year.text);
        return RAP_OK;
    }
    file.path = rap_strndup(path, strlen(path));
    if (!file.path || !rap_reserve(&p->files, &p->room, p->n_files + 1, sizeof file)) {
        rap_free(file.path);
        return rap_fail_memory(err);
    }
    p->files[p->n_files++] = file;
    return RAP_OK;
}

static rap_status see_entry(void *arg, const char *path, const char *name, rap_error *err)
{
    return is_network(name) ? add_file(arg, path, err) : RAP_OK;
}

/* Partitions and vectors that are published beside the networks follow from these. */
static bool is_beside(const char *path)
{
    return ends_with(path, ".clu") || ends_with(path, ".vec") || ends_with(path, ".nam");
}

static rap_status add_path(pajek_ingest *p, const char *path, rap_error *err)
{
    switch (rap_path_stat(path, NULL)) {
    case RAP_PATH_NONE: return rap_fail(err, RAP_E_NOT_FOUND, "%s: no such file or folder", path);
    case RAP_PATH_FOLDER: return rap_folder_walk(path, see_entry, p, err);
    default: break;
    }
    if (!is_beside(path)) return add_file(p, path, err);
    rap_text_printf(&p->notes, "%s is not read: only networks (.net) are\n", path);
    return RAP_OK;
}

static int by_year(const void *a, const void *b)
{
    const matrix_file *x = a, *y = b;
    return x->year != y->year ? x->year - y->year : strcmp(x->path, y->path);
}

static rap_status find_files(pajek_ingest *p, const char *const *paths, size_t n_paths, rap_error *err)
{
    for (size_t i = 0; i < n_paths; i++) RAP_TRY(add_path(p, paths[i], err));
    if (p->n_files == 0 && p->no_year.status) return rap_fail(err, RAP_E_FORMAT, "%s", p->no_year.text);
    if (p->n_files == 0)
        return rap_fail(err, RAP_E_FORMAT, "%s: no networks here: expected files called *.net", paths[0]);
    qsort(p->files, p->n_files, sizeof *p->files, by_year);
    for (size_t i = 1; i < p->n_files; i++)
        if (p->files[i].year == p->files[i - 1].year)
            return rap_fail(err, RAP_E_USAGE, "%s and %s are both of %d: one file a year", p->files[i - 1].path,
                            p->files[i].path, p->files[i].year);
    return RAP_OK;
}

/* ----------------------------------------------------------------- reading */

static rap_status add_link(rap_tally *tally, int16_t year, const rap_link *link, rap_error *err)
{
    rap_place places[2] = {link->x, link->y};
    bool loop = link->x == link->y && !rap_place_is_residual(link->x);
    rap_fact fact = {.year = year, .kind = rap_span_of(KIND_OF_PAIRS), .n_places = loop ? 1 : 2, .places = places,
                     .amounts = {link->works}};
    return rap_tally_add(tally, &fact, err);
}

static void note_matrix(pajek_ingest *p, const matrix_file *file, const rap_matrix *matrix, const rap_feed *feed)
{
    const char *slash = strrchr(file->path, '/');
    rap_text_puts(&p->provenance, "file\t");
    rap_journal_escape(&p->provenance, rap_span_of(slash ? slash + 1 : file->path));
    rap_text_printf(&p->provenance, "\t%llu\t%016llx\t%llu\t%zu\t0\n", (unsigned long long)rap_feed_consumed(feed),
                    (unsigned long long)rap_feed_hash(feed), (unsigned long long)matrix->lines, matrix->n_links);
    p->lines += matrix->lines;
    p->links += matrix->n_links;
    p->differing += matrix->differing;
    rap_meter_add(&p->meter.bytes, rap_feed_consumed(feed));
    rap_meter_add(&p->meter.works, matrix->n_links);
    atomic_fetch_add(&p->meter.files, 1);
    if (matrix->differing == 0) return;
    char x[RAP_PLACE_TEXT], y[RAP_PLACE_TEXT];
    rap_text_printf(&p->notes, "%s: %llu pairs have two different numbers; that of the upper triangle counts (first: %s-%s "
                    "%llu, not %llu)\n", file->path, (unsigned long long)matrix->differing,
                    rap_place_code(matrix->first_x, x), rap_place_code(matrix->first_y, y),
                    (unsigned long long)matrix->first_taken, (unsigned long long)matrix->first_other);
}

static rap_status read_file(pajek_ingest *p, const matrix_file *file, rap_error *err)
{
    rap_feed *feed;
    rap_matrix matrix = {0};
    rap_error problem = {0};
    RAP_TRY(rap_feed_open(file->path, &feed, err));
    rap_status status = rap_matrix_read(p->catalog, feed, &matrix, &problem);
    for (size_t i = 0; status == RAP_OK && i < matrix.n_links; i++)
        status = add_link(p->tally, file->year, &matrix.links[i], &problem);
    if (status == RAP_OK) {
        note_matrix(p, file, &matrix, feed);
    } else {
        if (err) *err = problem;
        bool named = strncmp(problem.text, file->path, strlen(file->path)) == 0; /* as the feed's messages are */
        if (!named && status != RAP_E_MEMORY) status = rap_context(err, status, "%s", file->path);
    }
    rap_matrix_release(&matrix);
    rap_feed_close(feed);
    return status;
}

static rap_status read_files(pajek_ingest *p, rap_error *err)
{
    uint64_t bytes = 0, one = 0;
    for (size_t i = 0; i < p->n_files; i++)
        if (rap_path_stat(p->files[i].path, &one) == RAP_PATH_FILE) bytes += one;
    p->meter.files_total = (uint32_t)p->n_files;
    rap_meter_begin(&p->meter, "reading", 0, bytes);
    for (size_t i = 0; i < p->n_files; i++) {
        RAP_TRY(read_file(p, &p->files[i], err));
        if (!rap_meter_tick(&p->meter)) return rap_fail(err, RAP_E_INTERRUPTED, "interrupted: nothing is kept");
    }
    return RAP_OK;
}

/* ----------------------------------------------------------------- writing */

static rap_status write_cube(pajek_ingest *p, rap_error *err)
{
    rap_text_printf(&p->provenance, "program\trapport %s\n", RAP_VERSION);
    if (p->options->release) {
        rap_text_puts(&p->provenance, "release\t");
        rap_journal_escape(&p->provenance, rap_span_of(p->options->release));
        rap_text_puts(&p->provenance, "\n");
    }
    if (p->provenance.failed || p->notes.failed) return rap_fail_memory(err);
    return rap_freeze(p->tally, rap_text_get(&p->provenance), p->options->output, err);
}

static rap_status summarise(const pajek_ingest *p, rap_table **out, rap_error *err)
{
    rap_table *table = rap_summary_new("Ingest of country matrices");
    rap_summary_count(table, "files", p->n_files, "matrices read, one a year");
    rap_summary_count(table, "lines", p->lines, "lines read");
    rap_summary_count(table, "links", p->links, "pairs of countries and single countries with a number of works");
    rap_summary_count(table, "differing", p->differing, "pairs whose two directions had different numbers");
    rap_status status = rap_summary_cube(table, p->options->output, err);
    if (status != RAP_OK) {
        rap_table_free(table);
        return status;
    }
    rap_table_add_note(table, "Only pairs are known: what needs the whole set of a work's countries can't be answered from "
                              "this cube.");
    rap_summary_notes(table, (rap_span){rap_text_get(&p->notes), p->notes.length});
    return rap_table_finish(table, out, err);
}

static rap_status plan(const pajek_ingest *p, rap_table **out, rap_error *err)
{
    rap_table *table = rap_table_new("Files that would be read");
    size_t file = rap_table_add(table, "file", "file", "", "", RAP_COLUMN_TEXT, 0);
    size_t year = rap_table_add(table, "year", "year", "", "", RAP_COLUMN_INTEGER, 0);
    for (size_t i = 0; i < p->n_files; i++) {
        rap_table_begin(table);
        rap_table_text(table, file, p->files[i].path);
        rap_table_integer(table, year, p->files[i].year);
    }
    rap_summary_notes(table, (rap_span){rap_text_get(&p->notes), p->notes.length});
    return rap_table_finish(table, out, err);
}

static rap_status run(pajek_ingest *p, const char *const *paths, size_t n_paths, rap_table **table, rap_error *err)
{
    RAP_TRY(find_files(p, paths, n_paths, err));
    if (p->options->dry_run) return plan(p, table, err);
    for (size_t i = 0; i < p->n_files; i++) RAP_TRY(rap_ingest_spare(p->options->output, p->files[i].path, err));
    RAP_TRY(rap_ingest_probe(p->options->output, err));
    rap_schema schema = rap_schema_pairs();
    RAP_TRY(rap_tally_new(&schema, &p->tally, err));
    RAP_TRY(read_files(p, err));
    RAP_TRY(write_cube(p, err));
    return summarise(p, table, err);
}

rap_status rap_ingest_pajek(const rap_catalog *catalog, const char *const *paths, size_t n_paths,
                            const rap_ingest_options *options, rap_table **summary, rap_error *err)
{
    RAP_TRY(rap_ingest_check(paths, n_paths, options, err));
    pajek_ingest p = {.catalog = catalog, .options = options};
    rap_table *table = NULL;
    rap_meter_init(&p.meter, options);
    rap_status status = run(&p, paths, n_paths, &table, err);
    for (size_t i = 0; i < p.n_files; i++) rap_free(p.files[i].path);
    rap_free(p.files);
    rap_tally_free(p.tally);
    rap_text_release(&p.provenance);
    rap_text_release(&p.notes);
    if (status == RAP_OK && summary)
        *summary = table;
    else
        rap_table_free(table);
    return status;
}
