// SPDX-License-Identifier: Apache-2.0
/* plan_section - the lines of a plan's section that say what a report shows of its asks: finding, figure, table. */
#ifndef RAP_QUERY_PLAN_SECTION_H
#define RAP_QUERY_PLAN_SECTION_H

#include "query/plan.h"

/* Each reads what follows its keyword and adds a part. RAP_E_FORMAT with the line. The name "." is the section's only ask. */

/** "us": sentences made from the numbers of an ask. */
RAP_MUST_CHECK rap_status rap_section_finding(rap_keep *keep, rap_plan_section *section, rap_span rest, uint64_t line,
                                              rap_error *err);
/** "us Works with the US": its answer as a table, under a title of its own where there is one. */
RAP_MUST_CHECK rap_status rap_section_table(rap_keep *keep, rap_plan_section *section, rap_span rest, uint64_t line,
                                            rap_error *err);
/** "us.works Works with the US", or "works ..." of the only ask: a column, drawn. */
RAP_MUST_CHECK rap_status rap_section_figure(rap_keep *keep, rap_plan_section *section, rap_span rest, uint64_t line,
                                             rap_error *err);

#endif
