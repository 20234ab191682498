// SPDX-License-Identifier: Apache-2.0
/* supply_text - a small value chain of invented numbers: ore -> metal -> cell -> pack -> car -> driving in NO, CN and OTH. */
#ifndef RAP_TESTS_SUPPLY_TEXT_H
#define RAP_TESTS_SUPPLY_TEXT_H

#include <string.h>

#include "model/supply_data.h"

#define SUPPLY_GRID                                                                                                       \
    "place\tyear\tkg_per_kwh\tkind\tsource\n"                                                                             \
    "CN\t2020\t0.6\tobserved\tinvented\nCN\t2030\t0.4\tprojected\tinvented\n"                                             \
    "NO\t2020\t0.03\tobserved\tinvented\nOTH\t2020\t0.5\tobserved\tinvented\n"
#define SUPPLY_CHEMISTRIES "chemistry\ttitle\tsource\nX\ta cathode\tinvented\nY\tanother\tinvented\n"
#define SUPPLY_STAGES                                                                                                     \
    "product\tstage\ttitle\tunit\twhere\telement\tcontent\treplaces\tsource\n"                                            \
    "ore\tmining\tOre\tkg\teverywhere\tmetal\t0.5\t\tinvented\n"                                                          \
    "metal\trefining\tMetal\tkg\teverywhere\tmetal\t1\t\tinvented\n"                                                      \
    "old metal\trecycling\tMetal\tkg\teverywhere\tmetal\t1\tmetal\tinvented\n"                                            \
    "glue\tmaterials\tGlue\tkg\tunplaced\t\t\t\tinvented\n"                                                               \
    "cell *\tcell\tCell\tkg\teverywhere\t\t\t\tinvented\n"                                                                \
    "pack *\tpack\tPack\tkWh\teverywhere\t\t\t\tinvented\n"                                                               \
    "car *\tcar\tCar\tcar\teverywhere\t\t\t\tinvented\n"                                                                  \
    "driving *\tdriving\tDriving\tkm\teverywhere\t\t\t\tinvented\n"
#define SUPPLY_FUELS "fuel\tkg_per_mj\tuncertainty\tkind\tsource\ngas\t0.07\t\tpublished\tinvented\n"
#define SUPPLY_LOSSES                                                                                                     \
    "place\tmedium\tlow\tkind\tsource\nCN\t1\t1.1\tpublished\tinvented\nNO\t1\t1.1\tpublished\tinvented\n"                \
    "OTH\t1\t1.1\tassumed\tinvented\n"
#define SUPPLY_COEFFICIENTS                                                                                               \
    "product\tplace\tpart\tname\tamount\tuncertainty\tkind\tsource\n"                                                     \
    "ore\t*\tfuels\tdiesel\t2\tlognormal 1.2\tpublished\tinvented\n"                                                      \
    "metal\t*\tinput\tore\t2\t\tpublished\tinvented\nmetal\t*\telectricity\t\t10\tlognormal 1.1\tpublished\tinvented\n"   \
    "metal\tNO\telectricity\t\t8\t\tpublished\tinvented\n"                                                                \
    "old metal\t*\telectricity\t\t1\t\tassumed\tinvented\n"                                                               \
    "glue\t*\tprocess\tcradle to gate\t3\ttriangular 0.5 1 2\tassumed\tinvented\n"                                        \
    "cell *\t*\tinput\tmetal\t0.5\t\tpublished\tinvented\ncell *\t*\tinput\tglue\t0.1\t\tpublished\tinvented\n"           \
    "cell *\t*\telectricity\t\t2\t\tpublished\tinvented\ncell *\t*\theat\tgas\t10\tlognormal 1.3\tpublished\tinvented\n"  \
    "pack *\t*\tinput\tcell *\t4\t\tpublished\tinvented\ncar *\t*\tinput\tpack *\t50\t\tpublished\tinvented\n"            \
    "driving *\t*\tinput\tcar *\t0.00001\t\tpublished\tinvented\n"                                                        \
    "driving *\t*\telectricity\tlow\t0.2\t\tpublished\tinvented\n"
#define SUPPLY_SHARES                                                                                                     \
    "product\tuser\tsupplier\tyear\tweight\tkind\tsource\n"                                                               \
    "ore\t*\tCN\t2020\t3\tpublished\tinvented\nore\t*\tNO\t2020\t1\tpublished\tinvented\n"                                \
    "metal\t*\tCN\t2020\t0.8\tpublished\tinvented\nmetal\t*\tNO\t2020\t0.2\tpublished\tinvented\n"                        \
    "metal\tNO\tNO\t2020\t1\tpublished\tinvented\nold metal\t*\tNO\t2020\t1\tassumed\tinvented\n"                         \
    "glue\t*\tOTH\t2020\t1\tassumed\tinvented\ncell *\t*\tCN\t2020\t9\tpublished\tinvented\n"                             \
    "cell *\t*\tOTH\t2020\t1\tpublished\tinvented\npack *\t*\tCN\t2020\t1\tassumed\tinvented\n"                           \
    "car *\t*\tCN\t2020\t1\tassumed\tinvented\ndriving *\t*\tOTH\t2020\t1\tassumed\tinvented\n"
#define SUPPLY_PARAMETERS                                                                                                 \
    "parameter\tchemistry\tvalue\tuncertainty\tkind\tsource\ncycles\t*\t1000\t\tpublished\tinvented\n"                    \
    "cycles\tY\t2000\ttriangular 0.5 1 1.5\tpublished\tinvented\ndepth\t*\t0.8\t\tassumed\tinvented\n"                    \
    "capacity\t*\t0.9\t\tassumed\tinvented\nefficiency\t*\t0.9\t\tpublished\tinvented\nfurnace\t*\t0.9\t\tassumed\tinvented\n"
#define SUPPLY_PRICES                                                                                                     \
    "product\tplace\tusd\tkind\tsource\nore\t*\t1\tpublished\tinvented\nmetal\t*\t10\tpublished\tinvented\n"              \
    "cell *\t*\t20\tassumed\tinvented\npack *\t*\t100\tassumed\tinvented\n"
#define SUPPLY_CAPACITIES                                                                                                 \
    "product\tplace\tyear\tamount\tunit\tuse\tkind\tsource\n"                                                             \
    "cell *\tCN\t2020\t900\tGWh\tbattery\tobserved\tinvented\ncell *\tOTH\t2020\t100\tGWh\tbattery\tobserved\tinvented\n" \
    "cell *\tNO\t2020\t200\tGWh\tbattery\tobserved\tinvented\n"
#define SUPPLY_FORWARD                                                                                                    \
    "measure\tplace\tyear\tvalue\tunit\tkind\tsource\n"                                                                   \
    "batteries\tOTH\t2020\t400\tGWh\tobserved\tinvented\nbatteries\tOTH\t2022\t900\tGWh\tprojected\tinvented\n"           \
    "sales\tOTH\t2020\t10\tcars\tobserved\tinvented\nsales\tOTH\t2022\t40\tcars\tprojected\tinvented\n"                   \
    "stock\tOTH\t2020\t100\tcars\tobserved\tinvented\n"

/** The tables of the small chain; `table` (RAP_SUPPLY_TABLES for none) has `text` instead. */
static inline void supply_sources(rap_supply_table table, const char *text, rap_supply_source sources[RAP_SUPPLY_TABLES])
{
    static const char *const usual[RAP_SUPPLY_TABLES] = {
        [RAP_TABLE_GRID] = SUPPLY_GRID, [RAP_TABLE_CHEMISTRIES] = SUPPLY_CHEMISTRIES, [RAP_TABLE_STAGES] = SUPPLY_STAGES,
        [RAP_TABLE_FUELS] = SUPPLY_FUELS, [RAP_TABLE_LOSSES] = SUPPLY_LOSSES, [RAP_TABLE_COEFFICIENTS] = SUPPLY_COEFFICIENTS,
        [RAP_TABLE_SHARES] = SUPPLY_SHARES, [RAP_TABLE_PARAMETERS] = SUPPLY_PARAMETERS, [RAP_TABLE_PRICES] = SUPPLY_PRICES,
        [RAP_TABLE_CAPACITIES] = SUPPLY_CAPACITIES, [RAP_TABLE_FORWARD] = SUPPLY_FORWARD,
    };
    for (unsigned t = 0; t < RAP_SUPPLY_TABLES; t++) {
        const char *of = t == (unsigned)table ? text : usual[t];
        sources[t] = (rap_supply_source){rap_supply_table_name((rap_supply_table)t), {of, strlen(of)}};
    }
}

/** The chain of those tables. */
static inline rap_status supply_with(rap_supply_table table, const char *text, rap_supply_data **out, rap_error *err)
{
    rap_supply_source sources[RAP_SUPPLY_TABLES];
    supply_sources(table, text, sources);
    return rap_supply_read(sources, out, err);
}

#endif
