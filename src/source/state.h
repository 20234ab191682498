// SPDX-License-Identifier: Apache-2.0
/*
 * state - how far an ingest has come: what is known of each input file, which temporary files hold what was read, which
 * parts of the ledger are reduced; and the form of all this in the journal.
 *
 * Every line states the whole of what it is about, so a later line for the same file replaces the earlier one and a
 * replay of the journal gives the state of the last commit.
 */
#ifndef RAP_SOURCE_STATE_H
#define RAP_SOURCE_STATE_H

#include "source/encode.h"
#include "source/openalex.h"
#include "source/run.h"

#define RAP_REJECT_NOTES 5 /**< first positions kept of each kind and file */

/** Counts of one file, or of many. lines = works + rejects + blank ones. */
typedef struct rap_counts {
    uint64_t lines, works;
    uint64_t deleted;                       /**< of works: named in deleted_ids.csv */
    uint64_t left_out[RAP_LEFT_OUT_END];    /**< of works; with a ledger counted when it is reduced */
    uint64_t rejects[RAP_REJECT_END];
} rap_counts;

void rap_counts_add(rap_counts *sum, const rap_counts *more);
uint64_t rap_counts_rejects(const rap_counts *counts);

/** Where a reject stands. */
typedef struct rap_reject_note {
    rap_reject kind;
    uint64_t line;                          /**< 0 in API pages: only `byte` is known */
    uint64_t byte;                          /**< in the inflated text */
    char *detail;
} rap_reject_note;

typedef struct rap_file_state {
    rap_counts counts;
    bool done;
    uint64_t offset;                        /**< of the next work to read, in the inflated text */
    uint64_t line;                          /**< number of the next line; 0 = not begun, or API pages */
    uint64_t hash;                          /**< of the stored bytes, once done */
    uint64_t stored;                        /**< bytes as stored, once done */
    rap_reject_note *notes;
    size_t n_notes, note_room;
    size_t n_journaled;                     /**< of the notes */
} rap_file_state;

/** Notes where a reject stands, if fewer than RAP_REJECT_NOTES of its kind are noted. Does not count it. */
RAP_MUST_CHECK rap_status rap_file_state_note(rap_file_state *file, rap_reject kind, uint64_t line, uint64_t byte,
                                              const char *detail, rap_error *err);

/** A cube that holds part of the facts, in the work folder. Spills of one level are merged to one of the next. */
typedef struct rap_spill {
    char *path;
    unsigned level;
    bool busy;                              /**< some worker is merging it */
} rap_spill;

typedef struct rap_state {
    size_t n_files;
    rap_file_state *files;
    rap_run *runs;
    size_t n_runs, run_room;
    rap_spill *spills;
    size_t n_spills, spill_room;
    unsigned passes;                        /**< 0 = still reading; else the ledger is being reduced in so many passes */
    bool *reduced;                          /**< RAP_PARTITIONS * passes jobs */
    rap_counts ledger;                      /**< of the jobs done: works = survivors, left_out, lines = versions */
    bool complete;                          /**< of a shard: all its files are read and all is committed */
    uint64_t next_name;                     /**< number of the next temporary file */
} rap_state;

RAP_MUST_CHECK rap_status rap_state_init(rap_state *state, size_t n_files, rap_error *err);
void rap_state_release(rap_state *state);

/** Begins the reduction: `passes` and its list of jobs. */
RAP_MUST_CHECK rap_status rap_state_begin_reduction(rap_state *state, unsigned passes, rap_error *err);

/** Takes a run or spill into the state; the state owns it on success. */
RAP_MUST_CHECK rap_status rap_state_add_run(rap_state *state, rap_run run, rap_error *err);
RAP_MUST_CHECK rap_status rap_state_add_spill(rap_state *state, const char *path, unsigned level, rap_error *err);
/** Bytes of all runs. */
uint64_t rap_state_run_bytes(const rap_state *state);
/** Drops the spill at `path` from the state (not from the disk). */
void rap_state_drop_spill(rap_state *state, const char *path);

/* Lines of the journal. Paths are given as names within the work folder. */
void rap_state_put_file(rap_text *out, size_t index, rap_file_state *file); /**< its new notes too */
void rap_state_put_run(rap_text *out, const rap_run *run);
void rap_state_put_spill(rap_text *out, const char *path, unsigned level);
void rap_state_put_drop(rap_text *out, const char *path);
void rap_state_put_passes(rap_text *out, unsigned passes);
void rap_state_put_complete(rap_text *out);
void rap_state_put_job(rap_text *out, size_t job, const rap_counts *counts);

/** Applies one line; `folder` is put before names. RAP_E_FORMAT where it is none of the above. */
RAP_MUST_CHECK rap_status rap_state_apply(rap_state *state, const char *folder, rap_span line, rap_error *err);

#endif
