// SPDX-License-Identifier: Apache-2.0
/* help - examples first, then usage, then every option, all from the declarations. */
#include "cmd/about.h"
#include "cmd/output.h"
#include "cmd/prose.h"
#include "cmd/report.h"
#include "query/suggest.h"

enum { OPTION_COLUMN = 26 };

static void add_examples(rap_text *out, const char *const *examples)
{
    rap_text_puts(out, "\nExamples\n");
    for (; *examples; examples++) rap_text_printf(out, "  rapport %s\n", *examples);
}

static void add_option(rap_text *out, const rap_option_spec *spec, char letter)
{
    rap_text name = {0};
    about_option(spec, letter, &name);
    prose_add_pair(out, 2, OPTION_COLUMN, rap_text_get(&name), spec->summary);
    if (name.failed) out->failed = true;
    rap_text_release(&name);
}

static void add_taken(rap_text *out, const cmd_run *about, bool lens, const char *heading)
{
    const rap_option_spec *spec;
    bool any = false;
    for (size_t i = 0; (spec = cmd_takes_at(about, i)); i++) {
        if (spec->lens != lens) continue;
        if (!any) rap_text_puts(out, heading);
        add_option(out, spec, 0);
        any = true;
    }
}

static void add_globals(rap_text *out)
{
    rap_text_puts(out, "\nOptions of the program\n");
    for (size_t i = 0; cmd_global_at(i); i++) add_option(out, &cmd_global_at(i)->spec, cmd_global_at(i)->letter);
}

static void add_usage(rap_text *out, const cmd_run *about)
{
    rap_text_puts(out, "\nUsage\n  rapport ");
    about_usage(about, out);
    rap_text_puts(out, "\n");
}

static void add_topic(rap_text *out, const cmd_run *about)
{
    about_topic topic = about_topic_of(about);
    rap_text_printf(out, "rapport %s: ", topic.name);
    prose_add_hanging(out, out->length, 2, topic.summary);
    add_examples(out, topic.examples);
    add_usage(out, about);
    if (*topic.help) {
        rap_text_puts(out, "\n");
        prose_add(out, 2, topic.help);
    }
    add_taken(out, about, false, "\nOptions\n");
    add_taken(out, about, true, "\nOptions that choose what is looked at\n");
    add_globals(out);
}

static void add_overview(rap_text *out)
{
    rap_text_printf(out, "%s\n", about_line);
    add_examples(out, about_examples);
    rap_text_puts(out, "\nQuestions\n");
    for (size_t i = 0; rap_question_at(i); i++)
        prose_add_pair(out, 2, 14, rap_question_at(i)->name, rap_question_at(i)->summary);
    rap_text_puts(out, "\nCommands\n");
    for (size_t i = 0; cmd_command_at(i); i++)
        prose_add_pair(out, 2, 14, cmd_command_at(i)->name, cmd_command_at(i)->summary);
    add_globals(out);
    rap_text_puts(out, "\nExit status\n");
    for (size_t i = 0; about_exits[i].name; i++) prose_add_pair(out, 2, 8, about_exits[i].name, about_exits[i].text);
    rap_text_puts(out, "\nrapport help NAME says everything about one question or command.\n");
}

/* What help is asked about: the command of the line, or the word behind `help`. */
static rap_status find_topic(const cmd_run *run, cmd_run *about, rap_error *err)
{
    *about = (cmd_run){.question = run->question, .command = run->command};
    if (run->help && !(run->command && run->command->run == cmd_help)) return RAP_OK;
    about->command = NULL;
    if (run->n_arguments == 0) return RAP_OK;
    rap_span name = rap_span_of(run->arguments[0]);
    about->question = rap_question_find(name);
    if (!about->question) about->command = cmd_command_find(name);
    if (about->question || about->command) return RAP_OK;
    rap_suggest suggest = rap_suggest_init(name);
    for (size_t i = 0; rap_question_at(i); i++) rap_suggest_try(&suggest, rap_question_at(i)->name);
    for (size_t i = 0; cmd_command_at(i); i++) rap_suggest_try(&suggest, cmd_command_at(i)->name);
    char hint[96];
    return rap_fail(err, RAP_E_USAGE, "no question or command is called '%.60s'%s", run->arguments[0],
                    rap_suggest_text(&suggest, hint, sizeof hint));
}

cmd_exit cmd_help(const cmd_run *run)
{
    rap_error err;
    rap_text text = {0};
    cmd_run about;
    rap_status status = find_topic(run, &about, &err);
    if (status == RAP_OK) {
        if (about.question || about.command) add_topic(&text, &about);
        else add_overview(&text);
        status = cmd_write_text(run, &text, &err);
    }
    rap_text_release(&text);
    return status == RAP_OK ? CMD_DONE : cmd_report(run, &err);
}
