#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Runs every libFuzzer target of a build for some seconds:  tools/fuzz.sh BUILD SECONDS
#
# What is found new is kept in BUILD/corpus; a crash stops the run and its input is written to BUILD/crash-*.
set -euo pipefail
build=${1:?usage: tools/fuzz.sh BUILD SECONDS}
seconds=${2:?usage: tools/fuzz.sh BUILD SECONDS}
top=$(cd "$(dirname "$0")/.." && pwd)

for target in "$build"/fuzz/fuzz_*; do
    [ -x "$target" ] && [ -f "$target" ] || continue
    name=$(basename "$target")
    corpus=$build/corpus/$name
    mkdir -p "$corpus"
    folders=("$corpus")
    [ -d "$top/fuzz/seeds/${name#fuzz_}" ] && folders+=("$top/fuzz/seeds/${name#fuzz_}")
    log=$build/$name.log
    if "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
        -artifact_prefix="$build/crash-$name-" "${folders[@]}" >"$log" 2>&1; then
        printf '%-20s %s\n' "$name" "$(grep '^Done' "$log")"
    else
        tail -n 60 "$log"
        echo "$name found a fault; its input is $(ls -t "$build/crash-$name-"* | head -n 1)"
        exit 1
    fi
done
echo "no target found a fault"
