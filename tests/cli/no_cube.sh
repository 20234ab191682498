# SPDX-License-Identifier: Apache-2.0
# No -c and no RAPPORT_CUBE.
rapport partners NO
