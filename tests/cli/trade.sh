# SPDX-License-Identifier: Apache-2.0
# Trade of three countries and two products, by hand: both directions, intensity, complementarity, concentration.
{
    echo year,from,to,code,usd,kg
    echo 2022,NO,KR,850760,10,5
    echo 2022,NO,CN,850760,20,4
    echo 2022,NO,CN,250410,5,
    echo 2022,KR,NO,850760,1,1
    echo 2022,KR,NO,250410,30,3
    echo 2022,KR,CN,850760,4,2
    echo 2022,KR,CN,250410,25,5
    echo 2022,CN,NO,850760,5,1
    echo 2022,CN,NO,250410,50,10
    echo 2022,CN,KR,850760,10,2
    echo 2022,CN,KR,250410,40,8
    echo 2022,NO,World,850760,30,9
    echo 2022,Norge,CN,850760,1,1
} >toy.csv
cat >toy.map <<'END'
title     "three countries"
domain    trade
party     exporter>importer
period    column=year
exporter  column=from code=any
importer  column=to code=any
subject   column=code form=hs
measure   value column=usd unit=USD nature=flow
measure   quantity column=kg unit=kg nature=flow blank=unknown
END
rapport ingest table toy.csv --map toy.map -o toy.rap | sed '/^cube:/d'
rapport trade NO KR -c toy.rap --format csv --quiet
rapport trade NO CN -c toy.rap --subject 85 --detail
rapport partners NO -c toy.rap --flow exports
rapport rank -c toy.rap --flow imports --each chapter --format csv --quiet
rapport profile CN+KR -c toy.rap --format csv --quiet
rapport dependency NO -c toy.rap
rapport export -c toy.rap --top 3 --format csv --quiet
for words in "trade NO" "trade NO CN --count author" "trade NO CN --subject 870380" "rank --by owner" "rank --measure works" \
    "partners NO --each month" "pair NO CN" "rank --area technology" "rank --status projected" "trade NO DE"; do
    # shellcheck disable=SC2086
    rapport $words -c toy.rap 2>&1 | head -1
done
rapport --explain rca
