# SPDX-License-Identifier: Apache-2.0
rapport version | sed 's/[0-9][0-9.]*/VERSION/'
[ "$(rapport version)" = "$(rapport --version)" ] && echo "the same by both ways"
