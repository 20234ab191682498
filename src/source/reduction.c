// SPDX-License-Identifier: Apache-2.0
/*
 * reduction - the second half of an ingest with a ledger: every part of it is reduced to one version of each work, and
 * those that are not left out are added to a tally. A part is a job; a flush commits whole jobs.
 */
#include "source/worker.h"

/* One job being done. */
typedef struct reducing {
    rap_worker *worker;
    rap_counts counts; /* lines: versions; works: survivors */
} reducing;

static rap_status see_survivors(void *arg, const rap_decoded *works, size_t n, rap_error *err)
{
    reducing *r = arg;
    rap_worker *worker = r->worker;
    const rap_fact *facts[RAP_SURVIVORS_MAX];
    size_t n_facts = 0;
    r->counts.works += n;
    for (size_t i = 0; i < n; i++) {
        if (works[i].left_out) r->counts.left_out[__builtin_ctz(works[i].left_out)]++;
        else facts[n_facts++] = &works[i].fact;
    }
    if (n_facts == 0) return RAP_OK;
    rap_tally *tally;
    RAP_TRY(rap_worker_tally(worker, &tally, err));
    RAP_TRY(rap_tally_add_some(tally, facts, n_facts, err));
    return rap_tally_bytes(tally) >= worker->ingest->limits.tally ? rap_worker_spill(worker, err) : RAP_OK;
}

static rap_status finish_job(reducing *r, size_t job, rap_error *err)
{
    rap_worker *worker = r->worker;
    rap_workspace *work = &worker->ingest->work;
    if (work->resumable) rap_state_put_job(&worker->jobs, job, &r->counts);
    pthread_mutex_lock(&work->lock);
    work->state.reduced[job] = true;
    rap_counts_add(&work->state.ledger, &r->counts);
    pthread_mutex_unlock(&work->lock);
    bool due = worker->n_pending > 0 || rap_meter_now() - worker->flushed >= worker->ingest->limits.seconds;
    return due ? rap_worker_flush(worker, err) : RAP_OK;
}

rap_status rap_worker_reduce(rap_worker *worker, size_t job, rap_error *err)
{
    rap_state *state = &worker->ingest->work.state;
    reducing r = {.worker = worker};
    if (rap_meter_stopped(&worker->ingest->meter) || state->reduced[job]) return RAP_OK;
    if (!worker->ledger) RAP_TRY(rap_ledger_new(&worker->ledger, err));
    RAP_TRY(rap_ledger_reduce(worker->ledger, state->runs, state->n_runs, job % RAP_PARTITIONS,
                              (unsigned)(job / RAP_PARTITIONS), state->passes, see_survivors, &r, &r.counts.lines,
                              err));
    return finish_job(&r, job, err);
}
