# SPDX-License-Identifier: Apache-2.0
# A cube and its parts are the same facts; a damaged byte is found; what is missing is said.
head -n 5 "$SOURCE_DIR/tests/cli/data/toy.jsonl" > a.jsonl
tail -n +6 "$SOURCE_DIR/tests/cli/data/toy.jsonl" > b.jsonl
cat a.jsonl b.jsonl > all.jsonl
for name in a b all; do rapport ingest openalex $name.jsonl -o $name.rap -q; done
rapport merge a.rap b.rap -o sum.rap -q
identity() { rapport info -c "$1" --format csv -q | sed -n 's/^cube,identity,//p'; }
[ "$(identity sum.rap)" = "$(identity all.rap)" ] && echo "the same facts"
rapport verify a.rap b.rap --format csv -q | cut -d, -f1,3
rapport verify a.rap nowhere.rap > /dev/null
echo $?
printf 'X' | dd of=a.rap bs=1 seek=300 conv=notrunc status=none
rapport verify a.rap > /dev/null 2>&1
echo $?
rapport merge -o x.rap
echo $?
