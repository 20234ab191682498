// SPDX-License-Identifier: Apache-2.0
#include "cmd/report.h"

#include <stdarg.h>
#include <string.h>

#include "base/file.h"

cmd_exit cmd_exit_of(rap_status status)
{
    switch (status) {
    case RAP_OK: return CMD_DONE;
    case RAP_E_USAGE:
    case RAP_E_NOT_FOUND: return CMD_USAGE; /* a name on the command line that stands for nothing */
    case RAP_E_FORMAT:
    case RAP_E_UNSUPPORTED: return CMD_DATA;
    case RAP_E_INTERRUPTED: return CMD_INTERRUPTED;
    case RAP_E_MEMORY:
    case RAP_E_IO:
    case RAP_STATUS_END: break;
    }
    return CMD_SYSTEM;
}

static void print_json(const char *text, const char *status, int exit_status)
{
    (void)fprintf(stderr, "{\"error\": {\"status\": \"%s\", \"exit\": %d, \"text\": \"", status, exit_status);
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        if (*c == '"' || *c == '\\') (void)fprintf(stderr, "\\%c", *c);
        else if (*c < 0x20 || *c == 0x7F) (void)fprintf(stderr, "\\u%04x", *c);
        else (void)fputc(*c, stderr);
    }
    (void)fputs("\"}}\n", stderr);
}

/* File names and data stand in messages: control characters are shown as '?'. */
static void print_clean(const char *text)
{
    for (const unsigned char *c = (const unsigned char *)text; *c; c++)
        (void)fputc(*c < 0x20 || *c == 0x7F ? '?' : *c, stderr);
}

static void print_failure(const cmd_run *run, const char *text, rap_status status, cmd_exit exit_status)
{
    if (run->json_errors) {
        print_json(text, rap_status_text(status), (int)exit_status);
        return;
    }
    (void)fputs("rapport: ", stderr);
    print_clean(text);
    (void)fputc('\n', stderr);
    const char *name = run->command ? run->command->name : run->question ? run->question->name : NULL;
    if (status == RAP_E_USAGE) (void)fprintf(stderr, "try: rapport help%s%s\n", name ? " " : "", name ? name : "");
}

cmd_exit cmd_report(const cmd_run *run, const rap_error *err)
{
    cmd_exit exit_status = cmd_exit_of(err->status);
    print_failure(run, err->text, err->status, exit_status);
    return exit_status;
}

bool cmd_is_missing(const char *path)
{
    uint64_t bytes;
    return strcmp(path, "-") != 0 && rap_path_stat(path, &bytes) == RAP_PATH_NONE;
}

cmd_exit cmd_report_missing(const cmd_run *run, const char *path)
{
    rap_error err;
    (void)rap_fail(&err, RAP_E_NOT_FOUND, "%s: there is no such file or folder", path);
    print_failure(run, err.text, err.status, CMD_DATA);
    return CMD_DATA;
}

void cmd_say(const cmd_run *run, const char *format, ...)
{
    char text[1024];
    if (run->quiet) return;
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    print_clean(text);
    (void)fputc('\n', stderr);
}
