"""Who wrote it: names out of `By Jane Doe and John Roe, Staff Writers`, told from agencies, organizations and titles."""

import html
import re
from dataclasses import dataclass

from newsfold.text.agencies import Agency, find_agency
from newsfold.text.calendar_names import fold
from newsfold.text.date_forms import find_dates
from newsfold.text.date_readings import DateHints
from newsfold.text.offices import BY, EDITORS, OUR_WRITER, STAFF, STAFF_OF, is_nobody
from newsfold.text.word_lists import any_of, words

MAX_NAMES = 20
MAX_TEXT = 400
LONG_SPACE = re.compile(r"\s{3,}")

LEADING_BY = re.compile(rf"^\s*{any_of('by')}\s+", re.I)
PREFIX = re.compile(
    rf"^\W*(?:(?:(?:{any_of('told_of_text')}\s+)?{any_of('credit_kinds')}\s+)?{any_of(*BY)}\b\s*[:：/／●]?\s*|"
    r"about the author\W{0,4}|"
    rf"{any_of('of_writer')}\s+(?=(?-i:[A-ZÀ-ÞŁŚŠČ]))|"
    rf"(?:{any_of('picture_kinds')}\s*(?:[&+,/]|und|and|et)\s*)+{any_of('picture_kinds')}\s*[:：]\s*|"
    rf"{any_of('author_labels', 'author_labels_marked')}\s*[:：/／●|-]\s*)",
    re.I,
)
# `Eine Analyse von Erika Muster`, `brand by Jane Doe`: what stands before the word for `by` is no name.
LEAD_IN = re.compile(
    rf"^\s*(?:(?-i:[a-zäöü])\S*|(?:an?|eine?|un|une|una)\s\S+|(?:blog|guest)?\s*{any_of('credit_kinds')})\s+"
    rf"(?={any_of('by')}\s+(?-i:[A-ZÄÖÜ]))",
    re.I,
)
TRANSLATOR = re.compile(
    r"[\s,;(]*(?:übersetzt von|übersetzung|translated by|traduction|traducción|翻訳者?)\W.*$", re.I
)
NOISE = re.compile(r"<[^>]{0,200}>|\S+@\S+\.\S+|https?://\S+|www\.\S+|\(?@\w{2,30}\)?|\+?\d[\d\s()-]{7,}\d")
SEPARATOR = re.compile(
    rf"\s*(?:[,;|•·‧⋅∙、，；\n\t]|&(?!\s*{any_of('legal_forms')}(?!\w)))\s*(?:(?:{any_of('and')}|&)\s+)?|\s+[/–—-]\s+|(?<=\w)/(?=[A-ZÄÖÜ])|\s*／\s*|\s+{any_of('and')}\s+|\s+\+\s+",
    re.I,
)
BY_LANGUAGE = {
    "fr": "et",
    "es": "[ye]",
    "pt": "e",
    "it": "e",
    "nl": "en",
    "ca": "i",
}
CUT = re.compile(
    rf"\s+(?i:{any_of('name_ends')})\s+(?:the\s+|der\s+|die\s+|das\s+)?[A-Z].*$"
    r"|\s+(?:is|was|ist|est|has|covers|writes|reports)\s.*$|\s*[(\[][^)\]]*[)\]]?|\s+on\s+(?:\w+day|\d).*$"
    r"|\s+(?:published|updated|posted|last|am|on|le|el|il)\s*:?\s*$|\s{2,}.*$"
    r"|\s+The\s[A-Z].*$"
    r"|(?<=\w)\s+(?:hace\s+|vor\s+|il y a\s+)?\d.*$"
)
# A name that its owner writes without capitals, where a field states it.
SMALL_NAME = re.compile(r"\s*[^\W\d_]{2,15}\s[^\W\d_]{2,20}\s*")
NO_NAMES = (
    words("no_name") | words("organization") | words("after_name") | words("job_titles") | words("job_fields")
)
PHOTO_CREDIT = re.compile(rf"^\W*{any_of('picture_credit')}(?:\s*(?:credit|by|von))?\s*[:：©]", re.I)
# Possessive, because `staff writer` is one title and two: a line of a hundred would be tried in 2^100 ways.
# German writes titles as one word: `Wirtschaftsredakteurin`, `Bundesvorsitzender`.
COMPOUND_TITLE = r"[\w-]{0,30}?(?:vorsitzender?|präsident|sprecher|redakteur|korrespondent|leiter|geschäftsführer)(?:in)?\b"
TITLE_ONLY = re.compile(
    rf"^(?:(?:the|a|our)\s+)?(?:(?>{any_of('job_fields', 'job_titles')}|{COMPOUND_TITLE})\.?[\s/&-]*+)++"
    r"(?:\s*(?:of|at|for|in|bei|de|du|von|der|des)\s+.*)?$",
    re.I,
)
TITLES = rf"(?:(?:{any_of('job_fields')}[\s/&-]+)*{any_of('job_titles')}\.?|{COMPOUND_TITLE})"
TRAILING_TITLE = re.compile(rf"\s+(?:{TITLES})\s*$", re.I)
# Behind a name `Certified Sleep Consultant` is what the person does.
# `Head of Marketing`
TITLE_OF = re.compile(rf"{any_of('titles_of')}\s", re.I)
MIN_NAME_WORDS = 2
TITLE_AT_END = re.compile(rf"\s{any_of('job_titles')}$", re.I)
LEADING_TITLE = re.compile(
    rf"^(?!(?-i:Md)\.?\s)(?:{any_of('honorifics')}\.?|{TITLES})[:\s]\s*(?=\S+\s+\S)", re.I
)
ORGANIZATION = re.compile(
    rf"\b{any_of('organization')}\b|{any_of('organization_parts')}|(?<=\w)stiftung\b|\be\.v\b|\.(?:com|org|net|de|fr|co\.uk|it|es|ru|jp|at|ch|info|am|in)\b",
    re.I,
)
INITIALS = re.compile(r"[A-Z]{3,6}")  # an office or an agency that we don't know
# Who edited, photographed or drew, behind the writers or alone.
NOT_WRITERS = re.compile(rf"(?:^|[\s,;(]*)\b{any_of('other_work')}\s+{any_of('by')}\s+[^;)]*", re.I)
# `Story and photos by`, `Text & photos:`: who wrote took the pictures, too.
AND_PICTURES = re.compile(
    rf"\b({any_of('credit_kinds', 'kinds_of_text', 'author_labels_marked')})\s*(?:[&,/+]|and|und|et|y|e|en)\s*"
    rf"{any_of('other_work', 'picture_credit')}(?=\s+{any_of('by')}\s|\s?[:：])",
    re.I,
)
# What says in what way the names behind it have a part in the text: `Reporting by`, `Additional reporting by`.
SHARE = re.compile(rf"(?:^|;)\s*\(?\s*{any_of('written_work')}\s+{any_of('by')}\s+", re.I)
INVERTED = re.compile(r"\s*([^\W\d_][\w'’-]+),\s+([^\W\d_][\w'’-]+(?:\s[A-Z]\.?)?)\.?\s*")
MAIL_WITH_NAME = re.compile(
    r"[^\s@]{1,64}@[^\s@.]{1,63}(?:\.[^\s@.]{1,63}){1,5}\s{0,4}\((?P<name>[^()@]{3,60})\)"
)
# `Jane Roe of the Courier Staff`, `Jane Roe Special to the Courier`.
BEHIND_NAME = re.compile(
    r"\s+(?:of the\s.{1,40}\bstaff\b.*|special to\s.*|\S+\sstaff(?:\s(?:writer|reporter))?)$", re.I
)
SPECIAL = re.compile(r"special (?:to|for)\s", re.I)
FROM = re.compile(rf"^{any_of(*BY, 'from_whom')}\s+", re.I)
MAX_AGENCY_WORDS = 4
TRAILING_NOISE = re.compile(rf"\s+(?:{any_of('after_name')}|[»›>])\s*$", re.I)
EAST_ASIAN = re.compile(r"^[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3々·・\s　]{2,24}$")
EAST_ASIAN_ROLE = re.compile(
    r"^글\s+|^기자\s+|(?:本报|本報)?(?:特派员|特派員|特約記者|见习记者|記者|记者|编辑|編集委員|編集部|論説委員|支局長|通訊員|通讯员|실습기자|선임기자|특파원|기자|객원기자|인턴기자)\s*"
)
# `新华社记者张三 李四`: the office, then names of two to four signs with spaces between them. A name in kana or in Korean has
# spaces inside it, and so may a Japanese one in Chinese signs: only the simplified sign for `reporter` tells.
CHINESE_REPORTERS = re.compile(
    r"\s*(?P<office>[\u3400-\u9fff]{2,8}?)??\s?(?:(?:特派|特约|见习|实习)?记者|通讯员)\s?[:：]?\s?"
    r"(?P<names>[\u3400-\u9fff]{2,4}(?:[ \u3000]{1,3}[\u3400-\u9fff]{2,4}){0,9})\s*"
)


# `記者王小明／台北報導`
TAIWANESE_REPORTER = re.compile(
    r"\s*[〔【（(]?(?:特派|實習)?記者\s?(?P<names>[\u3400-\u9fff]{2,4}(?:[、 \u3000][\u3400-\u9fff]{2,4}){0,4})\s?[／/]\s?"
    r"(?P<place>[\u3400-\u9fff]{2,8}?)(?:\d{1,2}日)?(?:連線|綜合|即時)?(?:報導|報道|電)[〕】）)]?\s*"
)


@dataclass(frozen=True, slots=True)
class Credit:
    """What a byline says: persons in their order, organizations, agencies (with the text that named them)."""

    persons: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    agencies: tuple[tuple[Agency, str], ...] = ()


def short_space(run: re.Match[str]) -> str:
    """One sign of white space for many: what divides names divides them still."""
    return next((sign for sign in "\n\t" if sign in run[0]), " ")


def read_credit(
    text: str,
    *,
    language: str | None = None,
    publishers: frozenset[str] = frozenset(),
    whole: bool = False,
    stated: bool = False,
) -> Credit:
    """Split a byline into persons, organizations and agencies. `publishers`: folded names of the outlet itself.

    `whole` says that the text is one name already (a JSON-LD person): it is split only where it clearly holds several.
    `stated` says that a field for the author holds it: the editorial office or somebody's staff is an organization there, and
    in a line of the text it is nobody.
    """
    text = LONG_SPACE.sub(short_space, html.unescape(text[:MAX_TEXT]))
    text = MAIL_WITH_NAME.sub(r"\g<name>", text) if "@" in text else text
    text = text.replace("\\,", ",")
    handle = re.fullmatch(r"\s*@(\w{2,30})\s*", text)
    if handle:
        return Credit(persons=(f"@{handle[1]}",))
    agency = find_agency(text)
    if agency is not None:
        return Credit(agencies=((agency, text.strip()),))
    if stated and (EDITORS.fullmatch(text) or STAFF.fullmatch(text)):
        return Credit(organizations=(text.strip(),))
    staff = STAFF_OF.fullmatch(text)
    if staff and fold(staff["outlet"]).strip() in publishers:
        return Credit(organizations=(without_by(text).strip(),))
    if PHOTO_CREDIT.match(text) or (is_nobody(text, stated=stated) and fold(text).strip() not in publishers):
        return Credit()
    text = SHARE.sub("; ", NOT_WRITERS.sub("", of_writers_only(text))).strip(" ;()")
    text = OUR_WRITER.sub("", text)
    taiwanese = TAIWANESE_REPORTER.fullmatch(text)
    if taiwanese:
        return Credit(tuple(re.split(r"[、 \u3000]", taiwanese["names"])))
    chinese = CHINESE_REPORTERS.fullmatch(text)
    if chinese:
        office = find_agency(chinese["office"] or "")
        agencies_named = ((office, chinese["office"]),) if office else ()
        return Credit(tuple(dict.fromkeys(chinese["names"].split())), (), agencies_named)
    text = NOISE.sub(" | " if "@" in text or "<" in text else " ", text)
    text = drop_dates(text)
    text = LEAD_IN.sub("", TRANSLATOR.sub("", text))
    text = PREFIX.sub("", text, count=1) if not whole else without_by(text)
    if fold(text).strip() in publishers:
        return Credit(organizations=(text.strip(),))
    persons: list[str] = []
    organizations: list[str] = []
    agencies: list[tuple[Agency, str]] = []
    if (
        stated
        and text.islower()
        and SMALL_NAME.fullmatch(text)
        and not any(fold(part) in NO_NAMES for part in text.split())
    ):
        return Credit(persons=(text.strip(),))
    for piece in pieces_of(text, language):
        sort_piece(piece, publishers, persons, organizations, agencies)
    return Credit(
        tuple(dict.fromkeys(persons[:MAX_NAMES])), tuple(dict.fromkeys(organizations)), tuple(agencies)
    )


def of_writers_only(text: str) -> str:
    """`Story by Jane Roe` of `Story and photos by Jane Roe`."""
    return AND_PICTURES.sub(r"\1", text)


def without_by(text: str) -> str:
    """The text without a word for `by` in front of it, of those with which no name begins."""
    return LEADING_BY.sub("", text)


def drop_dates(text: str) -> str:
    """The text up to its first date; a byline line often goes on with it."""
    if not any(character.isdigit() for character in text):
        return text
    dates = find_dates(text, DateHints())
    if dates:
        before, after = text[: dates[0].start], text[dates[-1].end :]
        text = before if len(before.strip(" |,-")) > 3 else after
    return re.sub(r"\b\d{1,2}[:.]\d{2}\b.*$", "", text)


def pieces_of(text: str, language: str | None) -> list[str]:
    """Split at commas, bars and words for `and`, `Doe, Jane` turned round."""
    turned = [turned_round(part) for part in text.split(";") if part.strip()]
    if turned and all(turned):
        return [name for name in turned if name]
    own = BY_LANGUAGE.get(language or "")
    parts = SEPARATOR.split(text)
    if own:
        parts = [piece for part in parts for piece in re.split(rf"(?:^|\s+){own}\s+", part)]
    return [part.strip() for part in parts if part and part.strip()]


def turned_round(text: str) -> str | None:
    """`Jane Doe` of `Doe, Jane`; None for other text."""
    inverted = INVERTED.fullmatch(text)
    if (
        inverted is None
        or TITLE_ONLY.match(inverted[2])
        or find_agency(inverted[2])
        or ORGANIZATION.search(inverted[0])
    ):
        return None
    return f"{inverted[2]} {inverted[1]}"


def sort_piece(
    piece: str,
    publishers: frozenset[str],
    persons: list[str],
    organizations: list[str],
    agencies: list[tuple[Agency, str]],
) -> None:
    """Add one piece to the list where it belongs; titles, places and noise to none."""
    agency = find_agency(piece) or find_agency(FROM.sub("", piece))
    if agency is not None:
        agencies.append((agency, piece))
        return
    if SPECIAL.match(piece):
        return
    for inner in re.findall(r"[(\[]([^()\[\]]{2,30})[)\]]", piece):
        if (known := find_agency(inner)) is not None:
            agencies.append((known, inner))
    name = clean_name(piece)
    if not name or fold(name) in words("no_name"):
        return
    agency = find_agency(name)
    if agency is None and (behind := agency_behind(name)) is not None:
        name = clean_name(behind[0])
        agencies.append(behind[1:])
    if agency is not None:
        agencies.append((agency, name))
    elif STAFF.fullmatch(name) or TITLE_ONLY.match(name) or (persons and is_work(name, piece)):
        return
    elif INITIALS.fullmatch(name):
        organizations.append(name)
    elif is_organization(name, piece, publishers):
        whole = re.sub(r"\s*[(\[].*$", "", without_by(piece)).strip(" .,;:|")
        organizations.extend([whole] if is_name(whole, has_persons=False) else [])
    elif is_name(name, has_persons=bool(persons or organizations or agencies)):
        persons.append(name)


def is_work(name: str, piece: str) -> bool:
    """Whether a piece behind a name says what the person does: `Garden Educator`, `Certified Sleep Consultant`."""
    if TITLE_AT_END.search(name) or TITLE_OF.match(name) or fold(name) in words("our_writers"):
        return True
    return TITLE_AT_END.search(piece) is not None and fold(name.split()[0]) in words("job_fields")


def agency_behind(name: str) -> tuple[str, Agency, str] | None:
    """The name without the agency that is written behind it, the agency and its words: `Jane Roe Associated Press`."""
    parts = name.split()
    for count in range(min(MAX_AGENCY_WORDS, len(parts) - 2), 0, -1):
        raw = " ".join(parts[-count:])
        agency = find_agency(raw) if raw[:1].isupper() and (count > 1 or raw.isupper()) else None
        if agency is not None:
            return " ".join(parts[:-count]), agency, raw
    return None


def is_organization(name: str, piece: str, publishers: frozenset[str]) -> bool:
    """Whether a name is the outlet's own, holds a word for an organization, or is one word before `staff`."""
    own = fold(name) in publishers or re.sub(r"\W", "", fold(name)) in publishers
    return (
        own
        or ORGANIZATION.search(name) is not None
        or (" " not in name and re.search(r"\bstaff\b", piece, re.I) is not None)
    )


def clean_name(piece: str) -> str:
    """One name without prefix, title, brackets and what follows it."""
    name = without_by(piece)
    if EAST_ASIAN.match(name):
        return EAST_ASIAN_ROLE.sub("", re.sub(r"[＝=].*$", "", name)).strip(" 　・")
    name = CUT.sub("", BEHIND_NAME.sub("", name))
    name = LEADING_TITLE.sub("", name)
    name = without_title(name)
    for _ in range(3):
        name = TRAILING_NOISE.sub("", name.rstrip(" :;,"))
    name = re.sub(r"\s+", " ", name).strip(" .,;:|/-–—*_\"“”'()[]")
    parts = name.split()
    if len(parts) > 1 and parts[: len(parts) // 2] == parts[(len(parts) + 1) // 2 :] and len(parts) % 2 == 0:
        name = " ".join(parts[: len(parts) // 2])  # a picture's name and the writer's
    if name.isupper() and " " in name and len(name) > 5:
        name = re.sub(
            r"[^\W\d_]+(?:['’]S\b)?",
            lambda match: match[0][0] + match[0][1:].lower() if len(match[0]) > 2 else match[0],
            name,
        )
    return name


def without_title(name: str) -> str:
    """A name without the title behind it, whatever it is a title of: `Jane Roe` of `Jane Roe Senior Ferry Reporter`."""
    shorter = TRAILING_TITLE.sub("", name)
    if shorter == name:
        return name
    parts = shorter.split()
    begun = (n for n, part in enumerate(parts) if n >= MIN_NAME_WORDS and fold(part) in words("job_fields"))
    return " ".join(parts[: next(begun, len(parts))])


def is_name(name: str, *, has_persons: bool) -> bool:
    """Whether this can be a person's name. Behind a first person, a single word or a phrase in small letters is none."""
    parts = name.split()
    if (
        not 2 <= len(name) <= 60
        or not 1 <= len(parts) <= 6
        or re.search(r"[?!:;*\"“”%$€#=<>{}©]|\d{3}|\w{4,}\.\s", name)
        or fold(name) in words("no_name")
        or all(fold(part.strip(".")) in words("legal_forms") for part in parts)
    ):
        return False
    if sum(character.isalpha() for character in name) < 2:
        return False
    if len(parts) > 1 and sum(part[:1].islower() for part in parts) > len(parts) / 2:
        return False
    if len(parts) == 1 and len(name) < 4 and name.isascii() and not name.istitle():
        return False  # initials; `Kay` is a name
    return not (name[0].isdigit() or (has_persons and len(parts) == 1 and name.isascii()))
