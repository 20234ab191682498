// SPDX-License-Identifier: Apache-2.0
/*
 * taking - what happens to a work once it is read, whatever form it came in: it is counted and becomes a row of the
 * ledger or part of a tally; or it is refused, counted, and the first positions are kept.
 */
#ifndef RAP_SOURCE_TAKING_H
#define RAP_SOURCE_TAKING_H

#include "source/worker.h"

/** Takes a work of input `index`. */
RAP_MUST_CHECK rap_status rap_take_work(rap_worker *worker, size_t index, const rap_work *work, rap_error *err);

/** Refuses one at `line` (0: only `byte` is known; of Parquet the row, from 1). Under strict: RAP_E_FORMAT. */
RAP_MUST_CHECK rap_status rap_take_reject(rap_worker *worker, size_t index, rap_reject reject, uint64_t line,
                                          uint64_t byte, const char *detail, rap_error *err);

/** Has the worker come to the bounds of its memory? */
bool rap_take_is_full(const rap_worker *worker);

/** Has enough time passed since its last flush? */
bool rap_take_is_due(const rap_worker *worker);

/** Flushes where it is `due`. */
RAP_MUST_CHECK rap_status rap_take_flush(rap_worker *worker, bool due, rap_error *err);

#endif
