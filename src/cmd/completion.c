// SPDX-License-Identifier: Apache-2.0
/*
 * completion - scripts for bash, zsh and fish, from the declarations: names of questions and commands, options of each,
 * and the words an option or a question takes (choices, areas, groups, kinds).
 */
#include <string.h>

#include "cmd/about.h"
#include "cmd/open.h"
#include "cmd/output.h"
#include "cmd/report.h"

typedef void (*list_fn)(rap_text *out, const rap_catalog *catalog);

static void list_areas(rap_text *out, const rap_catalog *catalog)
{
    for (size_t i = 0; rap_catalog_area_at(catalog, i); i++) rap_text_printf(out, " %s", rap_catalog_area_at(catalog, i)->name);
}

static void list_groups(rap_text *out, const rap_catalog *catalog)
{
    for (size_t i = 0; rap_catalog_group_at(catalog, i); i++) rap_text_printf(out, " %s", rap_catalog_group_at(catalog, i)->name);
}

static void list_kinds(rap_text *out, const rap_catalog *catalog)
{
    for (size_t i = 0; rap_catalog_kind_set_at(catalog, i); i++)
        rap_text_printf(out, " %s", rap_catalog_kind_set_at(catalog, i)->name);
}

static void list_axes(rap_text *out, const rap_catalog *catalog)
{
    (void)catalog;
    rap_text_puts(out, " year area domain field subfield topic");
}

static void list_indicators(rap_text *out, const rap_catalog *catalog)
{
    (void)catalog;
    for (size_t i = 0; rap_indicator_at(i); i++) rap_text_printf(out, " %s", rap_indicator_at(i)->name);
}

/* The words that an option (or a word of a command) may be, each behind a blank. */
static void add_words(rap_text *out, const rap_option_spec *spec, const rap_catalog *catalog)
{
    static const struct {
        const char *name;
        list_fn list;
    } lists[] = {{"area", list_areas}, {"group", list_groups}, {"among", list_groups}, {"without", list_groups},
                 {"kind", list_kinds}, {"each", list_axes},    {"explain", list_indicators}};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (strcmp(spec->name, lists[i].name) == 0) {
            lists[i].list(out, catalog);
            return;
        }
    if (!spec->value || !strchr(spec->value, '|')) return;
    rap_span rest = rap_span_of(spec->value), word;
    while (rap_span_next(&rest, '|', &word)) rap_text_printf(out, " %.*s", (int)word.length, word.data);
}

/* The words that may stand behind the name of a question or command. */
static void add_arguments(rap_text *out, const cmd_run *about, const rap_catalog *catalog)
{
    const char *first = about->question ? about->question->positionals[0] : NULL;
    if (first && strcmp(first, "area") == 0) list_areas(out, catalog);
    else if (first) list_groups(out, catalog);
    if (!about->command) return;
    if (about->command->run == cmd_ingest) rap_text_puts(out, " openalex pajek");
    if (about->command->run == cmd_completion) rap_text_puts(out, " bash zsh fish");
    if (about->command->run == cmd_explain) list_indicators(out, catalog);
    if (about->command->run != cmd_help) return;
    for (size_t i = 0; rap_question_at(i); i++) rap_text_printf(out, " %s", rap_question_at(i)->name);
    for (size_t i = 0; cmd_command_at(i); i++) rap_text_printf(out, " %s", cmd_command_at(i)->name);
}

/* All questions, then all commands; false past the end. */
static bool topic_at(size_t i, cmd_run *out, about_topic *topic)
{
    *out = (cmd_run){.question = rap_question_at(i)};
    size_t questions = 0;
    while (rap_question_at(questions)) questions++;
    if (!out->question) out->command = cmd_command_at(i - questions);
    *topic = about_topic_of(out);
    return out->question || out->command;
}

/* --------------------------------------------------------------- bash and zsh */

/* `before` is the word before the cursor, `list` what may stand here: the same lines for both shells. */
static void add_value_case(rap_text *out, const rap_option_spec *spec, const rap_catalog *catalog)
{
    rap_text words = {0};
    add_words(&words, spec, catalog);
    if (words.length) rap_text_printf(out, "    --%s) list=\"%s\" ;;\n", spec->name, rap_text_get(&words) + 1);
    else if (spec->value) rap_text_printf(out, "    --%s) free=1 ;;\n", spec->name);
    rap_text_release(&words);
}

static void add_value_cases(rap_text *out, const rap_catalog *catalog)
{
    rap_text_puts(out, "    case $before in\n    -c|-o) files=1 ;;\n");
    for (size_t i = 0; cmd_global_at(i); i++) {
        const rap_option_spec *spec = &cmd_global_at(i)->spec;
        bool file = spec->value && (strcmp(spec->value, "FILE") == 0 || strcmp(spec->value, "DIR") == 0);
        if (file) rap_text_printf(out, "    --%s) files=1 ;;\n", spec->name);
        else add_value_case(out, spec, catalog);
    }
    rap_text_puts(out, "    --deleted|--temporary) files=1 ;;\n");
    for (size_t i = 0; rap_option_spec_at(i); i++) add_value_case(out, rap_option_spec_at(i), catalog);
    rap_text_puts(out, "    esac\n");
}

static void add_topic_cases(rap_text *out, const rap_catalog *catalog)
{
    cmd_run about;
    about_topic topic;
    const rap_option_spec *spec;
    rap_text_puts(out, "        list=\"");
    for (size_t i = 0; cmd_global_at(i); i++) rap_text_printf(out, "%s--%s", i ? " " : "", cmd_global_at(i)->spec.name);
    rap_text_puts(out, "\"\n        case $topic in\n        '') list+=\"");
    for (size_t i = 0; topic_at(i, &about, &topic); i++) rap_text_printf(out, " %s", topic.name);
    rap_text_puts(out, "\" ;;\n");
    for (size_t i = 0; topic_at(i, &about, &topic); i++) {
        rap_text_printf(out, "        %s) list+=\"", topic.name);
        add_arguments(out, &about, catalog);
        for (size_t k = 0; (spec = cmd_takes_at(&about, k)); k++) rap_text_printf(out, " --%s", spec->name);
        rap_text_puts(out, "\" ;;\n");
    }
    rap_text_puts(out, "        esac\n");
}

/* What differs: how a shell tells the words of the line, and how it is given the list. */
typedef struct shell_words {
    const char *opening, *each_word, *closing;
} shell_words;

static void add_shell(rap_text *out, const rap_catalog *catalog, const shell_words *shell)
{
    rap_text_puts(out, shell->opening);
    add_value_cases(out, catalog);
    rap_text_puts(out, "    if [[ -z $list$files$free ]]; then\n");
    rap_text_puts(out, shell->each_word);
    rap_text_puts(out, "            case $w in\n"
                       "            -c|-o|-f|--cube|--output|--receipt|--data|--format) skip=1 ;;\n"
                       "            -*) ;;\n"
                       "            *) if [[ -n $skip ]]; then skip=; else topic=$w; break; fi ;;\n"
                       "            esac\n"
                       "        done\n");
    add_topic_cases(out, catalog);
    rap_text_puts(out, "    fi\n");
    rap_text_puts(out, shell->closing);
}

static void add_bash(rap_text *out, const rap_catalog *catalog)
{
    static const shell_words bash = {
        "# rapport: completion for bash; made by: rapport completion bash\n"
        "_rapport()\n{\n"
        "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} w list= files= free= topic= skip=\n"
        "    COMPREPLY=()\n",
        "        for w in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n",
        "    [[ -z $list ]] || COMPREPLY=($(compgen -W \"$list\" -- \"$word\"))\n"
        "    [[ -n $free || ${#COMPREPLY[@]} -gt 0 || $word == -* ]] || COMPREPLY=($(compgen -f -- \"$word\"))\n"
        "}\n"
        "complete -F _rapport rapport\n",
    };
    add_shell(out, catalog, &bash);
}

static void add_zsh(rap_text *out, const rap_catalog *catalog)
{
    static const shell_words zsh = {
        "#compdef rapport\n"
        "# rapport: completion for zsh; made by: rapport completion zsh\n"
        "_rapport()\n{\n"
        "    local before=${words[CURRENT-1]} w list= files= free= topic= skip=\n",
        "        for w in \"${(@)words[2,CURRENT-1]}\"; do\n",
        "    [[ -z $list ]] || compadd -- ${=list}\n"
        "    [[ -n $free || ${words[CURRENT]} == -* ]] || _files\n"
        "}\n"
        "if [[ $funcstack[1] == _rapport ]]; then _rapport \"$@\"; else compdef _rapport rapport; fi\n",
    };
    add_shell(out, catalog, &zsh);
}

/* ----------------------------------------------------------------------- fish */

/* In single quotes, where fish knows only \\ and \'. */
static void add_quoted(rap_text *out, const char *text)
{
    rap_text_puts(out, "'");
    for (; *text; text++) {
        if (*text == '\'' || *text == '\\') rap_text_puts(out, "\\");
        rap_text_add(out, text, 1);
    }
    rap_text_puts(out, "'");
}

static void add_fish_option(rap_text *out, const char *condition, const rap_option_spec *spec, char letter,
                            const rap_catalog *catalog)
{
    rap_text words = {0};
    rap_text_printf(out, "complete -c rapport%s -l %s", condition, spec->name);
    if (letter) rap_text_printf(out, " -s %c", letter);
    add_words(&words, spec, catalog);
    if (words.length) rap_text_printf(out, " -x -a '%s'", rap_text_get(&words) + 1);
    else if (spec->value) rap_text_puts(out, " -r");
    rap_text_puts(out, " -d ");
    add_quoted(out, spec->summary);
    rap_text_puts(out, "\n");
    rap_text_release(&words);
}

static void add_fish(rap_text *out, const rap_catalog *catalog)
{
    cmd_run about;
    about_topic topic;
    const rap_option_spec *spec;
    rap_text words = {0};
    rap_text_puts(out, "# rapport: completion for fish; made by: rapport completion fish\n");
    for (size_t i = 0; cmd_global_at(i); i++) add_fish_option(out, "", &cmd_global_at(i)->spec, cmd_global_at(i)->letter, catalog);
    for (size_t i = 0; topic_at(i, &about, &topic); i++) {
        char condition[96];
        rap_text_printf(out, "complete -c rapport -n __fish_use_subcommand -a %s -d ", topic.name);
        add_quoted(out, topic.summary);
        rap_text_puts(out, "\n");
        (void)snprintf(condition, sizeof condition, " -n '__fish_seen_subcommand_from %s'", topic.name);
        rap_text_clear(&words);
        add_arguments(&words, &about, catalog);
        if (words.length) rap_text_printf(out, "complete -c rapport%s -a '%s'\n", condition, rap_text_get(&words) + 1);
        for (size_t k = 0; (spec = cmd_takes_at(&about, k)); k++) add_fish_option(out, condition, spec, 0, catalog);
    }
    rap_text_release(&words);
}

cmd_exit cmd_completion(const cmd_run *run)
{
    static const struct {
        const char *name;
        list_fn add;
    } shells[] = {{"bash", add_bash}, {"zsh", add_zsh}, {"fish", add_fish}};
    rap_error err;
    list_fn add = NULL;
    for (size_t i = 0; run->n_arguments == 1 && i < sizeof shells / sizeof *shells; i++)
        if (strcmp(run->arguments[0], shells[i].name) == 0) add = shells[i].add;
    if (!add) {
        (void)rap_fail(&err, RAP_E_USAGE, "completion: for which shell? give bash, zsh or fish");
        return cmd_report(run, &err);
    }
    rap_catalog *catalog;
    if (rap_catalog_open(run->data, &catalog, &err) != RAP_OK) return cmd_report(run, &err);
    rap_text script = {0};
    add(&script, catalog);
    rap_status status = cmd_write_text(run, &script, &err);
    rap_text_release(&script);
    rap_catalog_close(catalog);
    return status == RAP_OK ? CMD_DONE : cmd_report(run, &err);
}
