#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fits the constants of worldcube to real data and writes bench/worldcube/fit.h.

    bench/worldcube/fit.py country_pairs.csv.gz china_sets.csv.gz > bench/worldcube/fit.h

country_pairs: year,a,b,n with a <= b, the matrices of V. Batagelj (OpenAlex, 1990-2023); a = b is internationally
co-authored works. china_sets: work_id,publication_year,countries (AA|BB|...), whole sets of works with China.

  sizes      The number k of countries of an international work has p(k) ~ k^-a, k = 2..100. Matrices give
             sum k(k-1) / sum k = 2 links / international works, which fixes a, year by year; a straight line through
             the years is kept. The China sets are size-biased (p(k) ~ k^(1-a)): their maximum likelihood is printed
             beside it as a check.
  countries  weight = part of all internationally co-authored works, in 1990-1999 and in 2014-2023.
  regions    communities of the matrix of 2014-2023 (local moving for modularity), and for two regions
             affinity = links observed / links expected from the margins.
"""
import collections
import csv
import gzip
import math
import sys

EARLY, LATE = range(1990, 2000), range(2014, 2024)
RESOLUTION = 1.6


def read_pairs(path):
    years = collections.defaultdict(dict)
    with gzip.open(path, "rt") as file:
        for row in csv.DictReader(file):
            years[int(row["year"])][row["a"], row["b"]] = int(row["n"])
    return years


def biased_mean(a):
    """sum k(k-1) p / sum k p"""
    return sum((k - 1) * k ** (1 - a) for k in range(2, 101)) / sum(k ** (1 - a) for k in range(2, 101))


def solve(function, target, low, high):
    """The argument at which a falling function has the value `target`."""
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) > target else (low, middle)
    return low


def line(points):
    n = len(points)
    mx, my = sum(x for x, _ in points) / n, sum(y for _, y in points) / n
    slope = sum((x - mx) * (y - my) for x, y in points) / sum((x - mx) ** 2 for x, _ in points)
    return my - slope * mx, slope


def exponents(years):
    points = []
    for year, pairs in sorted(years.items()):
        works = sum(n for (a, b), n in pairs.items() if a == b)
        links = sum(n for (a, b), n in pairs.items() if a != b)
        points.append((year, solve(biased_mean, 2 * links / works, 2.5, 9)))
    return line(points)


def china_exponent(path):
    with gzip.open(path, "rt") as file:
        sizes = [row["countries"].count("|") + 1 for row in csv.DictReader(file)]
    sizes = [k for k in sizes if 2 <= k <= 100]
    mean_log = sum(map(math.log, sizes)) / len(sizes)

    def expected(b):
        return sum(math.log(k) * k ** -b for k in range(2, 101)) / sum(k ** -b for k in range(2, 101))

    return 1 + solve(expected, mean_log, 1.5, 9)


def sum_years(years, span):
    links, works = collections.Counter(), collections.Counter()
    for year in span:
        for (a, b), n in years[year].items():
            if a == b:
                works[a] += n
            else:
                links[a, b] += n
                links[b, a] += n
    return links, works


def communities(links, places):
    margin = collections.Counter()
    near = collections.defaultdict(list)
    for (a, b), n in links.items():
        margin[a] += n
        near[a].append((b, n))
    total = sum(margin.values())
    region = {p: i for i, p in enumerate(places)}
    weight = {i: margin[p] for i, p in enumerate(places)}
    moved = True
    while moved:
        moved = False
        for p in places:
            to = collections.Counter()
            for other, n in near[p]:
                to[region[other]] += n
            weight[region[p]] -= margin[p]
            best = max(to or [region[p]], key=lambda r: (to[r] - RESOLUTION * margin[p] * weight[r] / total, -r))
            moved = moved or best != region[p]
            region[p] = best
            weight[best] += margin[p]
    sizes = collections.Counter()
    for p in places:
        sizes[region[p]] += margin[p]
    order = [r for r, _ in sizes.most_common()]
    return {p: order.index(region[p]) for p in places}, len(order)


def affinities(links, region, n):
    seen, margin = collections.Counter(), collections.Counter()
    country = collections.Counter()
    for (a, b), count in links.items():
        seen[region[a], region[b]] += count
        country[a] += count
    for p, count in country.items():
        margin[region[p]] += count
    total = sum(margin.values())
    own = collections.Counter()
    for p, count in country.items():
        own[region[p]] += count * count
    table = []
    for r in range(n):
        table.append([seen[r, s] * total / max(margin[r] * margin[s] - (own[r] if r == s else 0), 1) for s in range(n)])
    return table


def main():
    years = read_pairs(sys.argv[1])
    base, slope = exponents(years)
    links, late = sum_years(years, LATE)
    _, early = sum_years(years, EARLY)
    places = sorted(p for p in late if late[p] > 0)
    region, n = communities(links, places)
    table = affinities(links, region, n)
    sum_late, sum_early = sum(late.values()), sum(early.values())
    print("// SPDX-License-Identifier: Apache-2.0\n/*\n * fit - how countries work together, as bench/worldcube/fit.py "
          "fitted it to OpenAlex: see there.\n */\n#ifndef WORLDCUBE_FIT_H\n#define WORLDCUBE_FIT_H\n")
    print(f"/* p(k) ~ k^-a for k countries of an international work, a = {base + slope * 2000:.3f} + {slope:.5f} (year - 2000);\n"
          f"   sets of works with China alone give a = {china_exponent(sys.argv[2]):.3f}. */")
    print(f"#define FIT_EXPONENT_2000 {base + slope * 2000:.4f}\n#define FIT_EXPONENT_SLOPE ({slope:.5f})\n")
    print(f"enum {{ FIT_REGIONS = {n} }};\n")
    print("/* Links between two regions over those to be expected from their margins, per 100. */")
    print("static const unsigned short fit_affinity[FIT_REGIONS][FIT_REGIONS] = {")
    for row in table:
        print("    {" + ", ".join(f"{100 * x:.0f}" for x in row) + "},")
    print("};\n\n/* Countries: region, and parts per million of international works in the 1990s and in 2014-2023. */")
    print("static const struct fit_country {\n    char code[3];\n    unsigned char region;\n    unsigned early, late;\n"
          "} fit_countries[] = {")
    cells = [f'{{"{p}", {region[p]}, {max(round(1e6 * early[p] / sum_early), 1)}, {max(round(1e6 * late[p] / sum_late), 1)}}},'
             for p in places]
    text = "   "
    for cell in cells:
        if len(text) + len(cell) + 1 > 118:
            print(text)
            text = "   "
        text += " " + cell
    print(text + "\n};\n\n#endif")


if __name__ == "__main__":
    main()
