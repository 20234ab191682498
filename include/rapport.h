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
/** Frees the catalogue and every text got from it. NULL is fine. */
RAP_API void rap_catalog_close(rap_catalog *catalog);

/* ----------------------------------------------------------------- 3 cubes */

/** Facts at rest: a checksummed file mapped into memory. Immutable. */
typedef struct rap_cube rap_cube;

/**
 * Opens a cube file. Checks header, seal, sizes, offsets and axes, in time that does not grow with the
 * number of cells; a file of up to 64 MB is also hashed whole. rap_cube_verify() proves the rest.
 * Errors: RAP_E_IO, RAP_E_FORMAT (byte set), RAP_E_UNSUPPORTED (of a newer version), RAP_E_MEMORY.
 */
RAP_API RAP_MUST_CHECK rap_status rap_cube_open(const char *path, rap_cube **out, rap_error *err);
/** Unmaps the cube; what was borrowed from it is gone. NULL is fine. */
RAP_API void rap_cube_close(rap_cube *cube);

/** Re-checks everything a cube promises: every hash, order, range and sum. Linear in its size. */
RAP_API RAP_MUST_CHECK rap_status rap_cube_verify(const rap_cube *cube, rap_error *err);

/** The cube's identity: 16 hex digits of its content hash. Same facts, same identity. */
RAP_API const char *rap_cube_identity(const rap_cube *cube);

/** Number of cells: what one pass over the whole cube looks at. */
RAP_API uint64_t rap_cube_cells(const rap_cube *cube);

/**
 * Adds cubes: writes their sum to `path`, atomically. Refuses cubes of different schema and a
 * source file met twice. It can't see works that stand in two of them: ingest does.
 */
RAP_API RAP_MUST_CHECK rap_status rap_cube_merge(const rap_cube *const *cubes, size_t n,
                                                 const char *path, rap_error *err);

/* ---------------------------------------------------------------- 4 ingest */

/** Where an ingest stands; given to the caller's callback a few times a second, on the calling thread. */
typedef struct rap_progress {
    const char *stage;          /**< "reading", "reducing", "merging": for people */
    uint64_t bytes, bytes_total;/**< of input as stored (compressed); total 0 = not known */
    uint64_t text_bytes;        /**< decompressed so far */
    uint64_t works;             /**< lines that were works so far */
    uint64_t rejects;
    uint32_t files, files_total;
    double seconds;             /**< since the start of this run */
} rap_progress;

/** Called during long work; returning false asks to stop: RAP_E_INTERRUPTED, resumable. */
typedef bool (*rap_progress_fn)(void *arg, const rap_progress *progress);

/** How a work's set of countries is read from its authorships. */
typedef enum rap_country_rule {
    RAP_COUNTRIES_ELSE_INSTITUTIONS, /**< `countries`; the institutions' codes where that is absent, null or empty */
    RAP_COUNTRIES_UNION              /**< the union of both */
} rap_country_rule;

/** Options of rap_ingest_openalex(). Zero everything, set `size = sizeof`, then what differs. */
typedef struct rap_ingest_options {
    size_t size;                 /**< sizeof(rap_ingest_options) */
    const char *output;          /**< the cube to write */
    const char *temporary;       /**< folder in which "<name of output>.part" holds spills and journal; NULL = beside the output */
    const char *release;         /**< name of the data release, for provenance; NULL = not stated */
    const char *deleted_ids;     /**< deleted_ids.csv; NULL = the one in a snapshot tree, if any */
    rap_country_rule rule;
    bool keep_xpac, keep_paratext, keep_retracted; /**< left out by default */
    bool unique;                 /**< the source promises that no work id stands twice */
    bool strict;                 /**< the first reject is a failure, and every byte of JSON is validated */
    bool fresh;                  /**< do not resume: throw an earlier interrupted run away */
    bool dry_run;                /**< say what would be read; write nothing */
    uint32_t threads;            /**< 0 = one per core */
    uint64_t memory;             /**< bytes; 0 = 1 GB */
    uint32_t shard, shards;      /**< 0, 0, or: reads its part of the files only; `output` is a folder for rap_ingest_merge() */
    rap_progress_fn progress;    /**< may be NULL */
    void *progress_arg;
    const char *mapping;         /**< rap_ingest_table(): name of a shipped mapping, or the path of one */
} rap_ingest_options;

/** What an ingest did: a table of counts, rejects by kind with first positions, and the manifest check. */
typedef struct rap_table rap_table;

/**
 * Reads OpenAlex works from files, snapshot trees or "-" (standard input) into a cube. JSON Lines, plain or
 * gzip; API pages; Parquet in the snapshot's layout (files only). Streams within `memory`; a stopped run is resumed by the same call. `summary` is the
 * caller's to free. Errors: RAP_E_NOT_FOUND, RAP_E_IO, RAP_E_FORMAT (nothing usable, damaged gzip, strict), RAP_E_USAGE
 * (also: an interrupted run of other input is kept there), RAP_E_INTERRUPTED.
 */
RAP_API RAP_MUST_CHECK rap_status rap_ingest_openalex(const rap_catalog *catalog,
                                                      const char *const *paths, size_t n_paths,
                                                      const rap_ingest_options *options,
                                                      rap_table **summary, rap_error *err);

#define RAP_SHARDS_MAX 1000

/**
 * The cube of all shards of one ingest of OpenAlex works, given in any order: the same as of one process, also where a work
 * stands in several shards. Shards are read only. Of the options output, temporary, fresh, threads, memory and progress
 * count. A merge that was stopped is resumed by the same call. Errors: RAP_E_USAGE (shards missing, twice or of another
 * ingest), RAP_E_FORMAT (no shard, not complete, damaged), RAP_E_IO, RAP_E_INTERRUPTED.
 */
RAP_API RAP_MUST_CHECK rap_status rap_ingest_merge(const rap_catalog *catalog, const char *const *paths, size_t n,
                                                   const rap_ingest_options *options, rap_table **summary, rap_error *err);

/** Reads published country matrices (Pajek, one year a file) into a pair-only cube; otherwise as above. */
RAP_API RAP_MUST_CHECK rap_status rap_ingest_pajek(const rap_catalog *catalog,
                                                   const char *const *paths, size_t n_paths,
                                                   const rap_ingest_options *options,
                                                   rap_table **summary, rap_error *err);

/**
 * Reads tables (CSV, plain or gzip) of trade, capacity, power and the like into a cube of ordered parties, as
 * `options->mapping` says (docs/mappings.md). Streams within `memory`. A bad row is counted by reason, with the first
 * positions; under `strict` the first one fails. Errors as rap_ingest_openalex(); RAP_E_NOT_FOUND also for a mapping
 * that does not exist.
 */
RAP_API RAP_MUST_CHECK rap_status rap_ingest_table(const rap_catalog *catalog,
                                                   const char *const *paths, size_t n_paths,
                                                   const rap_ingest_options *options,
                                                   rap_table **summary, rap_error *err);

/* ------------------------------------------------------------ 5 indicators */

/** Why there is no number. Shown as such; never 0, never NaN in output. */
typedef enum rap_reason {
    RAP_DEFINED = 0,
    RAP_UNDEFINED_EMPTY,    /**< 0/0: nothing to divide */
    RAP_UNDEFINED_INFINITE, /**< c/0 with c > 0 */
    RAP_UNDEFINED_SELF,     /**< a country with itself */
    RAP_UNDEFINED_NO_DATA,  /**< this cube does not hold what the number needs */
    RAP_UNDEFINED_SMALL,    /**< below the stated minimum */
    RAP_UNDEFINED_RESIDUAL, /**< "all others" is no country */
    RAP_UNDEFINED_COUNTING, /**< of whole counts only, and works were counted as fractions */
    RAP_UNDEFINED_UNREACHED,/**< not within the years looked at */
    RAP_UNDEFINED_LIMIT,    /**< a limit that is neared and never reached */
    RAP_UNDEFINED_ROW,      /**< a column that is not about this row: shown to people as nothing */
    RAP_REASON_END
} rap_reason;

/** A number, or the reason why there is none. */
typedef struct rap_value {
    double value;       /**< meaningless unless reason is RAP_DEFINED */
    rap_reason reason;
} rap_value;

/** A short phrase for a reason: "empty: 0/0", "infinite", ... */
RAP_API const char *rap_reason_text(rap_reason reason);

/**
 * A cell read with its margins. For links between X and Y: n = C_XY joint works; row = C_X, col = C_Y links
 * with all others; all = T, every link once. For fields of a country: n = P_Xf, row = P_X, col = P_Wf,
 * all = P_W.
 */
typedef struct rap_quad {
    double n, row, col, all;
} rap_quad;

/** An estimate with its 95 % interval; `reason` of low and high where there is none. */
typedef struct rap_interval {
    rap_value low, high;
} rap_interval;

/**
 * n * all / (row * col): activity index, revealed comparative advantage (Balassa 1965), association strength
 * (van Eck & Waltman 2009). Neutral 1. 0/0 undefined; a zero margin under n > 0 infinite.
 */
RAP_API rap_value rap_ratio(rap_quad q);

/**
 * Probabilistic affinity of two countries: n * 2 all / (row * col), `all` being links counted once (Zitt et al.
 * 2000). Symmetric; neutral about 1 (it lets a country pair with itself in the expectation).
 */
RAP_API rap_value rap_affinity(rap_quad links);

/**
 * Relative intensity of collaboration of X with Y: (n/row) / ((col - n)/(all - row)) (Fuchs, Sivertsen & Rousseau
 * 2021). Asymmetric; neutral 0.5, since `all` counts links once. row = 0 undefined; n = 0 < row gives 0, undefined
 * if also col = 0; col = n > 0 infinite; all = row undefined.
 */
RAP_API rap_value rap_ric(rap_quad links);

/** 2 RIC: the same with its neutral value at 1. */
RAP_API rap_value rap_ric_n(rap_quad links);

/**
 * 95 % interval of RIC in risk-ratio form (Fuchs, Smolinsky & Rousseau 2022): ln RIC +- 1.96 sqrt(1/a - 1/n1 + 1/b -
 * 1/n2), a = n, n1 = row, b = col - n, n2 = all - row. At n = 0, a + 0.5 is used for the upper end and the lower is 0.
 * Links of one work are not independent: too narrow for works of many countries.
 */
RAP_API rap_interval rap_ric_interval(rap_quad links);

/**
 * 95 % interval of a count read as a Poisson number, by scores: those means m with |n - m| <= 1.96 sqrt(m), so n + 1.92 +- 1.96
 * sqrt(n + 0.96) (Rao 1948). The stability of the count; errors of the database come on top. Not for fractional counts.
 */
RAP_API rap_interval rap_count_interval(double n);

/** (n/row) / (col / (2 all - row)) (Luukkonen, Persson & Sivertsen 1992, with T = link ends). Neutral 1. */
RAP_API rap_value rap_luukkonen(rap_quad links);

/** (n/row) / (col/all) with international works: row = I_X, col = I_Y, all = I_W (NSF Science & Engineering Indicators). */
RAP_API rap_value rap_nsf_index(rap_quad international);

/** n / sqrt(row col) (Salton & McGill 1983); row, col are works, output or international: the caller says which. */
RAP_API rap_value rap_salton(rap_quad works);
/** n / (row + col - n) (Jaccard 1901). */
RAP_API rap_value rap_jaccard(rap_quad works);
/** n / min(row, col). */
RAP_API rap_value rap_inclusion(rap_quad works);
/** Symmetric form of a ratio: (r - 1)/(r + 1), -1..1, neutral 0 (Laursen 1998); infinite gives 1. */
RAP_API rap_value rap_symmetric(rap_value ratio);
/** n / whole as a share; 0/0 undefined. */
RAP_API rap_value rap_share(double n, double whole);

/** Cosine of two profiles of length `n`. All zero: undefined. */
RAP_API rap_value rap_profile_cosine(const double *x, const double *y, size_t n);
/** 1 - Jensen-Shannon divergence (base 2) of two profiles, each normalised to 1 (Lin 1991). */
RAP_API rap_value rap_profile_similarity(const double *x, const double *y, size_t n);

/** One indicator's page: what --explain prints. */
typedef struct rap_indicator {
    const char *name;       /**< as in column headers: "ric" */
    const char *title;      /**< "Relative intensity of collaboration" */
    const char *definition; /**< in words */
    const char *formula;
    const char *neutral;    /**< neutral value or "" */
    const char *degenerate; /**< what happens at the edges */
    const char *source;     /**< author, year, title or DOI */
} rap_indicator;

/** The indicator called `name`, or NULL. */
RAP_API const rap_indicator *rap_indicator_find(const char *name);
/** The i-th indicator, or NULL past the end. */
RAP_API const rap_indicator *rap_indicator_at(size_t i);

/* ------------------------------------------------------------- 6 questions */

/** One option of a question: name as on the command line without dashes; positionals by their names. */
typedef struct rap_option {
    const char *name, *value;
} rap_option;

/**
 * Asks `question` ("partners", "pair", "rank", ...) of a cube. The answer is the caller's to free. Errors:
 * RAP_E_USAGE (unknown question or option, contradictory lens), RAP_E_NOT_FOUND (no such country, group, area),
 * RAP_E_UNSUPPORTED (the cube does not hold what it takes: the text names what is missing), RAP_E_MEMORY.
 */
RAP_API RAP_MUST_CHECK rap_status rap_ask(const rap_catalog *catalog, const rap_cube *cube,
                                          const char *question, const rap_option *options,
                                          size_t n_options, rap_table **out, rap_error *err);

/** Takes the rows of a table that come before those it ends with; they are forgotten afterwards. A failure ends the asking. */
typedef rap_status (*rap_rows_fn)(void *arg, const rap_table *table, rap_error *err);

/**
 * The same for answers that may be larger than memory (export): rows are handed to `take` some thousands at a time, and
 * `out` gets the last of them with notes and receipt. Other questions hand nothing on: all their rows are in `out`.
 */
RAP_API RAP_MUST_CHECK rap_status rap_ask_rows(const rap_catalog *catalog, const rap_cube *cube, const char *question,
                                               const rap_option *options, size_t n_options, rap_rows_fn take, void *arg,
                                               rap_table **out, rap_error *err);

/* ---------------------------------------------------------------- 7 tables */

typedef enum rap_column_type { RAP_COLUMN_TEXT, RAP_COLUMN_INTEGER, RAP_COLUMN_REAL } rap_column_type;

/** A column's head: stable snake_case name, heading for people, unit, what the number means. */
typedef struct rap_column_info {
    const char *name, *title;
    const char *unit;            /**< "works", "share", "" */
    const char *indicator;       /**< name for rap_indicator_find(), or "" */
    rap_column_type type;
    int decimals;                /**< digits after the dot in tables for people; -1 = about four figures */
    bool detail;                 /**< shown to people only where style.detail */
    bool as_given;               /**< the numbers of a source: `decimals` digits at most, no zeros behind the last */
} rap_column_info;

/** A cell. Text is borrowed from the table. A number that is undefined has its reason. */
typedef struct rap_cell {
    rap_reason reason;
    const char *text;            /**< text columns: never NULL where defined */
    int64_t integer;
    double real;
} rap_cell;

/** Frees the table and every text got from it. NULL is fine. */
RAP_API void rap_table_free(rap_table *table);
/** What the table answers, in one line. Borrowed. */
RAP_API const char *rap_table_title(const rap_table *table);
/** Number of rows. */
RAP_API size_t rap_table_rows(const rap_table *table);
/** Number of columns. */
RAP_API size_t rap_table_columns(const rap_table *table);
/** `column` < rap_table_columns(). */
RAP_API rap_column_info rap_table_column(const rap_table *table, size_t column);
/** Index of the column called `name`, or SIZE_MAX. */
RAP_API size_t rap_table_find(const rap_table *table, const char *name);
/** `row` and `column` within bounds. */
RAP_API rap_cell rap_table_cell(const rap_table *table, size_t row, size_t column);
/** The i-th note (a sentence a reader must know), or NULL past the end. */
RAP_API const char *rap_table_note(const rap_table *table, size_t i);
/** The i-th line of the receipt as key and value; false past the end. */
RAP_API bool rap_table_receipt(const rap_table *table, size_t i, const char **key,
                               const char **value);

typedef enum rap_format {
    RAP_FORMAT_TABLE, RAP_FORMAT_CSV, RAP_FORMAT_TSV, RAP_FORMAT_JSON, RAP_FORMAT_NDJSON, RAP_FORMAT_END
} rap_format;

/** "table", "csv", "tsv", "json", "ndjson"; RAP_E_USAGE for another name. */
RAP_API RAP_MUST_CHECK rap_status rap_format_of(const char *name, rap_format *out, rap_error *err);

/** How a table is shown to people. */
typedef struct rap_style {
    bool colour;
    bool detail;  /**< all columns, also those marked detail */
    int width;    /**< columns of the terminal; 0 = no limit */
} rap_style;

/**
 * Writes a table. `table` prints notes and receipt below it and JSON holds them; CSV, TSV and NDJSON are data only:
 * rap_table_write_receipt() writes the rest. CSV after RFC 4180; an undefined number is an empty field (null in
 * JSON, with its reason beside it). RAP_E_IO where writing fails.
 */
RAP_API RAP_MUST_CHECK rap_status rap_table_write(const rap_table *table, rap_format format,
                                                  rap_style style, FILE *file, rap_error *err);
/**
 * The same in parts, for rap_ask_rows(): what takes its rows writes them with `first` at the first time, and the table that is
 * the answer comes with `last`. The bytes are those of one table with all rows. RAP_E_USAGE for `table`, which is laid out
 * by all of its rows, unless it is both first and last.
 */
RAP_API RAP_MUST_CHECK rap_status rap_table_write_part(const rap_table *table, rap_format format, rap_style style, bool first,
                                                       bool last, FILE *file, rap_error *err);
/** Writes notes and receipt as lines of text: what CSV, TSV and NDJSON leave out. RAP_E_IO where writing fails. */
RAP_API RAP_MUST_CHECK rap_status rap_table_write_receipt(const rap_table *table, FILE *file,
                                                          rap_error *err);

/* ---------------------------------------------------------------- 8 claims */

/** What data say of a statement. */
typedef enum rap_verdict {
    RAP_SUPPORTED, RAP_CONTRADICTED, RAP_UNDECIDABLE, RAP_ILL_POSED, RAP_VERDICT_END
} rap_verdict;

/** A constant word for a verdict: "supported", "contradicted", "undecidable", "ill-posed". */
RAP_API const char *rap_verdict_text(rap_verdict verdict);

/** A file of claims: asks, expectations, sources, readings. Grammar: docs/plans.md. */
typedef struct rap_plan rap_plan;

/** Reads a plan file. RAP_E_FORMAT with the line of the first mistake. */
RAP_API RAP_MUST_CHECK rap_status rap_plan_open(const char *path, rap_plan **out, rap_error *err);
/** Frees the plan. NULL is fine. */
RAP_API void rap_plan_close(rap_plan *plan);

/**
 * Keeps only the claims named in `names`, separated by commas: "R1,R3". RAP_E_NOT_FOUND, with the plan as it was, where it
 * has no claim of a name.
 */
RAP_API RAP_MUST_CHECK rap_status rap_plan_select(rap_plan *plan, const char *names, rap_error *err);

/** A cube under the name by which the asks of a plan call for it: cube=NAME. */
typedef struct rap_named_cube {
    const char *name;
    const rap_cube *cube;
} rap_named_cube;

/**
 * Checks every claim of a plan against cubes: each ask goes to the one it names, or to the first. What a cube that is not
 * among them would decide is undecidable. `out` has one row a claim and reading: claim, statement, reading,
 * verdict, evidence in numbers, what is missing, source. `counts` has one entry a verdict, readings not counted.
 */
RAP_API RAP_MUST_CHECK rap_status rap_plan_check(const rap_plan *plan, const rap_catalog *catalog,
                                                 const rap_named_cube *cubes, size_t n_cubes,
                                                 rap_table **out, size_t counts[RAP_VERDICT_END],
                                                 rap_error *err);

#ifdef __cplusplus
}
#endif
#endif
