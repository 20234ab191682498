# SPDX-License-Identifier: Apache-2.0
# Data are clean on standard output; the receipt is on standard error.
rapport groups nordic --format csv 2> receipt | head -n 1
head -n 1 receipt
rapport groups nordic --format ndjson -q | head -n 1
