// SPDX-License-Identifier: Apache-2.0
/*
 * mapping - what the columns of a table mean, read from a small text (docs/mappings.md).
 *
 * A line is a word and what it says, as name=value; a value with blanks stands in quotes; # begins a comment. A mapping
 * knows nothing of a file: tabular.c binds it to the header of each.
 */
#ifndef RAP_SOURCE_MAPPING_H
#define RAP_SOURCE_MAPPING_H

#include "base/keep.h"
#include "cube/schema.h"

#define RAP_MAP_BYTES_MAX ((size_t)256 << 10) /**< of a mapping */
#define RAP_MAP_LINES_MAX 64                  /**< of one sort: tests, kinds, places of a role */
#define RAP_MAP_ACROSS_MAX 256
#define RAP_MAP_ALIASES_MAX 1024

/** Texts of a column: one of `values`; a value that ends in * is a beginning, "" is a blank cell. */
typedef struct rap_map_test {
    const char *column;          /**< NULL: always holds */
    size_t n_values;
    const char *const *values;
    bool optional;               /**< a file without the column passes */
} rap_map_test;

/** The forms of a country's code. */
typedef enum rap_code_form {
    RAP_CODE_ANY,                /**< any of the following */
    RAP_CODE_ALPHA2, RAP_CODE_ALPHA3, RAP_CODE_NUMBER, RAP_CODE_NAME
} rap_code_form;

/** Where a member of the party stands, on the rows where `when` holds. */
typedef struct rap_map_place {
    const char *column;          /**< NULL: `fixed` */
    const char *otherwise;       /**< column of names for rows whose `column` is blank; may be NULL */
    const char *fixed;           /**< code of a place */
    bool blank;                  /**< a blank cell is an unknown place; otherwise it is refused */
    rap_code_form form;
    rap_map_test when;
} rap_map_place;

/** Who a column of countries is. */
typedef enum rap_map_role {
    RAP_MAP_FIRST,              /**< exporter, owner, or the place of a table of single countries */
    RAP_MAP_SECOND,             /**< importer, or the place beside an owner */
    RAP_MAP_REPORTER, RAP_MAP_PARTNER, /**< exporter or importer, as `flow` says */
    RAP_MAP_ROLES
} rap_map_role;

/** A level of the subject. */
typedef struct rap_map_level {
    const char *name, *column, *fixed;
    const char *blank;           /**< word for a blank cell; NULL: it is refused */
    const char *title;           /**< column with the name of a code, or NULL */
} rap_map_level;

/** What a cell without an amount means. */
typedef enum rap_blank { RAP_BLANK_REJECT, RAP_BLANK_UNKNOWN, RAP_BLANK_ZERO, RAP_BLANK_SKIP } rap_blank;

typedef struct rap_map_measure {
    uint32_t index;              /**< in the schema; its missing count, if any, stands behind it */
    const char *column;
    const char *said;            /**< what the column of units must say, or NULL */
    rap_map_test when;           /**< of the series column; no column: always */
    bool missing;                /**< has a missing count */
    bool optional;               /**< a file without the column has none: unknown */
    rap_blank blank;
    char strip;                  /**< a sign behind the number that is left out, as %; 0 = none */
    bool thousands, round;       /**< commas between digits; more decimals are rounded */
    size_t n_unknown, n_zero;
    const char *const *unknown, *const *zero; /**< texts that mean so */
} rap_map_measure;

/** Status, date and source of the facts of the rows where `when` holds. */
typedef struct rap_map_kind {
    rap_map_test when;
    const char *status, *date, *date_column, *source, *source_column;
} rap_map_kind;

/** A column whose cells are amounts, and what it stands for: a year, or a word of the level `across_level`. */
typedef struct rap_map_across {
    const char *column, *as;
} rap_map_across;

typedef struct rap_map_alias {
    const char *text, *code;
} rap_map_alias;

typedef struct rap_mapping {
    const char *name, *title;
    char separator;              /**< 0 = the one that fits */
    rap_schema schema;
    const char *period, *period_fixed;
    bool period_digits;          /**< the first four digits of what stands there */
    bool across_years;           /**< columns headed by a year */
    size_t n_places[RAP_MAP_ROLES];
    rap_map_place places[RAP_MAP_ROLES][RAP_MAP_LINES_MAX];
    const char *place_head[RAP_MAP_ROLES]; /**< the word that their lines begin with */
    const char *flow;            /**< column that says which way a report looks, or NULL */
    rap_map_test import, export_; /**< its values */
    const char *by;              /**< whose report the rows are, fixed: "importer"; or NULL */
    size_t n_levels;             /**< levels in use, the leaf last */
    unsigned first_level;
    rap_map_level levels[RAP_LEVELS];
    bool hs;                     /**< the one level is a column of HS codes */
    unsigned hs_digits;          /**< only codes of so many digits; 0 = 2, 4 or 6 */
    size_t n_across;
    const rap_map_across *across; /**< of the leaf level */
    const char *value;           /**< column of amounts of measures without one */
    const char *series, *units;  /**< columns that say which measure a row has, and its unit; NULL = none */
    size_t n_measures;
    rap_map_measure measures[RAP_MEASURES_MAX];
    size_t n_kinds;
    rap_map_kind kinds[RAP_MAP_LINES_MAX];
    size_t n_keep, n_drop;
    rap_map_test keep[RAP_MAP_LINES_MAX], drop[RAP_MAP_LINES_MAX];
    size_t n_aliases;
    rap_map_alias *aliases;
    bool add_repeats;            /**< facts of the same year, subject, kind and party are added, not refused */
    uint64_t hash;               /**< of its text */
    rap_keep keep_memory;
} rap_mapping;

/** Reads a mapping. `name` stands in messages and in cubes. RAP_E_FORMAT with the line. */
RAP_MUST_CHECK rap_status rap_mapping_read(const char *name, rap_span text, rap_mapping **out, rap_error *err);

/** The shipped mapping called `name`, or the file at that path. RAP_E_NOT_FOUND names those that are shipped. */
RAP_MUST_CHECK rap_status rap_mapping_open(const char *name, rap_mapping **out, rap_error *err);
void rap_mapping_free(rap_mapping *mapping);

/** True where a cell is one of the texts. */
bool rap_map_is(size_t n, const char *const *values, rap_span cell);

#endif
