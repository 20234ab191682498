# SPDX-License-Identifier: Apache-2.0
rapport groups norway --format tsv -q | cut -f1,3,4,5,6 | grep -E '^(group|nordic|nato|oecd)	'
