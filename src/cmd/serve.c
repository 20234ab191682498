// SPDX-License-Identifier: Apache-2.0
/*
 * serve - questions by address until an interrupt. Interrupts are waited for, not handled: no code runs in a signal.
 *
 * The first one stops taking connections and lets running requests finish; a second one, or too long a wait, ends them.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "cmd/open.h"
#include "cmd/report.h"
#include "cube/hash.h"
#include "serve/http.h"
#include "serve/listen.h"

enum { DRAIN_SECONDS = 30, IDLE_LOOKS = 3 };

typedef struct settings {
    const char *address;
    uint16_t port;
    unsigned seconds;
} settings;

static rap_status read_settings(const cmd_run *run, settings *out, rap_error *err)
{
    const char *port = cmd_option(run, "port"), *address = cmd_option(run, "bind"), *seconds = cmd_option(run, "timeout");
    uint64_t number = 8080, limit = 15;
    if (run->n_arguments)
        return rap_fail(err, RAP_E_USAGE, "serve takes no words, and '%.60s' is one; give cubes with -c", run->arguments[0]);
    if (port && !rap_parse_u64(rap_span_of(port), 65535, &number))
        return rap_fail(err, RAP_E_USAGE, "--port: '%.60s' is not a whole number from 0 to 65535", port);
    if (seconds && (!rap_parse_u64(rap_span_of(seconds), 3600, &limit) || limit == 0))
        return rap_fail(err, RAP_E_USAGE, "--timeout: '%.60s' is not a whole number from 1 to 3600", seconds);
    *out = (settings){address ? address : "127.0.0.1", (uint16_t)number, (unsigned)limit};
    return RAP_OK;
}

/*
 * Which program and tables answer: the program by its bytes, as a new build may answer otherwise under an old version; own
 * tables by the moment, as they may be edited between two runs.
 */
static uint64_t edition_of(const cmd_run *run)
{
    rap_map program;
    struct timespec t = {0};
    uint64_t edition = XXH3_64bits(rap_version(), strlen(rap_version()));
    if (rap_map_open("/proc/self/exe", &program, NULL) == RAP_OK) {
        edition = XXH3_64bits(program.data, program.length);
        rap_map_close(&program);
    }
    if (run->data) (void)clock_gettime(CLOCK_REALTIME, &t);
    return edition ^ XXH3_64bits(&t, sizeof t);
}

/* -------------------------------------------------------------------- cubes */

/* What is shown, and what it borrows. */
typedef struct shown {
    cmd_inputs inputs;
    rap_site site;
} shown;

static void hide(shown *s)
{
    rap_site_release(&s->site);
    cmd_inputs_close(&s->inputs);
}

static cmd_exit show(const cmd_run *run, const settings *set, shown *s)
{
    rap_error err;
    cmd_exit status = cmd_inputs_open_all(run, &s->inputs);
    if (status != CMD_DONE) return status;
    s->site = (rap_site){.catalog = s->inputs.catalog, .address = set->address, .edition = edition_of(run)};
    for (size_t i = 0; i < s->inputs.n_cubes; i++) {
        const char *path = run->n_cubes ? run->cubes[i] : run->cube;
        if (rap_site_add(&s->site, path, s->inputs.cubes[i].cube, &err) != RAP_OK) return cmd_report(run, &err);
    }
    return CMD_DONE;
}

/* ------------------------------------------------------------------- serving */

/* Waits a second for an interrupt; true where one came. */
static bool interrupted(const sigset_t *signals, long nanoseconds)
{
    struct timespec wait = {nanoseconds / 1000000000, nanoseconds % 1000000000};
    return sigtimedwait(signals, NULL, &wait) > 0;
}

static void drain(const cmd_run *run, rap_http *http, const sigset_t *signals)
{
    rap_http_quiesce(http);
    if (rap_http_running(http)) cmd_say(run, "finishing what is being answered; a second interrupt ends it");
    /* a thread that was busy may have requests waiting: nothing runs once that was so for a while */
    for (int i = 0, idle = 0; i < DRAIN_SECONDS * 20 && idle < IDLE_LOOKS; i++) {
        if (interrupted(signals, 50000000)) break;
        idle = rap_http_running(http) ? 0 : idle + 1;
    }
}

static rap_status serve(const cmd_run *run, const settings *set, const shown *s, rap_error *err)
{
    rap_http *http;
    sigset_t signals, before;
    (void)sigemptyset(&signals);
    (void)sigaddset(&signals, SIGINT);
    (void)sigaddset(&signals, SIGTERM);
    /* before threads are made, so that all of them leave interrupts to this one */
    (void)pthread_sigmask(SIG_BLOCK, &signals, &before);
    rap_status status = rap_http_start(&s->site, set->address, set->port, set->seconds, &http, err);
    if (status == RAP_OK) {
        (void)fprintf(stderr, "rapport: serving %zu cube%s at %s (stop with Ctrl-C)\n", s->site.n_cubes,
                      s->site.n_cubes == 1 ? "" : "s", rap_http_url(http));
        if (!rap_address_is_local(set->address)) cmd_say(run, "whoever reaches this address can ask: it is not this machine's alone");
        while (!interrupted(&signals, 1000000000)) rap_http_sweep(http);
        drain(run, http, &signals);
        /* an answer that takes longer can't be taken back from its thread, and there is nothing to save: leave it behind */
        if (rap_http_running(http)) _Exit(CMD_DONE);
        rap_http_stop(http);
    }
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return status;
}

cmd_exit cmd_serve(const cmd_run *run)
{
    rap_error err;
    settings set = {0};
    shown s = {0};
    if (read_settings(run, &set, &err) != RAP_OK) return cmd_report(run, &err);
    cmd_exit status = show(run, &set, &s);
    if (status == CMD_DONE && serve(run, &set, &s, &err) != RAP_OK) status = cmd_report(run, &err);
    hide(&s);
    return status;
}
