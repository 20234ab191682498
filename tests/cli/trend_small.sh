# SPDX-License-Identifier: Apache-2.0
# A direction and a turn are stated of five works a year and more, never of a handful.
matrix() { printf '*vertices 2\n1 "NO"\n2 "SE"\n*edges\n1 2 %s\n' "$2" > "X$1.net"; }
works=(0 0 0 0 1 0 0 1 1 2 1)
for i in "${!works[@]}"; do matrix $((2010 + i)) "${works[i]}"; done
rapport ingest pajek X*.net -o few.rap -q
rapport trend NO SE -c few.rap --measure works --format json -q | grep -oE '"(turn_year|direction)": [^,]*|"reasons".*|Fewer[^"]*'
for i in "${!works[@]}"; do matrix $((2010 + i)) $((10 * (i + 1))); done
rapport ingest pajek X*.net -o more.rap -q
rapport trend NO SE -c more.rap --measure works --format csv -q | cut -d, -f3-5,14-15
