// SPDX-License-Identifier: Apache-2.0
#include "cmd/progress.h"

#include <signal.h>

static volatile sig_atomic_t stop_asked;

static void ask_to_stop(int number)
{
    (void)number;
    stop_asked = 1;
}

/* A signal that whoever started the program had ignored (nohup, a background job) stays ignored. */
static void notice(int number)
{
    struct sigaction action = {.sa_handler = ask_to_stop, .sa_flags = (int)SA_RESETHAND}, before;
    if (sigaction(number, NULL, &before) == 0 && before.sa_handler != SIG_IGN) (void)sigaction(number, &action, NULL);
}

void cmd_progress_begin(void)
{
    notice(SIGINT);
    notice(SIGTERM);
    notice(SIGHUP);
}

static void add_time(rap_text *out, double seconds)
{
    if (seconds >= 359999) seconds = 359999; /* 99:59:59 */
    unsigned whole = seconds > 0 ? (unsigned)seconds : 0;
    if (whole >= 3600) rap_text_printf(out, "%u:%02u:%02u", whole / 3600, whole / 60 % 60, whole % 60);
    else rap_text_printf(out, "%u:%02u", whole / 60, whole % 60);
}

void cmd_progress_line(const rap_progress *p, rap_text *out)
{
    rap_text_printf(out, "%s", p->stage);
    if (p->files_total) rap_text_printf(out, "  %u/%u files", (unsigned)p->files, (unsigned)p->files_total);
    rap_text_printf(out, "  %llu works", (unsigned long long)p->works);
    if (p->rejects) rap_text_printf(out, "  %llu rejects", (unsigned long long)p->rejects);
    if (p->seconds > 0) rap_text_printf(out, "  %.2f GB/s", (double)p->text_bytes / p->seconds / 1e9);
    if (p->bytes_total && p->bytes <= p->bytes_total) {
        double part = (double)p->bytes / (double)p->bytes_total;
        rap_text_printf(out, "  %.0f %%", 100 * part);
        if (part > 0.001 && p->seconds > 1) {
            rap_text_puts(out, "  ");
            add_time(out, p->seconds * (1 - part) / part);
            rap_text_puts(out, " left");
        }
    }
}

bool cmd_progress(void *arg, const rap_progress *progress)
{
    const bool *shown = arg;
    if (*shown) {
        rap_text line = {0};
        cmd_progress_line(progress, &line);
        (void)fprintf(stderr, "\r\033[K%s", rap_text_get(&line));
        (void)fflush(stderr);
        rap_text_release(&line);
    }
    return !stop_asked;
}

void cmd_progress_end(bool shown)
{
    if (shown) (void)fputs("\r\033[K", stderr);
}
