#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What charts of the page are made of, without a browser: the rows of a claim's evidence, the bars of intervals.
set -euo pipefail
command -v node >/dev/null || { echo "skipped: no node"; exit 77; }
exec node "$SOURCE_DIR/tests/system/page_charts.mjs" "$SOURCE_DIR/web/src"
