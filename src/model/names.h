// SPDX-License-Identifier: Apache-2.0
/*
 * names - labels numbered in the order in which they were met, each with a title and a unit where known.
 */
#ifndef RAP_MODEL_NAMES_H
#define RAP_MODEL_NAMES_H

#include "base/text.h"

typedef struct rap_name {
    char *label;  /**< as it stands in files: "248", "cell NO" */
    char *title;  /**< for people, or NULL: "battery cell production [GLO]" */
    char *unit;   /**< or NULL */
} rap_name;

/** Zero is an empty list. */
typedef struct rap_names {
    size_t n, capacity;
    rap_name *at;
    uint32_t *slots;     /**< open hashing: index + 1, 0 = free */
    size_t n_slots;
} rap_names;

void rap_names_release(rap_names *names);

/** Index of a label, or SIZE_MAX. */
size_t rap_names_find(const rap_names *names, rap_span label);

/** Index of a label, added where it is new. RAP_E_MEMORY; RAP_E_UNSUPPORTED for more than 2^31 - 2. */
RAP_MUST_CHECK rap_status rap_names_add(rap_names *names, rap_span label, size_t *out, rap_error *err);

/** What to call it: the title, or else the label. */
const char *rap_names_show(const rap_names *names, size_t index);

/** The unit, or "". */
const char *rap_names_unit(const rap_names *names, size_t index);

#endif
