// SPDX-License-Identifier: Apache-2.0
#include "source/mapping_check.h"

#include <string.h>

static rap_status check_party(rap_mapping *m, rap_error *err)
{
    size_t *n = m->n_places;
    if (strcmp(m->schema.rule, "place") == 0) { /* the one place is the first */
        if (n[RAP_MAP_FIRST] || n[RAP_MAP_REPORTER] || n[RAP_MAP_PARTNER] || !n[RAP_MAP_SECOND])
            return rap_fail(err, RAP_E_FORMAT, "party place: expected place lines and no other country");
        memcpy(m->places[RAP_MAP_FIRST], m->places[RAP_MAP_SECOND], sizeof m->places[0]);
        n[RAP_MAP_FIRST] = n[RAP_MAP_SECOND];
        n[RAP_MAP_SECOND] = 0;
        return RAP_OK;
    }
    bool pair = n[RAP_MAP_FIRST] && n[RAP_MAP_SECOND] && !n[RAP_MAP_REPORTER] && !n[RAP_MAP_PARTNER] && !m->flow;
    bool report = n[RAP_MAP_REPORTER] && n[RAP_MAP_PARTNER] && m->flow && !n[RAP_MAP_FIRST] && !n[RAP_MAP_SECOND];
    bool trade = strcmp(m->schema.rule, "exporter>importer") == 0;
    const char *first = trade ? "exporter" : "owner", *second = trade ? "importer" : "place";
    bool named = !pair || (strcmp(m->place_head[RAP_MAP_FIRST], first) == 0 && strcmp(m->place_head[RAP_MAP_SECOND], second) == 0);
    if (!named || (!pair && !(report && trade)))
        return rap_fail(err, RAP_E_FORMAT, "party %s: expected lines for both of its countries%s", m->schema.rule,
                        trade ? ", or reporter, partner and flow" : "");
    return RAP_OK;
}

static rap_status check_levels(rap_mapping *m, rap_error *err)
{
    static const char *const hs_levels[RAP_LEVELS] = {"", "chapter", "heading", "code"};
    bool open = false;
    for (size_t i = 0; i < m->n_levels; i++) {
        bool leaf = i + 1 == m->n_levels;
        open = !m->levels[i].column && !m->levels[i].fixed;
        if (open && !(leaf && m->n_across))
            return rap_fail(err, RAP_E_FORMAT, "level %s: expected column=NAME or fixed=WORD", m->levels[i].name);
    }
    if (m->n_across && !open)
        return rap_fail(err, RAP_E_FORMAT, "across: expected a last level without column and fixed, which it fills");
    m->first_level = (unsigned)(RAP_LEVELS - m->n_levels);
    for (unsigned i = 0; i < RAP_LEVELS; i++) {
        const char *name = m->hs ? hs_levels[i] : i >= m->first_level ? m->levels[i - m->first_level].name : "";
        (void)snprintf(m->schema.levels[i], sizeof m->schema.levels[i], "%s", name);
        for (unsigned k = 0; k < i; k++)
            if (*name && strcmp(m->schema.levels[k], name) == 0)
                return rap_fail(err, RAP_E_FORMAT, "level %s stands twice", name);
    }
    if (!m->hs && strcmp(m->schema.levels[2], "heading") == 0)
        return rap_fail(err, RAP_E_FORMAT, "level heading: this name belongs to HS codes");
    return RAP_OK;
}

static rap_status check_measures(rap_mapping *m, rap_error *err)
{
    if (m->n_measures == 0) return rap_fail(err, RAP_E_FORMAT, "no measure line");
    for (size_t i = 0; i < m->n_measures; i++) {
        rap_map_measure *measure = &m->measures[i];
        const char *name = m->schema.measures[measure->index].name;
        bool across = m->n_across || m->across_years;
        if (!measure->column) measure->column = m->value;
        if (!measure->column && !across) return rap_fail(err, RAP_E_FORMAT, "measure %s: expected column=NAME", name);
        if (across && (measure->column || (m->n_measures > 1 && !m->series)))
            return rap_fail(err, RAP_E_FORMAT, "measure %s: its amounts stand across columns: no column, and one measure or "
                                               "a series", name);
        if ((m->series != NULL) != (measure->when.n_values > 0))
            return rap_fail(err, RAP_E_FORMAT, "measure %s: when= goes with a series line", name);
        if (measure->said && !m->units) return rap_fail(err, RAP_E_FORMAT, "measure %s: said= goes with a units line", name);
        measure->when.column = m->series;
    }
    return RAP_OK;
}

rap_status rap_mapping_check(rap_mapping *m, rap_error *err)
{
    if (!m->schema.domain[0]) return rap_fail(err, RAP_E_FORMAT, "no domain line");
    if (!m->schema.rule[0]) return rap_fail(err, RAP_E_FORMAT, "no party line");
    if (!m->period && !m->period_fixed && !m->across_years) return rap_fail(err, RAP_E_FORMAT, "no period line");
    if (m->across_years && m->n_across) return rap_fail(err, RAP_E_FORMAT, "years and words can't both stand across");
    RAP_TRY(check_party(m, err));
    RAP_TRY(check_levels(m, err));
    RAP_TRY(check_measures(m, err));
    if (m->n_kinds == 0) m->kinds[m->n_kinds++] = (rap_map_kind){.status = "observed"};
    (void)snprintf(m->schema.filter, sizeof m->schema.filter, "%s", m->name);
    m->schema.form = RAP_PARTY_ORDERED;
    return rap_schema_check(&m->schema, err);
}
