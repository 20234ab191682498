#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Runs every unit test under valgrind; a leak or a wrong access is a failure:  tools/valgrind.sh BUILD
set -euo pipefail
build=${1:?usage: tools/valgrind.sh BUILD}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
for test in "$build"/tests/test_*; do
    [ -f "$test" ] && [ -x "$test" ] || continue
    if valgrind --quiet --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite,indirect,possible \
        "$test" >"$log" 2>&1; then
        echo "clean   $(basename "$test")"
    else
        echo "FAULTY  $(basename "$test")"
        grep -E '^==|FAILED' "$log" | head -40
        status=1
    fi
done
exit $status
