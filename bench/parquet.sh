#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Measures the whole ingest from Parquet beside DuckDB doing the same job on the same file with the same threads:
#
#   bench/parquet.sh BUILD [PACKAGES]      (make bench, where node and the packages of bench/setup.sh are)
#   WORKS=400000 ROUNDS=9 FOLDER=/fast/disk bench/parquet.sh build/release
#
# Works are generated and written in the snapshot's layout by DuckDB. Answers before times: the cube must be that of the
# JSON Lines of the same works, and all its cells by year, field, country and pair must be those of DuckDB's query.
set -euo pipefail
build=$(cd "${1:?usage: bench/parquet.sh BUILD [PACKAGES]}" && pwd)
source=$(cd "$(dirname "$0")" && pwd)
packages=${2:-$source/../build/node}
works=${WORKS:-100000} rounds=${ROUNDS:-5}
rapport=$build/rapport
if ! command -v node >/dev/null || [ ! -d "$packages/node_modules/@duckdb/node-api" ]; then
    echo "parquet: skipped: needs node and the packages that bench/setup.sh installs"
    exit 0
fi
packages=$(cd "$packages" && pwd)
folder=$(mktemp -d "${FOLDER:-${TMPDIR:-/tmp}}/rapport-bench.XXXXXX")
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export LC_ALL=C
duckdb() { node "$source/duckdb/parquet.mjs" "$packages" "$@"; }

ingest() { # INPUT OPTIONS...
    rm -rf out.rap out.rap.part
    "$rapport" ingest openalex "$@" -o out.rap >/dev/null 2>ingest.log || { cat ingest.log >&2; exit 1; }
}
identity() { "$build/hello" out.rap | cut -d' ' -f1; }

# -------------------------------------------------- input, answers before times
"$build/worldgen" --works "$works" --seed 1 --layout file -o works.jsonl >/dev/null 2>&1
duckdb convert works.jsonl works.parquet
ingest works.jsonl --unique
expected=$(identity)
rm works.jsonl
for options in "--unique --threads 1" "--unique --threads 2" "--threads 1"; do
    # shellcheck disable=SC2086 -- words on purpose
    ingest works.parquet $options
    [ "$(identity)" = "$expected" ] ||
        { echo "parquet: ingest $options gives cube $(identity), JSON Lines give $expected" >&2; exit 1; }
done
ingest works.parquet --unique --keep xpac,paratext,retracted
for plane in countries pairs; do
    "$rapport" export -c out.rap --plane $plane --kind all --each year,field --format csv >$plane.csv 2>/dev/null
done
cells=$(duckdb check works.parquet countries.csv pairs.csv) || { echo "parquet: $cells" >&2; exit 1; }

# ------------------------------------------------------------------- rounds
TIMEFORMAT='%R %U %S'
for ((round = 0; round < rounds; round++)); do
    for threads in 1 2; do
        read -r wall cpu <<<"$(duckdb query works.parquet $threads)"
        echo "$threads DuckDB $wall $cpu" >>times
        for name in ingest_--unique ingest; do
            option=${name#ingest}
            # shellcheck disable=SC2086 -- a word or none
            { time ingest works.parquet ${option#_} --threads $threads; } 2>time.log
            awk -v key="$threads $name" '{ print key, $1, $2 + $3 }' <(tail -n 1 time.log) >>times
        done
    done
done

# -------------------------------------------------------------------- table
echo "$works generated works in Parquet, $(stat -c %s works.parquet) bytes, $rounds rounds, medians"
echo "cube $expected as from JSON Lines; $cells from DuckDB's"
echo "ratio = time of DuckDB with the same threads over this; DuckDB's time is its query's alone"
awk '
    function median(list,    n, value, i, j, swap) {
        n = split(list, value, " ")
        for (i = 1; i <= n; i++) for (j = i + 1; j <= n; j++)
            if (value[j] + 0 < value[i] + 0) { swap = value[i]; value[i] = value[j]; value[j] = swap }
        return n % 2 ? value[(n + 1) / 2] : (value[n / 2] + value[n / 2 + 1]) / 2
    }
    {
        key = $1 " " $2
        if (!(key in wall)) order[++count] = key
        wall[key] = wall[key] " " $3
        cpu[key] = cpu[key] " " $4
    }
    END {
        printf "%-16s %7s %9s %9s %11s %10s\n", "program", "threads", "wall s", "cpu s", "ratio wall", "ratio cpu"
        for (i = 1; i <= count; i++) {
            split(order[i], part, " ")
            w = median(wall[order[i]]); c = median(cpu[order[i]])
            peer = part[1] " DuckDB"
            gsub("_", " ", part[2])
            printf "%-16s %7d %9.3f %9.3f %11.2f %10.2f\n", part[2], part[1], w, c, median(wall[peer]) / w, median(cpu[peer]) / c
        }
    }' times
