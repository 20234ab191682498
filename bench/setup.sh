#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Installs the npm packages of the Parquet benchmark (DuckDB) and of its fixtures (arrow, a writer in Rust) into a folder:
#
#   bench/setup.sh [FOLDER]         (build/node)
#
# Neither the build nor the tests need them.
set -euo pipefail
folder=${1:-$(cd "$(dirname "$0")/.." && pwd)/build/node}
command -v npm >/dev/null || { echo "setup: npm is not installed" >&2; exit 1; }
mkdir -p "$folder"
cd "$folder"
[ -f package.json ] || echo '{"private": true}' >package.json
npm install --loglevel=error --no-audit --no-fund @duckdb/node-api@1.5.6-r.1 apache-arrow@21.2.0 parquet-wasm@0.8.0
