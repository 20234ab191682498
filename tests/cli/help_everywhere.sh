# SPDX-License-Identifier: Apache-2.0
# Every question and command has help, the same by both ways of asking.
names=$(rapport help | sed -n '/^Questions/,/^Options/s/^  \([a-z]*\) .*/\1/p')
for name in $names; do
    rapport help "$name" | head -n 1
    rapport help "$name" | grep -q '^Examples' || echo "no examples"
    rapport help "$name" | awk 'length($0) > 100 { print "long line: " $0 }'
    [ "$name" = help ] || [ "$(rapport help "$name")" = "$(rapport "$name" --help)" ] || echo "help and --help differ"
done
