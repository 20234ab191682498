# SPDX-License-Identifier: Apache-2.0
# Suppliers of the chain from a cube of trade (invented rows in BACI's layout), and what is refused.
printf 't,i,j,k,v,q\n2022,152,156,283691,800,80\n2022,152,579,283691,10,1\n2022,156,579,283691,30,3\n2022,156,410,283691,100,9\n2022,32,156,283691,90,9\n2022,50,579,283691,10,1\n' > b.csv
rapport ingest table b.csv --map baci -o trade.rap -q >/dev/null 2>&1
rapport chain dependency -c trade.rap --from lithium=283691 --make cathode=NO -f csv -q | grep -E '^(stage|refining,lithium)'
rapport chain dependency -c trade.rap --from lithium=283691 --on CL -f csv -q | grep -E '^refining,lithium'
rapport chain footprint -c trade.rap --from lithium=283691 --split part | grep -E '^(total|shares from)'
refused() { rapport chain dependency "$@" 2>&1; echo "exit $?"; }
refused --from lithium=283691
refused -c trade.rap --from lithium
refused -c trade.rap --from soup=283691
refused -c trade.rap --from steel=283691
refused -c trade.rap --from lithium=850760
