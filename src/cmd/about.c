// SPDX-License-Identifier: Apache-2.0
#include "cmd/about.h"

const char about_line[] = "rapport measures cooperation between countries from open data.";

const about_pair about_exits[] = {
    {"0", "done"},
    {"1", "the answer is no: a claim is contradicted"},
    {"2", "the command line is wrong, or names something that does not exist"},
    {"3", "data are damaged, missing, or do not hold what the question takes; an undecidable claim under --require-decided"},
    {"4", "the system failed: reading, writing, space, memory"},
    {"130", "interrupted; an ingest goes on when the same command is given again"},
    {0},
};

const about_pair about_environment[] = {
    {"RAPPORT_CUBE", "the cube to look at where -c is not given"},
    {"RAPPORT_DATA", "folder with own tables of countries, groups, areas and kinds where --data is not given"},
    {"NO_COLOR", "where set, no colours"},
    {"CLICOLOR_FORCE", "where set and not 0, colours also where the output is no terminal"},
    {0},
};

const char *const about_examples[] = {
    "ingest openalex works.jsonl.gz -o world.rap",
    "partners NO -c world.rap --years 2019-2022 --area technology --top 5",
    "pair nordic CN -c world.rap --each year --format csv -o nordic-china.csv",
    "check data/plans/research.plan -c world.rap",
    "explain ric",
    NULL,
};

static void add_capitals(rap_text *out, const char *name)
{
    for (; *name; name++) {
        char c = *name >= 'a' && *name <= 'z' ? (char)(*name - 'a' + 'A') : *name;
        rap_text_add(out, &c, 1);
    }
}

about_topic about_topic_of(const cmd_run *run)
{
    static const char *const no_examples[] = {NULL};
    const rap_question *q = run->question;
    const cmd_command *c = run->command;
    if (q) return (about_topic){q->name, q->summary, q->help, q->examples};
    if (c) return (about_topic){c->name, c->summary, c->help, c->examples};
    return (about_topic){"", "", "", no_examples};
}

static void add_positionals(const rap_question *question, rap_text *out)
{
    for (size_t i = 0; question->positionals[i]; i++) {
        bool required = i < question->required;
        rap_text_puts(out, required ? " " : " [");
        add_capitals(out, question->positionals[i]);
        if (!required) rap_text_puts(out, "]");
    }
    if (question->needs_cube) rap_text_puts(out, " -c FILE");
}

void about_usage(const cmd_run *run, rap_text *out)
{
    rap_text_puts(out, about_topic_of(run).name);
    if (run->question) add_positionals(run->question, out);
    if (run->command && run->command->arguments[0]) rap_text_printf(out, " %s", run->command->arguments);
    rap_text_puts(out, " [OPTION...]");
}

void about_option(const rap_option_spec *spec, char letter, rap_text *out)
{
    if (letter) rap_text_printf(out, "-%c, ", letter);
    rap_text_printf(out, "--%s", spec->name);
    if (spec->value) rap_text_printf(out, " %s", spec->value);
}
