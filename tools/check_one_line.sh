#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The build system is optional: with data/ as C (embedded.c, made by any build), one compiler line makes the program.
set -euo pipefail
cd "$SOURCE_DIR"
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
"$CC" -std=c17 -D_GNU_SOURCE -Iinclude -Isrc src/*/*.c "$BUILD_DIR/embedded.c" -lisal -lxxhash -lsnappy -lzstd -lmicrohttpd -lklu -lbtf -lm -pthread -o "$out/rapport"
"$out/rapport" --version
