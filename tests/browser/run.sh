#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The page and a report in a real browser, on the published counts and a small generated world.
set -euo pipefail
skip() { echo "skipped: $*"; exit 77; }
[ "$HAS_PAGE" = ON ] || skip "the program was built without its page"
CHROMIUM=$(command -v chromium || command -v chromium-browser) || skip "no chromium (tools/setup.sh browser)"
export CHROMIUM PLAN=$SOURCE_DIR/data/plans/research.plan
work=$BUILD_DIR/browser
mkdir -p "$work"
wanted=$(sha256sum < "$SOURCE_DIR/tests/browser/package-lock.json")
if [ "$(cat "$work/installed" 2>/dev/null)" != "$wanted" ]; then
    cp "$SOURCE_DIR"/tests/browser/package*.json "$work/"
    (cd "$work" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null) || skip "the npm registry can't be reached"
    printf '%s' "$wanted" > "$work/installed"
fi
"$RAPPORT" ingest pajek "$SOURCE_DIR"/data/reference/*.net -o "$work/reference.rap" -q >/dev/null
"$WORLDGEN" --works 3000 --seed 2026 -o "$work/snapshot" >/dev/null
"$RAPPORT" ingest openalex "$work/snapshot" --fresh -o "$work/generated.rap" -q >/dev/null
rm -rf "$work/snapshot"
node "$SOURCE_DIR/tests/browser/report.mjs" "$work/node_modules" "$RAPPORT" "$work/reference.rap" "$SOURCE_DIR/data/plans/norway-china.plan" "$work"
exec node "$SOURCE_DIR/tests/browser/page.mjs" "$work/node_modules" "$RAPPORT" "$work/reference.rap" "$work/generated.rap"
