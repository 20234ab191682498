// SPDX-License-Identifier: Apache-2.0
/*
 * pool - run n independent jobs on a few threads, in order of their index, first failure wins.
 */
#ifndef RAP_BASE_POOL_H
#define RAP_BASE_POOL_H

#include "base/error.h"

/** One job; `worker` is 0 .. threads-1 and owns what is per thread. */
typedef rap_status (*rap_job_fn)(void *arg, size_t job, size_t worker, rap_error *err);

/** Called by the waiting thread several times a second; false asks all workers to stop between jobs. */
typedef bool (*rap_tick_fn)(void *arg);

/**
 * Runs jobs 0 .. n-1 on `threads` workers (at least 1; with 1 and no tick everything runs on the calling thread).
 * Returns the status of the failing job with the lowest index, or RAP_E_INTERRUPTED where `tick` said stop.
 * Jobs not begun when one fails are not run.
 */
RAP_MUST_CHECK rap_status rap_pool_run(size_t threads, size_t n_jobs, rap_job_fn job, void *arg,
                                       rap_tick_fn tick, void *tick_arg, rap_error *err);

/** Cores this process may use (at least 1). */
size_t rap_cores(void);

#endif
