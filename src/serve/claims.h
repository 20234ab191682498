// SPDX-License-Identifier: Apache-2.0
/*
 * claims - the plans that the program carries, and the question whether their claims are true of a cube.
 *
 * On the command line `check` reads files, so it is no question of the registry. Here a plan has a name, and nothing in a
 * request becomes the name of a file.
 */
#ifndef RAP_SERVE_CLAIMS_H
#define RAP_SERVE_CLAIMS_H

#include "query/asking.h"
#include "serve/site.h"

/** Everything that can be asked by address: the questions of the registry, then "check". NULL past the end. */
const rap_question *rap_served_question_at(size_t i);
const rap_question *rap_served_question_find(rap_span name);

/** True for the question whose words are a plan and, where given, its claims. */
bool rap_question_is_check(const rap_question *question);

/** Checks: asks that name no cube go to `first`, others to the cube of the site that they name. RAP_E_USAGE where no plan is named or an option is not known, RAP_E_NOT_FOUND for an unknown plan or claim. */
RAP_MUST_CHECK rap_status rap_claims_check(const rap_site *site, const rap_site_cube *first, const rap_option *options,
                                           size_t n, rap_table **out, rap_error *err);

/** Adds a plan: what each claim states, asks and expects, in each reading; all plans by name and title for NULL. */
RAP_MUST_CHECK rap_status rap_claims_put(rap_text *out, const char *name, rap_error *err);

#endif
