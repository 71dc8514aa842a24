"""`newsfold sources learn`, `import` and `export`: new entries of sources.toml with their reasons, and lists of sources."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from newsfold.cli import command_options, console
from newsfold.cli.usage import UsageError
from newsfold.config import source_lists
from newsfold.config.home import project_root
from newsfold.config.source_entries import append_entries, append_texts
from newsfold.config.sources_file import load_sources

Part = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]
MAX_LIST_BYTES = 20_000_000


def add_parts(part: Part) -> None:
    """The commands of this module, beside the others of `newsfold sources`."""
    each = part(
        "learn",
        learn,
        "Read up to twenty files of a new source, and propose its entry in sources.toml with the reasons.",
    )
    each.add_argument(
        "location", metavar="FOLDER|URL", help="where its files are, as `location` in sources.toml"
    )
    each.add_argument("--slug", metavar="SLUG", help="its slug (default: made of its name)")
    each.add_argument("--name", metavar="NAME", help="what people call it")
    write_option(each)
    command_options.as_json(each)
    each = part(
        "import",
        import_list,
        "Propose entries for the sources of a list in OPML or CSV; those that are there are told.",
    )
    each.add_argument("file", metavar="FILE", type=Path)
    write_option(each)
    command_options.as_json(each)
    each = part("export", export_list, "Print the sources as a list that others can import.")
    form = each.add_mutually_exclusive_group(required=True)
    form.add_argument("--opml", action="store_true", help="those of the web, as readers of feeds take them")
    form.add_argument("--csv", action="store_true", help="all, a row each")


def write_option(parser: argparse.ArgumentParser) -> None:
    """The option to keep what is proposed."""
    parser.add_argument(
        "--write", action="store_true", help="write what is proposed behind the other sources in sources.toml"
    )


def sources_file() -> Path:
    """The file of the sources."""
    return project_root() / "dags" / "sources.toml"


def learn(arguments: argparse.Namespace) -> int:
    """Propose the entry of a new source."""
    from newsfold.upkeep import source_asking

    location = arguments.location if "://" in arguments.location else str(Path(arguments.location).resolve())
    with console.spinner(f"read {location}"):
        try:
            found = source_asking.ask(project_root(), location, arguments.slug, arguments.name)
        except source_asking.DeclaredAlready as error:
            raise UsageError(str(error)) from error
    value = {name: each for name, each in found.items() if name != "learned"} | {"written": arguments.write}
    if arguments.write:
        append_texts(sources_file(), [found["entry"]])
    console.show(arguments, value, print_learned)
    return 1 if found["problems"] or not found["after"]["records"] - found["after"]["refused"] else 0


def print_learned(value: Any) -> None:
    """The entry, and what changes with it."""
    console.out.print(console.escape(value["entry"]))
    before, after = value["before"], value["after"]
    names = [name for name in before if name != "refusals"]
    rows = [[name, before[name], after[name]] for name in names]
    console.out.print(console.table(["of the files read", "without it", "with it"], rows))
    for when, counts in (("without it", before), ("with it", after)):
        if counts["refusals"]:
            console.out.print(
                console.escape(
                    f"refused {when}: " + ", ".join(f"{n} {code}" for code, n in counts["refusals"].items())
                )
            )
    for problem in value["problems"]:
        console.print_problem(problem)
    print_written(value["written"], 1)


def import_list(arguments: argparse.Namespace) -> int:
    """Propose entries for the sources of a list."""
    _, declared = load_sources(sources_file())
    try:
        if arguments.file.stat().st_size > MAX_LIST_BYTES:
            raise UsageError(f"{arguments.file}: more than {MAX_LIST_BYTES:,} bytes")
        text = arguments.file.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise UsageError(f"{arguments.file}: {error.strerror}") from error
    found = source_lists.read_list(text, declared)
    if arguments.write and found.entries:
        append_entries(sources_file(), found.entries)
    value = {
        "entries": [each.text() for each in found.entries],
        "left_out": found.left_out,
        "written": arguments.write,
    }
    console.show(arguments, value, print_imported)
    return 0


def print_imported(value: Any) -> None:
    """The entries, and what is left out."""
    for entry in value["entries"]:
        console.out.print(console.escape(entry))
    for each in value["left_out"]:
        console.out.print(console.escape(f"left out: {each}"))
    print_written(value["written"], len(value["entries"]))


def print_written(is_written: bool, count: int) -> None:
    """What became of the proposal."""
    several = "1 entry" if count == 1 else f"{count:,} entries"
    console.out.print(
        f"{several} written to dags/sources.toml" if is_written else f"{several} proposed; --write keeps them"
    )


def export_list(arguments: argparse.Namespace) -> int:
    """Print the sources as a list."""
    _, declared = load_sources(sources_file())
    chosen: Sequence[Any] = list(declared.values())
    print(source_lists.as_opml(chosen) if arguments.opml else source_lists.as_csv(chosen), end="")
    return 0
