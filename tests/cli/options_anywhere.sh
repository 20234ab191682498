# SPDX-License-Identifier: Apache-2.0
# Options of the program stand anywhere; =, joined letters and -- work.
rapport -qf csv groups nordic | head -n 1
rapport --format=csv -q groups -- nordic | head -n 1
rapport groups -fcsv -q nordic | head -n 1
rapport groups nordic norway
