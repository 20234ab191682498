// SPDX-License-Identifier: Apache-2.0
/* manual - rapport(1) in troff's man macros, from the same declarations as help. */
#include <string.h>

#include "cmd/about.h"
#include "cmd/output.h"
#include "cmd/report.h"

/* Text as troff takes it: no escapes, no requests, hyphens that can be copied. */
static void add_escaped(rap_text *out, const char *text)
{
    if (*text == '.' || *text == '\'') rap_text_puts(out, "\\&");
    for (; *text; text++) {
        if (*text == '\\') rap_text_puts(out, "\\e");
        else if (*text == '-') rap_text_puts(out, "\\-");
        else rap_text_add(out, text, 1);
    }
}

static void add_line(rap_text *out, const char *text)
{
    add_escaped(out, text);
    rap_text_puts(out, "\n");
}

static void add_tagged(rap_text *out, const char *tag, const char *text)
{
    rap_text_puts(out, ".TP\n\\fB");
    add_escaped(out, tag);
    rap_text_puts(out, "\\fR\n");
    add_line(out, text);
}

static void add_option(rap_text *out, const rap_option_spec *spec, char letter)
{
    rap_text name = {0};
    about_option(spec, letter, &name);
    add_tagged(out, rap_text_get(&name), spec->summary);
    if (name.failed) out->failed = true;
    rap_text_release(&name);
}

static void add_examples(rap_text *out, const char *const *examples)
{
    rap_text_puts(out, ".PP\n.nf\n");
    for (; *examples; examples++) {
        rap_text_puts(out, "rapport ");
        add_line(out, *examples);
    }
    rap_text_puts(out, ".fi\n");
}

/* Options of its own only: those of the lens stand together in one section. */
static void add_topic(rap_text *out, const cmd_run *about)
{
    about_topic topic = about_topic_of(about);
    rap_text usage = {0};
    about_usage(about, &usage);
    rap_text_puts(out, ".SS rapport ");
    add_line(out, rap_text_get(&usage));
    if (usage.failed) out->failed = true;
    rap_text_release(&usage);
    add_line(out, topic.summary);
    if (*topic.help) {
        rap_text_puts(out, ".PP\n");
        add_line(out, topic.help);
    }
    const rap_option_spec *spec;
    for (size_t i = 0; (spec = cmd_takes_at(about, i)); i++)
        if (!spec->lens) add_option(out, spec, 0);
    add_examples(out, topic.examples);
}

static void add_pairs(rap_text *out, const char *section, const about_pair *pairs)
{
    rap_text_printf(out, ".SH %s\n", section);
    for (; pairs->name; pairs++) add_tagged(out, pairs->name, pairs->text);
}

static void add_page(rap_text *out)
{
    rap_text_printf(out, ".TH RAPPORT 1 \"\" \"rapport %s\" \"User commands\"\n.SH NAME\n", rap_version());
    rap_text_puts(out, "rapport \\- measure cooperation between countries from open data\n.SH SYNOPSIS\n");
    rap_text_puts(out, "\\fBrapport\\fR \\fIQUESTION\\fR|\\fICOMMAND\\fR [\\fIWORD\\fR...] [\\fIOPTION\\fR...]\n");
    rap_text_puts(out, ".SH EXAMPLES\n");
    add_examples(out, about_examples);
    rap_text_puts(out, ".SH QUESTIONS\n");
    for (size_t i = 0; rap_question_at(i); i++) add_topic(out, &(cmd_run){.question = rap_question_at(i)});
    rap_text_puts(out, ".SH WHAT IS LOOKED AT\nOptions of every question about facts.\n");
    for (size_t i = 0; rap_option_spec_at(i); i++)
        if (rap_option_spec_at(i)->lens) add_option(out, rap_option_spec_at(i), 0);
    rap_text_puts(out, ".SH COMMANDS\n");
    for (size_t i = 0; cmd_command_at(i); i++) add_topic(out, &(cmd_run){.command = cmd_command_at(i)});
    rap_text_puts(out, ".SH OPTIONS OF THE PROGRAM\n");
    for (size_t i = 0; cmd_global_at(i); i++) add_option(out, &cmd_global_at(i)->spec, cmd_global_at(i)->letter);
    add_pairs(out, "EXIT STATUS", about_exits);
    add_pairs(out, "ENVIRONMENT", about_environment);
}

cmd_exit cmd_manual(const cmd_run *run)
{
    rap_error err;
    rap_text page = {0};
    add_page(&page);
    rap_status status = cmd_write_text(run, &page, &err);
    rap_text_release(&page);
    return status == RAP_OK ? CMD_DONE : cmd_report(run, &err);
}
