// SPDX-License-Identifier: Apache-2.0
/*
 * args_table - the options of questions to tables (trade, capacity, power): which facts, whose, and on which side; and
 * their subjects, which are HS codes or words.
 */
#include <string.h>

#include "cube/coded.h"
#include "query/args_match.h"

static rap_status set_word(const char *option, const char *const *words, size_t n, const char *value, const char **out,
                           rap_error *err)
{
    rap_text list = {0};
    for (size_t i = 0; i < n; i++) {
        if (strcmp(words[i], value) == 0) {
            *out = words[i];
            rap_text_release(&list);
            return RAP_OK;
        }
        rap_text_printf(&list, "%s%s", i ? ", " : "", words[i]);
    }
    rap_status status = rap_fail(err, RAP_E_USAGE, "%s: '%.60s' is none of %s", option, value, rap_text_get(&list));
    rap_text_release(&list);
    return status;
}

rap_status rap_args_status(rap_args *args, const char *value, rap_error *err)
{
    static const char *const words[] = {"observed", "announced", "projected"};
    return set_word("status", words, 3, value, &args->asking->status, err);
}

rap_status rap_args_report(rap_args *args, const char *value, rap_error *err)
{
    static const char *const words[] = {"importer", "exporter"};
    return set_word("report", words, 2, value, &args->asking->report, err);
}

rap_status rap_args_source(rap_args *args, const char *value, rap_error *err)
{
    (void)err;
    args->asking->source = value; /* the kinds of the cube are searched when the measure is known */
    return RAP_OK;
}

rap_status rap_args_flow(rap_args *args, const char *value, rap_error *err)
{
    static const char *const words[] = {"exports", "imports"};
    return set_word("flow", words, 2, value, &args->asking->side, err);
}

bool rap_args_is_side(const char *value)
{
    return strcmp(value, "owner") == 0 || strcmp(value, "place") == 0;
}

rap_status rap_args_owner(rap_args *args, const char *value, rap_error *err)
{
    rap_expression e = {0};
    RAP_TRY(rap_args_expression(args->asking, "owner", rap_span_of(value), &e, err));
    args->asking->n_first = e.n_members;
    args->asking->first = e.members;
    return RAP_OK;
}

rap_status rap_args_place(rap_args *args, const char *value, rap_error *err)
{
    rap_expression e = {0};
    RAP_TRY(rap_args_expression(args->asking, "place", rap_span_of(value), &e, err));
    args->asking->n_second = e.n_members;
    args->asking->second = e.members;
    return RAP_OK;
}

/* What goes with which sort of cube is known here only. */
rap_status rap_args_finish_table(rap_args *args, rap_error *err)
{
    const rap_asking *asking = args->asking;
    const rap_schema *schema = &asking->cube->schema;
    const rap_lens *lens = &asking->lens;
    bool ordered = schema->form == RAP_PARTY_ORDERED, owners = strcmp(schema->rule, "owner>place") == 0;
    bool sides = asking->side && rap_args_is_side(asking->side);
    if (!ordered && (asking->status || asking->report || asking->source || asking->side || asking->n_first || asking->n_second))
        return rap_fail(err, RAP_E_UNSUPPORTED, "status, report, source, flow, owner and place are of tables; this cube holds works");
    if (!ordered) return RAP_OK;
    if (lens->counting != RAP_COUNT_FULL || lens->bilateral_only || lens->max_countries || args->kind)
        return rap_fail(err, RAP_E_UNSUPPORTED, "count, kind, bilateral-only and max-countries are of works; this cube holds "
                                                "%s", schema->domain);
    if ((asking->n_first || asking->n_second || sides) && !owners)
        return rap_fail(err, RAP_E_UNSUPPORTED, "owner and place are of cubes of capacity; the parties of this one are %s",
                        schema->rule);
    if (asking->side && !sides && strcmp(schema->rule, "exporter>importer") != 0)
        return rap_fail(err, RAP_E_UNSUPPORTED, "flow is of cubes of trade; the parties of this one are %s", schema->rule);
    return RAP_OK;
}

/* -------------------------------------------------------------------- subjects */

static bool same(rap_span word, const char *name)
{
    rap_span other = rap_span_of(name);
    if (word.length != other.length) return false;
    for (size_t i = 0; i < word.length; i++) {
        char a = word.data[i], b = other.data[i];
        a = (char)(a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a);
        b = (char)(b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b);
        if (a != b) return false;
    }
    return true;
}

/* The lowest level at which a node has a number. */
static unsigned level_of(rap_subject node)
{
    unsigned level = RAP_LEVELS - 1;
    while (level > 0 && rap_subject_at(node, level) == 0) level--;
    return level;
}

/* True where the path above `node` ends in the words before the last: "lithium/mining" fits mining under lithium. */
static bool path_fits(const rap_cube *cube, rap_subject node, rap_span words)
{
    rap_span word = words;
    for (size_t i = words.length; i > 0; i--)
        if (words.data[i - 1] == '/') {
            word = (rap_span){words.data + i, words.length - i};
            words.length = i - 1;
            break;
        }
    bool more = word.data != words.data;
    const char *name = rap_cube_name(cube, node);
    if (!name || !same(rap_span_trim(word), name)) return false;
    unsigned level = level_of(node);
    return !more || (level > 0 && path_fits(cube, rap_subject_node(node, level - 1), words));
}

static rap_range range_of(rap_subject node)
{
    unsigned level = level_of(node);
    return (rap_range){node, level == RAP_LEVELS - 1 ? node : node | ((UINT64_C(1) << rap_level_shift[level]) - 1)};
}

bool rap_args_words(rap_asking *asking, rap_span words, rap_selection *out)
{
    const rap_cube *cube = asking->cube;
    rap_range *ranges = rap_keep_new(&asking->keep, cube->n_names, sizeof *ranges);
    size_t n = 0;
    for (uint32_t i = 0; ranges && i < cube->n_names; i++) {
        rap_subject node = cube->name_nodes[i];
        if (n && node <= ranges[n - 1].high) continue; /* below one that is in already */
        if (path_fits(cube, node, words)) ranges[n++] = range_of(node);
    }
    *out = (rap_selection){.name = rap_keep_text(&asking->keep, words), .n_ranges = n, .ranges = ranges};
    out->title = out->name;
    return n > 0;
}

bool rap_args_hs(rap_asking *asking, rap_span code, rap_selection *out)
{
    rap_subject node = rap_subject_hs(code);
    rap_range *range = node ? rap_keep_new(&asking->keep, 1, sizeof *range) : NULL;
    if (!range) return false;
    *range = range_of(node);
    const char *title = rap_cube_name(asking->cube, node);
    *out = (rap_selection){.name = rap_keep_text(&asking->keep, code), .n_ranges = 1, .ranges = range};
    out->title = title ? title : out->name;
    for (uint32_t i = 0; i < asking->cube->n_leaves; i++)
        if (range->low <= asking->cube->leaves[i] && asking->cube->leaves[i] <= range->high) return true;
    return false;
}

void rap_args_path(const rap_cube *cube, rap_subject leaf, rap_text *out)
{
    unsigned last = level_of(leaf);
    if (rap_subject_form_of(&cube->schema) == RAP_SUBJECT_HS) {
        rap_text_printf(out, "%0*llu", (int)rap_subject_hs_digits(last), (unsigned long long)rap_subject_at(leaf, last));
        return;
    }
    size_t start = out->length;
    for (unsigned level = 0; level <= last; level++) {
        const char *name = rap_subject_at(leaf, level) ? rap_cube_name(cube, rap_subject_node(leaf, level)) : NULL;
        if (name) rap_text_printf(out, "%s%s", out->length > start ? "/" : "", name);
    }
}
