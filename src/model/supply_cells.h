// SPDX-License-Identifier: Apache-2.0
/*
 * supply_cells - the cells of a chain's tables: numbers, years, words, places and products, each refused with its line.
 */
#ifndef RAP_MODEL_SUPPLY_CELLS_H
#define RAP_MODEL_SUPPLY_CELLS_H

#include "cube/tsv.h"
#include "model/supply_data.h"

/* A table that is being read, and the row at hand. */
typedef struct rap_supply_reading {
    rap_supply_data *data;
    rap_tsv rows;
    size_t row;
    rap_labels seen;      /* what must stand only once */
} rap_supply_reading;

/* Adds what a row says, for one chemistry or for all. */
typedef rap_status (*rap_cell_adder)(rap_supply_reading *r, size_t chemistry, rap_error *err);

static inline const char *rap_cell_text(const rap_supply_reading *r, size_t column)
{
    return rap_tsv_cell(&r->rows, r->row, column);
}

static inline uint64_t rap_cell_line(const rap_supply_reading *r)
{
    return r->rows.lines[r->row];
}

/* A number of at least `low`. */
rap_status rap_cell_number(const rap_supply_reading *r, size_t column, double low, double *out, rap_error *err);
rap_status rap_cell_year(const rap_supply_reading *r, size_t column, int *out, rap_error *err);
/* One of `n` words. */
rap_status rap_cell_word(const rap_supply_reading *r, size_t column, const char *const *words, size_t n, size_t *out, rap_error *err);
rap_status rap_cell_part(const rap_supply_reading *r, size_t column, rap_part_kind *out, rap_error *err);
/* Kind and source, which every row has. */
rap_status rap_cell_evidence(rap_supply_reading *r, size_t column, rap_evidence *kind, const char **source, rap_error *err);
/* A text that lives as long as the data. */
rap_status rap_cell_keep(rap_supply_reading *r, size_t column, const char **out, rap_error *err);
/* "lognormal 1.2", "triangular 0.8 1 1.3" or nothing. */
rap_status rap_cell_spread(const rap_supply_reading *r, size_t column, rap_spread_of *out, rap_error *err);
rap_status rap_cell_not_known(const rap_supply_reading *r, size_t column, const char *what, const char *where, rap_error *err);
rap_status rap_cell_place(const rap_supply_reading *r, size_t column, size_t *out, rap_error *err);
rap_status rap_cell_place_or_all(const rap_supply_reading *r, size_t column, size_t *out, rap_error *err);
/* What stands for a * in a name: "cell *" of NMC622 is "cell NMC622". */
rap_status rap_cell_name_for(const rap_supply_reading *r, size_t column, size_t chemistry, rap_text *out, rap_error *err);
rap_status rap_cell_product(const rap_supply_reading *r, size_t column, size_t chemistry, size_t *out, rap_error *err);
/* Refuses a row whose first `n` cells stood there before. */
rap_status rap_cell_once(rap_supply_reading *r, size_t n, rap_error *err);
/* Calls `add` for the row, or for each chemistry where its product has a *. */
rap_status rap_cell_for_chemistries(rap_supply_reading *r, rap_cell_adder add, rap_error *err);

#endif
