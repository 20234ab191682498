# SPDX-License-Identifier: Apache-2.0
# A cube of published pair counts answers what it can and says what it can't.
cp "$SOURCE_DIR/tests/cli/data/toy.net" WrldCo2020.net
rapport ingest pajek WrldCo2020.net -o pairs.rap -q
rapport info -c pairs.rap --format csv -q | grep -E '^(schema,party|links|size,years)'
rapport partners NO -c pairs.rap --format csv -q | cut -d, -f3,5
rapport partners NO -c pairs.rap --format csv 2>&1 > /dev/null | grep '^kind'
rapport partners NO -c pairs.rap --bilateral-only
echo $?
rapport partners NO -c pairs.rap --area technology
echo $?
rapport partners NO -c pairs.rap --kind journal
echo $?
