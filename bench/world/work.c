// SPDX-License-Identifier: Apache-2.0
#include "world/work.h"

#include "base/alloc.h"

bool world_work_add_author(world_work *work)
{
    if (!rap_reserve(&work->authors, &work->author_capacity, work->n_authors + 1, sizeof *work->authors))
        return false;
    work->authors[work->n_authors++] = (world_author){.first = (uint32_t)work->n_affiliations};
    return true;
}

bool world_work_add_affiliation(world_work *work, rap_place place, uint16_t number)
{
    if (!rap_reserve(&work->affiliations, &work->affiliation_capacity, work->n_affiliations + 1,
                     sizeof *work->affiliations))
        return false;
    work->affiliations[work->n_affiliations++] = (world_affiliation){place, number};
    work->authors[work->n_authors - 1].n++;
    return true;
}

void world_work_clear(world_work *work)
{
    work->n_authors = work->n_affiliations = 0;
}

void world_work_release(world_work *work)
{
    rap_free(work->authors);
    rap_free(work->affiliations);
    *work = (world_work){0};
}
