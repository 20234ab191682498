// SPDX-License-Identifier: Apache-2.0
#include "serve/problem.h"

#include <string.h>

#include "serve/put.h"

static const rap_problem problems[] = {
    {400, "usage", "The request makes no sense",
     "A name or value is wrong, missing or given twice, or the request is malformed. The detail says what was expected."},
    {404, "unknown", "There is no such thing",
     "No path, question, cube, country, group, area or indicator has this name. /api/v1/ lists paths and cubes; "
     "/api/v1/groups and /api/v1/areas list names."},
    {405, "method", "Only GET and HEAD",
     "Nothing can be changed here. Use GET, or HEAD for the headers alone."},
    {406, "not-acceptable", "No such representation",
     "Answers are application/json, those of questions text/csv too. Put one of them, or */*, into Accept, or leave it away."},
    {413, "body", "A request has no body here",
     "Everything that is asked stands in the address. Send no Content-Length and no Transfer-Encoding."},
    {414, "target-too-long", "The address is too long",
     "An address has at most 8192 bytes. Name a group in place of many countries."},
    {421, "host", "Not the name of this server",
     "The Host header must be localhost or the address that the server is bound to, so that no page of another site can "
     "reach it under a name of its own. To be reached from elsewhere, start it with --bind and that address."},
    {422, "unsupported", "This cube can't answer that",
     "The question is well formed, but the cube does not hold what it takes, or the answer would be too large. The detail "
     "names what is missing."},
    {431, "headers", "The headers are too large",
     "Header fields have at most 16384 bytes in all."},
    {503, "busy", "Too much is under way",
     "More is waiting to be sent than there should be. Read the answers that were asked for, then ask again."},
    {500, "failure", "The server failed",
     "Not the request's fault: memory was short, or data are damaged. rapport verify checks a cube."},
};

enum { N_PROBLEMS = sizeof problems / sizeof *problems };

const rap_problem *rap_problem_at(size_t i)
{
    return i < N_PROBLEMS ? &problems[i] : NULL;
}

const rap_problem *rap_problem_find(const char *name)
{
    for (size_t i = 0; i < N_PROBLEMS; i++)
        if (strcmp(problems[i].name, name) == 0) return &problems[i];
    return NULL;
}

const rap_problem *rap_problem_of(unsigned status)
{
    size_t i = 0;
    while (i + 1 < N_PROBLEMS && problems[i].status != status) i++;
    return &problems[i];
}

const rap_problem *rap_problem_of_status(rap_status status)
{
    switch (status) {
    case RAP_E_USAGE: return rap_problem_of(400);
    case RAP_E_NOT_FOUND: return rap_problem_of(404);
    case RAP_E_UNSUPPORTED: return rap_problem_of(422);
    default: return rap_problem_of(500);
    }
}

static bool is_uri(rap_span text)
{
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        if (c <= ' ' || c >= 0x7F || strchr("\"<>\\^`{|}#", c)) return false;
    }
    return text.length > 0;
}

void rap_problem_put(rap_text *out, const rap_problem *problem, const char *detail, rap_span instance, const char *see)
{
    rap_text type = {0}, target = {0};
    rap_text_printf(&type, "%s%s", RAP_PROBLEMS, problem->name);
    rap_put_open(out, '{');
    rap_put_member(out, "type", rap_text_get(&type));
    rap_put_member(out, "title", problem->title);
    rap_put_name(out, "status");
    rap_put_whole(out, problem->status);
    rap_put_member(out, "detail", detail && *detail ? detail : problem->meaning);
    if (is_uri(instance)) {
        rap_text_add(&target, instance.data, instance.length);
        rap_put_member(out, "instance", rap_text_get(&target));
    }
    if (see && *see) rap_put_member(out, "see", see);
    rap_put_close(out, '}');
    rap_text_puts(out, "\n");
    if (type.failed || target.failed) out->failed = true;
    rap_text_release(&type);
    rap_text_release(&target);
}
