// SPDX-License-Identifier: Apache-2.0
/* report - the only place where a failure becomes a message and an exit status. */
#ifndef RAP_CMD_REPORT_H
#define RAP_CMD_REPORT_H

#include "cmd/command.h"

/** The exit status of a library status. */
cmd_exit cmd_exit_of(rap_status status);

/** Prints a failure on standard error and returns its exit status. */
cmd_exit cmd_report(const cmd_run *run, const rap_error *err);

/** Something that was to be read is not there: CMD_DATA. True where `path` ("-" aside) does not exist. */
bool cmd_is_missing(const char *path);
cmd_exit cmd_report_missing(const cmd_run *run, const char *path);

/** Prints a sentence on standard error, unless quiet. */
void cmd_say(const cmd_run *run, const char *format, ...) RAP_PRINTF(2, 3);

#endif
