#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Measures the ingest of a table of trade as large as a year of BACI:
#
#   bench/table.sh BUILD                      (make bench)
#   ROWS=2000000 ROUNDS=5 FOLDER=/fast/disk bench/table.sh build/release
#
# The table is generated (bacigen.c) in BACI's layout. Checked before times are printed: no row is refused, no fact is
# lost, the cube is sound, and half the memory, which makes spills, gives the same cube. Rows a second are by the clock and
# by processor time of the one thread that reads; both take in sorting and writing the cube.
set -euo pipefail
build=$(cd "${1:?usage: bench/table.sh BUILD}" && pwd)
source=$(cd "$(dirname "$0")" && pwd)
rows=${ROWS:-10000000} rounds=${ROUNDS:-3}
folder=$(mktemp -d "${FOLDER:-${TMPDIR:-/tmp}}/rapport-table.XXXXXX")
trap 'rm -rf "$folder"' EXIT
export LC_ALL=C
${CC:-cc} -std=c17 -O2 -o "$folder/bacigen" "$source/bacigen.c"
cd "$folder"
./bacigen "$rows" 2022 >baci.csv
rows=$(($(wc -l <baci.csv) - 1))

ingest() { "$build/rapport" ingest table baci.csv --map baci "$@" --quiet --strict; }
identity() { "$build/rapport" info -c "$1" --format csv --quiet | sed -n 's/^cube,identity,//p'; }
ingest -o whole.rap --memory 4G
ingest -o spilled.rap --memory 256M
"$build/rapport" verify whole.rap --quiet >/dev/null
[ "$(identity whole.rap)" = "$(identity spilled.rap)" ] || { echo "table: spills changed the cube" >&2; exit 1; }
cells=$("$build/rapport" info -c whole.rap --format csv --quiet | sed -n 's/^size,cells,//p')
[ "$cells" = "$rows" ] || { echo "table: $rows rows became $cells cells" >&2; exit 1; }

echo "ingest table --map baci, $rows rows, $(stat -c %s baci.csv) bytes -> $(stat -c %s whole.rap) bytes"
TIMEFORMAT='%R %U %S'
for _ in $(seq "$rounds"); do { time ingest -o timed.rap --memory 4G; } 2>&1; done |
    awk -v rows="$rows" '{ clock[NR] = $1; cpu[NR] = $2 + $3 }
        END { asort_n(clock, NR); asort_n(cpu, NR); m = int((NR + 1) / 2)
              printf "rows a second: %.2f million by the clock, %.2f million by processor time (median of %d)\n",
                     rows / clock[m] / 1e6, rows / cpu[m] / 1e6, NR }
        function asort_n(a, n,   i, j, t) { for (i = 2; i <= n; i++) for (j = i; j > 1 && a[j] + 0 < a[j - 1] + 0; j--) { t = a[j]; a[j] = a[j - 1]; a[j - 1] = t } }'
