// SPDX-License-Identifier: Apache-2.0
/* scenario_file - sets of scenarios from a text, a line an option. */
#include <string.h>

#include "base/alloc.h"
#include "model/scenario.h"

typedef struct reading {
    const rap_supply_data *data;
    rap_scenario *common;
    rap_named_scenario *all;
    size_t n, capacity;
    uint64_t line;
} reading;

static rap_status begin(reading *r, rap_span name, rap_error *err)
{
    if (name.length == 0 || name.length >= RAP_TARGET_MAX || rap_utf8_valid(name.data, name.length) != name.length)
        return rap_fail_line(err, RAP_E_FORMAT, r->line, "expected a name of 1 to %d bytes of UTF-8 behind 'scenario'", RAP_TARGET_MAX - 1);
    for (size_t i = 0; i < name.length; i++)
        if ((unsigned char)name.data[i] < 0x20 || name.data[i] == 0x7F)
            return rap_fail_line(err, RAP_E_FORMAT, r->line, "a name may not hold control characters");
    for (size_t i = 0; i < r->n; i++)
        if (rap_span_is(name, r->all[i].name))
            return rap_fail_line(err, RAP_E_FORMAT, r->line, "scenario '%s' stands there twice", r->all[i].name);
    if (r->n == RAP_SCENARIOS_MAX) return rap_fail_line(err, RAP_E_FORMAT, r->line, "expected at most %d scenarios", RAP_SCENARIOS_MAX);
    if (!rap_reserve(&r->all, &r->capacity, r->n + 1, sizeof *r->all)) return rap_fail_memory(err);
    rap_named_scenario *made = &r->all[r->n++];
    *made = (rap_named_scenario){.scenario = *r->common};
    memcpy(made->name, name.data, name.length);
    return RAP_OK;
}

/* "make cell=NO": the option up to the first blank, and the rest as its value. */
static rap_status read_line(reading *r, rap_span line, rap_error *err)
{
    char option[16], value[2 * RAP_TARGET_MAX];
    size_t length = 0;
    while (length < line.length && line.data[length] != ' ' && line.data[length] != '\t') length++;
    rap_span rest = rap_span_trim((rap_span){line.data + length, line.length - length});
    if (rap_span_is((rap_span){line.data, length}, "scenario")) return begin(r, rest, err);
    if (length >= sizeof option || rest.length >= sizeof value || memchr(line.data, '\0', line.length))
        return rap_fail_line(err, RAP_E_FORMAT, r->line, "expected 'scenario NAME', or an option and its value as 'make cell=NO'");
    memcpy(option, line.data, length);
    option[length] = '\0';
    memcpy(value, rest.data, rest.length);
    value[rest.length] = '\0';
    rap_error inner = {0};
    rap_scenario *to = r->n ? &r->all[r->n - 1].scenario : r->common;
    rap_status status = rap_scenario_add(r->data, to, option, value, &inner);
    if (status == RAP_OK || status == RAP_E_MEMORY) return status == RAP_OK ? RAP_OK : rap_fail_memory(err);
    return rap_fail_line(err, RAP_E_FORMAT, r->line, "%s", inner.text);
}

static rap_status read_lines(reading *r, rap_span text, rap_error *err)
{
    rap_span rest = text, line;
    while (rap_span_next(&rest, '\n', &line)) {
        r->line++;
        line = rap_span_trim(line);
        if (line.length == 0 || line.data[0] == '#') continue;
        RAP_TRY(read_line(r, line, err));
    }
    if (r->n == 0) return rap_fail(err, RAP_E_FORMAT, "expected at least one line 'scenario NAME'");
    return RAP_OK;
}

rap_status rap_scenarios_read(const rap_supply_data *data, rap_span text, rap_scenario *common, rap_named_scenario **out, size_t *n,
                              rap_error *err)
{
    rap_scenario before = rap_scenario_base(data);
    reading r = {.data = data, .common = &before};
    rap_status status = read_lines(&r, text, err);
    if (status == RAP_OK) {
        *common = before;
        *out = r.all;
        *n = r.n;
    } else {
        rap_free(r.all);
    }
    return status;
}
