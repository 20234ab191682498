// SPDX-License-Identifier: Apache-2.0
/*
 * labels - names numbered in the order in which they were met, each with a title and a unit where known.
 */
#ifndef RAP_MODEL_LABELS_H
#define RAP_MODEL_LABELS_H

#include "base/text.h"

typedef struct rap_label {
    char *label;  /**< as it stands in files: "248", "cell NO" */
    char *title;  /**< for people, or NULL: "battery cell production [GLO]" */
    char *unit;   /**< or NULL */
} rap_label;

/** Zero is an empty list. */
typedef struct rap_labels {
    size_t n, capacity;
    rap_label *at;
    uint32_t *slots;     /**< open hashing: index + 1, 0 = free */
    size_t n_slots;
} rap_labels;

void rap_labels_release(rap_labels *names);

/** Index of a label, or SIZE_MAX. */
size_t rap_labels_find(const rap_labels *names, rap_span label);

/** Index of a label, added where it is new. RAP_E_MEMORY; RAP_E_UNSUPPORTED for more than 2^31 - 2. */
RAP_MUST_CHECK rap_status rap_labels_add(rap_labels *names, rap_span label, size_t *out, rap_error *err);

/** What to call it: the title, or else the label. */
const char *rap_labels_show(const rap_labels *names, size_t index);

/** The unit, or "". */
const char *rap_labels_unit(const rap_labels *names, size_t index);

#endif
