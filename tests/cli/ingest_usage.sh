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
try pajek . -o x.rap --unique
ls
