#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Every header compiles alone, and the public one as C++ too where there is a C++ compiler.
set -u
cd "$(dirname "$0")/.." || exit 2
status=0 count=0
for header in include/*.h src/*/*.h; do
    # Templates are meant to be included with their parameters defined.
    case $header in *_template.h) continue ;; esac
    count=$((count + 1))
    "${CC:-cc}" -std=c17 -D_GNU_SOURCE -Wall -Wextra -Wpedantic -Iinclude -Isrc -fsyntax-only -x c - \
        <<<"#include \"${header#*/}\"
typedef int not_empty;" || { echo "$header does not compile alone"; status=1; }
done
if command -v c++ >/dev/null; then
    c++ -Wall -Wextra -Iinclude -fsyntax-only -x c++ - <<<'#include "rapport.h"' || status=1
fi
[ $status = 0 ] && echo "$count headers compile alone"
exit $status
