// SPDX-License-Identifier: Apache-2.0
/* Any bytes as a plan; what can be read is judged on a small table. */
#include "base/table.h"
#include "query/plan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static rap_table *make_table(void)
{
    rap_table *table = rap_table_new("table");
    size_t year = rap_table_add(table, "year", "", "", "", RAP_COLUMN_INTEGER, 0);
    size_t partner = rap_table_add(table, "partner", "", "", "", RAP_COLUMN_TEXT, 0);
    size_t works = rap_table_add(table, "works", "", "works", "", RAP_COLUMN_INTEGER, 0);
    size_t ric = rap_table_add(table, "ric", "", "", "", RAP_COLUMN_REAL, 3);
    for (int i = 0; i < 16; i++) {
        rap_table_begin(table);
        rap_table_integer(table, year, 2011 + i / 2);
        rap_table_text(table, partner, i % 2 ? "CN" : "US");
        if (i != 6) rap_table_integer(table, works, i * i);
        if (i != 9) rap_table_real(table, ric, i / 7.0);
    }
    rap_table *out;
    return rap_table_finish(table, &out, NULL) == RAP_OK ? out : NULL;
}

static void judge(const rap_plan_reading *reading, const rap_table *table)
{
    for (size_t i = 0; i < reading->n_expects; i++) {
        const rap_expect *expect = &reading->expects[i];
        rap_answer answers[2] = {{.name = expect->left.ask ? expect->left.ask : "", .table = table},
                                 {.name = expect->right.ask ? expect->right.ask : "", .table = table}};
        rap_finding finding;
        if (rap_expect_judge(expect, answers, 2, &finding, NULL) == RAP_OK) rap_finding_release(&finding);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rap_plan *plan;
    if (rap_plan_read((rap_span){(const char *)data, size}, &plan, NULL) != RAP_OK) return 0;
    rap_table *table = make_table();
    for (size_t i = 0; i < plan->n_claims; i++)
        for (size_t k = 0; k < plan->claims[i].n_readings; k++) judge(&plan->claims[i].readings[k], table);
    rap_table_free(table);
    rap_plan_close(plan);
    return 0;
}
