# SPDX-License-Identifier: Apache-2.0
# The golden toy set, read by the program: numbers that were worked out by hand.
rapport ingest openalex "$SOURCE_DIR/tests/cli/data/toy.jsonl" -o toy.rap -q
export RAPPORT_CUBE=toy.rap
ask() { rapport "$@" --format json | python3 -c '
import json, sys
for row in json.load(sys.stdin)["rows"]:
    print(*(row[c] if not isinstance(row[c], float) else round(row[c], 4) for c in sys.argv[1:]))' "${columns[@]}"; }
columns=(partner works share_of_output ric ric_reverse salton)
ask partners NO --sort works
echo
columns=(country partner works ric)
ask pair NO+SE CN
echo
columns=(partner works)
ask partners NO --bilateral-only
echo
ask partners NO --area technology
echo
columns=(year partner works)
ask partners NO --each year --without US
echo
columns=(country works)
ask rank --count author
