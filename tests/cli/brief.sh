# SPDX-License-Identifier: Apache-2.0
# Everything about a pair and a technology, of the cubes that there are; what none can answer is said in its place.
for name in capacity figures supply; do
    map="$SOURCE_DIR/data/green/$name.map"
    [ -e "$map" ] || map=$name
    rapport ingest table "$SOURCE_DIR/data/green/$name.csv" --map "$map" -o $name.rap --quiet
done
rapport ingest pajek "$SOURCE_DIR"/data/reference/*.net -o research.rap --quiet
rapport brief Norway China --technology batteries -c research.rap -c capacity.rap -c supply.rap | grep -v '^cube:'
rapport brief NO CN -c figures.rap --format csv --quiet | cut -d, -f1,3- | grep -E '^(section|research|figures)'
rapport brief NO CN --technology wind
