// SPDX-License-Identifier: Apache-2.0
/*
 * API answers: {"meta":...,"results":[works]} and the like, alone, one after the other, or in arrays. An object with
 * none of the members of a page is a work itself, so that a plain array of works reads, too.
 */
#include "scan/json.h"
#include "source/openalex.h"

static bool is_page_member(const rap_json_text *key)
{
    return rap_json_is(key, "results") || rap_json_is(key, "meta") || rap_json_is(key, "group_by");
}

rap_layout rap_openalex_layout(rap_span start)
{
    rap_json json;
    rap_json_text key;
    rap_json_init(&json, start);
    if (!rap_json_more(&json)) return RAP_LAYOUT_LINES;
    rap_json_type type = rap_json_peek(&json);
    if (type == RAP_JSON_ARRAY) return RAP_LAYOUT_PAGES;
    if (type != RAP_JSON_OBJECT || !rap_json_enter(&json, '{')) return RAP_LAYOUT_LINES;
    while (rap_json_member(&json, &key)) {
        if (is_page_member(&key)) return RAP_LAYOUT_PAGES;
        if (rap_json_is(&key, "id") || !rap_json_skip(&json, NULL)) break;
    }
    return RAP_LAYOUT_LINES;
}

typedef struct visitor {
    rap_json json;
    rap_page_fn see;
    void *arg;
    rap_error *err;
} visitor;

static rap_status damage(const visitor *visit)
{
    return rap_fail_byte(visit->err, RAP_E_FORMAT, (uint64_t)(visit->json.at - visit->json.start), "%s",
                         visit->json.problem);
}

static rap_status see(const visitor *visit, rap_span json)
{
    return visit->see(visit->arg, json, (uint64_t)(json.data - visit->json.start), visit->err);
}

/* The value of results: an array of works, or null. */
static rap_status visit_results(visitor *visit)
{
    rap_json *json = &visit->json;
    rap_span work;
    if (rap_json_peek(json) == RAP_JSON_NULL) return rap_json_skip(json, NULL) ? RAP_OK : damage(visit);
    rap_json_enter(json, '[');
    while (rap_json_element(json) && rap_json_skip(json, &work)) RAP_TRY(see(visit, work));
    return json->problem ? damage(visit) : RAP_OK;
}

/* A page, or a work. */
static rap_status visit_object(visitor *visit)
{
    rap_json *json = &visit->json;
    rap_json_text key;
    const char *first = json->at;
    bool page = false, seen = false;
    rap_json_enter(json, '{');
    while (rap_json_member(json, &key)) {
        page = page || is_page_member(&key);
        if (!seen && rap_json_is(&key, "results")) {
            seen = true;
            RAP_TRY(visit_results(visit));
        } else if (!rap_json_skip(json, NULL)) {
            break;
        }
    }
    if (json->problem) return damage(visit);
    return page ? RAP_OK : see(visit, (rap_span){first, (size_t)(json->at - first)});
}

/* An object; anything else is handed on as it is, and is refused as a work. */
static rap_status visit_value(visitor *visit)
{
    rap_span other;
    if (rap_json_peek(&visit->json) == RAP_JSON_OBJECT) return visit_object(visit);
    return rap_json_skip(&visit->json, &other) ? see(visit, other) : damage(visit);
}

rap_status rap_openalex_pages(rap_span document, rap_page_fn see_work, void *arg, rap_error *err)
{
    visitor visit = {.see = see_work, .arg = arg, .err = err};
    rap_json_init(&visit.json, document);
    while (rap_json_more(&visit.json)) {
        if (rap_json_peek(&visit.json) != RAP_JSON_ARRAY) {
            RAP_TRY(visit_value(&visit));
            continue;
        }
        rap_json_enter(&visit.json, '[');
        while (rap_json_element(&visit.json)) RAP_TRY(visit_value(&visit));
    }
    return visit.json.problem ? damage(&visit) : RAP_OK;
}
