# SPDX-License-Identifier: Apache-2.0
# Nothing is written over what it is read from, by whatever name; an empty name is a mistake, told before the work.
exec 2>&1
try() { rapport "$@" -q; echo "exit $?"; }
cp "$SOURCE_DIR/tests/cli/data/toy.jsonl" works.jsonl
cp "$SOURCE_DIR/tests/cli/data/toy.net" WrldCo2020.net
ln -s works.jsonl link.jsonl
printf 'work_id\nW1\n' > deleted.csv
try ingest openalex works.jsonl -o works.jsonl
try ingest openalex link.jsonl -o works.jsonl
try ingest openalex works.jsonl -o deleted.csv --deleted deleted.csv
try ingest pajek WrldCo2020.net -o ./WrldCo2020.net
try ingest openalex works.jsonl -o ''
cmp works.jsonl "$SOURCE_DIR/tests/cli/data/toy.jsonl" && cmp WrldCo2020.net "$SOURCE_DIR/tests/cli/data/toy.net"

try ingest openalex works.jsonl -o toy.rap
printf 'claim x\nask partners NO\nexpect works CN = 3\n' > toy.plan
try partners NO -c toy.rap -o toy.rap
try partners NO -c toy.rap --format csv --receipt ./toy.rap
try check toy.plan -c toy.rap -o toy.plan
try partners NO -c toy.rap -o ''
try partners NO -c toy.rap --receipt=
try verify toy.rap
ls
