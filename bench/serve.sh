#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Measures answers over HTTP: partner queries that differ from one to the next, so that nothing is answered twice alike.
#
#   bench/serve.sh BUILD          (make bench)
#   SECONDS_EACH=30 CONNECTIONS=32 bench/serve.sh build/release
#
# The cubes are those of the demo. Before anything is timed, an answer of the server must be the one of the command line.
# wrk runs on the same machine and takes its part of the cores: what is printed is what both can do together.
set -euo pipefail
cd "$(dirname "$0")/.."
build=$(cd "${1:?usage: bench/serve.sh BUILD}" && pwd)
seconds=${SECONDS_EACH:-10} connections=${CONNECTIONS:-16}
rapport=$build/rapport
folder=$(mktemp -d "${TMPDIR:-/tmp}/rapport-serve.XXXXXX")
server=
trap 'if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" || true; fi; rm -rf "$folder"' EXIT
export LC_ALL=C
command -v wrk >/dev/null || { echo "bench: wrk is not installed: tools/setup.sh bench" >&2; exit 1; }

"$build/worldgen" --works 60000 --seed 2026 -o "$folder/snapshot" >/dev/null 2>&1
"$rapport" ingest openalex "$folder/snapshot" -o "$folder/generated.rap" -q >/dev/null
"$rapport" ingest pajek data/reference/*.net -o "$folder/reference.rap" -q >/dev/null

"$rapport" serve -c "$folder/generated.rap" -c "$folder/reference.rap" --port 0 2>"$folder/log" &
server=$!
url=
for ((i = 0; i < 100; i++)); do
    url=$(sed -n 's|.* at \(http://[0-9.:]*\)/.*|\1|p' "$folder/log")
    [ -z "$url" ] || break
    sleep 0.1
done
[ -n "$url" ] || { cat "$folder/log" >&2; exit 1; }

# ------------------------------------------------- answers before times
python3 - "$url" >"$folder/served.csv" <<'EOF'
import sys, urllib.request
print(urllib.request.urlopen(sys.argv[1] + "/api/v1/partners.csv?country=US&years=2020&top=10").read().decode(), end="")
EOF
"$rapport" partners US --years 2020 --top 10 -c "$folder/generated.rap" --format csv -q | cmp - "$folder/served.csv" ||
    { echo "bench: the server's answer is not the command line's" >&2; exit 1; }

# -------------------------------------------------------------- queries
cat >"$folder/queries.lua" <<'EOF'
local countries = {"NO", "SE", "DK", "FI", "CN", "US", "DE", "GB", "FR", "JP", "KR", "NL", "IT", "ES", "IN", "BR"}
local n = 0
function request()
    n = n + 1
    local year = 2010 + n % 14
    return wrk.format("GET", "/api/v1/partners" .. form .. "?country=" .. countries[n % 16 + 1] .. "&years=" .. year ..
        "&min-expected=" .. n % 1000 .. more)
end
function init(words)
    form, more = words[1], words[2]
end
function done(summary, latency)
    local failed = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
    io.write(string.format("RESULT %.0f %.2f %.2f %.0f %d\n", summary.requests / summary.duration * 1e6,
        latency:percentile(50) / 1000, latency:percentile(99) / 1000, summary.bytes / summary.requests, failed))
end
EOF

echo "$(nproc) x $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(date +%F), $connections connections, $seconds s each"
echo "partners of one of 16 countries in one of 14 years, another --min-expected each time; wrk on the same cores"
printf '%-34s %11s %9s %9s %12s %7s\n' "what" "requests/s" "p50 ms" "p99 ms" "bytes each" "failed"
measure() { # NAME FORM MORE
    read -r _ rate p50 p99 bytes failed < <(wrk -t1 "-c$connections" "-d${seconds}s" --latency -s "$folder/queries.lua" "$url" -- "$2" "$3" | grep RESULT)
    printf '%-34s %11s %9s %9s %12s %7s\n' "$1" "$rate" "$p50" "$p99" "$bytes" "$failed"
    [ "$failed" = 0 ]
}
measure "demo cube, JSON" "" "&cube=generated"
measure "demo cube, CSV" ".csv" "&cube=generated"
measure "demo cube, JSON, 10 rows" "" "&cube=generated&top=10"
measure "published counts, JSON" "" "&cube=reference"
kill -INT "$server"
wait "$server" || { echo "bench: the server ended with status $?" >&2; exit 1; }
server=
