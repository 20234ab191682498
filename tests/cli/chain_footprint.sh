# SPDX-License-Identifier: Apache-2.0
# The shipped chain: a footprint and its splits, beside the chain as it is; dependency, origin, what-if; what is refused.
rapport chain footprint --make cell=NO --make pack=NO --drive NO --split stage,tier,part
echo "exit $?"
rapport chain footprint --chemistry LFP --unit km --drive CN --split stage -f csv -q
rapport chain dependency --make cell=NO --on CN -f csv -q
rapport chain origin --make cell=NO --unit pack --on CN -f csv -q | head -14
rapport chain whatif --make cell=NO --cut CN:anode --grid CN=2030 --recycle 30%
rapport chain sensitivity --top 6 -f csv -q
rapport chain footprint --format json --split part -q | head -c 300
echo
refused() { rapport chain "$@" 2>&1; echo "exit $?"; }
refused footprint --make cell
refused footprint --make soup=NO
refused footprint --drive Atlantis
refused footprint --chemistry NMC999
refused footprint --unit mile
refused footprint --split colour
refused footprint --cut CN:cell --make cell=CN
refused footprint --recycle 120%
refused footprint NO
refused whatif
refused footprnt
refused compare --against make=cell=CN
refused compare --draws 0
refused dependency --on XX
