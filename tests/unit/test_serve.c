// SPDX-License-Identifier: Apache-2.0
/* serve: requests -> replies, without sockets. Targets, negotiation, hosts, every route, every refusal, short memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <isa-l/igzip_lib.h>

#include "base/alloc.h"
#include "serve/compress.h"
#include "serve/link.h"
#include "serve/negotiate.h"
#include "serve/target.h"
#include "support/replies.h"
#include "support/toy.h"

/* ------------------------------------------------------------------- targets */

static rap_status read_target(const char *text, rap_target *out, rap_error *err)
{
    return rap_target_read(rap_span_of(text), out, err);
}

static void a_target_is_cut_into_segments_and_options(void **state)
{
    rap_target t;
    (void)state;
    assert_int_equal(read_target("/api/v1/partners.csv?country=DK+FI&topic=solar%20cell%26%C3%B8&each&top=&&cube=a%2fb", &t, NULL),
                     RAP_OK);
    assert_int_equal(t.n_segments, 3);
    assert_string_equal(t.segments[2], "partners.csv");
    assert_int_equal(t.n_options, 5);
    assert_string_equal(t.options[0].value, "DK+FI");
    assert_string_equal(t.options[1].value, "solar cell&\xC3\xB8");
    assert_null(t.options[2].value);
    assert_string_equal(t.options[3].value, "");
    assert_string_equal(t.options[4].value, "a/b");
    assert_null(t.authority);
    rap_target_release(&t);
    assert_int_equal(read_target("/", &t, NULL), RAP_OK);
    assert_int_equal(t.n_segments, 1);
    assert_string_equal(t.segments[0], "");
    rap_target_release(&t);
    assert_int_equal(read_target("http://localhost:80/a/?b=c", &t, NULL), RAP_OK);
    assert_string_equal(t.authority, "localhost:80");
    assert_int_equal(t.n_segments, 2);
    assert_string_equal(t.segments[1], "");
    assert_string_equal(t.options[0].name, "b");
    rap_target_release(&t);
}

static void what_is_no_target_is_refused_with_its_byte(void **state)
{
    static const struct {
        const char *text;
        uint64_t byte;
    } bad[] = {
        {"", 0}, {"*", 0}, {"api", 0}, {"?a=b", 0}, {"http://host", 7}, {"ftp://host/", 0}, {"/a%", 2}, {"/a%4", 2}, {"/a%4g", 2},
        {"/a%g4", 2}, {"/?a=%zz", 4}, {"/?a=%00", 4}, {"/?a=%0a", 4}, {"/?a=%7F", 4}, {"/a b", 2}, {"/a\tb", 2}, {"/a\x7F", 2},
        {"/\xC3\xB8", 1}, {"/?a=%C3", 4}, {"/?a=%ff%fe", 4}, {"/?%ED%A0%80=b", 2}, {"/a%2fb", 2}, {"/%00", 1}, {"/a#b", 2},
        {"/?=b", 2}, {"/?a=b&=c", 6},
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        rap_target t;
        rap_error err = {0};
        if (read_target(bad[i].text, &t, &err) != RAP_E_USAGE) fail_msg("accepted: '%s'", bad[i].text);
        if (!err.has_byte || err.byte != bad[i].byte)
            fail_msg("'%s': byte %llu: %s", bad[i].text, (unsigned long long)err.byte, err.text);
    }
}

static void more_parts_or_options_than_fit_are_refused(void **state)
{
    rap_text text = {0};
    rap_target t;
    rap_error err;
    (void)state;
    assert_int_equal(read_target("/1/2/3/4/5/6/7", &t, &err), RAP_E_NOT_FOUND);
    rap_text_puts(&text, "/?");
    for (int i = 0; i < RAP_TARGET_OPTIONS; i++) rap_text_printf(&text, "a=%d&", i);
    assert_int_equal(read_target(rap_text_get(&text), &t, &err), RAP_OK);
    assert_string_equal(t.options[RAP_TARGET_OPTIONS - 1].value, "63");
    rap_target_release(&t);
    rap_text_puts(&text, "a=64");
    assert_int_equal(read_target(rap_text_get(&text), &t, &err), RAP_E_USAGE);
    rap_text_release(&text);
}

/* --------------------------------------------------------------- negotiation */

static void the_best_liked_type_is_chosen(void **state)
{
    static const char *const types[] = {"application/json", "text/csv"};
    static const struct {
        const char *accept;
        size_t chosen;
    } cases[] = {
        {NULL, 0}, {"", 0}, {"*/*", 0}, {"text/csv", 1}, {"TEXT/CSV", 1}, {"text/*", 1}, {"text/csv, application/json", 0},
        {"application/json;q=0.5, text/csv", 1}, {"text/csv;q=0.5, */*;q=0.1", 1}, {"text/csv;header=present;q=0.9", 1},
        {"application/json;q=0, */*", 1}, {"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", 0},
        {"*/*;q=1, text/csv;q=0.2", 0}, {"image/png", 2}, {"text/csv;q=0", 2}, {"text/csv;q=2", 2}, {"text/csv;q=x", 2},
        {"text/csv;q=0.1234", 2}, {"text/csv;q=", 2}, {"text", 2}, {"*", 2}, {",,;,", 2}, {"application/jsonp", 2},
        {"text/csv;q=0.001", 1}, {"text/csv;q=0.", 2}, {"application/json;Q=0.000, text/csv;Q=1.000", 1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (rap_accept_choose(cases[i].accept, types, 2) != cases[i].chosen)
            fail_msg("'%s'", cases[i].accept ? cases[i].accept : "(none)");
}

static void gzip_is_for_those_who_take_it(void **state)
{
    (void)state;
    assert_false(rap_accept_gzip(NULL));
    assert_false(rap_accept_gzip(""));
    assert_false(rap_accept_gzip("identity"));
    assert_false(rap_accept_gzip("gzip;q=0, *"));
    assert_false(rap_accept_gzip("*;q=0"));
    assert_false(rap_accept_gzip("gzipped"));
    assert_true(rap_accept_gzip("br, GZIP;q=0.1"));
    assert_true(rap_accept_gzip("x-gzip"));
    assert_true(rap_accept_gzip("*"));
}

static void tags_match_weakly_and_in_lists(void **state)
{
    (void)state;
    assert_false(rap_etag_matches(NULL, "\"a\""));
    assert_false(rap_etag_matches("\"b\", W/\"ab\", a", "\"a\""));
    assert_true(rap_etag_matches("\"b\", W/\"a\"", "\"a\""));
    assert_true(rap_etag_matches("*", "\"a\""));
}

/* What gzip says it holds, as a fresh text. */
static char *unpacked(const rap_text *packed, size_t length)
{
    struct inflate_state *inflate = malloc(sizeof *inflate);
    char *text = calloc(length + 2, 1);
    assert_true(inflate && text);
    isal_inflate_init(inflate);
    inflate->crc_flag = ISAL_GZIP;
    inflate->next_in = (uint8_t *)packed->data;
    inflate->avail_in = (uint32_t)packed->length;
    inflate->next_out = (uint8_t *)text;
    inflate->avail_out = (uint32_t)length + 1;
    assert_int_equal(isal_inflate(inflate), ISAL_DECOMP_OK);
    assert_int_equal(inflate->total_out, length);
    free(inflate);
    return text;
}

static void a_text_comes_back_from_its_gzip_and_a_short_one_is_left(void **state)
{
    rap_text text = {0}, noise = {0};
    uint32_t random = 1;
    (void)state;
    for (int i = 0; i < 2000; i++) rap_text_printf(&text, "{\"row\": %d}\n", i);
    size_t length = text.length;
    char *copy = strdup(text.data);
    assert_true(rap_compress(&text));
    assert_true(text.length < length / 3);
    char *back = unpacked(&text, length);
    assert_string_equal(back, copy);
    free(back);
    free(copy);
    rap_text_release(&text);
    rap_text_puts(&text, "short");
    assert_false(rap_compress(&text));
    assert_string_equal(text.data, "short");
    rap_text_release(&text);
    for (int i = 0; i < 4000; i++) {
        char byte = (char)((random = random * 1664525u + 1013904223u) >> 24);
        rap_text_add(&noise, &byte, 1);
    }
    assert_false(rap_compress(&noise));
    assert_int_equal(noise.length, 4000);
    rap_text_release(&noise);
}

/* --------------------------------------------------------------------- hosts */

static void only_the_own_name_is_answered_to(void **state)
{
    static const struct {
        const char *bound, *host;
        bool answers;
    } cases[] = {
        {"127.0.0.1", "localhost", true},       {"127.0.0.1", "LocalHost:8080", true}, {"127.0.0.1", "127.0.0.1:1", true},
        {"127.0.0.1", "127.0.0.2", false},      {"127.0.0.1", "evil.example", false},  {"127.0.0.1", "localhost.evil.example", false},
        {"127.0.0.1", "localhost:x", false},    {"127.0.0.1", "localhost:70000", false}, {"127.0.0.1", "", false},
        {"127.0.0.1", NULL, false},             {"127.0.0.1", "[::1]", false},         {"::1", "[::1]:8080", true},
        {"::1", "[0:0::1]", true},              {"::1", "[::1", false},                {"::1", "[::1]8080", false},
        {"::1", "localhost", true},             {"10.0.0.5", "10.0.0.5:80", true},     {"10.0.0.5", "10.0.0.6", false},
        {"0.0.0.0", "192.168.1.7:80", true},    {"0.0.0.0", "evil.example", false},    {"::", "[fe80::1]", true},
        {"::", "1.2.3.4", true},                {"127.0.0.1", "127.0.0.1.evil.example", false}, {"127.0.0.1", "localhost:", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rap_site site = {.address = cases[i].bound};
        if (rap_site_answers_to(&site, cases[i].host) != cases[i].answers)
            fail_msg("bound to %s, asked for '%s'", cases[i].bound, cases[i].host ? cases[i].host : "(none)");
    }
}

/* --------------------------------------------------------------------- sites */

typedef struct world {
    rap_catalog *catalog;
    rap_cube *cube;
    rap_site site;
} world;

static int open_world(void **state)
{
    world *w = calloc(1, sizeof *w);
    if (!w || rap_catalog_open(NULL, &w->catalog, NULL) != RAP_OK || !(w->cube = toy_cube())) return 1;
    w->site = (rap_site){.catalog = w->catalog, .address = "127.0.0.1", .edition = 1};
    if (rap_site_add(&w->site, "some/folder/toy.rap", w->cube, NULL) != RAP_OK) return 1;
    if (rap_site_add(&w->site, "other", w->cube, NULL) != RAP_OK) return 1;
    *state = w;
    return 0;
}

static int close_world(void **state)
{
    world *w = *state;
    rap_site_release(&w->site);
    rap_cube_close(w->cube);
    rap_catalog_close(w->catalog);
    free(w);
    return 0;
}

static void cubes_go_by_the_names_of_their_files(void **state)
{
    const world *w = *state;
    rap_site site = {0};
    const rap_site_cube *found;
    rap_error err;
    assert_int_equal(rap_site_add(&site, "a/world.rap", w->cube, &err), RAP_OK);
    assert_int_equal(rap_site_add(&site, "b/world.rap", w->cube, &err), RAP_E_USAGE);
    assert_non_null(strstr(err.text, "two cubes are called 'world'"));
    assert_int_equal(rap_site_add(&site, "b/.rap", w->cube, &err), RAP_E_USAGE);
    assert_int_equal(rap_site_add(&site, "b/a\nb.rap", w->cube, &err), RAP_E_USAGE);
    assert_int_equal(rap_site_add(&site, "b/\xff.rap", w->cube, &err), RAP_E_USAGE);
    assert_int_equal(rap_site_find(&site, NULL, &found, &err), RAP_OK);
    assert_string_equal(found->name, "world");
    assert_int_equal(rap_site_find(&site, "wrld", &found, &err), RAP_E_NOT_FOUND);
    assert_non_null(strstr(err.text, "did you mean 'world'"));
    assert_int_equal(site.n_cubes, 1);
    rap_site_release(&site);
}

/* ------------------------------------------------------------------- replies */

static rap_request get(const char *target)
{
    return (rap_request){.method = rap_span_of("GET"), .target = rap_span_of(target), .host = "localhost:1"};
}

/* Answers and checks what every reply must be. */
static void answer(const world *w, const rap_request *request, unsigned status, rap_reply *out)
{
    rap_serve_answer(&w->site, request, out);
    const char *fault = reply_fault(out, false);
    if (fault || out->status != status)
        fail_msg("%.*s: %u, expected %u%s%s: %s", (int)request->target.length, request->target.data, out->status, status,
                 fault ? ", " : "", fault ? fault : "", rap_text_get(&out->body));
}

static void assert_answer(const world *w, const char *target, unsigned status, const char *part)
{
    rap_reply reply;
    rap_request request = get(target);
    answer(w, &request, status, &reply);
    if (!strstr(rap_text_get(&reply.body), part)) fail_msg("%s: no '%s' in %s", target, part, rap_text_get(&reply.body));
    rap_reply_release(&reply);
}

static void every_route_answers(void **state)
{
    const world *w = *state;
    assert_answer(w, "/", 200, "Rapport");
    assert_answer(w, "/api/v1", 200, "\"cubes\":[{\"name\":\"toy\"");
    assert_answer(w, "/api/v1/", 200, "\"questions\":[{\"name\":\"partners\"");
    assert_answer(w, "/api/v1/partners?country=NO", 200, "\"partner\": \"CN\"");
    assert_answer(w, "/api/v1/partners.json?country=NO", 200, "{\"meta\":{\"program\":");
    assert_answer(w, "/api/v1/partners.csv?country=NO", 200, "year,country,partner");
    assert_answer(w, "/api/v1/pair?country=NO&partner=SE%2BUS", 200, "SE+US");
    assert_answer(w, "/api/v1/rank?top=1&cube=other", 200, "\"cube\":{\"name\":\"other\"");
    assert_answer(w, "/api/v1/groups?group=nordic", 200, "\"FI\"");
    assert_answer(w, "/api/v1/explain", 200, "\"name\":\"ric\"");
    assert_answer(w, "/api/v1/explain/", 200, "\"name\":\"ric\"");
    assert_answer(w, "/api/v1/explain/ric", 200, "\"formula\":\"RIC");
    assert_answer(w, "/api/v1/plans", 200, "{\"name\":\"research\",\"title\":");
    assert_answer(w, "/api/v1/plans/research", 200, "\"claims\":[{\"id\":\"R1\",");
    assert_answer(w, "/api/v1/plans/research", 200, "\"question\":\"partners\",\"options\":[[\"NO\",null],[\"area\",\"technology\"],");
    assert_answer(w, "/api/v1/plans/research", 200, "\"column\":\"rank\",\"rows\":[[null,\"CN\"]");
    assert_answer(w, "/api/v1/check?plan=research", 200, "\"reading\": \"as stated\"");
    assert_answer(w, "/api/v1/check.csv?plan=research&claim=R3&cube=other", 200, "claim,statement,reading,verdict");
    assert_answer(w, "/api/v1/problems", 200, "\"status\":431");
    assert_answer(w, "/api/v1/problems/host", 200, "\"status\":421");
    assert_answer(w, "/openapi.json", 200, "\"openapi\":\"3.1.0\"");
    assert_answer(w, "http://127.0.0.1/api/v1/", 200, "questions");
}

static void what_is_wrong_is_said_with_what_would_be_right(void **state)
{
    static const struct {
        const char *target;
        unsigned status;
        const char *part;
    } cases[] = {
        {"/favicon.ico", 404, "/api/v1/ lists"},
        {"/api/v2/partners", 404, "/api/v1/ lists"},
        {"/api/v1/partner", 404, "did you mean 'partners'?"},
        {"/api/v1/explian", 404, "did you mean 'explain'?"},
        {"/api/v1/partners.xml?country=NO", 404, ".json or .csv"},
        {"/api/v1/partners/NO", 404, "/api/v1/ lists"},
        {"/api/v1/explain/rik", 404, "did you mean 'ric'?"},
        {"/api/v1/problems/none", 404, "/api/v1/problems lists"},
        {"/api/v1/plans/../research", 404, "no path begins"},
        {"/api/v1/plans/countries.tsv", 404, "/api/v1/plans lists"},
        {"/api/v1/check", 400, "plan is missing"},
        {"/api/v1/check?plan=nothing", 404, "/api/v1/plans lists"},
        {"/api/v1/check?plan=research&claim=R99", 404, "R99"},
        {"/api/v1/check?plan=research&plan=research", 400, "given twice"},
        {"/api/v1/check?plan=research&years=2020", 400, "not 'years'"},
        {"/api/v1/partners", 400, "country is missing"},
        {"/api/v1/partners", 400, "\"see\":\"/api/v1/partners?country=NO&years=2019-2022"},
        {"/api/v1/partners?country=Norwai", 404, "did you mean"},
        {"/api/v1/partners?country=NO&yaers=2020", 400, "did you mean 'years'?"},
        {"/api/v1/partners?country=NO&top=x", 400, "not a whole number"},
        {"/api/v1/partners?country=NO&country=SE", 400, "given twice"},
        {"/api/v1/partners?country=NO&cube=tuy", 404, "did you mean 'toy'?"},
        {"/api/v1/partners?country=NO&cube=toy&cube=toy", 400, "cube is given twice"},
        {"/api/v1/partners?country=NO&area=technology", 422, "\"see\":\"/api/v1/info\""},
        {"/api/v1/partners?country=%zz", 400, "byte 25"},
        {"/api/v1/explain?x=1", 400, "takes no options"},
        {"/openapi.json?x", 400, "takes no options"},
        {"/a/b/c/d/e/f/g", 404, "more than 6 parts"},
        {"/../../etc/passwd", 404, "/api/v1/ lists"},
        {"http://evil.example/api/v1/", 421, "--bind"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_answer(*state, cases[i].target, cases[i].status, cases[i].part);
}

static void refused(const world *w, rap_request request, unsigned status)
{
    rap_reply reply;
    answer(w, &request, status, &reply);
    rap_reply_release(&reply);
}

static void what_is_no_plain_reading_is_refused(void **state)
{
    char long_target[RAP_TARGET_BYTES + 2] = "/";
    rap_request r = get("/");
    memset(long_target + 1, 'a', RAP_TARGET_BYTES);
    static const char *const methods[] = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "get", ""};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        r.method = rap_span_of(methods[i]);
        refused(*state, r, 405);
    }
    r = get("/");
    r.has_body = true;
    refused(*state, r, 413);
    r = get("/");
    r.header_bytes = RAP_HEADER_BYTES + 1;
    refused(*state, r, 431);
    r = get("/");
    r.malformed = true;
    refused(*state, r, 400);
    r = get("/");
    r.busy = true;
    refused(*state, r, 503);
    r = get("/");
    r.host = "evil.example";
    refused(*state, r, 421);
    r = get("/api/v1/");
    r.accept = "text/csv";
    refused(*state, r, 406);
    r = get("/api/v1/rank");
    r.accept = "text/html";
    refused(*state, r, 406);
    refused(*state, get(long_target), 414);
    long_target[RAP_TARGET_BYTES] = '\0';
    refused(*state, get(long_target), 404);
}

static void a_tag_stands_for_a_cube_a_question_and_a_form(void **state)
{
    world *w = *state;
    static const char *const others[] = {
        "/api/v1/partners?country=NO&years=2020&top=3",  "/api/v1/partners?country=SE&years=2020&top=2",
        "/api/v1/partners.csv?country=NO&years=2020&top=2", "/api/v1/partners?country=NO&years=2020&top=2&cube=other",
        "/api/v1/profile?country=NO&years=2020&top=2",
    };
    rap_reply first, again;
    rap_request r = get("/api/v1/partners?country=NO&years=2020&top=2");
    answer(w, &r, 200, &first);
    r = get("/api/v1/partners?top=2&years=2020&country=NO");
    answer(w, &r, 200, &again);
    assert_string_equal(first.etag, again.etag);
    assert_string_equal(first.body.data, again.body.data);
    rap_reply_release(&again);
    r.if_none_match = first.etag;
    answer(w, &r, 304, &again);
    assert_string_equal(rap_reply_header(&again, "ETag"), first.etag);
    rap_reply_release(&again);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        r = get(others[i]);
        r.if_none_match = first.etag;
        refused(w, r, 200);
    }
    r = get("/api/v1/partners?country=NO&years=2020&top=2");
    r.accept = "text/csv";
    r.if_none_match = first.etag;
    refused(w, r, 200);
    w->site.edition++;
    r.accept = NULL;
    refused(w, r, 200);
    w->site.edition--;
    r.if_none_match = "*";
    refused(w, r, 200); /* whether there is an answer is not known before it is asked for */
    rap_reply_release(&first);
}

static void gzip_is_another_form_with_a_tag_of_its_own(void **state)
{
    rap_reply plain, packed, again;
    rap_request r = get("/api/v1/partners?country=NO");
    answer(*state, &r, 200, &plain);
    r.accept_encoding = "gzip";
    answer(*state, &r, 200, &packed);
    assert_string_equal(rap_reply_header(&packed, "Content-Encoding"), "gzip");
    assert_string_not_equal(plain.etag, packed.etag);
    char *back = unpacked(&packed.body, plain.body.length);
    assert_string_equal(back, plain.body.data);
    free(back);
    r.if_none_match = packed.etag;
    answer(*state, &r, 304, &again);
    assert_string_equal(rap_reply_header(&again, "ETag"), packed.etag);
    rap_reply_release(&again);
    r = get("/api/v1/explain/ric"); /* too short to be worth it */
    r.accept_encoding = "gzip";
    answer(*state, &r, 200, &again);
    assert_null(rap_reply_header(&again, "Content-Encoding"));
    rap_reply_release(&again);
    rap_reply_release(&plain);
    rap_reply_release(&packed);
}

static void rows_without_meta_say_where_it_is(void **state)
{
    rap_reply reply;
    rap_request r = get("/api/v1/partners.csv?top=1&country=United%20States");
    answer(*state, &r, 200, &reply);
    assert_string_equal(rap_reply_header(&reply, "Link"),
                        "</api/v1/partners?country=United%20States&top=1>; rel=\"describedby\"; type=\"application/json\"");
    assert_string_equal(rap_reply_header(&reply, "Content-Type"), "text/csv; charset=utf-8");
    rap_reply_release(&reply);
}

/* Every example of every question is an address that is understood: answered, or not held by the toy set. */
static void examples_become_addresses(void **state)
{
    const rap_question *question;
    rap_text link = {0};
    for (size_t i = 0; (question = rap_question_at(i)); i++)
        for (size_t k = 0; question->examples[k]; k++) {
            rap_reply reply;
            rap_text_clear(&link);
            rap_link_example(&link, question, k);
            rap_request r = get(rap_text_get(&link));
            rap_serve_answer(&((const world *)*state)->site, &r, &reply);
            if (reply.status != 200 && reply.status != 422)
                fail_msg("%s: %s", rap_text_get(&link), rap_text_get(&reply.body));
            rap_reply_release(&reply);
        }
    rap_text_clear(&link);
    rap_link_example(&link, rap_question_find(rap_span_of("export")), 0);
    assert_string_equal(link.data, "/api/v1/export?plane=pairs&years=2022");
    rap_text_release(&link);
}

/* Fails the n-th allocation for n = 1, 2, ... until twenty replies in a row are as usual: then n is past them all. */
static void short_memory_is_a_reply_too(void **state)
{
    static const char *const targets[] = {
        "/api/v1/partners?country=NO&top=2", "/api/v1/partners.csv?country=NO", "/api/v1/", "/openapi.json", "/api/v1/explain",
        "/api/v1/partners", "/api/v1/nothing", "/api/v1/problems/host"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        rap_reply usual, reply;
        rap_request r = get(targets[i]);
        unsigned whole = 0, failed = 0;
        r.accept_encoding = "gzip";
        rap_serve_answer(&((const world *)*state)->site, &r, &usual);
        for (uint64_t n = 1; whole < 20; n++) {
            rap_alloc_fail_after(n);
            rap_serve_answer(&((const world *)*state)->site, &r, &reply);
            rap_alloc_fail_after(0);
            const char *fault = reply_fault(&reply, true);
            if (fault) fail_msg("%s, allocation %d: %s", targets[i], (int)n, fault);
            whole = reply.status == usual.status && reply.body.length == usual.body.length ? whole + 1 : 0;
            failed += whole == 0;
            rap_reply_release(&reply);
        }
        assert_true(failed > 3);
        rap_reply_release(&usual);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_target_is_cut_into_segments_and_options),
        cmocka_unit_test(what_is_no_target_is_refused_with_its_byte),
        cmocka_unit_test(more_parts_or_options_than_fit_are_refused),
        cmocka_unit_test(the_best_liked_type_is_chosen),
        cmocka_unit_test(gzip_is_for_those_who_take_it),
        cmocka_unit_test(tags_match_weakly_and_in_lists),
        cmocka_unit_test(a_text_comes_back_from_its_gzip_and_a_short_one_is_left),
        cmocka_unit_test(only_the_own_name_is_answered_to),
        cmocka_unit_test(cubes_go_by_the_names_of_their_files),
        cmocka_unit_test(every_route_answers),
        cmocka_unit_test(what_is_wrong_is_said_with_what_would_be_right),
        cmocka_unit_test(what_is_no_plain_reading_is_refused),
        cmocka_unit_test(a_tag_stands_for_a_cube_a_question_and_a_form),
        cmocka_unit_test(gzip_is_another_form_with_a_tag_of_its_own),
        cmocka_unit_test(rows_without_meta_say_where_it_is),
        cmocka_unit_test(examples_become_addresses),
        cmocka_unit_test(short_memory_is_a_reply_too),
    };
    return cmocka_run_group_tests_name("serve", tests, open_world, close_world);
}
