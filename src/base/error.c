// SPDX-License-Identifier: Apache-2.0
#define RAP_BASE_ERROR_C
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

const char *rap_version(void)
{
    return RAP_VERSION;
}

const char *rap_status_text(rap_status status)
{
    static const char *const text[] = {
        [RAP_OK] = "done",
        [RAP_E_MEMORY] = "out of memory",
        [RAP_E_IO] = "input or output failed",
        [RAP_E_FORMAT] = "damaged or malformed input",
        [RAP_E_USAGE] = "wrong use",
        [RAP_E_NOT_FOUND] = "not found",
        [RAP_E_UNSUPPORTED] = "not possible with these data",
        [RAP_E_INTERRUPTED] = "interrupted",
    };
    return (unsigned)status < RAP_STATUS_END ? text[status] : "unknown status";
}

static rap_status record(rap_error *err, rap_status status, const char *format, va_list args)
{
    if (!err) return status;
    *err = (rap_error){.status = status};
    (void)vsnprintf(err->text, sizeof err->text, format, args);
    return status;
}

/* Puts `prefix` before the text; what no longer fits is cut at the end. */
static void prepend(rap_error *err, const char *prefix)
{
    char old[RAP_ERROR_TEXT];
    memcpy(old, err->text, sizeof old);
    size_t used = strlen(prefix);
    if (used >= sizeof err->text) used = sizeof err->text - 1;
    memcpy(err->text, prefix, used);
    size_t room = sizeof err->text - used - 1, length = strnlen(old, sizeof old);
    if (length > room) length = room;
    memcpy(err->text + used, old, length);
    err->text[used + length] = '\0';
}

rap_status rap_fail(rap_error *err, rap_status status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    record(err, status, format, args);
    va_end(args);
    return status;
}

rap_status rap_fail_line(rap_error *err, rap_status status, uint64_t line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    record(err, status, format, args);
    va_end(args);
    if (!err) return status;
    err->line = line;
    char prefix[40];
    (void)snprintf(prefix, sizeof prefix, "line %llu: ", (unsigned long long)line);
    prepend(err, prefix);
    return status;
}

rap_status rap_fail_byte(rap_error *err, rap_status status, uint64_t byte, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    record(err, status, format, args);
    va_end(args);
    if (!err) return status;
    err->byte = byte;
    err->has_byte = true;
    char prefix[40];
    (void)snprintf(prefix, sizeof prefix, "byte %llu: ", (unsigned long long)byte);
    prepend(err, prefix);
    return status;
}

rap_status rap_fail_memory(rap_error *err)
{
    return rap_fail(err, RAP_E_MEMORY, "out of memory");
}

rap_status rap_fail_errno(rap_error *err, const char *what, const char *path)
{
    int reason = errno;
    return rap_fail(err, RAP_E_IO, "%s: %s: %s", path, what, strerror(reason));
}

rap_status rap_context(rap_error *err, rap_status status, const char *format, ...)
{
    if (!err) return status;
    char prefix[RAP_ERROR_TEXT];
    va_list args;
    va_start(args, format);
    int length = vsnprintf(prefix, sizeof prefix - 2, format, args);
    va_end(args);
    if (length < 0) length = 0;
    if ((size_t)length > sizeof prefix - 3) length = (int)sizeof prefix - 3;
    memcpy(prefix + length, ": ", 3);
    prepend(err, prefix);
    return status;
}
