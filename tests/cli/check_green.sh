# SPDX-License-Identifier: Apache-2.0
# Claims on green industry held against the reference figures: readings beside what was printed, events, and what is missing.
for name in capacity figures supply; do
    map="$SOURCE_DIR/data/green/$name.map"
    [ -e "$map" ] || map=$name
    rapport ingest table "$SOURCE_DIR/data/green/$name.csv" --map "$map" -o $name.rap --quiet
done
rapport check "$SOURCE_DIR/data/plans/green.plan" -c capacity.rap -c figures.rap -c supply.rap --claim G1,G2,G5,G6,G12 --detail |
    sed "s|$SOURCE_DIR/||"
rapport check "$SOURCE_DIR/data/plans/green.plan" -c figures.rap --claim G1 --quiet | head -4
cp figures.rap sub.rap && mkdir sub && cp sub.rap sub/figures.rap
rapport check "$SOURCE_DIR/data/plans/green.plan" -c figures.rap -c sub/figures.rap
