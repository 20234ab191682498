# SPDX-License-Identifier: Apache-2.0
# A file that is no cube.
echo "not a cube, but long enough to hold the header of one if it were one, and more than that, I hope" > text.rap
rapport info -c text.rap
