// SPDX-License-Identifier: Apache-2.0
/*
 * Any bytes as a chain, its files apart by form feeds: refused with a text, or a system whose answer is finite and whose
 * contributions can be read.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "model/chain_read.h"
#include "model/contribution.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const rap_chain *chain)
{
    size_t n = chain->processes.n;
    rap_solution s;
    rap_error err = {0};
    double *lambda = rap_alloc(n, sizeof *lambda), *demand = rap_alloc(n, sizeof *demand);
    rap_contribution *room = rap_alloc(n + chain->flows.n + 1, sizeof *room);
    if (!lambda || !demand || !room) abort();
    demand[n - 1] = 1;
    if (rap_chain_solve(chain, demand, &s, &err) == RAP_OK) {
        for (size_t i = 0; i < n; i++)
            if (!isfinite(s.scaling[i])) __builtin_trap();
        rap_contribution_flows(chain, &s, 0, room);
        rap_edge *edges;
        size_t used;
        if (rap_contribution_processes(chain, &s, 0, room, &err) == RAP_OK && !isfinite(room[0].score)) __builtin_trap();
        if (rap_chain_intensity(chain, 0, lambda, &err) == RAP_OK) {
            if (rap_contribution_tier(chain, n - 1, 0, lambda, room, &used, &err) == RAP_OK && used > n + 1) __builtin_trap();
            if (rap_contribution_edges(chain, &s, 0, lambda, 0.01, &edges, &used, &err) == RAP_OK) rap_free(edges);
        }
        rap_solution_release(&s);
    } else if (err.text[0] == '\0') {
        __builtin_trap();
    }
    rap_free(lambda);
    rap_free(demand);
    rap_free(room);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rap_span rest = {(const char *)data, size}, part;
    rap_csv *csv[4] = {NULL};
    size_t n = 0;
    while (n < 4 && rap_span_next(&rest, '\f', &part))
        if (rap_csv_open_text("t", part, 0, &csv[n++], NULL) != RAP_OK) abort();
    rap_chain *chain = NULL;
    rap_error err = {0};
    if (n >= 2) {
        if (rap_chain_read(&(rap_chain_files){csv[0], csv[1], csv[2], csv[3]}, &chain, NULL, &err) == RAP_OK) check(chain);
        else if (err.text[0] == '\0') __builtin_trap();
    }
    rap_chain_free(chain);
    for (size_t i = 0; i < n; i++) rap_csv_close(csv[i]);
    return 0;
}
