# SPDX-License-Identifier: Apache-2.0
# A plan as one HTML file: its order and numbers; the same file twice; nothing that a plan says becomes markup.
# Norway has 200 works with China and 20 with Sweden in 2020, and half as many in 2019.
for i in $(seq 330); do
    [ "$i" -le 220 ] && year=2020 || year=2019
    [ $((i % 11)) = 0 ] && partner=SE || partner=CN
    printf '{"id": "https://openalex.org/W%d", "publication_year": %d, "type": "article", "authorships": ' "$i" $year
    printf '[{"countries": ["NO"]}, {"countries": ["%s"]}]}\n' $partner
done > works.jsonl
rapport ingest openalex works.jsonl -o world.rap -q
export RAPPORT_CUBE=world.rap
cat > small.plan <<'PLAN'
title   Norway <script>alert("title")</script>
note    A "note" & </style> more
section Two countries <img src=x onerror=alert(1)>
ask     pair: pair NO CN each=year
ask     all: partners NO years=2020
finding pair
finding all
figure  pair.works Works </script><script>alert(2)</script>
figure  all.rank <!-- Ranks
table   all
note    </title>
claim   C1 China is <b>first</b>
ask     partners NO
expect  rank CN = 1
reading '"><svg onload=alert(3)>: years=2019
source  </article>
PLAN
rapport report small.plan -o one.html -q
cp small.plan other.plan
mkdir folder && cp small.plan folder && rapport report folder/small.plan -o two.html -q
cmp one.html two.html && echo "the same file"
# what the plan says stands in it as text: the only elements of these kinds are the report's own
grep -c '<script>' one.html | sed 's/^[01]$/at most one script/'
grep -ciE '<(img|svg)[^>]*on|<script>alert|</title>.*</title>' one.html
# without style, data and script, which are not this test's
sed -e '/^<style>/,/^<\/style>/d' -e '/<script/,$d' -e '/Content-Security-Policy/d' -e '/class="drawing"/d' one.html |
    sed -e 's/rapport [0-9][0-9.]*/rapport VERSION/g' -e 's/Rapport [0-9][0-9.]*/Rapport VERSION/' -e 's/\b[0-9a-f]\{16\}\b/IDENTITY/g' > text.html
sed -n '1,/<section id="methods">/p' text.html
echo ...
sed -n '/id="cite"/,$p' text.html
# its numbers are those of the command line
rapport pair NO CN --each year --format csv -q | cut -d, -f1-3,5 > cells
while IFS=, read -r year country _ works; do
    [ "$year" = year ] && continue
    grep -q "<td>$year</td><td>$country</td><td>[A-Za-z]*</td><td class=\"number\">$works</td>" one.html || echo "not there: $year $country $works"
done < cells
# a mistake of the plan names its line; nothing is written
mistake() { printf 'title T\nsection S\nask p: pair NO CN each=year\n%s\n' "$1" > bad.plan; rapport report bad.plan -o bad.html; echo "exit $?"; }
mistake 'figure p.wroks Works'
mistake 'figure p.partner Partners'
mistake 'figure q.works Works'
mistake 'expect works CN > 1'
mistake 'note nothing shown'
printf 'title T\nsection S\nask groups NO\nfinding .\n' > bad.plan; rapport report bad.plan -o bad.html; echo "exit $?"
rapport report; echo "exit $?"
ls
