// SPDX-License-Identifier: Apache-2.0
/* Any bytes as a file of scenarios of a small value chain: refused with a text, or scenarios whose choices can be written. */
#include <stdint.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "model/scenario.h"
#include "support/supply_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rap_supply_data *chain;
    rap_scenario common;
    rap_named_scenario *all;
    rap_text text = {0};
    rap_error err = {0};
    size_t n;
    if (supply_with(RAP_SUPPLY_TABLES, NULL, &chain, NULL) != RAP_OK) abort();
    if (rap_scenarios_read(chain, (rap_span){(const char *)data, size}, &common, &all, &n, &err) == RAP_OK) {
        if (n == 0) __builtin_trap();
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < all[i].scenario.n; k++) rap_choice_write(chain, &all[i].scenario.choices[k], &text);
        rap_free(all);
    } else if (err.text[0] == '\0') {
        __builtin_trap();
    }
    rap_text_release(&text);
    rap_supply_close(chain);
    return 0;
}
