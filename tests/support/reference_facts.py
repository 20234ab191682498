#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The facts of OpenAlex works by an independent reader: json, fractions, sets; nothing shared with the C code.

usage: reference_facts.py else|union FILE...     (JSON Lines or API pages, gzip by name)

Prints one line a work, fields separated by tabs:
id, updated, year, subject, kind, flags, countries with shares, affiliation-only ties, names.
"""
import datetime
import fractions
import gzip
import itertools
import json
import re
import sys

UNIT = 2**32


def works_of(path):
    raw = (gzip.open(path) if path.endswith(".gz") else open(path, "rb")).read().decode("utf-8-sig")
    if path.endswith(".json"):
        pages = json.loads(raw)
        for page in pages if isinstance(pages, list) else [pages]:
            yield from page["results"]
    else:
        for line in raw.split("\n"):
            if line.strip():
                yield json.loads(line)


def number(value):
    """The digits of an id: an integer, or what follows the last slash and an optional letter."""
    if value is None:
        return 0
    return int(re.fullmatch(r"(?:https://openalex\.org/(?:.*/)?)?[A-Z]?(\d+)", str(value)).group(1))


def microseconds(text):
    if not text:
        return 0
    moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.timezone.utc)
    return (moment - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) // datetime.timedelta(microseconds=1)


def countries(authorship, union):
    own = {c for c in authorship.get("countries") or [] if c}
    via = {i["country_code"] for i in authorship.get("institutions") or [] if i and i.get("country_code")}
    return own | via if union else own or via


def shares(authors):
    """Largest remainder over the countries in order of codes, then the unassigned part."""
    parts = {c: fractions.Fraction(0) for c in sorted(set().union(*authors))}
    none = fractions.Fraction(0)
    for author in authors:
        for c in author:
            parts[c] += fractions.Fraction(1, len(authors) * len(author))
        none += fractions.Fraction(not author, len(authors))
    exact = [part * UNIT for part in parts.values()] + [none * UNIT]
    units = [int(x) for x in exact]
    order = sorted(range(len(exact)), key=lambda i: (units[i] - exact[i], i))
    for i in order[: UNIT - sum(units)]:
        units[i] += 1
    assert sum(units) == UNIT
    return dict(zip(parts, units))


def ties(authors):
    party = sorted(set().union(*authors)) if authors else []
    for x, y in itertools.combinations(party, 2):
        if not (any(x in a and y not in a for a in authors) and any(y in a and x not in a for a in authors)):
            yield f"{x}-{y}"


def fact(work, union):
    authors = [countries(a, union) for a in work.get("authorships") or []]
    known = sum(1 for a in authors if a)
    coverage = "no-authors" if not authors else "none" if not known else "all" if known == len(authors) else "some"
    source = (work.get("primary_location") or {}).get("source")
    if not source and "is_xpac" not in work:
        source = work.get("host_venue")
    venue = "journal" if source and source.get("type") == "journal" else "other"
    party = sorted(set().union(*authors)) if authors else []
    if not party or (len(party) == 1 and coverage == "all"):
        members = ",".join(party)
    else:
        members = ",".join(f"{c}:{s}" for c, s in shares(authors).items())
    topic = work.get("primary_topic") or {}
    nodes = [topic.get("domain") or {}, topic.get("field") or {}, topic.get("subfield") or {}, topic]
    return "\t".join([
        str(number(work["id"])),
        str(microseconds(work.get("updated_date"))),
        str(work.get("publication_year") or 0),
        "/".join(str(number(n.get("id"))) for n in nodes),
        f"{work.get('type') or 'unknown'};{venue};{coverage}",
        "".join(flag[3] if work.get(flag) else "-" for flag in ("is_xpac", "is_paratext", "is_retracted")),
        members,
        ",".join(ties(authors)),
        "|".join(n.get("display_name") or "" for n in nodes),
    ])


def main():
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    for path in sys.argv[2:]:
        for work in works_of(path):
            print(fact(work, sys.argv[1] == "union"))


main()
