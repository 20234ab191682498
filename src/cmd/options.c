// SPDX-License-Identifier: Apache-2.0
#include "cmd/options.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "query/suggest.h"

static const cmd_global globals[] = {
    {{.name = "cube", .value = "FILE", .summary = "the cube to look at; default $RAPPORT_CUBE"}, 'c'},
    {{.name = "format", .value = "table|csv|tsv|json|ndjson", .summary = "how the answer is written; default table"}, 'f'},
    {{.name = "output", .value = "FILE", .summary = "where the answer goes; it appears only when complete; - is standard output"},
     'o'},
    {{.name = "receipt", .value = "FILE", .summary = "where the receipt of csv, tsv and ndjson goes; default standard error"},
     0},
    {{.name = "data", .value = "DIR", .summary = "folder with own countries.tsv, groups.tsv, areas.tsv, kinds.tsv; default "
                                                 "$RAPPORT_DATA, else what is built in"},
     0},
    {{.name = "detail", .summary = "all columns in tables"}, 0},
    {{.name = "no-color", .summary = "no colours; so does $NO_COLOR; $CLICOLOR_FORCE forces them"}, 0},
    {{.name = "quiet", .summary = "no receipt on standard error, no progress"}, 'q'},
    {{.name = "verbose", .summary = "say on standard error what is used and how long it took"}, 'v'},
    {{.name = "json-errors", .summary = "errors as one JSON object on standard error"}, 0},
    {{.name = "explain", .value = "NAME", .summary = "what an indicator means, and nothing else"}, 0},
    {{.name = "help", .summary = "help on the question or command"}, 'h'},
    {{.name = "version", .summary = "the version of the program"}, 0},
};

enum { N_GLOBALS = sizeof globals / sizeof *globals };

const cmd_global *cmd_global_at(size_t i)
{
    return i < N_GLOBALS ? &globals[i] : NULL;
}

const rap_option_spec *cmd_takes_at(const cmd_run *run, size_t i)
{
    if (run->command) {
        for (size_t k = 0; run->command->options[k].name; k++)
            if (k == i) return &run->command->options[k];
        return NULL;
    }
    const rap_option_spec *spec;
    for (size_t k = 0; run->question && (spec = rap_option_spec_at(k)); k++)
        if (rap_question_takes(run->question, rap_span_of(spec->name)) && i-- == 0) return spec;
    return NULL;
}

static const rap_option_spec *find_taken(const cmd_run *run, rap_span name)
{
    const rap_option_spec *spec;
    for (size_t i = 0; (spec = cmd_takes_at(run, i)); i++)
        if (rap_span_is(name, spec->name)) return spec;
    return NULL;
}

static const char *name_of(const cmd_run *run)
{
    return run->command ? run->command->name : run->question ? run->question->name : "rapport";
}

/* ------------------------------------------------------------ setting options */

static void set_global(cmd_run *run, const char *name, const char *value)
{
    const struct {
        const char *name;
        const char **text;
        bool *on;
    } targets[] = {
        {"cube", &run->cube, NULL},           {"format", &run->format_name, NULL}, {"output", &run->output, NULL},
        {"receipt", &run->receipt, NULL},     {"data", &run->data, NULL},          {"detail", NULL, &run->detail},
        {"no-color", NULL, &run->no_colour},  {"quiet", NULL, &run->quiet},        {"verbose", NULL, &run->verbose},
        {"json-errors", NULL, &run->json_errors}, {"explain", &run->explain, NULL}, {"help", NULL, &run->help},
        {"version", NULL, &run->version},
    };
    _Static_assert(sizeof targets / sizeof *targets == N_GLOBALS, "every option of the program has a place");
    for (size_t i = 0; i < N_GLOBALS; i++) {
        if (strcmp(targets[i].name, name) != 0) continue;
        if (targets[i].text) *targets[i].text = value;
        if (targets[i].on) *targets[i].on = true;
    }
    if (strcmp(name, "cube") == 0) run->cubes[run->n_cubes++] = value;
}

/* The words still to be read. */
typedef struct words {
    int left;
    char **at;
} words;

static bool is_option(const char *word)
{
    return word[0] == '-' && word[1] && !(word[1] >= '0' && word[1] <= '9');
}

/* The value of an option: what stands behind '=', else the next word where that is no option; NULL where there is none. */
static const char *take_value(const char *attached, words *rest)
{
    if (attached) return attached;
    if (rest->left == 0 || is_option(rest->at[0])) return NULL;
    rest->left--;
    return *rest->at++;
}

static rap_status unknown_option(const cmd_run *run, const char *word, rap_span name, rap_error *err)
{
    rap_suggest suggest = rap_suggest_init(name);
    const rap_option_spec *spec;
    for (size_t i = 0; (spec = cmd_takes_at(run, i)); i++) rap_suggest_try(&suggest, spec->name);
    for (size_t i = 0; i < N_GLOBALS; i++) rap_suggest_try(&suggest, globals[i].spec.name);
    if (suggest.best)
        return rap_fail(err, RAP_E_USAGE, "%s takes no option '%.60s'; did you mean '--%s'?", name_of(run), word,
                        suggest.best);
    return rap_fail(err, RAP_E_USAGE, "%s takes no option '%.60s'", name_of(run), word);
}

static rap_status set_long(cmd_run *run, const char *word, words *rest, rap_error *err)
{
    const char *equals = strchr(word, '=');
    rap_span name = {word + 2, equals ? (size_t)(equals - word - 2) : strlen(word + 2)};
    const rap_option_spec *spec = NULL, *taken = NULL;
    for (size_t i = 0; i < N_GLOBALS; i++)
        if (rap_span_is(name, globals[i].spec.name)) spec = &globals[i].spec;
    if (!spec) spec = taken = find_taken(run, name);
    if (!spec) return unknown_option(run, word, name, err);
    const char *value = spec->value ? take_value(equals ? equals + 1 : NULL, rest) : equals ? equals + 1 : NULL;
    if (!spec->value && value && !run->question)
        return rap_fail(err, RAP_E_USAGE, "--%s is a switch and takes no value", spec->name);
    if (spec->value && (!value || !*value) && !(taken && run->question)) /* a question says itself what it wants */
        return rap_fail(err, RAP_E_USAGE, "--%s: a value is missing: %s", spec->name, spec->value);
    if (taken) run->options[run->n_options++] = (rap_option){spec->name, value};
    else set_global(run, spec->name, value);
    return RAP_OK;
}

static rap_status set_short(cmd_run *run, const char *word, words *rest, rap_error *err)
{
    for (const char *c = word + 1; *c; c++) {
        const rap_option_spec *spec = NULL;
        for (size_t i = 0; i < N_GLOBALS; i++)
            if (globals[i].letter == *c) spec = &globals[i].spec;
        if (!spec) return unknown_option(run, word, (rap_span){word + 1, strlen(word + 1)}, err);
        if (!spec->value) {
            set_global(run, spec->name, NULL);
            continue;
        }
        const char *value = take_value(c[1] ? c + 1 : NULL, rest);
        if (!value || !*value) return rap_fail(err, RAP_E_USAGE, "-%c: a value is missing: %s", *c, spec->value);
        set_global(run, spec->name, value);
        break;
    }
    return RAP_OK;
}

/* ---------------------------------------------------------------------- words */

static rap_status unknown_command(const char *name, rap_error *err)
{
    rap_suggest suggest = rap_suggest_init(rap_span_of(name));
    for (size_t i = 0; rap_question_at(i); i++) rap_suggest_try(&suggest, rap_question_at(i)->name);
    for (size_t i = 0; cmd_command_at(i); i++) rap_suggest_try(&suggest, cmd_command_at(i)->name);
    char hint[96];
    return rap_fail(err, RAP_E_USAGE, "no question or command is called '%.60s'%s", name,
                    rap_suggest_text(&suggest, hint, sizeof hint));
}

static rap_status take_word(cmd_run *run, const char *word, rap_error *err)
{
    char joined[80];
    if (run->command && run->n_arguments == 0) { /* "chain footprint" is the question chain-footprint */
        (void)snprintf(joined, sizeof joined, "%s-%s", run->command->name, word);
        run->question = rap_question_find(rap_span_of(joined));
        if (run->question) run->command = NULL;
        if (run->question) return RAP_OK;
    }
    if (run->command || run->question) {
        run->arguments[run->n_arguments++] = word;
        return RAP_OK;
    }
    run->question = rap_question_find(rap_span_of(word));
    if (!run->question) run->command = cmd_command_find(rap_span_of(word));
    return run->question || run->command ? RAP_OK : unknown_command(word, err);
}

static rap_status read_words(cmd_run *run, words rest, rap_error *err)
{
    bool options_ended = false;
    while (rest.left > 0) {
        const char *word = *rest.at++;
        rest.left--;
        rap_status status;
        if (!options_ended && strcmp(word, "--") == 0) {
            options_ended = true;
            continue;
        }
        if (options_ended || word[0] != '-' || !word[1]) status = take_word(run, word, err);
        else if (word[1] == '-') status = set_long(run, word, &rest, err);
        else status = set_short(run, word, &rest, err);
        if (status != RAP_OK) return status;
    }
    return RAP_OK;
}

static const char *from_environment(const char *given, const char *name)
{
    const char *value = given ? given : getenv(name);
    return value && *value ? value : NULL;
}

rap_status cmd_options_read(int argc, char **argv, cmd_run *out, rap_error *err)
{
    *out = (cmd_run){.format = RAP_FORMAT_TABLE};
    out->arguments = rap_alloc((size_t)argc, sizeof *out->arguments);
    out->options = rap_alloc((size_t)argc, sizeof *out->options);
    out->cubes = rap_alloc((size_t)argc, sizeof *out->cubes);
    if (!out->arguments || !out->options || !out->cubes) return rap_fail_memory(err);
    rap_status status = read_words(out, (words){argc - 1, argv + 1}, err);
    out->cube = from_environment(out->cube, "RAPPORT_CUBE");
    out->data = from_environment(out->data, "RAPPORT_DATA");
    if (status == RAP_OK && out->format_name) status = rap_format_of(out->format_name, &out->format, err);
    return status;
}

void cmd_options_release(cmd_run *run)
{
    rap_free(run->arguments);
    rap_free(run->options);
    rap_free(run->cubes);
}

bool cmd_parse_size(const char *text, uint64_t *out)
{
    static const char units[] = "KMGT";
    rap_span span = rap_span_of(text);
    unsigned shift = 0;
    if (span.length > 1) {
        char last = span.data[span.length - 1];
        const char *unit = strchr(units, last >= 'a' && last <= 'z' ? last - 'a' + 'A' : last);
        if (unit) {
            shift = 10 * (unsigned)(unit - units + 1);
            span.length--;
        }
    }
    uint64_t number;
    if (!rap_parse_u64(span, UINT64_MAX >> shift, &number) || number == 0) return false;
    *out = number << shift;
    return true;
}
