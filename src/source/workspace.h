// SPDX-License-Identifier: Apache-2.0
/*
 * workspace - the folder of temporary files of one ingest, and the state they add up to.
 *
 * The folder is made when the first file has to be written, so a small ingest never sees it. What is in the state is on
 * the disk and in the journal, or the ingest can't be resumed at all. All calls but open and close may be made by
 * several workers at a time.
 */
#ifndef RAP_SOURCE_WORKSPACE_H
#define RAP_SOURCE_WORKSPACE_H

#include <pthread.h>

#include "source/journal.h"
#include "source/state.h"

typedef struct rap_workspace {
    char *folder;
    bool resumable;          /**< what is committed is journaled; off where the input can't be read again */
    bool resumed;            /**< the state was found here */
    rap_text header;         /**< lines that say what is ingested, and how */
    rap_journal *journal;    /**< NULL until the folder is needed */
    bool begun;              /**< the journal holds the header */
    pthread_mutex_t lock;    /**< of the state */
    rap_state state;
    void (*committed)(void *arg); /**< tests: called after each commit; NULL otherwise */
    void *committed_arg;
} rap_workspace;

/**
 * Opens the folder. What an interrupted ingest left there becomes the state, if its header is the same (RAP_E_USAGE
 * with the difference if not); `fresh` throws it away. A folder that holds anything else is left alone: RAP_E_USAGE.
 * `header` is taken over.
 */
RAP_MUST_CHECK rap_status rap_workspace_open(rap_workspace *work, const char *folder, rap_text *header,
                                             size_t n_files, bool resumable, bool fresh, rap_error *err);

/** Frees everything; the folder stays where `keep` and something in it can be resumed. */
void rap_workspace_close(rap_workspace *work, bool keep);

/** The path of a new file "<kind>-<number>", with the folder made; the caller frees it. */
RAP_MUST_CHECK rap_status rap_workspace_path(rap_workspace *work, const char *kind, char **out, rap_error *err);

/** What is committed together, beside lines about files and jobs: all files are written already. */
typedef struct rap_commit {
    rap_text lines;
    rap_run run;             /**< path NULL: none; taken over by the state */
    size_t n_spills;
    char **spills;           /**< stay the caller's */
    unsigned level;          /**< of these */
    size_t n_drops;
    char **drops;            /**< spills that these replace; removed from the disk afterwards; stay the caller's */
} rap_commit;

/** Journals and applies a commit. `commit->lines` is used up and emptied. */
RAP_MUST_CHECK rap_status rap_workspace_commit(rap_workspace *work, rap_commit *commit, rap_error *err);

/**
 * Takes `n` spills for merging, all of one level unless `any_level`: their paths, the caller's to free. `taken` is false
 * where there are not as many.
 */
RAP_MUST_CHECK rap_status rap_workspace_take_spills(rap_workspace *work, size_t n, bool any_level, char **paths,
                                                    unsigned *level, bool *taken, rap_error *err);

#endif
