// SPDX-License-Identifier: Apache-2.0
/*
 * fleet - the chain over years: cars sold and in use, batteries wanted, what can be made of it.
 *
 * The stock of a year is that of the year before, and what is sold, less what was sold L years ago, L being the life of a car
 * in whole years (its kilometres over those of a year). Sales before the first year given are taken as none: electric cars
 * were few. Where a stock is given it stands beside the computed one, so that both can be held against each other.
 */
#ifndef RAP_MODEL_FLEET_H
#define RAP_MODEL_FLEET_H

#include "model/supply_data.h"

typedef struct rap_fleet_year {
    int year;
    double sales;            /**< cars; NaN outside the years given */
    rap_evidence sales_evidence;
    double stock;            /**< computed from the first stock given on; NaN before it */
    double stock_given;      /**< NaN where none is given for the year */
    double batteries;        /**< GWh wanted by cars of the year; NaN where not known */
    rap_evidence batteries_evidence;
} rap_fleet_year;

/** Life of a car in years from the parameters `life` and `yearly`; NaN where one is missing. */
double rap_fleet_life(const rap_supply_data *data, size_t chemistry);

/** The years first .. last of a place, one entry each. */
void rap_fleet_years(const rap_supply_data *data, size_t chemistry, size_t place, int first, int last, rap_fleet_year *out);

/** What can be made of a product in a year in all places, and whether it is for batteries alone. */
typedef struct rap_fleet_capacity {
    double amount;           /**< GWh of packs, or kt of the element; NaN where none is known */
    const char *unit;
    bool batteries_alone;
    int year;                /**< that it rests on, where the year itself has none */
    rap_evidence evidence;
} rap_fleet_capacity;

/**
 * Between years given on a straight line, outside them the nearest. `completion` is the share that comes of what is projected
 * to be added to what stands: 1 = all of it. A figure of NaN where none is known.
 */
rap_fleet_capacity rap_fleet_capacity_of(const rap_supply_data *data, size_t product, int year, double completion);

#endif
