#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks data/reference against known figures, with a reader of its own.

    tools/check_reference.py data/reference [country_pairs_1990_2023.csv.gz]

Without the table: the figures below. With it: every pair, diagonal and margin of every year too. Exit status 1 and
a line for each figure that differs.
"""
import collections
import csv
import glob
import gzip
import os
import re
import sys

# year, X, Y, works of both, links of X, links of Y, all links: from the full matrices
FIGURES = [
    (2012, "NO", "CN", 490, 21069, 93385, 1071682), (2018, "NO", "CN", 1169, 41948, 218883, 1999739),
    (2022, "NO", "CN", 2374, 67157, 363487, 3109490), (2012, "NO", "KR", 103, 21069, 30468, 1071682),
    (2022, "NO", "KR", 448, 67157, 82655, 3109490), (2022, "NO", "DK", 2770, 67157, 78817, 3109490),
    (2022, "NO", "SE", 3836, 67157, 110618, 3109490), (2022, "CN", "US", 77370, 363487, 698310, 3109490),
    (2023, "NO", "CN", 2402, 78788, 372325, 3343623),
]
# internationally co-authored works, and Norway's works with China over the years
INTERNATIONAL = [(2022, "NO", 24947)]
NO_CN = {1990: 6, 1995: 53, 2000: 70, 2001: 113, 2009: 350, 2010: 372, 2011: 370, 2017: 990, 2020: 1944, 2021: 3246}


def read_net(path):
    names, edges, part = {}, collections.Counter(), None
    for line in open(path, encoding="utf-8"):
        if line.startswith("%") or not line.strip():
            continue
        if line.startswith("*"):
            part = line.split()[0]
        elif part == "*vertices":
            number, name = line.split()
            names[number] = name.strip('"')
        else:
            i, j, n = line.split()
            edges[frozenset((names[i], names[j]))] += int(n)
    return edges


def margins(edges):
    """Links of each country (an edge of OTH counts for the country only), and all links."""
    links, total = collections.Counter(), 0
    for pair, n in edges.items():
        if len(pair) == 2:
            total += n
            for code in pair:
                links[code] += n
        elif pair == {"OTH"}:
            total += n
    return links, total


def compare_with_table(years, path, differ):
    full = collections.defaultdict(collections.Counter)
    with gzip.open(path, "rt", encoding="utf-8") as text:
        for row in csv.DictReader(text):
            full[int(row["year"])][frozenset((row["a"], row["b"]))] += int(row["n"])
    for year, edges in years.items():
        kept = {code for pair in edges for code in pair} - {"OTH"}
        for pair, n in full[year].items():
            if pair <= kept and edges[pair] != n:
                differ("%d %s: %d, table %d" % (year, "-".join(sorted(pair)), edges[pair], n))
        links, total = margins(edges)
        full_links, full_total = margins(full[year])
        if total != full_total:
            differ("%d all links: %d, table %d" % (year, total, full_total))
        for code in kept:
            if links[code] != full_links[code]:
                differ("%d links of %s: %d, table %d" % (year, code, links[code], full_links[code]))


def main():
    differences = []
    years = {int(re.search(r"\d{4}", os.path.basename(path)).group()): read_net(path)
             for path in sorted(glob.glob(os.path.join(sys.argv[1], "copub-*.net")))}
    expected = [(sorted(years), list(range(1990, 2024)), "years")]
    for year, x, y, n, row, col, total in FIGURES:
        links, everything = margins(years[year])
        found = (years[year][frozenset((x, y))], links[x], links[y], everything)
        expected.append((found, (n, row, col, total), "%d %s-%s" % (year, x, y)))
    for year, code, n in INTERNATIONAL:
        expected.append((years[year][frozenset((code,))], n, "%d works of %s" % (year, code)))
    for year, n in NO_CN.items():
        expected.append((years[year][frozenset(("NO", "CN"))], n, "%d NO-CN" % year))
    expected.append((sum(years[year][frozenset(("NO", "CN"))] for year in range(2001, 2022)), 14548, "NO-CN 2001-2021"))
    for found, right, what in expected:
        if found != right:
            differences.append("%s: %s, expected %s" % (what, found, right))
    if len(sys.argv) > 2:
        compare_with_table(years, sys.argv[2], differences.append)
    for line in differences:
        print(line)
    print("%d years, %d figures checked, %d differ" % (len(years), len(expected), len(differences)))
    sys.exit(1 if differences else 0)


main()
