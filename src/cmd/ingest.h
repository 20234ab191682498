// SPDX-License-Identifier: Apache-2.0
/* ingest - what ingest and the merge of its shards have in common: bounds, progress, summary. */
#ifndef RAP_CMD_INGEST_H
#define RAP_CMD_INGEST_H

#include "cmd/command.h"

typedef rap_status (*cmd_ingest_fn)(const rap_catalog *catalog, const char *const *paths, size_t n_paths,
                                    const rap_ingest_options *options, rap_table **summary, rap_error *err);

/** Reads output, memory, threads, temporary and fresh. RAP_E_USAGE. */
RAP_MUST_CHECK rap_status cmd_read_limits(const cmd_run *run, rap_ingest_options *options, rap_error *err);

/** Opens the catalogue, runs `ingest` with progress shown and prints its summary; says what failed. */
cmd_exit cmd_run_ingest(const cmd_run *run, cmd_ingest_fn ingest, const char *const *paths, size_t n_paths,
                        const rap_ingest_options *options);

#endif
