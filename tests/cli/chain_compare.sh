# SPDX-License-Identifier: Apache-2.0
# The share of draws is of both sides: only the row of the difference has it, and nothing else is called undefined.
rapport chain compare --make cell=NO --against make:cell=CN --draws 500 | sed '/^program/,$d'
rapport chain compare --make cell=NO --against make:cell=CN --draws 500 --format csv --quiet | cut -d, -f1,7
