"""A comparison on a terminal: the two texts side by side, with the same number and colour on sentences that match.

Nothing is said by colour alone. A terminal without colours still shows bold and underlined words; where there are no styles at
all (a file, a pipe), marks stand in their place.
"""

from collections.abc import Iterable, Mapping, Sequence

from rich.columns import Columns
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from newsfold.dedup.alignment import AlignedSentence, MarkKind, MatchedPair
from newsfold.explain.comparison import ComparedFiles, Side, verdict_line

#: A narrower terminal shows one text below the other.
NARROWEST_COLUMNS = 76
PAIR_COLOURS = ("cyan", "green", "yellow", "magenta", "blue", "bright_cyan", "bright_green", "bright_magenta")
MARK_STYLES = {
    MarkKind.SHARED_NAME: "bold",
    MarkKind.SHARED_NUMBER: "bold",
    MarkKind.OWN_NAME: "underline",
    MarkKind.OWN_NUMBER: "underline bold red",
    MarkKind.QUOTE: "italic",
    MarkKind.SHARED_QUOTE: "italic bold",
}
# What stands around a marked stretch where there are no styles.
PLAIN_MARKS = {
    MarkKind.SHARED_NAME: ("*", "*"),
    MarkKind.SHARED_NUMBER: ("*", "*"),
    MarkKind.OWN_NAME: ("_", "_"),
    MarkKind.OWN_NUMBER: ("_", "_"),
    MarkKind.QUOTE: ("", ""),
    MarkKind.SHARED_QUOTE: ("{", "}"),
}
ALONE = "·"


def print_comparison(out: Console, compared: ComparedFiles) -> None:
    """The sentence that says it all, why, the two texts, and what is in both or in one."""
    styled = out.is_terminal and not out.legacy_windows
    out.print(Text(compared.summary, style="bold"))
    out.print(Text(f"{verdict_line(compared)} (method {compared.method})"))
    for note in compared.notes:
        out.print(Text(f"Against it: {note}", style="bold red"))
    out.print()
    sides = (compared.one, compared.other), (compared.alignment.one, compared.alignment.other)
    texts = [
        Group(heading(letter, side), *paragraphs(sentences, compared.alignment.pairs, styled=styled))
        for letter, side, sentences in zip("AB", *sides, strict=True)
    ]
    out.print(side_by_side(out.width, texts))
    out.print(legend(styled=styled))
    out.print(account_table(compared))
    out.print(Text(f"Copied text: {compared.copied}."))
    for line in terms(compared.evidence):
        out.print(line)


def side_by_side(width: int, texts: Sequence[RenderableType]) -> RenderableType:
    """Two columns that share the width, or one below the other on a narrow terminal."""
    if width < NARROWEST_COLUMNS:
        return Group(texts[0], Text(""), texts[1])
    grid = Table.grid(padding=(0, 3, 0, 0), expand=True)
    grid.add_column(ratio=1, overflow="fold")
    grid.add_column(ratio=1, overflow="fold")
    grid.add_row(*texts)
    return grid


def heading(letter: str, side: Side) -> RenderableType:
    """What the text is: source, headline, day, file, and which record."""
    article = side.article
    about = [article.agency or article.source, article.language or "", f"{article.published_on or 'no day'}"]
    lines = [
        Text(f"{letter}  {article.headline or '(no headline)'}", style="bold reverse"),
        Text(", ".join(filter(None, dict.fromkeys(about))), style="dim"),
        Text(f"{article.file_uri}#{article.record_position}", style="dim", overflow="fold"),
    ]
    if side.note:
        lines.append(Text(side.note, style="dim italic"))
    return Group(*lines)


def paragraphs(
    sentences: Iterable[AlignedSentence], pairs: Sequence[MatchedPair], *, styled: bool
) -> list[Text]:
    """The text with its marks, an empty line before each paragraph."""
    made: list[Text] = []
    paragraph = None
    for sentence in sentences:
        if sentence.paragraph != paragraph:
            made += [Text(""), Text("")]
            paragraph = sentence.paragraph
        else:
            made[-1].append(" ")
        made[-1].append_text(shown_sentence(sentence, pairs, styled=styled))
    return made


def shown_sentence(sentence: AlignedSentence, pairs: Sequence[MatchedPair], *, styled: bool) -> Text:
    """One sentence behind its number; `=` where the words are the same, `~` where it stands in another place."""
    text = marked(sentence, styled=styled)
    if sentence.pair is None:
        return Text.assemble((f"[{ALONE}] ", "dim"), text)
    pair = pairs[sentence.pair - 1]
    colour = PAIR_COLOURS[(sentence.pair - 1) % len(PAIR_COLOURS)]
    signs = ("=" if pair.same_words else "") + ("~" if pair.moved else "")
    text.stylize_before(colour)
    return Text.assemble((f"[{sentence.pair}{signs}]", f"bold reverse {colour}"), " ", text)


def marked(sentence: AlignedSentence, *, styled: bool) -> Text:
    """A sentence with its names, numbers and quotes marked."""
    text = Text()
    at = 0
    for mark in sentence.marks:
        text.append(sentence.text[at : mark.start])
        before, behind = ("", "") if styled else PLAIN_MARKS[mark.kind]
        text.append(f"{before}{sentence.text[mark.start : mark.end]}{behind}", MARK_STYLES[mark.kind])
        at = mark.end
    return text.append(sentence.text[at:])


def legend(*, styled: bool) -> RenderableType:
    """What the marks mean."""
    both = Text("bold", "bold") if styled else Text("*both*")
    own = Text("underlined", "underline") if styled else Text("_one only_")
    quote = Text("italic", "italic") if styled else Text("{quote in both}")
    entries = [
        Text("[3] sentences that match"),
        Text("= word for word"),
        Text("~ in another place"),
        Text(f"[{ALONE}] without a match"),
        both.append(": name or number in both", "not bold"),
        own.append(": in this text only", "not underline"),
        quote.append(": someone's words, left out", "not italic") if styled else quote,
    ]
    return Group(Text(""), Columns(entries, padding=(0, 2)), Text(""))


def account_table(compared: ComparedFiles) -> Table:
    """How the evidence for a rewrite adds up."""
    table = Table(title="In other words: how the points add up", title_justify="left", box=None, pad_edge=False,
                  header_style="bold", title_style="bold")  # fmt: skip
    table.add_column("")
    table.add_column("value", justify="right")
    table.add_column("points", justify="right")
    table.add_column("")
    for line in compared.account:
        table.add_row(line.what, line.value, f"{line.points:+.2f}", Text(line.meaning, style="dim"))
    return table


def terms(evidence: Mapping[str, object]) -> Iterable[Text]:
    """Names, numbers and quotes in both, and in one only."""
    names = str(evidence.get("names_are", "names"))
    for key, called in (("names", names), ("numbers", "numbers"), ("quotes", "quotes")):
        for where, label in (
            (f"shared_{key}", "in both"),
            (f"{key}_only_in_one", "only in A"),
            (f"{key}_only_in_other", "only in B"),
        ):
            found = evidence.get(where)
            if isinstance(found, list) and found:
                yield Text(f"{called} {label}: ", style="bold").append(", ".join(map(str, found)), "not bold")
