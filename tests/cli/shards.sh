# SPDX-License-Identifier: Apache-2.0
# An ingest divided among three processes, merged in another order, is the cube of one process; what is not whole is refused.
worldgen --works 600 --seed 3 --duplicates 0.3 --works-per-file 100 -o snapshot >/dev/null 2>&1
rapport ingest openalex snapshot -o one.rap -q
for i in 2 1 3; do
    rapport ingest openalex snapshot --shard $i/3 -o shard-$i | grep -E '^(files|lines|Shard|This)|shard: ' | tr -s ' '
done
rapport merge shard-3 shard-1 shard-2 -o merged.rap -q
rapport verify merged.rap -q
cmp one.rap merged.rap && echo same bytes
rapport merge shard-1 shard-3 -o no.rap 2>&1
rapport merge shard-1 one.rap -o no.rap 2>&1
rapport merge one.rap --memory 1G -o no.rap 2>&1
rapport ingest openalex snapshot --shard 4/3 -o no 2>&1
rapport ingest openalex - --shard 1/2 -o no 2>&1 </dev/null
ls
