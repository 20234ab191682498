// SPDX-License-Identifier: Apache-2.0
/* output - a world written down in one of the layouts that OpenAlex's works come in. */
#ifndef WORLD_OUTPUT_H
#define WORLD_OUTPUT_H

#include "world/shape.h"
#include "world/world.h"

typedef enum output_layout {
    OUTPUT_SNAPSHOT, /**< works/updated_date=D/part_0000.gz, works/manifest.json, works/deleted_ids.csv */
    OUTPUT_OLD,      /**< works/updated_date=D/part_000.gz, works/manifest (before 2026) */
    OUTPUT_FILE,     /**< one file of lines; gzip where its name ends in .gz; "-" is standard output */
    OUTPUT_PAGES     /**< API answers: page_0001.json ... of 25 works */
} output_layout;

typedef struct output_counts {
    uint64_t lines;  /**< works written, all versions */
    uint64_t bytes;  /**< of JSON */
    uint64_t stored; /**< of files */
    uint64_t files;
} output_counts;

/** Writes the world to `path`, a folder or (OUTPUT_FILE) a file. */
RAP_MUST_CHECK rap_status output_write(const world *w, output_layout layout, shape_style style, const char *path,
                                       size_t threads, output_counts *out, rap_error *err);

#endif
