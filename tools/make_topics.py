#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes data/topics.tsv from OpenAlex's hierarchy of topics.

    tools/make_topics.py topics_hierarchy.csv.gz > data/topics.tsv

Columns of the input: topic_id (T10211), topic name, subfield_id, subfield, field_id, field, domain_id, domain.
"""
import csv
import gzip
import sys

HEADER = """\
# OpenAlex's hierarchy: 4 domains, 26 fields, 252 subfields and 4,516 topics with their names of June 2024 (CC0).
# Made by tools/make_topics.py. Eight names of subfields stand twice: numbers are what counts.
# Cubes keep the names that their works bring; this list names nodes where a cube has none, and feeds the generator.
"""
LEVELS = ("domain", "field", "subfield", "topic")


def main():
    nodes = {level: {} for level in LEVELS}
    with gzip.open(sys.argv[1], "rt", encoding="utf-8") as text:
        rows = csv.reader(text)
        next(rows)
        for topic, name, subfield, subfield_name, field, field_name, domain, domain_name in rows:
            nodes["domain"][int(domain)] = (0, domain_name)
            nodes["field"][int(field)] = (int(domain), field_name)
            nodes["subfield"][int(subfield)] = (int(field), subfield_name)
            nodes["topic"][int(topic[1:])] = (int(subfield), name)
    print(HEADER + "level\tnumber\tparent\tname")
    for level in LEVELS:
        for number, (parent, name) in sorted(nodes[level].items()):
            print("%s\t%d\t%d\t%s" % (level, number, parent, " ".join(name.split())))


main()
