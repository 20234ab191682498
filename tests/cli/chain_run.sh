# SPDX-License-Identifier: Apache-2.0
# Scenarios of a file, a cut that capacity makes up for in part, tables of one's own, and what is refused.
cat > futures.txt <<'END'
# three futures of one battery
chemistry NMC811
year 2024
scenario Norwegian cells
  make cell=NO
scenario Clean China
  grid CN=2030
scenario Without Chinese cells
  cut CN:cell
END
rapport chain run futures.txt
rapport chain run futures.txt --unit km --on NO -f csv -q
rapport chain dependency --cut CN:cell --year 2030 -f tsv -q | grep -E '^(stage|cell)'
mkdir -p own/chain
printf 'fuel\tkg_per_mj\tuncertainty\tkind\tsource\ngas\t0\t\tassumed\tnone\ncoal\t0\t\tassumed\tnone\n' > own/chain/fuels.tsv
rapport chain footprint --data own --split part -f csv -q
printf 'fuel\tkg_per_mj\tuncertainty\tkind\tsource\ngas\tlittle\t\tassumed\tnone\n' > own/chain/fuels.tsv
refused() { rapport chain "$@" 2>&1; echo "exit $?"; }
refused footprint --data own
refused run
refused run nowhere.txt
printf 'scenario A\n  make cell=XX\n' > bad.txt
refused run bad.txt
printf 'scenario A\n  make cell=NO\n  cut NO:cell\n' > nobody.txt
refused run nobody.txt
refused run futures.txt --on XX
