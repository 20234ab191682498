// SPDX-License-Identifier: Apache-2.0
#include "query/args_match.h"

#include <string.h>

#include "cube/coded.h"
#include "cube/walk.h"

/* A range no leaf lies in. */
static const rap_range nothing = {UINT64_MAX, UINT64_MAX};

/* ------------------------------------------------------------ the hierarchy */

const char *rap_args_level_name(const rap_cube *cube, unsigned level)
{
    static const char *const usual[RAP_LEVELS] = {"domain", "field", "subfield", "topic"};
    if (cube && (cube->schema.levels[level][0] || cube->schema.form == RAP_PARTY_ORDERED)) return cube->schema.levels[level];
    return usual[level];
}

void rap_args_node_id(const rap_cube *cube, unsigned level, uint64_t number, rap_text *out)
{
    const char *name = rap_args_level_name(cube, level), *word = NULL;
    rap_subject_form form = cube ? rap_subject_form_of(&cube->schema) : RAP_SUBJECT_NUMBERS;
    if (form == RAP_SUBJECT_HS) {
        rap_text_printf(out, "%0*llu", (int)rap_subject_hs_digits(level), (unsigned long long)number);
        return;
    }
    if (form == RAP_SUBJECT_WORDS) { /* levels are named in any words, "commodity": they have no plural here */
        if ((word = rap_args_node_name(cube, level, number))) rap_text_puts(out, word);
        else rap_text_printf(out, "%s %llu", name, (unsigned long long)number);
        return;
    }
    rap_text_printf(out, "%ss/%s%llu", name, strcmp(name, "topic") == 0 ? "T" : "", (unsigned long long)number);
}

static bool is_at_level(rap_subject node, unsigned level)
{
    return rap_subject_at(node, level) != 0 && rap_subject_node(node, level) == node;
}

const char *rap_args_node_name(const rap_cube *cube, unsigned level, uint64_t number)
{
    for (uint32_t i = 0; cube && i < cube->n_names; i++)
        if (is_at_level(cube->name_nodes[i], level) && rap_subject_at(cube->name_nodes[i], level) == number)
            return cube->names[i];
    return NULL;
}

rap_status rap_args_need_subjects(const rap_cube *cube, const char *option, rap_error *err)
{
    for (uint32_t i = 0; i < cube->n_leaves; i++)
        if (cube->leaves[i]) return RAP_OK;
    return rap_fail(err, RAP_E_UNSUPPORTED, "%s: this cube holds no subjects (%s)", option,
                    cube->schema.form == RAP_PARTY_PAIR ? "published pair counts are of all fields together"
                                                        : "no work in it has a topic");
}

/* ------------------------------------------------------- what matches a leaf */

static unsigned char folded(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool contains(rap_span text, rap_span word)
{
    for (size_t i = 0; i + word.length <= text.length; i++) {
        size_t k = 0;
        while (k < word.length && folded(text.data[i + k]) == folded(word.data[k])) k++;
        if (k == word.length) return true;
    }
    return false;
}

static bool topic_matches(const rap_match *m, rap_subject leaf)
{
    const char *name = m->words.data && is_at_level(leaf, RAP_LEVELS - 1) ? rap_cube_name(m->cube, leaf) : NULL;
    rap_span rest = m->words, word;
    while (name && rap_span_next(&rest, '|', &word))
        if (contains(rap_span_of(name), rap_span_trim(word))) return true;
    return false;
}

static bool matches(const rap_match *m, rap_subject leaf)
{
    for (size_t i = 0; i < m->n_nodes; i++)
        if (rap_subject_at(leaf, m->nodes[i].level) == m->nodes[i].number) return true;
    for (size_t i = 0; i < m->n_selections; i++)
        if (rap_ranges_hold(m->selections[i].ranges, m->selections[i].n_ranges, leaf)) return true;
    return topic_matches(m, leaf);
}

size_t rap_match_leaves(const rap_match *m)
{
    size_t n = 0;
    for (uint32_t i = 0; i < m->cube->n_leaves; i++) n += m->cube->leaves[i] != 0 && matches(m, m->cube->leaves[i]);
    return n;
}

rap_status rap_match_ranges(rap_asking *asking, const rap_match *m, rap_selection *out, rap_error *err)
{
    size_t most = rap_match_leaves(m), runs = 0;
    out->n_ranges = 1;
    out->ranges = &nothing;
    if (most == 0) return RAP_OK;
    rap_range *ranges = rap_keep_new(&asking->keep, most, sizeof *ranges);
    if (!ranges) return rap_fail_memory(err);
    bool inside = false;
    for (uint32_t i = 0; i < m->cube->n_leaves; i++) {
        rap_subject leaf = m->cube->leaves[i];
        bool yes = leaf != 0 && matches(m, leaf);
        if (yes && !inside) ranges[runs++].low = leaf;
        if (yes) ranges[runs - 1].high = leaf;
        inside = yes;
    }
    out->n_ranges = runs;
    out->ranges = ranges;
    return RAP_OK;
}
