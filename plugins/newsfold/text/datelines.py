"""Where an agency's dateline may begin, by its form alone: only to keep it from being taken for a headline. What it says is
read in `newsfold.text.dateline`.
"""

import re

# `Seoul, Sep 27 (NationPress) ...`, `PARIS (AFP) - ...`, `Karlsruhe (dpa) - ...`: a day before the brackets, or a dash behind.
BRACKETED = re.compile(
    r"[^\W\d_][^()\n\d]{1,60},[^()\n]{0,30}\d[^()\n]{0,20}\([^()\n]{2,40}\)\s*\S"
    r"|[^\W\d_][^()\n]{1,60}\([^()\n]{2,40}\)\s*[-–—:]+\s*\S"
)
# `(ANSA) - ROMA, 27 SET - ...`: the agency first.
AGENCY_FIRST = re.compile(r"\([^\W\d_][\w .-]{1,20}\)\s?[-–—]\s?\S")
# `BEIJING (Xinhua) China said ...`: may also be a headline with a name in brackets.
BRACKETED_LOOSELY = re.compile(r"[^\W\d_][^()\n]{1,60}\([^()\n]{2,40}\)\s*\S")
# `SYDNEY, Nov 6 AAP - ...`, `LONDON -- ...`: capitals, then a dash, then words in small letters.
DASHED = re.compile(r"[^\W\d_a-z][^a-z\n]{2,40}(?:,[^\n]{1,40}?)?\s[-–—]{1,2}\s(?=\S*[^\W\d_A-Z])")
# `Seoul, Sep 27:`, `London, 3 March -`, `PORTLAND, Ore., March 23 -`: a place, a comma, a number, then a mark.
NUMBERED = re.compile(
    r"[^\W\d_](?:[^,\d\n]{1,40},){1,3}[^\n,\d]{0,20}\d{1,2}(?:\s?[^\W\d_.]{3,12}\.?)?(?:,?\s\d{4})?\s?(?:[-–—:]\s|\(|/)"
)
# ` date 2025-09-27 Seoul: ...`, `2025-09-27 Seoul: ...`: a header in the line of the text.
INLINE = re.compile(r"(?:date\s*:?\s*)?\d{4}-\d\d-\d\d[T\s]\S", re.I)


def opens_with_dateline(line: str, loosely: bool = False) -> bool:
    """True where `line` begins like the first paragraph of agency copy.

    `loosely` also takes a place with an agency in brackets and nothing else, which short lines may have by chance.
    """
    head = line[:160].strip()
    if loosely and BRACKETED_LOOSELY.match(head):
        return True
    return any(rule.match(head) for rule in (BRACKETED, DASHED, NUMBERED, INLINE, AGENCY_FIRST))
