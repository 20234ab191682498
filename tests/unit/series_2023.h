// SPDX-License-Identifier: Apache-2.0
/*
 * Yearly counts 2005-2023 of joint works, all types: V. Batagelj's matrices of co-authorship between countries (OpenAlex, queried in
 * August 2024), files WrldCo2005.net to WrldCo2023.net. `china_international` is the diagonal for CN: its internationally
 * co-authored works.
 */
#ifndef RAP_TEST_SERIES_2023_H
#define RAP_TEST_SERIES_2023_H

#define YEARS 19
#define FIRST_YEAR 2005

static const double china_us[YEARS] = {7525,  9584,  11073, 14036, 17463, 20580, 24195, 28365, 34718, 41769,
                                       46931, 50424, 56479, 65575, 73485, 84025, 78604, 77370, 72794};
static const double norway_china[YEARS] = {114, 152, 187, 232,  350,  372,  370,  490,  685, 795,
                                           776, 831, 990, 1169, 1462, 1944, 3246, 2374, 2402};
static const double china_international[YEARS] = {23582,  29628,  32711,  39023,  46605,  53713,  62635,
                                                  69755,  85589,  101818, 109783, 117554, 131952, 154963,
                                                  180357, 214416, 219799, 234951, 237887};

#endif
