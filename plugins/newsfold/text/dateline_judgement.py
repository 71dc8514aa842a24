"""Whether the words in front of a separator make a dateline: its agency, its place, and how sure the whole is."""

import re
from dataclasses import replace

from newsfold.text import places
from newsfold.text.agencies import Agency, find_agency
from newsfold.text.calendar_names import fold, month_words
from newsfold.text.dateline_parts import Context, Dateline, proper_case, sentence_follows, split_place
from newsfold.text.dateline_tail import agency_follows
from newsfold.text.offices import BY
from newsfold.text.word_lists import any_of, words

DIVIDERS = re.compile(r"\s*[,|،]\s*|\s+[-–—]\s+|(?<=\w)/(?=\w)|(?<=\w{3})\.\s+")
# `KOMPAS.com`: a site that signs like an agency.
SITE = re.compile(r"[A-Z][\w-]{2,20}\.(?:com|co|id|net|org|info|[a-z]{2})")
BYLINE = re.compile(rf"^{any_of(*BY)}\s+(?P<names>[^,]{{3,60}}),\s+(?P<place>.+)$", re.IGNORECASE)


def is_one_name(word: str) -> bool:
    """Whether a word behind the day can be an agency's short name: capitals, or several of them (`XYZ`, `NationPress`)."""
    return word.isalpha() and len(word) <= 12 and (word.isupper() or sum(map(str.isupper, word)) > 1)


def without_agency(text: str) -> tuple[str, Agency | None, str | None]:
    """The text without a known agency among its parts (`Seoul | AFP`, `ТАСС, Москва`), the agency and its name there."""
    parts = [part for part in DIVIDERS.split(text) if part]
    known = [part for part in parts if not places.region_of(part)[0] and find_agency(part) is not None]
    if not known and len(parts) == 2 and SITE.fullmatch(parts[1]):
        return parts[0], None, parts[1]
    if len(parts) < 2 or len(known) != 1:
        place, hyphen, name = text.rpartition("-")
        agency = find_agency(name) if hyphen and places.look_up(place.strip()) else None
        return (place.strip(), agency, name.strip()) if agency else (text, None, None)
    return ", ".join(part for part in parts if part != known[0]), find_agency(known[0]), known[0]


def judge(found: Dateline, text: str, separator: str, rest: str, context: Context) -> Dateline | None:
    """Turn the remaining text into place and region, and decide whether the whole is a dateline."""
    names = None
    if match := BYLINE.match(text):
        names, text = match["names"], match["place"]
    if not text:
        return (
            None
            if found.reading is None or found.agency is None
            else replace(found, rule="day, agency", confidence=0.8)
        )
    place, region = split_place(text)
    region = region or found.region
    if place is None or len(place) > 60:
        return None
    entry = places.look_up(place, region=region, country=context.country, text=context.text)
    known_region = places.region_of(region)[0] if region else None
    if region and not known_region and not (found.reading or found.agency):
        return None
    if entry is None and region and not known_region:
        entry = places.look_up(place, country=context.country, text=context.text)
    if (
        entry is None
        and not known_region
        and (
            place.split()[0].casefold().strip(".'’") in words("no_place")
            or fold(place.split()[-1]) in month_words()
        )
    ):
        return None
    strength = certainty(found, place, entry, known_region, separator, rest)
    if strength is None:
        return None
    rule, confidence = strength
    country = entry.country if entry else known_region
    zone = entry.zone if entry else (places.region_zone(region) if region else None)
    return replace(
        found,
        place=proper_case(place, entry),
        region=region,
        country=country,
        zone=zone,
        found=entry,
        names=names,
        rule=rule,
        confidence=confidence,
    )


def certainty(
    found: Dateline,
    place: str,
    entry: places.Place | None,
    known_region: str | None,
    separator: str,
    rest: str,
) -> tuple[str, float] | None:
    """(rule, confidence), None where the signs are too weak: a day or an agency is a strong sign, a name alone a weak one."""
    if place[:1].islower():
        return None
    dash = separator.strip(" .")
    if found.reading and found.agency_raw:
        return "place, day, agency", 0.99 if entry or known_region else 0.95
    if found.reading:
        return ("place, day", 0.98 if entry or known_region else 0.9) if dash or found.region else None
    if found.agency:
        return "place, agency", 0.98 if entry or known_region else 0.85
    sure = entry is not None or known_region is not None
    if found.agency_raw:
        return (
            ("place, name in brackets", 0.8)
            if sure and dash and (place.isupper() or (entry and entry.population > 200_000))
            else None
        )
    if not sure or not dash or not (sentence_follows(rest) or agency_follows(rest)):
        return None
    if place.isupper() and len(place) > 2:
        return "place in capitals", 0.85
    if (entry and entry.kind == "city" and entry.population >= 100_000) or known_region:
        return "place before a sentence", 0.6
    return None
