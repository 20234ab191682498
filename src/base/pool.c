// SPDX-License-Identifier: Apache-2.0
/*
 * One mutex guards the next job, the stop flag and the failure with the lowest index so far. Jobs are coarse (a file,
 * a slice of a cube), so taking one under a lock costs nothing that can be measured.
 */
#include "base/pool.h"

#include <pthread.h>
#include <sched.h>
#include <time.h>

#include "base/alloc.h"

#define TICK_NANOSECONDS 100000000

typedef struct rap_pool {
    pthread_mutex_t lock;
    pthread_cond_t idle;    /* a worker ended */
    rap_job_fn job;
    void *arg;
    size_t n_jobs, next, running;
    bool stop;
    size_t failed_job;
    rap_status status;      /* of failed_job */
    rap_error *err;         /* the caller's, or NULL */
} rap_pool;

typedef struct rap_worker {
    rap_pool *pool;
    size_t index;
    pthread_t thread;
} rap_worker;

/* Takes the next job; false where there is none to begin. */
static bool take(rap_pool *pool, size_t *job)
{
    pthread_mutex_lock(&pool->lock);
    bool taken = !pool->stop && pool->next < pool->n_jobs;
    if (taken) *job = pool->next++;
    pthread_mutex_unlock(&pool->lock);
    return taken;
}

static void record(rap_pool *pool, size_t job, rap_status status, const rap_error *err)
{
    pthread_mutex_lock(&pool->lock);
    pool->stop = true;
    if (pool->status == RAP_OK || job < pool->failed_job) {
        pool->status = status;
        pool->failed_job = job;
        if (pool->err) *pool->err = *err;
    }
    pthread_mutex_unlock(&pool->lock);
}

static void work(const rap_worker *self)
{
    rap_pool *pool = self->pool;
    size_t job;
    while (take(pool, &job)) {
        rap_error err = {0};
        rap_status status = pool->job(pool->arg, job, self->index, &err);
        if (status != RAP_OK) record(pool, job, status, &err);
    }
}

static void *thread_main(void *arg)
{
    rap_worker *self = arg;
    work(self);
    pthread_mutex_lock(&self->pool->lock);
    self->pool->running--;
    pthread_cond_signal(&self->pool->idle);
    pthread_mutex_unlock(&self->pool->lock);
    return NULL;
}

/* Waits until all workers ended, asking `tick` meanwhile. Returns false where it said stop. */
static bool wait_for_workers(rap_pool *pool, rap_tick_fn tick, void *tick_arg)
{
    bool go_on = true;
    pthread_mutex_lock(&pool->lock);
    while (pool->running > 0) {
        if (!tick || !go_on) {
            pthread_cond_wait(&pool->idle, &pool->lock);
            continue;
        }
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += TICK_NANOSECONDS;
        until.tv_sec += until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        pthread_cond_timedwait(&pool->idle, &pool->lock, &until);
        pthread_mutex_unlock(&pool->lock);
        go_on = tick(tick_arg);
        pthread_mutex_lock(&pool->lock);
        if (!go_on) pool->stop = true;
    }
    pthread_mutex_unlock(&pool->lock);
    return go_on;
}

/* Starts as many of `n` workers as the system allows; returns how many. */
static size_t start(rap_pool *pool, rap_worker *workers, size_t n)
{
    size_t started = 0;
    for (; started < n; started++) {
        workers[started] = (rap_worker){.pool = pool, .index = started};
        pthread_mutex_lock(&pool->lock);
        pool->running++;
        pthread_mutex_unlock(&pool->lock);
        if (pthread_create(&workers[started].thread, NULL, thread_main, &workers[started]) != 0) {
            pthread_mutex_lock(&pool->lock);
            pool->running--;
            pthread_mutex_unlock(&pool->lock);
            break;
        }
    }
    return started;
}

static rap_status run_threads(rap_pool *pool, size_t threads, rap_tick_fn tick, void *tick_arg)
{
    rap_worker *workers = rap_alloc(threads, sizeof *workers);
    if (!workers) return rap_fail_memory(pool->err);
    size_t started = start(pool, workers, threads);
    bool go_on = wait_for_workers(pool, tick, tick_arg);
    for (size_t i = 0; i < started; i++) pthread_join(workers[i].thread, NULL);
    rap_free(workers);
    if (started == 0) return rap_fail(pool->err, RAP_E_IO, "the system refused to start a thread");
    if (pool->status == RAP_OK && !go_on) return rap_fail(pool->err, RAP_E_INTERRUPTED, "interrupted");
    return pool->status;
}

rap_status rap_pool_run(size_t threads, size_t n_jobs, rap_job_fn job, void *arg, rap_tick_fn tick,
                        void *tick_arg, rap_error *err)
{
    if (n_jobs == 0) return RAP_OK;
    rap_pool pool = {.job = job, .arg = arg, .n_jobs = n_jobs, .err = err};
    pthread_mutex_init(&pool.lock, NULL);
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&pool.idle, &attributes);
    pthread_condattr_destroy(&attributes);
    if (threads > n_jobs) threads = n_jobs;
    rap_status status;
    if (threads <= 1 && !tick) {
        work(&(rap_worker){.pool = &pool});
        status = pool.status;
    } else {
        status = run_threads(&pool, threads ? threads : 1, tick, tick_arg);
    }
    pthread_cond_destroy(&pool.idle);
    pthread_mutex_destroy(&pool.lock);
    return status;
}

size_t rap_cores(void)
{
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return 1;
    int n = CPU_COUNT(&allowed);
    return n > 0 ? (size_t)n : 1;
}
