// SPDX-License-Identifier: Apache-2.0
/* fact_line - a work that was read as one line of text, as tests/support/reference_facts.py prints it. */
#ifndef RAP_TESTS_FACT_LINE_H
#define RAP_TESTS_FACT_LINE_H

#include <inttypes.h>

#include "source/openalex.h"

static inline void fact_line(const rap_work *work, rap_text *out)
{
    const rap_fact *fact = &work->fact;
    char x[RAP_PLACE_TEXT], y[RAP_PLACE_TEXT];
    rap_text_printf(out, "%" PRIu64 "\t%" PRIu64 "\t%d\t", work->id, work->updated, fact->year);
    for (unsigned level = 0; level < RAP_LEVELS; level++)
        rap_text_printf(out, "%s%" PRIu64, level ? "/" : "", rap_subject_at(fact->subject, level));
    rap_text_printf(out, "\t%.*s\t%c%c%c\t", (int)fact->kind.length, fact->kind.data, work->xpac ? 'x' : '-',
                    work->paratext ? 'p' : '-', work->retracted ? 'r' : '-');
    for (size_t i = 0; i < fact->n_places; i++) {
        rap_text_printf(out, "%s%s", i ? "," : "", rap_place_code(fact->places[i], x));
        if (fact->shares) rap_text_printf(out, ":%" PRIu64, fact->shares[i]);
    }
    rap_text_puts(out, "\t");
    for (size_t i = 0; i < fact->n_ties; i++)
        rap_text_printf(out, "%s%s-%s", i ? "," : "", rap_place_code(fact->ties[i].x, x),
                        rap_place_code(fact->ties[i].y, y));
    rap_text_puts(out, "\t");
    for (unsigned level = 0; level < RAP_LEVELS; level++) {
        if (level) rap_text_puts(out, "|");
        rap_text_add(out, work->names[level].data, work->names[level].length);
    }
    rap_text_puts(out, "\n");
}

#endif
