// SPDX-License-Identifier: Apache-2.0
/*
 * Norway's joint works of 2022 with each of 194 partners, all types, greatest first: V. Batagelj's matrices of
 * co-authorship between countries (OpenAlex, queried in August 2024), file WrldCo2022.net. The first fourteen are US, GB, DE,
 * SE, NL, FR, IT, DK, CN, ES, CA, CH, AU, FI. They sum to C_NO = 67157.
 */
#ifndef RAP_TEST_NORWAY_2022_H
#define RAP_TEST_NORWAY_2022_H

#include <stdint.h>

#define NORWAY_PARTNERS 194

static const uint64_t norway_2022[NORWAY_PARTNERS] = {
    6532, 5763, 4374, 3836, 2876, 2871, 2829, 2770, 2374, 2331, 1897, 1844, 1840, 1717, 1418, 1130,
    1048, 1047, 988, 904, 869, 713, 710, 707, 669, 609, 510, 486, 448, 432, 423, 401, 386, 367, 351,
    339, 303, 303, 293, 263, 262, 259, 256, 236, 223, 223, 219, 204, 191, 183, 180, 180, 180, 178, 174,
    157, 157, 155, 148, 146, 136, 127, 121, 114, 112, 112, 103, 92, 86, 84, 84, 76, 72, 70, 59, 59, 59,
    57, 55, 49, 49, 46, 45, 45, 41, 41, 41, 40, 40, 37, 35, 35, 33, 33, 32, 30, 30, 27, 27, 27, 26, 26,
    26, 24, 22, 22, 22, 20, 19, 19, 19, 19, 19, 17, 17, 16, 15, 15, 15, 14, 14, 14, 14, 14, 13, 12, 12,
    12, 12, 12, 11, 11, 10, 9, 9, 9, 9, 9, 9, 9, 8, 8, 8, 8, 8, 7, 7, 7, 6, 6, 5, 5, 5, 5, 5, 5, 5, 5,
    5, 4, 4, 4, 4, 4, 3, 3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1,
    1, 1, 1,
};

#endif
