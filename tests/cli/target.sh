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
