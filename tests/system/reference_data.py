#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The reference data hold the published figures; with RAPPORT_TEST_DATA, every pair and margin of the full matrices."""
import os
import pathlib
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
table = pathlib.Path(os.environ.get("RAPPORT_TEST_DATA", "")) / "openalex" / "bavla_country_pairs_1990_2023.csv.gz"
command = [sys.executable, str(TOP / "tools" / "check_reference.py"), str(TOP / "data" / "reference")]
if table.exists():
    command.append(str(table))
else:
    print("without the full matrices: RAPPORT_TEST_DATA is not set or lacks openalex/" + table.name)
sys.exit(subprocess.run(command).returncode)
