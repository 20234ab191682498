// SPDX-License-Identifier: Apache-2.0
/* state - the state of an ingest in memory. Its lines are written and read in state_lines.c. */
#include "source/state.h"

#include <string.h>

#include "base/alloc.h"

void rap_counts_add(rap_counts *sum, const rap_counts *more)
{
    sum->lines += more->lines;
    sum->works += more->works;
    sum->deleted += more->deleted;
    for (size_t i = 0; i < RAP_LEFT_OUT_END; i++) sum->left_out[i] += more->left_out[i];
    for (size_t i = 0; i < RAP_REJECT_END; i++) sum->rejects[i] += more->rejects[i];
}

uint64_t rap_counts_rejects(const rap_counts *counts)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < RAP_REJECT_END; i++) sum += counts->rejects[i];
    return sum;
}

static size_t notes_of(const rap_file_state *file, rap_reject kind)
{
    size_t n = 0;
    for (size_t i = 0; i < file->n_notes; i++) n += file->notes[i].kind == kind;
    return n;
}

rap_status rap_file_state_note(rap_file_state *file, rap_reject kind, uint64_t line, uint64_t byte,
                               const char *detail, rap_error *err)
{
    if (notes_of(file, kind) >= RAP_REJECT_NOTES) return RAP_OK;
    if (!rap_reserve(&file->notes, &file->note_room, file->n_notes + 1, sizeof *file->notes))
        return rap_fail_memory(err);
    if (!detail) detail = "";
    size_t length = rap_utf8_valid(detail, strnlen(detail, 200));
    char *copy = rap_strndup(detail, length);
    if (!copy) return rap_fail_memory(err);
    file->notes[file->n_notes++] = (rap_reject_note){kind, line, byte, copy};
    return RAP_OK;
}

rap_status rap_state_init(rap_state *state, size_t n_files, rap_error *err)
{
    rap_file_state *files = rap_alloc(n_files, sizeof *files);
    if (!files) return rap_fail_memory(err);
    *state = (rap_state){.n_files = n_files, .files = files, .next_name = 1};
    return RAP_OK;
}

void rap_state_release(rap_state *state)
{
    for (size_t i = 0; i < state->n_files; i++) {
        for (size_t k = 0; k < state->files[i].n_notes; k++) rap_free(state->files[i].notes[k].detail);
        rap_free(state->files[i].notes);
    }
    for (size_t i = 0; i < state->n_runs; i++) rap_run_release(&state->runs[i]);
    for (size_t i = 0; i < state->n_spills; i++) rap_free(state->spills[i].path);
    rap_free(state->files);
    rap_free(state->runs);
    rap_free(state->spills);
    rap_free(state->reduced);
    *state = (rap_state){0};
}

rap_status rap_state_begin_reduction(rap_state *state, unsigned passes, rap_error *err)
{
    bool *reduced = rap_alloc((size_t)RAP_PARTITIONS * passes, sizeof *reduced);
    if (!reduced) return rap_fail_memory(err);
    rap_free(state->reduced);
    state->reduced = reduced;
    state->passes = passes;
    return RAP_OK;
}

rap_status rap_state_add_run(rap_state *state, rap_run run, rap_error *err)
{
    if (!rap_reserve(&state->runs, &state->run_room, state->n_runs + 1, sizeof run)) return rap_fail_memory(err);
    state->runs[state->n_runs++] = run;
    return RAP_OK;
}

rap_status rap_state_add_spill(rap_state *state, const char *path, unsigned level, rap_error *err)
{
    if (!rap_reserve(&state->spills, &state->spill_room, state->n_spills + 1, sizeof *state->spills))
        return rap_fail_memory(err);
    char *copy = rap_strndup(path, strlen(path));
    if (!copy) return rap_fail_memory(err);
    state->spills[state->n_spills++] = (rap_spill){copy, level, false};
    return RAP_OK;
}

void rap_state_drop_spill(rap_state *state, const char *path)
{
    for (size_t i = 0; i < state->n_spills; i++) {
        if (strcmp(state->spills[i].path, path) != 0) continue;
        rap_free(state->spills[i].path);
        state->spills[i] = state->spills[--state->n_spills];
        return;
    }
}

uint64_t rap_state_run_bytes(const rap_state *state)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < state->n_runs; i++) bytes += state->runs[i].length;
    return bytes;
}
