// SPDX-License-Identifier: Apache-2.0
/*
 * html - a document as one HTML file that needs no other: findings, figures with their tables, claims, and what it rests on.
 *
 * It reads without a script: every figure stands above its table. Nothing that comes from data, plans or cubes is markup.
 */
#ifndef RAP_PRESENT_HTML_H
#define RAP_PRESENT_HTML_H

#include "base/document.h"

/** What goes into the file beside the document. Nothing in it may end a style or script element. */
typedef struct rap_html_assets {
    rap_span style;
    rap_span script;       /**< draws the figures; empty = there are tables only */
    rap_span script_hash;  /**< "sha256-...": the only script that the file lets run */
} rap_html_assets;

/** Adds the whole file. RAP_E_MEMORY. */
RAP_MUST_CHECK rap_status rap_html_write(const rap_document *document, const rap_html_assets *assets, rap_text *out, rap_error *err);

/* -------------------------------------------------- shared by the parts of the writer */

/** Adds text as text: markup escaped, control characters as blanks, U+FFFD for bytes that are no UTF-8. */
void rap_html_text(rap_text *out, const char *text);

/** Adds the whole table, or (with `column`) what belongs to that column: keys, interval, flags. */
void rap_html_table(rap_text *out, const rap_table *table, const char *column, const char *caption);

/** Adds claims with verdicts, evidence and readings. */
void rap_html_claims(rap_text *out, const rap_document *document);

/** Adds what the answers rest on: methods, definitions, coverage, sources, how to cite. */
void rap_html_grounds(rap_text *out, const rap_document *document);

/** Adds the answers and figures as JSON that a script element can hold. */
void rap_html_data(rap_text *out, const rap_document *document);

#endif
