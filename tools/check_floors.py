#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An include may only go down the floors, and each .c includes its own header first.

base < scan, cube < source, stat < model < query < present, serve < cmd. Floors of one height do not see each other,
except that serve writes with present. Beyond that: source never sees stat, presentation sees base and the public header
only, the server sees base, questions and presentation only.
"""
import pathlib
import re
import sys

FLOOR = {"base": 0, "scan": 1, "cube": 1, "source": 2, "stat": 2, "model": 3, "query": 4, "present": 5, "serve": 5,
         "cmd": 6}
ONLY = {"present": {"base", "present"}, "serve": {"base", "query", "present", "serve"}}
BESIDE = {("serve", "present")}
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)


def faults_of(path, source):
    """What is wrong with the includes of one file; `path` is relative to `source`, src/."""
    own = path.parts[0]
    if own not in FLOOR:
        yield f"folder src/{own} is no floor"
        return
    names = INCLUDE.findall((source / path).read_text())
    for name in names:
        floor = name.split("/")[0] if "/" in name else None
        if name == "rapport.h":
            continue
        if floor not in FLOOR:
            yield f'includes "{name}", expected "floor/name.h" or "rapport.h"'
        elif floor != own and FLOOR[floor] >= FLOOR[own] and (own, floor) not in BESIDE:
            yield f'includes "{name}", but {own} stands on floor {FLOOR[own]} and {floor} on {FLOOR[floor]}'
        elif own in ONLY and floor not in ONLY[own]:
            yield f'includes "{name}", but {own} sees {", ".join(sorted(ONLY[own]))} and rapport.h only'
        elif not (source / name).exists():
            yield f'includes "{name}", which does not exist'
    header = path.with_suffix(".h")
    if path.suffix == ".c" and (source / header).exists() and (not names or names[0] != str(header)):
        yield f'must include "{header}" first, so that the header is known to stand alone'


def main():
    source = pathlib.Path(__file__).resolve().parent.parent / "src"
    files = sorted(p.relative_to(source) for p in source.rglob("*.[ch]"))
    faults = [f"src/{path}: {fault}" for path in files for fault in faults_of(path, source)]
    print("\n".join(faults) if faults else f"{len(files)} files keep to their floors")
    return 1 if faults or not files else 0


if __name__ == "__main__":
    sys.exit(main())
