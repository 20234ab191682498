# SPDX-License-Identifier: Apache-2.0
# Batteries of two places (invented inputs), the textbook example as whole tables, and what is refused.
cat > A.csv <<'END'
row,col,value,unit
electricity NO,electricity NO,1,kWh
electricity CN,electricity CN,1,kWh
cathode,cathode,1,kg
electricity CN,cathode,-8,kWh
cell NO,cell NO,1,kWh
electricity NO,cell NO,-40,kWh
cathode,cell NO,-1.6,kg
cell CN,cell CN,1,kWh
electricity CN,cell CN,-40,kWh
cathode,cell CN,-1.6,kg
END
cat > B.csv <<'END'
row,col,value,unit
CO2,electricity NO,0.03,kg
CO2,electricity CN,0.58,kg
CO2,cathode,8,kg
CO2,cell NO,5,kg
CO2,cell CN,5,kg
END
printf 'row,col,value,unit\nGWP,CO2,1,kg CO2e\nGWP,CH4,28,kg CO2e\n' > C.csv
files="--technosphere A.csv --biosphere B.csv --factors C.csv"
rapport chain solve $files --demand 'cell NO=1' --contributions 3 --tier 'cell NO'
echo "exit $?"
rapport chain solve $files --format csv
rapport chain solve $files --demand 'cell NO' --demand 'cell CN=-1' --format csv -q
printf 'product;electricity_production;fuel_production\nlitre of fuel;-2;100\nkWh of electricity;10;0\n' > A2.csv
printf 'flow,electricity_production,fuel_production\nkg CO2,1,10\nlitre crude oil,0,-50\n' > B2.csv
rapport chain solve --technosphere A2.csv --biosphere B2.csv --demand 'kWh of electricity=1000' --contributions 2 -f csv -q
refused() { rapport chain "$@" 2>&1; echo "exit $?"; }
refused
refused melt
refused solve A.csv
refused solve --technosphere A.csv
refused solve --technosphere A.csv --biosphere nowhere.csv
refused solve $files --demand 'cel NO=1'
refused solve $files --demand 'cell NO=0'
refused solve $files --contributions 3
refused solve $files --demand 'cell NO=1' --contributions many
printf 'row,col,value\na,a,1\na,b,-1\nb,a,-1\nb,b,1\n' > loop.csv
printf 'row,col,value\nCO2,a,1\n' > B3.csv
refused solve --technosphere loop.csv --biosphere B3.csv
printf 'row,col,value\nheat,heat,1\npower,power,1\nheat,power,2\n' > both.csv
printf 'row,col,value\nCO2,power,1\nCO2,heat,0.3\n' > B4.csv
refused solve --technosphere both.csv --biosphere B4.csv --demand power=1 -q -f csv
refused solve --technosphere both.csv --biosphere B4.csv --demand power=1 --require-nonnegative
