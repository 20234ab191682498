// SPDX-License-Identifier: Apache-2.0
/*
 * figures - the facts of a cube of amounts (trade, capacity, power, minerals, cars), one at a time: what, whose, of which
 * status and source, and how much.
 *
 * Amounts are read with their decimals, and a measure in per cent as a share of one. An amount that the source leaves blank
 * is undefined, not zero; so is a measure that the fact is not about.
 */
#ifndef RAP_QUERY_FIGURES_H
#define RAP_QUERY_FIGURES_H

#include "query/asking.h"

/** A fact. Spans and places are borrowed from the cube. */
typedef struct rap_figure {
    int year;                    /**< 0 = not known */
    rap_subject subject;
    rap_span status, series, by, date, source; /**< parts of the kind; "" where it does not say */
    size_t n_places;
    const rap_place *places;     /**< exporter, importer; owner, place; or one place */
    uint64_t cell;
} rap_figure;

typedef rap_status (*rap_figure_fn)(void *arg, const rap_figure *figure, rap_error *err);

/** True where the facts of a cube are amounts of places, not works of sets of countries. */
bool rap_holds_amounts(const rap_cube *cube);

/** Calls `see` for every fact that the question's lens, countries and status let through, in cube order. */
RAP_MUST_CHECK rap_status rap_figures_walk(const rap_asking *asking, rap_figure_fn see, void *arg, rap_error *err);

/** The amount of measure `m` (an index in the schema, no missing count). */
rap_value rap_figure_value(const rap_cube *cube, const rap_figure *figure, uint32_t m);

/** True where the fact is about measure `m`, though its amount may be blank. */
bool rap_figure_is_about(const rap_cube *cube, const rap_figure *figure, uint32_t m);

/** The measure called `name`; RAP_E_USAGE with those that the cube has. */
RAP_MUST_CHECK rap_status rap_figures_measure(const rap_cube *cube, rap_span name, uint32_t *out, rap_error *err);

/** True for a measure in per cent: its values are shares of one. */
bool rap_measure_is_share(const rap_measure *measure);

/** The word of `level` in the figure's subject, or NULL. */
const char *rap_figure_word(const rap_cube *cube, const rap_figure *figure, unsigned level);

#endif
