#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Real works of 2021 to 2026 through the program: its export equals a count by an independent reader, cell by cell, for
both country rules, any number of threads, any split and any memory, and the cube always has the same identity."""
import collections
import csv
import glob
import gzip
import io
import os
import pathlib
import subprocess
import sys
import tempfile

RAPPORT = os.environ["RAPPORT"]
READER = pathlib.Path(__file__).resolve().parent.parent / "support" / "reference_facts.py"
DATA = os.environ.get("RAPPORT_TEST_DATA")


def run(*arguments):
    done = subprocess.run([RAPPORT, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"rapport {' '.join(map(str, arguments))}: exit status {done.returncode}: {done.stderr}")
    return done.stdout


def facts(rule, paths):
    """The latest record of each work; two of the same date and different content would need the tie rule."""
    lines = subprocess.run([sys.executable, READER, rule, *paths], capture_output=True, text=True, check=True).stdout
    best = {}
    for line in lines.splitlines():
        work, updated, *fact = line.split("\t")
        if work in best and best[work][0] == int(updated):
            assert best[work][1][:5] == fact[:5], f"W{work}: the data have a tie, which this test does not decide"
        if work not in best or int(updated) > best[work][0]:
            best[work] = int(updated), fact
    return best


def expected(rule, paths):
    cells = collections.Counter()
    for _, (year, subject, kind, flags, members, *_) in facts(rule, paths).values():
        if flags != "---":
            continue
        path = tuple("" if node == "0" else node for node in subject.split("/"))
        countries = "|".join(m.split(":")[0] for m in members.split(",")) if members else ""
        cells[("" if year == "0" else year, *path, *kind.split(";"), countries)] += 1
    return cells


def exported(cube):
    table = csv.reader(io.StringIO(run("export", "-c", cube, "--kind", "all", "--format", "csv", "-q")))
    head = next(table)
    assert head == "year domain field subfield topic type venue coverage_class countries n_countries works".split(), head
    cells = collections.Counter()
    for row in table:
        assert int(row[9]) == len([c for c in row[8].split("|") if c])
        cells[tuple(row[:9])] += int(row[10])
    return cells


def compare(rule, got, want):
    for key in sorted(set(got) | set(want)):
        if got[key] != want[key]:
            sys.exit(f"rule {rule}, {key}: {got[key]} works, expected {want[key]}")


def identity(cube):
    return run("info", "-c", cube, "--format", "json").split('"identity"', 1)[1][:60]


def split_lines(paths, folder):
    """All JSON Lines once more, dealt to plain and packed files of other sizes."""
    folder.mkdir()
    outs = [open(folder / "a.jsonl", "wb"), gzip.open(folder / "b.jsonl.gz", "wb"), open(folder / "c.ndjson", "wb")]
    n = 0
    for path in paths:
        if path.endswith(".json"):
            (folder / pathlib.Path(path).name).write_bytes(pathlib.Path(path).read_bytes())
            continue
        for line in gzip.open(path):
            outs[n % 7 % 3].write(line if line.endswith(b"\n") else line + b"\n")
            n += 1
    for out in outs:
        out.close()


def main():
    if not DATA:
        print("skipped: needs real data in the folder RAPPORT_TEST_DATA")
        return 77
    paths = [p for pattern in ("works_*.jsonl.gz", "api_pages/*.json",
                               "snapshot_sample/*/openalex/works/updated_date=*/part_*.gz")
             for p in sorted(glob.glob(f"{DATA}/openalex/{pattern}"))]
    assert len(paths) > 5, "real works are missing"
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        split_lines(paths, folder / "split")
        for rule in ("else", "union"):
            want = expected(rule, paths)
            identities = set()
            for n, (inputs, options) in enumerate([(paths, ["--threads", 1]), (paths[::-1], ["--threads", 3]),
                                                   (paths, ["--threads", 2, "--memory", "64M", "--strict"]),
                                                   ([folder / "split"], ["--threads", 2])]):
                cube = folder / f"{rule}{n}.rap"
                run("ingest", "openalex", *inputs, "-o", cube, "--countries", rule, "-q", *options)
                run("verify", cube)
                compare(rule, exported(cube), want)
                identities.add(identity(cube))
            assert len(identities) == 1, identities
            print(f"rule {rule}: {sum(want.values())} works in {len(want)} cells, as counted independently")
    return 0


sys.exit(main())
