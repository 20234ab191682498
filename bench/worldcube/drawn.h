// SPDX-License-Identifier: Apache-2.0
/*
 * drawn - the world's research as it is drawn: cells in memory, in order of year and leaf, parties as they were met.
 *
 * Works are drawn one by one, topic by topic and year by year: how many countries, which (by weight, then by the
 * affinity of regions: fit.h), of what kind. What was fitted to what, and what is assumed: bench/README.md.
 */
#ifndef WORLDCUBE_DRAWN_H
#define WORLDCUBE_DRAWN_H

#include "base/error.h"
#include "cube/index.h"
#include "cube/place.h"
#include "world/chance.h"
#include "world/topics.h"

enum {
    FIRST_YEAR = 1966, YEARS = 60,
    SIZES = 101,                /* countries of a work: fewer than this */
    TYPES = 15, VENUES = 2, COVERAGES = 4, KINDS = TYPES * VENUES * COVERAGES,
    NO_PARTY = 0                /* number of the party without countries */
};

/** Types, in the order of their texts in a kind; by their part of works, per 1,000, and the part in journals, per 100. */
typedef struct drawn_type {
    const char *name;
    unsigned weight, journal;
} drawn_type;
extern const drawn_type drawn_types[TYPES];

/** Venues and coverages in the order of their texts, so that kinds by number stand as kinds by text do. */
enum { VENUE_JOURNAL, VENUE_OTHER };
enum { COVERAGE_ALL, COVERAGE_NO_AUTHORS, COVERAGE_NONE, COVERAGE_SOME };

static inline uint32_t kind_of(uint32_t type, uint32_t venue, uint32_t coverage)
{
    return (type * VENUES + venue) * COVERAGES + coverage;
}

/** A cell, with the number of its party as it was met. */
typedef struct drawn_cell {
    uint32_t party;
    uint32_t kind : 8, works : 24;
} drawn_cell;

/** A run of cells of one year and leaf (0 = no topic, i + 1 = topic i), up to cell `end`. */
typedef struct drawn_run {
    int year;
    uint32_t leaf;
    size_t end;
} drawn_run;

typedef struct drawn_party {
    size_t first;               /**< in members */
    uint32_t n;
} drawn_party;

typedef struct drawn {
    topics all;
    uint64_t seed, works;
    size_t n_parties, party_capacity, n_members, member_capacity;
    drawn_party *parties;
    rap_place *members;
    size_t n_cells, cell_capacity, n_runs, run_capacity;
    drawn_cell *cells;
    drawn_run *runs;
} drawn;

/** Draws about `works` works. */
RAP_MUST_CHECK rap_status drawn_init(drawn *out, uint64_t seed, double works, rap_error *err);
void drawn_release(drawn *d);

/** Adds topics up to their subfields. */
void drawn_coarsen(drawn *d);

/** Writes the cube, with author shares and ties where `shares`. Cells are sorted in place. */
RAP_MUST_CHECK rap_status drawn_write(drawn *d, const char *path, bool shares, rap_error *err);

#endif
