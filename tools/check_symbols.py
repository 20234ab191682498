#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the libraries show to the linker:  tools/check_symbols.py librapport.so librapport.a

The shared library exports exactly the functions that rapport.h declares; the static one defines nothing outside the
rap_ namespace. Names that begin with two underscores are the compiler's (sanitizers, coverage).
"""
import pathlib
import re
import subprocess
import sys

HEADER = pathlib.Path(__file__).resolve().parent.parent / "include/rapport.h"


def defined(*arguments):
    out = subprocess.run(["nm", "--defined-only", *arguments], check=True, capture_output=True, text=True).stdout
    rows = [line.split() for line in out.split("\n")]
    return {r[2] for r in rows if len(r) == 3 and r[1].isupper() and not r[2].startswith("__")}


def main():
    shared, static = sys.argv[1:3]
    text = re.sub(r"/\*.*?\*/", "", HEADER.read_text(), flags=re.S)
    declared = set(re.findall(r"RAP_API[^;(]*?\b(rap_\w+)\s*\(", text))
    exported = defined("-D", shared) - {"_init", "_fini"}
    inside = defined("-g", static)
    faults = [f"{shared}: exports {s}, which rapport.h does not declare" for s in sorted(exported - declared)]
    faults += [f"{shared}: does not export {s}, which rapport.h declares" for s in sorted(declared - exported)]
    faults += [f"{static}: defines {s}, which has no prefix rap_" for s in sorted(inside) if not s.startswith("rap_")]
    print("\n".join(faults) if faults else f"{len(exported)} exported, {len(inside)} in the static library: all rap_")
    return 1 if faults or not exported else 0


if __name__ == "__main__":
    sys.exit(main())
