"""The commands that need no database: `newsfold explain` for a file's headers, `newsfold compare` for two files' relation."""

import argparse
import json
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from newsfold.cli import command_options, console, explanation_console
from newsfold.cli.usage import UsageError
from newsfold.config.home import project_root
from newsfold.config.sources import Source
from newsfold.config.sources_file import load_sources
from newsfold.explain.explanation import explain_path, explained_rejection
from newsfold.model import SourceFile
from newsfold.pipeline import reading, steps
from newsfold.pipeline.workspaces import by_source, find_files

Arguments = argparse.Namespace


def explain_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold explain`."""
    parser.add_argument(
        "path", nargs="+", type=command_options.path, help="a file, or a folder with all that is below it"
    )
    parser.add_argument(
        "--source", metavar="SLUG", help="read them with this source's language, country and zone"
    )
    command_options.as_json(parser, "one JSON object a record and line")


def explain(arguments: Arguments) -> int:
    """Show how the headers of each record were read."""
    settings, sources = load_sources(project_root() / "dags" / "sources.toml")
    now, refused = steps.utc_now(), 0
    for source, found in by_source(
        find_files(arguments.path), sources, project_root(), arguments.source, settings
    ).items():
        for each in found:
            file = SourceFile(
                source.slug, each.name, each.path.as_uri(), "", each.size, each.modified_at, now
            )
            for item, raw in explain_file(each.path, source, file):
                refused += "rejected" in item
                shown = partial(explanation_console.print_explanation, raw=raw)
                console.show(arguments, item, shown, lines=True)
    return 1 if refused else 0


def explain_file(path: Path, source: Source, file: SourceFile) -> Iterable[tuple[dict[str, object], str]]:
    """The records of one file; one over the source's limit is refused unread, as a run would."""
    if file.size > source.max_file_bytes:
        return [(explained_rejection(reading.too_large(file, source), None, file, 0), "")]
    return explain_path(path, source, file)


def compare_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold compare`."""
    parser.add_argument(
        "a",
        metavar="A",
        type=command_options.place,
        help="a file; FILE#3 is its record 3, counted from 0 as `explain` does",
    )
    parser.add_argument("b", metavar="B", type=command_options.place, help="the same")
    parser.add_argument(
        "--html", metavar="FILE", help="write a page with both texts side by side; - is standard output"
    )
    command_options.as_json(parser)


def compare(arguments: Arguments) -> int:
    """Show the relation of two files."""
    from newsfold.explain import comparison

    settings, sources = load_sources(project_root() / "dags" / "sources.toml")
    try:
        compared = comparison.compare_files(
            arguments.a, arguments.b, sources, project_root(), steps.utc_now(), settings
        )
    except comparison.ComparisonError as error:
        raise UsageError(str(error)) from error
    if arguments.html:
        from newsfold.cli.comparison_page import comparison_page

        console.write_text(arguments.html, comparison_page(compared))
    if arguments.json:
        print(json.dumps(comparison.as_json(compared), default=str, ensure_ascii=False, indent=2))
    elif arguments.html != "-":
        from newsfold.cli.comparison_console import print_comparison

        print_comparison(console.out, compared)
    return 0
