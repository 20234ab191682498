# SPDX-License-Identifier: Apache-2.0
# Mine and refinery output are of one unit and hold the same metal: a sum over both says so, and one of either does not. The
# period is that of the facts that answer, the years asked for stand in the receipt.
cat >bgs.csv <<'END'
year,country_iso3_code,country_trans,yearbook_table_trans,bgs_sub_commodity_trans,bgs_statistic_type_trans,quantity
2019,CHL,Chile,"copper, mine",,Production,5787
2021,CHL,Chile,"copper, mine",,Production,5624
2021,CHL,Chile,"copper, refined",,Production,2269
2021,CHN,China,"copper, refined",,Production,10487
2023,NOR,Norway,"nickel, smelter/refinery",,Production,83
END
rapport ingest table bgs.csv --map bgs-minerals -o bgs.rap --quiet
rapport rank -c bgs.rap --years 2019-2022
rapport rank -c bgs.rap --each subject --quiet
rapport rank -c bgs.rap --subject "copper, refined" | grep -c "are added" || true
