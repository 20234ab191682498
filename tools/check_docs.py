#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every public function has a comment that ends on the line before it, and every link of a document leads somewhere."""
import pathlib
import re
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def header_faults():
    lines = (TOP / "include/rapport.h").read_text().split("\n")
    functions = 0
    for number, line in enumerate(lines, 1):
        if line.startswith("RAP_API"):
            functions += 1
            if not lines[number - 2].rstrip().endswith("*/"):
                yield f"include/rapport.h:{number}: no comment before: {line.strip()}"
    if not functions:
        yield "include/rapport.h: declares no function"


def link_faults():
    for path in sorted(TOP.rglob("*.md")):
        if {"build", "node_modules"} & set(path.relative_to(TOP).parts):
            continue
        prose = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(), flags=re.S)
        for target in LINK.findall(prose):
            if "://" in target or target.startswith("mailto:"):
                continue
            if not (path.parent / target).exists():
                yield f"{path.relative_to(TOP)}: link to {target}, which does not exist"


def main():
    faults = list(header_faults()) + list(link_faults())
    print("\n".join(faults) if faults else "all public functions are documented, all links lead somewhere")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
