// SPDX-License-Identifier: Apache-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/pool.h"

#define JOBS 1000

typedef struct count {
    _Atomic unsigned ran[JOBS];
    _Atomic size_t done;
    size_t threads;
    unsigned per_worker[16];   /* no lock: a worker owns its own */
    size_t fails_from;         /* jobs from here on fail; SIZE_MAX: none */
} count;

static void rest(long milliseconds)
{
    struct timespec span = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    nanosleep(&span, NULL);
}

static rap_status count_job(void *arg, size_t job, size_t worker, rap_error *err)
{
    count *c = arg;
    assert_true(worker < c->threads);
    c->per_worker[worker]++;
    atomic_fetch_add(&c->ran[job], 1);
    atomic_fetch_add(&c->done, 1);
    if (job >= c->fails_from) return rap_fail(err, RAP_E_FORMAT, "job %zu", job);
    return RAP_OK;
}

static bool keep_on(void *arg)
{
    (*(unsigned *)arg)++;
    return true;
}

static void every_job_runs_once(void **state)
{
    (void)state;
    for (size_t threads = 0; threads <= 9; threads++) {
        count c = {.threads = threads ? threads : 1, .fails_from = SIZE_MAX};
        assert_int_equal(rap_pool_run(threads, JOBS, count_job, &c, NULL, NULL, NULL), RAP_OK);
        unsigned total = 0;
        for (size_t i = 0; i < 16; i++) total += c.per_worker[i];
        assert_int_equal(total, JOBS);
        for (size_t i = 0; i < JOBS; i++) assert_int_equal(c.ran[i], 1);
    }
}

static void no_jobs_is_done(void **state)
{
    (void)state;
    assert_int_equal(rap_pool_run(4, 0, count_job, NULL, NULL, NULL, NULL), RAP_OK);
}

static void more_threads_than_jobs_is_fine(void **state)
{
    (void)state;
    count c = {.threads = 3, .fails_from = SIZE_MAX};
    assert_int_equal(rap_pool_run(16, 3, count_job, &c, NULL, NULL, NULL), RAP_OK);
    assert_int_equal(c.done, 3);
}

/* Jobs are begun in order, so the lowest failing job always runs: its error is the same on every run. */
static void lowest_failure_wins(void **state)
{
    (void)state;
    for (size_t threads = 1; threads <= 8; threads++) {
        count c = {.threads = threads, .fails_from = 37};
        rap_error err = {0};
        assert_int_equal(rap_pool_run(threads, JOBS, count_job, &c, NULL, NULL, &err), RAP_E_FORMAT);
        assert_string_equal(err.text, "job 37");
        assert_true(c.done >= 38 && c.done <= 37 + threads);
        count again = {.threads = threads, .fails_from = 0};
        assert_int_equal(rap_pool_run(threads, JOBS, count_job, &again, NULL, NULL, NULL), RAP_E_FORMAT);
    }
}

/* Job 0 fails late, job 1 early: the later failure has the lower index and is the one that is told. */
static rap_status late_first(void *arg, size_t job, size_t worker, rap_error *err)
{
    (void)arg, (void)worker;
    if (job == 0) rest(150);
    return rap_fail(err, job == 0 ? RAP_E_IO : RAP_E_FORMAT, "job %zu", job);
}

static void a_late_failure_of_an_early_job_wins(void **state)
{
    (void)state;
    rap_error err = {0};
    assert_int_equal(rap_pool_run(2, 2, late_first, NULL, NULL, NULL, &err), RAP_E_IO);
    assert_string_equal(err.text, "job 0");
}

static rap_status slow_job(void *arg, size_t job, size_t worker, rap_error *err)
{
    (void)job, (void)worker, (void)err;
    rest(30);
    atomic_fetch_add((_Atomic size_t *)arg, 1);
    return RAP_OK;
}

static bool stop_at_once(void *arg)
{
    (void)arg;
    return false;
}

static void tick_stops_between_jobs(void **state)
{
    (void)state;
    for (size_t threads = 1; threads <= 3; threads++) {
        _Atomic size_t done = 0;
        rap_error err = {0};
        assert_int_equal(rap_pool_run(threads, JOBS, slow_job, &done, stop_at_once, NULL, &err),
                         RAP_E_INTERRUPTED);
        assert_true(done >= 1 && done < JOBS / 2);
        assert_int_equal(err.status, RAP_E_INTERRUPTED);
    }
}

static void tick_is_called_several_times_a_second(void **state)
{
    (void)state;
    _Atomic size_t done = 0;
    unsigned ticks = 0;
    assert_int_equal(rap_pool_run(1, 20, slow_job, &done, keep_on, &ticks, NULL), RAP_OK);
    assert_int_equal(done, 20);
    assert_true(ticks >= 2 && ticks < 100);
}

static void failed_allocation_is_told(void **state)
{
    (void)state;
    count c = {.threads = 2, .fails_from = SIZE_MAX};
    rap_alloc_fail_after(1);
    rap_error err = {0};
    assert_int_equal(rap_pool_run(2, JOBS, count_job, &c, NULL, NULL, &err), RAP_E_MEMORY);
    rap_alloc_fail_after(0);
    assert_int_equal(c.done, 0);
    assert_true(strlen(err.text) > 0);
}

static void there_is_a_core(void **state)
{
    (void)state;
    assert_true(rap_cores() >= 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_job_runs_once),
        cmocka_unit_test(no_jobs_is_done),
        cmocka_unit_test(more_threads_than_jobs_is_fine),
        cmocka_unit_test(lowest_failure_wins),
        cmocka_unit_test(a_late_failure_of_an_early_job_wins),
        cmocka_unit_test(tick_stops_between_jobs),
        cmocka_unit_test(tick_is_called_several_times_a_second),
        cmocka_unit_test(failed_allocation_is_told),
        cmocka_unit_test(there_is_a_core),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
