// SPDX-License-Identifier: Apache-2.0
/*
 * schema - what the facts of a cube mean: domain, form of its parties, levels, measures, and the choices
 * made at ingest that decide the meaning of a party. Two cubes add only where their schemas are equal.
 */
#ifndef RAP_CUBE_SCHEMA_H
#define RAP_CUBE_SCHEMA_H

#include "cube/fact.h"

typedef enum rap_party_form {
    RAP_PARTY_SET,     /**< the whole set of countries of a work */
    RAP_PARTY_PAIR,    /**< published pair counts: {X,Y} = joint works, {X} = X's international works */
    RAP_PARTY_ORDERED  /**< exporter > importer, or owner > place, in that order */
} rap_party_form;

/**
 * How amounts add. A flow adds over years; a stock takes one year, the same for every member of a sum; a rate never adds.
 * RAP_MISSING is no amount but goes with the measure of the same name before it: the number of facts of a cell whose
 * amount is not known, so that a sum can say what it lacks.
 */
typedef enum rap_measure_nature { RAP_FLOW, RAP_STOCK, RAP_RATE, RAP_MISSING } rap_measure_nature;

typedef struct rap_measure {
    char name[16];               /**< snake_case, "works" */
    char unit[16];               /**< "work" */
    uint32_t decimals;           /**< stored integer = amount * 10^decimals */
    rap_measure_nature nature;   /**< how it adds over years */
} rap_measure;

typedef struct rap_schema {
    char domain[16];             /**< "research", "trade" */
    rap_party_form form;
    char rule[64];               /**< the rule for a party, e.g. "countries-else-institutions", "union" */
    char filter[96];             /**< what ingest left out: "xpac,paratext,retracted" or "none" */
    char levels[RAP_LEVELS][16]; /**< names of the subject's levels, "" = not used */
    bool shares;                 /**< author shares and ties are kept */
    uint32_t n_measures;
    rap_measure measures[RAP_MEASURES_MAX];
} rap_schema;

/** Research with whole sets, one measure `works`, shares kept. */
rap_schema rap_schema_research(const char *rule, const char *filter);

/** Published pair counts (Pajek matrices): one measure `works`, no subjects, no shares. */
rap_schema rap_schema_pairs(void);

/** The index of the measure called `name` (not its missing count), or RAP_MEASURES_MAX. */
uint32_t rap_schema_measure(const rap_schema *schema, rap_span name);

/** The index of the missing count that goes with measure `i`, or RAP_MEASURES_MAX. */
uint32_t rap_schema_missing(const rap_schema *schema, uint32_t i);

/** "flow", "stock", "rate", "missing". */
const char *rap_nature_name(rap_measure_nature nature);

/** Equality; on a difference `what` (may be NULL) names the first one. */
bool rap_schema_equal(const rap_schema *a, const rap_schema *b, const char **what);

/** Refuses (RAP_E_USAGE) what can't be a schema: texts with control bytes, no measure, shares without sets. */
RAP_MUST_CHECK rap_status rap_schema_check(const rap_schema *schema, rap_error *err);

/** Adds the schema as lines of "key<TAB>value": one text for one schema, as it stands in a cube. */
void rap_schema_write(const rap_schema *schema, rap_text *out);

/** Reads exactly what rap_schema_write() writes. RAP_E_FORMAT with the line. */
RAP_MUST_CHECK rap_status rap_schema_read(rap_span text, rap_schema *out, rap_error *err);

#endif
