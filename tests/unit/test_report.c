// SPDX-License-Identifier: Apache-2.0
/* report: a plan's sections on the golden toy set, and the file made of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "present/html.h"
#include "query/report.h"
#include "support/toy.h"

/* The file of a plan, as text; `script` goes into it. */
static rap_status write_report(const toy_fixture *f, const char *plan_text, const char *script, rap_text *out, rap_error *err)
{
    rap_plan *plan;
    rap_report *report = NULL;
    rap_status status = rap_plan_read(rap_span_of(plan_text), &plan, err);
    if (status != RAP_OK) return status;
    rap_html_assets assets = {.style = rap_span_of("b{}"), .script = rap_span_of(script), .script_hash = rap_span_of("sha256-x")};
    status = rap_report_new(plan, f->catalog, &(rap_named_cube){"toy <cube>", f->cube}, 1, &report, err);
    if (status == RAP_OK) status = rap_html_write(rap_report_document(report), &assets, out, err);
    rap_report_free(report);
    rap_plan_close(plan);
    return status;
}

static const char plan[] = "title T & <i>\nsection One\nask p: pair NO CN each=year\nask r: rank\nfinding p\nfinding r\n"
                           "figure p.works Works </script> of both\ntable r\nclaim A1 a\nask pair NO CN\nexpect works CN > 0\n";

static void assert_has(const rap_text *text, const char *part)
{
    if (!strstr(rap_text_get(text), part)) print_error("not there: %s\n", part);
    assert_non_null(strstr(rap_text_get(text), part));
}

static void a_plan_becomes_a_file_in_its_order(void **state)
{
    static const char *const order[] = {"<h1>", "Key findings", "id=\"section-1\"", "id=\"figure-1\"", "id=\"table-1\"", "id=\"claims\"",
                                        "id=\"methods\"", "id=\"definitions\"", "id=\"coverage\"", "id=\"sources\"", "id=\"cite\"", "</html>"};
    rap_text out = {0};
    assert_int_equal(write_report(*state, plan, "", &out, NULL), RAP_OK);
    const char *at = rap_text_get(&out);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        at = strstr(at, order[i]);
        assert_non_null(at);
    }
    assert_null(strstr(rap_text_get(&out), "<script"));
    assert_null(strstr(rap_text_get(&out), "class=\"drawing\""));
    assert_has(&out, "T &amp; &lt;i&gt;");
    assert_has(&out, "toy &lt;cube&gt;");
    rap_text_release(&out);
}

static void data_can_not_end_their_element(void **state)
{
    rap_text out = {0};
    assert_int_equal(write_report(*state, plan, "draw()", &out, NULL), RAP_OK);
    assert_has(&out, "script-src 'sha256-x'");
    assert_has(&out, "\\u003c/script> of both");
    size_t ends = 0;
    for (const char *c = rap_text_get(&out); (c = strstr(c, "</script>")); c++) ends++;
    assert_int_equal(ends, 2);
    rap_text_release(&out);
}

static void text_is_text(void **state)
{
    (void)state;
    rap_text out = {0};
    rap_html_text(&out, "<a href='x\">&\x01\xFF\x7F" "\xC3\xA5</a>");
    assert_string_equal(rap_text_get(&out), "&lt;a href=&#39;x&quot;&gt;&amp; \xEF\xBF\xBD \xC3\xA5&lt;/a&gt;");
    rap_text_release(&out);
}

static void what_can_not_be_shown_is_a_mistake_of_the_plan(void **state)
{
    static const struct {
        const char *plan, *part;
        uint64_t line;
    } cases[] = {
        {"section s\nask p: pair NO CN\nfigure p.wroks W\n", "did you mean 'works'?", 3},
        {"section s\nask p: pair NO CN\nfigure p.partner W\n", "column of text", 3},
        {"section s\nask p: areas\nfinding p\n", "no sentence for 'areas'", 3},
        {"section s\nask p: pair NO CN\n", "nothing shows this ask", 2},
        {"section s\nask p: piar NO CN\ntable p\n", "did you mean 'pair'?", 2},
        {"section s\nask p: pair NO CN\nfigure p.works\n", "a column and a title", 3},
        {"section s\nfigure works W\n", "nothing was asked yet", 2},
        {"section s\nask a: pair NO CN\nask b: pair NO SE\nfigure works W\n", "which ask?", 4},
        {"figure works W\n", "this belongs to a section", 1},
        {"section s\ntitle t\n", "stands before the first section", 2},
        {"section s\nexpect works > 1\n", "this belongs to a claim", 2},
        {"title t\n", "no claim in this plan", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rap_text out = {0};
        rap_error err = {0};
        assert_int_equal(write_report(*state, cases[i].plan, "", &out, &err), RAP_E_FORMAT);
        if (!strstr(err.text, cases[i].part) || err.line != cases[i].line) print_error("%s -> line %llu: %s\n", cases[i].plan, (unsigned long long)err.line, err.text);
        assert_non_null(strstr(err.text, cases[i].part));
        assert_true(err.line == cases[i].line);
        rap_text_release(&out);
    }
}

static void what_the_cube_lacks_is_shown_with_the_reason(void **state)
{
    rap_text out = {0};
    assert_int_equal(write_report(*state, "section s\nask p: pair NO JP years=1700-1701\nfinding p\nfigure p.works W\n", "", &out, NULL), RAP_OK);
    assert_has(&out, "</html>");
    rap_text_release(&out);
}

static void short_memory_is_reported_and_nothing_leaks(void **state)
{
    rap_status status = RAP_E_MEMORY;
    for (uint64_t n = 1; status != RAP_OK; n += n < 60 ? 1 : 17) {
        rap_text out = {0};
        rap_alloc_fail_after(n);
        status = write_report(*state, plan, "draw()", &out, NULL);
        rap_alloc_fail_after(0);
        rap_text_release(&out);
        assert_true(status == RAP_OK || status == RAP_E_MEMORY);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plan_becomes_a_file_in_its_order),
        cmocka_unit_test(data_can_not_end_their_element),
        cmocka_unit_test(text_is_text),
        cmocka_unit_test(what_can_not_be_shown_is_a_mistake_of_the_plan),
        cmocka_unit_test(what_the_cube_lacks_is_shown_with_the_reason),
        cmocka_unit_test(short_memory_is_reported_and_nothing_leaks),
    };
    return cmocka_run_group_tests(tests, toy_set_up, toy_tear_down);
}
