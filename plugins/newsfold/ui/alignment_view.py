"""Two texts side by side as the templates show them: paragraphs of sentences, each cut at its marks."""

from newsfold.dedup.alignment import AlignedSentence, Alignment, MarkKind

PAIR_COLOURS = 8
MARK_CLASSES = {
    MarkKind.SHARED_NAME: "both",
    MarkKind.SHARED_NUMBER: "both",
    MarkKind.OWN_NAME: "own",
    MarkKind.OWN_NUMBER: "own number",
    MarkKind.QUOTE: "quote",
    MarkKind.SHARED_QUOTE: "quote both",
}

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
