# SPDX-License-Identifier: Apache-2.0
# The example of README.md is what the program prints.
rapport ingest pajek "$SOURCE_DIR"/data/reference/*.net -o reference.rap -q > log 2>&1 || cat log
command=$(grep -m1 '^\$ rapport partners' "$SOURCE_DIR/README.md")
sed -n '/^\$ rapport partners/,/^```/p' "$SOURCE_DIR/README.md" | sed '1d;$d' > expected
eval "${command#\$ }" > found
diff expected found && echo "README.md shows what is printed"
