// SPDX-License-Identifier: Apache-2.0
/*
 * command - what a run of the program was told, and the commands it can carry out.
 *
 * Questions are commands too, but come from the registry of the query floor. How to add a command: write <name>.c with one
 * function that returns an exit status, add its row to commands.c; help, manual and completion follow from the row.
 */
#ifndef RAP_CMD_COMMAND_H
#define RAP_CMD_COMMAND_H

#include "base/text.h"
#include "query/asking.h"

/** Exit statuses, as documented in the manual. */
typedef enum cmd_exit {
    CMD_DONE = 0,
    CMD_NO = 1,            /**< the answer is no: a claim is contradicted */
    CMD_USAGE = 2,
    CMD_DATA = 3,          /**< bad or missing data */
    CMD_SYSTEM = 4,        /**< input, output, memory */
    CMD_INTERRUPTED = 130
} cmd_exit;

/** One run. Everything is borrowed from argv and the environment. */
typedef struct cmd_run {
    const struct cmd_command *command;  /**< NULL before it is known */
    const rap_question *question;       /**< set where the command is a question */
    const char *cube, *data, *output, *receipt, *format_name, *explain;
    rap_format format;
    bool detail, no_colour, quiet, verbose, json_errors, help, version;

    size_t n_cubes;                     /**< --cube as often as it was given; `cube` is the last, or $RAPPORT_CUBE */
    const char **cubes;
    size_t n_arguments;                 /**< words that are no options */
    const char **arguments;
    size_t n_options;                   /**< of the command, as given */
    rap_option *options;
} cmd_run;

typedef struct cmd_command {
    const char *name;
    const char *arguments;              /**< "FILE..." */
    const char *summary, *help;
    const char *examples[4];            /**< without "rapport", NULL-terminated */
    const rap_option_spec *options;     /**< ends with a row without a name */
    cmd_exit (*run)(const cmd_run *run);
} cmd_command;

const cmd_command *cmd_command_at(size_t i);        /**< NULL past the end */
const cmd_command *cmd_command_find(rap_span name);

/** The value of a command's option: NULL where it was not given, "" for a switch. The last one counts. */
const char *cmd_option(const cmd_run *run, const char *name);

cmd_exit cmd_question(const cmd_run *run);
cmd_exit cmd_ingest(const cmd_run *run);
cmd_exit cmd_merge(const cmd_run *run);
cmd_exit cmd_verify(const cmd_run *run);
cmd_exit cmd_check(const cmd_run *run);
cmd_exit cmd_brief(const cmd_run *run);
cmd_exit cmd_serve(const cmd_run *run);
cmd_exit cmd_document(const cmd_run *run);
cmd_exit cmd_chain(const cmd_run *run);
cmd_exit cmd_explain(const cmd_run *run);
cmd_exit cmd_completion(const cmd_run *run);
cmd_exit cmd_manual(const cmd_run *run);
cmd_exit cmd_help(const cmd_run *run);
cmd_exit cmd_version(const cmd_run *run);

#endif
