# SPDX-License-Identifier: Apache-2.0
# What was read is told on standard output, in any format; --dry-run writes nothing; -q says nothing.
cp "$SOURCE_DIR/tests/cli/data/toy.jsonl" toy.jsonl
rapport ingest openalex toy.jsonl --dry-run > /dev/null && ls
rapport ingest openalex toy.jsonl -o toy.rap --format csv 2> /dev/null | grep -E '^(works|with_country|international),' | cut -d, -f1,2
rapport ingest openalex toy.jsonl -o toy.rap -q
ls
