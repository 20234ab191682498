#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The main job on data that the project carries:  tools/demo.sh BUILD  (make demo)
#
# 1. The published co-publication counts in data/reference become a cube, and the plan of claims is held against it.
# 2. A generated folder in the layout of the OpenAlex snapshot goes the way of the real one. Its numbers are invented.
set -euo pipefail
build=$(cd "${1:?usage: tools/demo.sh BUILD}" && pwd)
cd "$(dirname "$0")/.."
folder=$build/demo
rm -rf "$folder" && mkdir -p "$folder"
PATH=$build:$PATH

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
[ -t 1 ] && [ -z "${NO_COLOR:-}" ] || say() { printf '\n%s\n' "$*"; }
show() { # runs a command after printing it
    printf '$ %s\n' "$*"
    "$@"
}

say "1. Generated works in the layout of the OpenAlex snapshot: every number below this line is invented"
show worldgen --works 20000 --seed 2026 -o "$folder/snapshot" --layout snapshot
show rapport ingest openalex "$folder/snapshot" -o "$folder/generated.rap"
show rapport partners NO -c "$folder/generated.rap" --years 2019-2022 --area technology --top 5

say "2. Published counts of international co-publications, 1990-2023 (data/reference, with sources)"
show rapport ingest pajek data/reference/*.net -o "$folder/reference.rap"
show rapport partners NO -c "$folder/reference.rap" --years 2022 --top 5

say "3. Claims of a report, held against the published counts"
status=0
show rapport check data/plans/research.plan -c "$folder/reference.rap" || status=$?
# 1 says that a claim is contradicted, and some are known to be false.
[ $status -le 1 ] || exit $status
echo
echo "The cubes are in $folder. Ask on:  $build/rapport pair NO CN -c $folder/reference.rap --each year"
