"""Which encoding bytes are in, by the letters that come out: for false declarations, missing ones, and text decoded wrongly.

Detection by statistics (`newsfold.text.decoding.decode_detected`) answers for bytes alone. Here what each encoding makes of
them is held against the alphabets of languages (`alphabets.toml`): a German text has no `ge”ffnet`, a Russian one no capital
inside a word.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from newsfold.text.data_files import read

SAMPLE = 40_000
LEAST_BEYOND = 3
# In order of how common they are in the news; of equals the first one wins.
SINGLE_BYTE = (
    "cp1252", "cp1251", "cp1250", "iso8859-2", "koi8-r", "koi8-u", "cp1253", "iso8859-7", "cp1254", "cp1256", "cp1255",
    "iso8859-5", "cp1257", "cp850", "cp437", "mac_roman", "cp866", "mac_cyrillic", "iso8859-6", "iso8859-8", "cp852", "cp874",
)  # fmt: skip
MULTI_BYTE = ("euc_kr", "euc_jp", "shift_jis", "gb18030", "big5")
# The share of what is beyond ASCII that no language explains: above it a reading is doubted, below it another one is believed.
DOUBTED = 0.05
BELIEVED = 0.04
MUST_READ = 0.2
MARKS = frozenset("£¥¢‘’‚“”„«»‹›–—…•·§°©®™€£†‡¡¿´`¨²³¹½¼¾×÷±µºª ­\u00a0\u2009\u202f")
# Marks that stand where a letter should: inside a word, or behind three letters of one.
MISPLACED = re.compile(
    r"(?<=[^\W\d_])[‚„“”«»†‡•…¡¿¢£¤¥¦§¨©«¬®¯°±¶·¸¹º»¼½¾×÷€](?=[a-zà-ÿ])|(?<=[^\W\d_]{3})[¹³¿¼½¾±¤¦¨¯¸¬ªº](?=[\s,.a-z])|(?<=\s)[¿¡¹³¶¼](?=[a-z]{2})"
)
# Two alphabets in one word.
MIXED = re.compile(r"[a-zA-Z][\u0370-\u06ff]|[\u0370-\u06ff][a-zA-Z]")
SMALL_THEN_CAPITAL = re.compile(r"[а-яёіїєґα-ωà-ÿ][А-ЯЁІЇЄҐΑ-ΩÀ-Þ]")
SMALL, CAPITAL = re.compile("[а-яёіїєґα-ωάέήίόύώ]"), re.compile("[А-ЯЁІЇЄҐΑ-ΩΆΈΉΊΌΎΏ]")
MOST_OF_ONE_CASE = 60
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
WORD = re.compile(r"[^\W\d_]+")
LEAST_WORDS = 0.1
KANA, HANGUL, HAN = (
    re.compile("[\u3040-\u30ff]"),
    re.compile("[\uac00-\ud7a3]"),
    re.compile("[\u4e00-\u9fff]"),
)
EAST_ASIAN = re.compile("[\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef“”‘’·—…]")
COMMON_HAN = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们到说了們這個為國時來說会對于年月日后後闭天新港"
)


@dataclass(frozen=True, slots=True)
class Fit:
    """How a text reads: the share of what is beyond ASCII that no language explains, and how many characters that are."""

    unexplained: float
    beyond: int


@cache
def alphabets() -> dict[str, frozenset[str]]:
    """Language -> its letters beyond ASCII, small and capital."""
    return {
        language: frozenset(letters + letters.upper())
        for language, letters in read("alphabets")["letters"].items()
    }


@cache
def frequent() -> dict[str, frozenset[str]]:
    """Language -> its most frequent words in ASCII."""
    lists = read("function_words")
    return {
        language: frozenset(word for word in text.split() if word.isascii())
        for language, text in lists.items()
        if isinstance(text, str) and language in alphabets()
    }


def likely_languages(text: str) -> list[str]:
    """The languages that a text may be in: one where its frequent words in ASCII say so, else all."""
    found = [word.lower() for word in re.findall(r"[A-Za-z]+", text)]
    if not found:
        return list(alphabets())
    counts = Counter(found)
    shares = sorted(
        (
            (sum(counts[word] for word in words) / len(found), language)
            for language, words in frequent().items()
        ),
        reverse=True,
    )
    if shares and shares[0][0] >= LEAST_WORDS and shares[0][0] > 1.2 * shares[1][0]:
        return [shares[0][1]]
    return list(alphabets())


def fit(text: str) -> Fit:
    """How well a text reads in the language that explains most of it."""
    sample = text[:SAMPLE]
    beyond = BEYOND_ASCII.findall(sample)
    if not beyond:
        return Fit(0.0, 0)
    faults = (
        len(MISPLACED.findall(sample)) + len(SMALL_THEN_CAPITAL.findall(sample)) + len(MIXED.findall(sample))
    )
    east = sum(1 for each in beyond if EAST_ASIAN.match(each) and each not in MARKS)
    if east * 2 > len(beyond):
        return Fit(fit_east_asian(sample, beyond, east), len(beyond))
    small, capital = len(SMALL.findall(sample)), len(CAPITAL.findall(sample))
    if small + capital > MOST_OF_ONE_CASE and not (small and capital):
        return Fit(
            1.0, len(beyond)
        )  # Hebrew that was read as Russian: the language of these letters has both
    others = Counter(each for each in beyond if each not in MARKS)
    count = sum(others.values())
    strange = min(
        (sum(times for letter, times in others.items() if letter not in alphabets()[language])
         for language in likely_languages(sample)),
        default=count,
    )  # fmt: skip
    return Fit(min(1.0, (strange + faults) / len(beyond)), len(beyond))


def fit_east_asian(sample: str, beyond: list[str], east: int) -> float:
    """The share of signs that Chinese, Japanese and Korean don't explain; all where none of the three has its own signs."""
    kana, hangul, han = (len(pattern.findall(sample)) for pattern in (KANA, HANGUL, HAN))
    signs = max(1, kana + hangul + han)
    is_japanese = kana > 0.15 * signs
    is_korean = hangul > 0.6 * signs
    is_chinese = han > 0.9 * signs and sum(1 for each in beyond if each in COMMON_HAN) > 0.05 * han
    return 1 - east / len(beyond) if is_japanese or is_korean or is_chinese else 1.0


def better_encoding(data: bytes, text: str) -> str | None:
    """The encoding in which `data` reads well, where `text`, which was made of them, does not; else None."""
    today = fit(text)
    if today.beyond < LEAST_BEYOND or today.unexplained < DOUBTED:
        return None
    sample = data[: 4 * SAMPLE]
    best: tuple[float, str] | None = None
    for codec in (*MULTI_BYTE, *SINGLE_BYTE):
        try:
            read_so = sample.decode(
                codec, "strict" if codec in MULTI_BYTE and len(data) <= len(sample) else "replace"
            )
        except UnicodeDecodeError:
            continue
        if read_so.count("\ufffd") * 500 > len(read_so):
            continue
        found = fit(read_so).unexplained
        if best is None or found < best[0]:
            best = (found, codec)
    return best[1] if best is not None and best[0] <= min(BELIEVED, today.unexplained / 4) else None


def find_escaped_encoding(data: bytes) -> str | None:
    """ISO 2022 for Japanese or Korean, by its escape sequences between bytes of ASCII; None for other bytes."""
    if b"\x1b$" not in data and b"\x1b(J" not in data:
        return None
    codec = "iso2022_kr" if b"\x1b$)C" in data else "iso2022_jp_2"
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return None
    return codec if fit(text).beyond and fit(text).unexplained <= MUST_READ else None


def find_wide_cyrillic(data: bytes) -> str | None:
    """UTF-16 without a mark in a script that has its own block (Greek, Cyrillic, Arabic): every other byte is 0 or its."""
    sample = data[: 4096 & ~1]
    if len(sample) < 40:
        return None
    for codec, high, low in (
        ("utf-16-le", sample[1::2], sample[0::2]),
        ("utf-16-be", sample[0::2], sample[1::2]),
    ):
        common = Counter(high).most_common(2)
        is_block = sum(times for _, times in common) >= 0.9 * len(high) and 0 in dict(common)
        if is_block and max(dict(common)) <= 0x10 and len(set(low)) > 15 and len(set(high)) <= 6:
            text = sample.decode(codec, "replace")
            if fit(text).unexplained <= MUST_READ and "\ufffd" not in text:
                return codec
    return None
