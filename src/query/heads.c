// SPDX-License-Identifier: Apache-2.0
#include "query/heads.h"

#include "query/figures.h"

#include <stdlib.h>

rap_table *rap_titled_table(const rap_asking *asking, const char *what)
{
    rap_text title = {0};
    rap_text_printf(&title, "%s of %s", what, asking->nodes[0].label);
    if (asking->n_nodes > 1) rap_text_printf(&title, " with %s", asking->nodes[1].label);
    rap_table *table = title.failed ? NULL : rap_table_new(rap_text_get(&title));
    rap_text_release(&title);
    return table;
}

rap_heads rap_heads_add(const rap_asking *asking, rap_table *table, bool partner)
{
    rap_heads h = {SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX, ""};
    if (!asking->each_year) (void)rap_period_text(asking, NULL, 0, h.period);
    h.year = rap_table_add(table, "year", "Year", "", "", asking->each_year ? RAP_COLUMN_INTEGER : RAP_COLUMN_TEXT, 0);
    if (asking->n_parts) {
        h.subject = rap_table_add(table, "subject", "Subject", "", "", RAP_COLUMN_TEXT, 0);
        h.subject_name = rap_table_add(table, "subject_name", "Name", "", "", RAP_COLUMN_TEXT, 0);
    }
    h.country = rap_table_add(table, "country", "Country", "", "", RAP_COLUMN_TEXT, 0);
    if (!partner) {
        h.country_name = rap_table_add(table, "country_name", "Name", "", "", RAP_COLUMN_TEXT, 0);
        return h;
    }
    h.partner = rap_table_add(table, "partner", "Partner", "", "", RAP_COLUMN_TEXT, 0);
    h.partner_name = rap_table_add(table, "partner_name", "Name", "", "", RAP_COLUMN_TEXT, 0);
    return h;
}

void rap_heads_put_bucket(const rap_heads *h, const rap_asking *asking, const rap_spread *spread, size_t bucket,
                          rap_table *table)
{
    if (asking->each_year)
        rap_table_integer(table, h->year, spread->first_year + (int64_t)(bucket / spread->n_parts));
    else
        rap_table_text(table, h->year, h->period);
    if (h->subject == SIZE_MAX) return;
    rap_table_text(table, h->subject, asking->parts[bucket % spread->n_parts].name);
    rap_table_text(table, h->subject_name, asking->part_titles[bucket % spread->n_parts]);
}

void rap_heads_put_nodes(const rap_heads *h, const rap_asking *asking, const rap_nodes *nodes, uint32_t country,
                         uint32_t partner, rap_table *table)
{
    char code[RAP_PLACE_TEXT];
    rap_table_text(table, h->country, rap_node_label(asking, nodes, country, code));
    if (h->country_name != SIZE_MAX) rap_table_text(table, h->country_name, rap_node_name(asking, nodes, country));
    if (partner == RAP_NO_NODE || h->partner == SIZE_MAX) return;
    rap_table_text(table, h->partner, rap_node_label(asking, nodes, partner, code));
    rap_table_text(table, h->partner_name, rap_node_name(asking, nodes, partner));
}

bool rap_is_provisional(const rap_cube *cube, int year)
{
    int first, last;
    if (rap_holds_amounts(cube)) return false; /* a table's last year is as its source states it */
    rap_cube_years(cube, &first, &last);
    return year > last - 2;
}

static void add_coverage(const rap_spread *spread, rap_table *table)
{
    double all = 0, known = 0, full = 0;
    for (size_t i = 0; i < spread->n_years * spread->n_parts; i++) {
        all += (double)spread->buckets[i].world.all * spread->unit;
        known += (double)spread->buckets[i].world.with_country * spread->unit;
        full += (double)spread->buckets[i].world.fully_known * spread->unit;
    }
    if (all > 0)
        rap_table_add_receipt(table, "coverage",
                              "%.0f works in this lens; %.1f %% have a country, %.1f %% one for every author", all,
                              100 * known / all, 100 * full / all);
    else
        rap_table_add_receipt(table, "coverage", "no works in this lens");
}

void rap_notes_add(const rap_asking *asking, const rap_spread *spread, rap_table *table)
{
    rap_asking_receipt(asking, table);
    if (spread->pairs_only) {
        rap_table_add_receipt(table, "coverage",
                              "published pair counts: works without a known country, output and the world's number of "
                              "international works are not in them");
    } else {
        add_coverage(spread, table);
    }
    int first, last;
    rap_cube_years(asking->cube, &first, &last);
    int upper = asking->lens.year_high && asking->lens.year_high < last ? asking->lens.year_high : last;
    if (rap_is_provisional(asking->cube, upper) && last > first)
        rap_table_add_note(table, "%d and %d are provisional: the last years of a database are still being filled.", last - 1, last);
}

void rap_denominators_add(const rap_spread *spread, rap_table *table)
{
    if (spread->pairs_only)
        rap_table_add_receipt(table, "denominators", "shares: of the country's international works, of its links; Salton, Jaccard, "
                                                     "inclusion: of international works; RIC, affinity: links");
    else if (spread->unit < 1)
        rap_table_add_receipt(table, "denominators",
                              "shares: the country's own part of the joint works, of its output and of its international works "
                              "(fractions too); of links, RIC, affinity: weights of pairs");
    else
        rap_table_add_receipt(table, "denominators", "shares: of the country's output, of its international works, of its links; "
                                                     "Salton, Jaccard, inclusion: of output; RIC, affinity: links");
}

void rap_rank_note_add(const rap_pairings *p, const rap_asking *asking, rap_table *table)
{
    if (p->replicates)
        rap_table_add_receipt(table, "intervals", "95 %% of %llu resamples of works (Poisson, seed %llu)",
                              (unsigned long long)p->replicates, (unsigned long long)asking->seed);
    else if (p->spread->pairs_only)
        rap_table_add_receipt(table, "intervals",
                              "ranks: analytic 95 %%, partners' counts taken as independent since pair counts do not say "
                              "which works they share; RIC: risk ratio");
    else if (asking->lens.counting != RAP_COUNT_FULL)
        rap_table_add_receipt(table, "intervals",
                              "ranks: analytic 95 %% from whole works, partners taken as independent; RIC: risk ratio of counts");
    else
        rap_table_add_receipt(table, "intervals",
                              "ranks: analytic 95 %% from counts and the works partners share; RIC: risk ratio");
    rap_table_add_receipt(table, "reading",
                          "stability of a count of works, as if they were a sample; errors of the database come on top");
}
