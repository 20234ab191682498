# SPDX-License-Identifier: Apache-2.0
# The scripts for zsh and fish name every question; shells that are there read them without complaint.
for shell in zsh fish; do
    rapport completion $shell > script.$shell
    for name in partners pair groups ingest check; do grep -q "[ ']$name\b" script.$shell || echo "$shell: no $name"; done
    if command -v $shell > /dev/null; then $shell -n script.$shell || echo "$shell finds a mistake"; fi
done
rapport completion tcsh
