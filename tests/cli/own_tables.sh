# SPDX-License-Identifier: Apache-2.0
# A folder with own tables takes the place of what is built in, file by file.
mkdir tables
printf 'group\ttitle\tcode\tfrom\tto\tsource\nmine\tMine\tNO\t1990\t\tme\n' > tables/groups.tsv
rapport groups --data tables --format csv -q
RAPPORT_DATA=tables rapport groups mine+SE --format csv -q
rapport groups --data nowhere
