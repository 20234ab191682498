// SPDX-License-Identifier: Apache-2.0
#include "source/codes.h"

static rap_place numbered(const rap_catalog *catalog, rap_span cell)
{
    uint64_t number;
    return cell.length <= 3 && rap_parse_u64(cell, 999, &number) ? rap_catalog_place_numbered(catalog, (unsigned)number) : 0;
}

static bool is_capital(rap_span cell, size_t length)
{
    if (cell.length != length) return false;
    for (size_t i = 0; i < length; i++)
        if (cell.data[i] < 'A' || cell.data[i] > 'Z') return false;
    return true;
}

/* Two and three capital letters are codes; a text in that form that is none of them is unknown, never a name by chance. */
rap_place rap_code_place(const rap_catalog *catalog, const rap_mapping *mapping, rap_code_form form, rap_span cell)
{
    if (form == RAP_CODE_NUMBER) {
        rap_place place = numbered(catalog, cell);
        if (place || mapping->n_aliases == 0) return place;
    }
    for (size_t i = 0; i < mapping->n_aliases; i++)
        if (rap_span_is(cell, mapping->aliases[i].text)) return rap_place_of(rap_span_of(mapping->aliases[i].code));
    if (form == RAP_CODE_NUMBER) return 0;
    bool code = (form == RAP_CODE_ALPHA2 && is_capital(cell, 2)) || (form == RAP_CODE_ALPHA3 && is_capital(cell, 3));
    if ((form == RAP_CODE_ALPHA2 || form == RAP_CODE_ALPHA3) && !code) return 0;
    if (form == RAP_CODE_ANY && cell.length && cell.data[0] >= '0' && cell.data[0] <= '9') return numbered(catalog, cell);
    const rap_country *member = rap_catalog_member(catalog, cell);
    if (!member) return 0;
    if (form == RAP_CODE_ALPHA2 && !rap_span_is(cell, member->code)) return 0;
    return member->place;
}
