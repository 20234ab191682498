# SPDX-License-Identifier: Apache-2.0
# The script is sound and completes commands, options, values and names.
rapport completion bash > script
bash -n script && . ./script
try() {
    COMP_WORDS=(rapport "$@") COMP_CWORD=$#
    _rapport
    echo "$*: ${COMPREPLY[*]}"
}
try partn
try partners --bilat
try partners NO --area technology-
try groups nordic-
try -c world.rap expl
try explain ric_
try ingest open
try partners NO --format nd
