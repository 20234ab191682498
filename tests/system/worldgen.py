#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The generator writes what it is told: planted worlds exactly, in every layout and style, with any threads."""
import filecmp
import json
import os
import pathlib
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
CHECK = TOP / "tests" / "support" / "check_world.py"
WORLDGEN = os.environ["WORLDGEN"]

WORLD = """\
# planted by the test
2015-2022 22             NO+CN       40 121
2015-2022 22             CN+US+DE    15 3     authors=3,2,1
2019-2020 topics/T10018  none        7 8      preprint venue=repository
2020      -              SE          3 3      coverage=some
2020      subfields/1702 NO+US       2 2      authors=one
2021      domains/1      US          5 5      type=review venue=none
2021      fields/17      NA+NO       4 4      coverage=some:3 venue=conference conference-paper
2021      31             FI          1 1      authors=300
-         17             nobody      6 6      # no year
2016      17             none        2 2      coverage=some:2 book venue=book
2000-2001 16             GB          0 1
"""

BARE = ["id", "publication_year", "type", "authorships", "primary_topic", "is_paratext", "is_retracted", "is_xpac", "updated_date"]

BAD = {
    "2015 22 NO 1": "expected years subject countries",
    "2015-2010 22 NO 1 1": "expected years FIRST-LAST",
    "15 22 NO 1 1": "expected years FIRST-LAST",
    "2015 99 NO 1 1": "expected a field as 22",
    "2015 topics/T1 NO 1 1": "expected a field as 22",
    "2015 22 NO+XX 1 1": "expected codes of countries",
    "2015 22 NO+NO 1 1": "expected each country once",
    "2015 22 OTH 1 1": "expected codes of countries",
    "2015 22 NO 1 2": "expected one number of works",
    "2015 22 NO -1 1": "expected a number of works",
    "2015 22 NO+SE 1 1 authors=1": "expected a number of authors for each country",
    "2015 22 NO 1 1 authors=0": "expected authors=one",
    "2015 22 NO 1 1 venue=pub": "expected venue=",
    "2015 22 NO 1 1 coverage=half": "expected coverage=",
    "2015 22 NO 1 1 Article": "expected a document type",
    "2015 22 NO 1 1 color=red": "expected authors=",
    "# nothing": "expected at least one work",
}


def worldgen(*options, expect=0):
    done = subprocess.run([WORLDGEN, *map(str, options)], capture_output=True, text=True)
    if done.returncode != expect:
        sys.exit("worldgen %s: exit status %d: %s" % (" ".join(map(str, options)), done.returncode, done.stderr))
    return done


def check(world, path, *what):
    done = subprocess.run([sys.executable, str(CHECK), str(world), str(path), *what], capture_output=True, text=True)
    if done.returncode:
        sys.exit("%s: %s%s" % (path, done.stdout, done.stderr))
    return done.stdout.split()[-1]


def planted_worlds_are_exact(folder, world):
    rates = ("--duplicates", 0.3, "--xpac", 0.25)
    digests = set()
    for style in ("compact", "escaped", "nonulls", "2023"):
        extra = rates[:2] if style == "2023" else rates
        for layout in ("snapshot", "old", "file", "pages"):
            path = folder / (style + "-" + layout)
            deleted = ("--deleted", 0.1) if layout == "snapshot" else ()
            worldgen("--world", world, "-o", path, "--layout", layout, "--style", style, *extra, *deleted)
            check(world, path, layout, style)
        plain = folder / (style + ".gz")
        worldgen("--world", world, "-o", plain, "--layout", "file", "--style", style)
        digests.add(check(world, plain, "file", style))
    if len(digests) != 1:
        sys.exit("styles of one world say different facts: %s" % digests)
    worldgen("--world", world, "-o", folder / "seed", "--seed", 99)
    check(world, folder / "seed")


def drawn_worlds_say_the_same_in_every_style(folder):
    digests = set()
    for style in ("compact", "escaped", "nonulls", "2023"):
        path = folder / ("drawn-" + style)
        worldgen("--works", 600, "-o", path, "--seed", 5, "--duplicates", 0.2, "--style", style)
        digests.add(check("-", path, "snapshot", style))
    if len(digests) != 1:
        sys.exit("styles of one drawn world say different facts: %s" % digests)


def bare_works_say_the_same_but_the_venue(folder):
    digests = set()
    for style in ("compact", "bare"):
        path = folder / (style + ".jsonl")
        worldgen("--works", 300, "-o", path, "--layout", "file", "--seed", 5, "--duplicates", 0.2, "--style", style)
        with open(path, encoding="utf-8") as lines:
            works = [json.loads(line) for line in lines]
        for work in works:
            work["authorships"] = [author["countries"] for author in work["authorships"]]
        digests.add(repr([[work[key] for key in BARE] for work in works]))
        if style == "bare" and any(list(work) != BARE for work in works):
            sys.exit("a bare work has other members")
    if len(digests) != 1:
        sys.exit("bare works say other facts")


def threads_change_no_byte(folder):
    for threads in (1, 4):
        worldgen("--works", 300, "-o", folder / ("t%d" % threads), "--seed", 3, "--threads", threads)
    one, four = (folder / name / "works" for name in ("t1", "t4"))
    files = sorted(str(path.relative_to(one)) for path in one.rglob("*") if path.is_file())
    _, differ, errors = filecmp.cmpfiles(one, four, files, shallow=False)
    if differ or errors or len(files) != 10:
        sys.exit("threads: %d files, %s differ, %s missing" % (len(files), differ, errors))


def mistakes_are_refused_by_line(folder):
    for line, says in BAD.items():
        world = folder / "bad.world"
        world.write_text("# first\n" + line + "\n")
        done = worldgen("--world", world, "-o", folder / "bad", expect=3)
        where = "line 2: " if "at least one" not in says else ""
        if where + says not in done.stderr:
            sys.exit("%r: expected '%s%s', found %s" % (line, where, says, done.stderr))
    for options in (["--works", "5"], ["--works", "x", "-o", "y"], ["-o", "y"], ["--works"], ["--hello", "1"],
                    ["--works", "1", "-o", "y", "--style", "2023", "--xpac", "0.1"]):
        worldgen(*options, expect=2)
    worldgen("--works", "1", "-o", folder / "no" / "such" / "folder", expect=4)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        world = folder / "test.world"
        world.write_text(WORLD)
        planted_worlds_are_exact(folder, world)
        drawn_worlds_say_the_same_in_every_style(folder)
        bare_works_say_the_same_but_the_venue(folder)
        threads_change_no_byte(folder)
        mistakes_are_refused_by_line(folder)
    print("worlds are as planted")


main()
