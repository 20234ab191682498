// SPDX-License-Identifier: Apache-2.0
/*
 * supply_data - a value chain as tables: what each product takes, who makes it where, and the electricity of places.
 *
 * docs/chain.md describes the tables. Products with a * in their name stand for one product of each chemistry, and are
 * kept here as such. Every number has its evidence and its source, so that receipts can say what is only assumed.
 */
#ifndef RAP_MODEL_SUPPLY_DATA_H
#define RAP_MODEL_SUPPLY_DATA_H

#include "base/keep.h"
#include "model/labels.h"
#include "model/montecarlo.h"

#define RAP_EVERYWHERE SIZE_MAX    /**< in place of a place */
#define RAP_ALL_CHEMISTRIES SIZE_MAX
#define RAP_NO_PRODUCT SIZE_MAX

typedef enum rap_evidence {
    RAP_PUBLISHED, RAP_OBSERVED, RAP_PROJECTED, RAP_DERIVED, RAP_ASSUMED, RAP_EVIDENCE_END
} rap_evidence;

/** "published", "observed", "projected", "derived", "assumed". */
const char *rap_evidence_text(rap_evidence evidence);

/** What a coefficient is of. RAP_PART_FUELS and those after it are kg CO2e as they stand. */
typedef enum rap_part_kind {
    RAP_PART_INPUT, RAP_PART_ELECTRICITY, RAP_PART_HEAT, RAP_PART_FUELS, RAP_PART_REAGENTS, RAP_PART_PROCESS, RAP_PART_OTHER,
    RAP_PART_END
} rap_part_kind;

const char *rap_part_text(rap_part_kind part);

/** Spread of a number as a factor; none where `known` is false. */
typedef struct rap_spread_of {
    bool known;
    rap_uncertain shape; /**< without coefficients */
} rap_spread_of;

typedef struct rap_supply_product {
    const char *name, *stage, *title, *unit;
    const char *element;   /**< "" = none is counted */
    double content;        /**< kg of the element in a unit */
    bool placed;           /**< can be made in each place; else it stands under the residual place */
    size_t replaces;       /**< a recycled product: the product it stands in for; RAP_NO_PRODUCT else */
    size_t chemistry;      /**< or RAP_ALL_CHEMISTRIES */
} rap_supply_product;

typedef struct rap_supply_coefficient {
    size_t product, place; /**< place may be RAP_EVERYWHERE */
    rap_part_kind part;
    const char *name;      /**< of the input, fuel, or kind; "low" or "" for electricity */
    size_t input;          /**< product, where part is input; fuel, where it is heat */
    double amount;
    rap_spread_of spread;
    rap_evidence evidence;
    const char *source;
    size_t row;            /**< of the table: those of a * have one row for all chemistries */
} rap_supply_coefficient;

typedef struct rap_supply_share {
    size_t product, user;  /**< user may be RAP_EVERYWHERE */
    size_t supplier;
    int year;
    double weight;
    rap_evidence evidence;
    const char *source;
} rap_supply_share;

typedef struct rap_supply_grid {
    size_t place;
    int year;
    double kg_per_kwh;
    rap_evidence evidence;
    const char *source;
} rap_supply_grid;

typedef struct rap_supply_loss {
    bool given;
    double medium, low;    /**< kWh generated for one used */
    rap_evidence evidence;
    const char *source;
} rap_supply_loss;

typedef struct rap_supply_fuel {
    const char *name;
    double kg_per_mj;
    rap_spread_of spread;
    rap_evidence evidence;
    const char *source;
} rap_supply_fuel;

typedef struct rap_supply_parameter {
    const char *name;
    size_t chemistry;      /**< or RAP_ALL_CHEMISTRIES */
    double value;
    rap_spread_of spread;
    rap_evidence evidence;
    const char *source;
} rap_supply_parameter;

typedef struct rap_supply_price {
    size_t product;
    double usd;
    rap_evidence evidence;
    const char *source;
} rap_supply_price;

typedef struct rap_supply_capacity {
    size_t product, place;
    int year;
    double amount;
    const char *unit;      /**< "GWh" of packs, or "kt" of the element */
    bool batteries_alone;
    rap_evidence evidence;
    const char *source;
} rap_supply_capacity;

/** A value of a series over years: cars sold and in use, batteries. */
typedef struct rap_supply_yearly {
    const char *measure;
    size_t place;
    int year;
    double value;
    const char *unit;
    rap_evidence evidence;
    const char *source;
} rap_supply_yearly;

typedef struct rap_supply_data {
    rap_keep keep;
    rap_labels chemistries, places, product_names, fuel_names;
    size_t residual;       /**< the place OTH */
    const char *from;      /**< "built-in data/chain" or the folder */
    size_t n_products, n_coefficients, n_shares, n_grid, n_parameters, n_prices, n_capacities, n_yearly;
    rap_supply_product *products;         /**< in the order of product_names: upstream first */
    rap_supply_coefficient *coefficients; /**< sorted by product, then as they came */
    rap_supply_share *shares;
    rap_supply_grid *grid;
    rap_supply_loss *losses;              /**< one a place */
    rap_supply_fuel *fuels;
    rap_supply_parameter *parameters;
    rap_supply_price *prices;
    rap_supply_capacity *capacities;
    rap_supply_yearly *yearly;
} rap_supply_data;

/** The tables of a chain, in the order in which they are read. */
typedef enum rap_supply_table {
    RAP_TABLE_GRID, RAP_TABLE_CHEMISTRIES, RAP_TABLE_STAGES, RAP_TABLE_FUELS, RAP_TABLE_LOSSES, RAP_TABLE_COEFFICIENTS,
    RAP_TABLE_SHARES, RAP_TABLE_PARAMETERS, RAP_TABLE_PRICES, RAP_TABLE_CAPACITIES, RAP_TABLE_FORWARD, RAP_SUPPLY_TABLES
} rap_supply_table;

/** "grid.tsv", ... */
const char *rap_supply_table_name(rap_supply_table table);

/** The text of a table and what messages call it. */
typedef struct rap_supply_source {
    const char *name;
    rap_span text;
} rap_supply_source;

/**
 * A chain from the texts of its tables, which are copied. RAP_E_FORMAT with table and line: unknown product, place, fuel,
 * chemistry or word; a number that is none, or is negative; a row that stands twice. RAP_E_MEMORY.
 */
RAP_MUST_CHECK rap_status rap_supply_read(const rap_supply_source sources[RAP_SUPPLY_TABLES], rap_supply_data **out,
                                          rap_error *err);

/** The built-in chain; tables that stand in `folder`/chain (NULL: none) stand in for it. Errors as above, and RAP_E_IO. */
RAP_MUST_CHECK rap_status rap_supply_open(const char *folder, rap_supply_data **out, rap_error *err);
void rap_supply_close(rap_supply_data *data);

/** Index of a product, place or chemistry by name; SIZE_MAX where there is none. */
size_t rap_supply_product_of(const rap_supply_data *data, const char *name);
size_t rap_supply_place_of(const rap_supply_data *data, rap_span code);

/** The product called after a stage or family for a chemistry: "pack" -> "pack NMC622". SIZE_MAX where there is none. */
size_t rap_supply_product_for(const rap_supply_data *data, const char *family, size_t chemistry);

/** A parameter for a chemistry; NULL where there is none. */
const rap_supply_parameter *rap_supply_parameter_of(const rap_supply_data *data, const char *name, size_t chemistry);

/**
 * Of two years of data, the one to take for `year`: the latest that is not after it, else the earliest. `best` of 0 = none yet.
 */
int rap_supply_nearer_year(int best, int candidate, int year);

/** The price of a product, or NULL. */
const rap_supply_price *rap_supply_price_of(const rap_supply_data *data, size_t product);

/**
 * The grid of a place in a year: between two years given on a straight line, outside them the nearest. `exact` (may be NULL)
 * says whether the year itself is given; `row` (may be NULL) is the one it rests on.
 */
double rap_supply_grid_of(const rap_supply_data *data, size_t place, int year, bool *exact, const rap_supply_grid **row);

/** The value of a series in a year, on a straight line of its logarithm between years given; NaN outside them. */
double rap_supply_yearly_of(const rap_supply_data *data, const char *measure, size_t place, int year, rap_evidence *evidence);

#endif
