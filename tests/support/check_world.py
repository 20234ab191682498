#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads what worldgen wrote with nothing but the standard library, and compares with the world file.

    check_world.py WORLD PATH [snapshot|old|file|pages] [compact|escaped|nonulls|2023]

Every line must be JSON with distinct keys in the order of its style. Works are counted once by the latest
updated_date, without xpac and deleted ones; counts by (year, subject, countries, type, venue, coverage) must be
those of the file exactly. Manifests must tell the truth. Prints a digest of the facts, which is the same for all
styles of one world.
"""
import collections
import gzip
import hashlib
import json
import pathlib
import re
import sys

COLUMNS = """id doi title display_name ids indexed_in publication_date publication_year language type authorships
authors_count corresponding_author_ids corresponding_institution_ids primary_topic topics keywords concepts locations
locations_count primary_location best_oa_location sustainable_development_goals awards funders institutions
countries_distinct_count institutions_distinct_count open_access is_paratext is_retracted is_xpac biblio
referenced_works referenced_works_count related_works abstract_inverted_index cited_by_count counts_by_year apc_list
apc_paid fwci citation_normalized_percentile cited_by_percentile_year mesh has_content has_fulltext created_date
updated_date""".split()
AUTHORSHIP = """author author_position affiliations countries raw_author_name raw_orcid is_corresponding
raw_affiliation_strings institutions""".split()


def fail(text):
    sys.exit("check_world: " + text)


# ------------------------------------------------------------------ what is planted

def planted(path):
    """Counter of (years, subject, countries, type, venue, coverage) -> works."""
    counts = collections.Counter()
    for line in path.read_text().splitlines():
        words = line.split("#")[0].split()
        if not words:
            continue
        years, subject, countries, first, last = words[:5]
        options = dict(word.split("=") if "=" in word else ("type", word) for word in words[5:])
        known = () if countries in ("none", "nobody") else tuple(sorted(countries.split("+")))
        some = options.get("coverage", "all") != "all"
        coverage = "no-authors" if countries == "nobody" else "none" if not known else "some" if some else "all"
        venue = options.get("venue", "journal")
        one = options.get("authors") == "one"
        per_country = [1] * len(known) if one or "authors" not in options else list(map(int, options["authors"].split(",")))
        extra = int((options["coverage"] + ":1").split(":")[1]) if some else 0
        authors = 0 if countries == "nobody" else (1 if one else sum(per_country)) + extra
        authors = authors or (0 if countries == "nobody" else 1)
        span = [None] if years == "-" else range(int(years.split("-")[0]), int(years.split("-")[-1]) + 1)
        for i, year in enumerate(span):
            steps = max(len(span) - 1, 1)
            total = int(first) * (steps - i) + int(last) * i
            works = (2 * total + steps) // (2 * steps)
            counts[year, subject, known, options.get("type", "article"), venue, coverage, authors] += works
    return +counts


# ------------------------------------------------------------------ what is written

def distinct_keys(pairs):
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        fail("a key stands twice: %s" % keys)
    return dict(pairs)


def parse(text):
    return json.loads(text, object_pairs_hook=distinct_keys)


def lines_of(path):
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rb") as file:
        for line in file:
            if not line.endswith(b"\n"):
                fail("%s: last line has no end" % path)
            yield line


def written(path, layout):
    """Bytes of JSON of each work, in the order of files."""
    if layout == "file":
        yield from lines_of(path)
    elif layout == "pages":
        pages = sorted(path.glob("page_*.json"))
        for page in pages:
            yield from (json.dumps(work, ensure_ascii=False).encode() for work in parse(page.read_text())["results"])
    else:
        for part in sorted((path / "works").glob("updated_date=*/part_*.gz")):
            date = part.parent.name.split("=")[1]
            for line in lines_of(part):
                if ('"updated_date":"%sT' % date).encode() not in line:
                    fail("%s: a work of another date" % part)
                yield line


def check_form(line, style):
    text = line.decode("utf-8")
    work = parse(text)
    keys = list(work)
    if style in ("compact", "escaped") and keys != COLUMNS:
        fail("keys are not the columns of the snapshot: %s" % keys)
    if style == "nonulls" and (keys != [key for key in COLUMNS if key in work] or ":null" in re.sub(r'"(\\.|[^"\\])*"', '""', text)):
        fail("a null is written, or keys are out of order: %s" % keys)
    if style in ("escaped", "2023") and not text.isascii():
        fail("expected ASCII only")
    for authorship in work["authorships"]:
        if style in ("compact", "escaped") and list(authorship) != AUTHORSHIP:
            fail("keys of an authorship: %s" % list(authorship))
        if style == "2023" and "countries" in authorship:
            fail("authorships.countries in 2023")
    if work.get("topics") and work["topics"][0] != work["primary_topic"]:
        fail("primary_topic is not topics[0]")
    if style != "2023":
        codes = {i["country_code"] for a in work["authorships"] for i in a["institutions"]}
        if work["countries_distinct_count"] != len(codes) or work["authors_count"] != len(work["authorships"]):
            fail("counts differ from authorships")
    return work


def number(identity):
    return int(re.search(r"\d+$", str(identity)).group())


def countries_of(authorship):
    if authorship.get("countries"):
        return authorship["countries"]
    return [i["country_code"] for i in authorship.get("institutions", []) if i.get("country_code")]


def facts_of(work):
    of_authors = [countries_of(a) for a in work["authorships"]]
    known = [codes for codes in of_authors if codes]
    coverage = "no-authors" if not of_authors else "none" if not known else "all" if len(known) == len(of_authors) else "some"
    topic = work.get("primary_topic")
    path = topic and (number(topic["domain"]["id"]), number(topic["field"]["id"]), number(topic["subfield"]["id"]), number(topic["id"]))
    location = work.get("primary_location")
    source = location and location.get("source")
    venue = "none" if not location else "book" if source and source["type"] == "ebook platform" else source and source["type"]
    return (work.get("publication_year"), path, tuple(sorted(set(sum(of_authors, [])))), work["type"], venue, coverage,
            len(of_authors), tuple(sorted(tuple(sorted(set(codes))) for codes in of_authors)))


def works_of(path, layout, style):
    """id -> facts of the latest version; also lines read."""
    latest, lines = {}, 0
    for line in written(path, layout):
        lines += 1
        work = check_form(line, style) if layout != "pages" else parse(line.decode())
        if work.get("is_xpac"):
            continue
        key = work["id"]
        if key not in latest or work["updated_date"] > latest[key][0]:
            latest[key] = (work["updated_date"], facts_of(work))
    deleted = path / "works" / "deleted_ids.csv"
    if layout == "snapshot":
        rows = deleted.read_text().splitlines()
        if rows[0] != "work_id,deleted_date":
            fail("header of deleted_ids.csv")
        for row in rows[1:]:
            latest.pop(row.split(",")[0], None)
    return {key: facts for key, (_, facts) in latest.items()}, lines


def check_manifest(path, layout, lines):
    if layout not in ("snapshot", "old"):
        return
    manifest = json.loads((path / "works" / ("manifest.json" if layout == "snapshot" else "manifest")).read_text())
    files, total = (manifest["files"], manifest) if layout == "snapshot" else (manifest["entries"], manifest["meta"])
    if total["record_count"] != lines or sum(f["meta"]["record_count"] for f in files) != lines:
        fail("manifest: %d records, read %d" % (total["record_count"], lines))
    if total["content_length"] != sum(f["meta"]["content_length"] for f in files):
        fail("manifest: lengths do not add up")
    for file in files:
        part = path / "works" / file["url"].split("/works/")[1]
        if part.stat().st_size != file["meta"]["content_length"] or sum(1 for _ in lines_of(part)) != file["meta"]["record_count"]:
            fail("manifest: %s" % part)
    if len(files) != len(list((path / "works").glob("updated_date=*/*"))):
        fail("manifest: number of files")


def matches(subject, path):
    if subject == "-" or path is None:
        return (subject == "-") == (path is None)
    level, _, digits = ("fields/" + subject if subject.isdigit() else subject).partition("/")
    return path[("domains", "fields", "subfields", "topics").index(level)] == number(digits)


def compare(world, works):
    """Each fact must find a planted row with works left; then nothing may be left. Rows do not overlap in tests."""
    left = planted(world)
    by_rest = collections.defaultdict(list)
    for row in left:
        by_rest[row[:1] + row[2:]].append(row)
    for key, fact in works.items():
        rows = [r for r in by_rest[fact[:1] + fact[2:7]] if matches(r[1], fact[1]) and left[r] > 0]
        if not rows:
            fail("%s is not planted: %s" % (key, fact))
        left[rows[0]] -= 1
    missing = +left
    if missing:
        fail("missing: %s" % missing.most_common(3))


def main():
    world, path = map(pathlib.Path, sys.argv[1:3])
    layout, style = (sys.argv[3:] + ["snapshot", "compact"][len(sys.argv) - 3:])[:2]
    works, lines = works_of(path, layout, style)
    check_manifest(path, layout, lines)
    if world.name != "-":
        compare(world, works)
    digest = hashlib.sha256(repr(sorted(works.items())).encode()).hexdigest()[:16]
    print("%d works in %d lines, facts %s" % (len(works), lines, digest))


if __name__ == "__main__":
    main()
