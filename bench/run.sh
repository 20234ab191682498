#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Measures Rapport beside its peers and prints one table:
#
#   bench/run.sh BUILD                      (make bench)
#   SIZE=large FOLDER=/fast/disk bench/run.sh build/release
#
# Works are generated (into FOLDER, build/bench unless told, and kept for the next time). Answers are checked equal to the
# peer's before anything is timed; a part whose peer is not installed is skipped with a word. What each row means stands
# in bench/README.md. Each part appends its rows to one file: see measure.py.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "${1:?usage: bench/run.sh BUILD}" && pwd)
folder=${FOLDER:-$here/../build/bench} size=${SIZE:-quick}
packages=$here/../build/node
export LC_ALL=C
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
rows=$folder/rows
rm -f "$rows"
"$here/setup.sh" "$packages" >/dev/null 2>"$folder/setup.log" || echo "bench: no peer from npm: $(tail -n 1 "$folder/setup.log")" >&2

python3 "$here/ingest.py" "$build" "$packages" "$folder" "$rows" "$size"
python3 "$here/chain.py" "$build" "$folder" "$rows"

echo "$(nproc) x $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(date +%F), size $size"
echo "medians of interleaved rounds; ratio = how many times the peer's speed, by the clock and by processor time"
echo
python3 "$here/measure.py" "$rows"
