#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Every column of the fixtures, and of real files where RAPPORT_TEST_DATA is set, has the values that DuckDB reads. Needs
# node and the packages of bench/setup.sh.
set -euo pipefail
: "${BUILD_DIR:?the build}" "${SOURCE_DIR:?the tree}"
packages=${RAPPORT_NODE:-$SOURCE_DIR/build/node}
if ! command -v node >/dev/null || [ ! -d "$packages/node_modules/@duckdb/node-api" ]; then
    echo "skipped: needs node and the packages that bench/setup.sh installs"
    exit 77
fi
files=("$SOURCE_DIR"/tests/data/parquet/*.parquet)
[ -z "${RAPPORT_TEST_DATA:-}" ] || files+=("$RAPPORT_TEST_DATA"/openalex/parquet_real/*.parquet)
count=0
for file in "${files[@]}"; do
    case $file in *rust_*) times=updated_date ;; *) times= ;; esac
    # DuckDB gives milliseconds as microseconds: that column is compared elsewhere, as facts.
    diff <("$BUILD_DIR/tests/test_parquet" --print "$file" | grep -v "^${times:-nothing}	") \
        <(node "$SOURCE_DIR/tests/system/parquet_duckdb.mjs" "$packages" "$file" | grep -v "^${times:-nothing}	") ||
        { echo "$file: differs from what DuckDB reads"; exit 1; }
    count=$((count + 1))
done
echo "$count files read as DuckDB reads them"
