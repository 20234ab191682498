// SPDX-License-Identifier: Apache-2.0
/* meter - relaxed counters: each is right by itself, which is all that a progress line needs. */
#include "source/meter.h"

#include <time.h>

double rap_meter_now(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

void rap_meter_init(rap_meter *meter, const rap_ingest_options *options)
{
    *meter = (rap_meter){.stage = "", .started = rap_meter_now(), .show = options->progress,
                         .arg = options->progress_arg};
}

void rap_meter_begin(rap_meter *meter, const char *stage, uint64_t bytes, uint64_t bytes_total)
{
    meter->stage = stage;
    meter->bytes_total = bytes_total;
    atomic_store(&meter->bytes, bytes);
}

bool rap_meter_tick(void *arg)
{
    rap_meter *meter = arg;
    if (!meter->show) return true;
    rap_progress progress = {
        .stage = meter->stage,
        .bytes = atomic_load_explicit(&meter->bytes, memory_order_relaxed),
        .bytes_total = meter->bytes_total,
        .text_bytes = atomic_load_explicit(&meter->text_bytes, memory_order_relaxed),
        .works = atomic_load_explicit(&meter->works, memory_order_relaxed),
        .rejects = atomic_load_explicit(&meter->rejects, memory_order_relaxed),
        .files = atomic_load_explicit(&meter->files, memory_order_relaxed),
        .files_total = meter->files_total,
        .seconds = rap_meter_now() - meter->started,
    };
    if (meter->show(meter->arg, &progress)) return true;
    meter->interrupted = true;
    atomic_store(&meter->stop, true);
    return false;
}
