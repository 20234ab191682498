# SPDX-License-Identifier: Apache-2.0
# Every way of writing to a full disk is an error, and says where.
for words in "groups nordic" "groups nordic --format csv -q" "groups nordic --format json" "help" "manual" "explain ric" "completion fish"; do
    rapport $words > /dev/full
    echo "$words: $?"
    rapport $words -o /dev/full
    echo "$words -o: $?"
done
