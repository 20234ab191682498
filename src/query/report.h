// SPDX-License-Identifier: Apache-2.0
/* report - a plan put to cubes as a whole: the asks of its sections, sentences from their numbers, its claims checked. */
#ifndef RAP_QUERY_REPORT_H
#define RAP_QUERY_REPORT_H

#include "base/document.h"
#include "query/plan.h"

typedef struct rap_report rap_report;

/**
 * Asks everything that the sections of a plan show and checks its claims. An ask that a cube can't answer is shown with the
 * reason. RAP_E_FORMAT with the plan's line where an ask makes no sense, a figure names no column of its answer, or there is
 * no sentence for a question.
 */
RAP_MUST_CHECK rap_status rap_report_new(const rap_plan *plan, const rap_catalog *catalog, const rap_named_cube *cubes,
                                         size_t n_cubes, rap_report **out, rap_error *err);
void rap_report_free(rap_report *report);

/** Lives as long as the report and the plan. */
const rap_document *rap_report_document(const rap_report *report);

#endif
