// SPDX-License-Identifier: Apache-2.0
/*
 * ingest_table - tables -> a cube of ordered parties, streaming.
 *
 * Facts go to a tally; a full one is frozen to a spill (a cube) beside the output, and at the end the spills are merged.
 * A tally is full early, as one that stays within the processor's caches and the pages it has is faster than one that
 * grows, merging included. A repeated fact is seen within a tally, with its line; between two spills it is seen because
 * the merged cube has fewer cells than its parts: then all is read once more, in tallies as large as the memory allows.
 */
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "cube/merge.h"
#include "source/ingest.h"
#include "source/journal.h"
#include "source/mapping.h"
#include "source/summary.h"
#include "source/tabular.h"

#define NOTES_OF_FAULT 5       /* first positions that are kept */
#define ROWS_PER_TICK 65536
#define SMALL_TALLY ((uint64_t)32 << 20) /* bytes */

typedef struct fault_notes {
    uint64_t count;
    rap_text lines;
} fault_notes;

typedef struct table_ingest {
    const rap_catalog *catalog;
    const rap_ingest_options *options;
    rap_mapping *mapping;
    rap_meter meter;
    rap_tally *tally;
    rap_tabular *tabular;
    size_t n_spills, spill_room;
    char **spills;
    uint64_t spilled_cells, tally_bytes; /* of a full tally */
    bool repeats_apart;      /* a fact repeats one of another spill */
    const char *path;        /* of the file being read */
    uint64_t rows, left_out, facts, file_facts, file_faults;
    fault_notes faults[RAP_ROW_FAULTS];
    rap_text provenance;
} table_ingest;

/* ----------------------------------------------------------------- what comes in */

static rap_status spill(table_ingest *t, rap_error *err)
{
    rap_text path = {0};
    rap_text_printf(&path, "%s.spill-%zu", t->options->output, t->n_spills);
    if (path.failed || !rap_reserve(&t->spills, &t->spill_room, t->n_spills + 1, sizeof *t->spills)) {
        rap_text_release(&path);
        return rap_fail_memory(err);
    }
    t->spills[t->n_spills++] = path.data; /* taken over */
    RAP_TRY(rap_freeze(t->tally, NULL, path.data, err));
    t->spilled_cells += rap_tally_cells(t->tally);
    rap_tally_clear(t->tally);
    rap_tabular_renew(t->tabular);
    return RAP_OK;
}

static rap_status take(void *arg, const rap_fact *fact, bool *fresh, rap_error *err)
{
    table_ingest *t = arg;
    *fresh = true;
    if (t->mapping->add_repeats) RAP_TRY(rap_tally_add(t->tally, fact, err));
    else RAP_TRY(rap_tally_add_once(t->tally, fact, fresh, err));
    t->facts += *fresh;
    t->file_facts += *fresh;
    return RAP_OK;
}

static rap_status take_name(void *arg, rap_subject node, rap_span name, rap_error *err)
{
    table_ingest *t = arg;
    return rap_tally_name(t->tally, node, name, err);
}

static rap_status refuse(void *arg, rap_row_fault fault, uint64_t line, const char *detail, rap_error *err)
{
    table_ingest *t = arg;
    fault_notes *notes = &t->faults[fault];
    t->file_faults++;
    rap_meter_add(&t->meter.rejects, 1);
    if (t->options->strict)
        return rap_context(err, rap_fail_line(err, RAP_E_FORMAT, line, "%s: %s", rap_row_fault_text(fault), detail), "%s",
                           t->path);
    if (notes->count++ < NOTES_OF_FAULT)
        rap_text_printf(&notes->lines, "%s: %s, line %llu: %s\n", rap_row_fault_text(fault), t->path,
                        (unsigned long long)line, detail);
    return RAP_OK;
}

/* ----------------------------------------------------------------------- files */

static rap_status tick(table_ingest *t, const rap_csv *csv, uint64_t *seen, rap_error *err)
{
    rap_meter_add(&t->meter.bytes, rap_csv_consumed(csv) - *seen);
    *seen = rap_csv_consumed(csv);
    if (!rap_meter_tick(&t->meter)) return rap_fail(err, RAP_E_INTERRUPTED, "interrupted: nothing is kept");
    return rap_tally_bytes(t->tally) > t->tally_bytes ? spill(t, err) : RAP_OK;
}

/* The next row. One that is malformed is refused, and the reader goes on behind it. */
static rap_status next_row(table_ingest *t, rap_csv *csv, rap_csv_row *row, rap_error *err)
{
    for (;;) {
        rap_error problem = {0};
        rap_status status = rap_csv_next(csv, row, &problem);
        if (status == RAP_OK) return RAP_OK;
        if (status != RAP_E_FORMAT || problem.line == 0) {
            if (err) *err = problem;
            return status;
        }
        RAP_TRY(refuse(t, RAP_ROW_MALFORMED, problem.line, problem.text, err));
    }
}

static rap_status read_rows(table_ingest *t, rap_csv *csv, uint64_t *lines, rap_error *err)
{
    rap_csv_row row = {0};
    uint64_t seen = 0;
    RAP_TRY(rap_csv_next(csv, &row, err));
    if (row.n == 0) return rap_fail(err, RAP_E_FORMAT, "%s: empty: expected a header and rows", t->path);
    rap_status status = rap_tabular_bind(t->tabular, &row, err);
    if (status != RAP_OK) return rap_context(err, status, "%s", t->path);
    for (uint64_t n = 1;; n++) {
        bool left_out;
        RAP_TRY(next_row(t, csv, &row, err));
        *lines = row.line;
        if (n % ROWS_PER_TICK == 0 || row.n == 0) RAP_TRY(tick(t, csv, &seen, err));
        if (row.n == 0) return RAP_OK;
        t->rows++;
        rap_status taken = rap_tabular_row(t->tabular, &row, &left_out, err);
        if (taken != RAP_OK) return taken;
        t->left_out += left_out;
        rap_meter_add(&t->meter.works, 1);
    }
}

static rap_status read_file(table_ingest *t, const char *path, rap_error *err)
{
    rap_csv *csv;
    uint64_t lines = 0;
    t->path = path;
    t->file_facts = t->file_faults = 0;
    RAP_TRY(rap_csv_open(path, t->mapping->separator, &csv, err));
    rap_status status = read_rows(t, csv, &lines, err);
    if (status == RAP_OK) {
        const char *slash = strrchr(path, '/');
        rap_text_puts(&t->provenance, "file\t");
        rap_journal_escape(&t->provenance, rap_span_of(slash ? slash + 1 : path));
        rap_text_printf(&t->provenance, "\t%llu\t%016llx\t%llu\t%llu\t%llu\n", (unsigned long long)rap_csv_consumed(csv),
                        (unsigned long long)rap_csv_hash(csv), (unsigned long long)lines,
                        (unsigned long long)t->file_facts, (unsigned long long)t->file_faults);
        atomic_fetch_add(&t->meter.files, 1);
    }
    rap_csv_close(csv);
    return status;
}

static rap_status read_files(table_ingest *t, const char *const *paths, size_t n, rap_error *err)
{
    uint64_t bytes = 0, one = 0;
    for (size_t i = 0; i < n; i++)
        if (rap_path_stat(paths[i], &one) == RAP_PATH_FILE) bytes += one;
    t->meter.files_total = (uint32_t)n;
    rap_meter_begin(&t->meter, "reading", 0, bytes);
    for (size_t i = 0; i < n; i++) RAP_TRY(read_file(t, paths[i], err));
    if (t->facts > 0) return RAP_OK;
    for (size_t f = 0; f < RAP_ROW_FAULTS; f++)
        if (t->faults[f].count) {
            const char *lines = rap_text_get(&t->faults[f].lines);
            size_t first = strcspn(lines, "\n");
            return rap_fail(err, RAP_E_FORMAT, "no fact in %llu rows; the first refusal: %.*s", (unsigned long long)t->rows,
                            (int)(first < 300 ? first : 300), lines);
        }
    return rap_fail(err, RAP_E_FORMAT, "no fact in %llu rows, of which mapping '%s' leaves out %llu",
                    (unsigned long long)t->rows, t->mapping->name, (unsigned long long)t->left_out);
}

/* ---------------------------------------------------------------------- writing */

static rap_status merge_spills(table_ingest *t, rap_error *err)
{
    rap_status status = RAP_OK;
    size_t opened = 0;
    rap_cube **cubes = rap_alloc(t->n_spills, sizeof *cubes);
    if (!cubes) return rap_fail_memory(err);
    while (status == RAP_OK && opened < t->n_spills)
        if ((status = rap_cube_open(t->spills[opened], &cubes[opened], err)) == RAP_OK) opened++;
    if (status == RAP_OK)
        status = rap_merge((const rap_cube *const *)cubes, t->n_spills, rap_text_get(&t->provenance), false,
                           t->options->output, err);
    while (opened > 0) rap_cube_close(cubes[--opened]);
    rap_free(cubes);
    return status;
}

/* Facts that repeat one of another spill were added to it: that is not what the mapping promises. */
static rap_status check_repeats(table_ingest *t, rap_error *err)
{
    rap_cube *cube;
    if (t->mapping->add_repeats) return RAP_OK;
    RAP_TRY(rap_cube_open(t->options->output, &cube, err));
    uint64_t lost = t->spilled_cells - cube->n_cells;
    rap_cube_close(cube);
    if (lost == 0) return RAP_OK;
    t->repeats_apart = true;
    (void)unlink(t->options->output);
    return rap_fail(err, RAP_E_FORMAT, "%llu facts stand there twice, too far apart to tell the lines: raise --memory",
                    (unsigned long long)lost);
}

static rap_status write_cube(table_ingest *t, rap_error *err)
{
    rap_text_printf(&t->provenance, "program\trapport %s\noption\tmapping %s %016llx\n", RAP_VERSION, t->mapping->name,
                    (unsigned long long)t->mapping->hash);
    if (t->options->release) {
        rap_text_puts(&t->provenance, "release\t");
        rap_journal_escape(&t->provenance, rap_span_of(t->options->release));
        rap_text_puts(&t->provenance, "\n");
    }
    for (size_t f = 0; f < RAP_ROW_FAULTS; f++)
        if (t->faults[f].count)
            rap_text_printf(&t->provenance, "reject\t%s\t%llu\n", rap_row_fault_name((rap_row_fault)f),
                            (unsigned long long)t->faults[f].count);
    if (t->provenance.failed) return rap_fail_memory(err);
    if (t->n_spills == 0) return rap_freeze(t->tally, rap_text_get(&t->provenance), t->options->output, err);
    RAP_TRY(spill(t, err));
    RAP_TRY(merge_spills(t, err));
    return check_repeats(t, err);
}

static rap_status summarise(const table_ingest *t, size_t n_files, rap_table **out, rap_error *err)
{
    rap_table *table = rap_summary_new("Ingest of tables");
    rap_summary_count(table, "files", n_files, "tables read");
    rap_summary_count(table, "rows", t->rows, "rows read, headers apart");
    rap_summary_count(table, "left_out", t->left_out, "rows that the mapping leaves out: totals, other series");
    rap_summary_count(table, "facts", t->facts, "facts taken");
    for (size_t f = 0; f < RAP_ROW_FAULTS; f++) {
        char name[40];
        (void)snprintf(name, sizeof name, "reject_%s", rap_row_fault_name((rap_row_fault)f));
        if (t->faults[f].count) rap_summary_count(table, name, t->faults[f].count, rap_row_fault_text((rap_row_fault)f));
    }
    rap_status status = rap_summary_cube(table, t->options->output, err);
    if (status != RAP_OK) {
        rap_table_free(table);
        return status;
    }
    for (size_t f = 0; f < RAP_ROW_FAULTS; f++) {
        const fault_notes *notes = &t->faults[f];
        rap_summary_notes(table, (rap_span){rap_text_get(&notes->lines), notes->lines.length});
    }
    rap_table_add_receipt(table, "mapping", "%s", t->mapping->title ? t->mapping->title : t->mapping->name);
    return rap_table_finish(table, out, err);
}

static rap_status run(table_ingest *t, const char *const *paths, size_t n, rap_table **table, rap_error *err)
{
    const char *output = t->options->output;
    if (!t->options->mapping)
        return rap_fail(err, RAP_E_USAGE, "ingest table: what do its columns mean? give --map NAME or --map FILE");
    RAP_TRY(rap_mapping_open(t->options->mapping, &t->mapping, err));
    for (size_t i = 0; i < n; i++) RAP_TRY(rap_ingest_spare(output, paths[i], err));
    RAP_TRY(rap_ingest_probe(output, err));
    const rap_row_taker taker = {take, take_name, refuse, t};
    RAP_TRY(rap_tally_new(&t->mapping->schema, &t->tally, err));
    RAP_TRY(rap_tabular_new(t->catalog, t->mapping, taker, &t->tabular, err));
    RAP_TRY(read_files(t, paths, n, err));
    RAP_TRY(write_cube(t, err));
    return summarise(t, n, table, err);
}

/* Reads everything, with tallies of `tally_bytes`; `*repeats_apart` says that this failed for they were too small. */
static rap_status attempt(const rap_catalog *catalog, const char *const *paths, size_t n_paths,
                          const rap_ingest_options *options, uint64_t tally_bytes, bool *repeats_apart, rap_table **table,
                          rap_error *err)
{
    table_ingest t = {.catalog = catalog, .options = options, .tally_bytes = tally_bytes};
    rap_meter_init(&t.meter, options);
    rap_status status = run(&t, paths, n_paths, table, err);
    *repeats_apart = t.repeats_apart;
    for (size_t i = 0; i < t.n_spills; i++) {
        (void)unlink(t.spills[i]);
        rap_free(t.spills[i]);
    }
    rap_free(t.spills);
    for (size_t f = 0; f < RAP_ROW_FAULTS; f++) rap_text_release(&t.faults[f].lines);
    rap_text_release(&t.provenance);
    rap_tabular_free(t.tabular);
    rap_tally_free(t.tally);
    rap_mapping_free(t.mapping);
    return status;
}

rap_status rap_ingest_table(const rap_catalog *catalog, const char *const *paths, size_t n_paths,
                            const rap_ingest_options *options, rap_table **summary, rap_error *err)
{
    RAP_TRY(rap_ingest_check(paths, n_paths, options, err));
    rap_table *table = NULL;
    bool apart = false, twice = true; /* standard input can't be read twice */
    for (size_t i = 0; i < n_paths; i++) twice = twice && strcmp(paths[i], "-") != 0;
    uint64_t most = (options->memory ? options->memory : RAP_MEMORY_DEFAULT) / 2; /* freezing needs the rest */
    bool small = twice && most > SMALL_TALLY;
    rap_status status = attempt(catalog, paths, n_paths, options, small ? SMALL_TALLY : most, &apart, &table, err);
    if (status != RAP_OK && apart && small)
        status = attempt(catalog, paths, n_paths, options, most, &apart, &table, err);
    if (status == RAP_OK && summary)
        *summary = table;
    else
        rap_table_free(table);
    return status;
}
