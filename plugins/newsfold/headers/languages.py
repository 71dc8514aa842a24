"""The language of an article: what it declares, held against what its text looks like.

Most texts confirm what is declared by their most frequent words, which is several times as fast as a model. So do plain
English texts where nothing is declared. Of all others py3langid decides.
"""

import math
import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np

from newsfold.headers.header_names import language_names, rules
from newsfold.model import Candidate, RawHeader
from newsfold.text.data_files import read
from newsfold.text.derived_arrays import Arrays, derived_arrays

MAX_TEXT = 700
MIN_TEXT = 60
MIN_WORDS = 20
LEAST_SHARE = 0.2  # of a text's words are function words of its language,
MOST_RIVAL = 0.7  # and no other language claims more than this part of their number
# What is declared by nobody is believed at this share. Only of English, whose nearest relatives have few of its words
# (Nigerian Pidgin .16, most English news .3 to .45), and where the model says the same.
UNDECLARED_SHARES = {"en": 0.3}
# Languages with hardly a paper of their own: a text is one only where the model is so much surer of it than of any other.
RARE = frozenset(read("close_languages")["rare"])
MUCH_SURER = 1e9
RIVALS = 12
LEAST_PROBABLE = 0.25  # below it a language is a guess
TELLING = {
    language: frozenset(listed.split()) for language, listed in read("close_languages")["telling"].items()
}
LEAST_TELLING = 2
# Languages that a model confuses, each with words that its sisters don't have.
CLOSE = {
    name: {language: frozenset(listed.split()) for language, listed in group.items()}
    for name, group in read("close_languages")["groups"].items()
}
TIBETAN_SYLLABLE = re.compile(r"[\u0f40-\u0fbc]+")
WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0900-\u0963])*")
# Scripts that tell a language: at least this share of the letters.
SCRIPTS = (
    ("ja", re.compile(r"[\u3041-\u30ff]"), 0.2),
    ("ko", re.compile(r"[\uac00-\ud7a3]"), 0.5),
)

TAG = re.compile(r"^([a-z]{2})(?:[-_](?:[A-Z][a-z]{3}[-_])?([A-Za-z]{2}))?(?![a-z])", re.IGNORECASE)


@cache
def identifier() -> Any:
    """The model, with probabilities between 0 and 1."""
    from py3langid.langid import LanguageIdentifier

    model = unpacked_model()
    return LanguageIdentifier(
        model["nb_ptc"],
        model["nb_pc"],
        model["nb_classes"].tolist(),
        # Seen as memory it gives Python's own numbers, as the library's array does.
        model["tk_nextmove"].data,
        model["tk_output"].tolist(),
        norm_probs=True,
        tk_row=model["tk_row"].tolist(),
    )


@derived_arrays("py3langid")
def unpacked_model() -> Arrays:
    """The model's arrays: unpacking them takes half a second and 70 MB."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE)
    names = ("nb_ptc", "nb_pc", "nb_classes", "tk_nextmove", "tk_output", "tk_row")
    return {name: np.asarray(getattr(model, name)) for name in names}


def declared(headers: Iterable[RawHeader]) -> list[tuple[str, str | None, RawHeader]]:
    """(language, country, header) for each header that declares one, the surest first."""
    found: list[tuple[str, str | None, RawHeader]] = []
    for header in sorted(
        (header for header in headers if header.name.lower() in rules("language")),
        key=lambda header: -rules("language")[header.name.lower()].confidence,
    ):
        value = header.value.strip()
        if value.casefold() in language_names():
            found.append((language_names()[value.casefold()], None, header))
        elif match := TAG.match(value):
            found.append((match[1].lower(), match[2].upper() if match[2] else None, header))
    return found


def detect(text: str) -> tuple[str, float] | None:
    """(language, probability) that the text looks like; None for a text that is too short to tell."""
    sample = " ".join(text[: MAX_TEXT * 2].split())[:MAX_TEXT]
    if len(sample) < MIN_TEXT and not any("\u3000" < character < "\ud7ff" for character in sample):
        return None
    return settled(sample, identifier().rank(sample)[:RIVALS])


def settled(sample: str, ranked: Sequence[tuple[str, float]]) -> tuple[str, float] | None:
    """The likeliest language of `ranked`, unless a close one's own words stand in the text; None where a language without
    papers of its own is only just ahead.
    """
    language, probability = str(ranked[0][0]), float(ranked[0][1])
    words = [*WORD.findall(sample.casefold()), *TIBETAN_SYLLABLE.findall(sample)]
    for group in CLOSE.values():
        if language in group:
            counts = Counter(
                {name: sum(word in telling for word in words) for name, telling in group.items()}
            )
            best, most = counts.most_common(1)[0]
            return (best if most >= LEAST_TELLING and most > counts[language] else language), probability
    if language in RARE and sum(word in TELLING.get(language, ()) for word in words) < LEAST_TELLING:
        rivals = [(str(name), float(share)) for name, share in ranked[1:] if str(name) not in RARE]
        rival, share = max(rivals, key=lambda each: each[1], default=("", 0.0))
        if share * MUCH_SURER > probability:
            is_prose = len(words) >= MIN_WORDS and any(function_words().get(word) for word in words)
            return (rival, 0.5) if is_prose else None
    return (language, probability) if probability >= LEAST_PROBABLE else None


@cache
def function_words() -> dict[str, tuple[str, ...]]:
    """A frequent word in small letters -> the languages that it is one of."""
    found: dict[str, tuple[str, ...]] = {}
    for language, listed_words in read("function_words").items():
        for word in listed_words.split():
            found[word] = (*found.get(word, ()), language)
    return found


def confirm(text: str, stated: Container[str]) -> str | None:
    """The language in `stated`, or of `UNDECLARED_SHARES`, that the text is in without doubt, by its script or its function
    words; None otherwise.
    """
    sample = " ".join(text[: MAX_TEXT * 2].split())[:MAX_TEXT]
    for language, letters, share in SCRIPTS:
        if language in stated and len(letters.findall(sample)) >= share * max(MIN_TEXT, len(sample)):
            return language
    words = WORD.findall(sample.casefold())
    known = function_words()
    counts = Counter(language for word in words for language in known.get(word, ()))
    (best, most), (_, second) = [*counts.most_common(2), ("", 0), ("", 0)][:2]
    share = LEAST_SHARE if best in stated else UNDECLARED_SHARES.get(best, math.inf)
    sure = len(words) >= MIN_WORDS and most >= share * len(words) and second <= MOST_RIVAL * most
    return best if sure else None


def candidates(headers: Iterable[RawHeader], body: str, source_language: str | None) -> list[Candidate]:
    """All readings of the language, likeliest first. A declaration that the text contradicts falls behind the text."""
    found = [
        Candidate(
            language,
            header.value,
            header.where,
            f"declared in {header.name}",
            rules("language")[header.name.lower()].confidence,
        )
        for language, _, header in declared(headers)
    ]
    if source_language:
        found.append(
            Candidate(source_language, source_language, "sources.toml", "the source's language", 0.6)
        )
    confirmed = confirm(body, {candidate.value for candidate in found})
    seen = (confirmed, 1.0) if confirmed else detect(body)
    if seen:
        language, probability = seen
        agreeing = any(candidate.value == language for candidate in found)
        found.append(
            Candidate(
                language,
                body[:80],
                "body",
                "its frequent words or its script" if confirmed else "looks like it",
                round(min(0.99, (0.95 if agreeing else 0.9) * probability), 3),
            )
        )
        if agreeing:
            found = [raise_confidence(candidate, language) for candidate in found]
    return sorted(found, key=lambda candidate: -candidate.confidence)


def raise_confidence(candidate: Candidate, language: str) -> Candidate:
    """A declaration that the text confirms is surer."""
    if candidate.value != language:
        return candidate
    return Candidate(
        candidate.value,
        candidate.raw,
        candidate.where,
        candidate.rule,
        round(min(0.99, candidate.confidence + 0.12), 3),
    )
