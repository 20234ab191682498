// SPDX-License-Identifier: Apache-2.0
/* near - a comparison of doubles for tests: Debian 12's cmocka only compares floats. Include after cmocka.h. */
#ifndef RAP_TESTS_NEAR_H
#define RAP_TESTS_NEAR_H

#include <math.h>

#define assert_near(value, expected, within)                                                           \
    do {                                                                                               \
        double near_value = (value), near_expected = (expected);                                       \
        if (!(fabs(near_value - near_expected) <= (within)))                                           \
            fail_msg("%s is %.12g, not %.12g", #value, near_value, near_expected);                     \
    } while (0)

#endif
