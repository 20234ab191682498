#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A stranger's program finds the installed library with pkg-config, shared and static, and runs.
set -euo pipefail
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT

"$CMAKE" --install "$BUILD_DIR" --prefix "$prefix" >"$prefix/install.log" || { cat "$prefix/install.log"; exit 1; }
library=$(dirname "$(find "$prefix" -name librapport.a)")
export PKG_CONFIG_PATH=$library/pkgconfig

read -ra sanitize <<<"${SANITIZE:+-fsanitize=$SANITIZE}"
compile() { # NAME FLAGS...
    local name=$1
    shift
    "$CC" -std=c17 -Wall -Wextra -Werror "${sanitize[@]}" "$SOURCE_DIR/examples/hello.c" -o "$prefix/$name" "$@"
}
read -ra shared <<<"$(pkg-config --cflags --libs rapport)"
read -ra static <<<"$(pkg-config --cflags --libs --static rapport)"
compile hello_shared "${shared[@]}" "-Wl,-rpath,$library"
compile hello_static "${static[@]/-lrapport/$library/librapport.a}"

version=$(pkg-config --modversion rapport)
for program in hello_shared hello_static; do
    said=$("$prefix/$program")
    [ "$said" = "rapport $version" ] || { echo "$program: expected 'rapport $version', found '$said'"; exit 1; }
done
echo "a program outside the tree compiles against $version and runs, shared and static"
