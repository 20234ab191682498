# SPDX-License-Identifier: Apache-2.0
# What is wrong is named, with what would be right; all are usage errors.
rapport ingest openalex "$SOURCE_DIR/tests/cli/data/toy.jsonl" -o toy.rap -q
export RAPPORT_CUBE=toy.rap
refuse() {
    rapport "$@" > out
    echo "exit $?"
    [ -s out ] && echo "something was written"
}
exec 2>&1
refuse partners Norwy
refuse partners
refuse partners NO SE
refuse pair NO nordic
refuse pair NO Norway
refuse partners NO --years 2020-2019
refuse partners NO --years 1890
refuse partners NO --area tecnology
refuse partners NO --subject fields/99
refuse partners NO --topic gravity
refuse partners NO --kind jornal
refuse partners NO --each month
refuse partners NO --count half
refuse partners NO --group nordic
refuse partners NO --years
refuse partners NO --top few
refuse partners NO --horizon 3
refuse partners NO --merge HK
refuse partners NO --years 2019 --years 2020
refuse info extra
true
