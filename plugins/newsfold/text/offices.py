"""Bylines that name nobody: offices without a name of their own, the staff of something, services and users."""

import re

from newsfold.text.word_lists import any_of

# All words for `by`, as they count in what is marked as a byline.
BY = ("by", "by_or_name", "by_marked")
# `Our Correspondent`, `unserem Korrespondenten`: what stands behind it is the name, perhaps behind a place.
OUR_WRITER = re.compile(
    rf"^\s*(?:{any_of(*BY, 'by_behind_kind', 'from_whom')}\s+)?{any_of('our')}\s+(?:\w+\s+){{0,2}}?"
    rf"{any_of('our_writers', 'job_titles')}\b"
    rf"(?:\s+(?:in|à|en|a|aus|te|da|di|au|aux)\s+[^\W\d_][\w'’ -]{{1,30}}(?=[,:]))?[\s,:]*",
    re.I,
)
# An office that has no name of its own, perhaps with the place where it is.
OFFICE = re.compile(
    rf"\s*(?:{any_of(*BY, 'by_behind_kind', 'from_whom')}\s+)?(?:(?:the|a|our|la|le|die|der|de|il)\s+)?"
    rf"(?:{any_of('office_names')}|(?:{any_of('office_fields')}\s+){{0,3}}{any_of('offices')}"
    rf"(?:\s+{any_of('office_fields', 'offices')})?)"
    r"(?:\s*[,|·/–-]\s*[^\W\d_][^\d,|]{1,30})?\s*",
    re.I,
)
# A service that we don't know by name, in a line of the text: `Tribune News Service`.
SERVICE = re.compile(
    rf"\s*(?:{any_of('by')}\s+)?(?:[^\W\d_][\w'’-]*\s+){{1,3}}(?:news|press|wire)\s?(?:service|agency|bureau|desk)s?\s*",
    re.I,
)
NOBODY = re.compile(rf"\s*(?:{any_of('by')}\s+)?(?:the\s+)?{any_of('nobody')}\d{{0,4}}\s*", re.I)
# `Team Gazette`, `Gazette Online`
TEAM = re.compile(rf"\s*(?:{any_of('by')}\s+)?(?:team\s+[^\W\d_][\w-]+|[A-Z]{{2,4}}\s+online)\s*", re.I)
# The editorial office alone.
EDITORS = re.compile(rf"\s*{any_of('editors')}\s*", re.I)
# `ALDENPORT STAFF`, `Sentinel Staff Report`: the staff of something.
STAFF = re.compile(r"(?:[^\W\d_][\w'’.-]*\s+){1,4}staff(?:\s+reports?)?", re.I)

# The same where it is the outlet's own: then the outlet signs with it.
STAFF_OF = re.compile(
    rf"\s*(?:{any_of('by')}\s+)?(?P<outlet>\S.{{0,60}}?)\s+(?:staff|editors|editorial\s(?:staff|team))\s*",
    re.I,
)


def is_nobody(text: str, *, stated: bool) -> bool:
    """Whether a byline names an office, a service or a user that stands for no person; `stated`: as in `read_credit`."""
    return OFFICE.fullmatch(text) is not None or (
        not stated and any(form.fullmatch(text) for form in (SERVICE, TEAM, NOBODY))
    )
