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

/*
 * Static analysis sees one file at a time and can't know that a reporter returns what it was given: it would follow
 * paths on which failing is RAP_OK. This tells it; no compiler sees it, and error.c, which defines them, steps aside.
 */
#if defined(__clang_analyzer__) && !defined(RAP_BASE_ERROR_C)
#define rap_fail(err, status, ...) ((void)rap_fail(err, status, __VA_ARGS__), (status))
#define rap_fail_line(err, status, ...) ((void)rap_fail_line(err, status, __VA_ARGS__), (status))
#define rap_fail_byte(err, status, ...) ((void)rap_fail_byte(err, status, __VA_ARGS__), (status))
#define rap_fail_memory(err) ((void)rap_fail_memory(err), RAP_E_MEMORY)
#define rap_fail_errno(err, what, path) ((void)rap_fail_errno(err, what, path), RAP_E_IO)
#define rap_context(err, status, ...) ((void)rap_context(err, status, __VA_ARGS__), (status))
#endif

#endif
