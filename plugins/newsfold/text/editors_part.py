"""The part of agency copy that is for editors only, at the foot of a text: `# Notizblock`, `NOT FOR PUBLICATION`."""

import re
from collections.abc import Sequence

from newsfold.text.editorial_words import NOT_FOR_PUBLICATION
from newsfold.text.embargoes import embargo_words
from newsfold.text.header_lines import find_header_line
from newsfold.text.paragraphs import Line
from newsfold.text.raw_headers import Collector, on_line

MAX_HEADING = 200
LEAST_ABOVE = 80
BEHIND_NAME = re.compile(r"\s*[(,;+\d|].*$")


def without_editors_part(lines: Sequence[Line], found: Collector) -> Sequence[Line]:
    """The lines above the part for editors only, which is a note; the author that it names is a header."""
    above = 0
    for position, line in enumerate(lines):
        above += len(line.text.strip())
        # Above a text, and with a time, such words withhold it: that is an embargo.
        is_heading = line.text[:1] and len(line.text) < MAX_HEADING and above - len(line.text) >= LEAST_ABOVE
        if not is_heading or embargo_words(line.text.strip(" *#\t")):
            continue
        if NOT_FOR_PUBLICATION.match(line.text.strip(" *\t")):
            below = [each for each in lines[position:] if not each.is_blank]
            place = on_line(line.number, "not for publication")
            note = "\n".join(each.text.strip() for each in below[1:] if each.text.strip(" *#="))
            found.header("item.ednote", note, place)
            found.block("notice", "\n".join(each.text.rstrip() for each in below), place)
            read_author(below, found)
            return lines[:position]
    return lines


def read_author(lines: Sequence[Line], found: Collector) -> None:
    """Give the writers that the part names (`- Autor: Jane Roe (Oban), +44 20 555`) to `found`."""
    for line in lines:
        entry = find_header_line(Line(line.number, line.text.strip(" -*•")))
        if entry is not None and entry.name == "author":
            found.header(
                "author", BEHIND_NAME.sub("", entry.value), on_line(line.number, remark=f'"{entry.key}"')
            )
