#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Every claim of the plans, proven on planted data: where it is true, where it is false, and where they can't tell. A plan's
# fixture lines say which data must give which verdict (and, after it, of which reading). A fixture is a world (docs/worlds.md),
# which goes the whole way: generated as OpenAlex writes works, ingested, checked; or a folder with any of research.world,
# capacity.csv, figures.csv and supply.csv, each of which becomes a cube of that name. One of them, data/green, is no
# invention: the reference figures give the verdicts that the plan's lines of them say.
set -euo pipefail
: "${RAPPORT:?the program}" "${SOURCE_DIR:?the tree}"
if [ -z "${WORLDGEN:-}" ]; then
    echo "skipped: worldgen is not built"
    exit 77
fi
cd "$SOURCE_DIR"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

make_world() { # WORLD: $folder/research.rap
    "$WORLDGEN" --world "$1" -o "$folder/works.jsonl" --layout file >"$folder/log" 2>&1 &&
        "$RAPPORT" ingest openalex "$folder/works.jsonl" -o "$folder/research.rap" --quiet >"$folder/log" 2>&1
}

make_table() { # FILE NAME: $folder/NAME.rap
    local map=data/green/$2.map
    [ -e "$map" ] || map=$2
    "$RAPPORT" ingest table "$1" --map "$map" -o "$folder/$2.rap" --strict --quiet >"$folder/log" 2>&1
}

make_cubes() { # FIXTURE
    rm -f "$folder"/*.rap
    if [ -f "$1" ]; then
        make_world "$1"
        return
    fi
    local name
    [ ! -e "$1/research.world" ] || make_world "$1/research.world" || return 1
    for name in capacity figures supply; do
        [ ! -e "$1/$name.csv" ] || make_table "$1/$name.csv" $name || return 1
    done
}

check() { # PLAN FIXTURE: a table of verdicts in $folder/verdicts.tsv
    local cubes=() cube status=0
    make_cubes "$2" || { cat "$folder/log"; return 1; }
    for cube in "$folder"/*.rap; do cubes+=(-c "$cube"); done
    "$RAPPORT" check "$1" "${cubes[@]}" --format tsv --quiet >"$folder/verdicts.tsv" 2>"$folder/log" || status=$?
    [ $status -le 1 ] || { cat "$folder/log"; return 1; }
}

fixtures_of() { # PLAN: fixture, claim, verdict, reading
    awk '$1 == "claim" { claim = $2 }
         $1 == "fixture" { reading = $0; sub(/^fixture +[^ ]+ +[^ ]+ */, "", reading); print $2 "\t" claim "\t" $3 "\t" (reading ? reading : "as stated") }' \
        "$1" | sort -s -k1,1
}

faults=0 proven=0
for plan in data/plans/*.plan; do
    last=
    fixtures_of "$plan" >"$folder/fixtures"
    [ -s "$folder/fixtures" ] || continue # a plan of a report: it repeats claims that are proven elsewhere
    cut -f1 "$folder/fixtures" >>"$folder/named"
    while IFS=$'\t' read -r fixture claim wanted reading; do
        if [ "$fixture" != "$last" ]; then
            check "$plan" "$fixture" || { echo "$fixture: can't be checked"; exit 1; }
            last=$fixture
        fi
        row=$(awk -F'\t' -v claim="$claim" -v reading="$reading" '
            NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
            $at["claim"] == claim && $at["reading"] == reading { print $at["verdict"] "\t" $at["evidence"] " [missing: " $at["missing"] "]" }' "$folder/verdicts.tsv")
        if [ "${row%%$'\t'*}" = "$wanted" ]; then
            proven=$((proven + 1))
        else
            faults=$((faults + 1))
            printf '%s: %s (%s): expected %s, found %s\n' "$fixture" "$claim" "$reading" "$wanted" "${row/$'\t'/: }"
        fi
    done <"$folder/fixtures"
done
for fixture in tests/worlds/*.world tests/green/*/; do
    grep -qx "${fixture%/}" "$folder/named" || { echo "$fixture: no fixture line names it"; faults=$((faults + 1)); }
done
echo "$proven verdicts as planted, $faults not"
[ $faults -eq 0 ]
