# SPDX-License-Identifier: Apache-2.0
# The chain over years: cars, batteries, capacities, footprint; with part of what is projected; of one place.
rapport chain forward --years 2024-2030 -f csv -q | grep -E '^(year|20(24|30))'
rapport chain forward --years 2030-2030 --completion 40%
rapport chain forward --in NO --years 2023-2024 --unit km --drive NO -f csv -q
refused() { rapport chain forward "$@" 2>&1; echo "exit $?"; }
refused --years 2024-
refused --years 2030-2024
refused --years 1900-2000
refused --completion 140%
refused --in Oslo
