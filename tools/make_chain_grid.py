#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes data/chain/grid.tsv and data/chain/losses.tsv: the electricity of places.

  tools/make_chain_grid.py INTENSITY MIXES LOSSES COUNTRIES

INTENSITY: carbon intensity of electricity, gCO2/kWh by country and year (Ember, through Our World in Data).
MIXES:     shares of technologies by country and year, past and projected (carculator_utils, BSD-3).
LOSSES:    cumulative losses of the grid by country and voltage (the same).
COUNTRIES: data/countries.tsv, for names and codes.

Years to come are the last known figure times what the projected mix does to it: mixes are weighed with the median
life-cycle intensities of IPCC AR5 WG3 annex III, table A.III.2, and lie on straight lines between the years given.
"""
import csv
import sys

PLACES = """AE AR AT AU BA BE BG BH BO BR CA CD CH CL CN CU CZ DE DK EE ES FI FR GB GR HR HU ID IE IN IS IT JP KR KZ LT LU LV
MA MG MX MY MZ NC NL NO NZ PE PH PL PT RO RS RU SA SE SI SK TH TN TR TW TZ UA US VN ZA ZW""".split()
FIRST, LAST, AHEAD = 2019, 2024, (2025, 2030, 2040, 2050)
# gCO2e/kWh. Waste, and the rare technologies with capture, are counted as what they burn; biogas as biomass.
MEDIAN = {"Hydro": 24, "Hydro, reservoir": 24, "Nuclear": 12, "Gas": 490, "Gas CCGT": 490, "Gas CHP": 490, "Gas CCS": 170,
          "Solar": 48, "Solar, thermal": 27, "Wind": 11, "Wind, offshore": 12, "Biomass": 230, "Biogas CCS": 230,
          "Biomass CCS": 230, "Wood CCS": 230, "Coal": 820, "Lignite": 820, "Coal CCS": 220, "Oil": 650, "Geothermal": 38,
          "Waste": 230}


def rows(path, **options):
    with open(path, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, **options)


def names(path):
    with open(path, encoding="utf-8") as file:
        lines = [line for line in file if not line.startswith("#") and line.strip()]
    return {row["alpha3"]: row["code"] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}


def weigh(row):
    shares = {name: float(row[name] or 0) for name in MEDIAN}
    whole = sum(shares.values())
    return sum(MEDIAN[name] * share for name, share in shares.items()) / whole if whole else None


def weight_in(mix, year):
    """The weighed mix of a year, on a straight line between its neighbours; None outside."""
    before, after = [y for y in mix if y <= year], [y for y in mix if y >= year]
    if not before or not after:
        return None
    low, high = max(before), min(after)
    return mix[low] if low == high else mix[low] + (mix[high] - mix[low]) * (year - low) / (high - low)


def read_intensity(path, codes):
    known = {}
    for row in rows(path):
        place = "OTH" if row["Entity"] == "World" else codes.get(row["Code"])
        year = int(row["Year"])
        if (place in PLACES or place == "OTH") and FIRST <= year <= LAST:
            known.setdefault(place, {})[year] = float(row["Carbon intensity of electricity - gCO2/kWh"])
    return known


def write_grid(known, mixes, out):
    source = "Ember, generation, life cycle (Our World in Data, CC BY 4.0)"
    ahead = "Ember {} times the mix of {} over that of {} (carculator_utils, BSD-3; IPCC AR5 medians)"
    for place in sorted(known):
        last = max(known[place])
        for year in sorted(known[place]):
            out.write(f"{place}\t{year}\t{known[place][year] / 1000:.5g}\tobserved\t{source}\n")
        mix = mixes.get(place, {})
        base = weight_in(mix, last)
        for year in AHEAD:
            if base and year in mix and year > last:
                value = known[place][last] * mix[year] / base / 1000
                out.write(f"{place}\t{year}\t{value:.4g}\tprojected\t{ahead.format(last, year, last)}\n")


def main():
    intensity, mixes, losses, countries = sys.argv[1:]
    known = read_intensity(intensity, names(countries))
    ahead = {}
    for row in rows(mixes, delimiter=";"):
        value = weigh(row)
        if value:
            ahead.setdefault(row["country"], {})[int(row["year"])] = value
    with open("data/chain/grid.tsv", "w", encoding="utf-8") as out:
        out.write("# Carbon intensity of electricity by place and year, kg CO2e per kWh generated. Made by tools/make_chain_grid.py.\n"
                  "# OTH is the world's mean: it stands for the rest of the world, and for what has no place.\n"
                  "place\tyear\tkg_per_kwh\tkind\tsource\n")
        write_grid(known, ahead, out)
    lost = {row["Code"]: row for row in rows(losses, delimiter=";")}
    with open("data/chain/losses.tsv", "w", encoding="utf-8") as out:
        out.write("# kWh generated for a kWh used, at medium voltage (plants) and low voltage (homes, cars): cumulative losses.\n"
                  "# Made by tools/make_chain_grid.py.\n"
                  "place\tmedium\tlow\tkind\tsource\n")
        for place in sorted(known):
            if place in lost:
                out.write(f"{place}\t{float(lost[place]['MV']):.4f}\t{float(lost[place]['LV']):.4f}\tpublished\t"
                          "carculator_utils, cumulative electricity losses (BSD-3)\n")
            else:
                out.write(f"{place}\t1.07\t1.13\tassumed\tno figure for this place: usual losses taken\n")


main()
