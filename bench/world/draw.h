// SPDX-License-Identifier: Apache-2.0
/*
 * draw - a work of a made-up world that is shaped like OpenAlex's: shares of countries, fields, types and venues,
 * numbers of authors, coverage, years. The numbers are rounded from public figures; they are for speed and size, not
 * for findings.
 */
#ifndef WORLD_DRAW_H
#define WORLD_DRAW_H

#include "world/chance.h"
#include "world/work.h"

/** Fills all but key, id, xpac and the date of update, from the work's key. False where memory is short. */
bool draw_work(const topics *all, world_work *out);

#endif
