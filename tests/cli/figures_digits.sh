# SPDX-License-Identifier: Apache-2.0
# Figures are shown with the digits that the source gave: none lost, none added, for people and for programs.
cat >plants.csv <<'END'
year,owner,place,technology,stage,gwh_per_year,status,date,source,rank
2022,,China,battery,cell,893,observed,,BloombergNEF,1
2022,,Poland,battery,cell,73.25,observed,,BloombergNEF,2
2022,,Norway,battery,cell,0.007,observed,,BloombergNEF,3
END
printf 'year,subject,place,value\n2022,nickel,NO,0.7\n2022,nickel,CN,14.1\n2022,nickel,SE,30\n' >shares.csv
sed 's/unit=[^ ]*/unit=percent/; s/nature=[^ ]*/nature=rate/' "$SOURCE_DIR/data/mappings/tidy.map" >shares.map
rapport ingest table plants.csv --map capacity -o plants.rap --quiet
rapport ingest table shares.csv --map shares.map -o shares.rap --quiet
rapport figures -c plants.rap | head -7
rapport figures -c plants.rap --format csv --quiet | cut -d, -f7-8
rapport figures -c shares.rap | head -7
rapport figures -c shares.rap --format csv --quiet
rapport rank -c shares.rap --format csv --quiet
