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
SENTENCE_END = re.compile(r"[.!?…。！？｡؟۔।։]['\"”’»“›」』)\]]*\s*$")


def clean(text: str) -> str:
    """`text` without unwanted characters, in NFC. Line feeds and tabs stay."""
    return unicodedata.normalize("NFC", UNWANTED.sub("", text))


def fold(text: str) -> str:
    """`text` on one line: cleaned, white space folded to single spaces, none at the ends."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join(clean(LINE_ENDS.sub("\n", text)).split())


def split_lines(text: str) -> list[str]:
    """The lines of `text`, cleaned, whatever ends them (CR, LF, CRLF, NEL, form feed, Unicode separators)."""
    return clean(LINE_ENDS.sub("\n", text)).split("\n")


def ends_sentence(line: str) -> bool:
    """True where `line` ends like a sentence, in Latin, Arabic, Devanagari, Armenian or CJK punctuation."""
    return SENTENCE_END.search(line[-12:]) is not None


def is_ideographic(character: str) -> bool:
    """True for characters of scripts that are written without spaces: Chinese and Japanese (not Korean)."""
    return character > "\u2fff" and re.match(f"[{IDEOGRAPHIC}]", character) is not None


def weight(text: str) -> int:
    """The length of `text` in about the number of Latin letters that would say the same: ideographs count
    threefold.
    """
    return len(text) if text.isascii() else len(text) + 2 * len(re.findall(f"[{IDEOGRAPHIC}]", text))
