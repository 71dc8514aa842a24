"""IPTC 7901, the text format of European agencies -> records. Recommendation 7901, revision 5, 1995: https://iptc.org/standards/iptc-7901/.

    SOH bdt0123 3 pl 280  dpa 0456 CR LF     service and number, priority, category, words, anything
    Unwetter/Seoul/ CR LF                    key words
    STX text ETX 271630 Sep 25 EOT           day, hour and minute of sending, then often month and year

What stands in the text is read like plain text: marks, headline, byline, dateline.
"""

import re
from collections.abc import Iterator, Sequence

from newsfold.formats.plain_text import read_article
from newsfold.formats.wire.wire_messages import PADDING, SOH, Message, Place, lines_of, read_messages
from newsfold.model import Record, Rejection
from newsfold.text.characters import fold
from newsfold.text.clock_times import ZONE_NAMES
from newsfold.text.credit_lines import is_byline, opens_with_byline
from newsfold.text.decoding import Decoded
from newsfold.text.editorial_lines import read_note_lines, read_slug_line
from newsfold.text.editorial_notes import hand_over_marks
from newsfold.text.editors_part import without_editors_part
from newsfold.text.headline_marks import hand_over_headline
from newsfold.text.paragraphs import Line, without_end
from newsfold.text.raw_headers import Collector, on_line
from newsfold.text.slug_lines import LAST_BRACKET, read_marks

FORM = "iptc-7901"
HEADER = (
    r"(?P<source>[A-Za-z]{2,6})[ -]?(?P<number>\d{1,5}) {1,4}(?P<priority>[0-9A-Za-z]) {1,4}(?P<category>[A-Za-z]{1,3})"
    r" {1,4}(?P<words>\d{1,5})(?![\w-])"
)
HEADER_LINE = re.compile(HEADER + r"[ \t]*(?P<rest>[^\r\n]{0,200})")
START = re.compile(rf"{SOH}(?={HEADER})")
OPENING = re.compile(rf"{PADDING}(?:ZCZC[^\n]{{0,40}}\n{PADDING})?{SOH}{HEADER}")
# The day, hour and minute of sending at the end of the text; month and year are no part of the recommendation, but usual.
ZONE = rf"(?:{ZONE_NAMES})(?![A-Za-z])"
SENT = re.compile(
    rf"(?<!\d)(?P<stamp>[0-3]\d[0-2]\d[0-5]\d(?:\s?{ZONE})?(?:\s+[^\W\d_]{{3,10}}\.?\s+\d{{2,4}})?)(?!\d)"
)
# Without control characters: the header must begin the text, and the stamp with its month must end it.
BARE_START = re.compile(rf"(?:\A|(?<=\n)){HEADER}[ \t]*[^\r\n]{{0,60}}(?=\r*\n)")
BARE_OPENING = re.compile(rf"\s*{HEADER}[ \t]*[^\r\n]{{0,60}}\r*\n")
BARE_END = re.compile(
    r"^[ \t]*[0-3]\d[0-2]\d[0-5]\d(?: ?(?:Z|[A-Z]{3,4}))? [A-Za-z][a-zäéû]{2,3}\.? \d{2,4}[ \t]*\r*$", re.M
)
SIGN_OFF = re.compile(r"(?:dpa|apa|afp|sda|ats|epd|kna|dts)(?: [a-z0-9/-]{1,8}){1,8}", re.I)
AGENCY_NUMBER = re.compile(r"(?P<name>[A-Za-z][A-Za-z-]{1,11})[ /-](?P<number>[A-Z]{0,3}\d{2,6})\b")


def is_iptc_7901(text: str) -> bool:
    """True for a text that begins with a header of IPTC 7901, with or without its control characters."""
    if OPENING.match(text[:400]):
        return True
    return BARE_OPENING.match(text[:400]) is not None and BARE_END.search(text) is not None


def read_iptc_7901(decoded: Decoded, size: int) -> Iterator[Record | Rejection]:
    """Read all messages of a file of `size` bytes."""
    start = START if OPENING.match(decoded.text[:400]) else BARE_START
    yield from read_messages(decoded, start, size, FORM, read_message)


def read_message(message: Message, place: Place) -> Record | Rejection:
    """Read one message. Rejection `no_article` where it holds no text, `malformed` where its header can't be read."""
    found = Collector()
    lines = lines_of(re.sub(SOH, "", message.header), message.first_line - message.header.count("\n"))
    match = HEADER_LINE.match(lines[0].text.strip()) if lines else None
    if match is None:
        return Rejection("malformed", "no header of IPTC 7901", place.position, place.offset, FORM)
    collect_header(match, lines[0].number, found)
    collect_key_words(lines[1:], found)
    body_lines: Sequence[Line] = lines_of(message.text, message.first_line)
    stamp = SENT.search(message.trailer[:200])
    if not message.has_text_mark:
        # The lines directly below the header are the key words.
        height = next((i for i, line in enumerate(body_lines[1:], 1) if line.is_blank), len(body_lines))
        collect_key_words(body_lines[1:height], found)
        body_lines = body_lines[height:]
        if stamp is None:
            body_lines, stamp = without_stamp(body_lines)
    if stamp is not None:
        found.header("item.versioncreated", stamp["stamp"], "end of the text")
    body = read_article(read_title(without_notes(body_lines, found), found), found, is_wire=True)
    if not body:
        return Rejection("no_article", "a message without text", place.position, place.offset, FORM)
    return Record(
        place.position, FORM, tuple(found.headers), "\n\n".join(body), tuple(found.blocks), place.encoding, place.offset,
        place.length,
    )  # fmt: skip


def collect_header(match: re.Match[str], line: int, found: Collector) -> None:
    """The fields of the header line: service and number, priority, category; the agency's own number behind them."""
    found.header("item.altid", match["source"] + match["number"], on_line(line, role="message number"))
    found.header("item.urgency", match["priority"], on_line(line, "priority"))
    found.header("item.section", match["category"], on_line(line, "category"))
    found.header("iptc-7901.words", match["words"], on_line(line, "number of words"))
    own = AGENCY_NUMBER.search(match["rest"])
    if own is None:
        found.header("item.infosource", match["source"], on_line(line, "source"))
    else:
        found.header("item.infosource", own["name"], on_line(line, "agency"))
        found.header("item.infosource.service", match["source"], on_line(line, "source"))
        found.header("item.altid", own[0], on_line(line, role="agency number"))
    found.header("iptc-7901.optional", match["rest"], on_line(line))


def collect_key_words(lines: Sequence[Line], found: Collector) -> None:
    """The lines between the header and the text: key words, and marks of the version."""
    key_words = []
    for line in lines:
        text = fold(line.text).strip(" =")
        if not text or set(text) <= set("*-_. "):
            continue
        place = on_line(line.number, "key words")
        bracket = LAST_BRACKET.search(text)
        marks = read_marks(bracket[1]) if bracket else read_marks(text)
        if marks is not None:
            hand_over_marks(marks, place, found)
            found.header("item.ednote", marks.note, place)
            text = text[: bracket.start()].strip() if bracket else ""
        key_words.append(text)
    found.header("item.slugline", " ".join(filter(None, key_words)), "key words")


def without_stamp(lines: Sequence[Line]) -> tuple[Sequence[Line], re.Match[str] | None]:
    """The lines above the stamp of sending, and the stamp; it ends the text where the control characters are lost."""
    for position in range(len(lines) - 1, max(-1, len(lines) - 8), -1):
        if BARE_END.fullmatch(lines[position].text):
            return lines[:position], SENT.search(lines[position].text)
    return lines, None


def without_notes(lines: Sequence[Line], found: Collector) -> Sequence[Line]:
    """The lines above the part for editors only, and above the initials of those who wrote it."""
    lines = without_end(without_editors_part(lines, found), lambda text: not text.strip(" *#=-_"))
    if lines and SIGN_OFF.fullmatch(lines[-1].text.strip()):
        found.block("notice", lines[-1].text.strip(), on_line(lines[-1].number, "initials"))
        lines = lines[:-1]
    return lines


def read_title(lines: Sequence[Line], found: Collector) -> Sequence[Line]:
    """Read the lines above an equals sign, which closes the title (`Fähre fährt wieder =`): marks, headline, byline.

    Gives the lines below; all of them where no title is closed so.
    """
    lines = skip_blank(lines)
    height = next((i for i, line in enumerate(lines[:10]) if line.is_blank), min(len(lines), 10))
    closing = max(
        (i for i, line in enumerate(lines[:height]) if line.text.rstrip().endswith(" =")), default=-1
    )
    if closing < 0:
        return lines
    title = [
        Line(line.number, line.text.rstrip(" =\t"))
        for line in lines[: closing + 1]
        if line.text.strip(" =\t")
    ]
    end = Line(lines[closing].number, "")
    headline: list[str] = []
    while title:
        count = (
            0
            if headline
            else read_slug_line([*title, end], found, False) or read_note_lines([*title, end], found)
        )
        if not count:
            text = fold(title[0].text)
            if is_byline(text) or (headline and opens_with_byline(text)):
                found.header("byline line", text, on_line(title[0].number))
            else:
                headline.append(text)
            count = 1
        title = title[count:]
    hand_over_headline("headline", fold(" ".join(headline)), on_line(lines[0].number), found)
    return lines[closing + 1 :]


def skip_blank(lines: Sequence[Line]) -> Sequence[Line]:
    """`lines` from the first that holds text."""
    return lines[next((i for i, line in enumerate(lines) if not line.is_blank), len(lines)) :]
