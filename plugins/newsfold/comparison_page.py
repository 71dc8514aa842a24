"""A comparison as one HTML page that needs nothing else: no script, no other file, and everything escaped."""

from pathlib import Path

from jinja2.filters import do_mark_safe

from newsfold import ui
from newsfold.comparison import ComparedFiles, verdict_line
from newsfold.dedup.alignment import AlignedSentence, Alignment, MarkKind
from newsfold.ui.templating import content_policy, environment

STATIC = Path(ui.__file__).parent / "static"
PAIR_COLOURS = 8
MARK_CLASSES = {
    MarkKind.SHARED_NAME: "both",
    MarkKind.SHARED_NUMBER: "both",
    MarkKind.OWN_NAME: "own",
    MarkKind.OWN_NUMBER: "own number",
    MarkKind.QUOTE: "quote",
    MarkKind.SHARED_QUOTE: "quote both",
}


def comparison_page(compared: ComparedFiles) -> str:
    """The page as text, in UTF-8 where it is written."""
    style = style_sheet()
    alignment = compared.alignment
    evidence = compared.evidence
    return environment().get_template("comparison.html").render(
        compared=compared,
        verdict=verdict_line(compared),
        style=do_mark_safe(style),
        policy=content_policy(style),
        sides=[
            ("a", "b", compared.one, paragraphs(alignment.one, alignment)),
            ("b", "a", compared.other, paragraphs(alignment.other, alignment)),
        ],
        pairs=[
            (number, colour(number), pair, alignment.one[pair.one].text, alignment.other[pair.other].text)
            for number, pair in enumerate(alignment.pairs, start=1)
        ],
        terms=[
            (what, *(evidence.get(name, []) for name in names))
            for what, names in (
                (evidence.get("names_are", "names"), ("shared_names", "names_only_in_one", "names_only_in_other")),
                ("numbers", ("shared_numbers", "numbers_only_in_one", "numbers_only_in_other")),
                ("quotes", ("shared_quotes", "", "")),
            )
        ],
    )  # fmt: skip


def style_sheet() -> str:
    """The operators' pages' style sheet, and what this page needs beside it."""
    return "".join((STATIC / name).read_text(encoding="utf-8") for name in ("newsfold.css", "comparison.css"))


Piece = tuple[str, str]


def paragraphs(sentences: tuple[AlignedSentence, ...], alignment: Alignment) -> list[list[dict[str, object]]]:
    """The sentences of each paragraph, each as pieces of text with their class."""
    made: dict[int, list[dict[str, object]]] = {}
    for sentence in sentences:
        pair = alignment.pairs[sentence.pair - 1] if sentence.pair else None
        shown: dict[str, object] = {
            "number": sentence.pair,
            "colour": colour(sentence.pair) if sentence.pair else "",
            "same_words": bool(pair and pair.same_words),
            "moved": bool(pair and pair.moved),
            "thin": sentence.thin,
            "pieces": pieces(sentence),
        }
        made.setdefault(sentence.paragraph, []).append(shown)
    return [made[number] for number in sorted(made)]


def pieces(sentence: AlignedSentence) -> list[Piece]:
    """A sentence cut at its marks: text and class, which is empty for text without a mark."""
    found: list[Piece] = []
    at = 0
    for mark in sentence.marks:
        found.append((sentence.text[at : mark.start], ""))
        found.append((sentence.text[mark.start : mark.end], MARK_CLASSES[mark.kind]))
        at = mark.end
    found.append((sentence.text[at:], ""))
    return [piece for piece in found if piece[0]]


def colour(number: int) -> str:
    """The class that gives a pair its colour."""
    return f"pair{(number - 1) % PAIR_COLOURS + 1}"
