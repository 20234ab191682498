// SPDX-License-Identifier: Apache-2.0
/*
 * bacigen - a year of trade in BACI's layout (t,i,j,k,v,q), as large as the real ones: some ten million rows of distinct
 * (exporter, importer, product) in this order as there, quantities missing in one row
 * of fifty.
 *
 *   bacigen ROWS YEAR > BACI_HS17_Y2022.csv
 *
 * Which countries trade which products is drawn: large ones export and import more. The same arguments give the same bytes.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { PRODUCTS = 5376 };

/* Numeric codes as they stand in BACI, 579, 842, 251, 757, 699 and 490 among them. */
static const short codes[] = {
    842, 156, 276, 392, 251, 826, 410, 528, 381, 699, 124, 56, 484, 757, 724, 643, 76, 490, 702, 36, 764, 458, 616,
    40, 752, 579, 360, 710, 203, 372, 208, 348, 246, 792, 784, 682, 376, 620, 642, 704, 32, 152, 170, 300, 554,
    604, 608, 818, 804, 12, 368, 398, 566, 50, 586, 144, 404, 504, 788, 218, 858, 600, 68, 862, 188, 320, 340, 222,
    558, 591, 214, 388, 780, 703, 705, 191, 688, 499, 807, 70, 8, 100, 440, 428, 233, 112, 498, 268, 51, 31, 860,
    795, 417, 762, 496, 408, 364, 414, 634, 48, 512, 887, 400, 422, 760, 275, 196, 470, 352, 442, 20, 674, 292,
    234, 304, 800, 834, 646, 108, 231, 232, 262, 706, 729, 728, 434, 478, 686, 270, 624, 324, 694, 430, 384, 288,
    768, 204, 562, 854, 466, 148, 120, 140, 178, 180, 266, 226, 678, 24, 894, 716, 508, 454, 450, 480, 690, 174,
    72, 516, 748, 426, 638, 654, 132, 104, 116, 418, 626, 598, 90, 548, 242, 882, 776, 798, 296, 584, 583, 585,
    520, 540, 258, 184, 570, 772, 876, 16, 316, 580, 462, 524, 64, 4, 96, 344, 446, 192, 332, 44, 52, 84, 92, 28,
    212, 308, 659, 662, 670, 136, 60, 533, 531, 534, 660, 796, 740, 328, 666, 10, 162};

static uint64_t state;

static uint64_t draw(void)
{
    uint64_t x = state += UINT64_C(0x9E3779B97F4A7C15);
    x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
    return x ^ x >> 31;
}

static double uniform(void)
{
    return (double)(draw() >> 11) * 0x1p-53;
}

/* Chapters 1 to 97 without 77, and within each the codes in order: increasing, six digits, not the real list. */
static unsigned product(unsigned n)
{
    unsigned chapter = 1 + n / 56, within = n % 56;
    if (chapter >= 77) chapter++;
    return chapter * 10000 + (1 + within / 4) * 100 + 10 + 20 * (within % 4);
}

int main(int argc, char **argv)
{
    unsigned long rows = argc > 1 ? strtoul(argv[1], NULL, 10) : 0, done = 0;
    int year = argc > 2 ? atoi(argv[2]) : 2022;
    if (rows == 0) {
        fprintf(stderr, "usage: bacigen ROWS YEAR\n");
        return 2;
    }
    size_t n = sizeof codes / sizeof *codes;
    double weight[sizeof codes / sizeof *codes], all = 0;
    for (size_t i = 0; i < n; i++) weight[i] = 1 / (1 + 0.06 * (double)i);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) all += i == j ? 0 : weight[i] * weight[j];
    double density = (double)rows / (all * PRODUCTS);
    state = (uint64_t)year;
    puts("t,i,j,k,v,q");
    for (size_t i = 0; i < n && done < rows; i++)
        for (size_t j = 0; j < n && done < rows; j++)
            for (unsigned k = 0; k < PRODUCTS && done < rows; k++) {
                if (codes[i] == codes[j] || uniform() >= density * weight[i] * weight[j]) continue;
                unsigned long value = 1 + (unsigned long)(50000 * uniform() * uniform() * uniform());
                printf("%d,%d,%d,%06u,%lu.%03u,", year, codes[i], codes[j], product(k), value, (unsigned)(draw() % 1000));
                if (draw() % 50 == 0) puts("NA");
                else printf("%lu.%03u\n", value / 3, (unsigned)(draw() % 1000));
                done++;
            }
    return ferror(stdout) ? 1 : 0;
}
