# SPDX-License-Identifier: Apache-2.0
# Called without anything, the program says what it is for, and that this was not enough.
rapport
