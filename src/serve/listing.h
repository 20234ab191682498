// SPDX-License-Identifier: Apache-2.0
/* listing - what there is to ask: questions and cubes, indicators, problems. */
#ifndef RAP_SERVE_LISTING_H
#define RAP_SERVE_LISTING_H

#include "serve/site.h"

/** Adds the questions with their options and examples, the cubes, and where the rest is. */
void rap_listing_put(rap_text *out, const rap_site *site);

/** Adds one indicator, or all for NULL. RAP_E_NOT_FOUND with the nearest name. */
RAP_MUST_CHECK rap_status rap_listing_explain(rap_text *out, const char *name, rap_error *err);

/** Adds one problem, or all for NULL. RAP_E_NOT_FOUND. */
RAP_MUST_CHECK rap_status rap_listing_problems(rap_text *out, const char *name, rap_error *err);

#endif
