// SPDX-License-Identifier: Apache-2.0
/*
 * options - the words of a command line -> a run.
 *
 * --name value and --name=value; -c FILE and -cFILE; switches may be joined (-qv); -- ends options; - is a word. Options
 * of the program may stand anywhere, those of a command behind its name.
 */
#ifndef RAP_CMD_OPTIONS_H
#define RAP_CMD_OPTIONS_H

#include "cmd/command.h"

/** An option of the program itself. */
typedef struct cmd_global {
    rap_option_spec spec;
    char letter;             /**< 0 = none */
} cmd_global;

const cmd_global *cmd_global_at(size_t i); /**< NULL past the end */

/** The i-th option that a command (or question) takes, or NULL past the end. */
const rap_option_spec *cmd_takes_at(const cmd_run *run, size_t i);

/**
 * Reads a command line. `out` is to be released by cmd_options_release() whatever comes back; on failure it holds what was
 * understood so far. RAP_E_USAGE with what is wrong and what would be right.
 */
RAP_MUST_CHECK rap_status cmd_options_read(int argc, char **argv, cmd_run *out, rap_error *err);
void cmd_options_release(cmd_run *run);

/** "512M", "2G", plain bytes; steps of 1024. False where it is no size. */
bool cmd_parse_size(const char *text, uint64_t *out);

#endif
