// SPDX-License-Identifier: Apache-2.0
/*
 * What is the same for all questions (answers, problems, the options of the lens) stands once under components; each
 * question refers to it and adds its own.
 */
#include "serve/openapi.h"

#include <string.h>

#include "query/asking.h"
#include "serve/claims.h"
#include "serve/link.h"
#include "serve/problem.h"
#include "serve/put.h"

/* A schema that is another one of this document. */
static void put_reference(rap_text *out, const char *folder, const char *name)
{
    rap_text place = {0};
    rap_text_printf(&place, "#/components/%s/%s", folder, name);
    rap_put_open(out, '{');
    rap_put_member(out, "$ref", rap_text_get(&place));
    rap_put_close(out, '}');
    if (place.failed) out->failed = true;
    rap_text_release(&place);
}

/* --------------------------------------------------------------- parameters */

static void put_choices(rap_text *out, const char *choices)
{
    rap_span rest = rap_span_of(choices), word;
    rap_put_member(out, "type", "string");
    rap_put_name(out, "enum");
    rap_put_open(out, '[');
    while (rap_span_next(&rest, '|', &word)) {
        rap_text copy = {0};
        rap_text_add(&copy, word.data, word.length);
        rap_put_string(out, rap_text_get(&copy));
        if (copy.failed) out->failed = true;
        rap_text_release(&copy);
    }
    rap_put_close(out, ']');
}

/* The members of the schema of one value, told from its placeholder. */
static void put_value(rap_text *out, const char *placeholder)
{
    if (!placeholder) {
        put_choices(out, "yes|no|");
    } else if (strchr(placeholder, '|')) {
        put_choices(out, placeholder);
    } else if (strcmp(placeholder, "N") == 0 || strcmp(placeholder, "YEARS") == 0) {
        rap_put_member(out, "type", "integer");
        rap_put_name(out, "minimum");
        rap_put_whole(out, 0);
    } else if (strcmp(placeholder, "X") == 0) {
        rap_put_member(out, "type", "number");
        rap_put_name(out, "minimum");
        rap_put_whole(out, 0);
    } else {
        rap_put_member(out, "type", "string");
        rap_put_name(out, "minLength");
        rap_put_whole(out, 1);
    }
}

static void put_schema(rap_text *out, const rap_option_spec *spec)
{
    rap_put_name(out, "schema");
    rap_put_open(out, '{');
    if (spec->repeats) {
        rap_put_member(out, "type", "array");
        rap_put_name(out, "items");
        rap_put_open(out, '{');
    }
    put_value(out, spec->value);
    if (spec->repeats) rap_put_close(out, '}');
    rap_put_close(out, '}');
}

static void put_parameter(rap_text *out, const rap_option_spec *spec, bool required)
{
    rap_put_open(out, '{');
    rap_put_member(out, "name", spec->name);
    rap_put_member(out, "in", "query");
    rap_put_name(out, "required");
    rap_put_truth(out, required);
    rap_put_member(out, "description", spec->summary);
    put_schema(out, spec);
    rap_put_close(out, '}');
}

static void put_shared_parameters(rap_text *out, const rap_site *site)
{
    const rap_option_spec *spec;
    rap_put_name(out, "parameters");
    rap_put_open(out, '{');
    for (size_t i = 0; (spec = rap_option_spec_at(i)); i++) {
        rap_put_name(out, spec->name);
        put_parameter(out, spec, false);
    }
    rap_put_name(out, "cube");
    rap_put_open(out, '{');
    rap_put_member(out, "name", "cube");
    rap_put_member(out, "in", "query");
    rap_put_member(out, "description", "the cube to look at; the first one where it is not given");
    rap_put_name(out, "schema");
    rap_put_open(out, '{');
    rap_put_member(out, "type", "string");
    rap_put_name(out, "enum");
    rap_put_open(out, '[');
    for (size_t i = 0; i < site->n_cubes; i++) rap_put_string(out, site->cubes[i].name);
    rap_put_close(out, ']');
    rap_put_close(out, '}');
    rap_put_close(out, '}');
    rap_put_close(out, '}');
}

static void put_positional(rap_text *out, const char *name, bool required)
{
    static const char *const texts[][2] = {
        {"country", "a country by code or name, or a group, or both joined by + and -: NO, nordic, DK+FI, nato-US"},
        {"partner", "the other country or group"},
        {"group", "a group, an expression of groups and countries, or a country"},
        {"area", "an area of areas.tsv"},
        {"plan", "a plan that the program carries; /api/v1/plans lists them"},
        {"claim", "only these claims of it: R1,R3"},
    };
    const char *summary = "a word of the question";
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (strcmp(name, texts[i][0]) == 0) summary = texts[i][1];
    put_parameter(out, &(rap_option_spec){.name = name, .value = "NAME", .summary = summary}, required);
}

/* -------------------------------------------------------------------- paths */

static void put_content(rap_text *out, const char *type, const char *schema)
{
    rap_put_name(out, type);
    rap_put_open(out, '{');
    rap_put_name(out, "schema");
    if (schema) {
        put_reference(out, "schemas", schema);
    } else {
        rap_put_open(out, '{');
        rap_put_member(out, "type", "string");
        rap_put_close(out, '}');
    }
    rap_put_close(out, '}');
}

static void put_responses(rap_text *out, const char *schema, bool csv)
{
    rap_put_name(out, "responses");
    rap_put_open(out, '{');
    rap_put_name(out, "200");
    rap_put_open(out, '{');
    rap_put_member(out, "description", csv ? "the answer: all rows that were asked for" : "what was asked for");
    rap_put_name(out, "content");
    rap_put_open(out, '{');
    put_content(out, "application/json", schema);
    if (csv) put_content(out, "text/csv", NULL);
    rap_put_close(out, '}');
    rap_put_close(out, '}');
    rap_put_name(out, "304");
    rap_put_open(out, '{');
    rap_put_member(out, "description", "the client has this answer: If-None-Match named its ETag");
    rap_put_close(out, '}');
    rap_put_name(out, "default");
    put_reference(out, "responses", "problem");
    rap_put_close(out, '}');
}

static void put_operation(rap_text *out, const char *id, const char *summary, const char *description)
{
    rap_put_name(out, "get");
    rap_put_open(out, '{');
    rap_put_member(out, "operationId", id);
    rap_put_member(out, "summary", summary);
    if (description) rap_put_member(out, "description", description);
}

static void put_question(rap_text *out, const rap_question *question)
{
    const rap_option_spec *spec;
    rap_text path = {0};
    rap_text_printf(&path, "%s%s", RAP_API_ROOT, question->name);
    rap_put_name(out, rap_text_get(&path));
    rap_put_open(out, '{');
    put_operation(out, question->name, question->summary, question->help);
    rap_put_name(out, "parameters");
    rap_put_open(out, '[');
    for (size_t i = 0; question->positionals[i]; i++) put_positional(out, question->positionals[i], i < question->required);
    for (size_t i = 0; (spec = rap_option_spec_at(i)); i++)
        if (rap_question_takes(question, rap_span_of(spec->name))) put_reference(out, "parameters", spec->name);
    put_reference(out, "parameters", "cube");
    rap_put_close(out, ']');
    put_responses(out, "answer", true);
    rap_put_close(out, '}');
    rap_put_close(out, '}');
    if (path.failed) out->failed = true;
    rap_text_release(&path);
}

/* A path without options; `named` where its last part is a name. */
static void put_plain_path(rap_text *out, const char *path, const char *id, const char *summary, const char *schema,
                           bool named)
{
    rap_put_name(out, path);
    rap_put_open(out, '{');
    put_operation(out, id, summary, NULL);
    if (named) {
        rap_put_name(out, "parameters");
        rap_put_open(out, '[');
        rap_put_open(out, '{');
        rap_put_member(out, "name", "name");
        rap_put_member(out, "in", "path");
        rap_put_name(out, "required");
        rap_put_truth(out, true);
        rap_put_name(out, "schema");
        rap_put_open(out, '{');
        rap_put_member(out, "type", "string");
        rap_put_close(out, '}');
        rap_put_close(out, '}');
        rap_put_close(out, ']');
    }
    put_responses(out, schema, false);
    rap_put_close(out, '}');
    rap_put_close(out, '}');
}

static void put_paths(rap_text *out)
{
    rap_put_name(out, "paths");
    rap_put_open(out, '{');
    put_plain_path(out, RAP_API_ROOT, "list", "questions with their options, and cubes", "object", false);
    for (size_t i = 0; rap_served_question_at(i); i++) put_question(out, rap_served_question_at(i));
    put_plain_path(out, RAP_API_ROOT "explain", "indicators", "all indicators", "indicators", false);
    put_plain_path(out, RAP_API_ROOT "explain/{name}", "explain", "what an indicator means", "indicator", true);
    put_plain_path(out, RAP_API_ROOT "plans", "plans", "plans of claims that the program carries", "objects", false);
    put_plain_path(out, RAP_API_ROOT "plans/{name}", "plan", "what the claims of a plan state, ask and expect", "object", true);
    put_plain_path(out, RAP_API_ROOT "problems", "problems", "what can go wrong", "objects", false);
    put_plain_path(out, RAP_API_ROOT "problems/{name}", "problem", "what a problem means", "object", true);
    put_plain_path(out, "/openapi.json", "openapi", "this description", "object", false);
    rap_put_close(out, '}');
}

/* ----------------------------------------------------------------- schemas */

/* Schemas do not depend on declarations: they are what answer.c, listing.c and problem.c write. */
static const char schemas[] =
    "{\"object\":{\"type\":\"object\"},"
    "\"objects\":{\"type\":\"array\",\"items\":{\"type\":\"object\"}},"
    "\"texts\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},"
    "\"row\":{\"type\":\"object\",\"description\":\"One member a column, by its name. An undefined number is null, and the member "
    "reasons says why.\",\"additionalProperties\":{\"type\":[\"string\",\"number\",\"null\",\"object\"]}},"
    "\"column\":{\"type\":\"object\",\"required\":[\"name\",\"title\",\"type\",\"unit\",\"indicator\",\"definition\",\"detail\"],\"properties\":{"
    "\"name\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},\"type\":{\"enum\":[\"text\",\"integer\",\"real\"]},"
    "\"unit\":{\"type\":\"string\"},\"indicator\":{\"type\":\"string\"},\"definition\":{\"type\":[\"string\",\"null\"],\"description\":\"its key among the definitions\"},"
    "\"detail\":{\"type\":\"boolean\"}}},"
    "\"indicator\":{\"type\":\"object\",\"required\":[\"name\",\"title\",\"definition\",\"formula\",\"neutral\",\"degenerate\","
    "\"source\"],\"additionalProperties\":{\"type\":\"string\"}},"
    "\"indicators\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/indicator\"}},"
    "\"meta\":{\"type\":\"object\",\"required\":[\"program\",\"cube\",\"question\",\"link\",\"title\",\"rows\",\"columns\","
    "\"definitions\",\"denominators\",\"coverage\",\"warnings\",\"receipt\",\"licence\"],\"properties\":{"
    "\"program\":{\"type\":\"object\"},\"cube\":{\"type\":\"object\"},\"question\":{\"type\":\"string\"},"
    "\"link\":{\"type\":\"string\",\"description\":\"the address of this answer, options in their order\"},"
    "\"title\":{\"type\":\"string\"},\"rows\":{\"type\":\"integer\"},"
    "\"columns\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/column\"}},"
    "\"definitions\":{\"type\":\"object\",\"additionalProperties\":{\"$ref\":\"#/components/schemas/indicator\"}},"
    "\"denominators\":{\"$ref\":\"#/components/schemas/texts\"},\"coverage\":{\"$ref\":\"#/components/schemas/texts\"},"
    "\"warnings\":{\"$ref\":\"#/components/schemas/texts\"},\"receipt\":{\"type\":\"object\"},\"licence\":{\"type\":\"object\"}}},"
    "\"answer\":{\"type\":\"object\",\"required\":[\"meta\",\"data\"],\"properties\":{"
    "\"meta\":{\"$ref\":\"#/components/schemas/meta\"},"
    "\"data\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/row\"}}}},"
    "\"problem\":{\"type\":\"object\",\"required\":[\"type\",\"title\",\"status\",\"detail\"],\"properties\":{"
    "\"type\":{\"type\":\"string\",\"format\":\"uri-reference\"},\"title\":{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},"
    "\"detail\":{\"type\":\"string\"},\"instance\":{\"type\":\"string\",\"format\":\"uri-reference\"},"
    "\"see\":{\"type\":\"string\",\"format\":\"uri-reference\",\"description\":\"an address of the right form, or of what there is\"}}}}";

static void put_components(rap_text *out, const rap_site *site)
{
    rap_put_name(out, "components");
    rap_put_open(out, '{');
    put_shared_parameters(out, site);
    rap_put_name(out, "responses");
    rap_put_open(out, '{');
    rap_put_name(out, "problem");
    rap_put_open(out, '{');
    rap_put_member(out, "description", "what is wrong and what to write instead (RFC 9457); " RAP_PROBLEMS " lists all");
    rap_put_name(out, "content");
    rap_put_open(out, '{');
    put_content(out, "application/problem+json", "problem");
    rap_put_close(out, '}');
    rap_put_close(out, '}');
    rap_put_close(out, '}');
    rap_put_name(out, "schemas");
    rap_text_puts(out, schemas);
    rap_put_close(out, '}');
}

void rap_openapi_put(rap_text *out, const rap_site *site)
{
    rap_put_open(out, '{');
    rap_put_member(out, "openapi", "3.1.0");
    rap_put_name(out, "info");
    rap_put_open(out, '{');
    rap_put_member(out, "title", "Rapport");
    rap_put_member(out, "summary", "cooperation between countries, measured from open data");
    rap_put_member(out, "description", "The questions of the command line by address. Names and meanings of options are the "
                                       "same; + stays + in an address, a blank is %20. Append .csv to a question's path, or "
                                       "accept text/csv, for rows alone.");
    rap_put_member(out, "version", rap_version());
    rap_put_name(out, "license");
    rap_put_open(out, '{');
    rap_put_member(out, "name", "Apache-2.0");
    rap_put_member(out, "identifier", "Apache-2.0");
    rap_put_close(out, '}');
    rap_put_close(out, '}');
    put_paths(out);
    put_components(out, site);
    rap_put_close(out, '}');
    rap_text_puts(out, "\n");
}
