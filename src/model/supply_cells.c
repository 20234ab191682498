// SPDX-License-Identifier: Apache-2.0
#include "model/supply_cells.h"

#include <string.h>

rap_status rap_cell_number(const rap_supply_reading *r, size_t column, double low, double *out, rap_error *err)
{
    if (rap_parse_double(rap_span_trim(rap_span_of(rap_cell_text(r, column))), out) && *out >= low) return RAP_OK;
    return rap_fail_line(err, RAP_E_FORMAT, rap_cell_line(r), "cell %zu: expected a number of at least %g with a dot, found '%.60s'",
                         column + 1, low, rap_cell_text(r, column));
}

rap_status rap_cell_year(const rap_supply_reading *r, size_t column, int *out, rap_error *err)
{
    uint64_t value;
    if (!rap_parse_u64(rap_span_of(rap_cell_text(r, column)), 2200, &value) || value < 1900)
        return rap_fail_line(err, RAP_E_FORMAT, rap_cell_line(r), "cell %zu: expected a year from 1900 to 2200, found '%.60s'", column + 1,
                             rap_cell_text(r, column));
    *out = (int)value;
    return RAP_OK;
}

rap_status rap_cell_word(const rap_supply_reading *r, size_t column, const char *const *words, size_t n, size_t *out, rap_error *err)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(rap_cell_text(r, column), words[i]) == 0) {
            *out = i;
            return RAP_OK;
        }
    rap_text all = {0};
    for (size_t i = 0; i < n; i++) rap_text_printf(&all, "%s%s", i ? ", " : "", words[i]);
    rap_status status = rap_fail_line(err, RAP_E_FORMAT, rap_cell_line(r), "cell %zu: expected one of %s; found '%.60s'", column + 1,
                                      rap_text_get(&all), rap_cell_text(r, column));
    rap_text_release(&all);
    return status;
}

static const char *const evidence_words[RAP_EVIDENCE_END] = {"published", "observed", "projected", "derived", "assumed"};
static const char *const part_words[RAP_PART_END] = {"input", "electricity", "heat", "fuels", "reagents", "process", "other"};

const char *rap_evidence_text(rap_evidence evidence)
{
    return evidence_words[evidence];
}

const char *rap_part_text(rap_part_kind part)
{
    return part_words[part];
}

rap_status rap_cell_part(const rap_supply_reading *r, size_t column, rap_part_kind *out, rap_error *err)
{
    size_t which = 0;
    RAP_TRY(rap_cell_word(r, column, part_words, RAP_PART_END, &which, err));
    *out = (rap_part_kind)which;
    return RAP_OK;
}

rap_status rap_cell_evidence(rap_supply_reading *r, size_t column, rap_evidence *kind, const char **source, rap_error *err)
{
    size_t which = 0;
    RAP_TRY(rap_cell_word(r, column, evidence_words, RAP_EVIDENCE_END, &which, err));
    *kind = (rap_evidence)which;
    if (!*rap_cell_text(r, column + 1))
        return rap_fail_line(err, RAP_E_FORMAT, rap_cell_line(r), "cell %zu: a source is missing", column + 2);
    *source = rap_keep_text(&r->data->keep, rap_span_of(rap_cell_text(r, column + 1)));
    return *source ? RAP_OK : rap_fail_memory(err);
}

rap_status rap_cell_keep(rap_supply_reading *r, size_t column, const char **out, rap_error *err)
{
    *out = rap_keep_text(&r->data->keep, rap_span_of(rap_cell_text(r, column)));
    return *out ? RAP_OK : rap_fail_memory(err);
}

rap_status rap_cell_spread(const rap_supply_reading *r, size_t column, rap_spread_of *out, rap_error *err)
{
    rap_span rest = rap_span_of(rap_cell_text(r, column)), part;
    double numbers[3] = {0};
    size_t n = 0;
    *out = (rap_spread_of){.known = false};
    if (rest.length == 0) return RAP_OK;
    (void)rap_span_next(&rest, ' ', &part);
    bool lognormal = rap_span_is(part, "lognormal"), good = lognormal || rap_span_is(part, "triangular");
    for (rap_span next; rap_span_next(&rest, ' ', &next); n++) good = good && n < 3 && rap_parse_double(next, &numbers[n]);
    good = good && n == (lognormal ? 1U : 3U);
    if (good && lognormal) good = numbers[0] >= 1;
    else if (good) good = numbers[0] >= 0 && numbers[0] <= numbers[1] && numbers[1] <= numbers[2];
    if (!good)
        return rap_fail_line(err, RAP_E_FORMAT, rap_cell_line(r), "cell %zu: expected 'lognormal GSD' with GSD of at least 1, 'triangular "
                             "LOW MODE HIGH' in rising order, or nothing; found '%.60s'", column + 1, rap_cell_text(r, column));
    out->known = true;
    out->shape = lognormal ? (rap_uncertain){.kind = RAP_LOGNORMAL, .gsd = numbers[0]}
                           : (rap_uncertain){.kind = RAP_TRIANGULAR, .low = numbers[0], .mode = numbers[1], .high = numbers[2]};
    return RAP_OK;
}

rap_status rap_cell_not_known(const rap_supply_reading *r, size_t column, const char *what, const char *where, rap_error *err)
{
    return rap_fail_line(err, RAP_E_FORMAT, rap_cell_line(r), "cell %zu: %s '%.60s' is not in %s", column + 1, what, rap_cell_text(r, column), where);
}

rap_status rap_cell_place(const rap_supply_reading *r, size_t column, size_t *out, rap_error *err)
{
    *out = rap_labels_find(&r->data->places, rap_span_of(rap_cell_text(r, column)));
    return *out != SIZE_MAX ? RAP_OK : rap_cell_not_known(r, column, "place", "grid.tsv", err);
}

rap_status rap_cell_place_or_all(const rap_supply_reading *r, size_t column, size_t *out, rap_error *err)
{
    *out = RAP_EVERYWHERE;
    return strcmp(rap_cell_text(r, column), "*") == 0 ? RAP_OK : rap_cell_place(r, column, out, err);
}

rap_status rap_cell_name_for(const rap_supply_reading *r, size_t column, size_t chemistry, rap_text *out, rap_error *err)
{
    const char *name = rap_cell_text(r, column), *star = strchr(name, '*');
    rap_text_clear(out);
    if (star && chemistry != RAP_ALL_CHEMISTRIES)
        rap_text_printf(out, "%.*s%s%s", (int)(star - name), name, r->data->chemistries.at[chemistry].label, star + 1);
    else rap_text_puts(out, name);
    return out->failed ? rap_fail_memory(err) : RAP_OK;
}

rap_status rap_cell_product(const rap_supply_reading *r, size_t column, size_t chemistry, size_t *out, rap_error *err)
{
    rap_text name = {0};
    rap_status status = rap_cell_name_for(r, column, chemistry, &name, err);
    if (status == RAP_OK) {
        *out = rap_labels_find(&r->data->product_names, rap_span_of(rap_text_get(&name)));
        if (*out == SIZE_MAX) status = rap_cell_not_known(r, column, "product", "stages.tsv", err);
    }
    rap_text_release(&name);
    return status;
}

rap_status rap_cell_once(rap_supply_reading *r, size_t n, rap_error *err)
{
    rap_text name = {0};
    size_t before = r->seen.n, at;
    for (size_t i = 0; i < n; i++) rap_text_printf(&name, "%s\t", rap_cell_text(r, i));
    rap_status status = name.failed ? rap_fail_memory(err) : rap_labels_add(&r->seen, rap_span_of(rap_text_get(&name)), &at, err);
    rap_text_release(&name);
    if (status != RAP_OK || r->seen.n > before) return status;
    return rap_fail_line(err, RAP_E_FORMAT, rap_cell_line(r), "a row on '%.60s' stands there twice with the same first %zu cells", rap_cell_text(r, 0), n);
}

rap_status rap_cell_for_chemistries(rap_supply_reading *r, rap_cell_adder add, rap_error *err)
{
    if (!strchr(rap_cell_text(r, 0), '*')) return add(r, RAP_ALL_CHEMISTRIES, err);
    for (size_t c = 0; c < r->data->chemistries.n; c++) RAP_TRY(add(r, c, err));
    return RAP_OK;
}
