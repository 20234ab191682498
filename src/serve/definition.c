// SPDX-License-Identifier: Apache-2.0
#include "serve/definition.h"

#include "base/alloc.h"
#include "serve/put.h"

void rap_definition_put(rap_text *out, const rap_indicator *indicator)
{
    rap_put_open(out, '{');
    rap_put_member(out, "name", indicator->name);
    rap_put_member(out, "title", indicator->title);
    rap_put_member(out, "definition", indicator->definition);
    rap_put_member(out, "formula", indicator->formula);
    rap_put_member(out, "neutral", indicator->neutral);
    rap_put_member(out, "degenerate", indicator->degenerate);
    rap_put_member(out, "source", indicator->source);
    rap_put_close(out, '}');
}

rap_status rap_definitions_init(rap_definitions *out, rap_error *err)
{
    rap_definitions d = {0};
    while (rap_indicator_at(d.n)) d.n++;
    d.start = rap_alloc(d.n + 1, sizeof *d.start);
    for (size_t i = 0; d.start && i < d.n; i++) {
        rap_text one = {0};
        rap_put_name(&one, rap_indicator_at(i)->name);
        rap_definition_put(&one, rap_indicator_at(i));
        rap_text_puts(&d.text, rap_text_get(&one));
        d.text.failed = d.text.failed || one.failed;
        d.start[i + 1] = d.text.length;
        rap_text_release(&one);
    }
    if (!d.start || d.text.failed) {
        rap_definitions_release(&d);
        return rap_fail_memory(err);
    }
    *out = d;
    return RAP_OK;
}

void rap_definitions_release(rap_definitions *definitions)
{
    rap_text_release(&definitions->text);
    rap_free(definitions->start);
    *definitions = (rap_definitions){0};
}

size_t rap_definitions_find(const rap_definitions *definitions, const char *indicator)
{
    const rap_indicator *found = rap_indicator_find(indicator);
    size_t i = found ? 0 : definitions->n;
    while (i < definitions->n && rap_indicator_at(i) != found) i++;
    return i;
}

const char *rap_definitions_name(const rap_definitions *definitions, size_t which)
{
    return which < definitions->n ? rap_indicator_at(which)->name : NULL;
}

void rap_definitions_put(const rap_definitions *d, size_t which, rap_text *out)
{
    rap_put_comma(out);
    rap_text_add(out, d->text.data + d->start[which], d->start[which + 1] - d->start[which]);
}
