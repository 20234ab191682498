// SPDX-License-Identifier: Apache-2.0
/*
 * reseal - makes the hashes of a changed cube fit again, so that what is behind them is put to the test: a defect made
 * on purpose instead of damage. And a walk over everything that readers follow in an open cube.
 */
#ifndef RAP_TESTS_RESEAL_H
#define RAP_TESTS_RESEAL_H

#include "cube/cube.h"
#include "cube/cube_file.h"
#include "cube/hash.h"
#include "cube/spread.h"

/** Gives chunks that lie within the file, the content hash and the seal the values that fit. */
static inline void reseal(void *bytes, size_t length)
{
    rap_chunk_head *head = bytes;
    rap_chunk *chunks = (rap_chunk *)(head + 1);
    if (length < sizeof *head || head->n_chunks > RAP_CHUNKS_MAX ||
        length - sizeof *head < head->n_chunks * sizeof *chunks)
        return;
    head->length = length;
    for (uint32_t i = 0; i < head->n_chunks; i++)
        if (chunks[i].offset <= length && chunks[i].length <= length - chunks[i].offset)
            chunks[i].hash = XXH3_64bits((const char *)bytes + chunks[i].offset, chunks[i].length);
    head->content = rap_chunk_content(chunks, head->n_chunks);
    head->seal = rap_chunk_seal(head, chunks);
}

/** The row of the table of contents of chunk `id`; NULL where there is none. */
static inline rap_chunk *find_chunk(void *bytes, const char *id)
{
    rap_chunk_head *head = bytes;
    rap_chunk *chunks = (rap_chunk *)(head + 1);
    for (uint32_t i = 0; i < head->n_chunks; i++)
        if (memcmp(chunks[i].id, id, 4) == 0) return &chunks[i];
    return NULL;
}

/** Reads all that a question could read, as it would; the sum keeps the compiler from leaving it out. */
static inline uint64_t walk_cube(const rap_cube *cube)
{
    uint64_t sum = 0;
    for (uint64_t s = 0; s < cube->n_slices; s++) {
        uint64_t share = cube->slices[s].share;
        for (uint64_t i = cube->slices[s].cell; i < cube->slices[s + 1].cell; i++) {
            uint32_t leaf, kind, party;
            if (rap_cube_codes(cube, i, 1, &leaf, &kind, &party, NULL) != RAP_OK) return sum;
            size_t n;
            const rap_place *members = rap_cube_party(cube, party, &n);
            for (size_t k = 0; k < n; k++) sum += members[k];
            sum += cube->leaves[leaf] + strlen(cube->kinds[kind]);
            for (uint32_t m = 0; m < cube->schema.n_measures; m++) sum += rap_column_at(cube->amount[m], i);
            size_t n_shares = rap_cube_share_count(cube, kind, n);
            if (n_shares > cube->share_whole.count - share) return sum;
            for (size_t k = 0; k < n_shares; k++) sum += rap_cube_share(cube, share++);
        }
        for (uint64_t t = cube->slices[s].tie; t < cube->slices[s + 1].tie; t++)
            sum += rap_column_at(cube->tie_cell, t) + cube->ties[t].x + rap_column_at(cube->tie_works, t);
    }
    for (uint32_t i = 0; i < cube->n_names; i++) {
        const char *name = rap_cube_name(cube, cube->name_nodes[i]);
        sum += name ? strlen(name) : 0;
    }
    for (uint64_t i = 0; i < cube->provenance_length; i++) sum += (unsigned char)cube->provenance[i];
    int first, last;
    rap_cube_years(cube, &first, &last);
    return sum + (uint64_t)(first + last);
}

/** Asks a small cube of sets for all pairs, or for the partners of a country: by what it keeps for speed, or by its cells. */
static inline rap_spread *ask_cube(const rap_cube *cube, uint32_t focus, bool plane, bool cells)
{
    rap_lens lens = {0};
    rap_spread *spread = NULL;
    rap_spread_options options = {.focus = focus, .overlap = true, .plane = plane, .cells = cells, .threads = 1};
    if (cube->schema.form != RAP_PARTY_SET || !cube->places || focus >= cube->n_places || cube->n_places > 300) return NULL;
    return rap_spread_new(cube, &lens, &options, &spread, NULL) == RAP_OK ? spread : NULL;
}

/** False where what is kept for speed says other than the cells do, which on a verified cube is a fault of the program. */
static inline bool kept_says_the_same(const rap_cube *cube)
{
    bool same = true;
    for (uint32_t focus = 0; focus < 4; focus++) {
        rap_spread *kept = ask_cube(cube, focus, focus == 0, false), *cells = ask_cube(cube, focus, focus == 0, true);
        if (kept && cells)
            same = same && memcmp(kept->memory, cells->memory, kept->n_numbers * sizeof *kept->memory) == 0 &&
                   memcmp(&kept->buckets->world, &cells->buckets->world, sizeof kept->buckets->world) == 0;
        rap_spread_free(kept);
        rap_spread_free(cells);
    }
    return same;
}

#endif
