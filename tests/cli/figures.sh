# SPDX-License-Identifier: Apache-2.0
# The reference figures of green industry as cubes: facts as they stand, series carried on, targets judged.
for name in capacity figures supply; do
    map="$SOURCE_DIR/data/green/$name.map"
    [ -e "$map" ] || map=$name
    rapport ingest table "$SOURCE_DIR/data/green/$name.csv" --map "$map" -o $name.rap --quiet
done
rapport figures -c capacity.rap --years 2031
rapport figures NO -c supply.rap --topic refining --format csv --quiet
rapport scenario NO -c capacity.rap --completion 32%,47%
rapport scenario NO -c capacity.rap --completion 120% 2>&1 | head -1
rapport scenario -c figures.rap 2>&1 | head -1
rapport target NO -c figures.rap --topic battery --level 95% --by 2025 --until 2022
rapport forecast NO -c figures.rap --topic battery --horizon 1 --format csv --quiet
rapport trend NO -c figures.rap --topic battery --format csv --quiet | cut -d, -f1-7
for words in "NO --topic chinese --level 20% --by 2030" "NO --level 20% --by 2030" "NO --topic battery --measure km --level 1 --by 2030" \
    "JP --topic battery --level 1 --by 2030"; do
    # shellcheck disable=SC2086
    rapport target -c figures.rap $words 2>&1 | head -1
done
