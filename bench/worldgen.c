// SPDX-License-Identifier: Apache-2.0
/*
 * worldgen - writes made-up works in the shape of OpenAlex, for benchmarks, demos and proofs.
 *
 * Two kinds of world: --works draws any number of works whose sizes and shares are like the real ones; --world reads
 * a file that plants exact numbers of works by year, subject and set of countries (docs/worlds.md), and nothing else.
 * The same options give the same works on every machine and with any number of threads.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/pool.h"
#include "world/output.h"

static const char usage[] =
    "usage: worldgen (--works N | --world FILE) -o PATH [options]\n"
    "\n"
    "  --works N            draw N works\n"
    "  --world FILE         write exactly the works of FILE (docs/worlds.md)\n"
    "  -o PATH              the folder to write; a file with --layout file (.gz is compressed, - is standard output)\n"
    "  --layout NAME        snapshot (default), old, file, pages\n"
    "  --style NAME         compact (default), escaped, nonulls, 2023, bare (the needed members)\n"
    "  --seed N             default 1\n"
    "  --duplicates RATE    part of the works that stand twice, with an older date and other facts; default 0\n"
    "  --xpac RATE          extra works with is_xpac, as a part of the works; default 0\n"
    "  --deleted RATE       extra works that are listed in deleted_ids.csv; default 0\n"
    "  --works-per-file N   default: an eighth of the works, at most 50000\n"
    "  --threads N          default: all cores\n";

#define WORKS_MAX UINT64_C(1000000000)
#define WORLD_FILE_MAX ((size_t)16 << 20)

typedef struct settings {
    const char *path, *world_file;
    output_layout layout;
    shape_style style;
    uint64_t works, seed, per_part, threads;
    double duplicates, xpac, deleted;
} settings;

/* ---------------------------------------------------------------- options */

static rap_status bad_value(const char *option, const char *value, const char *expected, rap_error *err)
{
    return rap_fail(err, RAP_E_USAGE, "%s: expected %s, found '%s'", option, expected, value);
}

static rap_status read_number(const char *option, const char *value, uint64_t limit, uint64_t *out, rap_error *err)
{
    return rap_parse_u64(rap_span_of(value), limit, out) ? RAP_OK : bad_value(option, value, "a whole number", err);
}

static rap_status read_rate(const char *option, const char *value, double *out, rap_error *err)
{
    if (rap_parse_double(rap_span_of(value), out) && *out >= 0 && *out <= 1) return RAP_OK;
    return bad_value(option, value, "a part of 0 to 1", err);
}

/* `names` are separated by blanks. */
static rap_status read_choice(const char *option, const char *value, const char *names, int *out, rap_error *err)
{
    rap_span rest = rap_span_of(names), name;
    for (int i = 0; rest.data && rap_span_next(&rest, ' ', &name); i++)
        if (rap_span_is(name, value)) {
            *out = i;
            return RAP_OK;
        }
    return rap_fail(err, RAP_E_USAGE, "%s: expected one of %s, found '%s'", option, names, value);
}

static rap_status read_option(settings *s, const char *option, const char *value, rap_error *err)
{
    static const char layouts[] = "snapshot old file pages", styles[] = "compact escaped nonulls 2023 bare";
    int choice;
    if (strcmp(option, "--works") == 0) return read_number(option, value, WORKS_MAX, &s->works, err);
    if (strcmp(option, "--seed") == 0) return read_number(option, value, UINT64_MAX, &s->seed, err);
    if (strcmp(option, "--works-per-file") == 0) return read_number(option, value, WORKS_MAX, &s->per_part, err);
    if (strcmp(option, "--threads") == 0) return read_number(option, value, 1024, &s->threads, err);
    if (strcmp(option, "--duplicates") == 0) return read_rate(option, value, &s->duplicates, err);
    if (strcmp(option, "--xpac") == 0) return read_rate(option, value, &s->xpac, err);
    if (strcmp(option, "--deleted") == 0) return read_rate(option, value, &s->deleted, err);
    if (strcmp(option, "--layout") == 0) {
        RAP_TRY(read_choice(option, value, layouts, &choice, err));
        s->layout = (output_layout)choice;
    } else if (strcmp(option, "--style") == 0) {
        RAP_TRY(read_choice(option, value, styles, &choice, err));
        s->style = (shape_style)choice;
    } else if (strcmp(option, "--world") == 0) {
        s->world_file = value;
    } else if (strcmp(option, "-o") == 0) {
        s->path = value;
    } else {
        return rap_fail(err, RAP_E_USAGE, "unknown option '%s'; worldgen --help lists them", option);
    }
    return RAP_OK;
}

static rap_status read_settings(int argc, char **argv, settings *s, rap_error *err)
{
    for (int i = 1; i < argc; i += 2) {
        if (i + 1 == argc) return rap_fail(err, RAP_E_USAGE, "%s: expected a value", argv[i]);
        RAP_TRY(read_option(s, argv[i], argv[i + 1], err));
    }
    if (!s->path) return rap_fail(err, RAP_E_USAGE, "expected -o PATH");
    if ((s->works > 0) == (s->world_file != NULL))
        return rap_fail(err, RAP_E_USAGE, "expected either --works N or --world FILE");
    if (s->style == SHAPE_2023 && s->xpac > 0)
        return rap_fail(err, RAP_E_USAGE, "--style 2023 knows no xpac works: leave --xpac out");
    if (s->deleted > 0 && s->layout != OUTPUT_SNAPSHOT)
        return rap_fail(err, RAP_E_USAGE, "--deleted needs --layout snapshot, which has deleted_ids.csv");
    return RAP_OK;
}

/* ------------------------------------------------------------------ world */

static rap_status read_plan(const settings *s, world *w, rap_error *err)
{
    rap_text text = {0};
    rap_status status = rap_read_file(s->world_file, WORLD_FILE_MAX, &text, err);
    if (status == RAP_OK) {
        status = plan_read((rap_span){rap_text_get(&text), text.length}, w->catalog, &w->all, &w->plan, err);
        if (status != RAP_OK) status = rap_context(err, status, "%s", s->world_file);
    }
    rap_text_release(&text);
    if (status == RAP_OK && w->plan.works == 0)
        status = rap_fail(err, RAP_E_FORMAT, "%s: expected at least one work, found none", s->world_file);
    return status;
}

static rap_status make_world(const settings *s, world *w, rap_error *err)
{
    RAP_TRY(topics_open(&w->all, err));
    w->planned = s->world_file != NULL;
    if (w->planned) RAP_TRY(read_plan(s, w, err));
    w->seed = s->seed;
    w->works = w->planned ? w->plan.works : s->works;
    w->xpac = (uint64_t)(s->xpac * (double)w->works);
    w->deleted = (uint64_t)(s->deleted * (double)w->works);
    w->duplicates = (uint32_t)(s->duplicates * 100000 + 0.5);
    uint64_t eighth = (world_positions(w) + 7) / 8;
    w->per_part = s->per_part ? s->per_part : eighth < 50000 ? eighth : 50000;
    return RAP_OK;
}

static rap_status run(const settings *s, rap_error *err)
{
    rap_catalog *catalog = NULL;
    world w = {0};
    output_counts counts = {0};
    rap_status status = rap_catalog_open(NULL, &catalog, err);
    w.catalog = catalog;
    if (status == RAP_OK) status = make_world(s, &w, err);
    if (status == RAP_OK)
        status = output_write(&w, s->layout, s->style, s->path, s->threads ? (size_t)s->threads : rap_cores(),
                              &counts, err);
    if (status == RAP_OK)
        (void)fprintf(stderr, "%" PRIu64 " works, %" PRIu64 " lines, %" PRIu64 " bytes of JSON, %" PRIu64
                      " bytes in %" PRIu64 " files\n", w.works, counts.lines, counts.bytes, counts.stored, counts.files);
    plan_release(&w.plan);
    topics_close(&w.all);
    rap_catalog_close(catalog);
    return status;
}

int main(int argc, char **argv)
{
    settings s = {.seed = 1};
    rap_error err;
    if (argc == 2 && strcmp(argv[1], "--help") == 0) return fputs(usage, stdout) < 0 ? 4 : 0;
    rap_status status = read_settings(argc, argv, &s, &err);
    if (status == RAP_OK) status = run(&s, &err);
    if (status == RAP_OK) return 0;
    (void)fprintf(stderr, "worldgen: %s\n", err.text);
    return status == RAP_E_USAGE ? 2 : status == RAP_E_FORMAT || status == RAP_E_NOT_FOUND ? 3 : 4;
}
