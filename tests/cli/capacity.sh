# SPDX-License-Identifier: Apache-2.0
# Owner and place are different answers from one cube; a projection needs its source; a blank amount is unknown; a region is
# no sum of countries; a stock takes one year.
{
    echo year,owner,place,technology,stage,gwh_per_year,status,date,source,rank
    echo 2022,,China,battery,cell,893,observed,,BloombergNEF,1
    echo 2022,,Poland,battery,cell,73,observed,,BloombergNEF,2
    echo 2022,,Rest of the world,battery,cell,197,observed,,BloombergNEF,
    echo 2022,,World,battery,cell,1163,observed,,BloombergNEF,
    echo 2031,China,EUR,battery,cell,322,announced,2023-01,Benchmark,1
    echo 2031,South Korea,EUR,battery,cell,192,announced,2023-01,Benchmark,2
    echo 2031,France,EUR,battery,cell,,announced,2023-01,Benchmark,3
    echo 2031,Norway,EUR,battery,cell,69,announced,2023-01,Benchmark,7
    echo 2031,,China,battery,cell,4500,announced,2022-04,Benchmark,1
} >plants.csv
rapport ingest table plants.csv --map capacity -o plants.rap --quiet
rapport rank -c plants.rap --years 2022
rapport rank -c plants.rap --years 2031 --by owner --place EUR
rapport rank -c plants.rap --years 2031 --source 2022-04 --status announced --format csv --quiet
rapport rank -c plants.rap --years 2031 --by owner --place EUR --measure rank --format csv --quiet
rapport partners China -c plants.rap --years 2031 --status announced --source 2023-01 --place EUR --format csv --quiet
for words in "rank --status announced" "rank" "rank --flow exports" "partners nordic" "trend CN" "trade NO CN"; do
    # shellcheck disable=SC2086
    rapport $words -c plants.rap 2>&1 | head -1
done
