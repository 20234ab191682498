// SPDX-License-Identifier: Apache-2.0
/*
 * main - one run: read the words, carry out the command, return its exit status.
 *
 * The locale is never set: numbers are read and written with a dot everywhere. A reader that goes away ends the program
 * silently (SIGPIPE keeps its usual meaning).
 */
#include <signal.h>

#include "cmd/about.h"
#include "cmd/output.h"
#include "cmd/report.h"

cmd_exit cmd_version(const cmd_run *run)
{
    rap_error err;
    rap_text text = {0};
    rap_text_printf(&text, "rapport %s\n", rap_version());
    rap_status status = cmd_write_text(run, &text, &err);
    rap_text_release(&text);
    return status == RAP_OK ? CMD_DONE : cmd_report(run, &err);
}

static cmd_exit no_command(const cmd_run *run)
{
    if (run->json_errors) {
        rap_error err;
        (void)rap_fail(&err, RAP_E_USAGE, "no question or command was given");
        return cmd_report(run, &err);
    }
    (void)fprintf(stderr, "%s\n\nFor example:\n", about_line);
    for (size_t i = 0; about_examples[i]; i++) (void)fprintf(stderr, "  rapport %s\n", about_examples[i]);
    (void)fputs("\nrapport help lists all questions and commands.\n", stderr);
    return CMD_USAGE;
}

static cmd_exit carry_out(const cmd_run *run)
{
    if (run->version) return cmd_version(run);
    if (run->help) return cmd_help(run);
    if (run->explain) return cmd_explain(run);
    if (run->question) return cmd_question(run);
    if (run->command) return run->command->run(run);
    return no_command(run);
}

int main(int argc, char **argv)
{
    rap_error err;
    cmd_run run;
    (void)signal(SIGPIPE, SIG_DFL);
    rap_status status = cmd_options_read(argc, argv, &run, &err);
    cmd_exit exit_status = status == RAP_OK ? carry_out(&run) : cmd_report(&run, &err);
    cmd_options_release(&run);
    return (int)exit_status;
}
