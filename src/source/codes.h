// SPDX-License-Identifier: Apache-2.0
/*
 * codes - the country or region that a cell of a table means: exact matching of codes, names and the mapping's aliases.
 */
#ifndef RAP_SOURCE_CODES_H
#define RAP_SOURCE_CODES_H

#include "cube/catalog.h"
#include "source/mapping.h"

/** The place of `cell` in the given form, or 0 where no table has it. */
rap_place rap_code_place(const rap_catalog *catalog, const rap_mapping *mapping, rap_code_form form, rap_span cell);

#endif
