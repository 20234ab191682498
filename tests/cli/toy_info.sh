# SPDX-License-Identifier: Apache-2.0
rapport ingest openalex "$SOURCE_DIR/tests/cli/data/toy.jsonl" -o toy.rap -q
rapport info -c toy.rap --format csv -q | grep -E '^(schema|works|size,years|size,subjects)'
