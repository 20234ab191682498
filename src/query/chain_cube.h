// SPDX-License-Identifier: Apache-2.0
/*
 * chain_cube - suppliers' shares of a product from a cube of trade, production or capacity, in place of those given.
 *
 * A cube of flows (exporter>importer) gives each importer shares of its own, and the whole gives those of all others. Trade
 * does not know what a place makes for itself: shares are those of what is bought abroad.
 */
#ifndef RAP_QUERY_CHAIN_CUBE_H
#define RAP_QUERY_CHAIN_CUBE_H

#include "model/supply_data.h"
#include "query/asking.h"

/**
 * Takes "PRODUCT=SUBJECT" in the year of the cube nearest to `year`; `*receipt` gets what was taken, in words. Errors:
 * RAP_E_USAGE; RAP_E_NOT_FOUND for a product, or a subject without facts; RAP_E_UNSUPPORTED where the cube's facts are of
 * several kinds, which may not be added; those of the export that it asks for.
 */
RAP_MUST_CHECK rap_status rap_chain_take_shares(rap_supply_data *data, const rap_asking *asking, const char *value, int year,
                                                rap_text *receipt, rap_error *err);

#endif
