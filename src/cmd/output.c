// SPDX-License-Identifier: Apache-2.0
#include "cmd/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"

/* ------------------------------------------------------------ a place to write to */

/*
 * An ordinary file is replaced as a whole when all is written (the stream writes to a rap_replace behind it). What is there
 * already and is no ordinary file (a pipe, a device) is written to as it is: a rename would put a file in its place.
 */
typedef struct cmd_sink {
    const char *name;      /* for messages */
    FILE *file;
    rap_replace *replace;  /* NULL where the file is written to directly */
    rap_error err;         /* of the replaced file */
} sink;

static ssize_t write_behind(void *cookie, const char *data, size_t length)
{
    sink *s = cookie;
    if (rap_replace_write(s->replace, data, length, &s->err) == RAP_OK) return (ssize_t)length;
    errno = EIO;
    return 0;
}

static rap_status open_direct(sink *s, const char *path, rap_error *err)
{
    s->file = fopen(path, "w");
    return s->file ? RAP_OK : rap_fail_errno(err, "can't write", path);
}

static rap_status open_replaced(sink *s, const char *path, rap_error *err)
{
    RAP_TRY(rap_replace_open(path, &s->replace, err));
    s->file = fopencookie(s, "w", (cookie_io_functions_t){.write = write_behind});
    if (s->file) return RAP_OK;
    rap_replace_abort(s->replace);
    return rap_fail_memory(err);
}

/* `s` must stay where it is until it is closed. */
static rap_status sink_open(sink *s, const char *path, rap_error *err)
{
    uint64_t bytes;
    *s = (sink){.name = path};
    if (!path || strcmp(path, "-") == 0) {
        s->name = "standard output";
        s->file = stdout;
        return RAP_OK;
    }
    rap_path_kind kind = rap_path_stat(path, &bytes);
    return kind == RAP_PATH_OTHER || kind == RAP_PATH_FOLDER ? open_direct(s, path, err) : open_replaced(s, path, err);
}

/* Ends with `status`, that of writing: what is complete gets its name, what is not is removed. */
static rap_status sink_close(sink *s, rap_status status, rap_error *err)
{
    if (s->file != stdout && fclose(s->file) != 0 && status == RAP_OK)
        status = rap_fail(err, RAP_E_IO, "writing failed: %s", strerror(errno));
    if (s->replace && s->err.status != RAP_OK) {
        status = s->err.status;
        if (err) *err = s->err;
    } else if (status != RAP_OK) {
        status = rap_context(err, status, "%s", s->name);
    }
    if (!s->replace) return status;
    if (status == RAP_OK) return rap_replace_commit(s->replace, err);
    rap_replace_abort(s->replace);
    return status;
}

/* ------------------------------------------------------------------------- style */

static bool is_set(const char *name)
{
    const char *value = getenv(name);
    return value && *value && strcmp(value, "0") != 0;
}

static rap_style style_of(const cmd_run *run, const sink *s)
{
    rap_style style = {.detail = run->detail};
    const char *terminal = getenv("TERM");
    bool tty = s->file == stdout && isatty(STDOUT_FILENO);
    bool smart = tty && terminal && strcmp(terminal, "dumb") != 0;
    struct winsize size;
    if (tty && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) style.width = size.ws_col;
    style.colour = !run->no_colour && !getenv("NO_COLOR") && (smart || (s->file == stdout && is_set("CLICOLOR_FORCE")));
    return style;
}

bool cmd_shows_progress(const cmd_run *run)
{
    return !run->quiet && isatty(STDERR_FILENO);
}

/* ----------------------------------------------------------------------- writing */

static bool is_data_only(rap_format format)
{
    return format == RAP_FORMAT_CSV || format == RAP_FORMAT_TSV || format == RAP_FORMAT_NDJSON;
}

static rap_status write_receipt(const cmd_run *run, const rap_table *table, rap_error *err)
{
    if (!run->receipt) {
        if (!is_data_only(run->format) || run->quiet) return RAP_OK;
        return rap_table_write_receipt(table, stderr, err);
    }
    sink s;
    RAP_TRY(sink_open(&s, run->receipt, err));
    return sink_close(&s, rap_table_write_receipt(table, s.file, err), err);
}

rap_status cmd_write_table(const cmd_run *run, const rap_table *table, const char *path, rap_error *err)
{
    sink s;
    RAP_TRY(sink_open(&s, path, err));
    RAP_TRY(sink_close(&s, rap_table_write(table, run->format, style_of(run, &s), s.file, err), err));
    return write_receipt(run, table, err);
}

static rap_status write_part(cmd_stream *stream, const rap_table *table, bool last, rap_error *err)
{
    const cmd_run *run = stream->run;
    bool first = !stream->sink;
    if (first) {
        sink *s = rap_alloc(1, sizeof *s);
        rap_status status = s ? sink_open(s, run->output, err) : rap_fail_memory(err);
        if (status != RAP_OK) {
            rap_free(s);
            return status;
        }
        stream->sink = s;
    }
    return rap_table_write_part(table, run->format, style_of(run, stream->sink), first, last, stream->sink->file, err);
}

static rap_status close_stream(cmd_stream *stream, rap_status status, rap_error *err)
{
    if (!stream->sink) return status;
    status = sink_close(stream->sink, status, err);
    rap_free(stream->sink);
    stream->sink = NULL;
    return status;
}

rap_status cmd_stream_rows(void *arg, const rap_table *table, rap_error *err)
{
    rap_status status = write_part(arg, table, false, err);
    return status == RAP_OK ? RAP_OK : close_stream(arg, status, err);
}

rap_status cmd_stream_end(cmd_stream *stream, const rap_table *table, rap_error *err)
{
    RAP_TRY(close_stream(stream, write_part(stream, table, true, err), err));
    return write_receipt(stream->run, table, err);
}

void cmd_stream_abort(cmd_stream *stream)
{
    (void)close_stream(stream, RAP_E_INTERRUPTED, NULL);
}

rap_status cmd_write_text(const cmd_run *run, const rap_text *text, rap_error *err)
{
    if (text->failed) return rap_fail_memory(err);
    sink s;
    rap_status status = RAP_OK;
    RAP_TRY(sink_open(&s, run->output, err));
    if (fwrite(rap_text_get(text), 1, text->length, s.file) != text->length || fflush(s.file) != 0)
        status = rap_fail(err, RAP_E_IO, "writing failed: %s", strerror(errno));
    return sink_close(&s, status, err);
}
