// SPDX-License-Identifier: Apache-2.0
/* chain_run - the scenarios of a file side by side. */
#ifndef RAP_QUERY_CHAIN_RUN_H
#define RAP_QUERY_CHAIN_RUN_H

#include "base/table.h"

typedef struct rap_chain_run {
    const char *folder;      /**< with a folder `chain` of tables, or NULL */
    const char *name;        /**< of the file, for messages and the receipt */
    rap_span text;
    const char *unit, *on;   /**< as the options of those names, or NULL */
    const char *question;    /**< the line that asks, for the receipt */
} rap_chain_run;

/** One row a scenario, beside the chain as it is. Errors: those of rap_supply_open(), rap_scenarios_read(), rap_supply_new(). */
RAP_MUST_CHECK rap_status rap_chain_run_scenarios(const rap_chain_run *run, rap_table **out, rap_error *err);

#endif
