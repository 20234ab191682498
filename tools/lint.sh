#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Static analysis of the library and the program:  tools/lint.sh BUILD  (a build with compile_commands.json)
set -euo pipefail
build=$(cd "${1:?usage: tools/lint.sh BUILD}" && pwd)
cd "$(dirname "$0")/.."
status=0
mapfile -t sources < <(find src -name '*.c' | sort)

echo "== clang-tidy"
printf '%s\n' "${sources[@]}" | xargs -P "$(nproc)" -n 4 clang-tidy --quiet -p "$build" 2>"$build/tidy.log" ||
    { status=1; grep -v 'warnings generated' "$build/tidy.log" || true; }

echo "== cppcheck"
cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
    --suppress=missingIncludeSystem --suppress=normalCheckLevelMaxBranches -j "$(nproc)" \
    -D_GNU_SOURCE -D__BYTE_ORDER__=1234 -D__ORDER_LITTLE_ENDIAN__=1234 -Iinclude -Isrc "${sources[@]}" || status=1

echo "== layout (advice: make format)"
clang-format --dry-run "${sources[@]}" 2>&1 | grep -c 'warning:' | sed 's/$/ lines differ from .clang-format/' || true

echo "== tree"
ctest --test-dir "$build" -L tree --output-on-failure || status=1
exit $status
