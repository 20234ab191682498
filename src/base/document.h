// SPDX-License-Identifier: Apache-2.0
/*
 * document - a report as data: sections of sentences, figures and tables, claims with verdicts, and what was asked for all of
 * it. Questions fill it (query/report.h), presentation writes it (present/html.h); everything is borrowed from who filled it.
 */
#ifndef RAP_BASE_DOCUMENT_H
#define RAP_BASE_DOCUMENT_H

#include "base/table.h"

/** A question that was asked. */
typedef struct rap_document_ask {
    const char *command;       /**< as a command line */
    const rap_table *table;    /**< NULL = there is no answer: `why` says why */
    const char *why;
} rap_document_ask;

typedef enum rap_document_kind { RAP_DOCUMENT_FIGURE, RAP_DOCUMENT_TABLE } rap_document_kind;

/** A figure is a column of an answer; a table is all of it. */
typedef struct rap_document_part {
    rap_document_kind kind;
    size_t ask;
    const char *column;        /**< of a figure */
    const char *title;
} rap_document_part;

typedef struct rap_document_section {
    const char *title;
    size_t n_notes;
    const char *const *notes;
    size_t n_parts;
    rap_document_part *parts;
} rap_document_section;

/** A sentence made from the numbers of an answer. */
typedef struct rap_document_finding {
    size_t ask;
    const char *sentence;
} rap_document_finding;

/** A cube that was asked. */
typedef struct rap_document_cube {
    const char *name, *identity;
    const rap_table *info;     /**< what it holds and what it was made from */
} rap_document_cube;

typedef struct rap_document {
    const char *title, *plan;  /**< plan: the name of its file */
    size_t n_notes;
    const char *const *notes;
    size_t n_asks;
    rap_document_ask *asks;
    size_t n_findings;
    rap_document_finding *findings;
    size_t n_sections;
    rap_document_section *sections;
    const rap_table *claims;   /**< as rap_plan_check() gives it; NULL = the plan has none */
    size_t n_cubes;
    rap_document_cube *cubes;
} rap_document;

#endif
