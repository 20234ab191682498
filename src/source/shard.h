// SPDX-License-Identifier: Apache-2.0
/*
 * shard - an ingest divided among processes: which files each of them reads, and what it leaves behind.
 *
 * Every process is given the same files and reads its own of them. What it leaves is its work folder, complete: rows of
 * the ledger (or, of unique ids, spills) and the journal, whose header names all files of all shards. So the shards of
 * one ingest know each other, and merging them is the second half of an ingest that read every file itself.
 */
#ifndef RAP_SOURCE_SHARD_H
#define RAP_SOURCE_SHARD_H

#include "source/snapshot.h"
#include "source/state.h"

/**
 * Marks the inputs that shard `shard` (from 1) of `shards` leaves to others, and takes their bytes off the snapshot's. The
 * largest file first, each goes to the shard that has the fewest bytes so far (the first of equals): it depends on the
 * sizes and names of the files only. RAP_E_MEMORY; RAP_E_USAGE where an input is a stream, which can't be shared.
 */
RAP_MUST_CHECK rap_status rap_shard_divide(rap_snapshot *snapshot, uint32_t shard, uint32_t shards, rap_error *err);

/** A shard that was read from its folder. */
typedef struct rap_shard {
    char *path;
    uint32_t shard, shards;
    bool unique, strict, deletes;
    char *rule, *filter, *release;  /**< release: NULL where none is stated */
    rap_snapshot snapshot;          /**< all inputs of all shards: path, name, bytes, parquet, more */
    rap_text kin;                   /**< what the shards of one ingest have in common, as lines */
    rap_state state;
} rap_shard;

/** Reads a shard. RAP_E_FORMAT where it is damaged, no shard, or not complete. Released by rap_shard_release() in any case. */
RAP_MUST_CHECK rap_status rap_shard_read(const char *path, rap_shard *out, rap_error *err);
void rap_shard_release(rap_shard *shard);

/** Whether `n` shards are all shards of one ingest, each once: RAP_E_USAGE with what is missing, twice or foreign. */
RAP_MUST_CHECK rap_status rap_shards_check(const rap_shard *shards, size_t n, rap_error *err);

#endif
