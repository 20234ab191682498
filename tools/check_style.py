#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The rules of form that a machine can judge, over every text file of the tree.

- A C file opens with its SPDX line; scripts and build files have it within their first lines (golden cases of the
  command line, a line or two each, need none).
- A C file has at most 500 lines (a test, which is one file a module, 1000) and a function at most 80. A file whose opening comment says "hot template" or
  "pure table" is exempt: loops stamped out per vector width, and rows of data in C's clothing.
- No words that announce unfinished work, no paths of one person's machine, no tabs or blanks at line ends.
"""
import pathlib
import re
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent
FILE_LINES, TEST_LINES, FUNCTION_LINES = 500, 1000, 80
CODE = {".c", ".h"}
SCRIPTS = {".sh", ".py", ".cmake", ".mjs", ".js", ".css"}
TEXT = CODE | SCRIPTS | {".md", ".txt", ".tsv", ".plan", ".html"}
SKIPPED = {"build", ".git", "node_modules", "seeds"}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
MACHINE = re.compile(r"(?<![\w.$}/])/(home|root|work|mnt|Users)/\w")


def files():
    for path in sorted(TOP.rglob("*")):
        parts = path.relative_to(TOP).parts
        if any(p in SKIPPED or p.startswith("build-") for p in parts) or not path.is_file():
            continue
        if path.suffix in TEXT or path.name in ("Makefile", "CMakeLists.txt"):
            yield path


def function_faults(lines):
    """Functions begin with a `{` alone in the first column after a line that is no initialiser, and end with `}` there."""
    start = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            start = number
        elif line.startswith("}") and start:
            length = number - start - 1
            if length > FUNCTION_LINES:
                yield start, f"function of {length} lines, at most {FUNCTION_LINES}"
            start = None


def faults_of(path, text):
    lines = text.split("\n")
    if path.suffix in CODE:
        if not lines[0].startswith("// SPDX-License-Identifier: Apache-2.0"):
            yield 1, "expected the SPDX line first"
        opening = text.split("*/")[0][:3000]
        if "hot template" not in opening and "pure table" not in opening:
            most = TEST_LINES if path.parts[-2] == "unit" else FILE_LINES
            if len(lines) - 1 > most:
                yield most, f"{len(lines) - 1} lines, at most {most}: a place to ask whether it holds two things"
            yield from function_faults(lines)
    elif path.parts[-2] != "cli" and path.suffix in SCRIPTS or path.name in ("Makefile", "CMakeLists.txt"):
        if not any("SPDX-License-Identifier: Apache-2.0" in line for line in lines[:3]):
            yield 1, "expected an SPDX line"
    for number, line in enumerate(lines, 1):
        if UNFINISHED.search(line) and path.name != pathlib.Path(__file__).name:
            yield number, f"announces unfinished work: {UNFINISHED.search(line).group()}"
        if MACHINE.search(line):
            yield number, f"names a path of one machine: {MACHINE.search(line).group()}..."
        if path.suffix != ".tsv" and line != line.rstrip():
            yield number, "blanks at the end of the line"
        if path.suffix in CODE and "\t" in line:
            yield number, "a tab; indent with blanks"


def main():
    count, faults = 0, []
    for path in files():
        count += 1
        name = path.relative_to(TOP)
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            faults.append(f"{name}: not UTF-8 at byte {error.start}")
            continue
        if text and not text.endswith("\n"):
            faults.append(f"{name}: no newline at the end")
        faults += [f"{name}:{number}: {fault}" for number, fault in faults_of(path, text)]
    print("\n".join(faults) if faults else f"{count} files are in form")
    return 1 if faults or not count else 0


if __name__ == "__main__":
    sys.exit(main())
