// SPDX-License-Identifier: Apache-2.0
/*
 * freeze - tallies written down as a cube: their axes are united, each tally's cells put in order, and parts of the cube
 * merged from them. All but putting the file together is done by several threads.
 */
#include "base/pool.h"
#include "cube/freeze_data.h"
#include "cube/provenance.h"

#define PARTS_A_THREAD 3         /* so that no thread waits long for the last part */
#define CELLS_WORTH_THREADS 5000 /* fewer are written before threads have started */

static void release(rap_freezer *f)
{
    for (size_t t = 0; f->of && t < f->n; t++) {
        rap_free(f->of[t].party_code);
        rap_free(f->of[t].leaf_code);
        rap_free(f->of[t].kind_code);
        rap_free(f->of[t].cells);
        rap_free(f->of[t].ties);
    }
    rap_free(f->of);
    rap_free(f->leaves);
    rap_free(f->cuts);
}

static rap_status mark_job(void *arg, size_t job, size_t worker, rap_error *err)
{
    rap_freezer *f = arg;
    (void)worker;
    return rap_freeze_mark(&f->of[job], err);
}

static rap_status axis_job(void *arg, size_t job, size_t worker, rap_error *err)
{
    (void)worker;
    return rap_freeze_axis(arg, (rap_frozen_axis)job, err);
}

static rap_status order_job(void *arg, size_t job, size_t worker, rap_error *err)
{
    (void)worker;
    return rap_freeze_order(arg, job, err);
}

static rap_status part_job(void *arg, size_t job, size_t worker, rap_error *err)
{
    const rap_freezer *f = arg;
    (void)worker;
    return rap_freeze_part(f, job, f->n_parts > 1 ? rap_writer_part(f->writer, job) : f->writer, err);
}

static void settle_key(rap_freezer *f)
{
    f->first_year = INT32_MAX;
    f->last_year = INT32_MIN;
    for (size_t t = 0; t < f->n; t++) {
        if (f->of[t].first_year < f->first_year) f->first_year = f->of[t].first_year;
        if (f->of[t].last_year > f->last_year) f->last_year = f->of[t].last_year;
    }
    if (f->first_year > f->last_year) f->first_year = f->last_year = 0;
    while (f->n_leaves >> f->leaf_bits) f->leaf_bits++;
    while (f->n_kinds >> f->kind_bits) f->kind_bits++;
}

static rap_status freeze_all(rap_freezer *f, const rap_tally *const *tallies, rap_error *err)
{
    f->of = rap_alloc(f->n, sizeof *f->of);
    if (!f->of) return rap_fail_memory(err);
    size_t n_cells = 0;
    for (size_t t = 0; t < f->n; t++) {
        f->of[t].tally = tallies[t];
        n_cells += tallies[t]->n_cells;
    }
    if (n_cells < CELLS_WORTH_THREADS) f->threads = 1;
    RAP_TRY(rap_pool_run(f->threads, f->n, mark_job, f, NULL, NULL, err));
    RAP_TRY(rap_pool_run(f->threads, RAP_FROZEN_AXES, axis_job, f, NULL, NULL, err));
    settle_key(f);
    RAP_TRY(rap_pool_run(f->threads, f->n, order_job, f, NULL, NULL, err));
    RAP_TRY(rap_freeze_cut(f, f->threads > 1 ? f->threads * PARTS_A_THREAD : 1, err));
    if (f->n_parts > 1) RAP_TRY(rap_writer_split(f->writer, f->n_parts, err));
    return rap_pool_run(f->threads, f->n_parts, part_job, f, NULL, NULL, err);
}

static rap_status check_alike(const rap_tally *const *tallies, size_t n, rap_error *err)
{
    const char *what;
    for (size_t t = 1; t < n; t++)
        if (!rap_schema_equal(&tallies[0]->schema, &tallies[t]->schema, &what))
            return rap_fail(err, RAP_E_USAGE, "the tallies differ in %s", what);
    return RAP_OK;
}

rap_status rap_freeze_several(const rap_tally *const *tallies, size_t n, size_t threads, const char *provenance,
                              const char *path, rap_error *err)
{
    rap_freezer f = {.threads = threads, .n = n};
    rap_text lines = {0};
    rap_span given = rap_span_of(provenance);
    RAP_TRY(check_alike(tallies, n, err));
    rap_status status = rap_provenance_unite(&given, provenance ? 1 : 0, &lines, err);
    if (status == RAP_OK) status = rap_writer_open(path, &tallies[0]->schema, &f.writer, err);
    if (status == RAP_OK) {
        status = freeze_all(&f, tallies, err);
        release(&f);
        if (status == RAP_OK)
            status = rap_writer_finish(f.writer, (rap_span){lines.data, lines.length}, err);
        else
            rap_writer_abort(f.writer);
    }
    rap_text_release(&lines);
    return status;
}

rap_status rap_freeze(const rap_tally *tally, const char *provenance, const char *path, rap_error *err)
{
    return rap_freeze_several(&tally, 1, 1, provenance, path, err);
}
