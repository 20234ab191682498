# SPDX-License-Identifier: Apache-2.0
# A target that can't be written: a folder, a folder that is not there.
rapport groups nordic -o .
echo $?
rapport groups nordic -o nowhere/answer.csv
echo $?
mkdir folder
rapport groups nordic --format csv --receipt folder -q > /dev/null
echo $?
