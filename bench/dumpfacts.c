// SPDX-License-Identifier: Apache-2.0
/*
 * dumpfacts - a cube's cells and parties as two CSV files, for peers that want tables:
 *
 *   dumpfacts CUBE CELLS.csv MEMBERS.csv        year,field,topic,kind,party,works   party,k,country
 *
 * and prints the codes of the kinds of research, which the lens of a question holds unless told otherwise.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cube/catalog.h"
#include "cube/cube.h"
#include "cube/walk.h"

static bool dump_cells(const rap_cube *cube, FILE *out)
{
    for (uint64_t s = 0; s < cube->n_slices; s++)
        for (uint64_t i = cube->slices[s].cell; i < cube->slices[s + 1].cell; i++) {
            rap_subject leaf = cube->leaves[rap_column_at(cube->leaf, i)];
            (void)fprintf(out, "%d,%u,%u,%u,%u,%" PRIu64 "\n", cube->slices[s].year, (unsigned)rap_subject_at(leaf, 1),
                          (unsigned)rap_subject_at(leaf, 3), (unsigned)rap_column_at(cube->kind, i),
                          (unsigned)rap_column_at(cube->party, i), rap_column_at(cube->amount[0], i));
        }
    return !ferror(out);
}

static bool dump_members(const rap_cube *cube, FILE *out)
{
    for (uint32_t p = 0; p < cube->n_parties; p++) {
        size_t n;
        char code[RAP_PLACE_TEXT];
        const rap_place *members = rap_cube_party(cube, p, &n);
        for (size_t k = 0; k < n; k++) (void)fprintf(out, "%u,%zu,%s\n", p, n, rap_place_code(members[k], code));
    }
    return !ferror(out);
}

static bool dump(const char *path, const rap_cube *cube, bool (*with)(const rap_cube *, FILE *))
{
    FILE *out = fopen(path, "w");
    bool good = out && with(cube, out);
    return out && fclose(out) == 0 && good;
}

static bool is_research(const char *kind)
{
    static const char *const types[] = {"article;", "review;", "conference-paper;", "data-paper;", "book;", "book-chapter;",
                                        "letter;"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strncmp(kind, types[i], strlen(types[i])) == 0) return true;
    return false;
}

int main(int argc, char **argv)
{
    rap_cube *cube = NULL;
    rap_error err;
    if (argc != 4) {
        (void)fputs("usage: dumpfacts CUBE CELLS.csv MEMBERS.csv\n", stderr);
        return 2;
    }
    if (rap_cube_open(argv[1], &cube, &err) != RAP_OK) {
        (void)fprintf(stderr, "dumpfacts: %s\n", err.text);
        return 1;
    }
    bool good = dump(argv[2], cube, dump_cells) && dump(argv[3], cube, dump_members), first = true;
    for (uint32_t k = 0; k < cube->n_kinds; k++)
        if (is_research(cube->kinds[k])) {
            (void)printf(first ? "%u" : ",%u", k);
            first = false;
        }
    (void)putchar('\n');
    rap_cube_close(cube);
    return good ? 0 : 1;
}
