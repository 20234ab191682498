// SPDX-License-Identifier: Apache-2.0
#include "serve/negotiate.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

/* "0.5" as 500; -1 where it is no weight: at most three digits behind the dot, at most 1. */
static int weight_of(rap_span text)
{
    if (text.length == 0 || text.length > 5 || (text.data[0] != '0' && text.data[0] != '1')) return -1;
    if (text.length > 1 && text.data[1] != '.') return -1;
    int weight = (text.data[0] - '0') * 1000;
    for (size_t i = 2, part = 100; i < text.length; i++, part /= 10) {
        if (text.data[i] < '0' || text.data[i] > '9') return -1;
        weight += (text.data[i] - '0') * (int)part;
    }
    return weight <= 1000 ? weight : -1;
}

/* Cuts "name;a=b;q=0.5" into its name and weight; false where the weight can't be read. */
static bool read_element(rap_span element, rap_span *name, int *weight)
{
    rap_span rest = element, parameter;
    *weight = 1000;
    if (!rap_span_next(&rest, ';', name)) return false;
    *name = rap_span_trim(*name);
    while (rap_span_next(&rest, ';', &parameter)) {
        parameter = rap_span_trim(parameter);
        if (parameter.length < 2 || strncasecmp(parameter.data, "q=", 2) != 0) continue;
        *weight = weight_of((rap_span){parameter.data + 2, parameter.length - 2});
        if (*weight < 0) return false;
    }
    return name->length > 0;
}

static bool is_word(rap_span span, const char *word)
{
    return span.length == strlen(word) && strncasecmp(span.data, word, span.length) == 0;
}

/* How closely a range fits a type: 3 itself, 2 its kind (text and a star), 1 anything, 0 not at all. */
static int fit_of(rap_span range, const char *type)
{
    const char *slash = strchr(type, '/');
    size_t kind = slash ? (size_t)(slash - type) + 1 : 0;
    if (is_word(range, type)) return 3;
    if (range.length == kind + 1 && strncasecmp(range.data, type, kind) == 0 && range.data[kind] == '*') return 2;
    return is_word(range, "*/*") ? 1 : 0;
}

/* The weight that the closest range gives a type; 0 where none fits. */
static int type_weight(const char *accept, const char *type)
{
    rap_span rest = rap_span_of(accept), element, range;
    int best = 0, given = 0, weight;
    while (rap_span_next(&rest, ',', &element)) {
        if (!read_element(element, &range, &weight)) continue;
        int fit = fit_of(range, type);
        if (fit > best) {
            best = fit;
            given = weight;
        }
    }
    return given;
}

size_t rap_accept_choose(const char *accept, const char *const *types, size_t n)
{
    size_t chosen = n;
    int most = 0;
    if (!accept || !*accept) return 0;
    for (size_t i = 0; i < n; i++) {
        int weight = type_weight(accept, types[i]);
        if (weight <= most) continue;
        most = weight;
        chosen = i;
    }
    return chosen;
}

bool rap_accept_gzip(const char *accept_encoding)
{
    if (!accept_encoding) return false;
    rap_span rest = rap_span_of(accept_encoding), element, coding;
    int named = -1, any = 0, weight;
    while (rap_span_next(&rest, ',', &element)) {
        if (!read_element(element, &coding, &weight)) continue;
        if (is_word(coding, "gzip") || is_word(coding, "x-gzip")) named = weight;
        if (is_word(coding, "*")) any = weight;
    }
    return named >= 0 ? named > 0 : any > 0;
}

bool rap_etag_matches(const char *if_none_match, const char *etag)
{
    if (!if_none_match) return false;
    rap_span rest = rap_span_of(if_none_match), tag;
    while (rap_span_next(&rest, ',', &tag)) {
        tag = rap_span_trim(tag);
        if (rap_span_is(tag, "*")) return true;
        if (tag.length > 2 && memcmp(tag.data, "W/", 2) == 0) tag = (rap_span){tag.data + 2, tag.length - 2};
        if (rap_span_is(tag, etag)) return true;
    }
    return false;
}
