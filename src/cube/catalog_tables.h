// SPDX-License-Identifier: Apache-2.0
/*
 * catalog_tables - what the parts of the catalogue share: its inside, and the readers of its tables.
 *
 * Every text is a cell of one of the tables, kept as long as the catalogue. Arrays are made as long as their
 * table before it is read, so that nothing moves meanwhile. A reader that fails leaves what it has to
 * rap_catalog_close().
 */
#ifndef RAP_CUBE_CATALOG_TABLES_H
#define RAP_CUBE_CATALOG_TABLES_H

#include "cube/catalog.h"
#include "cube/tsv.h"

#define RAP_NO_COUNTRY 0

/* What a person may write for a country: a cell, or a part of one. */
typedef struct rap_catalog_name {
    rap_span text;
    size_t country;
} rap_catalog_name;

enum rap_catalog_table { RAP_COUNTRIES, RAP_GROUPS, RAP_AREAS, RAP_KINDS, RAP_REGIONS, RAP_CATALOG_TABLES };

struct rap_catalog {
    char *folder;                          /* that was given at opening, or NULL */
    rap_tsv tables[RAP_CATALOG_TABLES];
    size_t n_countries, n_groups, n_areas, n_sets, n_names;
    rap_country *countries;                /* in the order of the table */
    rap_catalog_name *names;               /* sorted, letters of any case being equal */
    uint16_t country_of[UINT16_MAX + 1];   /* by place: 1 + index, or RAP_NO_COUNTRY; asked for each author of a work */
    size_t n_regions, n_region_names;
    rap_region *regions;                   /* in the order of the table */
    rap_catalog_name *region_names;        /* sorted likewise; `country` is the index of the region */
    rap_place place_of_number[1000];       /* numeric codes of countries.tsv and regions.tsv; 0 = none */
    rap_group *groups;
    rap_membership *memberships;
    rap_area *areas;
    struct rap_area_node *nodes;
    rap_kind_set *sets;
    struct rap_kind_type *types;
};

/* The columns of each table, in the order of enum rap_catalog_table. */
extern const char *const rap_country_columns[6], *const rap_group_columns[6], *const rap_region_columns[6];
extern const char *const rap_area_columns[5], *const rap_kind_columns[5];

/* Each reads the rows of its table; countries come first. RAP_E_FORMAT with the line, RAP_E_MEMORY. */
rap_status rap_catalog_read_countries(rap_catalog *catalog, rap_error *err);
rap_status rap_catalog_read_groups(rap_catalog *catalog, rap_error *err);
rap_status rap_catalog_read_areas(rap_catalog *catalog, rap_error *err);
rap_status rap_catalog_read_kinds(rap_catalog *catalog, rap_error *err);

rap_status rap_catalog_read_regions(rap_catalog *catalog, rap_error *err);

/* The text of a table, and what messages call it. */
typedef struct rap_catalog_source {
    const char *name;
    rap_span text;
} rap_catalog_source;

/* A catalogue from the texts of its tables, which are copied. */
rap_status rap_catalog_read(const rap_catalog_source sources[RAP_CATALOG_TABLES], rap_catalog **out,
                            rap_error *err);

/* Byte order in which A-Z equal a-z; other bytes as they are. */
int rap_compare_folded(rap_span a, rap_span b);

/* The order of rap_catalog_name, for qsort. */
int rap_compare_names(const void *a, const void *b);

#endif
