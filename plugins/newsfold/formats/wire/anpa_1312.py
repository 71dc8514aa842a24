"""ANPA 1312, the text format of North American agencies -> records. ANPA Bulletin 1312, 1989; AP Stylebook, "Filing the wire".

    SYN SYN SOH a0123 US selector CR LF                  service level, number
    r i DC3 DC1 BC-Korea-Storm  1stLd  09-27 0543 CR LF  priority, category, format, key word, version, day, words
    STX ^BC-Korea--Storm, 1st Ld,543< ... ETX AP-WF-09-27-25 0543GMT< EOT

The lines from `^` to a quadding mark hold slug line, headline, notes and byline (`quad_lines`).
"""

import re
from collections.abc import Iterator

from newsfold.formats.plain_text import read_article
from newsfold.formats.wire.wire_messages import PADDING, SOH, Message, Place, lines_of, read_messages
from newsfold.model import Record, Rejection
from newsfold.text.decoding import Decoded
from newsfold.text.editorial_notes import hand_over_marks
from newsfold.text.paragraphs import Line
from newsfold.text.raw_headers import Collector, on_line
from newsfold.text.slug_lines import find_slug_line, split_version
from newsfold.text.telex import above_closing

FORM = "anpa-1312"
SYN = r"(?:\x16|\^V|<SYN>|␖)"
UNIT = r"(?:\x1f|\^_|<US>|␟)"
# The agency may stand behind the number: `a0105KYODO`.
NUMBER = rf"(?P<service>[A-Za-z])(?P<number>\d{{3,5}})(?P<sender>[A-Z]{{2,8}})?(?:{UNIT}(?P<selector>[\w-]{{0,12}}))?"
# DC3 or DC4 tells whether lines may be set anew, DC1 or DC2 whether the text is tabular.
CONTROLS = r"(?:[\x11-\x14\x0f\x0e]|\^[Q-TNO]|<DC[1-4]>|[␑␒␓␔]){0,4}"
SECOND = (
    rf"(?<!\w)(?P<priority>[a-z]) (?P<category>[a-z])(?P<controls>{CONTROLS}) (?P<slug>[^\r\n]{{1,60}}?)"
    r"\s+(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:\s+(?P<words>\d{1,5}))?\s*$"
)
SECOND_LINE = re.compile(SECOND, re.I | re.M)
AFTER_NUMBER = rf"(?:{UNIT}|[ \t]*\r*\n| {{1,3}}[a-z] [a-z])"
START = re.compile(rf"(?:{SYN}\s?){{0,4}}{SOH}(?=[A-Za-z]\d{{3,5}}(?:[A-Z]{{2,8}})?{AFTER_NUMBER})")
OPENING = re.compile(rf"{PADDING}{SOH}[A-Za-z]\d{{3,5}}(?:[A-Z]{{2,8}})?{AFTER_NUMBER}")
# `AP-WF-09-27-25 0543GMT`: agency, circuit, month, day, year, time.
STAMP = re.compile(r"[A-Z]{2,4}-[A-Z]{2,3}-\d{2}-\d{2}-\d{2} \d{4}[A-Z]{3}\b")
# `KWS-21:37-09-27-25`: service, time, month, day, year, without a zone.
BARE_STAMP = re.compile(r"^[^\S\n]*[A-Z]{2,4}-(\d\d:\d\d)-(\d\d)-(\d\d)-(\d\d)[^\S\n]*$", re.M)
AGENCIES = {"AP": "AP", "UP": "UPI", "UPI": "UPI", "CP": "CP"}
# Between these two stand orders to the typesetting machine.
INSTRUCTION = re.compile(r"\x0c[^\x0b\n]{0,60}\x0b")
KILLED_WORD = re.compile(r"\S{0,40}\s?\x18")
THIN_SPACES = re.compile(r"[\x10\x1c-\x1e\x08]+|\^[P](?= )")
SINGLE_CONTROLS = re.compile(r"[\x00-\x07\x0b-\x0c\x0e-\x1f\x7f]|\^[WLQRST@](?=\s|$)")


def is_anpa_1312(text: str) -> bool:
    """True for a text that begins with a header of ANPA 1312."""
    return OPENING.match(text[:400]) is not None


def read_anpa_1312(decoded: Decoded, size: int) -> Iterator[Record | Rejection]:
    """Read all messages of a file of `size` bytes."""
    yield from read_messages(decoded, START, size, FORM, read_message)


def read_message(message: Message, place: Place) -> Record | Rejection:
    """Read one message. Rejection `no_article` where it holds no text."""
    found = Collector()
    line = message.first_line - message.header.count("\n")
    number = re.search(SOH + NUMBER, message.header)
    if number is not None:
        found.header("item.altid", number["service"] + number["number"], on_line(line, role="message number"))
        found.header("anpa-1312.selector", number["selector"] or "", on_line(line))
    text = message.text
    second = SECOND_LINE.search(message.header) or (
        None if message.has_text_mark else SECOND_LINE.search(text[:300])
    )
    stamp = STAMP.search(message.trailer[:200]) or last(STAMP, text[-200:])
    if second is not None:
        second_line = line + second.string[: second.start()].count("\n")
        collect_second_line(second, second_line, stamp is None, found)
        if not message.has_text_mark:
            text = text[second.end() :]
    if stamp is not None:
        found.header("item.infosource", AGENCIES.get(stamp[0].split("-")[0], ""), "end of the text")
        found.header("item.versioncreated", stamp[0], "end of the text")
        text = text.removesuffix(text[text.rfind(stamp[0]) :]) if stamp[0] in text[-200:] else text
    elif bare := BARE_STAMP.search(text[-200:]) or BARE_STAMP.search(message.trailer[:200]):
        found.header(
            "item.versioncreated", "20{}-{}-{} {}".format(*bare.group(4, 2, 3, 1)), "end of the text"
        )
        if bare.string == text[-200:]:
            text = text[: len(text) - len(text[-200:]) + bare.start()]
    lines = above_closing(lines_of_text(text, message.first_line), found)
    body = read_article(lines, found, is_wire=True)
    if second is not None:
        collect_key_word(second, second_line, found)
    if not body:
        return Rejection("no_article", "a message without text", place.position, place.offset, FORM)
    return Record(
        place.position, FORM, tuple(found.headers), "\n\n".join(body), tuple(found.blocks), place.encoding, place.offset,
        place.length,
    )  # fmt: skip


def last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last match in `text`."""
    found = None
    for found in pattern.finditer(text):  # noqa: B007
        pass
    return found


def collect_second_line(match: re.Match[str], line: int, is_only_date: bool, found: Collector) -> None:
    """Priority, category, day and number of words."""
    found.header("item.urgency", match["priority"], on_line(line, "priority"))
    found.header("item.section", match["category"], on_line(line, "category"))
    if is_only_date:  # a month and a day as ISO 8601 writes them without the year
        found.header(
            "item.versioncreated",
            f"--{int(match['month']):02d}-{int(match['day']):02d}",
            on_line(line, "date"),
        )
    found.header("anpa-1312.words", match["words"] or "", on_line(line, "number of words"))


def collect_key_word(match: re.Match[str], line: int, found: Collector) -> None:
    """The key word of the header, cut to its columns: the slug line where the text has none of its own."""
    slug = find_slug_line("^" + match["slug"])
    name, marks = (slug.slugline, slug.marks) if slug else split_version(match["slug"])
    names = {header.name for header in found.headers}
    found.header("anpa-1312.keyword", match["slug"], on_line(line, "key word"))
    if "item.slugline" not in names:
        found.header("item.slugline", name or match["slug"], on_line(line, "key word"))
        hand_over_marks(marks, on_line(line, "version"), found)


def without_end_marks(line: str) -> str:
    """A line without the `<` and `=` at its end; those of lines that begin with `^` are read with them."""
    marked = line.rstrip(" \t\r")
    bare = marked.rstrip("<=")
    return line if bare == marked or line.lstrip().startswith("^") else bare


def lines_of_text(text: str, first: int) -> list[Line]:
    """The lines of the text, without codes for the typesetting machine; its signs as letters have them now."""
    text = INSTRUCTION.sub("", text)
    text = THIN_SPACES.sub(" ", KILLED_WORD.sub("", text))
    text = SINGLE_CONTROLS.sub("", text).replace("``", "“").replace("''", "”")
    text = re.sub(r"(?<=\s)_(?=\s)", "—", text)
    text = re.sub(r"^[^\S\n]*_{3,}[<= \t\r]*$", "", text, flags=re.M)  # the rule above a note at the end
    lines = lines_of("\n".join(map(without_end_marks, text.split("\n"))), first)
    # A paragraph begins with a tab, whether or not an empty line is above it.
    return [
        each
        for line in lines
        for each in ((Line(line.number, ""), line) if line.text[:1] == "\t" else (line,))
    ]
