// SPDX-License-Identifier: Apache-2.0
/*
 * collect - the end of an ingest: tallies and spills are added to one cube, which gets its provenance and its name.
 *
 * Where all is in memory and small, tallies are added there; otherwise each becomes a spill and spills are merged.
 * Either way the cube has the same bytes.
 */
#include <xxhash.h>

#include "base/alloc.h"
#include "cube/merge.h"
#include "source/ingest.h"

#define SPILLS_AT_ONCE 64 /* files open while merging */

/* -------------------------------------------------------------- provenance */

static void put_option(rap_text *out, const char *name, const char *value)
{
    rap_text_printf(out, "option\t%s\t%s\n", name, value);
}

static void put_escaped(rap_text *out, const char *text)
{
    rap_journal_escape(out, rap_span_of(text));
}

/* A file, whose parts count as one. */
static void put_file(rap_text *out, const rap_ingest *ingest, size_t first, size_t end)
{
    const rap_input *input = &ingest->snapshot.inputs[first];
    rap_counts counts = {0};
    uint64_t stored = 0, hash = ingest->work.state.files[first].hash;
    for (size_t i = first; i < end; i++) {
        if (i > first) hash = XXH3_64bits_withSeed(&ingest->work.state.files[i].hash, sizeof hash, hash);
        rap_counts_add(&counts, &ingest->work.state.files[i].counts);
        stored += ingest->work.state.files[i].stored;
    }
    rap_text_puts(out, "file\t");
    put_escaped(out, input->name);
    rap_text_printf(out, "\t%llu\t%016llx\t%llu\t%llu\t%llu\n", (unsigned long long)stored,
                    (unsigned long long)hash, (unsigned long long)counts.lines,
                    (unsigned long long)counts.works,
                    (unsigned long long)rap_counts_rejects(&counts));
}

static void put_provenance(const rap_ingest *ingest, rap_text *out)
{
    const rap_ingest_options *options = ingest->options;
    for (size_t i = 0, end; i < ingest->snapshot.n_inputs; i = end) {
        end = rap_snapshot_next_file(&ingest->snapshot, i);
        put_file(out, ingest, i, end);
    }
    put_option(out, "duplicates", options->unique ? "none promised" : "latest record counts");
    put_option(out, "deleted-ids", ingest->deletes ? "do not count" : "none");
    put_option(out, "left-out", ingest->schema.filter);
    put_option(out, "rule", ingest->schema.rule);
    rap_text_printf(out, "program\trapport %s\n", RAP_VERSION);
    if (options->release) {
        rap_text_puts(out, "release\t");
        put_escaped(out, options->release);
        rap_text_puts(out, "\n");
    }
}

/* ------------------------------------------------------------------- names */

static rap_status add_names(rap_tally *tally, rap_span rest, rap_error *err)
{
    rap_subject node;
    rap_span name;
    bool damaged = false;
    while (rap_row_next_name(&rest, &node, &name, &damaged)) RAP_TRY(rap_tally_name(tally, node, name, err));
    return damaged ? rap_fail(err, RAP_E_FORMAT, "names in a run are damaged") : RAP_OK;
}

/* The ledger's rows hold no names: they stand beside them in each run. */
static rap_status collect_names(rap_ingest *ingest, rap_error *err)
{
    const rap_state *state = &ingest->work.state;
    rap_tally *tally;
    rap_text room = {0};
    RAP_TRY(rap_worker_tally(&ingest->workers[0], &tally, err));
    rap_status status = RAP_OK;
    for (size_t i = 0; status == RAP_OK && i < state->n_runs; i++) {
        rap_span names;
        rap_text_clear(&room);
        status = rap_run_segment(&state->runs[i], RAP_NAMES_SEGMENT, &room, &names, err);
        if (status == RAP_OK) status = add_names(tally, names, err);
    }
    rap_text_release(&room);
    return status;
}

/* --------------------------------------------------------------- one cube */

static rap_status add_in_memory(rap_ingest *ingest, const char *provenance, rap_error *err)
{
    size_t n = 0;
    const rap_tally **tallies = rap_alloc(ingest->n_workers, sizeof *tallies);
    if (!tallies) return rap_fail_memory(err);
    for (size_t i = 0; i < ingest->n_workers; i++)
        if (ingest->workers[i].tally) tallies[n++] = ingest->workers[i].tally;
    rap_status status = rap_freeze_several(tallies, n, ingest->n_workers, provenance, ingest->options->output, err);
    rap_free(tallies);
    return status;
}

static rap_status merge_all(rap_ingest *ingest, const char *provenance, rap_error *err)
{
    const rap_state *state = &ingest->work.state;
    bool merged = true;
    while (state->n_spills > SPILLS_AT_ONCE && merged)
        RAP_TRY(rap_ingest_merge_spills(ingest, SPILLS_AT_ONCE, true, &merged, err));
    rap_cube **cubes = rap_alloc(state->n_spills, sizeof(rap_cube *));
    if (!cubes) return rap_fail_memory(err);
    rap_status status = RAP_OK;
    for (size_t i = 0; status == RAP_OK && i < state->n_spills; i++)
        status = rap_cube_open(state->spills[i].path, &cubes[i], err);
    if (status == RAP_OK)
        status = rap_merge((const rap_cube *const *)cubes, state->n_spills, provenance, false,
                           ingest->options->output, err);
    for (size_t i = 0; i < state->n_spills; i++) rap_cube_close(cubes[i]);
    rap_free(cubes);
    return status;
}

static bool fits_in_memory(const rap_ingest *ingest)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < ingest->n_workers; i++)
        if (ingest->workers[i].tally) bytes += rap_tally_bytes(ingest->workers[i].tally);
    return ingest->work.state.n_spills == 0 && bytes <= ingest->limits.together;
}

static rap_status collect(rap_ingest *ingest, const char *provenance, rap_error *err)
{
    if (fits_in_memory(ingest)) return add_in_memory(ingest, provenance, err);
    for (size_t i = 0; i < ingest->n_workers; i++) RAP_TRY(rap_worker_flush(&ingest->workers[i], err));
    return merge_all(ingest, provenance, err);
}

rap_status rap_ingest_collect(rap_ingest *ingest, rap_error *err)
{
    rap_text provenance = {0};
    rap_meter_begin(&ingest->meter, "merging", 0, 0);
    (void)rap_meter_tick(&ingest->meter);
    for (size_t i = 0; i < ingest->n_workers; i++) RAP_TRY(rap_worker_settle(&ingest->workers[i], err));
    RAP_TRY(collect_names(ingest, err));
    put_provenance(ingest, &provenance);
    rap_status status = provenance.failed ? rap_fail_memory(err) : collect(ingest, rap_text_get(&provenance), err);
    rap_text_release(&provenance);
    return status;
}
