// SPDX-License-Identifier: Apache-2.0
#include "serve/route.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "query/suggest.h"
#include "serve/answer.h"
#include "serve/claims.h"
#include "serve/compress.h"
#include "serve/link.h"
#include "serve/listing.h"
#include "serve/negotiate.h"
#include "serve/openapi.h"
#include "serve/page.h"
#include "serve/problem.h"

static const char json_type[] = "application/json";
static const char csv_type[] = "text/csv";

/* What answers run: nothing. What the page may: files of this server, and nothing written into it. */
static const char answer_policy[] = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
static const char page_policy[] = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                                  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/* One exchange on its way through the routes. A route returns RAP_OK with a body, or fails; `status` says more than that. */
typedef struct exchange {
    const rap_site *site;
    const rap_request *request;
    rap_reply *reply;
    rap_target target;
    unsigned status;             /* 0 = what the status of the library says */
    rap_inquiry inquiry;         /* its question is set once it is known, its cube after that */
    const char *type;            /* of the body */
    bool unchanged;              /* the client has it */
    bool page;                   /* it belongs to the page */
    bool packed;                 /* the body is compressed already */
    rap_error err;
} exchange;

static rap_status refuse(exchange *x, unsigned status, const char *detail)
{
    x->status = status;
    return rap_fail(&x->err, RAP_E_USAGE, "%s", detail ? detail : "");
}

/* ------------------------------------------------------------ representation */

/* Chooses among what there is; 406 where the client takes none. */
static rap_status choose(exchange *x, const char *const *types, size_t n)
{
    size_t chosen = rap_accept_choose(x->request->accept, types, n);
    if (chosen == n) return refuse(x, 406, NULL);
    x->type = types[chosen];
    return RAP_OK;
}

/* A tag of bytes that are at hand. */
static void tag_body(exchange *x)
{
    rap_reply *reply = x->reply;
    XXH128_hash_t digest = XXH3_128bits_withSeed(rap_text_get(&reply->body), reply->body.length, x->site->edition);
    (void)snprintf(reply->etag, sizeof reply->etag, "\"%016llx%016llx\"", (unsigned long long)digest.high64,
                   (unsigned long long)digest.low64);
}

/* The compressed form is another representation: its tag has an ending of its own. */
static void mark_packed(char etag[RAP_ETAG_TEXT])
{
    size_t end = strlen(etag) - 1;
    (void)snprintf(etag + end, RAP_ETAG_TEXT - end, "-gzip\"");
}

/* Either form is what the client has; the tag becomes that of the form. */
static bool client_has_it(exchange *x)
{
    char packed[RAP_ETAG_TEXT];
    if (rap_etag_matches(x->request->if_none_match, x->reply->etag)) return true;
    memcpy(packed, x->reply->etag, sizeof packed);
    mark_packed(packed);
    if (!rap_etag_matches(x->request->if_none_match, packed)) return false;
    memcpy(x->reply->etag, packed, sizeof packed);
    return true;
}

/* ---------------------------------------------------------------- questions */

static rap_status unknown_question(exchange *x, rap_span name)
{
    static const char *const others[] = {"explain", "plans", "problems"};
    char hint[96];
    rap_suggest suggest = rap_suggest_init(name);
    for (size_t i = 0; rap_served_question_at(i); i++) rap_suggest_try(&suggest, rap_served_question_at(i)->name);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) rap_suggest_try(&suggest, others[i]);
    return rap_fail(&x->err, RAP_E_NOT_FOUND, "no question is called '%.*s'%s (%s lists them)",
                    (int)(name.length < 60 ? name.length : 60), name.data, rap_suggest_text(&suggest, hint, sizeof hint),
                    RAP_API_ROOT);
}

/* "partners.csv" -> the question, and its type where the name says it. */
static rap_status find_question(exchange *x, const char *segment)
{
    const char *dot = strrchr(segment, '.');
    rap_span name = {segment, dot ? (size_t)(dot - segment) : strlen(segment)};
    x->inquiry.question = rap_served_question_find(name);
    if (!x->inquiry.question) return unknown_question(x, name);
    if (!dot) return RAP_OK;
    if (strcmp(dot, ".csv") == 0) x->type = csv_type;
    else if (strcmp(dot, ".json") == 0) x->type = json_type;
    else return rap_fail(&x->err, RAP_E_NOT_FOUND, "answers end in .json or .csv, not in '%.20s'", dot);
    return RAP_OK;
}

/* CSV has no room for meta: a link says where it is. */
static void add_description(exchange *x)
{
    const rap_inquiry *inquiry = &x->inquiry;
    rap_text *link = &x->reply->link;
    rap_text_puts(link, "<");
    rap_link_add(link, inquiry->question, inquiry->options, inquiry->n_options,
                 inquiry->names_cube ? inquiry->cube->name : NULL);
    rap_text_puts(link, ">; rel=\"describedby\"; type=\"application/json\"");
    if (!link->failed) rap_reply_add(x->reply, "Link", rap_text_get(link));
}

static rap_status write_answer(exchange *x)
{
    rap_table *table;
    RAP_TRY(rap_inquiry_ask(x->site, &x->inquiry, &table, &x->err));
    rap_status status = RAP_OK;
    if (x->type == csv_type) status = rap_answer_csv(&x->reply->body, table, &x->err);
    else rap_answer_json(&x->reply->body, x->site, &x->inquiry, table);
    rap_table_free(table);
    if (x->type == csv_type) add_description(x);
    return status;
}

static rap_status answer_question(exchange *x, const char *segment)
{
    const char *const types[] = {json_type, csv_type};
    rap_inquiry *inquiry = &x->inquiry;
    RAP_TRY(find_question(x, segment));
    if (!x->type) RAP_TRY(choose(x, types, 2));
    RAP_TRY(rap_inquiry_read(x->site, inquiry->question, &x->target, inquiry, &x->err));
    rap_inquiry_tag(x->site, inquiry, x->type, x->reply->etag, sizeof x->reply->etag);
    /* a tag is only ever given to an answer that went well, so who has it has a question that makes sense */
    x->unchanged = x->request->if_none_match && strcmp(x->request->if_none_match, "*") != 0 && client_has_it(x);
    return x->unchanged ? RAP_OK : write_answer(x);
}

/* ------------------------------------------------------------------- routes */

typedef rap_status (*plain_fn)(rap_text *out, const rap_site *site, const char *name, rap_error *err);

static rap_status put_listing(rap_text *out, const rap_site *site, const char *name, rap_error *err)
{
    (void)name;
    (void)err;
    rap_listing_put(out, site);
    return RAP_OK;
}

static rap_status put_openapi(rap_text *out, const rap_site *site, const char *name, rap_error *err)
{
    (void)name;
    (void)err;
    rap_openapi_put(out, site);
    return RAP_OK;
}

static rap_status put_explain(rap_text *out, const rap_site *site, const char *name, rap_error *err)
{
    (void)site;
    return rap_listing_explain(out, name, err);
}

static rap_status put_plans(rap_text *out, const rap_site *site, const char *name, rap_error *err)
{
    (void)site;
    return rap_claims_put(out, name, err);
}

static rap_status put_problems(rap_text *out, const rap_site *site, const char *name, rap_error *err)
{
    (void)site;
    return rap_listing_problems(out, name, err);
}

/* A document without options. */
static rap_status answer_plain(exchange *x, plain_fn put, const char *name)
{
    const char *const types[] = {json_type};
    if (x->target.n_options)
        return rap_fail(&x->err, RAP_E_USAGE, "this path takes no options, and '%.60s' is one", x->target.options[0].name);
    RAP_TRY(choose(x, types, 1));
    RAP_TRY(put(&x->reply->body, x->site, name, &x->err));
    tag_body(x);
    x->unchanged = client_has_it(x);
    return RAP_OK;
}

/* ----------------------------------------------------------------- the page */

static const char no_page[] =
    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Rapport</title>"
    "<h1>Rapport</h1><p>This program was built without its page. Install node and npm (<code>tools/setup.sh build</code> does on "
    "Debian) and build again where the npm registry can be reached.</p>"
    "<p>Questions are answered as JSON and CSV: <a href=\"/api/v1/\">what can be asked</a>.</p></html>\n";

/* Its options are the page's own affair: state that it keeps in its address. */
static rap_status answer_page(exchange *x, const rap_page_file *file)
{
    x->page = true;
    x->type = file ? file->type : "text/html; charset=utf-8";
    x->packed = file && rap_accept_gzip(x->request->accept_encoding);
    if (file) RAP_TRY(rap_page_put(&x->reply->body, file, x->packed, &x->err));
    else rap_text_puts(&x->reply->body, no_page);
    tag_body(x);
    x->unchanged = client_has_it(x);
    return RAP_OK;
}

static rap_status answer_api(exchange *x, const char *const *parts, size_t n)
{
    bool last_empty = n && !*parts[n - 1];
    if (n == 0 || (n == 1 && last_empty)) return answer_plain(x, put_listing, NULL);
    const char *name = n == 2 && !last_empty ? parts[1] : NULL;
    bool named = n <= 2;
    if (named && strcmp(parts[0], "explain") == 0) return answer_plain(x, put_explain, name);
    if (named && strcmp(parts[0], "plans") == 0) return answer_plain(x, put_plans, name);
    if (named && strcmp(parts[0], "problems") == 0) return answer_plain(x, put_problems, name);
    if (n == 1) return answer_question(x, parts[0]);
    return rap_fail(&x->err, RAP_E_NOT_FOUND, "no path begins like this; %s lists what there is", RAP_API_ROOT);
}

static rap_status answer_path(exchange *x)
{
    const char *const *parts = x->target.segments;
    size_t n = x->target.n_segments;
    const rap_page_file *file = n == 1 ? rap_page_find(parts[0]) : NULL;
    if (file || (n == 1 && !*parts[0])) return answer_page(x, file);
    if (n == 1 && strcmp(parts[0], "openapi.json") == 0) return answer_plain(x, put_openapi, NULL);
    if (n >= 2 && strcmp(parts[0], "api") == 0 && strcmp(parts[1], "v1") == 0) return answer_api(x, parts + 2, n - 2);
    return rap_fail(&x->err, RAP_E_NOT_FOUND, "there is nothing at this path; %s lists what there is", RAP_API_ROOT);
}

/* What is refused before anything is looked at, then the path. */
static rap_status answer(exchange *x)
{
    const rap_request *r = x->request;
    if (!rap_span_is(r->method, "GET") && !rap_span_is(r->method, "HEAD")) {
        rap_reply_add(x->reply, "Allow", "GET, HEAD");
        return refuse(x, 405, NULL);
    }
    if (r->has_body) return refuse(x, 413, NULL);
    if (r->header_bytes > RAP_HEADER_BYTES) return refuse(x, 431, NULL);
    if (r->target.length > RAP_TARGET_BYTES) return refuse(x, 414, NULL);
    if (r->malformed) return refuse(x, 400, "a header's name is no token or its value holds control characters, or Host stands twice");
    if (r->busy) {
        rap_reply_add(x->reply, "Retry-After", "1");
        return refuse(x, 503, NULL);
    }
    RAP_TRY(rap_target_read(r->target, &x->target, &x->err));
    if (!rap_site_answers_to(x->site, x->target.authority ? x->target.authority : r->host)) return refuse(x, 421, NULL);
    return answer_path(x);
}

/* -------------------------------------------------------------------- reply */

static void add_always(const exchange *x)
{
    rap_reply *reply = x->reply;
    rap_reply_add(reply, "Content-Security-Policy", x->page ? page_policy : answer_policy);
    rap_reply_add(reply, "X-Content-Type-Options", "nosniff");
    rap_reply_add(reply, "Referrer-Policy", "no-referrer");
    rap_reply_add(reply, "Cross-Origin-Resource-Policy", "same-origin");
}

/* Where to go on: what the cube holds, an example of the question, or what there is. */
static const char *see_of(const exchange *x, const rap_problem *problem, rap_text *link)
{
    const rap_inquiry *inquiry = &x->inquiry;
    const rap_question *info = rap_question_find(rap_span_of("info"));
    if (!inquiry->question) return RAP_API_ROOT;
    if (problem->status == 422 && info) rap_link_add(link, info, NULL, 0, inquiry->names_cube ? inquiry->cube->name : NULL);
    else rap_link_example(link, inquiry->question, 0);
    return link->failed ? RAP_API_ROOT : rap_text_get(link);
}

static void finish_problem(exchange *x)
{
    rap_reply *reply = x->reply;
    const rap_problem *problem = x->status ? rap_problem_of(x->status) : rap_problem_of_status(x->err.status);
    rap_text see = {0};
    rap_text_release(&reply->body);
    rap_problem_put(&reply->body, problem, x->err.text, x->request->target, see_of(x, problem, &see));
    rap_text_release(&see);
    if (reply->body.failed) rap_text_release(&reply->body);
    reply->status = problem->status;
    reply->etag[0] = '\0';
    rap_reply_add(reply, "Content-Type", "application/problem+json");
    rap_reply_add(reply, "Cache-Control", "no-store");
}

static void finish_good(exchange *x)
{
    rap_reply *reply = x->reply;
    reply->status = x->status ? x->status : x->unchanged ? 304 : 200;
    rap_reply_add(reply, "Cache-Control", "no-cache");
    rap_reply_add(reply, "Vary", "Accept, Accept-Encoding");
    if (x->unchanged) {
        rap_text_release(&reply->body);
    } else {
        rap_reply_add(reply, "Content-Type", x->type == csv_type ? "text/csv; charset=utf-8" : x->type);
        if (x->packed || (rap_accept_gzip(x->request->accept_encoding) && rap_compress(&reply->body))) {
            mark_packed(reply->etag);
            rap_reply_add(reply, "Content-Encoding", "gzip");
        }
    }
    rap_reply_add(reply, "ETag", reply->etag);
}

void rap_serve_answer(const rap_site *site, const rap_request *request, rap_reply *out)
{
    *out = (rap_reply){0};
    exchange x = {.site = site, .request = request, .reply = out};
    rap_status status = answer(&x);
    if (status == RAP_OK && out->body.failed) status = rap_fail_memory(&x.err);
    add_always(&x);
    if (status == RAP_OK) finish_good(&x);
    else finish_problem(&x);
    rap_target_release(&x.target);
}
