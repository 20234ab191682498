// SPDX-License-Identifier: Apache-2.0
/* openapi - the interface described for programs (OpenAPI 3.1), from the declarations of questions and options. */
#ifndef RAP_SERVE_OPENAPI_H
#define RAP_SERVE_OPENAPI_H

#include "serve/site.h"

void rap_openapi_put(rap_text *out, const rap_site *site);

#endif
