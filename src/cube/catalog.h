// SPDX-License-Identifier: Apache-2.0
/*
 * catalog - the vocabulary of data/: countries, regions, groups, areas, kinds, as plain tables a user may edit.
 *
 * The text of each table is embedded in the program; a folder given at opening replaces files by name. Each
 * table is TSV with a header line; `#` starts a comment line; the last column is the source of the row.
 */
#ifndef RAP_CUBE_CATALOG_H
#define RAP_CUBE_CATALOG_H

#include "cube/place.h"
#include "cube/subject.h"

/** countries.tsv: code, alpha3, numeric, name, aliases (separated by |), source. */
typedef struct rap_country {
    rap_place place;
    const char *code, *alpha3, *name, *aliases;
    unsigned numeric;         /**< ISO 3166-1 numeric; 0 = none */
} rap_country;

/** What a row of regions.tsv is; see there. */
typedef enum rap_region_role {
    RAP_REGION_AGGREGATE,     /**< contains countries: never added to them */
    RAP_REGION_RESIDUAL,      /**< part of totals, never ranked */
    RAP_REGION_UNKNOWN,       /**< an owner or place that is not given */
    RAP_REGION_MEMBER,        /**< treated as a country */
    RAP_REGION_COUNTRY        /**< further codes of a country */
} rap_region_role;

/** regions.tsv: code, numeric, name, aliases, role, source. */
typedef struct rap_region {
    rap_country as;           /**< alpha3 and numeric empty */
    rap_region_role role;
    uint64_t line;            /**< in the table */
} rap_region;

/** One spell of membership: a member in year y where from <= y <= to (judged on 31 December of y). */
typedef struct rap_membership {
    rap_place place;
    int from, to;             /**< INT16_MIN .. INT16_MAX where open */
} rap_membership;

/** groups.tsv: group, title, code, from, to, source; one row a member and spell. */
typedef struct rap_group {
    const char *name, *title;
    bool dated;               /**< some spell has a bound */
    size_t n_members;
    const rap_membership *members; /**< sorted by place, from */
} rap_group;

/** areas.tsv: area, title, level, number, source; one row a node of the hierarchy (level "field", number 22). */
typedef struct rap_area {
    const char *name, *title;
    size_t n_nodes;
    const struct rap_area_node {
        unsigned level;       /**< index of the level: 0 domain .. 3 topic */
        uint64_t number;
    } *nodes;
} rap_area;

/** kinds.tsv: set, title, type, venue (journal or *), source; one row a document type of a named set. */
typedef struct rap_kind_set {
    const char *name, *title;
    size_t n_types;
    const struct rap_kind_type {
        const char *type;     /**< "*" = any */
        const char *venue;    /**< "journal" or "*" */
    } *types;
} rap_kind_set;

/** The folder given at opening, or NULL: other tables may stand there. */
const char *rap_catalog_folder(const rap_catalog *catalog);

/** True where `place` is a country of the table (or the residual OTH, as a place of published matrices). */
bool rap_catalog_knows(const rap_catalog *catalog, rap_place place);

const rap_country *rap_catalog_country_at(const rap_catalog *catalog, size_t i); /**< NULL past the end */
const rap_group *rap_catalog_group_at(const rap_catalog *catalog, size_t i);
const rap_area *rap_catalog_area_at(const rap_catalog *catalog, size_t i);
const rap_kind_set *rap_catalog_kind_set_at(const rap_catalog *catalog, size_t i);

/**
 * The country a person means: alpha-2, alpha-3, numeric, name or alias; exact match, letters in any case.
 * NULL where there is none.
 */
const rap_country *rap_catalog_country(const rap_catalog *catalog, rap_span text);
/** The same, or what regions.tsv has: a region (its code, name or alias), or a country by a further name. */
const rap_country *rap_catalog_member(const rap_catalog *catalog, rap_span text);
/** The region with this place, or NULL for a country and for what is not known. */
const rap_region *rap_catalog_region_of(const rap_catalog *catalog, rap_place place);
/** Name of a country or region, or NULL. */
const char *rap_catalog_place_name(const rap_catalog *catalog, rap_place place);
/** The place with a numeric code (ISO, M49, UN Comtrade, BACI), or 0. */
rap_place rap_catalog_place_numbered(const rap_catalog *catalog, unsigned number);
const rap_country *rap_catalog_country_of(const rap_catalog *catalog, rap_place place);
const rap_group *rap_catalog_group(const rap_catalog *catalog, rap_span name);   /**< any case */
const rap_area *rap_catalog_area(const rap_catalog *catalog, rap_span name);
const rap_kind_set *rap_catalog_kind_set(const rap_catalog *catalog, rap_span name);

#endif
