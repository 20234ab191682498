# SPDX-License-Identifier: Apache-2.0
# Colours only where they are forced here, as the output is no terminal; NO_COLOR and --no-color win.
unset NO_COLOR
count() { grep -c "$(printf '\033')"; }
rapport groups nordic | count
CLICOLOR_FORCE=1 rapport groups nordic | count
CLICOLOR_FORCE=0 rapport groups nordic | count
CLICOLOR_FORCE=1 NO_COLOR=1 rapport groups nordic | count
CLICOLOR_FORCE=1 rapport groups nordic --no-color | count
CLICOLOR_FORCE=1 rapport groups nordic --format csv -q | count
true
