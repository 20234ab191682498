#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes data/reference/copub-YEAR.net from V. Batagelj's country co-authorship counts.

    tools/make_reference.py country_pairs_1990_2023.csv.gz data/reference

The input is the published matrices as one table: year,a,b,n with a <= b; a = b is the number of internationally
co-authored works of a. Where the two cells of a pair differ by one (three pairs in 2004, three in 2019), the table
has the cell of the row that comes first.

Kept are the 60 countries with most links in 2022 and those listed below; all others become OTH. Links of a kept
country with several others add up to its links with OTH, and links among the others to the self edge of OTH, so that
every C_X and T stay what they are in the full matrix.
"""
import collections
import csv
import gzip
import os
import sys

RANK_YEAR, RANKED = 2022, 60
# Members of the Nordic group, NATO, the EU and BRICS that are not among the 60, and Macao beside Hong Kong.
ALSO = "AL BG EE ET IS LT LU LV ME MK MO MT".split()

COMMENT = """\
% Co-publications of countries, {year}. Rapport reference data, made by tools/make_reference.py.
% Source: V. Batagelj, World co-authorship between countries; OpenAlex queried 27 August 2024 (CC0).
% All document types, whole counting: a work counts once for each pair of its countries.
% Edge i j n: works with both. Edge i i n: works of i with any other country (internationally co-authored).
% OTH is all other countries. Edge i OTH: links of i with them, each country a link. Edge OTH OTH: links among them.
% So C_X (edges of X but its self edge) and T (all edges but the self edges of countries) are those of the world.
"""


def read_pairs(path):
    years = collections.defaultdict(dict)
    with gzip.open(path, "rt", encoding="utf-8") as text:
        for row in csv.DictReader(text):
            years[int(row["year"])][row["a"], row["b"]] = int(row["n"])
    return years


def kept_countries(pairs):
    links = collections.Counter()
    for (a, b), n in pairs.items():
        if a != b:
            links[a] += n
            links[b] += n
    ranked = sorted(links, key=lambda code: (-links[code], code))[:RANKED]
    return sorted(set(ranked) | set(ALSO))


def fold(pairs, kept):
    """The counts over `kept` and OTH. The others' own numbers of works are left out: a sum would count works twice."""
    folded = collections.Counter()
    for (a, b), n in pairs.items():
        x, y = (code if code in kept else "OTH" for code in (a, b))
        if a == b and x == "OTH":
            continue
        folded[min((x, y), (y, x), key=lambda pair: (pair[0] == "OTH", pair))] += n
    return folded


def write_year(path, year, kept, counts):
    codes = kept + ["OTH"]
    number = {code: i + 1 for i, code in enumerate(codes)}
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        out.write(COMMENT.format(year=year))
        out.write("*vertices %d\n" % len(codes))
        for code in codes:
            out.write('%d "%s"\n' % (number[code], code))
        out.write("*edges\n")
        for i, j, n in sorted((number[a], number[b], n) for (a, b), n in counts.items() if n):
            out.write("%d %d %d\n" % (i, j, n))


def main():
    years = read_pairs(sys.argv[1])
    kept = kept_countries(years[RANK_YEAR])
    for year in sorted(years):
        write_year(os.path.join(sys.argv[2], "copub-%d.net" % year), year, kept, fold(years[year], set(kept)))


main()
