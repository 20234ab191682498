// SPDX-License-Identifier: Apache-2.0
/*
 * args - what the files that understand options share: the asking under construction and its memory.
 *
 * args.c owns the table of options and calls one setter for each that was given; args_lens.c, args_group.c and
 * args_subject.c have the setters. What depends on several options (subjects told apart, nodes that overlap) is worked
 * out by the finish functions, when all were seen, so the order of options does not matter.
 */
#ifndef RAP_QUERY_ARGS_H
#define RAP_QUERY_ARGS_H

#include "query/asking.h"

#define RAP_ARGS_SELECTIONS 32

/** One --area, --subject or --topic. */
typedef struct rap_selection {
    const char *name, *title;      /**< stable id, and for people */
    size_t n_ranges;
    const rap_range *ranges;
} rap_selection;

#define RAP_AXIS_NONE (-1)
#define RAP_AXIS_AREA RAP_LEVELS   /**< 0 .. RAP_LEVELS - 1 are the levels */
#define RAP_AXIS_LEAF (RAP_LEVELS + 1) /**< every subject as it stands in the cube */

typedef struct rap_args {
    rap_asking *asking;
    unsigned positionals;          /**< bit i: the i-th was given */
    const char *kind;              /**< NULL = not given */
    int axis;                      /**< of --each, beside years */
    size_t n_selections;
    rap_selection selections[RAP_ARGS_SELECTIONS];
} rap_args;

/** An expression of countries and groups, worked out. */
typedef struct rap_expression {
    const rap_country *country;    /**< where it is one country and nothing else; no members then */
    const char *label;
    size_t n_members;
    const rap_membership *members; /**< sorted by place and year, spells of a place apart */
} rap_expression;

typedef rap_status (*rap_args_fn)(rap_args *args, const char *value, rap_error *err);

/** A whole number from `low` to `high`; the message says what the option wants. */
rap_status rap_args_number(const char *option, const char *value, uint64_t low, uint64_t high, uint64_t *out,
                           rap_error *err);
/** True for an option that is a switch and was given as on: no value, 1, true or yes. RAP_E_USAGE for what is no switch value. */
rap_status rap_args_switch(const char *option, const char *value, bool *out, rap_error *err);

/* args_lens.c */
rap_status rap_args_years(rap_args *args, const char *value, rap_error *err);
rap_status rap_args_kind(rap_args *args, const char *value, rap_error *err);
rap_status rap_args_count(rap_args *args, const char *value, rap_error *err);
rap_status rap_args_bilateral(rap_args *args, const char *value, rap_error *err);
rap_status rap_args_max_countries(rap_args *args, const char *value, rap_error *err);
rap_status rap_args_without(rap_args *args, const char *value, rap_error *err);
rap_status rap_args_merge(rap_args *args, const char *value, rap_error *err);
rap_status rap_args_finish_lens(rap_args *args, rap_error *err);

/* args_group.c */
rap_status rap_args_expression(rap_asking *asking, const char *option, rap_span text, rap_expression *out,
                               rap_error *err);
rap_status rap_args_node(rap_args *args, size_t place, const char *name, const char *value, rap_error *err);
rap_status rap_args_group(rap_args *args, const char *value, rap_error *err);
rap_status rap_args_among(rap_args *args, const char *value, rap_error *err);
rap_status rap_args_finish_nodes(rap_args *args, rap_error *err);

/* args_subject.c */
rap_status rap_args_area(rap_args *args, const char *value, rap_error *err);
rap_status rap_args_subject(rap_args *args, const char *value, rap_error *err);
rap_status rap_args_topic(rap_args *args, const char *value, rap_error *err);

/* args_table.c */
rap_status rap_args_status(rap_args *args, const char *value, rap_error *err);
rap_status rap_args_report(rap_args *args, const char *value, rap_error *err);
rap_status rap_args_source(rap_args *args, const char *value, rap_error *err);
rap_status rap_args_flow(rap_args *args, const char *value, rap_error *err);
rap_status rap_args_owner(rap_args *args, const char *value, rap_error *err);
rap_status rap_args_place(rap_args *args, const char *value, rap_error *err);
bool rap_args_is_side(const char *value); /**< owner or place */
rap_status rap_args_finish_table(rap_args *args, rap_error *err);
/** Selects what has a path of names that ends in `words` ("lithium/mining", "mining"); false where nothing has. */
bool rap_args_words(rap_asking *asking, rap_span words, rap_selection *out);
/** Selects an HS code of 2, 4 or 6 digits; false where it is none or the cube has nothing of it. */
bool rap_args_hs(rap_asking *asking, rap_span code, rap_selection *out);
/** Adds the stable id of a subject of a table: its HS code, or the path of its words. */
void rap_args_path(const rap_cube *cube, rap_subject leaf, rap_text *out);

/* args_parts.c */
rap_status rap_args_each(rap_args *args, const char *value, rap_error *err);
rap_status rap_args_finish_subjects(rap_args *args, rap_error *err);

/** The area called `name`; RAP_E_NOT_FOUND with the nearest name otherwise. */
rap_status rap_args_find_area(const rap_catalog *catalog, rap_span name, const rap_area **out, rap_error *err);
/** "fields/22" for a node of the hierarchy, in the cube's names of levels (OpenAlex's without a cube). */
void rap_args_node_id(const rap_cube *cube, unsigned level, uint64_t number, rap_text *out);
/** The name that the cube has for a node at `level`, wherever it stands in the hierarchy, or NULL. */
const char *rap_args_node_name(const rap_cube *cube, unsigned level, uint64_t number);

#endif
