// SPDX-License-Identifier: Apache-2.0
/*
 * rapport.h - measure cooperation between countries from open data.
 *
 * The only public header. It reads as a table of contents, in floor order:
 *
 *   1 errors       every failing call: a status to branch on, a text to show
 *   2 catalogue    countries, groups, areas and kinds: the vocabulary of questions
 *   3 cubes        facts at rest: open, describe, verify, merge
 *   4 ingest       files -> cube
 *   5 indicators   pure functions of a quad, each with formula and paper
 *   6 questions    cube + options -> table
 *   7 tables       values, definitions, receipt; writing them out
 *   8 claims       plan files -> verdicts
 *
 * Conventions. What you `new` or `open` you `free` or `close`; NULL is fine.
 * Whatever can fail returns rap_status and takes `rap_error *` last, which may be
 * NULL. `out` parameters are written only on success. Text got from an object is
 * borrowed and lives as long as the object. The library never prints, never exits
 * and keeps no mutable global but the choice of the processor's vector width.
 * A `const rap_cube *` may be shared by any number of threads.
 */
#ifndef RAPPORT_H
#define RAPPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define RAP_API __attribute__((visibility("default")))
#define RAP_MUST_CHECK __attribute__((warn_unused_result))
#define RAP_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define RAP_API
#define RAP_MUST_CHECK
#define RAP_PRINTF(fmt, args)
#endif

#define RAP_VERSION "0.1.0"

/** The version of the library that is linked, as "major.minor.patch". */
RAP_API const char *rap_version(void);

/* ---------------------------------------------------------------- 1 errors */

/** What went wrong, to branch on. The text in rap_error is for people. */
typedef enum rap_status {
    RAP_OK = 0,
    RAP_E_MEMORY,      /**< an allocation failed */
    RAP_E_IO,          /**< the system refused: open, read, write, space, permission */
    RAP_E_FORMAT,      /**< input is not what it claims to be: damaged or malformed */
    RAP_E_USAGE,       /**< the caller asked something that makes no sense */
    RAP_E_NOT_FOUND,   /**< a name, file or code that does not exist */
    RAP_E_UNSUPPORTED, /**< well formed, but this cube or version can't answer it */
    RAP_E_INTERRUPTED, /**< stopped on request; work so far is kept for a resume */
    RAP_STATUS_END     /**< one past the last status, for sweeps */
} rap_status;

#define RAP_ERROR_TEXT 480

/** Filled on failure. `line` (from 1) or `byte` (offset from 0) is set where a position is known. */
typedef struct rap_error {
    rap_status status;
    uint64_t line;    /**< 0 = not known */
    uint64_t byte;    /**< valid where has_byte */
    bool has_byte;
    char text[RAP_ERROR_TEXT];
} rap_error;

/** A constant English phrase for a status, for any value of it. */
RAP_API const char *rap_status_text(rap_status status);

/* ------------------------------------------------------------- 2 catalogue */

/**
 * The vocabulary: countries, groups of countries (with dates), areas (unions of fields),
 * kinds (named sets of document types). Plain text tables; the program carries a copy.
 */
typedef struct rap_catalog rap_catalog;

/**
 * Opens the catalogue: the built-in tables, or those of folder `dir` (countries.tsv, groups.tsv,
 * areas.tsv, kinds.tsv; a missing file means the built-in one). Errors: RAP_E_IO, RAP_E_FORMAT
 * (with file and line), RAP_E_MEMORY.
 */
RAP_API RAP_MUST_CHECK rap_status rap_catalog_open(const char *dir, rap_catalog **out,
                                                   rap_error *err);
RAP_API void rap_catalog_close(rap_catalog *catalog);

/* ----------------------------------------------------------------- 3 cubes */

/** Facts at rest: a checksummed file mapped into memory. Immutable. */
typedef struct rap_cube rap_cube;

/**
 * Opens a cube file. Checks header, seal, sizes and offsets, in time that does not depend on the
 * size of the file; rap_cube_verify() proves the rest. Errors: RAP_E_IO, RAP_E_FORMAT (byte set).
 */
RAP_API RAP_MUST_CHECK rap_status rap_cube_open(const char *path, rap_cube **out, rap_error *err);
RAP_API void rap_cube_close(rap_cube *cube);

/** Re-checks everything a cube promises: every hash, order, range and sum. Linear in its size. */
RAP_API RAP_MUST_CHECK rap_status rap_cube_verify(const rap_cube *cube, rap_error *err);

/** The cube's identity: 16 hex digits of its content hash. Same facts, same identity. */
RAP_API const char *rap_cube_identity(const rap_cube *cube);

/**
 * Adds cubes: writes their sum to `path`, atomically. Refuses cubes of different schema and a
 * source file met twice. It can't see works that stand in two of them: ingest does.
 */
RAP_API RAP_MUST_CHECK rap_status rap_cube_merge(const rap_cube *const *cubes, size_t n,
                                                 const char *path, rap_error *err);

#ifdef __cplusplus
}
#endif
#endif
