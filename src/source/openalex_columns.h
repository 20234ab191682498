// SPDX-License-Identifier: Apache-2.0
/*
 * openalex_columns - which columns of a Parquet file say what of a work.
 *
 * Lists are found in all the shapes in which writers put them: authorships.list.element.countries.list.element (Spark,
 * DuckDB, newer Arrow), ...list.item, ...bag.array_element, ...array, and repeated fields without a group around them.
 * A column that is not there is an absent member; an id and countries must be there.
 */
#ifndef RAP_SOURCE_OPENALEX_COLUMNS_H
#define RAP_SOURCE_OPENALEX_COLUMNS_H

#include "cube/subject.h"
#include "scan/parquet.h"

/** Members with one value a work. Number and name of each level of the subject stand in pairs. */
typedef enum rap_member {
    RAP_MEMBER_ID,
    RAP_MEMBER_YEAR,
    RAP_MEMBER_TYPE,
    RAP_MEMBER_LEVEL,
    RAP_MEMBER_LEVEL_NAME,
    RAP_MEMBER_VENUE = RAP_MEMBER_LEVEL + 2 * RAP_LEVELS,
    RAP_MEMBER_OLD_VENUE,
    RAP_MEMBER_XPAC,
    RAP_MEMBER_PARATEXT,
    RAP_MEMBER_RETRACTED,
    RAP_MEMBER_UPDATED,
    RAP_MEMBERS
} rap_member;

typedef struct rap_columns {
    uint32_t member[RAP_MEMBERS];         /**< nodes of the schema; 0 = not there */
    uint32_t countries, institutions;     /**< country codes of authorships, of their institutions; 0 = not there */
    uint8_t author_rep;                   /**< repetition level at which the next author begins */
    uint8_t author_def, author_there;     /**< definition levels: of an author; of one that is not null */
    uint8_t source_there;                 /**< of primary_location.source */
} rap_columns;

/** RAP_E_FORMAT where columns are missing (named) or of another type. Messages name the file. */
RAP_MUST_CHECK rap_status rap_columns_find(const rap_parquet *file, rap_columns *out, rap_error *err);

#endif
