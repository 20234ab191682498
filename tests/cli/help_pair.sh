# SPDX-License-Identifier: Apache-2.0
# Examples first, then usage, then options: its own, those of the lens, those of the program.
rapport help pair | grep -E '^[A-Z]|^  rapport|^  --(seed|years|area) '
