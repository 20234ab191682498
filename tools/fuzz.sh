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
    echo "== $name, $seconds s"
    "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=0 -verbosity=0 \
        -artifact_prefix="$build/crash-$name-" "${folders[@]}"
done
echo "no target found a fault"
