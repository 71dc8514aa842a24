"""Month and weekday names in the languages of the news, compiled once from CLDR (by way of babel).

Names are looked up casefolded and without a closing full stop. Where two languages use one name for different months
(Polish and Croatian `listopad`), the language at hand decides.
"""

import unicodedata
from functools import cache, lru_cache

from babel import Locale

from newsfold.text.data_files import read
from newsfold.text.derived_tables import derived_from

# Vowel signs and accents that belong to the letter before them, in the scripts up to Khmer; `\\w` does not match them.
MARKS = "".join(c for c in map(chr, range(0x300, 0x1A00)) if unicodedata.category(c) in ("Mn", "Mc"))
MARKS += "\u200c\u200d"  # joiners inside words of India, Sri Lanka and Iran

LONGEST_WORD = 40
SAFE_WEEKDAY = 6  # letters
LOCALES = (
    "en", "en_GB", "en_AU", "de", "de_AT", "fr", "es", "es_PE", "pt", "pt_PT", "it", "nl", "ru", "ar", "ar_EG", "ar_SY",
    "ar_DZ", "ar_MA", "hi", "pl", "cs", "sk", "tr", "id", "uk", "el", "sv", "da", "nb", "fi", "hu", "ro", "bg", "ca",
)  # fmt: skip

# Whose months are read by their full names only, as abbreviations of so many languages are words of others; and, in scripts
# that only they have, by their abbreviations, too.
FULL_LOCALES = (
    "af", "az", "be", "bs", "cy", "et", "eu", "fa", "fil", "ga", "gl", "ha", "hr", "hsb", "is", "ckb",
    "kk", "ky", "lb", "lt", "lv", "mk", "mn", "ms", "mt", "ps", "sd", "sk", "sl", "so", "sq", "sr",
    "sr_Latn", "sw", "tg", "tk", "tt", "ug", "ur", "uz", "uz_Cyrl", "yo", "zu",
)  # fmt: skip
OWN_SCRIPT_LOCALES = (
    "am", "bn", "gu", "he", "hy", "ka", "km", "kn", "lo", "ml", "mr", "my", "ne", "or", "pa", "si", "ta", "te", "th", "ti",
)  # fmt: skip

WEEKDAY_LOCALES = (
    "en",
    "de",
    "fr",
    "es",
    "pt",
    "it",
    "nl",
    "ru",
    "ar",
    "zh",
    "zh_Hant",
    "ja",
    "ko",
    "hi",
    "uk",
    "pl",
    "tr",
    "sv",
    "id",
    *("da", "nb", "fi", "cs", "sk", "hu", "ro", "bg", "el", "ca", "vi"),
    *(code for code in FULL_LOCALES if code not in ("hsb", "ckb")),
    *OWN_SCRIPT_LOCALES,
)


def fold(word: str) -> str:
    """The form in which names are compared: compatibility characters unified, casefolded, no closing full stop."""
    return folded_word(word) if len(word) <= LONGEST_WORD else fold_text(word)


def fold_text(word: str) -> str:
    """`fold`, worked out."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", word).casefold()).rstrip(".")


# The words of one record are looked up in many lists.
folded_word = lru_cache(maxsize=16_384)(fold_text)


@derived_from("babel")
def months() -> dict[str, dict[str, int]]:
    """Folded month name -> {language: month}. Names in two words are held under both words with one space."""
    table: dict[str, dict[str, int]] = {}
    both, full = ("wide", "abbreviated"), ("wide",)
    widths = {**dict.fromkeys(FULL_LOCALES, full), **dict.fromkeys((*LOCALES, *OWN_SCRIPT_LOCALES), both)}
    for code in (*LOCALES, *FULL_LOCALES, *OWN_SCRIPT_LOCALES):
        locale = Locale.parse(code)
        for context in ("format", "stand-alone"):
            for width in widths[code]:
                for number, name in locale.months[context][width].items():
                    folded = fold(name).removeprefix("de ").removeprefix("d’")
                    if not any(character.isdigit() for character in folded):
                        table.setdefault(folded, {}).setdefault(locale.language, number)
    for language, entries in read("calendar_names")["months"].items():
        for number, names in entries.items():
            for name in names:
                table.setdefault(fold(name), {})[language] = int(number)
    return table


def without_article(folded: str) -> str:
    """A folded Hebrew word without the letter for `in`, where a month's name follows it: `בספטמבר`."""
    return folded[1:] if folded[:1] == "ב" and folded not in months() and folded[1:] in months() else folded


def month_number(word: str, language: str | None) -> int | None:
    """The month that `word` names: in `language` if it knows the word, else where all languages agree, else the first."""
    known = months().get(without_article(fold(word)))
    if known is None:
        return None
    return known[language] if language in known else next(iter(known.values()))


@cache
def month_words() -> frozenset[str]:
    """All folded month names."""
    hebrew = (f"ב{name}" for name, known in months().items() if "he" in known)
    return frozenset({*months(), *hebrew})


@derived_from("babel")
def weekdays() -> dict[str, int]:
    """Folded weekday name in full -> 0 (Monday) to 6. Abbreviations are left out: in running text they mislead."""
    table: dict[str, int] = {}
    for code in WEEKDAY_LOCALES:
        locale = Locale.parse(code)
        for context in ("format", "stand-alone"):
            for number, name in locale.days[context]["wide"].items():
                # `Anna` is a Sunday in one of them, and a name in most others.
                if code not in FULL_LOCALES or len(name) >= SAFE_WEEKDAY or not name.isascii():
                    table.setdefault(fold(name), number)
    for entries in read("calendar_names")["weekdays"].values():
        for number, names in entries.items():
            for name in names:
                table.setdefault(fold(name), int(number))
    return table


@derived_from("babel")
def short_weekdays() -> frozenset[str]:
    """Folded weekday names of any width, for telling a weekday from other words in a date line."""
    words = set(weekdays())
    for code in sorted(
        {*WEEKDAY_LOCALES} - {*FULL_LOCALES, "da", "nb", "fi", "cs", "sk", "hu", "ro", "bg", "el", "ca", "vi"}
    ):
        locale = Locale.parse(code)
        for context in ("format", "stand-alone"):
            words.update(fold(name) for name in locale.days[context]["abbreviated"].values())
    return frozenset(words)


@cache
def numeric_order(language: str, country: str | None) -> str | None:
    """DMY, MDY or YMD as CLDR writes a short date there; None where English says nothing without a country."""
    if language == "en" and country is None:
        return None
    try:
        locale = Locale.parse(f"{language}_{country}" if country else language)
    except Exception:  # babel raises several types for codes it does not know; the code is input
        if country is None or language == "en":
            return "DMY" if country else None
        return numeric_order(language, None)
    pattern = str(locale.date_formats["short"].pattern)
    return "".join(sorted("DMY", key=pattern.upper().find))
