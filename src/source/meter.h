// SPDX-License-Identifier: Apache-2.0
/*
 * meter - where a long job stands: workers add to it as they go, the calling thread shows it a few times a second and
 * learns whether to stop.
 */
#ifndef RAP_SOURCE_METER_H
#define RAP_SOURCE_METER_H

#include <stdatomic.h>

#include "rapport.h"

typedef struct rap_meter {
    _Atomic uint64_t bytes, text_bytes, works, rejects;
    _Atomic uint32_t files;
    atomic_bool stop;         /**< the caller asked to, or a worker failed: end at the next work */
    bool interrupted;         /**< the caller asked to */
    const char *stage;
    uint64_t bytes_total;
    uint32_t files_total;
    double started;
    rap_progress_fn show;     /**< NULL: nobody looks */
    void *arg;
} rap_meter;

/** Seconds on a clock that only goes forward. */
double rap_meter_now(void);

void rap_meter_init(rap_meter *meter, const rap_ingest_options *options);

/** Begins a stage whose bytes are counted from `bytes`. */
void rap_meter_begin(rap_meter *meter, const char *stage, uint64_t bytes, uint64_t bytes_total);

/** A rap_tick_fn: shows the progress; false where the caller asks to stop. */
bool rap_meter_tick(void *meter);

static inline bool rap_meter_stopped(const rap_meter *meter)
{
    return atomic_load_explicit(&meter->stop, memory_order_relaxed);
}

static inline void rap_meter_add(_Atomic uint64_t *count, uint64_t more)
{
    atomic_fetch_add_explicit(count, more, memory_order_relaxed);
}

#endif
