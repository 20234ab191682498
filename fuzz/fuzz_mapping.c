// SPDX-License-Identifier: Apache-2.0
/*
 * Any bytes as a mapping and a table, a line of four dashes between them: refused with a text or read; every fact that is
 * taken has places and a kind that a cube can hold.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cube/party.h"
#include "source/tabular.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static rap_status take(void *arg, const rap_fact *fact, bool *fresh, rap_error *err)
{
    (void)arg;
    (void)err;
    if (rap_party_fault(RAP_PARTY_ORDERED, fact->places, fact->n_places) || rap_kind_fault(fact->kind)) __builtin_trap();
    if (fact->year < 0) __builtin_trap();
    *fresh = true;
    return RAP_OK;
}

static rap_status name(void *arg, rap_subject node, rap_span text, rap_error *err)
{
    (void)arg;
    (void)err;
    if (node == 0 || text.length == 0) __builtin_trap();
    return RAP_OK;
}

static rap_status refuse(void *arg, rap_row_fault fault, uint64_t line, const char *detail, rap_error *err)
{
    (void)arg;
    (void)err;
    if (fault >= RAP_ROW_FAULTS || line == 0 || !detail) __builtin_trap();
    return RAP_OK;
}

static void read_table(const rap_catalog *catalog, const rap_mapping *mapping, rap_span text)
{
    rap_csv *csv;
    rap_tabular *tabular;
    rap_csv_row row;
    const rap_row_taker taker = {take, name, refuse, NULL};
    if (rap_csv_open_text("table", text, mapping->separator, &csv, NULL) != RAP_OK) abort();
    if (rap_tabular_new(catalog, mapping, taker, &tabular, NULL) != RAP_OK) abort();
    bool good = rap_csv_next(csv, &row, NULL) == RAP_OK && row.n > 0 && rap_tabular_bind(tabular, &row, NULL) == RAP_OK;
    while (good && rap_csv_next(csv, &row, NULL) == RAP_OK && row.n > 0) {
        bool left_out;
        if (rap_tabular_row(tabular, &row, &left_out, NULL) != RAP_OK) __builtin_trap();
    }
    rap_tabular_free(tabular);
    rap_csv_close(csv);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static rap_catalog *catalog;
    rap_mapping *mapping;
    rap_error err = {0};
    if (!catalog && rap_catalog_open(NULL, &catalog, NULL) != RAP_OK) abort();
    const uint8_t *line = size ? memmem(data, size, "\n----\n", 6) : NULL;
    size_t length = line ? (size_t)(line - data) : size;
    if (rap_mapping_read("mapping", (rap_span){(const char *)data, length}, &mapping, &err) != RAP_OK) {
        if (err.text[0] == '\0') __builtin_trap();
        return 0;
    }
    if (line) read_table(catalog, mapping, (rap_span){(const char *)line + 6, size - length - 6});
    rap_mapping_free(mapping);
    return 0;
}
