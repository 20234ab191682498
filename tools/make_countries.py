#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes data/countries.tsv from two public lists of facts.

    tools/make_countries.py country-codes.csv openalex-countries.csv > data/countries.tsv

The first is the table "country-codes" of the Datasets project (PDDL): ISO 3166-1 codes with the names of ISO, the
United Nations and CLDR. The second is OpenAlex's list of countries (CC0): country_code, display_name. What people
also write stands below, by hand.
"""
import csv
import sys

HEADER = """\
# Countries and territories: every code of ISO 3166-1, Kosovo under the user-assigned code XK (as in OpenAlex), and OTH.
#
# Made by tools/make_countries.py from the country-codes table of the Datasets project (public domain; ISO 3166-1,
# UN M49, CLDR) and OpenAlex's list of countries (CC0). Codes are those of today: works of former states stand under
# their successors, as OpenAlex assigns them.
#
# A name here is a label for tables in common English and no statement on the status of any territory. Hong Kong
# (HK), Macao (MO) and Taiwan (TW) have codes of their own in ISO 3166-1 and in OpenAlex and are counted under them;
# options of a question can count them otherwise.
#
# OTH, "All others", is no country: it is what a published matrix sums up beside the countries that it names.
#
# To edit: one row a country, cells separated by tabs. code: two capital letters (three for what is no country);
# alpha3 and numeric may be empty; aliases are separated by |; no code, name or alias may stand for two countries.
# "NA" is Namibia. The last column says where the row comes from.
"""

NAMES = {
    "CD": "DR Congo", "CI": "Côte d'Ivoire", "DO": "Dominican Republic", "MP": "Northern Mariana Islands",
    "GS": "South Georgia and the South Sandwich Islands", "TR": "Türkiye", "MO": "Macao", "TW": "Taiwan",
    "HK": "Hong Kong", "ST": "São Tomé and Príncipe", "KN": "Saint Kitts and Nevis",
    "PM": "Saint Pierre and Miquelon", "VC": "Saint Vincent and the Grenadines",
    "TC": "Turks and Caicos Islands", "HM": "Heard Island and McDonald Islands", "WF": "Wallis and Futuna",
    "TF": "French Southern Territories", "UM": "United States Minor Outlying Islands", "EH": "Western Sahara",
    "BN": "Brunei", "PN": "Pitcairn Islands", "VI": "United States Virgin Islands", "XK": "Kosovo",
}

ALIASES = {
    "GB": ["UK", "Great Britain", "Britain"],
    "GR": ["EL", "Hellas"], "XK": ["KV", "XKX", "XKO", "Republic of Kosovo"],
    "US": ["USA", "U.S.", "U.S.A.", "America", "United States of America"],
    "KR": ["Korea, Republic of", "Republic of Korea", "Korea, South", "Korea (Republic of)", "Korea Rep."],
    "KP": ["Korea, Democratic People's Republic of", "DPRK", "Korea, North"],
    "RU": ["Russian Federation"], "CZ": ["Czech Republic"], "VN": ["Viet Nam"],
    "HK": ["Hong Kong SAR", "Hong Kong SAR China", "China, Hong Kong SAR", "Hong Kong, China"],
    "MO": ["Macau", "Macao SAR", "Macao SAR China", "China, Macao SAR", "Macao, China"],
    "TW": ["Taiwan, Province of China", "Chinese Taipei", "Taiwan, China"],
    "CN": ["People's Republic of China", "PRC", "China, People's Republic of", "Mainland China"],
    "TR": ["Turkey", "Turkiye"], "NL": ["The Netherlands", "Holland"], "CI": ["Cote d'Ivoire", "Ivory Coast"],
    "CV": ["Cape Verde"], "SZ": ["Swaziland"], "MK": ["Macedonia", "FYROM"], "MM": ["Burma"],
    "LA": ["Lao PDR"], "IR": ["Iran, Islamic Republic of"], "SY": ["Syria"], "TL": ["East Timor"],
    "BO": ["Bolivia, Plurinational State of"], "VE": ["Venezuela, Bolivarian Republic of"],
    "TZ": ["Tanzania, United Republic of"], "MD": ["Moldova, Republic of"],
    "FM": ["Micronesia, Federated States of"],
    "CD": ["Congo, Democratic Republic of the", "Congo-Kinshasa", "Congo, Dem. Rep.", "DRC"],
    "CG": ["Republic of the Congo", "Congo-Brazzaville", "Congo, Rep."],
    "PS": ["Palestine, State of", "Palestinian Territories", "West Bank and Gaza"],
    "VA": ["Holy See (Vatican City State)"], "BN": ["Brunei Darussalam"], "FK": ["Falkland Islands (Malvinas)"],
    "AE": ["UAE"], "SA": ["KSA"], "RE": ["Reunion"], "CW": ["Curacao"], "AX": ["Aland Islands", "Åland"],
    "BL": ["Saint Barthelemy"], "FO": ["Faroes", "Faeroe Islands"], "ST": ["Sao Tome and Principe"],
    "BS": ["The Bahamas"], "GM": ["The Gambia"], "VG": ["Virgin Islands, British"], "VI": ["Virgin Islands, U.S."],
    "SH": ["Saint Helena, Ascension and Tristan da Cunha"], "SK": ["Slovak Republic"], "KG": ["Kyrgyz Republic"],
    "PN": ["Pitcairn"], "MF": ["Saint Martin (French part)"], "DE": ["Federal Republic of Germany"],
    "SJ": ["Svalbard and Jan Mayen"],
}


def plain(name):
    """A list's name without its remarks: "Bahamas (the)", "Niue **"."""
    for mark in (" (the)", " (l')", " **", " *"):
        name = name.replace(mark, "")
    return name.strip().replace("’", "'")


def main():
    codes = {row["ISO3166-1-Alpha-2"]: row for row in csv.DictReader(open(sys.argv[1], encoding="utf-8"))}
    openalex = {row["country_code"]: row["display_name"] for row in csv.DictReader(open(sys.argv[2], encoding="utf-8"))}
    print(HEADER + "\t".join(["code", "alpha3", "numeric", "name", "aliases", "source"]))
    for code in sorted(set(codes) | {"XK"}):
        row = codes.get(code, {})
        name = NAMES.get(code) or plain(openalex[code]).replace(" & ", " and ").replace("St. ", "Saint ")
        heard = [row.get("official_name_en", ""), row.get("UNTERM English Short", ""),
                 row.get("CLDR display name", ""), openalex.get(code, "")] + ALIASES.get(code, [])
        taken = {name.lower(), code.lower(), row.get("ISO3166-1-Alpha-3", "").lower()}
        aliases = []
        for alias in map(plain, heard):
            if alias and alias.lower() not in taken:
                taken.add(alias.lower())
                aliases.append(alias)
        source = "user-assigned, OpenAlex" if code == "XK" else "ISO 3166-1"
        numeric = row.get("ISO3166-1-numeric", "")
        print("\t".join([code, row.get("ISO3166-1-Alpha-3", ""), numeric.zfill(3) if numeric else "", name,
                         "|".join(aliases), source]))
    print("\t".join(["OTH", "", "", "All others", "Others|Rest of the world", "residual of published matrices"]))


main()
