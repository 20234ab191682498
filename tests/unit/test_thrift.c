// SPDX-License-Identifier: Apache-2.0
/* Promises of scan/thrift.h: the compact protocol by its specification, and damage that is seen and sticks. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "scan/thrift.h"

static rap_thrift reader_of(const char *bytes, size_t length)
{
    rap_thrift in;
    rap_thrift_init(&in, (rap_span){bytes, length});
    return in;
}

#define READER(bytes) reader_of(bytes, sizeof bytes - 1)

static void test_fields_count_up_or_have_numbers_of_their_own(void **state)
{
    (void)state;
    /* 1: i32 = -1; 3: text "ab"; 100: i64 = 150; true and false as 101 and 102; end */
    rap_thrift in = READER("\x15\x01\x28\x02" "ab\x06\xC8\x01\xAC\x02\x11\x12\x00");
    rap_thrift_field field = {0};
    int64_t number;
    rap_span text;
    bool truth;
    assert_true(rap_thrift_next(&in, &field));
    assert_int_equal(field.id, 1);
    assert_true(rap_thrift_integer(&in, &field, &number));
    assert_int_equal(number, -1);
    assert_true(rap_thrift_next(&in, &field));
    assert_int_equal(field.id, 3);
    assert_true(rap_thrift_bytes(&in, &field, &text));
    assert_true(rap_span_is(text, "ab"));
    assert_true(rap_thrift_next(&in, &field));
    assert_int_equal(field.id, 100);
    assert_true(rap_thrift_integer(&in, &field, &number));
    assert_int_equal(number, 150);
    assert_true(rap_thrift_next(&in, &field));
    assert_int_equal(field.id, 101);
    assert_true(rap_thrift_bool(&in, &field, &truth) && truth);
    assert_true(rap_thrift_next(&in, &field));
    assert_true(rap_thrift_bool(&in, &field, &truth) && !truth);
    assert_false(rap_thrift_next(&in, &field));
    assert_null(in.problem);
    assert_ptr_equal(in.at, in.end);
}

static void test_any_value_can_be_skipped(void **state)
{
    (void)state;
    /* byte, double, list of two i32, set of bools, map of text to i32, struct with a struct, long list; end */
    rap_thrift in = READER("\x13\x07" "\x17" "12345678" "\x19\x25\x02\x04" "\x1A\x21\x01\x02"
                           "\x1B\x01\x85\x01" "a\x02" "\x1C\x1C\x00\x00" "\x19\xF3\x02\x01\x02" "\x00");
    rap_thrift_field field = {0};
    int n = 0;
    while (rap_thrift_next(&in, &field)) {
        assert_true(rap_thrift_skip(&in, &field));
        n++;
    }
    assert_null(in.problem);
    assert_int_equal(n, 7);
    assert_ptr_equal(in.at, in.end);
}

static void assert_damaged(const char *bytes, size_t length, const char *problem)
{
    rap_thrift in = reader_of(bytes, length);
    rap_thrift_field field = {0};
    while (rap_thrift_next(&in, &field) && rap_thrift_skip(&in, &field)) continue;
    assert_non_null(in.problem);
    assert_string_equal(in.problem, problem);
    int64_t number;
    assert_false(rap_thrift_next(&in, &field));
    assert_false(rap_thrift_integer(&in, &(rap_thrift_field){1, RAP_THRIFT_I32}, &number));
}

#define DAMAGED(bytes, problem) assert_damaged(bytes, sizeof bytes - 1, problem)

static void test_damage_is_named_and_sticks(void **state)
{
    (void)state;
    char deep[200];
    DAMAGED("", "it ends too early");
    DAMAGED("\x15", "it ends too early");
    DAMAGED("\x15\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", "a number of more than ten bytes");
    DAMAGED("\x18\x05" "ab", "it ends too early");
    DAMAGED("\x18\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01", "it ends too early");
    DAMAGED("\x19\xF5\xFF\xFF\xFF\xFF\x0F", "a list that is longer than what is left");
    DAMAGED("\x19\x20\x00", "a list of values of no known type");
    DAMAGED("\x1B\xFF\x01\x55", "a map that is longer than what is left");
    DAMAGED("\x1F\x00", "a field of no known type");
    DAMAGED("\x05\xFE\xFF\x07\x00", "a field whose number does not fit 16 bits");
    memset(deep, 0x1C, sizeof deep);
    assert_damaged(deep, sizeof deep, "values nested too deep");
}

static void test_another_type_than_expected_is_damage(void **state)
{
    (void)state;
    rap_thrift in = READER("\x18\x01" "a\x00");
    rap_thrift_field field = {0};
    rap_thrift_list list;
    int64_t number;
    bool truth;
    assert_true(rap_thrift_next(&in, &field));
    rap_thrift other = in;
    assert_false(rap_thrift_integer(&other, &field, &number));
    assert_string_equal(other.problem, "expected an integer");
    other = in;
    assert_false(rap_thrift_bool(&other, &field, &truth));
    other = in;
    assert_false(rap_thrift_enter(&other, &field, RAP_THRIFT_I32, &list));
    other = in;
    assert_false(rap_thrift_inside(&other, &field));
    assert_string_equal(other.problem, "expected a structure");
    in = READER("\x19\x25\x02\x04\x00");
    field = (rap_thrift_field){0};
    assert_true(rap_thrift_next(&in, &field));
    assert_false(rap_thrift_enter(&in, &field, RAP_THRIFT_STRUCT, &list));
    assert_string_equal(in.problem, "a list of values of another type than expected");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields_count_up_or_have_numbers_of_their_own),
        cmocka_unit_test(test_any_value_can_be_skipped),
        cmocka_unit_test(test_damage_is_named_and_sticks),
        cmocka_unit_test(test_another_type_than_expected_is_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
