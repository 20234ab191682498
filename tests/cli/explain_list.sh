# SPDX-License-Identifier: Apache-2.0
# Every indicator that is listed has a page of its own.
rapport explain | sed -n 's/^  \([a-z][a-z0-9_]*\).*/\1/p' > names
[ "$(wc -l < names)" -gt 10 ] && echo "more than ten"
while read -r name; do
    rapport explain "$name" | head -n 1 | grep -q "^$name: " || echo "$name has no page"
done < names
