// SPDX-License-Identifier: Apache-2.0
/* The plans of data/plans, as the build put them into the program. */
#include <string.h>

#include "cube/embedded.h"
#include "query/plan.h"

/* "plans/research.plan" -> "research"; false for files that are no plans. */
static bool plan_name(const char *file, rap_span *out)
{
    static const char folder[] = "plans/";
    const char *dot = strrchr(file, '.'), *name = file + sizeof folder - 1;
    if (!dot || strcmp(dot, ".plan") != 0 || strncmp(file, folder, sizeof folder - 1) != 0) return false;
    *out = (rap_span){name, (size_t)(dot - name)};
    return true;
}

rap_span rap_plan_builtin_name(size_t i)
{
    rap_span name;
    for (size_t k = 0; rap_embedded_name(k); k++)
        if (plan_name(rap_embedded_name(k), &name) && i-- == 0) return name;
    return (rap_span){NULL, 0};
}

rap_status rap_plan_builtin(const char *name, rap_plan **out, rap_error *err)
{
    rap_span found;
    for (size_t i = 0; rap_embedded_name(i); i++)
        if (plan_name(rap_embedded_name(i), &found) && rap_span_is(found, name))
            return rap_plan_read(rap_embedded(rap_embedded_name(i)), out, err);
    return rap_fail(err, RAP_E_NOT_FOUND, "the program carries no plan called '%.60s'", name);
}
