#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Counts of countries, pairs and whole sets in real works, by this reader and by the program's export: equal to the last one.

usage: export.py        (RAPPORT = the program; RAPPORT_TEST_DATA = the folder of real data, or the test is skipped)

The counts must not depend on threads, on how works are split over files, or on files being compressed.
"""
import collections
import csv
import glob
import gzip
import io
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile

RAPPORT = os.environ["RAPPORT"]
DATA = os.environ.get("RAPPORT_TEST_DATA")


def lines():
    """Every record of the real files as one line of JSON; pages give up their results."""
    for path in sorted(glob.glob(f"{DATA}/openalex/works_*.jsonl.gz")):
        yield from (line for line in gzip.open(path, "rt", encoding="utf-8-sig") if line.strip())
    for path in sorted(glob.glob(f"{DATA}/openalex/api_pages/*.json")):
        pages = json.load(open(path, encoding="utf-8"))
        for page in pages if isinstance(pages, list) else [pages]:
            yield from (json.dumps(work) + "\n" for work in page["results"])


def party(work, union):
    out = set()
    for author in work.get("authorships") or []:
        own = {c for c in author.get("countries") or [] if c}
        via = {i["country_code"] for i in author.get("institutions") or [] if i and i.get("country_code")}
        out |= own | via if union else own or via
    return tuple(sorted(out))


def count(records, union):
    """Each work once, its newest record; retracted and paratext left out. Sets, countries and pairs by year."""
    newest = {}
    for line in records:
        work = json.loads(line)
        key, moment = work["id"].rsplit("/", 1)[-1], work.get("updated_date") or ""
        fact = (work.get("publication_year") or 0, party(work, union),
                bool(work.get("is_retracted") or work.get("is_paratext") or work.get("is_xpac")))
        if key in newest and newest[key][0] == moment and newest[key][1] != fact:
            sys.exit(f"{key}: two records of one moment differ: this test can't tell which counts")
        if key not in newest or moment > newest[key][0]:
            newest[key] = (moment, fact)
    sets, countries, pairs = collections.Counter(), collections.Counter(), collections.Counter()
    for _, (year, members, left_out) in newest.values():
        if left_out:
            continue
        sets[year, "|".join(members)] += 1
        if year:
            countries.update((year, c) for c in members)
            pairs.update((year, *p) for p in itertools.combinations(members, 2))
    return sets, countries, pairs


def run(*words):
    done = subprocess.run([RAPPORT, *words], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(words)}: status {done.returncode}\n{done.stderr}")
    return done.stdout


def exported(cube):
    def rows(*options):
        return csv.DictReader(io.StringIO(run("export", "-c", cube, "--kind", "all", "--format", "csv", "-q", *options)))

    sets = collections.Counter()
    for row in rows("--plane", "facts"):
        sets[int(row["year"] or 0), row["countries"]] += int(row["works"])
    countries = collections.Counter({(int(r["year"]), r["country"]): int(r["works"])
                                     for r in rows("--plane", "countries", "--each", "year")})
    pairs = collections.Counter({(int(r["year"]), r["country"], r["partner"]): int(r["works"])
                                 for r in rows("--plane", "pairs", "--each", "year")})
    return sets, countries, pairs


def write(folder, records, parts, seed):
    """The records in random order over `parts` files, every other one compressed."""
    os.makedirs(folder)
    order = list(records)
    random.Random(seed).shuffle(order)
    for i in range(parts):
        opener, end = (gzip.open, ".gz") if i % 2 else (open, "")
        with opener(f"{folder}/part_{i:04}{end}", "wt", encoding="utf-8") as file:
            file.writelines(order[i::parts])


def main():
    if not DATA:
        print("skipped: RAPPORT_TEST_DATA does not name the folder of real data")
        sys.exit(77)
    records = list(lines())
    identities = {}
    with tempfile.TemporaryDirectory() as folder:
        for union in (False, True):
            want = count(records, union)
            for parts, threads in ((1, 1), (7, 1), (7, 3), (40, 2)):
                inputs, cube = f"{folder}/{union}-{parts}-{threads}", f"{folder}/{union}-{parts}-{threads}.rap"
                write(inputs, records, parts, parts * threads)
                run("ingest", "openalex", inputs, "-o", cube, "--threads", str(threads), "-q",
                    "--countries", "union" if union else "else")
                for name, mine, theirs in zip(("sets", "countries", "pairs"), want, exported(cube)):
                    if mine != theirs:
                        odd = [(k, mine[k], theirs[k]) for k in mine.keys() | theirs.keys() if mine[k] != theirs[k]]
                        sys.exit(f"{cube}: {name} differ in {len(odd)} cells, first {odd[:5]}")
                cells = {r["item"]: r["value"] for r in csv.DictReader(io.StringIO(run("info", "-c", cube, "--format", "csv", "-q")))}
                identities.setdefault(union, set()).add(cells["identity"])
            print(f"{'union' if union else 'else'}: {sum(want[0].values())} works, {len(want[1])} countries and {len(want[2])} "
                  f"pairs by year equal in 4 splits; identity {identities[union]}")
    if any(len(ids) > 1 for ids in identities.values()):
        sys.exit("the same facts gave different identities")


main()
