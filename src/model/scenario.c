// SPDX-License-Identifier: Apache-2.0
#include "model/scenario.h"

#include <string.h>

static const char *const kind_words[RAP_CHOICE_END] = {"make", "cut", "grid", "recycle", "electrify", "drive"};

const char *rap_choice_text(rap_choice_kind kind)
{
    return kind_words[kind];
}

rap_scenario rap_scenario_base(const rap_supply_data *data)
{
    rap_scenario scenario = {.chemistry = rap_labels_find(&data->chemistries, rap_span_of("NMC622"))};
    if (scenario.chemistry == SIZE_MAX) scenario.chemistry = 0;
    for (size_t i = 0; i < data->n_grid; i++)
        if (data->grid[i].place == data->residual && data->grid[i].evidence != RAP_PROJECTED && data->grid[i].year > scenario.year)
            scenario.year = data->grid[i].year;
    if (scenario.year == 0) scenario.year = data->grid[0].year;
    return scenario;
}

/* --------------------------------------------------------------------- values */

static int shown(rap_span text)
{
    return (int)(text.length < 60 ? text.length : 60);
}

static rap_status find_place(const rap_supply_data *data, rap_span code, size_t *out, rap_error *err)
{
    *out = rap_supply_place_of(data, code);
    if (*out != SIZE_MAX) return RAP_OK;
    return rap_fail(err, RAP_E_NOT_FOUND, "the chain has no place '%.*s': it knows those of grid.tsv, as NO, CN, or OTH for the rest "
                                          "of the world", shown(code), code.data);
}

static bool is_target(const rap_supply_data *data, const char *target)
{
    rap_choice choice = {.kind = RAP_MAKE};
    (void)snprintf(choice.target, sizeof choice.target, "%s", target);
    for (size_t p = 0; p < data->n_products; p++)
        if (rap_choice_is_for(&choice, &data->products[p])) return true;
    return false;
}

static rap_status find_target(const rap_supply_data *data, rap_span name, char out[RAP_TARGET_MAX], rap_error *err)
{
    if (name.length > 0 && name.length < RAP_TARGET_MAX) {
        memcpy(out, name.data, name.length);
        out[name.length] = '\0';
        if (is_target(data, out)) return RAP_OK;
    }
    rap_text stages = {0};
    for (size_t p = 0; p < data->n_products; p++)
        if (p == 0 || strcmp(data->products[p].stage, data->products[p - 1].stage) != 0)
            rap_text_printf(&stages, "%s%s", p ? ", " : "", data->products[p].stage);
    rap_status status = rap_fail(err, RAP_E_NOT_FOUND, "the chain has no stage or product '%.*s'; its stages are %s", shown(name), name.data,
                                 rap_text_get(&stages));
    rap_text_release(&stages);
    return status;
}

/* "30%" or "0.3" as a share. */
static rap_status read_share(rap_span text, double *out, rap_error *err)
{
    rap_span digits = text;
    bool percent = text.length > 1 && text.data[text.length - 1] == '%';
    if (percent) digits.length--;
    bool good = rap_parse_double(digits, out);
    if (good && percent) *out /= 100;
    if (good && *out >= 0 && *out <= 1) return RAP_OK;
    return rap_fail(err, RAP_E_USAGE, "recycle: expected a share from 0%% to 100%%, found '%.*s'", shown(text), text.data);
}

/* Cuts "a=b" at the first separator; false where it has none, or an empty side. */
static bool halve(const char *value, char separator, rap_span *left, rap_span *right)
{
    const char *at = strchr(value, separator);
    if (!at || at == value || !at[1]) return false;
    *left = (rap_span){value, (size_t)(at - value)};
    *right = rap_span_of(at + 1);
    return true;
}

static rap_status read_make(const rap_supply_data *data, const char *value, rap_choice *out, rap_error *err)
{
    rap_span target, place;
    if (!halve(value, '=', &target, &place))
        return rap_fail(err, RAP_E_USAGE, "make: expected STAGE=PLACE as cell=NO, found '%.60s'", value);
    RAP_TRY(find_target(data, target, out->target, err));
    RAP_TRY(find_place(data, place, &out->place, err));
    bool placed = false;
    for (size_t p = 0; p < data->n_products; p++)
        placed = placed || (rap_choice_is_for(out, &data->products[p]) && data->products[p].placed);
    if (placed) return RAP_OK;
    return rap_fail(err, RAP_E_USAGE, "make: '%.60s' has no place in this chain (stages.tsv)", out->target);
}

static rap_status read_cut(const rap_supply_data *data, const char *value, rap_choice *out, rap_error *err)
{
    rap_span place, target;
    if (!halve(value, ':', &place, &target))
        return rap_fail(err, RAP_E_USAGE, "cut: expected PLACE:STAGE as CN:anode, found '%.60s'", value);
    RAP_TRY(find_place(data, place, &out->place, err));
    return find_target(data, target, out->target, err);
}

static rap_status read_grid(const rap_supply_data *data, const char *value, rap_choice *out, rap_error *err)
{
    rap_span place, what;
    uint64_t year;
    if (!halve(value, '=', &place, &what))
        return rap_fail(err, RAP_E_USAGE, "grid: expected PLACE=YEAR as CN=2030, or PLACE=120g, found '%.60s'", value);
    RAP_TRY(find_place(data, place, &out->place, err));
    if (rap_parse_u64(what, 2200, &year) && year >= 1900) {
        out->year = (int)year;
        return RAP_OK;
    }
    bool grams = what.length > 1 && what.data[what.length - 1] == 'g';
    if (grams) what.length--;
    if (!grams || !rap_parse_double(what, &out->value) || out->value < 0)
        return rap_fail(err, RAP_E_USAGE, "grid: expected a year, or g CO2e per kWh as 120g, found '%.60s'", value);
    out->value /= 1000;
    return RAP_OK;
}

static rap_status read_recycle(const rap_supply_data *data, const char *value, rap_choice *out, rap_error *err)
{
    rap_span target, share = rap_span_of(value);
    if (halve(value, '=', &target, &share)) {
        RAP_TRY(find_target(data, target, out->target, err));
        size_t p = rap_supply_product_of(data, out->target);
        bool replaced = false;
        for (size_t r = 0; r < data->n_products; r++) replaced = replaced || (p != SIZE_MAX && data->products[r].replaces == p);
        if (!replaced) return rap_fail(err, RAP_E_USAGE, "recycle: nothing recycled stands in for '%.60s' in this chain", out->target);
    }
    return read_share(share, &out->value, err);
}

static rap_status read_choice(const rap_supply_data *data, const char *value, rap_choice *out, rap_error *err)
{
    switch (out->kind) {
    case RAP_MAKE: return read_make(data, value, out, err);
    case RAP_CUT: return read_cut(data, value, out, err);
    case RAP_GRID: return read_grid(data, value, out, err);
    case RAP_RECYCLE: return read_recycle(data, value, out, err);
    case RAP_ELECTRIFY: return find_target(data, rap_span_of(value), out->target, err);
    case RAP_DRIVE:
    case RAP_CHOICE_END: break;
    }
    return find_place(data, rap_span_of(value), &out->place, err);
}

static rap_status set_chemistry(const rap_supply_data *data, const char *value, rap_scenario *scenario, rap_error *err)
{
    size_t found = rap_labels_find(&data->chemistries, rap_span_of(value));
    if (found != SIZE_MAX) {
        scenario->chemistry = found;
        return RAP_OK;
    }
    rap_text all = {0};
    for (size_t i = 0; i < data->chemistries.n; i++) rap_text_printf(&all, "%s%s", i ? ", " : "", data->chemistries.at[i].label);
    rap_status status = rap_fail(err, RAP_E_NOT_FOUND, "chemistry: '%.60s' is none of %s", value, rap_text_get(&all));
    rap_text_release(&all);
    return status;
}

rap_status rap_scenario_add(const rap_supply_data *data, rap_scenario *scenario, const char *option, const char *value,
                            rap_error *err)
{
    if (!value || !*value) return rap_fail(err, RAP_E_USAGE, "%.40s: a value is missing", option);
    if (strcmp(option, "chemistry") == 0) return set_chemistry(data, value, scenario, err);
    if (strcmp(option, "year") == 0) {
        uint64_t year;
        if (!rap_parse_u64(rap_span_of(value), 2200, &year) || year < 1900)
            return rap_fail(err, RAP_E_USAGE, "year: expected a year, found '%.60s'", value);
        scenario->year = (int)year;
        return RAP_OK;
    }
    rap_choice choice = {.kind = RAP_MAKE};
    while (choice.kind < RAP_CHOICE_END && strcmp(option, kind_words[choice.kind]) != 0) choice.kind++;
    if (choice.kind == RAP_CHOICE_END)
        return rap_fail(err, RAP_E_USAGE, "a scenario has no '%.40s'; it has make, cut, grid, recycle, electrify, drive, chemistry and year",
                        option);
    if (scenario->n == RAP_CHOICES_MAX)
        return rap_fail(err, RAP_E_USAGE, "a scenario has at most %d choices", RAP_CHOICES_MAX);
    RAP_TRY(read_choice(data, value, &choice, err));
    scenario->choices[scenario->n++] = choice;
    return RAP_OK;
}

/* -------------------------------------------------------------------- finding */

bool rap_choice_is_for(const rap_choice *choice, const rap_supply_product *product)
{
    return !*choice->target || strcmp(choice->target, product->stage) == 0 || strcmp(choice->target, product->name) == 0;
}

const rap_choice *rap_scenario_choice(const rap_scenario *scenario, rap_choice_kind kind, const rap_supply_product *product)
{
    for (size_t i = scenario->n; i > 0; i--) {
        const rap_choice *choice = &scenario->choices[i - 1];
        if (choice->kind == kind && (!product || rap_choice_is_for(choice, product))) return choice;
    }
    return NULL;
}

bool rap_scenario_cuts(const rap_scenario *scenario, const rap_supply_product *product, size_t place)
{
    for (size_t i = 0; i < scenario->n; i++) {
        const rap_choice *choice = &scenario->choices[i];
        if (choice->kind == RAP_CUT && choice->place == place && rap_choice_is_for(choice, product)) return true;
    }
    return false;
}

void rap_choice_write(const rap_supply_data *data, const rap_choice *choice, rap_text *out)
{
    const char *place = data->places.at[choice->place].label;
    rap_text_printf(out, "%s ", kind_words[choice->kind]);
    switch (choice->kind) {
    case RAP_MAKE: rap_text_printf(out, "%s=%s", choice->target, place); break;
    case RAP_CUT: rap_text_printf(out, "%s:%s", place, choice->target); break;
    case RAP_GRID:
        if (choice->year) rap_text_printf(out, "%s=%d", place, choice->year);
        else rap_text_printf(out, "%s=%gg", place, 1000 * choice->value);
        break;
    case RAP_RECYCLE:
        rap_text_printf(out, "%s%s%g%%", choice->target, *choice->target ? "=" : "", 100 * choice->value);
        break;
    case RAP_ELECTRIFY: rap_text_puts(out, choice->target); break;
    case RAP_DRIVE:
    case RAP_CHOICE_END: rap_text_puts(out, place); break;
    }
}
