// SPDX-License-Identifier: Apache-2.0
#include "query/plan_section.h"

#include <string.h>

static rap_status wrong(rap_error *err, uint64_t line, const char *message)
{
    return rap_fail_line(err, RAP_E_FORMAT, line, "%s", message);
}

static rap_status keep_text(rap_keep *keep, rap_span text, const char **out, rap_error *err)
{
    *out = rap_keep_text(keep, text);
    return *out ? RAP_OK : rap_fail_memory(err);
}

/* The ask that a part means: the one of this name, or the only one where it gives none. */
static rap_status find_ask(const rap_plan_section *section, rap_span name, uint64_t line, const char **out, rap_error *err)
{
    const rap_plan_reading *asked = &section->asked;
    bool only = !name.length || rap_span_is(name, ".");
    for (size_t i = 0; i < asked->n_asks; i++)
        if (only ? asked->n_asks == 1 : rap_span_is(name, asked->asks[i].name)) {
            *out = asked->asks[i].name;
            return RAP_OK;
        }
    if (!only)
        return rap_fail_line(err, RAP_E_FORMAT, line, "no ask above in this section is called '%.*s'",
                             name.length < 60 ? (int)name.length : 60, name.data);
    return wrong(err, line, asked->n_asks ? "which ask? write its name: us, or us.works"
                                          : "nothing was asked yet: put an 'ask' line above");
}

static rap_status add(rap_keep *keep, rap_plan_section *section, const rap_plan_part *part, rap_error *err)
{
    if (!rap_keep_more(keep, &section->parts, section->n_parts, sizeof *section->parts)) return rap_fail_memory(err);
    section->parts[section->n_parts++] = *part;
    return RAP_OK;
}

rap_status rap_section_finding(rap_keep *keep, rap_plan_section *section, rap_span rest, uint64_t line, rap_error *err)
{
    rap_plan_part part = {.line = line, .kind = RAP_PLAN_FINDING, .title = ""};
    RAP_TRY(find_ask(section, rest, line, &part.ask, err));
    return add(keep, section, &part, err);
}

rap_status rap_section_table(rap_keep *keep, rap_plan_section *section, rap_span rest, uint64_t line, rap_error *err)
{
    rap_plan_part part = {.line = line, .kind = RAP_PLAN_TABLE};
    rap_span name;
    (void)rap_span_next(&rest, ' ', &name);
    RAP_TRY(find_ask(section, name, line, &part.ask, err));
    RAP_TRY(keep_text(keep, rap_span_trim(rest), &part.title, err));
    return add(keep, section, &part, err);
}

rap_status rap_section_figure(rap_keep *keep, rap_plan_section *section, rap_span rest, uint64_t line, rap_error *err)
{
    rap_plan_part part = {.line = line, .kind = RAP_PLAN_FIGURE};
    rap_span column, name = {0};
    (void)rap_span_next(&rest, ' ', &column);
    if (memchr(column.data, '.', column.length)) (void)rap_span_next(&column, '.', &name);
    rest = rap_span_trim(rest);
    if (!column.length || !rest.length) return wrong(err, line, "expected a column and a title, as: figure us.works Works with the US");
    RAP_TRY(find_ask(section, name, line, &part.ask, err));
    RAP_TRY(keep_text(keep, column, &part.column, err));
    RAP_TRY(keep_text(keep, rest, &part.title, err));
    return add(keep, section, &part, err);
}
