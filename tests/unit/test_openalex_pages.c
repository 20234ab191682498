// SPDX-License-Identifier: Apache-2.0
/* Promises of source/openalex.h for API answers: which files are pages, and that each work in them is seen once. */
#include "support/works.h"

static rap_layout layout_of(const char *text, size_t length)
{
    rap_span span = padded(text, length);
    rap_layout layout = rap_openalex_layout(span);
    padded_free(span);
    return layout;
}

static void test_layouts_are_told_by_the_first_value(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "{\"meta\":{},\"results\":[]}",
        "{\"results\":[{\"id\":1}]}",
        "{\n  \"x\": [1, 2],\n  \"meta\": {\"count\": 1",
        "[{\"id\":1}]",
        "\n [",
        "{\"group_by\":[]}",
        "{\"\\u006deta\":{}}",
    };
    static const char *const lines[] = {
        "",
        "\n",
        "{\"id\":1,\"meta\":{}}\n",
        "{\"title\":\"\\\"meta\\\":\",\"id\":1}\n",
        "garbage\n{\"meta\":{}}",
        "{}",
        "{\"x\":",
        "{\"is_retracted\":false,\"biblio\":{\"results\":[]},\"id\":1}",
        "{\"title\":\"a text that does not end",
        "7",
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        assert_int_equal(layout_of(pages[i], strlen(pages[i])), RAP_LAYOUT_PAGES);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_int_equal(layout_of(lines[i], strlen(lines[i])), RAP_LAYOUT_LINES);
}

typedef struct seen {
    rap_span document;
    rap_text works; /* each as it stands, separated by | */
    size_t count, stop_at;
} seen;

static rap_status see(void *arg, rap_span json, uint64_t byte, rap_error *err)
{
    seen *s = arg;
    assert_ptr_equal(json.data, s->document.data + byte);
    rap_text_printf(&s->works, "%s%.*s", s->count ? "|" : "", (int)json.length, json.data);
    return ++s->count == s->stop_at ? rap_fail(err, RAP_E_INTERRUPTED, "enough") : RAP_OK;
}

static rap_status visit(const char *text, size_t length, size_t stop_at, rap_text *works, rap_error *err)
{
    seen s = {.document = padded(text, length), .stop_at = stop_at};
    rap_status status = rap_openalex_pages(s.document, see, &s, err);
    padded_free(s.document);
    rap_text_release(works);
    *works = s.works;
    return status;
}

static void assert_works(const char *text, const char *want)
{
    for (int cpu = 0; cpu <= (int)rap_cpu_best(); cpu++) {
        rap_text works = {0};
        rap_error err = {.text = ""};
        rap_cpu_choose((rap_cpu)cpu);
        if (visit(text, strlen(text), 0, &works, &err) != RAP_OK) fail_msg("%s\n%s", text, err.text);
        assert_string_equal(rap_text_get(&works), want);
        rap_text_release(&works);
    }
}

static void test_works_of_every_form_of_answer_are_seen_in_order(void **state)
{
    (void)state;
    assert_works("{\"meta\":{\"count\":2},\"results\":[{\"id\":1},{\"id\":2}]}", "{\"id\":1}|{\"id\":2}");
    assert_works("{\"results\":[{\"id\":1}],\"meta\":{\"results\":[7]},\"group_by\":[]}", "{\"id\":1}");
    assert_works("{\n  \"meta\": {},\n  \"results\": [\n    {\n      \"id\": 1\n    }\n  ]\n}\n",
                 "{\n      \"id\": 1\n    }");
    assert_works("[{\"results\":[{\"id\":1}]},{\"meta\":{},\"group_by\":[]},{\"results\":[{\"id\":2}]}]",
                 "{\"id\":1}|{\"id\":2}");
    assert_works("{\"meta\":{},\"results\":[{\"id\":1}]}\n{\"meta\":{},\"results\":[{\"id\":2}]}\n",
                 "{\"id\":1}|{\"id\":2}");
    assert_works("[{\"id\":1},{\"id\":2,\"x\":{\"results\":[3]}}]",
                 "{\"id\":1}|{\"id\":2,\"x\":{\"results\":[3]}}");
    assert_works("{\"id\":1}", "{\"id\":1}");
    assert_works("{\"group_by\":[{\"key\":\"NO\"}],\"meta\":{}}", "");
    assert_works("{\"meta\":{},\"results\":null}", "");
    assert_works("{\"results\":[],\"results\":[{\"id\":1}]}", "");
    assert_works("", "");
    assert_works(" \n [] [ ] ", "");
    /* what is no object is handed on, and is refused as a work */
    assert_works("{\"results\":[7,null,[1]]}", "7|null|[1]");
    assert_works("[7,[8]]", "7|[8]");
    assert_works("{\"error\":\"Invalid query\",\"message\":\"x\"}",
                 "{\"error\":\"Invalid query\",\"message\":\"x\"}");
}

static void test_damage_is_an_error_with_its_byte_at_every_cut(void **state)
{
    (void)state;
    static const char text[] =
        "[{\"meta\":{\"n\":1},\"results\":[{\"id\":1},{\"id\":2}]},{\"results\":[{\"id\":3}]}]";
    for (size_t length = 1; length < sizeof text - 1; length++) {
        rap_text works = {0};
        rap_error err = {.status = RAP_OK};
        assert_int_equal(visit(text, length, 0, &works, &err), RAP_E_FORMAT);
        assert_true(err.has_byte && err.byte <= length);
        rap_text_release(&works);
    }
    rap_text works = {0};
    rap_error err;
    assert_int_equal(visit("{\"results\":[{\"id\":1}{\"id\":2}]}", 30, 0, &works, &err), RAP_E_FORMAT);
    assert_int_equal(err.byte, 20);
    assert_string_equal(works.data, "{\"id\":1}");
    assert_int_equal(visit("{\"results\":7}", 13, 0, &works, &err), RAP_E_FORMAT);
    assert_int_equal(err.byte, 11);
    assert_int_equal(visit("{} x", 4, 0, &works, &err), RAP_E_FORMAT);
    assert_int_equal(err.byte, 3);
    rap_text_release(&works);
}

static void test_the_visitor_may_stop(void **state)
{
    (void)state;
    static const char text[] = "[{\"results\":[{\"id\":1},{\"id\":2}]},{\"id\":3}]";
    for (size_t stop = 1; stop <= 3; stop++) {
        rap_text works = {0};
        rap_error err;
        assert_int_equal(visit(text, sizeof text - 1, stop, &works, &err), RAP_E_INTERRUPTED);
        assert_int_equal(works.length, stop * 9 - 1);
        rap_text_release(&works);
    }
}

/* A work in a page is read as it would be on a line, blanks and all. */
static rap_status read_work(void *arg, rap_span json, uint64_t byte, rap_error *err)
{
    rap_text *out = arg;
    (void)byte, (void)err;
    describe(reader, json.data, json.length, out);
    return RAP_OK;
}

static void test_a_pretty_printed_work_reads_as_on_a_line(void **state)
{
    (void)state;
    static const char text[] = "{\n \"results\" : [ {\n \"id\" : \"W7\" ,\n \"authorships\" : [ { "
                               "\"countries\" :\r\n [ \"NO\" ] } ] } ] }";
    rap_text out = {0};
    rap_span span = padded(text, sizeof text - 1);
    assert_int_equal(rap_openalex_pages(span, read_work, &out, NULL), RAP_OK);
    assert_string_equal(out.data, "7\t0\t0\t0/0/0/0\tunknown;other;all\t---\tNO\t\t|||\n");
    padded_free(span);
    rap_text_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_layouts_are_told_by_the_first_value),
        cmocka_unit_test(test_works_of_every_form_of_answer_are_seen_in_order),
        cmocka_unit_test(test_damage_is_an_error_with_its_byte_at_every_cut),
        cmocka_unit_test(test_the_visitor_may_stop),
        cmocka_unit_test(test_a_pretty_printed_work_reads_as_on_a_line),
    };
    return cmocka_run_group_tests(tests, open_readers, close_readers);
}
