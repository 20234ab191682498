// SPDX-License-Identifier: Apache-2.0
#include "world/world.h"

#include "world/chance.h"
#include "world/draw.h"

/* Streams of the world itself; those of a work are under its key. */
enum { PURPOSE_WORK = 1, PURPOSE_EXTRA, PURPOSE_OUTDATED, PURPOSE_DUPLICATE };

#define ID_FIRST UINT64_C(1000000000)
#define ID_PRIME UINT64_C(5999999989) /* multiplying modulo a prime scatters ids without a clash */

uint64_t world_positions(const world *w)
{
    return w->works + w->xpac + w->deleted;
}

uint64_t world_parts(const world *w)
{
    return (world_positions(w) + w->per_part - 1) / w->per_part;
}

/* Extra works among the first `position` positions. */
static uint64_t extras_before(const world *w, uint64_t position)
{
    uint64_t all = world_positions(w);
    return all ? position * (w->xpac + w->deleted) / all : 0;
}

static bool is_extra(const world *w, uint64_t position)
{
    return extras_before(w, position + 1) > extras_before(w, position);
}

bool world_is_deleted(const world *w, uint64_t position)
{
    return is_extra(w, position) && extras_before(w, position) >= w->xpac;
}

bool world_is_duplicate(const world *w, uint64_t position)
{
    chance c = chance_of(w->seed, position, PURPOSE_DUPLICATE);
    return chance_hit(&c, w->duplicates);
}

uint64_t world_id(const world *w, uint64_t position)
{
    uint64_t scattered = (position + w->seed % 1000000) % ID_PRIME * UINT64_C(2654435761) % ID_PRIME;
    return ID_FIRST + scattered;
}

/* Days since 1970 as a date (Hinnant, chrono-compatible low-level date algorithms). */
static world_moment date_of(int64_t days)
{
    days += 719468;
    int64_t era = days / 146097, day = days % 146097;
    int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    int64_t in_year = day - (365 * year + year / 4 - year / 100), month = (5 * in_year + 2) / 153;
    world_moment at = {.day = (unsigned)(in_year - (153 * month + 2) / 5 + 1),
                       .month = (unsigned)(month < 10 ? month + 3 : month - 9)};
    at.year = (int)(year + era * 400 + (at.month <= 2));
    return at;
}

world_moment world_date(const world *w, uint64_t part)
{
    uint64_t dates = (world_parts(w) + PARTS_PER_DATE - 1) / PARTS_PER_DATE;
    return date_of(20628 - (int64_t)(dates - 1 - part / PARTS_PER_DATE)); /* 20628 is 24 June 2026 */
}

static uint64_t key_of(const world *w, uint64_t index, uint64_t purpose)
{
    chance c = chance_of(w->seed, index, purpose);
    return chance_next(&c);
}

bool world_work_at(const world *w, uint64_t position, bool outdated, world_work *out)
{
    bool extra = is_extra(w, position);
    uint64_t before = extras_before(w, position), index = extra ? before : position - before;
    uint64_t part = position / w->per_part;
    out->id = world_id(w, position);
    out->key = key_of(w, index, extra ? PURPOSE_EXTRA : PURPOSE_WORK);
    if (outdated) out->key = key_of(w, out->key, PURPOSE_OUTDATED);
    out->xpac = extra && before < w->xpac;
    out->updated = world_date(w, outdated ? part - PARTS_PER_DATE : part);
    out->updated.microseconds = out->key % UINT64_C(86400000000);
    if (!w->planned) return draw_work(&w->all, out);
    /* Extra works of a planned world are like an outdated one: of countries that the plan does not have there. */
    return plan_work(&w->plan, &w->all, extra ? out->key % w->plan.works : index, outdated || extra, out);
}
