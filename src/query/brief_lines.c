// SPDX-License-Identifier: Apache-2.0
/* brief_lines - the questions of a brief, in the order in which they are read. A pure table. */
#include "query/brief.h"

static const rap_brief_line lines[] = {
    {"research", "joint works of {x} and {y} in all subjects", "research", "pair", {"country={x}", "partner={y}", "years={five}"},
     "country,partner", "works,rank,share_of_international,ric"},
    {"research", "joint works of {x} and {y} in the area", "research", "pair",
     {"country={x}", "partner={y}", "area={area}", "years={five}"}, "country,partner",
     "works,rank,share_of_international,ric"},
    {"research", "joint works of {x} and {y} on topics of such a name", "research", "pair",
     {"country={x}", "partner={y}", "topic={topics}", "years={five}"}, "country,partner", "works,share_of_international,ric"},
    {"research", "works of {x} and {y} in the area", "research", "rank", {"area={area}", "among={x}+{y}", "years={five}"}, "country",
     "works,world_share"},
    {"trade", "trade of {x} with {y}", "trade", "trade", {"country={x}", "partner={y}", "subject={code}", "years={three}"},
     "subject,subject_name", "exports,imports,rca,rca_partner"},
    {"trade", "suppliers of {x}", "trade", "dependency", {"country={x}", "subject={code}", "years={three}"},
     "subject,supplier_1", "supply,hhi,share_1"},
    {"capacity", "plants of {x}, or in it", "capacity", "figures", {"country={x}", "measure=capacity"},
     "owner,place,stage,status,date,source", "capacity"},
    {"capacity", "plants of {y}, or in it", "capacity", "figures", {"country={y}", "measure=capacity"},
     "owner,place,stage,status,date,source", "capacity"},
    {"dependency", "{x} as a supplier of minerals", "supply", "figures", {"country={x}"}, "exporter,importer,material,stage,source", "share"},
    {"dependency", "{y} as a supplier of minerals", "supply", "figures", {"country={y}"}, "exporter,importer,material,stage,source", "share"},
    {"dependency", "what comes from {y} at each stage, pushed through the chain", NULL, "chain-dependency", {"on={y}"}, "stage,product,top",
     "exposure"},
    {"footprint", "a kWh of pack: cells made in {x} (A) or in {y} (B)", NULL, "chain-compare",
     {"make=cell={x}", "against=make:cell={y}"}, "side,scenario", "kg_co2e,a_below_b"},
    {"footprint", "a km: cells made and car driven in {x} (A) or in {y} (B)", NULL, "chain-compare",
     {"unit=km", "make=cell={x}", "drive={x}", "against=make:cell={y}", "against=drive:{y}"}, "side,scenario", "kg_co2e,a_below_b"},
    {"footprint", "dependency on {y}, as it is and with cells made in {x}", NULL, "chain-whatif", {"make=cell={x}", "on={y}"},
     "name,scenario,bottleneck", "kg_co2e,exposure"},
    {"complementarity", "exports of {x} against imports of {y}, and back", "trade", "trade",
     {"country={x}", "partner={y}", "years={three}", "top=1"}, "subject_name",
     "complementarity,complementarity_back,export_similarity,intensity"},
    {"figures", "of {x}", "figures", "figures", {"country={x}", "years={three}"}, "topic,item,status,source", "share,intensity,tonnes,cars"},
    {"figures", "of {y}", "figures", "figures", {"country={y}", "years={three}"}, "topic,item,status,source", "share,intensity,tonnes,cars"},
};

const rap_brief_line *rap_brief_line_at(size_t i)
{
    return i < sizeof lines / sizeof *lines ? &lines[i] : NULL;
}
