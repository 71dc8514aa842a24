"""Bytes -> text: byte order mark, UTF-8, the declared charset, then detection. Records which encoding it was.

A file put together of texts in UTF-8 and in windows-1252 (a headline from one system, a body from another) is read line by line.
Text that was decoded twice on its way (`FranÃ§ois`) is repaired with ftfy, and the encoding says so.
"""

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import ftfy
import ftfy.bad_codecs  # registers `sloppy-windows-1251`
import ftfy.badness
from charset_normalizer import from_bytes
from ftfy.chardata import UTF8_DETECTOR_RE
from resiliparse.parse.encoding import detect_encoding

from newsfold.text.charset_guesses import better_encoding, find_escaped_encoding, find_wide_cyrillic
from newsfold.text.charsets import BYTE_ORDER_MARKS, find_codec

SAMPLE_BYTES = 65_536
# Signs of text that was encoded twice, as UTF-8 has them: the letters that UTF-8's first bytes become in windows-1252, in front
# of what its other bytes become. `NÃO` and `à »` are no such signs.
TWICE = re.compile(
    rb"\xc3(?:[\x82\x83\x90\x91\x98\x99](?:[\xc5\xc6\xcb\xe2]|\xc2(?!\xa0))|\xa2(?:\xe2\x82\xac|\xc2\x80)|[\xa3-\xa9]\xc2[\x80-\x9f])"
)
LEAST_SIGNS = 2
# Of these one is enough: a quotation mark or a dash of UTF-8, read as windows-1252 (`â€™`).
SURE_TWICE = re.compile(
    rb"\xc3\xa2\xe2\x82\xac(?:\xe2\x84\xa2|\xcb\x9c|\xc5\x93|\xc2[\x9d\xa6]|\xe2\x80[\x9c\x9d])"
    rb"|\xe2\x88\x9a(?:\xc2[\xa9\xae\xa8\xa1]|\xe2\x84\xa2|\xe2\x89\xa0)|\xc3[\x84\x85]\xc2(?:\xb0|\xab(?=[a-z]))"
)


def following(codec: str) -> str:
    """What UTF-8's second and later bytes become in a single-byte encoding, for a set in a regular expression."""
    return "".join(re.escape(character) for character in bytes(range(0x80, 0xC0)).decode(codec))


# Letters of which a text consists that was read as windows-1251 or windows-1252 and is Cyrillic.
MISREAD_SIGNS = re.compile("[À-ÿ\u0400-\u045f]")
LEAST_MISREAD = 40
# The pairs that letters beyond ASCII become where UTF-8 is read as windows-1251 or as MacRoman, and that encoding.
MISREAD_AS = (
    (
        re.compile("[РС][\u0080-\u00bf\u0402-\u040f\u0452-\u045f\u2010-\u203a\u20ac\u2116\u2122°-»]"),
        "sloppy-windows-1251",
    ),
    (re.compile("√[^\\s\\w]|‚Ä[^\\s]"), "mac_roman"),
    *(
        (re.compile(f"[ĂÄĹ][{following(codec)}]|â[€\x80]"), codec)
        for codec in ("sloppy-windows-1250", "iso8859-2")
    ),
    *(
        (re.compile(f"[ÃÄÅ][{following(codec)}]|â[€\x80]"), codec)
        for codec in ("sloppy-windows-1252", "latin-1")
    ),
)
# What each of these signs begins with: a look for one character takes next to nothing, and most texts have none.
FIRST_SIGNS = {
    "sloppy-windows-1251": "РС",
    "mac_roman": "√‚",
    "sloppy-windows-1250": "ĂÄĹâ",
    "iso8859-2": "ĂÄĹâ",
    "sloppy-windows-1252": "ÃÄÅâ",
    "latin-1": "ÃÄÅâ",
}
# What is left over where a line has letters from farther off: `RÄ«ga`.
LEFT_OVER = re.compile("(?<=[^\\W\\d_])[ÄÅ][\u00a1-\u00bf](?=[a-z])")
MAX_SIGNS_BYTES = 4_000_000
MAX_PIECES = 20_000
LAST_PLANE = 0x10  # of Unicode
MAX_RANGES = 100_000
MAX_LINES = 2_000_000
# A single byte that is no UTF-8, as Python's `surrogateescape` shows it; several in a row.
STRAY = re.compile("[\udc80-\udcff]")
STRAYS = re.compile("[\udc80-\udcff]+")
ASCII_LETTERS = string.ascii_letters.encode()
MAX_LOOK = 100_000
# Declarations under which a file may be in windows-1252; another one is believed.
WESTERN = (None, "cp1252", "iso8859-1", "iso8859-15", "latin-1")
# Encodings whose bytes are valid UTF-8 and still mean something else: they must be tried before it.
ESCAPED_ENCODINGS = {"iso2022_jp", "hz", "iso2022_kr"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """Decoded text and the encoding that was used.

    `utf-8+windows-1252` is UTF-8 with stray single bytes, `mixed: utf-8+windows-1252` a file whose lines are in either,
    `…+twice` text that had been encoded twice and was repaired.

    `narrow` are the ranges of characters in a text of the first two kinds that take one byte each whatever they are: start and
    end, in rising order. Without it places in the file are only near.
    """

    text: str
    encoding: str
    narrow: tuple[tuple[int, int], ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded | None:
    """Decode `data`; None where nothing fits, which means that it isn't text.

    UTF-8 that holds as such wins over a declaration: text in another encoding is next to never valid UTF-8 by
    accident, while wrong declarations are common.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            rest = data[len(mark) :]
            known = (decode_utf_8(rest) or decode_pieces(rest, None)) if encoding == "utf-8" else None
            if known is not None:
                return known
            text = rest.decode(encoding, "replace")
            return Decoded(text, encoding) if text.count("\ufffd") * 20 <= len(text) else None
    wide = find_wide_encoding(data) or find_wide_cyrillic(data) or find_escaped_encoding(data)
    if wide:
        return Decoded(data.decode(wide, "replace"), wide)
    codec = find_codec(declared)
    if codec in ESCAPED_ENCODINGS and (b"\x1b" in data or b"~{" in data):
        return Decoded(data.decode(codec, "replace"), codec)
    whole = decode_utf_8(data) or decode_pieces(data, codec)
    if whole is not None:
        return repair(whole, data)
    known = decode_as(data, codec) or decode_detected(data)
    better = better_encoding(data, known.text) if known is not None else None
    return Decoded(data.decode(better, "replace"), better) if better else known


def decode_utf_8(data: bytes) -> Decoded | None:
    """UTF-8 that holds from end to end, or was cut inside its last character."""
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        is_cut = len(data) - error.start < 4 and error.reason == "unexpected end of data"
        return Decoded(data[: error.start].decode("utf-8"), "utf-8") if is_cut else None


def repair(decoded: Decoded, data: bytes) -> Decoded:
    """The text with what was encoded twice put right, if `data` has at least two signs of it; else as it is.

    Each piece is left to ftfy, which changes only what is hardly ever meant. What nobody can write as text (a
    page about such faults) is changed, too: that is why the encoding tells.
    """
    misread = read_again(decoded.text)
    if misread is not None:
        return Decoded(misread, f"{decoded.encoding}+twice")
    signs = len(TWICE.findall(data, 0, MAX_SIGNS_BYTES))
    if signs < LEAST_SIGNS and SURE_TWICE.search(data, 0, MAX_SIGNS_BYTES) is None:
        return decoded
    known: dict[str, str] = {}

    def mend(match: re.Match[str]) -> str:
        piece = match[0]
        if piece not in known and len(known) < MAX_PIECES:
            known[piece] = ftfy.fix_encoding(piece)
        return known.get(piece, piece)

    text = UTF8_DETECTOR_RE.sub(mend, decoded.text)
    text = LEFT_OVER.sub(lambda pair: pair[0].encode("latin-1").decode("utf-8"), text)
    return decoded if text == decoded.text else Decoded(text, f"{decoded.encoding}+twice")


def read_again(text: str) -> str | None:
    """A text that was decoded as a whole with a wrong encoding and then kept as UTF-8; None where it reads well as it is.

    `РџРѕСЂС‚` was UTF-8 and read as windows-1251, `apr√®s` as MacRoman: each line that is whole in UTF-8 is put right. `Ïîðò` was
    windows-1251.
    """
    likely = [each for each in MISREAD_AS if any(first in text for first in FIRST_SIGNS[each[1]])]
    lines = text.split("\n") if likely else []
    found = [misread_as(line, likely) for line in lines]
    if any(found):
        # In a line of the same text one sign is enough.
        codecs = [codec for _, codec in likely if codec in found]
        return "\n".join(
            mend_line(line, [codec] if codec else codecs) for line, codec in zip(lines, found, strict=True)
        )
    letters = MISREAD_SIGNS.findall(text[:MAX_LOOK])
    if len(letters) * 3 < len(text[:MAX_LOOK]) or len(letters) < LEAST_MISREAD:
        return None
    try:
        data = text.encode("sloppy-windows-1252")
    except UnicodeError:
        return None
    better = better_encoding(data, text)
    return data.decode(better, "replace") if better else None


def has_signs(signs: re.Pattern[str], text: str) -> bool:
    """Whether a text shows at least two signs of an encoding."""
    return len(list(islice(signs.finditer(text), LEAST_SIGNS))) == LEAST_SIGNS


def misread_as(line: str, likely: Sequence[tuple[re.Pattern[str], str]]) -> str | None:
    """The encoding, of those that are likely, that a line of UTF-8 was read in, where it shows signs of it and is whole."""
    if line.isascii():
        return None
    for signs, codec in likely:
        if has_signs(signs, line[:MAX_LOOK]) and mend_line(line, [codec]) != line:
            return codec
    return None


def mend_line(line: str, codecs: Sequence[str]) -> str:
    """A line of UTF-8 that was read in one of these encodings, read as UTF-8; else the line."""
    for codec in codecs if not line.isascii() else ():
        try:
            return line.encode(codec).decode("utf-8")
        except UnicodeError:
            continue
    return line


def find_wide_encoding(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, seen by where its zero bytes stand. UTF-16 is seen in text that is partly ASCII."""
    sample = data[:4096]
    if len(sample) < 8 or sample.count(0) < len(sample) // 8:
        return None
    if len(data) % 4 == 0:
        for codec, highest, plane in (("utf-32-le", 3, 2), ("utf-32-be", 0, 1)):
            if (
                not any(sample[highest::4])
                and max(sample[plane::4]) <= LAST_PLANE
                and is_text_in(sample, codec)
            ):
                return codec
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 20 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 20 * odd else None


def is_text_in(sample: bytes, codec: str) -> bool:
    """Whether a sample, cut at a whole character, is text in UTF-32, and not numbers of four bytes: what can be printed, and most
    of it of the first plane, where the letters of all living languages stand.
    """
    try:
        text = sample.decode(codec)
    except UnicodeError:
        return False
    odd = sum(
        character > "\uffff" or not (character.isprintable() or character.isspace()) for character in text
    )
    return "\x00" not in text and 4 * odd <= len(text)


def decode_as(data: bytes, codec: str | None) -> Decoded | None:
    """Decode with the declared codec if not more than a few bytes (1 in 500) contradict it."""
    if codec is None or codec.startswith(("utf-16", "utf-32", "utf-8")):
        return None
    try:
        text = data.decode(codec, "replace")
    except (LookupError, ValueError):
        return None
    return Decoded(text, codec) if text.count("\ufffd") <= len(text) // 500 else None


def decode_pieces(data: bytes, codec: str | None) -> Decoded | None:
    """Text of which only a part is UTF-8; None for what has another encoding. Not for UTF-8 that holds."""
    return decode_stray(data) or (decode_lines(data) if codec in WESTERN else None)


def decode_stray(data: bytes) -> Decoded | None:
    """UTF-8 into which single bytes of windows-1252 were pasted, or that was cut: at least 5 good letters for
    a bad one.
    """
    text = data.decode("utf-8", "surrogateescape")
    stray = sum(1 for character in text if "\udc80" <= character <= "\udcff")
    if sum(1 for character in text if character > "\x7f") < 6 * stray:
        return None
    narrow = tuple((found.start(), found.end()) for found in islice(STRAYS.finditer(text), MAX_RANGES + 1))
    return Decoded(mend_stray(text), "utf-8+windows-1252", narrow if len(narrow) <= MAX_RANGES else ())


def mend_stray(text: str) -> str:
    """Text that was decoded with `surrogateescape`, with its single bytes read as windows-1252."""
    return STRAY.sub(lambda byte: bytes([ord(byte[0]) - 0xDC00]).decode("cp1252", "replace"), text)


def decode_lines(data: bytes) -> Decoded | None:
    """A file of which some lines are in UTF-8, the others in windows-1252; None where no line is in UTF-8, or the others
    hold more than a letter in three beyond ASCII, which is no windows-1252.
    """
    if data.count(b"\n") > MAX_LINES:
        return None
    texts: list[str] = []
    narrow: list[tuple[int, int]] = []
    start = beyond = plain = 0
    has_wide = False
    for line in data.split(b"\n"):
        text = wide_line(line)
        if text is None:
            text = line.decode("cp1252", "replace")
            if not text.isascii():
                narrow.append((start, start + len(text)))
                letters = sum(map(str.isalpha, text))
                beyond += letters - (len(line) - len(line.translate(None, ASCII_LETTERS)))
                plain += letters
        elif not text.isascii():
            has_wide = True
        texts.append(text)
        start += len(text) + 1
    if not has_wide or beyond * 3 > plain:
        return None
    ranges = tuple(narrow) if len(narrow) <= MAX_RANGES else ()
    return Decoded("\n".join(texts), "mixed: utf-8+windows-1252", ranges)


def wide_line(line: bytes) -> str | None:
    """The line if it is in UTF-8. A single letter beyond ASCII must look wrong in windows-1252: `CAFÉ»` may be either."""
    if line.isascii():
        return line.decode("ascii")
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return None
    is_repeated = sum(1 for character in text if character > "\x7f") > 1
    if is_repeated or ftfy.badness.is_bad(line[:MAX_LOOK].decode("cp1252", "replace")):
        return text
    return None


def decode_detected(data: bytes) -> Decoded | None:
    """Detect by the bytes: resiliparse first (uchardet's statistics), charset-normalizer where that gives no
    answer.
    """
    sample = data[:SAMPLE_BYTES]
    decoded = decode_as(data, find_codec(detect_encoding(sample)))
    if decoded:
        return decoded
    best = from_bytes(sample).best()
    return decode_as(data, best.encoding) if best else None
