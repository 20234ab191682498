#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# One golden case of the command line:  tests/golden.sh tests/cli/<name>.sh
#
# Runs the script in an empty folder with `rapport` (and `worldgen`) on the path and SOURCE_DIR set, and compares what it
# prints with <name>.stdout, <name>.stderr (absent = nothing) and its status with <name>.exit (absent = 0).
# UPDATE=1 writes these files from what was found: read the difference before you commit it.
set -euo pipefail
case=$(cd "$(dirname "${1:?usage: tests/golden.sh CASE.sh}")" && pwd)/$(basename "$1" .sh)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/bin" "$folder/run"
ln -s "$RAPPORT" "$folder/bin/rapport"
[ -z "${WORLDGEN:-}" ] || ln -s "$WORLDGEN" "$folder/bin/worldgen"

cd "$folder/run"
status=0
env -u RAPPORT_CUBE -u RAPPORT_DATA -u CLICOLOR_FORCE -u COLUMNS NO_COLOR=1 LC_ALL=C.UTF-8 PATH="$folder/bin:$PATH" \
    bash "$case.sh" >../stdout 2>../stderr </dev/null || status=$?
[ $status = 0 ] && : >../exit || echo $status >../exit

failed=0
for part in stdout stderr exit; do
    expected=$case.$part
    if [ -n "${UPDATE:-}" ]; then
        if [ -s "../$part" ]; then cp "../$part" "$expected"; else rm -f "$expected"; fi
        continue
    fi
    [ -e "$expected" ] || expected=/dev/null
    diff -u --label "expected $part" --label "found $part" "$expected" "../$part" || failed=1
done
exit $failed
