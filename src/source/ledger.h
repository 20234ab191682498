// SPDX-License-Identifier: Apache-2.0
/*
 * ledger - a work id met twice counts once: the version with the latest `updated` stays, ties go to the greater fact.
 *
 * All versions of a work stand in the same partition of the runs. A partition (or, where memory is short, one of
 * `passes` parts of it) is gathered in a hash table that keeps the best version of each id; then every survivor is
 * handed on. The maximum does not depend on order, so neither does the answer.
 */
#ifndef RAP_SOURCE_LEDGER_H
#define RAP_SOURCE_LEDGER_H

#include "source/encode.h"
#include "source/run.h"

/** One worker's table, kept from partition to partition. */
typedef struct rap_ledger rap_ledger;

RAP_MUST_CHECK rap_status rap_ledger_new(rap_ledger **out, rap_error *err);
void rap_ledger_free(rap_ledger *ledger);

#define RAP_SURVIVORS_MAX 16

/** Called with some surviving versions, at most RAP_SURVIVORS_MAX: works or ones that are left out. */
typedef rap_status (*rap_survivors_fn)(void *arg, const rap_decoded *works, size_t n, rap_error *err);

/**
 * Reduces part `pass` (from 0) of `passes` (a power of two, at most 65536) of `partition`, over all runs; `rows` gets the
 * number of versions seen.
 */
RAP_MUST_CHECK rap_status rap_ledger_reduce(rap_ledger *ledger, const rap_run *runs, size_t n_runs,
                                            size_t partition, unsigned pass, unsigned passes, rap_survivors_fn see,
                                            void *arg, uint64_t *rows, rap_error *err);

/** Memory that reducing one part takes, about, where all runs together hold `bytes`. */
uint64_t rap_ledger_need(uint64_t bytes, unsigned passes);

#endif
