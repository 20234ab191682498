// SPDX-License-Identifier: Apache-2.0
/*
 * askbench - times questions of an open cube, in process.
 *
 *   askbench CUBE ROUNDS PLACES QUESTION OPTION=VALUE...
 *
 * PLACES is a list of countries (NO,CN,...), asked one after the other in every round, or - for a question without one.
 * Prints the medians in milliseconds, by the clock and of processor time, then the fastest and the slowest.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "rapport.h"

enum { OPTIONS_MAX = 16, TIMES_MAX = 100000 };

static double seconds(clockid_t clock)
{
    struct timespec t;
    (void)clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int by_value(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* What is asked, and how long each asking took. */
typedef struct bench {
    rap_catalog *catalog;
    rap_cube *cube;
    const char *question;
    rap_option options[OPTIONS_MAX];
    size_t n_options, n_times;
    double times[TIMES_MAX], cpu[TIMES_MAX];
} bench;

static rap_status ask_once(bench *b, const char *place, rap_error *err)
{
    rap_table *table;
    size_t n = b->n_options;
    if (place) b->options[n++] = (rap_option){"country", place};
    double start = seconds(CLOCK_MONOTONIC), used = seconds(CLOCK_PROCESS_CPUTIME_ID);
    rap_status status = rap_ask(b->catalog, b->cube, b->question, b->options, n, &table, err);
    double end = seconds(CLOCK_MONOTONIC);
    used = seconds(CLOCK_PROCESS_CPUTIME_ID) - used;
    if (status != RAP_OK) return status;
    rap_table_free(table);
    if (b->n_times == TIMES_MAX) return RAP_OK;
    b->cpu[b->n_times] = used * 1000;
    b->times[b->n_times++] = (end - start) * 1000;
    return RAP_OK;
}

static rap_status ask_places(bench *b, const char *places, rap_error *err)
{
    char place[16];
    if (strcmp(places, "-") == 0) return ask_once(b, NULL, err);
    for (size_t length; *places; places += length + (places[length] == ',')) {
        length = strcspn(places, ",");
        (void)snprintf(place, sizeof place, "%.*s", (int)length, places);
        rap_status status = ask_once(b, place, err);
        if (status != RAP_OK) return status;
    }
    return RAP_OK;
}

static rap_status run(bench *b, const char *path, long rounds, const char *places, rap_error *err)
{
    rap_status status = rap_catalog_open(NULL, &b->catalog, err);
    if (status == RAP_OK) status = rap_cube_open(path, &b->cube, err);
    if (status == RAP_OK) status = ask_places(b, places, err); /* once to warm up */
    b->n_times = 0;
    for (long i = 0; status == RAP_OK && i < rounds; i++) status = ask_places(b, places, err);
    if (status == RAP_OK && b->n_times) {
        qsort(b->times, b->n_times, sizeof *b->times, by_value);
        qsort(b->cpu, b->n_times, sizeof *b->cpu, by_value);
        (void)printf("%s: median %.3f ms, processor %.3f ms, from %.3f to %.3f ms, %zu questions\n", b->question,
                     b->times[b->n_times / 2], b->cpu[b->n_times / 2], b->times[0], b->times[b->n_times - 1], b->n_times);
    }
    rap_cube_close(b->cube);
    rap_catalog_close(b->catalog);
    return status;
}

int main(int argc, char **argv)
{
    bench *b = calloc(1, sizeof *b);
    rap_error err;
    if (!b || argc < 5 || argc - 5 >= OPTIONS_MAX) {
        (void)fputs("usage: askbench CUBE ROUNDS PLACES QUESTION OPTION=VALUE...\n", stderr);
        free(b);
        return 2;
    }
    b->question = argv[4];
    for (int i = 5; i < argc; i++) {
        char *value = strchr(argv[i], '=');
        if (value) *value++ = '\0';
        b->options[b->n_options++] = (rap_option){argv[i], value ? value : ""};
    }
    rap_status status = run(b, argv[1], strtol(argv[2], NULL, 10), argv[3], &err);
    free(b);
    if (status == RAP_OK) return 0;
    (void)fprintf(stderr, "askbench: %s\n", err.text);
    return 1;
}
