"""`newsfold trace`: who carried which sentences of a text that need not be ours."""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.text import Text

from newsfold.cli import command_options, console
from newsfold.cli.database_access import open_connection
from newsfold.cli.usage import UsageError
from newsfold.config.home import project_root
from newsfold.config.sources_file import load_sources
from newsfold.explain.comparison import ComparisonError, read_side
from newsfold.pipeline import steps
from newsfold.pipeline.sentence_tracing import SentenceCarrier, TracedSentence, trace_text
from newsfold.text.decoding import decode

#: How many carriers of a sentence a terminal names; `--json` has all.
CARRIERS_SHOWN = 3


def trace_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold trace`."""
    parser.add_argument(
        "file",
        type=command_options.place,
        metavar="FILE",
        help="a file that newsfold reads, or any text; FILE#3 is its record 3, counted from 0",
    )
    parser.add_argument(
        "--language", metavar="CODE", help="language of the text, where it does not say it: en"
    )
    command_options.database(parser)
    command_options.as_json(parser)


def trace(arguments: argparse.Namespace) -> int:
    """Show each sentence of a text with the articles that carry it. Exit code 1 where nobody carries any."""
    body, language = read_text(arguments.file)
    with open_connection(arguments, "operator") as connection:
        traced = trace_text(connection, body, arguments.language or language)
    if arguments.json:
        for each in traced:
            print(json.dumps(as_json(each), default=str, ensure_ascii=False))
    else:
        print_traced(traced)
    return 0 if any(each.carriers for each in traced) else 1


def read_text(named: str) -> tuple[str, str | None]:
    """The text of a file and its language: of an article as it is read, else of the file as it stands.

    Raises UsageError where there is neither.
    """
    _, sources = load_sources(project_root() / "dags" / "sources.toml")
    try:
        article = read_side(named, sources, project_root(), steps.utc_now()).article
    except ComparisonError as error:
        decoded = decode(Path(named).read_bytes()) if Path(named).is_file() else None
        if decoded is None or not any(map(str.isalpha, decoded.text)):
            raise UsageError(str(error)) from error
        return decoded.text, None
    return article.body, article.language


def as_json(sentence: TracedSentence) -> dict[str, Any]:
    """One object a sentence."""
    return {
        "sentence_number": sentence.number,
        "sentence": sentence.text,
        "carriers": [
            {name: getattr(each, name) for name in SentenceCarrier.__slots__} for each in sentence.carriers
        ],
    }


def print_traced(traced: Sequence[TracedSentence]) -> None:
    """How much of the text is carried, who carries most, and each sentence with its carriers."""
    words = sum(each.words for each in traced)
    carried = sum(each.words for each in traced if each.carriers)
    found = sum(bool(each.carriers) for each in traced)
    console.out.print(
        Text(
            f"{found} of {len(traced)} sentences are carried ({carried / words if words else 0:.0%} of the words)",
            style="bold",
        )
    )
    by_source = Counter(source for each in traced for source in {one.source for one in each.carriers})
    if by_source:
        console.out.print(
            "most by " + ", ".join(f"{console.escape(s)} ({n})" for s, n in by_source.most_common(5))
        )
    for each in traced:
        console.out.print()
        style = "" if each.carriers else "dim"
        console.out.print(Text(f"{each.number:>3}  {console.plain(each.text)}", style=style))
        for one in each.carriers[:CARRIERS_SHOWN]:
            console.out.print(Text(f"     {carrier_line(one)}", style="cyan"))
        if len(each.carriers) > CARRIERS_SHOWN:
            console.out.print(f"     and {len(each.carriers) - CARRIERS_SHOWN} more")
        if not each.carriers:
            console.out.print(Text("     nobody", style="dim"))


def carrier_line(one: SentenceCarrier) -> str:
    """One carrier, in a line."""
    when = f"{one.published_at:%Y-%m-%d %H:%M}" if one.published_at else str(one.published_on or "no day")
    how = "word for word" if one.kind == "verbatim" else f"reworded ({one.similarity:.0%})"
    title = console.plain(one.headline or one.uri)
    return f"{when}  {one.source}: {title}, sentence {one.sentence_number}, {how}"
