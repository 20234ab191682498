// SPDX-License-Identifier: Apache-2.0
/*
 * Any bytes as one table of a small value chain; the first byte says which. Refused with a text, or a chain whose footprint
 * is finite and the sum of its parts.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "model/reallocate.h"
#include "support/supply_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_sums(const rap_footprint *f)
{
    double sum = 0, whole = 0;
    for (unsigned p = 0; p < RAP_PART_END; p++) {
        sum += f->by_part[p];
        whole += fabs(f->by_part[p]);
    }
    if (fabs(sum - f->total) > 1e-6 * (whole + fabs(f->total))) __builtin_trap();
}

static void solve(const rap_supply_data *data)
{
    rap_scenario scenario = rap_scenario_base(data);
    rap_supply *supply;
    rap_footprint f;
    rap_error err = {0};
    if (rap_supply_new(data, &scenario, NULL, &supply, &err) != RAP_OK) {
        if (err.text[0] == '\0') __builtin_trap();
        return;
    }
    double *demand = rap_alloc(supply->chain->products.n, sizeof *demand);
    if (!demand) abort();
    if (rap_supply_demand(supply, RAP_UNIT_PACK, demand, &err) == RAP_OK && rap_footprint_of(supply, demand, &f, &err) == RAP_OK) {
        rap_reallocation r;
        if (rap_factor_rcond(supply->chain->factor) > 1e-6) check_sums(&f);
        if (rap_scenario_add(data, &scenario, "cut", "CN:cell", &err) == RAP_OK &&
            rap_reallocate(supply, &f, &scenario, &r, &err) == RAP_OK) rap_reallocation_release(&r);
        rap_footprint_release(&f);
    }
    rap_free(demand);
    rap_supply_free(supply);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0 || size > 20000) return 0;
    char *text = rap_strndup((const char *)data + 1, size - 1); /* a table has no zero byte: what follows one is not read */
    rap_supply_source sources[RAP_SUPPLY_TABLES];
    rap_supply_data *read;
    rap_error err = {0};
    if (!text) abort();
    supply_sources((rap_supply_table)(data[0] % RAP_SUPPLY_TABLES), text, sources);
    if (rap_supply_read(sources, &read, &err) == RAP_OK) {
        solve(read);
        rap_supply_close(read);
    } else if (err.text[0] == '\0') {
        __builtin_trap();
    }
    rap_free(text);
    return 0;
}
