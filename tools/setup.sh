#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs the Debian packages that a task needs:  tools/setup.sh build test ...
#
# The one list of packages. Says what is missing before it installs anything, asks for nothing, and calls apt-get only
# where something is missing. Debian 12 and 13; elsewhere it names the packages and lets the build go on.
set -eu

packages_of() {
    case $1 in
    build) echo gcc libc6-dev make cmake ninja-build pkg-config libisal-dev libxxhash-dev libsnappy-dev libzstd-dev librandom123-dev libsuitesparse-dev coinor-libclp-dev libmicrohttpd-dev $(node_packages) ;;
    browser) echo chromium $(node_packages) ;;
    test) echo libcmocka-dev python3 ;;
    clang) echo clang libclang-rt-dev ;;
    bench)
        echo python3 g++ libsimdjson-dev wrk
        command -v npm >/dev/null || echo nodejs npm ;; # other sources of node bring npm with it
    lint) echo clang-tidy clang-format cppcheck ;;
    valgrind) echo valgrind ;;
    *) echo "setup: unknown task '$1'; tasks: build test browser clang bench lint valgrind" >&2; return 2 ;;
    esac
}

# The page is bundled by node. One that did not come from Debian brings an npm that Debian's would clash with.
node_packages() {
    command -v node >/dev/null && command -v npm >/dev/null || echo nodejs npm
}

is_installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

[ $# -gt 0 ] || set -- build
wanted=
for task in "$@"; do
    wanted="$wanted $(packages_of "$task")"
done

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    echo "setup: not a Debian system; the build needs the equivalents of:$wanted" >&2
    exit 0
fi

missing=
for package in $wanted; do
    is_installed "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

echo "These Debian packages are missing and will be installed with apt-get:"
for package in $missing; do echo "  $package"; done

if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    echo "setup: neither root nor sudo; run as root: apt-get install --no-install-recommends$missing" >&2
    exit 1
fi

install_missing() {
    # shellcheck disable=SC2086 -- a list of words on purpose
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends $missing
}

update_lists() { as_root apt-get update -q; }

has_lists() { ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1; }

has_lists || update_lists
# Old lists name versions that the mirror no longer has: renew them once and try again.
install_missing || { update_lists && install_missing; }
