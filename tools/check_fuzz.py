#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""fuzz/README.md is the ledger of readers of untrusted bytes: each row's target exists, and each target has a row."""
import pathlib
import re
import sys

FUZZ = pathlib.Path(__file__).resolve().parent.parent / "fuzz"
ROW = re.compile(r"^\| ([^|]*) \|[^|]*\| `(fuzz_\w+)` \|", re.M)


def main():
    source = "\n".join(p.read_text() for p in (FUZZ.parent / "src").rglob("*.h"))
    source += (FUZZ.parent / "include/rapport.h").read_text()
    rows = [(reader, target) for cell, target in ROW.findall((FUZZ / "README.md").read_text())
            for reader in re.findall(r"`(\w+)`", cell)]
    targets = {p.stem: p.read_text() for p in FUZZ.glob("fuzz_*.c")}
    faults = [] if rows else ["the ledger has no rows"]
    for reader, target in rows:
        if target not in targets:
            faults.append(f"{reader}: no fuzz/{target}.c")
        elif reader not in targets[target]:
            faults.append(f"{reader}: fuzz/{target}.c does not call it")
        if f"{reader}(" not in source:
            faults.append(f"{reader}: no header declares it")
    faults += [f"{name}: no row in the ledger" for name in sorted(set(targets) - {t for _, t in rows})]
    print("\n".join(f"fuzz/README.md: {f}" for f in faults) if faults else f"{len(rows)} readers have their targets")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
