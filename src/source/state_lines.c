// SPDX-License-Identifier: Apache-2.0
/* state_lines - the lines of the journal: fields separated by tabs, the first one says what the line is about. */
#include "source/state.h"

#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "source/journal.h"

#define FIELDS_MAX 48
#define PASSES_MAX 65536u

/* ---------------------------------------------------------------- writing */

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void put_number(rap_text *out, uint64_t number)
{
    rap_text_printf(out, "\t%llu", (unsigned long long)number);
}

/* All counts, in the order of take_counts(). */
static void put_counts(rap_text *out, const rap_counts *counts)
{
    put_number(out, counts->lines);
    put_number(out, counts->works);
    put_number(out, counts->deleted);
    for (size_t i = 0; i < RAP_LEFT_OUT_END; i++) put_number(out, counts->left_out[i]);
    for (size_t i = 0; i < RAP_REJECT_END; i++) put_number(out, counts->rejects[i]);
}

void rap_state_put_file(rap_text *out, size_t index, rap_file_state *file)
{
    rap_text_puts(out, "file");
    put_number(out, index);
    put_number(out, file->done);
    put_number(out, file->offset);
    put_number(out, file->line);
    put_number(out, file->hash);
    put_number(out, file->stored);
    put_counts(out, &file->counts);
    rap_text_puts(out, "\n");
    for (; file->n_journaled < file->n_notes; file->n_journaled++) {
        const rap_reject_note *note = &file->notes[file->n_journaled];
        rap_text_puts(out, "reject");
        put_number(out, index);
        put_number(out, (uint64_t)note->kind);
        put_number(out, note->line);
        put_number(out, note->byte);
        rap_text_puts(out, "\t");
        rap_journal_escape(out, rap_span_of(note->detail));
        rap_text_puts(out, "\n");
    }
}

void rap_state_put_run(rap_text *out, const rap_run *run)
{
    rap_text_printf(out, "run\t%s\t%llu\n", name_of(run->path), (unsigned long long)run->length);
}

void rap_state_put_spill(rap_text *out, const char *path, unsigned level)
{
    rap_text_printf(out, "spill\t%s\t%u\n", name_of(path), level);
}

void rap_state_put_drop(rap_text *out, const char *path)
{
    rap_text_printf(out, "drop\t%s\n", name_of(path));
}

void rap_state_put_passes(rap_text *out, unsigned passes)
{
    rap_text_printf(out, "reduce\t%u\n", passes);
}

void rap_state_put_complete(rap_text *out)
{
    rap_text_puts(out, "complete\n");
}

void rap_state_put_job(rap_text *out, size_t job, const rap_counts *counts)
{
    rap_text_puts(out, "reduced");
    put_number(out, job);
    put_counts(out, counts);
    rap_text_puts(out, "\n");
}

/* ---------------------------------------------------------------- reading */

/* The fields of a line, and whether all that were asked for were there and well formed. */
typedef struct fields {
    rap_span field[FIELDS_MAX];
    size_t n, next;
    bool damaged;
} fields;

static fields split(rap_span line)
{
    fields f = {0};
    while (f.n < FIELDS_MAX && rap_span_next(&line, '\t', &f.field[f.n])) f.n++;
    if (line.data) f.damaged = true;
    return f;
}

static rap_span take_text(fields *f)
{
    if (f->next < f->n) return f->field[f->next++];
    f->damaged = true;
    return (rap_span){"", 0};
}

static uint64_t take_number(fields *f, uint64_t limit)
{
    uint64_t number = 0;
    if (!rap_parse_u64(take_text(f), limit, &number)) f->damaged = true;
    return number;
}

static rap_counts take_counts(fields *f)
{
    rap_counts counts = {0};
    counts.lines = take_number(f, UINT64_MAX);
    counts.works = take_number(f, UINT64_MAX);
    counts.deleted = take_number(f, UINT64_MAX);
    for (size_t i = 0; i < RAP_LEFT_OUT_END; i++) counts.left_out[i] = take_number(f, UINT64_MAX);
    for (size_t i = 0; i < RAP_REJECT_END; i++) counts.rejects[i] = take_number(f, UINT64_MAX);
    return counts;
}

/* The path of a name in the work folder; NULL where memory is short. The caller frees it. */
static char *take_path(fields *f, const char *folder, rap_state *state)
{
    rap_span name = take_text(f);
    const char *dash = name.length ? memchr(name.data, '-', name.length) : NULL;
    uint64_t number;
    if (!dash || memchr(name.data, '/', name.length) ||
        !rap_parse_u64((rap_span){dash + 1, (size_t)(name.data + name.length - dash - 1)}, UINT64_MAX - 1, &number))
        f->damaged = true;
    else if (number >= state->next_name)
        state->next_name = number + 1;
    char *copy = rap_strndup(name.data, name.length);
    char *path = copy ? rap_path_join(folder, copy) : NULL;
    rap_free(copy);
    return path;
}

static rap_status apply_file(rap_state *state, fields *f)
{
    size_t index = take_number(f, state->n_files - 1);
    rap_file_state file = {.done = take_number(f, 1)};
    file.offset = take_number(f, UINT64_MAX);
    file.line = take_number(f, UINT64_MAX);
    file.hash = take_number(f, UINT64_MAX);
    file.stored = take_number(f, UINT64_MAX);
    file.counts = take_counts(f);
    if (f->damaged) return RAP_OK;
    rap_file_state *old = &state->files[index];
    file.notes = old->notes;
    file.n_notes = old->n_notes;
    file.note_room = old->note_room;
    file.n_journaled = old->n_journaled;
    *old = file;
    return RAP_OK;
}

static rap_status apply_reject(rap_state *state, fields *f, rap_error *err)
{
    size_t index = take_number(f, state->n_files - 1);
    rap_reject kind = (rap_reject)take_number(f, RAP_REJECT_END - 1);
    uint64_t line = take_number(f, UINT64_MAX), byte = take_number(f, UINT64_MAX);
    rap_text detail = {0};
    rap_journal_unescape(&detail, take_text(f));
    if (f->damaged || detail.failed) {
        rap_text_release(&detail);
        return f->damaged ? RAP_OK : rap_fail_memory(err);
    }
    rap_file_state *file = &state->files[index];
    rap_status status = rap_file_state_note(file, kind, line, byte, rap_text_get(&detail), err);
    file->n_journaled = file->n_notes;
    rap_text_release(&detail);
    return status;
}

static rap_status apply_run(rap_state *state, const char *folder, fields *f, rap_error *err)
{
    rap_run run = {.path = take_path(f, folder, state)};
    run.length = take_number(f, UINT64_MAX);
    rap_status status = run.path ? RAP_OK : rap_fail_memory(err);
    if (status == RAP_OK && !f->damaged) status = rap_state_add_run(state, run, err);
    if (status != RAP_OK || f->damaged) rap_run_release(&run);
    return status;
}

static rap_status apply_spill(rap_state *state, const char *folder, bool drop, fields *f, rap_error *err)
{
    char *path = take_path(f, folder, state);
    unsigned level = drop ? 0 : (unsigned)take_number(f, 1000);
    rap_status status = path ? RAP_OK : rap_fail_memory(err);
    if (status == RAP_OK && !f->damaged) {
        if (drop)
            rap_state_drop_spill(state, path);
        else
            status = rap_state_add_spill(state, path, level, err);
    }
    rap_free(path);
    return status;
}

static rap_status apply_passes(rap_state *state, fields *f, rap_error *err)
{
    unsigned passes = (unsigned)take_number(f, PASSES_MAX);
    if (passes == 0 || (passes & (passes - 1)) != 0) f->damaged = true;
    return f->damaged ? RAP_OK : rap_state_begin_reduction(state, passes, err);
}

static rap_status apply_job(rap_state *state, fields *f)
{
    uint64_t n_jobs = (uint64_t)RAP_PARTITIONS * state->passes;
    size_t job = take_number(f, n_jobs ? n_jobs - 1 : 0);
    rap_counts counts = take_counts(f);
    if (n_jobs == 0) f->damaged = true;
    if (f->damaged) return RAP_OK;
    state->reduced[job] = true;
    rap_counts_add(&state->ledger, &counts);
    return RAP_OK;
}

rap_status rap_state_apply(rap_state *state, const char *folder, rap_span line, rap_error *err)
{
    fields f = split(line);
    rap_span what = take_text(&f);
    rap_status status = RAP_OK;
    if (rap_span_is(what, "file") && state->n_files)
        status = apply_file(state, &f);
    else if (rap_span_is(what, "reject") && state->n_files)
        status = apply_reject(state, &f, err);
    else if (rap_span_is(what, "run"))
        status = apply_run(state, folder, &f, err);
    else if (rap_span_is(what, "spill") || rap_span_is(what, "drop"))
        status = apply_spill(state, folder, rap_span_is(what, "drop"), &f, err);
    else if (rap_span_is(what, "reduce"))
        status = apply_passes(state, &f, err);
    else if (rap_span_is(what, "reduced"))
        status = apply_job(state, &f);
    else if (rap_span_is(what, "complete"))
        state->complete = true;
    else
        f.damaged = true;
    if (status == RAP_OK && (f.damaged || f.next != f.n))
        status = rap_fail(err, RAP_E_FORMAT, "the journal has a line that this version does not write");
    return status;
}
