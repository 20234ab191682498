# SPDX-License-Identifier: Apache-2.0
rapport groups scandinavia --format json | python3 -c '
import json, sys
answer = json.load(sys.stdin)
print(sorted(answer), [row["code"] for row in answer["rows"]], answer["receipt"]["question"])'
