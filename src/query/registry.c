// SPDX-License-Identifier: Apache-2.0
/* registry - every question that can be asked, declared once. asking.h says how to add one. */
#include "query/asking.h"

/* What every question about the value chain takes. */
#define CHAIN_OPTIONS "chemistry year make cut grid recycle electrify drive from"

static const rap_question questions[] = {
    {
        .name = "partners",
        .positionals = {"country"},
        .required = 1,
        .options = "sort bootstrap seed min-expected measure flow by",
        .default_min_expected = 30,
        .needs_cube = true,
        .cuts_rows = true,
        .lens = true,
        .summary = "the partners of a country: joint works, shares, ranks, relative intensity",
        .help = "One row a partner (and year or subject, with --each), by joint works. Three shares are told apart: of the "
                "country's output, of its international works, and of its links. Ranks come with the interval that the "
                "data allow; relative measures (ric, affinity and others) say whether a partner is preferred beyond its "
                "size. --explain ric prints what that means.",
        .examples = {"partners NO --years 2019-2022 --area technology --each year --top 5",
                     "partners nordic --years 2011-2022 --count country", "partners NO --bilateral-only --kind journal"},
        .ask = rap_ask_partners,
        .ask_table = rap_ask_table_partners,
    },
    {
        .name = "pair",
        .positionals = {"country", "partner"},
        .required = 2,
        .options = "bootstrap seed min-expected",
        .default_min_expected = 30,
        .needs_cube = true,
        .lens = true,
        .summary = "two countries or groups: everything about their joint works, in both directions",
        .help = "The two readings of one number of joint works: what it is for the first, and what it is for the second. "
                "Either may be a group, counted as a union; the two may not overlap.",
        .examples = {"pair NO CN --years 2000-2023 --each year", "pair nordic CN --area technology",
                     "pair US nato-US --without CN"},
        .ask = rap_ask_pair,
    },
    {
        .name = "profile",
        .positionals = {"country"},
        .required = 1,
        .options = "min-expected measure flow by",
        .default_min_expected = 30,
        .needs_cube = true,
        .cuts_rows = true,
        .lens = true,
        .summary = "a country's collaboration profile: how its links divide among partners, and whose profile is like it",
        .help = "Shares of links add to 1. The similarity of two countries compares their profiles with both of them taken "
                "out.",
        .examples = {"profile CN --years 2011-2022 --each year --among nordic", "profile NO --top 10"},
        .ask = rap_ask_profile,
        .ask_table = rap_ask_table_profile,
        .table_each = "subject",
    },
    {
        .name = "rank",
        .positionals = {NULL},
        .options = "measure flow by",
        .needs_cube = true,
        .cuts_rows = true,
        .lens = true,
        .summary = "countries by output: works, share of the world, rank",
        .help = "Counts works with a country among their authors. Full counts of countries add to more than the world, "
                "whose total counts every work once; --count country or author gives each work's one unit away.",
        .examples = {"rank --years 2022 --top 10", "rank --area technology --each year --among CN+US --count author"},
        .ask = rap_ask_rank,
        .ask_table = rap_ask_table_rank,
    },
    {
        .name = "fields",
        .positionals = {"country", "partner"},
        .required = 1,
        .options = "min-expected",
        .default_each = "field",
        .default_min_expected = 10,
        .needs_cube = true,
        .cuts_rows = true,
        .lens = true,
        .summary = "the subjects of two countries' joint works, or of one country: count, specialisation, growth",
        .help = "Fields, or with --each area, subfield or topic. Specialisation compares a subject's part of the pair's works "
                "with its part of the world's links; growth is the yearly change of a log-linear fit over the years looked at.",
        .examples = {"fields NO CN --years 2011-2022 --each area", "fields NO CN --each topic --area technology --top 20",
                     "fields CN --years 2022"},
        .ask = rap_ask_fields,
    },
    {
        .name = "trade",
        .positionals = {"country", "partner"},
        .required = 2,
        .options = "measure",
        .needs_cube = true,
        .cuts_rows = true,
        .lens = true,
        .summary = "the trade of two countries by product: both directions, advantage, intensity, mirror gap",
        .help = "First all products together, with Grubel-Lloyd, complementarity and export similarity; then each product by the "
                "value traded. Advantage (RCA) and shares are within the products looked at: narrow them with --subject, or tell "
                "apart chapters with --each chapter. Either may be a group, counted as one: trade inside it vanishes.",
        .examples = {"trade NO CN --years 2022", "trade NO CN --each year,chapter", "trade eu CN --subject 850760 --each year"},
        .ask_table = rap_ask_trade,
        .table_each = "subject",
    },
    {
        .name = "dependency",
        .positionals = {"country"},
        .options = "measure",
        .needs_cube = true,
        .cuts_rows = true,
        .lens = true,
        .summary = "suppliers by product: concentration, the greatest, import reliance",
        .help = "For one importer its suppliers, or without a country the world's supply. HHI is the sum of squared shares; its "
                "inverse is the number of equal suppliers that would be as concentrated. Import reliance needs a measure of "
                "production in the cube.",
        .examples = {"dependency DE --years 2022", "dependency --subject 850760 --each year"},
        .ask_table = rap_ask_dependency,
        .table_each = "subject",
    },
    {
        .name = "trend",
        .positionals = {"country", "partner"},
        .required = 1,
        .options = "measure flow by",
        .needs_cube = true,
        .lens = true,
        .summary = "a pair or a country over the years: direction and turns, with a guard against artefacts",
        .help = "Looks first for what is no trend: single odd years, bursts of one set of countries, shifts of coverage. Then "
                "direction (Mann-Kendall, Sen's slope) and turns (joinpoints chosen by BIC). The last two years are marked "
                "provisional.",
        .examples = {"trend NO CN --years 2000-2023", "trend CN US --measure share_of_international --area technology",
                     "trend CN --measure world_share"},
        .ask = rap_ask_trend,
        .ask_table = rap_ask_trend,
    },
    {
        .name = "forecast",
        .positionals = {"country", "partner"},
        .required = 1,
        .options = "measure horizon flow",
        .needs_cube = true,
        .lens = true,
        .summary = "the next years of a pair or a country, with interval and back-test",
        .help = "A continuation of the series, not a statement of causes. The back-test says how the same method would have "
                "done on years that are known, beside the naive forecast.",
        .examples = {"forecast NO CN --years 2000-2023 --horizon 5", "forecast nordic CN --measure share_of_links --years 2000-2021"},
        .ask = rap_ask_forecast,
        .ask_table = rap_ask_forecast,
    },
    {
        .name = "target",
        .positionals = {"country", "partner"},
        .required = 1,
        .options = "measure level at-most by until flow",
        .needs_cube = true,
        .lens = true,
        .summary = "is a level reached by a year: judged from the years up to any earlier one, and against what came",
        .help = "Each model of forecast carries the years up to --until on to the target's: the value with its interval, the "
                "probability of the target, the year in which it is reached, and the errors of the same model on the series' own past "
                "beside those of the naive one (unchanged). Where the years are in the cube, what came is shown. A level that is the "
                "limit of the series (100 % of a share) is neared and never reached by any model: say how near is enough.",
        .examples = {"target NO CN --measure share_of_international --level 10% --by 2021 --until 2015",
                     "target NO CN --level 4000 --by 2030", "target CN --measure world_share --level 30% --by 2030"},
        .ask = rap_ask_target,
        .ask_table = rap_ask_target,
    },
    {
        .name = "figures",
        .positionals = {"country", "partner"},
        .options = "measure",
        .needs_cube = true,
        .cuts_rows = true,
        .lens = true,
        .summary = "the facts of a cube of amounts (trade, capacity, power, minerals, cars) as they stand, with status and source",
        .help = "One row a fact: what it is about, whose it is (exporter and importer, owner and place, or one country), the amounts "
                "in their units, whether they were observed, announced or projected, when, and by whom. A blank amount is unknown, "
                "not zero. With a country, the facts it stands in; with two, those of both.",
        .examples = {"figures -c capacity.rap --years 2022", "figures NO -c figures.rap --topic battery --measure share"},
        .ask = rap_ask_figures,
        .ask_table = rap_ask_figures,
    },
    {
        .name = "scenario",
        .positionals = {"country", "partner"},
        .options = "measure completion",
        .needs_cube = true,
        .lens = true,
        .summary = "what would stand if so much of what was announced came: no forecast",
        .help = "One row an announcement and completion rate: announced amount, its date and source, and the rate's part of it, beside what "
                "stands there already. The rate is yours: say where it comes from. Announcements are never added nor carried on.",
        .examples = {"scenario -c capacity.rap --years 2031 --completion 32%,47%,100%", "scenario NO -c capacity.rap"},
        .ask_table = rap_ask_scenario,
    },
    {
        .name = "export",
        .positionals = {NULL},
        .options = "plane",
        .needs_cube = true,
        .cuts_rows = true,
        .lens = true,
        .summary = "the facts themselves, or joint works of all pairs, or sums of all countries, as data",
        .help = "facts: one row a cell of the cube (year, subject, kind, set of countries, works). pairs: one row a pair, with its RIC in both directions. "
                "countries: one row a country. All under the lens. In CSV, TSV, JSON and NDJSON rows are written as they come, so "
                "an export may be larger than memory.",
        .examples = {"export --plane pairs --years 2022 --format csv -o pairs.csv",
                     "export --plane facts --kind all --format ndjson"},
        .ask = rap_ask_export,
        .ask_table = rap_ask_table_export,
    },
    {
        .name = "chain-footprint",
        .positionals = {NULL},
        .options = CHAIN_OPTIONS " unit split",
        .summary = "the carbon footprint of a battery, a car, a km: totals, and by stage, place, tier and kind",
        .help = "Solves the lithium-ion chain, mining to driving, for where each stage is made and the car driven. Stages that are "
                "not said are made where the world makes them. With a change (--make, --cut, --grid, --recycle, --electrify), each "
                "number stands beside the chain as it is. The receipt lists every coefficient and share that is only assumed.",
        .examples = {"chain footprint --chemistry NMC622 --make cell=NO --make pack=NO --drive NO",
                     "chain footprint --grid CN=2030 --split stage,part", "chain footprint --unit km --drive CN --split stage"},
        .ask = rap_ask_chain_footprint,
    },
    {
        .name = "chain-origin",
        .positionals = {NULL},
        .options = CHAIN_OPTIONS " unit on",
        .summary = "whose a battery is: value, mass and emissions of a place at each upstream stage",
        .help = "For every product behind a battery or car, how much of it is made in one place (--on, CN unless told), with the value "
                "added and the emissions there; then all stages together by place.",
        .examples = {"chain origin --make cell=NO --make pack=NO --on CN", "chain origin --on NO --unit vehicle"},
        .ask = rap_ask_chain_origin,
    },
    {
        .name = "chain-dependency",
        .positionals = {NULL},
        .options = CHAIN_OPTIONS " unit on",
        .summary = "how concentrated each stage is, how much of it hangs on one place, and which is the bottleneck",
        .help = "Shares of suppliers pushed through all stages to what is behind a battery; HHI, effective suppliers, the largest one. "
                "The bottleneck is the product with the largest part from --on.",
        .examples = {"chain dependency --on CN", "chain dependency --chemistry LFP --make cell=NO --cut CN:anode",
                     "chain dependency --from lithium=283691 --make cell=NO -c trade.rap"},
        .ask = rap_ask_chain_dependency,
    },
    {
        .name = "chain-compare",
        .positionals = {NULL},
        .options = CHAIN_OPTIONS " unit against draws seed",
        .summary = "two scenarios in the same uncertain world: P(A < B), medians, 95 % intervals",
        .help = "A is the chain with the options given, B the chain as it is, or with each --against OPTION:VALUE. Every draw is one world "
                "for both sides. The seed is printed: the same one gives the same numbers, on any number of threads.",
        .examples = {"chain compare --make cell=NO --against make:cell=CN --draws 10000 --seed 1",
                     "chain compare --chemistry LFP --against chemistry:NMC622 --unit delivered"},
        .ask = rap_ask_chain_compare,
    },
    {
        .name = "chain-sensitivity",
        .positionals = {NULL},
        .options = CHAIN_OPTIONS " unit top",
        .summary = "which numbers the footprint hangs on: elasticities, and the swing of each within its spread",
        .help = "One row a quantity, by the width of its swing: what a tornado chart shows. Assumed ones are named as such.",
        .examples = {"chain sensitivity --chemistry NMC811 --top 10", "chain sensitivity --unit km --drive NO --format csv"},
        .ask = rap_ask_chain_sensitivity,
        .cuts_rows = true,
    },
    {
        .name = "chain-whatif",
        .positionals = {NULL},
        .options = CHAIN_OPTIONS " unit on",
        .summary = "changes of the chain, each alone and all together, beside the chain as it is",
        .help = "One row a change: footprint, what can be met, and dependency on one place (--on). A cut without a known capacity of others "
                "leaves a shortage, which is said.",
        .examples = {"chain whatif --make cell=NO --grid CN=2030 --recycle 30%", "chain whatif --cut CN:anode --on CN"},
        .ask = rap_ask_chain_whatif,
    },
    {
        .name = "chain-forward",
        .positionals = {NULL},
        .options = CHAIN_OPTIONS " unit years in completion",
        .summary = "the chain over years: cars, batteries wanted, capacities and shortages by stage, footprint of each year",
        .help = "Series that sources give or project, and what follows of them: the stock of cars, what a year's batteries want of each "
                "stage beside what can be made, and the footprint with that year's electricity and suppliers. A scenario, no forecast; "
                "--completion says how much of what is projected comes.",
        .examples = {"chain forward --years 2022-2030", "chain forward --years 2024-2035 --completion 60% --grid CN=2030",
                     "chain forward --in NO --years 2019-2024 --unit km --drive NO"},
        .ask = rap_ask_chain_forward,
    },
    {
        .name = "groups",
        .positionals = {"group"},
        .options = "",
        .summary = "groups of countries and their members, with dates",
        .help = "All groups, or one, or an expression of groups and countries; given a country, the groups it is in. A member "
                "counts in a year if it is one on 31 December.",
        .examples = {"groups nordic", "groups nato-US", "groups Norway"},
        .ask = rap_ask_groups,
    },
    {
        .name = "areas",
        .positionals = {"area"},
        .options = "",
        .summary = "areas: named unions of fields, and what they are made of",
        .help = "With a cube, the names of the fields are its own.",
        .examples = {"areas", "areas technology"},
        .ask = rap_ask_areas,
    },
    {
        .name = "info",
        .positionals = {NULL},
        .options = "",
        .needs_cube = true,
        .summary = "what a cube holds: schema, sizes, years, coverage, where it comes from",
        .help = "Coverage says for how many works the countries of all, some or none of the authorships are known.",
        .examples = {"info -c world.rap"},
        .ask = rap_ask_info,
    },
};

const rap_question *rap_question_at(size_t i)
{
    return i < sizeof questions / sizeof *questions ? &questions[i] : NULL;
}

const rap_question *rap_question_find(rap_span name)
{
    for (size_t i = 0; rap_question_at(i); i++)
        if (rap_span_is(name, questions[i].name)) return &questions[i];
    return NULL;
}
