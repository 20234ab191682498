#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Measures questions of a generated cube beside DuckDB on its own best tables of the same facts:
#
#   bench/query.sh BUILD [PACKAGES]        (make bench)
#   CUBE_WORKS=480000000 ROUNDS=5 FOLDER=/fast/disk bench/query.sh build/release      the world's research: 8 GB of disk
#   CUBE_WORKS=480000000 KEEP=/fast/disk/world bench/query.sh build/release           keeps cube and tables for the next time
#
# What is kept is not made anew: empty the folder where the format of cubes has changed.
#
# Answers before times: DuckDB's joint works must be ours to the last one, and its RICs to nine digits, for the partners
# of a country and for all pairs. Rounds are interleaved; the table shows medians over countries and rounds.
set -euo pipefail
build=$(cd "${1:?usage: bench/query.sh BUILD [PACKAGES]}" && pwd)
source=$(cd "$(dirname "$0")" && pwd)
packages=${2:-$source/../build/node}
works=${CUBE_WORKS:-48000000} rounds=${ROUNDS:-3} area=technology years=2011-2022
countries=NO,AE,AR,AT,BD,BE,BR,CA,CL,CN,CO,CY,CZ,DE,DK,EC,EE,EG,ES,ET,FI,GB,GE,GH,HR,HU,IN,IR,IS,IT,JP,KE,KR,KZ,LB,LK,LT,LU,MA,MT,MX,MY,NG,NL,NZ,OM,PE,PL,PT,QA,RS,RU,SE,SI,TN,TR,TZ,UG,US,UY,VN,ZA,ZW
folder=$(mktemp -d "${FOLDER:-${TMPDIR:-/tmp}}/rapport-bench.XXXXXX")
trap 'rm -rf "$folder"' EXIT
kept=${KEEP:-$folder}
mkdir -p "$kept"
kept=$(cd "$kept" && pwd)
cube=$kept/world-$works.rap database=$kept/world-$works.db
cd "$folder"
export LC_ALL=C
fields=$(awk -F'\t' -v area="$area" '$1 == area && $3 == "field" { printf "%s%s", n++ ? "," : "", $4 }' "$source/../data/areas.tsv")
peer=no
command -v node >/dev/null && [ -d "$packages/node_modules/@duckdb/node-api" ] && peer=yes

[ -e "$cube" ] || "$build/worldcube" -o "$cube" --works "$works" >"$cube.txt"
sed -n '1p;$p' "$cube.txt"
[ $peer = yes ] || echo "query: without DuckDB, which needs node and the packages that bench/setup.sh installs"

# ------------------------------------------------------ answers before times
duckdb() { node "$source/duckdb/cube.mjs" "$packages" "$1" "$database" "${@:2}"; }
same() { # WHAT OURS THEIRS: lines of keys, works, RIC
    paste -d ' ' "$2" "$3" | awk -v what="$1" '
        { n = NF / 2; bad = NF % 2
          for (i = 1; i < n; i++) bad = bad || $i != $(n + i)
          off = $n - $NF; if ($n == "-" || $NF == "-") off = $n != $NF
          if (off < 0) off = -off
          if (bad || off > 1e-8 * ($n + 1)) { print "query: " what ": ours and theirs differ: " $0; exit 1 } }' >&2
}
if [ $peer = yes ]; then
    packages=$(cd "$packages" && pwd)
    if [ ! -e "$database.kinds" ]; then
        rm -f "$database"
        "$build/dumpfacts" "$cube" cells.csv members.csv >kinds
        duckdb load cells.csv members.csv
        rm cells.csv members.csv
        mv kinds "$database.kinds" # the tables are whole
    fi
    kinds=$(cat "$database.kinds")
    ask() { "$build/rapport" "$@" -c "$cube" --area $area --format ndjson 2>/dev/null; }
    value() { sed -n "s/, \"reasons\".*//;s/.*\"$1\": \"\{0,1\}\([^,\"}]*\).*/\1/p"; }
    columns() { for name in "$@"; do value "$name" <ours.ndjson >"$name.column"; done; paste -d ' ' "${@/%/.column}" | sed 's/null/-/g' | sort; }
    ask partners NO --years $years --top 0 >ours.ndjson
    columns partner works ric >ours.txt
    ask export --plane pairs >ours.ndjson
    columns country partner works ric >plane.txt
    for table in lists exploded pairs; do
        duckdb print partners $table "$fields" "$kinds" $years NO | sort >theirs.txt
        same "partners, $table" ours.txt theirs.txt
        duckdb print plane $table "$fields" "$kinds" all - | sort >theirs.txt
        same "plane, $table" plane.txt theirs.txt
    done
    echo "$(wc -l <ours.txt) partners of NO and $(wc -l <plane.txt) pairs of all years as DuckDB has them, from each of its tables"
fi

# ------------------------------------------------------------------- rounds
ours() { # NAME QUESTION THREADS PLACES OPTIONS...: one core is one core, whatever threads there would be
    local pin=""
    [ "$3" = 1 ] && pin="taskset -c 0"
    # shellcheck disable=SC2086 -- words on purpose
    $pin "$build/askbench" "$cube" 1 "$4" "${@:5}" |
        sed -n "s/.*median \([0-9.]*\) ms, processor \([0-9.]*\) ms.*/$2 $1 $3 \1 \2/p" >>times
}
cores=$(nproc)
for ((round = 0; round < rounds; round++)); do
    for threads in 1 $([ "$cores" -gt 1 ] && echo "$cores"); do
        ours rapport,_first_20 partners "$threads" $countries partners area=$area years=$years top=20
        ours rapport,_all_rows partners "$threads" $countries partners area=$area years=$years
        for i in 1 2 3; do ours rapport plane "$threads" - export plane=pairs area=$area; done
        [ $peer = yes ] || continue
        for table in lists exploded pairs; do
            for question in partners plane; do
                [ $question = partners ] && when=$years whom=$countries || when=all whom=-
                duckdb time $question $table "$fields" "$kinds" $when $whom 1 "$threads" |
                    sed "s/^/$question DuckDB,_$table $threads /" >>times
            done
        done
    done
done

# -------------------------------------------------------------------- table
echo "$cores x $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(date +%F), $rounds rounds, medians"
echo "partners: of each of $(tr ',' '\n' <<<$countries | wc -l) countries, $area, $years; plane: RIC of all pairs, all years, $area"
echo "ratio = time of DuckDB's best table of the same facts (lists or exploded) with the same threads over this"
echo "goals at full scale: partners 10 ms and 30 times, plane 250 ms and 20 times (the world: CUBE_WORKS=480000000)"
awk '
    function median(list,    n, value, i, j, swap) {
        n = split(list, value, " ")
        for (i = 1; i <= n; i++) for (j = i + 1; j <= n; j++)
            if (value[j] + 0 < value[i] + 0) { swap = value[i]; value[i] = value[j]; value[j] = swap }
        return n % 2 ? value[(n + 1) / 2] : (value[n / 2] + value[n / 2 + 1]) / 2
    }
    { key = $1 " " $2 " " $3; if (!(key in wall)) order[++count] = key; wall[key] = wall[key] " " $4; cpu[key] = cpu[key] " " $5 }
    END {
        for (i = 1; i <= count; i++) {
            split(order[i], part, " ")
            w[i] = median(wall[order[i]]); c[i] = median(cpu[order[i]])
            peer = part[1] " " part[3]
            if (part[2] ~ /lists|exploded/ && (!(peer in best) || w[i] < best[peer])) { best[peer] = w[i]; least[peer] = c[i] }
        }
        printf "%-9s %-19s %7s %9s %9s %11s %10s\n", "question", "program", "threads", "wall ms", "cpu ms", "ratio wall", "ratio cpu"
        for (q = 1; q <= 2; q++) for (i = 1; i <= count; i++) {
            split(order[i], part, " ")
            if (part[1] != (q == 1 ? "partners" : "plane")) continue
            peer = part[1] " " part[3]; name = part[2]
            gsub("_", " ", name)
            printf "%-9s %-19s %7d %9.2f %9.2f", part[1], name, part[3], w[i], c[i]
            if (peer in best) printf " %11.1f %10.1f", best[peer] / w[i], least[peer] / c[i]
            printf "\n"
        }
    }' times
