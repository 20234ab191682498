# SPDX-License-Identifier: Apache-2.0
# Spells of membership are kept in expressions; an open end is empty.
rapport groups nato-US+SE --format csv -q | grep -E '^group|,(FI|SE|NO|US),'
