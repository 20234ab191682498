#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Proves the two commands of the README on a machine that has nothing:  tools/fresh_machine.sh bookworm [TARGET...]
#
# Puts a minimal Debian into a temporary folder (debootstrap), clones the committed tree into it and runs `make TARGET`
# (default: test demo) inside. Needs root and the network. KEEP=1 keeps the folder; BASE=FOLDER reuses one; MIRROR=URL
# takes packages from there.
set -euo pipefail

release=${1:?"usage: tools/fresh_machine.sh bookworm|trixie [TARGET...]"}
shift
[ $# -gt 0 ] || set -- test demo
top=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
root=$(mktemp -d)
mounted=

clean_up() {
    [ -z "$mounted" ] || umount "$root/proc"
    [ -n "${KEEP:-}" ] && echo "kept: $root" || rm -rf --one-file-system "$root"
}
trap clean_up EXIT

command -v debootstrap >/dev/null || apt-get install -y -q --no-install-recommends debootstrap
if [ -n "${BASE:-}" ]; then
    cp -a "$BASE/." "$root/"
else
    debootstrap --variant=minbase "$release" "$root" ${MIRROR:-}
fi
mount -t proc proc "$root/proc" && mounted=1
cp /etc/resolv.conf "$root/etc/resolv.conf"

git clone --quiet "$top" "$root/rapport"
# `make` is what a newcomer installs to type the command at all; git is not needed inside.
chroot "$root" sh -c 'apt-get update -q && apt-get install -y -q --no-install-recommends make' >"$root/make.log" 2>&1 ||
    { cat "$root/make.log" >&2; exit 1; }
rm -rf "$root"/var/lib/apt/lists/*

# Each argument may hold more than one word: "test TEST=cube".
for target in "$@"; do
    echo "== $release: make $target"
    start=$SECONDS
    chroot "$root" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin make -C /rapport $target
    echo "== $release: make $target took $((SECONDS - start)) s"
    echo "== $release: a second time nothing is installed"
    chroot "$root" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin /rapport/tools/setup.sh build test
done
