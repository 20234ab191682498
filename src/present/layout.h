// SPDX-License-Identifier: Apache-2.0
/*
 * layout - how a table fits a page for people: which columns are shown, how wide, and which are too long to be columns.
 *
 *   - detail columns only on request; a column that is undefined throughout is named below, not shown
 *   - shares are shown as per cent, so that 0.0952 reads 9.52
 *   - headings break between words to keep columns as narrow as their numbers
 *   - long texts stand below their row, wrapped, and are not said twice in a row
 */
#ifndef RAP_PRESENT_LAYOUT_H
#define RAP_PRESENT_LAYOUT_H

#include "present/write.h"

enum { RAP_HEADING_LINES = 4 };

/** A column that is shown. */
typedef struct rap_shown {
    size_t column;
    size_t width;                              /**< in columns of a terminal; of a long text: of its longest cell */
    bool below;                                /**< too long to stand in the row */
    rap_text heading[RAP_HEADING_LINES];       /**< lines, top first; unused ones are empty and stand at the top */
} rap_shown;

typedef struct rap_layout {
    const rap_table *table;
    size_t n;
    rap_shown *shown;
    rap_text hidden[RAP_REASON_END];           /**< headings of columns undefined throughout, by their first reason */
    int number[RAP_REASON_END];                /**< footnote of each reason that occurs in what is shown, from 1; 0 = none */
    int reasons;
} rap_layout;

/** Lays a table out. Allocation failures are left in out->shown == NULL or in the failed flag of `scratch`. */
void rap_layout_init(rap_layout *out, const rap_table *table, bool detail, rap_text *scratch);
void rap_layout_release(rap_layout *layout);

/** Adds a cell as people read it. */
void rap_layout_cell(rap_text *out, const rap_layout *layout, size_t row, size_t column);

/** Adds text from data with control characters as blanks, so that no file can steer a terminal. */
void rap_layout_clean(rap_text *out, const char *text);

/** Adds the dash that stands for an undefined number, with its footnote where there are several. */
void rap_layout_dash(rap_text *out, const rap_layout *layout, rap_reason reason);

/** Columns of a terminal that a text takes. */
size_t rap_layout_width(const rap_text *text);

#endif
