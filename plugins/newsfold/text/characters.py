"""Which characters a record may hold: folding of white space, removal of control characters, sentence ends."""

import re
import unicodedata

# C0 and C1 controls but tab and line feed, lone surrogates, noncharacters, and the marks that only show or
# steer: soft hyphen, zero-width space, word joiner, byte order mark, bidirectional embeddings and isolates
# (Unicode TR 36). Zero-width joiners and the left-to-right and right-to-left marks stay: Persian, Hindi and
# Hebrew need them.
UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2060\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff]+"
)
# Agencies end lines with CR CR LF, for printers whose carriage is slow.
LINE_ENDS = re.compile("\r{1,3}\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
IDEOGRAPHIC = r"\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
ENDS = ".!?…。！？｡؟۔।॥։።፧፨།༎။។៕"
SENTENCE_END = re.compile(rf"[{ENDS}]['\"”’»“›」』)\]]*\s*$")
SENTENCE_INSIDE = re.compile(rf"[{ENDS}]['\"”’»“›」』)\]]*(?=\s)|[。！？｡]")
# Thai and Lao end sentences with nothing, Khmer, Burmese and Tibetan may: a line longer than a headline is text there.
WITHOUT_STOPS = re.compile(r"[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]['\"”’»“›)\]]*\s*$")
MIN_LINE_WITHOUT_STOPS = 70
LETTERS = re.compile("[a-z]+")


def clean(text: str) -> str:
    """`text` without unwanted characters, in NFC. Line feeds and tabs stay."""
    return unicodedata.normalize("NFC", UNWANTED.sub("", text))


def fold(text: str) -> str:
    """`text` on one line: cleaned, white space folded to single spaces, none at the ends."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join(clean(LINE_ENDS.sub("\n", text)).split())


def letter_runs(text: str) -> frozenset[str]:
    """The words of a text in ASCII as far as letters go, in small ones: what a list of names is held against at once."""
    return frozenset(LETTERS.findall(text.lower()))


def split_lines(text: str) -> list[str]:
    """The lines of `text`, cleaned, whatever ends them (CR, LF, CRLF, NEL, form feed, Unicode separators)."""
    return clean(LINE_ENDS.sub("\n", text)).split("\n")


def ends_sentence(line: str) -> bool:
    """True where `line` ends like a sentence, in any script's punctuation, or is long and in a script that has none."""
    end = line[-12:]
    if SENTENCE_END.search(end) is not None:
        return True
    return (
        len(line) >= MIN_LINE_WITHOUT_STOPS and not line.isascii() and WITHOUT_STOPS.search(end) is not None
    )


def sentences_of(line: str) -> str:
    """`line` up to where its last sentence ends: without a sign-off behind it; empty where no sentence ends."""
    if ends_sentence(line):
        return line
    end = max((match.end() for match in SENTENCE_INSIDE.finditer(line)), default=0)
    return line[:end]


def is_ideographic(character: str) -> bool:
    """True for characters of scripts that are written without spaces: Chinese and Japanese (not Korean)."""
    return character > "\u2fff" and re.match(f"[{IDEOGRAPHIC}]", character) is not None


def weight(text: str) -> int:
    """The length of `text` in about the number of Latin letters that would say the same: ideographs count
    threefold.
    """
    return len(text) if text.isascii() else len(text) + 2 * len(re.findall(f"[{IDEOGRAPHIC}]", text))
