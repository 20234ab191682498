# SPDX-License-Identifier: Apache-2.0
exec 2>&1
try() { rapport ingest "$@"; echo "exit $?"; }
try
try openalx works -o x.rap
try openalex -o x.rap
try openalex works
try openalex nowhere.jsonl -o x.rap
try openalex . -o x.rap --memory lots
try openalex . -o x.rap --threads 0
try openalex . -o x.rap --keep everything
try openalex . -o x.rap --countries both
try openalex . -o x.rap --memory 1
try openalex . -o x.rap --shard 5/3
try pajek . -o x.rap --unique
# What can't be read or written: each says which file, what is wrong and what to do.
cp "$SOURCE_DIR/tests/cli/data/toy.jsonl" good.jsonl
mkdir empty
printf 'year,country\n2020,NO\n' >table.csv
gzip -cn good.jsonl | head -c 200 >cut.jsonl.gz
try openalex empty -o x.rap
try openalex table.csv -o x.rap
try openalex cut.jsonl.gz -o x.rap
try openalex good.jsonl missing.jsonl -o x.rap
try openalex good.jsonl -o nowhere/x.rap
try openalex good.jsonl -o empty
ls -A . empty
