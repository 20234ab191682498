# SPDX-License-Identifier: Apache-2.0
# Verdicts and exit status: 0 where no claim is contradicted, 1 where one is, 3 for the undecidable on request.
# Norway has 200 works with China and 20 with Sweden, all in 2020.
for i in $(seq 220); do
    [ "$i" -le 200 ] && partner=CN || partner=SE
    printf '{"id": "https://openalex.org/W%d", "publication_year": 2020, "type": "article", "authorships": ' "$i"
    printf '[{"countries": ["NO"]}, {"countries": ["%s"]}]}\n' $partner
done > works.jsonl
rapport ingest openalex works.jsonl -o world.rap -q
export RAPPORT_CUBE=world.rap
plan() { printf 'claim   %s\nask     %s\nexpect  %s\nsource  worked by hand\n' "$1" "$2" "$3"; }
plan "China is Norway's first partner" "partners NO" "rank CN = 1" > true.plan
plan "Sweden is Norway's first partner" "partners NO" "rank SE = 1" > false.plan
plan "In 1990 it was China" "partners NO years=1990" "rank CN = 1" > open.plan
verdicts() {
    rapport check "$@" --format csv > table 2> said
    echo "exit $?"
    python3 -c 'import csv; print(*(row["verdict"] for row in csv.DictReader(open("table"))))'
    grep '^[0-9]* claim' said
}
verdicts true.plan
verdicts false.plan
verdicts open.plan
verdicts open.plan --require-decided
verdicts true.plan false.plan open.plan
echo "claim" > broken.plan
rapport check broken.plan
echo "exit $?"
