// SPDX-License-Identifier: Apache-2.0
/*
 * asking - a question with its options understood: what args makes of words and what ask_*.c read.
 *
 * One declaration of every option (args.c) parses the command line and URLs, prints help and fills the manual.
 */
#ifndef RAP_QUERY_ASKING_H
#define RAP_QUERY_ASKING_H

#include "base/keep.h"
#include "base/table.h"
#include "cube/lens.h"
#include "cube/spread.h"

/** A country or group named in a question. Groups are nodes of the lens, in its order. */
typedef struct rap_node_ref {
    const char *label;           /**< "NO", "nordic", "DK+FI": as shown in tables */
    rap_place place;             /**< 0 for a group */
    uint32_t group;              /**< index in lens.groups where place is 0 */
} rap_node_ref;

typedef struct rap_asking {
    const rap_catalog *catalog;
    const rap_cube *cube;
    const struct rap_question *question;

    size_t n_nodes;              /**< positionals: country or group */
    rap_node_ref nodes[2];

    rap_lens lens;
    char subject_text[256];      /**< the lens in words, for the receipt: "area technology", "all subjects" */
    char kind_text[128];
    char group_text[256];

    bool each_year;
    size_t n_parts;              /**< --each area|field|subfield|topic|domain, or several --area: subjects apart */
    rap_part *parts;             /**< named by stable ids: "technology", "fields/22", "topics/T10211" */
    const char *const *part_titles; /**< for people: "Technology", "Engineering"; one a part */

    size_t n_among;              /**< --among: partners that are eligible for ranks; 0 = all */
    const rap_membership *among;

    uint64_t top;                /**< 0 = all rows */
    uint64_t bootstrap;          /**< replicates; 0 = analytic intervals */
    uint64_t seed;
    double min_expected;         /**< for ranks by RIC and specialisation; the question has the default */
    const char *sort;            /**< column name or NULL */
    const char *measure;         /**< trend, forecast: list of measures; NULL = the usual ones */
    int horizon;                 /**< forecast: years ahead; 0 = the usual number */
    double level;                /**< target: what is to be reached; NaN = not given */
    bool level_percent;          /**< it was given in per cent: of a share only */
    bool at_most;                /**< target: the level or less, not the level or more */
    int by;                      /**< target: its year; 0 = not given */
    const char *completion;      /**< scenario, chain-forward: parts of what was announced, "32%,50%"; NULL = all */
    int until;                   /**< target: the last year that may be known; 0 = the last that is complete */
    const char *status, *report, *source; /**< tables: which facts count; NULL = the usual ones */
    const char *side;            /**< tables: exports, imports, owner, place; NULL = the usual one */
    size_t n_first, n_second;    /**< tables: only these owners, only these places; 0 = any */
    const rap_membership *first, *second;
    const char *plane;           /**< export: facts (the default) | pairs | countries */

    rap_rows_fn take;            /**< export: takes rows as they come; NULL = all stay in the table */
    void *take_arg;
    size_t block, batch;         /**< export: rows handed on together, numbers summed together; 0 = as many as pay; for tests */

    size_t n_options;            /**< as given, for the receipt */
    const rap_option *options;   /**< borrowed from the caller of rap_asking_init() */
    rap_keep keep;               /**< owns what is pointed to */
} rap_asking;

typedef rap_status (*rap_ask_fn)(const rap_asking *asking, rap_table **out, rap_error *err);

/**
 * A question. How to add one: write ask_<name>.c with one rap_ask_fn, add its row to registry.c; the command line, help,
 * manual, completion and (later) URL follow from the row.
 */
typedef struct rap_question {
    const char *name;
    const char *positionals[3];  /**< names, NULL-terminated: {"country", "partner"} */
    size_t required;             /**< how many of them must be given */
    const char *options;         /**< names of the options it takes, separated by blanks, beyond the lens's own */
    const char *default_each;    /**< subjects told apart where nothing else is asked, or NULL */
    double default_min_expected;
    bool needs_cube;
    bool cuts_rows;              /**< may have very many rows: --top keeps the first */
    bool lens;                   /**< it looks at facts, so it takes the options of the lens */
    const char *summary;         /**< one line */
    const char *help;            /**< a paragraph */
    const char *examples[4];     /**< command lines without "rapport", NULL-terminated */
    rap_ask_fn ask;              /**< of cubes of works, and without a cube; NULL: it can't be asked of them */
    rap_ask_fn ask_table;        /**< of cubes of ordered parties; NULL: it can't be asked of them */
    const char *table_each;      /**< as default_each, for those */
} rap_question;

const rap_question *rap_question_find(rap_span name);
const rap_question *rap_question_at(size_t i);      /**< NULL past the end */

/** True where `question` takes the option `name` (its positionals are not options). */
bool rap_question_takes(const rap_question *question, rap_span name);

/** One option's declaration. */
typedef struct rap_option_spec {
    const char *name;            /**< without dashes: "years" */
    const char *value;           /**< placeholder: "Y1-Y2", or the choices "full|country|author"; NULL for a switch */
    const char *summary;         /**< one line for help */
    bool lens;                   /**< every question that looks at facts takes it */
    bool repeats;                /**< may be given several times */
} rap_option_spec;

const rap_option_spec *rap_option_spec_find(rap_span name);
const rap_option_spec *rap_option_spec_at(size_t i);

/**
 * Understands options (positionals are options named as in the question). Names what is wrong and what would be right; suggests the
 * nearest name for an unknown one. `cube` may be NULL where the question needs none. Errors: RAP_E_USAGE; RAP_E_NOT_FOUND for a
 * name that no table of the catalogue has; RAP_E_UNSUPPORTED for years, subjects and topics that this cube does not hold.
 */
RAP_MUST_CHECK rap_status rap_asking_init(const rap_catalog *catalog, const rap_cube *cube,
                                          const rap_question *question, const rap_option *options,
                                          size_t n_options, rap_asking *out, rap_error *err);
/** The same, and who answers: the question as it is asked of works, or of tables. RAP_E_UNSUPPORTED where this cube has no answer. */
RAP_MUST_CHECK rap_status rap_asking_open(const rap_catalog *catalog, const rap_cube *cube, const rap_question *question,
                                          const rap_option *options, size_t n_options, rap_asking *out, rap_ask_fn *ask,
                                          rap_error *err);
void rap_asking_release(rap_asking *asking);

/**
 * Adds the receipt that every table carries: program version, cube identity and release, question, lens in words, counting.
 * The question itself adds what only it knows: denominators and the coverage of the works it looked at.
 */
void rap_asking_receipt(const rap_asking *asking, rap_table *table);

rap_status rap_ask_table_rank(const rap_asking *asking, rap_table **out, rap_error *err);
rap_status rap_ask_table_partners(const rap_asking *asking, rap_table **out, rap_error *err);
rap_status rap_ask_table_profile(const rap_asking *asking, rap_table **out, rap_error *err);
rap_status rap_ask_table_export(const rap_asking *asking, rap_table **out, rap_error *err);
rap_status rap_ask_trade(const rap_asking *asking, rap_table **out, rap_error *err);
rap_status rap_ask_dependency(const rap_asking *asking, rap_table **out, rap_error *err);
rap_status rap_ask_partners(const rap_asking *asking, rap_table **out, rap_error *err);
rap_status rap_ask_pair(const rap_asking *asking, rap_table **out, rap_error *err);
rap_status rap_ask_profile(const rap_asking *asking, rap_table **out, rap_error *err);
rap_status rap_ask_rank(const rap_asking *asking, rap_table **out, rap_error *err);
rap_status rap_ask_fields(const rap_asking *asking, rap_table **out, rap_error *err);
rap_status rap_ask_trend(const rap_asking *asking, rap_table **out, rap_error *err);
rap_status rap_ask_forecast(const rap_asking *asking, rap_table **out, rap_error *err);
rap_status rap_ask_target(const rap_asking *asking, rap_table **out, rap_error *err);
rap_status rap_ask_figures(const rap_asking *asking, rap_table **out, rap_error *err);
rap_status rap_ask_scenario(const rap_asking *asking, rap_table **out, rap_error *err);
rap_status rap_ask_export(const rap_asking *asking, rap_table **out, rap_error *err);
rap_status rap_ask_groups(const rap_asking *asking, rap_table **out, rap_error *err);
rap_status rap_ask_areas(const rap_asking *asking, rap_table **out, rap_error *err);
rap_status rap_ask_chain_footprint(const rap_asking *asking, rap_table **out, rap_error *err);
rap_status rap_ask_chain_forward(const rap_asking *asking, rap_table **out, rap_error *err);
rap_status rap_ask_chain_origin(const rap_asking *asking, rap_table **out, rap_error *err);
rap_status rap_ask_chain_dependency(const rap_asking *asking, rap_table **out, rap_error *err);
rap_status rap_ask_chain_compare(const rap_asking *asking, rap_table **out, rap_error *err);
rap_status rap_ask_chain_sensitivity(const rap_asking *asking, rap_table **out, rap_error *err);
rap_status rap_ask_chain_whatif(const rap_asking *asking, rap_table **out, rap_error *err);
rap_status rap_ask_info(const rap_asking *asking, rap_table **out, rap_error *err);

#endif
