// SPDX-License-Identifier: Apache-2.0
/*
 * flows - what questions to tables share: which measure, which facts (status, report, source), which side; the sums; and
 * how an amount is shown.
 *
 * Facts of two sources, or of projections of two dates, are never added: a question that meets both in one year is refused
 * and says how to choose. A stock takes one year, a rate is never added.
 */
#ifndef RAP_QUERY_FLOWS_H
#define RAP_QUERY_FLOWS_H

#include "cube/flow.h"
#include "query/heads.h"

/** The sums of one measure under a question. */
typedef struct rap_flows {
    const rap_asking *asking;
    const rap_measure *measure;
    bool share;                      /**< the measure is in percent: amounts are shown as shares of one */
    bool trade, owners;              /**< exporter>importer; owner>place; neither: single places */
    rap_flow *flow;                  /**< owned */
    rap_spread frame;                /**< years, parts and nodes of `flow`, for heads; borrowed */
    bool *kinds, *met, *aggregates;  /**< owned: by kind, those that count and those that the lens meets; by place */
    char facts[160];                 /**< the facts in words: "observed, as importers report" */
} rap_flows;

/** How sums are taken. */
typedef struct rap_flows_options {
    const char *measure;             /**< NULL: the first that has facts */
    bool each_year;
    size_t n_parts;
    const rap_part *parts;
    const rap_node_ref *focus;       /**< NULL = none */
    const char *report;              /**< instead of the question's; NULL = that */
} rap_flows_options;

/** Options that follow from the question: its years, parts and measure. */
rap_flows_options rap_flows_options_of(const rap_asking *asking);

/**
 * Chooses facts and sums them. RAP_E_USAGE for a measure that is not there, and where facts of different sources meet;
 * RAP_E_UNSUPPORTED where there are none, where a stock would be added over years or a rate over anything.
 */
RAP_MUST_CHECK rap_status rap_flows_init(const rap_asking *asking, const rap_flows_options *options, rap_flows *out,
                                         rap_error *err);
void rap_flows_release(rap_flows *flows);

/** True where the cube has facts of this measure under the question's lens, apart from years and subjects. */
bool rap_flows_has(const rap_asking *asking, const char *measure);

/** The node of a country or group, RAP_NO_NODE where it stands nowhere. */
uint32_t rap_flows_node(const rap_flows *flows, const rap_node_ref *ref);

/** True for a place that can be ranked: no region, residual or unknown. */
bool rap_flows_ranks(const rap_flows *flows, uint32_t node);

/** True for a region that contains countries. */
bool rap_flows_is_region(const rap_flows *flows, uint32_t node);

/** A sum as a number: not reported, or reported without an amount, is no data. */
rap_value rap_flows_value(const rap_flows *flows, const rap_flow_sum *sum);
/** The same, but what is not reported is 0: within a table in which the others are. */
double rap_flows_amount(const rap_flows *flows, const rap_flow_sum *sum);

/** True where the side that is looked at is the second: imports, places. */
bool rap_flows_second(const rap_flows *flows);

/** Adds receipt and the notes that all answers from tables carry. */
void rap_flows_notes(const rap_flows *flows, rap_table *table);

/** The head columns; where years are added, the period is that of the facts that answer. */
rap_heads rap_flows_heads(const rap_flows *flows, rap_table *table, bool partner);

/** A column of amounts: title and unit of the measure. */
size_t rap_flows_column(const rap_flows *flows, rap_table *table, const char *name, const char *title);

#endif
