# SPDX-License-Identifier: Apache-2.0
rapport explain ric
[ "$(rapport explain ric)" = "$(rapport partners NO --explain ric)" ] && echo "the same anywhere"
