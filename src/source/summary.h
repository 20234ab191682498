// SPDX-License-Identifier: Apache-2.0
/*
 * summary - what an ingest tells its user: a table of counts, notes for what needs a look, a receipt.
 */
#ifndef RAP_SOURCE_SUMMARY_H
#define RAP_SOURCE_SUMMARY_H

#include "base/table.h"
#include "source/worker.h"

/** A table of counts with columns name, count, meaning. NULL where memory is short (rap_table_finish reports it). */
rap_table *rap_summary_new(const char *title);
/** Adds a row; `text` says what was counted. */
void rap_summary_count(rap_table *table, const char *name, uint64_t count, const char *text);

/** Adds each line of `text` as a note. */
void rap_summary_notes(rap_table *table, rap_span text);

/** What stands in the finished cube at `path`: counts of works, cells and sets; identity and path in the receipt. */
RAP_MUST_CHECK rap_status rap_summary_cube(rap_table *table, const char *path, rap_error *err);

/** The summary of a finished ingest of works. */
RAP_MUST_CHECK rap_status rap_summary_works(const rap_ingest *ingest, rap_table **out, rap_error *err);

/** The summary of a shard that is complete: what it read. */
RAP_MUST_CHECK rap_status rap_summary_shard(const rap_ingest *ingest, rap_table **out, rap_error *err);

/** What would be read: one row a file. */
RAP_MUST_CHECK rap_status rap_summary_plan(const rap_snapshot *snapshot, rap_table **out, rap_error *err);

/** Counts of all inputs together. */
rap_counts rap_summary_total(const rap_state *state);

#endif
