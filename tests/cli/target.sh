# SPDX-License-Identifier: Apache-2.0
# A target judged from the years up to an earlier one, and beside it what came; levels and years that make no sense are refused.
rapport ingest pajek "$SOURCE_DIR"/data/reference/*.net -o reference.rap --quiet
rapport target NO CN --measure share_of_international --level 10% --by 2021 --until 2015 -c reference.rap
rapport target CN --level 200000 --by 2020 --until 2014 -c reference.rap --format csv --quiet
echo
for words in "--by 2020" "--level 5 --by 2010 --until 2012" "--level ten --by 2020" "--level 1.5 --measure share_of_links --by 2030" \
    "--level 5 --measure works,ric --by 2030" "--level 100% --measure share_of_links --by 2030 --format csv --quiet"; do
    # shellcheck disable=SC2086
    rapport target NO CN -c reference.rap $words 2>&1 | head -3
done
# A year without the share: with which year to begin is said, and it is right.
worldgen --works 6000 --seed 7 -o snapshot >/dev/null 2>&1 && rapport ingest openalex snapshot -o world.rap -q >/dev/null
rapport forecast US GB -c world.rap >said 2>&1
cat said
rapport forecast US GB -c world.rap --years "$(grep -o '[0-9]*$' said)-" --measure share_of_international --format csv -q | cut -d, -f1-7 | head -2
rapport target US GB -c world.rap --measure share_of_international --level 10% --years 1850-1900 --by 2030 2>&1 | head -1
