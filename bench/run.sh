#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Measures the whole ingest beside programs everyone has, on the same files in the same run:
#
#   bench/run.sh BUILD          (make bench)
#   WORKS=200000 ROUNDS=7 FOLDER=/fast/disk bench/run.sh build/release
#
# Works are generated, so nothing is downloaded. Answers are checked before anything is timed: every way to ingest must
# give the cube with the same identity. Rounds are interleaved, so that a slow minute of the machine hits all alike; the
# table shows medians. Trust the ratios within one table more than the figures.
set -euo pipefail
build=$(cd "${1:?usage: bench/run.sh BUILD}" && pwd)
works=${WORKS:-60000} rounds=${ROUNDS:-5} parts=4
rapport=$build/rapport
folder=$(mktemp -d "${FOLDER:-${TMPDIR:-/tmp}}/rapport-bench.XXXXXX")
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export LC_ALL=C

# ------------------------------------------------------------- input
mkdir plain gzip
"$build/worldgen" --works "$works" --seed 1 --layout file -o - |
    split -n "r/$parts" --additional-suffix=.jsonl - plain/part_
for file in plain/*; do gzip -c "$file" >"gzip/$(basename "$file").gz"; done
bytes=$(cat plain/* | wc -c)
stored=$(cat gzip/* | wc -c)

ingest() { # KIND OPTIONS...
    local kind=$1
    shift
    rm -rf out.rap out.rap.part
    "$rapport" ingest openalex "$kind"/* -o out.rap "$@" >/dev/null 2>ingest.log || { cat ingest.log >&2; exit 1; }
}

# ------------------------------------- what is run: NAME KIND THREADS COMMAND...
peer_plain() { wc -l plain/* >/dev/null; }
peer_gzip() { gzip -dc gzip/* >/dev/null; }
runs=("wc_-l plain 1 peer_plain" "gzip_-dc gzip 1 peer_gzip")
for kind in plain gzip; do
    for threads in 1 2; do
        runs+=("ingest_--unique $kind $threads ingest $kind --unique --threads $threads")
        runs+=("ingest $kind $threads ingest $kind --threads $threads")
    done
done

# ------------------------------------------------- answers before times
identity=
for run in "${runs[@]}"; do
    read -r _ _ _ command arguments <<<"$run"
    [ "$command" = ingest ] || continue
    # shellcheck disable=SC2086 -- words on purpose
    ingest $arguments
    found=$("$build/hello" out.rap | cut -d' ' -f1)
    [ "${identity:=$found}" = "$found" ] ||
        { echo "bench: ingest $arguments gives cube $found, expected $identity" >&2; exit 1; }
done

# ------------------------------------------------------------- rounds
TIMEFORMAT='%R %U %S'
for ((round = 0; round < rounds; round++)); do
    for run in "${runs[@]}"; do
        read -r name kind threads command <<<"$run"
        { time $command; } 2>time.log
        read -r wall user system < <(tail -n 1 time.log)
        echo "$kind $name $threads $wall $user $system" >>times
    done
done

# -------------------------------------------------------------- table
echo "$works generated works, $bytes bytes as text, $stored as gzip, $parts files, $rounds rounds, medians"
echo "$(nproc) x $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(date +%F), cube $identity of $(stat -c %s out.rap) bytes"
echo "GB = 1e9 bytes of text; per core = by processor time; ratio = per core against the peer of the same input"
awk -v bytes="$bytes" '
    function median(list,    n, value, i, j, swap) {
        n = split(list, value, " ")
        for (i = 1; i <= n; i++) for (j = i + 1; j <= n; j++)
            if (value[j] + 0 < value[i] + 0) { swap = value[i]; value[i] = value[j]; value[j] = swap }
        return n % 2 ? value[(n + 1) / 2] : (value[n / 2] + value[n / 2 + 1]) / 2
    }
    {
        key = $1 " " $2 " " $3
        if (!(key in wall)) order[++count] = key
        wall[key] = wall[key] " " $4
        cpu[key] = cpu[key] " " ($5 + $6)
    }
    END {
        printf "%-6s %-16s %7s %9s %9s %10s %14s %7s\n", "input", "program", "threads", "wall s", "cpu s", "GB/s", "GB/s per core", "ratio"
        for (i = 1; i <= count; i++) {
            split(order[i], part, " ")
            w = median(wall[order[i]]); c = median(cpu[order[i]])
            if (w < 0.001) w = 0.001
            if (c < 0.001) c = 0.001
            rate = bytes / c / 1e9
            if (part[2] !~ /^ingest/) peer[part[1]] = rate
            line[part[1]] = line[part[1]] sprintf("%-6s %-16s %7d %9.3f %9.3f %10.3f %14.3f %7.2f\n", part[1], \
                blanks(part[2]), part[3], w, c, bytes / w / 1e9, rate, rate / peer[part[1]])
        }
        printf "%s%s", line["plain"], line["gzip"]
    }
    function blanks(name) { gsub("_", " ", name); return name }' times
