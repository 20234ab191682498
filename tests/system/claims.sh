#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Every claim of the research plan, proven on planted worlds: one where it is true, one where it is false, one that can't
# tell. The plan's fixture lines say which world must give which verdict (and, after it, of which reading). Each world goes
# the whole way: generated as OpenAlex writes works, ingested, checked.
set -euo pipefail
: "${RAPPORT:?the program}" "${SOURCE_DIR:?the tree}"
if [ -z "${WORLDGEN:-}" ]; then
    echo "skipped: worldgen is not built"
    exit 77
fi
cd "$SOURCE_DIR"
plan=data/plans/research.plan
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

check() { # WORLD: a table of verdicts in $folder/verdicts.tsv
    rm -f "$folder/world.rap"
    "$WORLDGEN" --world "$1" -o "$folder/works.jsonl" --layout file >"$folder/log" 2>&1 &&
        "$RAPPORT" ingest openalex "$folder/works.jsonl" -o "$folder/world.rap" --quiet >"$folder/log" 2>&1 || {
        cat "$folder/log"
        return 1
    }
    local status=0
    "$RAPPORT" check $plan -c "$folder/world.rap" --format tsv --quiet >"$folder/verdicts.tsv" 2>"$folder/log" || status=$?
    [ $status -le 1 ] || { cat "$folder/log"; return 1; }
}

awk '$1 == "claim" { claim = $2 }
     $1 == "fixture" { reading = $0; sub(/^fixture +[^ ]+ +[^ ]+ */, "", reading); print $2 "\t" claim "\t" $3 "\t" (reading ? reading : "as stated") }' \
    $plan | sort -s -k1,1 >"$folder/fixtures"
[ -s "$folder/fixtures" ] || { echo "no fixtures in $plan"; exit 1; }

faults=0 proven=0 last=
while IFS=$'\t' read -r world claim wanted reading; do
    if [ "$world" != "$last" ]; then
        check "$world" || { echo "$world: can't be checked"; exit 1; }
        last=$world
    fi
    row=$(awk -F'\t' -v claim="$claim" -v reading="$reading" '
        NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        $at["claim"] == claim && $at["reading"] == reading { print $at["verdict"] "\t" $at["evidence"] " [missing: " $at["missing"] "]" }' "$folder/verdicts.tsv")
    if [ "${row%%$'\t'*}" = "$wanted" ]; then
        proven=$((proven + 1))
    else
        faults=$((faults + 1))
        printf '%s: %s (%s): expected %s, found %s\n' "$world" "$claim" "$reading" "$wanted" "${row/$'\t'/: }"
    fi
done <"$folder/fixtures"
for world in tests/worlds/*.world; do
    grep -q "^$world	" "$folder/fixtures" || { echo "$world: no fixture line names it"; faults=$((faults + 1)); }
done
echo "$proven verdicts as planted, $faults not"
[ $faults -eq 0 ]
