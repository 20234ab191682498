# SPDX-License-Identifier: Apache-2.0
# With a cube, subjects have the names that the cube has.
rapport ingest openalex "$SOURCE_DIR/tests/cli/data/toy.jsonl" -o toy.rap -q
rapport areas computer-science -c toy.rap --format csv -q
