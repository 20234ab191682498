# SPDX-License-Identifier: Apache-2.0
# Amounts of different units are not added, a unit stands even where its letters are in the title, and areas and per cent
# are refused where they mean nothing.
cat >usgs.csv <<'END'
Section,Year,Country,Commodity,Statistics,Statistics_detail,Unit,Value
World,2023,Norway,NICKEL,Production,Mine production,metric tons,9
World,2023,Norway,LITHIUM,Production,Mine production,thousand metric tons,2
Salient Statistics,2023,Norway,NICKEL,Price,"Price, average",dollars per metric ton,21000
World,2023,China,NICKEL,Production,Mine production,metric tons,110
World,2023,Other countries,NICKEL,Production,Mine production,metric tons,1
END
printf 'year,subject,place,value\n' >tidy.csv
for year in 2017 2018 2019 2020 2021 2022 2023; do echo "$year,nickel,NO,$((year - 2000)).5" >>tidy.csv; done
sed 's/unit=[^ ]*/unit=t/' "$SOURCE_DIR/data/mappings/tidy.map" >mine.map
rapport ingest table usgs.csv --map usgs-minerals -o usgs.rap --quiet
rapport ingest table tidy.csv --map mine.map -o tidy.rap --quiet
rapport rank -c usgs.rap 2>&1 | head -1
rapport rank -c usgs.rap --each subject --format csv --quiet
rapport dependency -c usgs.rap --format csv --quiet | cut -d, -f1-8
rapport rank -c tidy.rap --years 2023 | head -6
rapport areas -c usgs.rap 2>&1 | head -1
rapport target NO -c tidy.rap --level 20% --by 2030 2>&1 | head -1
rapport target NO -c tidy.rap --level 30 --by 2030 --format csv --quiet | head -2
printf 'year,subject,place,value\n2023,nickel,Nowhere,1\n2023,nickel,Elsewhere,1\n' >bad.csv
rapport ingest table bad.csv --map tidy -o bad.rap
# A refused cell goes to the terminal: no control bytes, no bytes that are not UTF-8.
printf 'year,subject,place,value\n2023,nickel,No\033[2Jwhe\377re,1\n' >bytes.csv
rapport ingest table bytes.csv --map tidy -o bytes.rap
