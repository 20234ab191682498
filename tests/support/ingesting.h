// SPDX-License-Identifier: Apache-2.0
/* ingesting - runs of ingest in tests: a folder, small limits so that everything spills, cubes compared by identity. */
#ifndef RAP_TESTS_INGESTING_H
#define RAP_TESTS_INGESTING_H

#include <unistd.h>

#include "facts.h"
#include "scan/feed.h"
#include "source/ingest.h"
#include "made_works.h"

static rap_catalog *catalog;

static inline int open_all(void **state)
{
    return make_folder(state) == 0 && rap_catalog_open(NULL, &catalog, NULL) == RAP_OK ? 0 : -1;
}

static inline int close_all(void **state)
{
    rap_catalog_close(catalog);
    return remove_folder(state);
}

/** Limits under which nearly everything goes through temporary files. */
static inline rap_limits tiny_limits(size_t threads)
{
    rap_limits limits = rap_limits_of(RAP_MEMORY_DEFAULT, threads);
    limits.threads = threads;
    limits.rows = 8000;
    limits.tally = 12000;
    limits.part_rows = 20;
    limits.fan_in = 3;
    limits.together = 1;
    limits.passes = 2;
    return limits;
}

/** The identity of a cube in the folder, as a string of its own in a small ring. */
static inline const char *identity_of(const char *name)
{
    static char room[8][17];
    static unsigned turn;
    char *out = room[turn++ % 8];
    rap_cube *cube = open_cube(name);
    rap_error err = {0};
    if (rap_cube_verify(cube, &err) != RAP_OK) fail_msg("%s", err.text);
    memcpy(out, rap_cube_identity(cube), 17);
    rap_cube_close(cube);
    return out;
}

/** The count called `name` of a summary; fails where there is none. */
static inline uint64_t count_of(const rap_table *summary, const char *name)
{
    for (size_t i = 0; i < rap_table_rows(summary); i++)
        if (strcmp(rap_table_cell(summary, i, 0).text, name) == 0)
            return (uint64_t)rap_table_cell(summary, i, 1).integer;
    fail_msg("no count called %s", name);
    return 0;
}

static inline bool has_note(const rap_table *summary, const char *part)
{
    const char *note;
    for (size_t i = 0; (note = rap_table_note(summary, i)) != NULL; i++)
        if (strstr(note, part)) return true;
    return false;
}

/** Writes a text as a file in the folder and returns its path (see in_folder). */
static inline const char *put_file(const char *name, const char *text)
{
    rap_text all = {0};
    rap_text_puts(&all, text);
    const char *path = in_folder(name);
    works_write(path, &all);
    rap_text_release(&all);
    return path;
}

/** Lines of records `first` .. `last` (both in) of a world of `works` works with `versions` each, mixed. */
static inline void put_records(const char *path, uint64_t first, uint64_t last, uint64_t works)
{
    rap_text text = {0};
    for (uint64_t i = first; i <= last; i++) works_line(&text, i % works, i / works);
    works_write(path, &text);
    rap_text_release(&text);
}

#endif
