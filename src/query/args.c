// SPDX-License-Identifier: Apache-2.0
/*
 * args - the one declaration of every option, and how a list of options becomes an asking.
 *
 * How to add an option: one row in `table` and one setter. Command line, help, manual, completion and URLs follow.
 */
#include "query/args.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "query/suggest.h"

void rap_asking_release(rap_asking *asking)
{
    if (!asking) return;
    rap_keep_release(&asking->keep);
    *asking = (rap_asking){0};
}

/* ------------------------------------------------------------ plain values */

rap_status rap_args_number(const char *option, const char *value, uint64_t low, uint64_t high, uint64_t *out,
                           rap_error *err)
{
    uint64_t number;
    if (!rap_parse_u64(rap_span_of(value), high, &number) || number < low) {
        if (high == UINT64_MAX)
            return rap_fail(err, RAP_E_USAGE, "%s: '%.60s' is not a whole number", option, value);
        return rap_fail(err, RAP_E_USAGE, "%s: '%.60s' is not a whole number from %llu to %llu", option, value,
                        (unsigned long long)low, (unsigned long long)high);
    }
    *out = number;
    return RAP_OK;
}

rap_status rap_args_switch(const char *option, const char *value, bool *out, rap_error *err)
{
    static const char *const on[] = {"", "1", "true", "yes"}, *const off[] = {"0", "false", "no"};
    for (size_t i = 0; i < sizeof on / sizeof *on; i++)
        if (!value || strcmp(value, on[i]) == 0) {
            *out = true;
            return RAP_OK;
        }
    for (size_t i = 0; i < sizeof off / sizeof *off; i++)
        if (strcmp(value, off[i]) == 0) {
            *out = false;
            return RAP_OK;
        }
    return rap_fail(err, RAP_E_USAGE, "%s: '%.60s' is no value for a switch: give it alone, or yes or no", option,
                    value);
}

static rap_status set_top(rap_args *args, const char *value, rap_error *err)
{
    return rap_args_number("top", value, 0, UINT64_MAX, &args->asking->top, err);
}

static rap_status set_bootstrap(rap_args *args, const char *value, rap_error *err)
{
    return rap_args_number("bootstrap", value, 2, 100000, &args->asking->bootstrap, err);
}

static rap_status set_seed(rap_args *args, const char *value, rap_error *err)
{
    return rap_args_number("seed", value, 0, UINT64_MAX, &args->asking->seed, err);
}

static rap_status set_min_expected(rap_args *args, const char *value, rap_error *err)
{
    double least;
    if (!rap_parse_double(rap_span_of(value), &least) || least < 0)
        return rap_fail(err, RAP_E_USAGE, "min-expected: '%.60s' is not a number of 0 or more", value);
    args->asking->min_expected = least;
    return RAP_OK;
}

static rap_status set_sort(rap_args *args, const char *value, rap_error *err)
{
    (void)err;
    args->asking->sort = value; /* the question knows its columns */
    return RAP_OK;
}

static rap_status set_horizon(rap_args *args, const char *value, rap_error *err)
{
    uint64_t years = 0;
    RAP_TRY(rap_args_number("horizon", value, 1, 20, &years, err));
    args->asking->horizon = (int)years;
    return RAP_OK;
}

static rap_status set_year(const char *option, const char *value, int *out, rap_error *err)
{
    uint64_t year = 0;
    RAP_TRY(rap_args_number(option, value, 1, 9999, &year, err));
    *out = (int)year;
    return RAP_OK;
}

static rap_status set_by(rap_args *args, const char *value, rap_error *err)
{
    if (rap_args_is_side(value)) {
        args->asking->side = value;
        return RAP_OK;
    }
    return set_year("by", value, &args->asking->by, err);
}

static rap_status set_until(rap_args *args, const char *value, rap_error *err)
{
    return set_year("until", value, &args->asking->until, err);
}

/* "95%", "95 %" and "0.95" are the same. */
static rap_status set_level(rap_args *args, const char *value, rap_error *err)
{
    rap_span text = rap_span_trim(rap_span_of(value));
    bool percent = text.length && text.data[text.length - 1] == '%';
    double level;
    if (percent) text = rap_span_trim((rap_span){text.data, text.length - 1});
    if (!rap_parse_double(text, &level) || level < 0)
        return rap_fail(err, RAP_E_USAGE, "level: '%.60s' is not a number of 0 or more, as 95%% or 0.95", value);
    args->asking->level = percent ? level / 100 : level;
    args->asking->level_percent = percent;
    return RAP_OK;
}

static rap_status set_completion(rap_args *args, const char *value, rap_error *err)
{
    (void)err;
    args->asking->completion = value; /* a list; the question reads it */
    return RAP_OK;
}

static rap_status set_at_most(rap_args *args, const char *value, rap_error *err)
{
    return rap_args_switch("at-most", value, &args->asking->at_most, err);
}

/* One of the words of a placeholder "a|b|c". */
static rap_status set_choice(const char *option, const char *value, const char **out, rap_error *err)
{
    const char *choices = rap_option_spec_find(rap_span_of(option))->value;
    rap_span rest = rap_span_of(choices), word;
    while (rap_span_next(&rest, '|', &word))
        if (rap_span_is(word, value)) {
            *out = value;
            return RAP_OK;
        }
    return rap_fail(err, RAP_E_USAGE, "%s: '%.60s' is none of %s", option, value, choices);
}

static rap_status set_measure(rap_args *args, const char *value, rap_error *err)
{
    (void)err;
    args->asking->measure = value; /* a list; the question knows its measures */
    return RAP_OK;
}

static rap_status set_plane(rap_args *args, const char *value, rap_error *err)
{
    return set_choice("plane", value, &args->asking->plane, err);
}

/* The question reads these itself, from the options as given: what they may be depends on its chain. */
static rap_status set_for_chain(rap_args *args, const char *value, rap_error *err)
{
    (void)args;
    (void)value;
    (void)err;
    return RAP_OK;
}

/* ---------------------------------------------------------- the declaration */

static const struct {
    rap_option_spec spec;
    rap_args_fn set;
    bool bare; /* the value may be left out */
} table[] = {
    {{"years", "Y1-Y2", "years, both in: 2011-2022, 2019, 2019-, -2015", true, false}, rap_args_years, false},
    {{"each", "AXES",
      "tell apart: year, area, or a level (domain, field, subfield, topic), of tables subject; year,area for two; alone: year",
      true, false},
     rap_args_each, true},
    {{"area", "NAME", "an area of areas.tsv; joined by + as one, several --area apart", true, true}, rap_args_area, false},
    {{"subject", "NODE", "domains/3, fields/22, subfields/1703, topics/T10211; joined by + as one, several apart", true,
      true},
     rap_args_subject, false},
    {{"topic", "TEXT", "all topics whose name contains the text, in any case; TEXT|TEXT for either", true, true},
     rap_args_topic, false},
    {{"kind", "KIND", "document types: research (the default), journal, all, or types as article,review", true, false},
     rap_args_kind, false},
    {{"count", "full|country|author", "how a work counts: 1 for each country, 1/k for each of k, or by authors' shares", true,
      false},
     rap_args_count, false},
    {{"bilateral-only", NULL, "only works of exactly two countries", true, false}, rap_args_bilateral, false},
    {{"max-countries", "N", "only works of at most N countries", true, false}, rap_args_max_countries, false},
    {{"without", "COUNTRIES", "leave out works with any of these: US or US,GB or a group", true, true}, rap_args_without,
     false},
    {{"merge", "HK+MO=CN", "count works of HK and MO as works of CN", true, true}, rap_args_merge, false},
    {{"group", "GROUP", "count a group as one node: nordic, DK+FI+IS+NO+SE, nato-US", true, true}, rap_args_group, false},
    {{"among", "GROUP", "the partners that are eligible for a rank; all others are not shown", true, false}, rap_args_among,
     false},
    {{"top", "N", "the first N rows (of each year or subject); 0 = all; tables for people show 20 unless told", true, false},
     set_top, false},
    {{"sort", "COLUMN", "sort by a column, greatest first", false, false}, set_sort, false},
    {{"bootstrap", "N", "intervals from N resamples of works instead of the analytic ones", false, false}, set_bootstrap,
     false},
    {{"seed", "N", "seed of the resamples; default 1", false, false}, set_seed, false},
    {{"min-expected", "X", "least expected number of works for relative measures to be ranked or shown", false,
      false},
     set_min_expected, false},
    {{"measure", "NAME,...", "the series to look at, as works,ric; any column of partners, or of a country's works, international, "
                           "international_share, world_share", false, false},
     set_measure, false},
    {{"horizon", "YEARS", "years to look ahead; default 5", false, false}, set_horizon, false},
    {{"level", "X", "what is to be reached: 95% or 0.95 of a share, 4000 works", false, false}, set_level, false},
    {{"at-most", NULL, "the level is to be gone down to", false, false}, set_at_most, false},
    {{"by", "YEAR|owner|place", "the year of a target; capacity: by whose it is, or by where it stands (the default)", false, false},
     set_by, false},
    {{"flow", "exports|imports", "trade: which side is looked at; default exports", false, false}, rap_args_flow, false},
    {{"status", "observed|announced|projected", "tables: which facts; default observed where there are any", true, false},
     rap_args_status, false},
    {{"report", "importer|exporter", "trade as reported: by whom; default importer", true, false}, rap_args_report, false},
    {{"source", "TEXT,...", "tables: only facts of this source, or of a projection of this date", true, false}, rap_args_source,
     false},
    {{"owner", "COUNTRIES", "capacity: only what these own", true, false}, rap_args_owner, false},
    {{"place", "COUNTRIES", "capacity: only what stands there; a region as EUR, or countries", true, false}, rap_args_place,
     false},
    {{"until", "YEAR", "the last year that a judgement may know; default the last complete one", false, false}, set_until, false},
    {{"plane", "facts|pairs|countries", "what to export; default facts", false, false}, set_plane, false},
    {{"chemistry", "NAME", "cathode: NMC111, NMC622 (the default), NMC811 or LFP", false, false}, set_for_chain, false},
    {{"year", "YEAR", "year of the electricity and of the suppliers' shares; default the last that is known", false, false},
     set_for_chain, false},
    {{"make", "STAGE=PLACE", "make all of a stage or product in one place: cell=NO", false, true}, set_for_chain, false},
    {{"cut", "PLACE:STAGE", "a place no longer supplies a stage or product: CN:anode", false, true}, set_for_chain, false},
    {{"grid", "PLACE=YEAR", "a place has the electricity of another year: CN=2030; or of so many g CO2e per kWh: CN=120g", false,
      true},
     set_for_chain, false},
    {{"recycle", "SHARE", "share of metals that comes from old batteries: 30%; of one: nickel=30%", false, true}, set_for_chain,
     false},
    {{"electrify", "STAGE", "heat of a stage or product is made from electricity", false, true}, set_for_chain, false},
    {{"drive", "PLACE", "where the car is driven; default the mean of the world", false, false}, set_for_chain, false},
    {{"unit", "pack|delivered|vehicle|km", "what is split: a kWh of pack (the default), a kWh delivered over life, a car, a km",
      false, false},
     set_for_chain, false},
    {{"split", "SPLIT,...", "how it is split: stage,place,tier,part,flow,product; default stage,place,tier,part", false, false},
     set_for_chain, false},
    {{"on", "PLACE", "the place that dependency is measured on; default CN", false, false}, set_for_chain, false},
    {{"against", "OPTION:VALUE", "the other side of a comparison, as make:cell=CN; may be given several times; default: the chain "
                                 "as it is", false, true},
     set_for_chain, false},
    {{"in", "PLACE", "whose cars: a place with series in forward.tsv; default OTH, the world", false, false}, set_for_chain, false},
    {{"completion", "SHARE", "share of what is projected or announced that comes: 60%; a scenario takes several: 32%,47%; default "
                             "all", false, false}, set_completion,
     false},
    {{"from", "PRODUCT=SUBJECT", "suppliers of a product from the cube (-c): lithium=283691; may be given several times", false, true},
     set_for_chain, false},
    {{"draws", "N", "draws of a Monte Carlo; default 10000", false, false}, set_for_chain, false},
};

enum { N_OPTIONS = sizeof table / sizeof *table };

const rap_option_spec *rap_option_spec_at(size_t i)
{
    return i < N_OPTIONS ? &table[i].spec : NULL;
}

const rap_option_spec *rap_option_spec_find(rap_span name)
{
    for (size_t i = 0; i < N_OPTIONS; i++)
        if (rap_span_is(name, table[i].spec.name)) return &table[i].spec;
    return NULL;
}

bool rap_question_takes(const rap_question *question, rap_span name)
{
    const rap_option_spec *spec = rap_option_spec_find(name);
    if (!spec) return false;
    if (spec->lens && question->lens) return true;
    rap_span rest = rap_span_of(question->options), word;
    while (rap_span_next(&rest, ' ', &word))
        if (rap_span_compare(word, name) == 0) return true;
    return false;
}

/* --------------------------------------------------------- reading options */

static size_t find_positional(const rap_question *question, const char *name)
{
    size_t i = 0;
    while (question->positionals[i] && strcmp(question->positionals[i], name) != 0) i++;
    return question->positionals[i] ? i : SIZE_MAX;
}

static rap_status unknown_option(const rap_question *question, const char *name, rap_error *err)
{
    rap_suggest suggest = rap_suggest_init(rap_span_of(name));
    for (size_t i = 0; i < N_OPTIONS; i++)
        if (rap_question_takes(question, rap_span_of(table[i].spec.name))) rap_suggest_try(&suggest, table[i].spec.name);
    char hint[96];
    return rap_fail(err, RAP_E_USAGE, "%s takes no option '%.60s'%s", question->name, name,
                    rap_suggest_text(&suggest, hint, sizeof hint));
}

static rap_status set_positional(rap_args *args, size_t place, const rap_option *option, rap_error *err)
{
    const rap_question *question = args->asking->question;
    if (!option->value || !*option->value)
        return rap_fail(err, RAP_E_USAGE, "%s: %s is empty", question->name, option->name);
    if (args->positionals & 1u << place)
        return rap_fail(err, RAP_E_USAGE, "%s: %s is given twice", question->name, option->name);
    args->positionals |= 1u << place;
    if (strcmp(option->name, "area") == 0) {
        const rap_area *area;
        return rap_args_find_area(args->asking->catalog, rap_span_of(option->value), &area, err);
    }
    return rap_args_node(args, place, option->name, option->value, err);
}

/* The positionals given must be the first ones, and at least the required ones. */
static rap_status check_positionals(const rap_args *args, rap_error *err)
{
    const rap_question *question = args->asking->question;
    size_t missing = 0;
    while (args->positionals & 1u << missing) missing++;
    if (missing >= question->required && args->positionals >> missing == 0) return RAP_OK;
    return rap_fail(err, RAP_E_USAGE, "%s: %s is missing; for example: rapport %s", question->name,
                    question->positionals[missing], question->examples[0]);
}

static rap_status set_option(rap_args *args, const rap_option *option, uint64_t *seen, rap_error *err)
{
    rap_span name = rap_span_of(option->name);
    size_t i = 0;
    while (i < N_OPTIONS && !rap_span_is(name, table[i].spec.name)) i++;
    if (i == N_OPTIONS || !rap_question_takes(args->asking->question, name))
        return unknown_option(args->asking->question, option->name, err);
    const rap_option_spec *spec = &table[i].spec;
    if (*seen & UINT64_C(1) << i && !spec->repeats)
        return rap_fail(err, RAP_E_USAGE, "%s is given twice", spec->name);
    *seen |= UINT64_C(1) << i;
    if (spec->value && !table[i].bare && (!option->value || !*option->value))
        return rap_fail(err, RAP_E_USAGE, "%s: a value is missing: %s", spec->name, spec->value);
    return table[i].set(args, option->value, err);
}

static rap_status read_options(rap_args *args, rap_error *err)
{
    _Static_assert(N_OPTIONS <= 64, "the set of options seen is 64 bits wide");
    rap_asking *asking = args->asking;
    const rap_question *question = asking->question;
    uint64_t seen = 0;
    for (size_t i = 0; i < asking->n_options; i++) {
        size_t place = find_positional(question, asking->options[i].name);
        RAP_TRY(place != SIZE_MAX ? set_positional(args, place, &asking->options[i], err)
                                  : set_option(args, &asking->options[i], &seen, err));
    }
    RAP_TRY(check_positionals(args, err));
    RAP_TRY(rap_args_finish_nodes(args, err));
    if (!question->lens) return RAP_OK;
    RAP_TRY(rap_args_finish_lens(args, err));
    RAP_TRY(rap_args_finish_table(args, err));
    return rap_args_finish_subjects(args, err);
}

rap_status rap_asking_init(const rap_catalog *catalog, const rap_cube *cube, const rap_question *question,
                           const rap_option *options, size_t n_options, rap_asking *out, rap_error *err)
{
    if (question->needs_cube && !cube)
        return rap_fail(err, RAP_E_USAGE, "%s looks at a cube, and none was given", question->name);
    rap_asking asking = {
        .catalog = catalog,
        .cube = cube,
        .question = question,
        .seed = 1,
        .min_expected = question->default_min_expected,
        .level = NAN,
        .plane = "facts",
        .n_options = n_options,
        .options = options,
    };
    rap_args args = {.asking = &asking, .axis = RAP_AXIS_NONE};
    rap_status status = read_options(&args, err);
    if (status == RAP_OK)
        *out = asking;
    else
        rap_asking_release(&asking);
    return status;
}
