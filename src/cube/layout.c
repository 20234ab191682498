// SPDX-License-Identifier: Apache-2.0
#include "cube/layout.h"

#include <string.h>

#include "cube/cube.h"

_Static_assert(sizeof(rap_slice) == 40 && sizeof(rap_tie) == 4, "as drawn in docs/format.md");

const rap_role_spec rap_roles[RAP_ROLE_END] = {
    [RAP_ROLE_SCHEMA] = {"SCHM", 1, 0},
    [RAP_ROLE_LEAVES] = {"LEAF", 8, 0},
    [RAP_ROLE_KINDS] = {"KIND", 1, 0},
    [RAP_ROLE_NODES] = {"NODE", 8, 0},
    [RAP_ROLE_NAMES] = {"NAME", 1, 0},
    [RAP_ROLE_OFFSETS] = {"PARO", 0, 8},
    [RAP_ROLE_MEMBERS] = {"PARM", sizeof(rap_place), 0},
    [RAP_ROLE_SLICES] = {"SLIC", sizeof(rap_slice), 0},
    [RAP_ROLE_LEAF] = {"CLEA", 0, 4},
    [RAP_ROLE_KIND] = {"CKIN", 0, 2},
    [RAP_ROLE_PARTY] = {"CPAR", 0, 4},
    [RAP_ROLE_AMOUNT] = {"AMT0", 0, 8},
    [RAP_ROLE_AMOUNT + 1] = {"AMT1", 0, 8},
    [RAP_ROLE_AMOUNT + 2] = {"AMT2", 0, 8},
    [RAP_ROLE_AMOUNT + 3] = {"AMT3", 0, 8},
    [RAP_ROLE_AMOUNT + 4] = {"AMT4", 0, 8},
    [RAP_ROLE_AMOUNT + 5] = {"AMT5", 0, 8},
    [RAP_ROLE_AMOUNT + 6] = {"AMT6", 0, 8},
    [RAP_ROLE_AMOUNT + 7] = {"AMT7", 0, 8},
    [RAP_ROLE_AMOUNT + 8] = {"AMT8", 0, 8},
    [RAP_ROLE_AMOUNT + 9] = {"AMT9", 0, 8},
    [RAP_ROLE_AMOUNT + 10] = {"AMTA", 0, 8},
    [RAP_ROLE_AMOUNT + 11] = {"AMTB", 0, 8},
    [RAP_ROLE_AMOUNT + 12] = {"AMTC", 0, 8},
    [RAP_ROLE_AMOUNT + 13] = {"AMTD", 0, 8},
    [RAP_ROLE_AMOUNT + 14] = {"AMTE", 0, 8},
    [RAP_ROLE_AMOUNT + 15] = {"AMTF", 0, 8},
    [RAP_ROLE_SHARE_WHOLE] = {"SHRW", 0, 4},
    [RAP_ROLE_SHARE_FRACTION] = {"SHRF", 4, 0},
    [RAP_ROLE_TIE_CELL] = {"TIEC", 0, 8},
    [RAP_ROLE_TIES] = {"TIEP", sizeof(rap_tie), 0},
    [RAP_ROLE_TIE_WORKS] = {"TIEW", 0, 4},
    [RAP_ROLE_PLACES] = {"plac", sizeof(rap_place), 0},
    [RAP_ROLE_SUM_FIRST] = {"sumo", 0, 8},
    [RAP_ROLE_SUM_FIRST_MEMBER] = {"suma", 0, 8},
    [RAP_ROLE_SUM_SIZE] = {"sumn", 0, 2},
    [RAP_ROLE_SUM_KIND] = {"sumk", 0, 2},
    [RAP_ROLE_SUM_WORKS] = {"sumw", 0, 8},
    [RAP_ROLE_SUM_MEMBERS] = {"summ", 0, 2},
    [RAP_ROLE_MARGIN_FIRST] = {"maro", 0, 8},
    [RAP_ROLE_MARGIN_KIND] = {"mark", 0, 2},
    [RAP_ROLE_MARGIN_PLACE] = {"marp", 0, 4},
    [RAP_ROLE_MARGIN_WORKS] = {"marw", 0, 8},
    [RAP_ROLE_MARGIN_INTERNATIONAL] = {"mari", 0, 8},
    [RAP_ROLE_MARGIN_LINKS] = {"marl", 0, 8},
    [RAP_ROLE_PAIR_FIRST] = {"paio", 0, 8},
    [RAP_ROLE_PAIR_KIND] = {"paik", 0, 2},
    [RAP_ROLE_PAIR_PLACES] = {"paip", 0, 4},
    [RAP_ROLE_PAIR_WORKS] = {"paiw", 0, 8},
    [RAP_ROLE_PROVENANCE] = {"prov", 1, 0},
};

rap_role rap_role_of(const char id[4])
{
    rap_role role = RAP_ROLE_SCHEMA;
    while (role < RAP_ROLE_END && memcmp(rap_roles[role].id, id, 4) != 0) role++;
    return role;
}

bool rap_role_is_in(rap_role role, const rap_schema *schema)
{
    if (role >= RAP_ROLE_AMOUNT && role < RAP_ROLE_SHARE_WHOLE)
        return (uint32_t)role - RAP_ROLE_AMOUNT < schema->n_measures;
    if (role >= RAP_ROLE_SHARE_WHOLE && role <= RAP_ROLE_TIE_WORKS) return schema->shares;
    if (role >= RAP_ROLE_PLACES && role <= RAP_ROLE_PAIR_WORKS) return schema->form == RAP_PARTY_SET;
    return role < RAP_ROLE_END;
}

bool rap_role_fits(rap_role role, uint32_t width)
{
    const rap_role_spec *spec = &rap_roles[role];
    if (spec->width) return width == spec->width;
    return (width == 1 || width == 2 || width == 4 || width == 8) && width <= spec->widest;
}
