r"""Documents in Rich Text Format (specification 1.9.1) -> their articles.

Read in one pass over its control words. striprtf was looked at and not taken: it does not give the properties, stops at bytes
that a code page doesn't have, and looks for links with an expression whose time grows with the square of the text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from newsfold.formats.containers.members import Budget, Refused
from newsfold.formats.documents.written_document import MAX_BLOCKS, Block, Written, read_written
from newsfold.model import Record, Rejection

FORM = "rtf"
MAX_DEPTH = 500
MAX_TEXT = 4_000_000
TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9A-Fa-f]{2})|\\(?P<sign>[^A-Za-z])"
    rb"|(?P<brace>[{}])|[\r\n]+|(?P<plain>[^\\{}\r\n]+)"
)
BREAKS = {
    b"par": "\n\n",
    b"sect": "\n\n",
    b"page": "\n\n",
    b"row": "\n\n",
    b"line": "\n",
    b"cell": " | ",
    b"nestcell": " | ",
}
CHARACTERS = {
    b"tab": " ", b"emdash": "—", b"endash": "–", b"emspace": " ", b"enspace": " ", b"qmspace": " ", b"bullet": "•",
    b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”",
}  # fmt: skip
SIGNS = {b"~": " ", b"_": "-", b"-": "", b"{": "{", b"}": "}", b"\\": "\\", b"\n": "\n\n", b"\r": "\n\n"}
# Groups that are no text of the document. What begins with `\*` is one, too, where it is not known.
UNREAD = frozenset((
    b"fonttbl", b"colortbl", b"stylesheet", b"listtable", b"listoverridetable", b"revtbl", b"rsidtbl", b"generator", b"pict",
        b"object",
    b"objdata", b"header", b"headerl", b"headerr", b"headerf", b"footer", b"footerl", b"footerr", b"footerf", b"footnote",
        b"annotation",
    b"fldinst", b"bkmkstart", b"bkmkend", b"themedata", b"colorschememapping", b"latentstyles", b"datastore", b"xmlnstbl",
        b"filetbl",
    b"template", b"private", b"xe", b"tc", b"listtext", b"pntext", b"atnid", b"atnauthor", b"nonesttables", b"userprops",
        b"mmathPr",
    b"upr", b"shpinst", b"sp", b"do", b"ftnsep", b"ftnsepc", b"aftnsep", b"aftnsepc",
))  # fmt: skip
READ_THOUGH_STARRED = frozenset((b"shptxt", b"shppict"))
PROPERTIES = {
    b"title": "title",
    b"author": "creator",
    b"creatim": "created",
    b"revtim": "modified",
    b"subject": "subject",
}
TIME_PARTS = (b"yr", b"mo", b"dy")
CODE_PAGES = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950", 161: "cp1253", 162:
        "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437",
    255: "cp850",
}  # fmt: skip
KNOWN_PAGES = frozenset(
    (
        437,
        850,
        852,
        858,
        860,
        861,
        862,
        863,
        864,
        865,
        866,
        869,
        874,
        932,
        936,
        949,
        950,
        65001,
        *range(1250, 1259),
    )
)


@dataclass(frozen=True, slots=True)
class Group:
    """What holds within a pair of braces. `skipped`: how many bytes stand for a character that `\\u` has given."""

    is_read: bool = True
    is_starred: bool = False
    is_info: bool = False
    goes_to: str = ""
    font: int = -1
    skipped: int = 1
    is_hidden: bool = False
    in_fonts: bool = False


@dataclass(slots=True)
class Text:
    """What was read so far: text, properties, and the bytes that wait for their code page to be complete."""

    pieces: list[str] = field(default_factory=list)
    properties: dict[str, list[str]] = field(default_factory=dict)
    times: dict[str, dict[bytes, int]] = field(default_factory=dict)
    fonts: dict[int, str] = field(default_factory=dict)
    page: str = "cp1252"
    waiting: bytearray = field(default_factory=bytearray)
    waiting_for: Group = field(default_factory=Group)
    to_skip: int = 0
    size: int = 0

    def give(self, text: str, group: Group) -> None:
        """Keep text where its group says that it goes."""
        self.flush()
        self.put(text, group)

    def put(self, text: str, group: Group) -> None:
        self.size += len(text)
        if self.size > MAX_TEXT:
            raise Refused("too_large", f"more than {MAX_TEXT:,} characters of text")
        if group.goes_to:
            self.properties.setdefault(group.goes_to, []).append(text)
        elif group.is_read and not group.is_hidden:
            self.pieces.append(text)

    def wait(self, data: bytes, group: Group) -> None:
        """Keep bytes until those of their characters are complete."""
        if group != self.waiting_for:
            self.flush()
            self.waiting_for = group
        self.waiting += data

    def flush(self) -> None:
        """Decode what waits."""
        if self.waiting:
            data, self.waiting = bytes(self.waiting), bytearray()
            page = self.fonts.get(self.waiting_for.font, self.page)
            self.put(data.decode(page, "replace"), self.waiting_for)


def read_rtf(data: bytes, budget: Budget, _: Mapping[str, str]) -> Iterator[Record | Rejection]:
    """Read the articles of a document, mostly one. Raises Refused where it nests too deep or holds too much text."""
    text = parse(data)
    properties = {name: "".join(parts).strip() for name, parts in text.properties.items()}
    properties |= {name: shown for name, parts in text.times.items() if (shown := date_of(parts))}
    paragraphs = [bare_row(each) for each in whole("".join(text.pieces)).split("\n\n")]
    blocks = [
        Block(each.removeprefix("• ").strip(), "item" if each.startswith("• ") else "")
        for each in paragraphs[:MAX_BLOCKS]
    ]
    yield from read_written(Written(blocks, properties), FORM, len(data))


def whole(text: str) -> str:
    """Text in which characters beyond the sixteen bits of a control word are put together of their two halves."""
    return text.replace("\x00", "").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def bare_row(paragraph: str) -> str:
    """A paragraph; a row of a table without the mark behind its last cell, a key and its value as a header line."""
    text = paragraph.strip().removesuffix("|").strip()
    return text.replace(": | ", ": ", 1) if text.count(" | ") == 1 else text


def parse(data: bytes) -> Text:
    """All text of a document. What stands behind its last brace is none."""
    text = Text()
    stack: list[Group] = []
    group = Group()
    at = 0
    while match := TOKEN.match(data, at):
        at = match.end()
        kind = match.lastgroup
        if kind == "brace":
            text.flush()
            text.to_skip = 0
            if match["brace"] == b"{":
                if len(stack) >= MAX_DEPTH:
                    raise Refused("malformed", f"groups nested more than {MAX_DEPTH} levels deep")
                stack.append(group)
                group = replace(group, is_starred=False)
            elif stack:
                group = stack.pop()
                if not stack:
                    break
        elif match["word"] is not None:
            number = int(match["number"]) if match["number"] else None
            if match["word"] == b"bin":
                at += max(0, number or 0)
                continue
            group = obey(match["word"], number, group, text)
        elif kind == "sign":
            if match["sign"] == b"*":
                group = replace(group, is_starred=True)
            elif not skips(text, 1):
                text.give(SIGNS.get(match["sign"], ""), group)
        elif kind == "hex":
            if not skips(text, 1):
                text.wait(bytes([int(match["hex"], 16)]), group)
        elif kind == "plain":
            plain = match["plain"]
            cut = min(text.to_skip, len(plain))
            text.to_skip -= cut
            if cut < len(plain) and (group.is_read or group.goes_to):
                text.wait(plain[cut:], group)
        elif at == match.start():
            break
    text.flush()
    return text


def skips(text: Text, count: int) -> bool:
    """Whether this character only stands in for one that `\\u` has given."""
    if text.to_skip < count:
        return False
    text.to_skip -= count
    return True


def obey(word: bytes, number: int | None, group: Group, text: Text) -> Group:
    """What holds behind a control word; the text that it stands for goes to `text`."""
    text.to_skip = 0
    if group.is_info and word in PROPERTIES:
        return replace(group, goes_to=PROPERTIES[word])
    if group.goes_to in ("created", "modified") and word in TIME_PARTS and number is not None:
        text.times.setdefault(group.goes_to, {}).setdefault(word, number)
    elif word == b"info":
        return replace(group, is_read=False, is_info=True)
    elif word == b"fonttbl":
        return replace(group, is_read=False, in_fonts=True)
    elif word in UNREAD or (group.is_starred and word not in READ_THOUGH_STARRED):
        return replace(group, is_read=False, is_starred=False)
    elif word in BREAKS or word in CHARACTERS:
        text.give(BREAKS.get(word) or CHARACTERS[word], group)
    elif word == b"u" and number is not None:
        code = number & 0xFFFF
        text.give(chr(code), group)
        text.to_skip = group.skipped
    elif word == b"uc" and number is not None:
        return replace(group, skipped=max(0, min(number, 10)))
    elif word == b"f" and number is not None:
        return replace(group, font=number)
    elif (
        word == b"fcharset"
        and group.in_fonts
        and group.font >= 0
        and number in CODE_PAGES
        and len(text.fonts) < 10_000
    ):
        text.fonts[group.font] = CODE_PAGES[number]
    elif word == b"ansicpg" and number in KNOWN_PAGES:
        text.page = "utf-8" if number == 65001 else f"cp{number}" if number != 936 else "gbk"
    elif word == b"mac":
        text.page = "mac_roman"
    elif word == b"v":
        return replace(group, is_hidden=number != 0)
    elif word == b"plain":
        return replace(group, is_hidden=False, font=-1)
    return group


def date_of(parts: dict[bytes, int]) -> str:
    """The day of a time that control words state; empty where a part is missing."""
    year, month, day = (parts.get(name, 0) for name in TIME_PARTS)
    return f"{year:04d}-{month:02d}-{day:02d}" if year > 0 else ""
