# SPDX-License-Identifier: Apache-2.0
# One section a question and command; no line begins with a request it should not.
rapport manual > page
grep '^\.SH' page
grep -c '^\.SS' page | awk '{ print ($1 > 15 ? "questions and commands" : "too few sections") }'
grep '^[.]' page | sed 's/ .*//' | sort -u | tr '\n' ' '
