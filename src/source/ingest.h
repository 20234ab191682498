// SPDX-License-Identifier: Apache-2.0
/*
 * ingest - OpenAlex works in files -> a cube: the order of the whole.
 *
 *   find the files -> read them, one worker a file -> reduce the ledger to one version of each work -> add up -> write
 *
 * rap_ingest_openalex() is this with the limits that follow from its options.
 */
#ifndef RAP_SOURCE_INGEST_H
#define RAP_SOURCE_INGEST_H

#include "source/summary.h"
#include "source/worker.h"

#define RAP_MEMORY_DEFAULT (UINT64_C(1) << 30)
#define RAP_MEMORY_LEAST (UINT64_C(64) << 20)

/** The bounds of each worker where all may take `memory` bytes; fewer threads where there is too little for so many. */
rap_limits rap_limits_of(uint64_t memory, size_t threads);

/** As rap_ingest_openalex(), its options checked, with given limits (NULL: those that follow from the options). */
RAP_MUST_CHECK rap_status rap_ingest_works(const rap_catalog *catalog, const char *const *paths, size_t n_paths,
                                           const rap_ingest_options *options, const rap_limits *limits,
                                           rap_table **summary, rap_error *err);

/** Checks what does not depend on the source: size, output, memory. RAP_E_USAGE. */
RAP_MUST_CHECK rap_status rap_ingest_check(const char *const *paths, size_t n_paths,
                                           const rap_ingest_options *options, rap_error *err);

/** Learns now, not after hours, that the output can't be written. RAP_E_IO. */
RAP_MUST_CHECK rap_status rap_ingest_probe(const char *output, rap_error *err);

/** A cube must not be written over what it is read from, by whatever link. RAP_E_USAGE. */
RAP_MUST_CHECK rap_status rap_ingest_spare(const char *output, const char *input, rap_error *err);

/** The schema of what these options give. */
rap_schema rap_ingest_schema(const rap_ingest_options *options);

/** All that comes before reading: deleted ids, limits, work folder, space, workers (prepare.c). */
RAP_MUST_CHECK rap_status rap_ingest_prepare(rap_ingest *ingest, rap_error *err);

/** Where temporary files belong; of a shard, what it is. The caller frees it. RAP_E_MEMORY. */
RAP_MUST_CHECK rap_status rap_ingest_folder(const rap_ingest_options *options, char **out, rap_error *err);
RAP_MUST_CHECK rap_status rap_ingest_start_workers(rap_ingest *ingest, rap_error *err);

/** All that comes after reading: the ledger is reduced, the cube is written. Interrupted, it keeps what it has. */
RAP_MUST_CHECK rap_status rap_ingest_conclude(rap_ingest *ingest, rap_error *err);
/** Frees everything; the work folder stays where `keep` and something in it can be resumed. */
void rap_ingest_release(rap_ingest *ingest, bool keep);

/** As rap_ingest_merge(), its options checked, with given limits (shard_merge.c). */
RAP_MUST_CHECK rap_status rap_ingest_shards(const rap_catalog *catalog, const char *const *paths, size_t n,
                                            const rap_ingest_options *options, const rap_limits *limits, rap_table **summary,
                                            rap_error *err);

/** Adds up what workers and spills hold, and writes the cube (collect.c). */
RAP_MUST_CHECK rap_status rap_ingest_collect(rap_ingest *ingest, rap_error *err);

#endif
