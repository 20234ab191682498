#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The build system is optional: with data/ and web/ as C (embedded.c and page_files.c, made by any build), one compiler line makes the program.
set -euo pipefail
cd "$SOURCE_DIR"
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
"$CC" -std=c17 -D_GNU_SOURCE -Iinclude -Isrc src/*/*.c "$BUILD_DIR/embedded.c" "$BUILD_DIR/page_files.c" -lisal -lxxhash -lsnappy -lzstd -lmicrohttpd -lklu -lbtf -lClp -lCoinUtils -lm -pthread -o "$out/rapport"
"$out/rapport" --version
