#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Runs all tests on a build with RAPPORT_COVERAGE and prints how many lines of each source file ran, least first:
#   tools/coverage.sh BUILD
set -euo pipefail
build=$(cd "${1:?usage: tools/coverage.sh BUILD}" && pwd)
top=$(cd "$(dirname "$0")/.." && pwd)
find "$build" -name '*.gcda' -delete
ctest --test-dir "$build" -LE tree --output-on-failure -j "$(nproc)"
cd "$build"
find . -path '*src/*' -name '*.gcda' -exec gcov --no-output {} + 2>/dev/null |
    awk -v top="$top/" '
        /^File/  { split($0, part, "\x27"); file = part[2]; sub(top, "", file) }
        /^Lines/ && file ~ /^src\/.*\.c$/ {
            split($0, part, "[:%]"); split($0, of, " of ");
            printf "%6.1f %%  %5d  %s\n", part[2], of[2], file
            ran += part[2] * of[2] / 100; all += of[2]; file = ""
        }
        END { if (all) printf "%6.1f %%  %5d  all lines\n", 100 * ran / all, all }' | sort -n
