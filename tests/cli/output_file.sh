# SPDX-License-Identifier: Apache-2.0
# An answer replaces a file as a whole; where it fails, the old file stays and nothing else is left.
echo old > answer.csv
rapport groups nordik --format csv -o answer.csv
cat answer.csv
rapport groups nordic --format csv -o answer.csv --receipt receipt.txt
head -n 2 answer.csv
sed 's/[0-9][0-9.]*$/VERSION/' receipt.txt
ls
rapport groups nordic --format csv -q -o - | head -n 1
