// SPDX-License-Identifier: Apache-2.0
/* chain_text - chains from literals, and the test system of two places: batteries made in NO or in CN (invented inputs). */
#ifndef RAP_TESTS_CHAIN_TEXT_H
#define RAP_TESTS_CHAIN_TEXT_H

#include <string.h>

#include "model/chain_read.h"

#define CELLS_TECHNOSPHERE                                                                                            \
    "row,col,value,unit\n"                                                                                            \
    "electricity NO,electricity NO,1,kWh\nelectricity CN,electricity CN,1,kWh\n"                                      \
    "cathode,cathode,1,kg\nelectricity CN,cathode,-8,kWh\n"                                                           \
    "cell NO,cell NO,1,kWh\nelectricity NO,cell NO,-40,kWh\ncathode,cell NO,-1.6,kg\n"                                \
    "cell CN,cell CN,1,kWh\nelectricity CN,cell CN,-40,kWh\ncathode,cell CN,-1.6,kg\n"
#define CELLS_BIOSPHERE                                                                                               \
    "row,col,value,unit\nCO2,electricity NO,0.03,kg\nCO2,electricity CN,0.58,kg\nCO2,cathode,8,kg\n"                  \
    "CO2,cell NO,5,kg\nCO2,cell CN,5,kg\n"

/** Reads a chain from texts; `factors` and `index` may be NULL. */
static inline rap_status chain_of(const char *technosphere, const char *biosphere, const char *factors, const char *index,
                                  rap_chain **out, rap_error *err)
{
    const char *texts[] = {technosphere, biosphere, factors, index};
    static const char *const names[] = {"A.csv", "B.csv", "C.csv", "names.csv"};
    rap_csv *csv[4] = {NULL};
    rap_status status = RAP_OK;
    for (int i = 0; i < 4 && status == RAP_OK; i++)
        if (texts[i]) status = rap_csv_open_text(names[i], rap_span_of(texts[i]), 0, &csv[i], err);
    rap_chain_files files = {csv[0], csv[1], csv[2], csv[3]};
    if (status == RAP_OK) status = rap_chain_read(&files, out, NULL, err);
    for (int i = 0; i < 4; i++) rap_csv_close(csv[i]);
    return status;
}

/** Index of a product. */
static inline size_t product(const rap_chain *chain, const char *label)
{
    return rap_labels_find(&chain->products, rap_span_of(label));
}

/** Index of a process. */
static inline size_t process(const rap_chain *chain, const char *label)
{
    return rap_labels_find(&chain->processes, rap_span_of(label));
}

#endif
