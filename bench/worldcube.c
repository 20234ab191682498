// SPDX-License-Identifier: Apache-2.0
/*
 * worldcube - writes a cube as large as the world's research, for benchmarks of questions, and says how large it is.
 *
 * The same options give the same cube anywhere: nothing is read but the list of topics.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cube/cube.h"
#include "worldcube/drawn.h"

static const char usage[] =
    "usage: worldcube -o FILE [--works N] [--seed N] [--shares yes|no]\n"
    "\n"
    "  -o FILE        the cube to write\n"
    "  --works N      about so many works, default 480000000\n"
    "  --seed N       default 1\n"
    "  --level WORD   topic or subfield: the finest subjects, default topic\n"
    "  --shares WORD  with author shares and affiliation-only ties, default yes\n";

typedef struct settings {
    const char *path;
    uint64_t works, seed;
    bool shares, coarse;
} settings;

static rap_status read_option(settings *s, const char *option, const char *value, rap_error *err)
{
    rap_span text = rap_span_of(value);
    if (strcmp(option, "-o") == 0)
        s->path = value;
    else if (strcmp(option, "--shares") == 0 && (rap_span_is(text, "yes") || rap_span_is(text, "no")))
        s->shares = rap_span_is(text, "yes");
    else if (strcmp(option, "--level") == 0 && (rap_span_is(text, "topic") || rap_span_is(text, "subfield")))
        s->coarse = rap_span_is(text, "subfield");
    else if (strcmp(option, "--works") == 0 && rap_parse_u64(text, UINT64_C(1000000000), &s->works))
        return RAP_OK;
    else if (strcmp(option, "--seed") == 0 && rap_parse_u64(text, UINT64_MAX, &s->seed))
        return RAP_OK;
    else
        return rap_fail(err, RAP_E_USAGE, "%s %s: no such option or value; worldcube --help lists them", option, value);
    return RAP_OK;
}

/* Bytes of the author shares with their ties, and of all else. */
typedef struct sizes {
    uint64_t shares, rest;
} sizes;

static void add_chunk(void *arg, const char *id, uint64_t bytes)
{
    sizes *s = arg;
    if (strncmp(id, "SHR", 3) == 0 || strncmp(id, "TIE", 3) == 0)
        s->shares += bytes;
    else
        s->rest += bytes;
    (void)printf("  %s %12" PRIu64 "\n", id, bytes);
}

static rap_status report(const char *path, uint64_t works, rap_error *err)
{
    rap_cube *cube;
    sizes s = {0, 0};
    RAP_TRY(rap_cube_open(path, &cube, err));
    double cells = (double)cube->n_cells;
    (void)printf("%" PRIu64 " works, %" PRIu64 " cells, %u parties, %u kinds, %" PRIu64 " slices\n", works, cube->n_cells,
                 cube->n_parties, cube->n_kinds, cube->n_slices);
    rap_cube_chunks(cube, add_chunk, &s);
    (void)printf("%.2f bytes per cell without author shares, %.2f with them and ties\n", (double)s.rest / cells,
                 (double)(s.rest + s.shares) / cells);
    rap_cube_close(cube);
    return RAP_OK;
}

static rap_status run(int argc, char **argv, rap_error *err)
{
    settings s = {.works = 480000000, .seed = 1, .shares = true};
    for (int i = 1; i < argc; i += 2) {
        if (i + 1 == argc) return rap_fail(err, RAP_E_USAGE, "%s: expected a value", argv[i]);
        RAP_TRY(read_option(&s, argv[i], argv[i + 1], err));
    }
    if (!s.path) return rap_fail(err, RAP_E_USAGE, "expected -o FILE");
    drawn d = {0};
    RAP_TRY(drawn_init(&d, s.seed, (double)s.works, err));
    if (s.coarse) drawn_coarsen(&d);
    rap_status status = drawn_write(&d, s.path, s.shares, err);
    uint64_t works = d.works;
    drawn_release(&d);
    return status == RAP_OK ? report(s.path, works, err) : status;
}

int main(int argc, char **argv)
{
    rap_error err;
    if (argc == 2 && strcmp(argv[1], "--help") == 0) return fputs(usage, stdout) < 0 ? 4 : 0;
    rap_status status = run(argc, argv, &err);
    if (status == RAP_OK) return 0;
    (void)fprintf(stderr, "worldcube: %s\n", err.text);
    return status == RAP_E_USAGE ? 2 : status == RAP_E_FORMAT || status == RAP_E_NOT_FOUND ? 3 : 4;
}
