// SPDX-License-Identifier: Apache-2.0
/*
 * worker - what one thread of an ingest owns, and the two things it does with it: read inputs, reduce the ledger.
 *
 * Reading fills rows (the ledger's) or, where the source promises unique ids, a tally. Reducing fills the tally. Whenever
 * enough has come together or enough time has passed, a flush writes it to temporary files and commits it together with
 * how far the worker has come; so a killed ingest loses what came after its last flush, and nothing counts twice.
 */
#ifndef RAP_SOURCE_WORKER_H
#define RAP_SOURCE_WORKER_H

#include "cube/tally.h"
#include "source/deleted.h"
#include "source/ledger.h"
#include "source/meter.h"
#include "source/names.h"
#include "source/openalex.h"
#include "source/snapshot.h"
#include "source/workspace.h"

#define RAP_WAITING_MAX 16

/** Bounds of one worker. */
typedef struct rap_limits {
    size_t threads;
    uint64_t rows;       /**< bytes of rows before a flush */
    uint64_t tally;      /**< bytes of a tally before a flush */
    uint64_t ledger;     /**< bytes that reducing a part may take */
    uint64_t document;   /**< bytes of a document of API pages, or held of a Parquet file */
    uint64_t part_rows;  /**< rows of a Parquet file that are worth a part of their own; not to depend on threads or memory */
    uint64_t together;   /**< bytes of tallies that may be added in memory at the end */
    double seconds;      /**< between flushes */
    size_t fan_in;       /**< spills of one level that are merged to one of the next */
    unsigned passes;     /**< 0 = as many as `ledger` asks for */
    void (*committed)(void *arg); /**< tests: after each commit */
    void *committed_arg;
} rap_limits;

/** What all workers share. Constant while they work, but for the workspace and the meter. */
typedef struct rap_ingest {
    const rap_catalog *catalog;
    const rap_ingest_options *options;
    rap_schema schema;
    rap_limits limits;
    rap_snapshot snapshot;
    rap_deleted deleted;
    bool deletes;            /**< some ids are deleted */
    rap_workspace work;
    rap_meter meter;
    size_t n_workers;
    struct rap_worker *workers;
} rap_ingest;

/** Facts on their way into the tally: added together, their misses of the cache overlap. */
typedef struct rap_waiting {
    size_t n;
    rap_decoded facts[RAP_WAITING_MAX];
} rap_waiting;

typedef struct rap_worker {
    rap_ingest *ingest;
    rap_openalex *reader;
    rap_ledger *ledger;      /**< NULL until reducing */
    rap_rows rows;
    rap_tally *tally;        /**< NULL until needed */
    rap_waiting waiting;     /**< for the tally */
    rap_names names;
    rap_text fact, document;
    double flushed;          /**< when */
    size_t n_touched, touched_room;
    size_t *touched;         /**< inputs whose state changed since the last flush */
    rap_text jobs;           /**< journal lines of the jobs done since the last flush */
    size_t n_pending, pending_room;
    char **pending;          /**< spills written but not committed: their job is not done */
} rap_worker;

RAP_MUST_CHECK rap_status rap_worker_init(rap_worker *worker, rap_ingest *ingest, rap_error *err);
void rap_worker_release(rap_worker *worker);

/** The worker's tally, a new one where there is none. */
RAP_MUST_CHECK rap_status rap_worker_tally(rap_worker *worker, rap_tally **out, rap_error *err);

/** Adds a fact to the tally, at the latest with rap_worker_settle(). What the tally refuses may be told by a later call. */
RAP_MUST_CHECK rap_status rap_worker_add(rap_worker *worker, const rap_fact *fact, rap_error *err);

/** Adds the facts that wait to the tally. */
RAP_MUST_CHECK rap_status rap_worker_settle(rap_worker *worker, rap_error *err);

/** Writes all the worker holds to temporary files and commits it. */
RAP_MUST_CHECK rap_status rap_worker_flush(rap_worker *worker, rap_error *err);

/** Writes the tally to a spill that is committed with the next flush. */
RAP_MUST_CHECK rap_status rap_worker_spill(rap_worker *worker, rap_error *err);

/** Reads input `index` from where its state says to its end, or until the meter says stop (reading.c). */
RAP_MUST_CHECK rap_status rap_worker_read(rap_worker *worker, size_t index, rap_error *err);

/** The same for an input that is rows of a Parquet file (reading_rows.c). */
RAP_MUST_CHECK rap_status rap_worker_read_rows(rap_worker *worker, size_t index, rap_error *err);

/** Reduces job `job` of the ledger into the tally (reduction.c). */
RAP_MUST_CHECK rap_status rap_worker_reduce(rap_worker *worker, size_t job, rap_error *err);

/** Merges `n` spills to one where there are as many (of one level unless `any_level`); `merged` tells. */
RAP_MUST_CHECK rap_status rap_ingest_merge_spills(rap_ingest *ingest, size_t n, bool any_level, bool *merged,
                                                  rap_error *err);

#endif
