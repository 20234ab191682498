// SPDX-License-Identifier: Apache-2.0
/*
 * error - failing in one line.
 *
 * The reporter returns the status it records:   return rap_fail(err, RAP_E_FORMAT, "...");
 * Outer layers add where they were:             return rap_context(err, "%s", path);
 * which puts "path: " before the text. `err` may be NULL everywhere. Lower case, no full stop; say what
 * was expected and what was found, and what to do where that is not obvious.
 */
#ifndef RAP_BASE_ERROR_H
#define RAP_BASE_ERROR_H

#include "rapport.h"

/** Records status and text; returns `status`. Clears any position. */
rap_status rap_fail(rap_error *err, rap_status status, const char *format, ...) RAP_PRINTF(3, 4);

/** As rap_fail, at line `line` (from 1); the text is "line 12: ..." . */
rap_status rap_fail_line(rap_error *err, rap_status status, uint64_t line, const char *format, ...)
    RAP_PRINTF(4, 5);

/** As rap_fail, at byte `byte` (from 0); the text is "byte 40: ..." . */
rap_status rap_fail_byte(rap_error *err, rap_status status, uint64_t byte, const char *format, ...)
    RAP_PRINTF(4, 5);

/** "out of memory" with RAP_E_MEMORY. */
rap_status rap_fail_memory(rap_error *err);

/** RAP_E_IO with what was tried, the path and the system's reason from errno. */
rap_status rap_fail_errno(rap_error *err, const char *what, const char *path);

/** Puts "<context>: " before the text of a recorded error; returns its status. */
rap_status rap_context(rap_error *err, rap_status status, const char *format, ...)
    RAP_PRINTF(3, 4);

/** Returns early with the status of a failing call. */
#define RAP_TRY(call)                              \
    do {                                           \
        rap_status rap_try_status = (call);        \
        if (rap_try_status != RAP_OK) return rap_try_status; \
    } while (0)

#endif
