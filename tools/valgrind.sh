#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Runs every unit test under valgrind; a leak or a wrong access is a failure:  tools/valgrind.sh BUILD
set -euo pipefail
build=${1:?usage: tools/valgrind.sh BUILD}
suppressions=$(dirname "$0")/valgrind.supp
export suppressions

check() {
    local log status=0
    log=$(mktemp)
    valgrind --quiet --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite,indirect,possible \
        --suppressions="$suppressions" "$1" >"$log" 2>&1 || status=$?
    case $status in
    0) echo "clean   $(basename "$1")" ;;
    *) echo "FAULTY  $(basename "$1")"; grep -E '^==|FAILED|ERROR' "$log" | sed -n 1,40p; status=1 ;;
    esac
    rm -f "$log"
    return $status
}
export -f check

find "$build/tests" -maxdepth 1 -name 'test_*' -type f -perm -u+x -print0 | sort -z |
    xargs -0 -n 1 -P "$(nproc)" bash -c 'check "$1"' check
