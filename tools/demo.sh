#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The main job on data that the project carries:  tools/demo.sh BUILD  (make demo)
#
# 1. A generated folder in the layout of the OpenAlex snapshot goes the way of the real one. Its numbers are invented.
# 2. The published co-publication counts in data/reference become a cube and are asked.
# 3. The plan of claims is held against them.
# 4. The reference figures of green industry in data/green become cubes, and its plan is held against all of them.
# 5. Where the same can be looked at.
# The cubes stay in BUILD/demo for more questions.
#
# The generated part is small, and the plan prints its evidence: the numbers behind every verdict.
set -euo pipefail
cd "$(dirname "$0")/.."
build=${1:?usage: tools/demo.sh BUILD}
demo=$build/demo
rm -rf "$demo" && mkdir -p "$demo"
PATH=$PWD/$build:$PATH

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then bold=$'\033[1m' plain=$'\033[0m'; else bold= plain=; fi
say() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }
show() { # prints a command line and runs it as it is printed
    printf '\n$ %s\n' "$1"
    eval "$1"
}

say "1. A folder in the layout of the OpenAlex snapshot. Generated: every number of this part is invented."
show "worldgen --works 60000 --seed 2026 -o $demo/snapshot"
show "rapport ingest openalex $demo/snapshot --release generated -o $demo/generated.rap"
show "rapport partners US --years 2015-2024 --top 5 -c $demo/generated.rap"
rm -rf "$demo/snapshot"

say "2. Published counts of international co-publications, 1990-2023 (data/reference/README.md says whose)."
show "rapport ingest pajek data/reference/*.net -o $demo/reference.rap"
show "rapport partners NO --years 2022 --top 5 -c $demo/reference.rap"
show "rapport pair NO CN --years 2011-2023 --each year -c $demo/reference.rap"

say "3. Claims of a report and of articles about it, held against the published counts."
status=0
show "rapport check data/plans/research.plan --brief -c $demo/reference.rap" || status=$?
# 1 says that a claim is contradicted: some are known to be false.
[ $status -le 1 ] || exit $status

say "4. Reference figures of batteries, cars, power and minerals, each with its source (data/green/README.md)."
show "rapport ingest table data/green/capacity.csv --map capacity -o $demo/capacity.rap --quiet"
show "rapport ingest table data/green/figures.csv --map data/green/figures.map -o $demo/figures.rap --quiet"
show "rapport ingest table data/green/supply.csv --map data/green/supply.map -o $demo/supply.rap --quiet"
show "rapport figures -c $demo/capacity.rap --years 2031"
show "rapport target NO --topic battery-electric --level 95% --by 2025 --until 2022 -c $demo/figures.rap"
cp "$demo/reference.rap" "$demo/research.rap"
status=0
show "rapport check data/plans/green.plan --brief -c $demo/capacity.rap -c $demo/figures.rap -c $demo/supply.rap -c $demo/research.rap" || status=$?
[ $status -le 1 ] || exit $status

say "5. The same as a page: make serve, then open http://127.0.0.1:8080/"
