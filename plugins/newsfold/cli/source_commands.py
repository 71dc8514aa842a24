"""The commands about sources, `newsfold fetch` and `newsfold sources`: what they are, whether they answer, pausing one."""

import argparse
import errno
import itertools
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from newsfold.cli import command_options, console
from newsfold.cli.database_access import open_connection, open_work, writable_url
from newsfold.cli.ingest_commands import carry_out, options_of_a_run
from newsfold.cli.usage import UsageError, named
from newsfold.config import credentials
from newsfold.config.home import project_root
from newsfold.config.sources import Settings, Source, SourceError
from newsfold.config.sources_file import load_sources
from newsfold.config.sources_schema import sources_schema
from newsfold.fetch.folders import LocalFile, is_closed
from newsfold.fetch.opening import open_source
from newsfold.fetch.transport import FailureClass, FetchError, FoundFile, Gap
from newsfold.fetch.web.rate_limits import LocalRateLimits
from newsfold.pipeline import fetching, steps
from newsfold.pipeline.days import days_at_source, looking_back, today
from newsfold.store import ledger, source_states
from newsfold.store.ledger import Batch

Action = Callable[[argparse.Namespace], int]
#: So many files of a listing are counted by a check; one that has more is shown as "1,000 or more".
MOST_COUNTED = 1000
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Checked:
    """What a source would deliver now. `failure` is a failure class with its message, or None."""

    source: str
    transport: str
    files: int
    bytes: int
    examples: tuple[str, ...]
    seconds: float
    failure: str | None = None


def fetch_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold fetch`."""
    parser.add_argument("slug", nargs="+", metavar="SLUG", help="a source of dags/sources.toml")
    command_options.day(parser)
    options_of_a_run(parser)


def fetch(arguments: argparse.Namespace) -> int:
    """Fetch certain sources now, paused or not, and take in what comes: all the steps."""
    now = steps.utc_now()
    with open_work(writable_url(arguments)) as work:
        steps.choose_sources(work, arguments.slug)
        days = days_of(arguments.day, work.settings, now)

        def take_in(run_id: int) -> list[Batch]:
            exact = arguments.day is not None
            with console.spinner(f"fetch {', '.join(arguments.slug)}"):
                batches = steps.fetch(work, run_id, arguments.slug, days, now, exact_days=exact)
            console.out.print(f"{sum(batch.files for batch in batches):,} files to read")
            return batches

        return carry_out(work, "command", arguments, take_in)


def days_of(day: str | None, settings: Settings, now: datetime) -> list[date]:
    """The named day, else today and the days that a run looks back to. Raises UsageError for what is no day."""
    if day is None:
        return looking_back(today(settings, now), settings)
    try:
        return [date.fromisoformat(day)]
    except ValueError as error:
        raise UsageError(f"--day takes YYYY-MM-DD, not {day!r}") from error


def sources_options(parser: argparse.ArgumentParser) -> None:
    """The options and commands of `newsfold sources`."""
    from newsfold.cli import source_list_commands

    command_options.database(parser)
    command_options.as_json(parser)
    parts = parser.add_subparsers(metavar="COMMAND", title="commands")

    def part(name: str, action: Action, text: str) -> argparse.ArgumentParser:
        each = parts.add_parser(name, help=text, description=text)
        each.set_defaults(action=action)
        return each

    each = part("check", check, "Ask sources what they have; nothing is fetched or kept.")
    each.add_argument("slug", nargs="*", metavar="SLUG", help="which (default: all)")
    command_options.day(each)
    command_options.as_json(each)
    each = part("pause", pause, "Leave a source alone until it is resumed.")
    each.add_argument("slug", metavar="SLUG")
    each.add_argument("--reason", metavar="TEXT", default="by hand", help="why; shown in each run's report")
    command_options.decided_by(each, "who (default: %(default)s)")
    command_options.database(each)
    each = part("resume", resume, "Ask a paused source again.")
    each.add_argument("slug", metavar="SLUG")
    command_options.database(each)
    source_list_commands.add_parts(part)
    part("schema", schema, "Print the JSON schema of sources.toml, for editors.")


def sources(arguments: argparse.Namespace) -> int:
    """Show what is declared, and how each source last answered."""
    _, declared = load_sources(project_root() / "dags" / "sources.toml")
    with open_connection(arguments, "operator") as connection:
        states = source_states.states(connection)
    rows = []
    for source in declared.values():
        state = states.get(source.slug)
        rows.append(
            {
                "source": source.slug,
                "transport": source.transport.value,
                "schedule": source.schedule if source.enabled else "by hand",
                "location": source.location,
                "state": state_text(state),
                "detail": detail_text(state),
            }
        )
    console.show(arguments, rows, console.print_rows)
    return 1 if any(row["state"].startswith(("paused", "failed", "incomplete")) for row in rows) else 0


def state_text(state: object) -> str:
    """How a source last answered, in a few words."""
    if state is None:
        return "never fetched"
    if getattr(state, "paused_at", None) is not None:
        return f"paused by {getattr(state, 'paused_by', '')}"
    failures, gaps = getattr(state, "failures", 0), getattr(state, "listing_gaps", 0)
    if gaps and not failures:
        return f"incomplete: {gaps:,} {'gap' if gaps == 1 else 'gaps'} in its listing"
    return (
        f"failed {failures} {'time' if failures == 1 else 'times'}: {getattr(state, 'failure_class', '')}"
        if failures
        else "ok"
    )


def detail_text(state: Any) -> str:
    """Why a source is not well."""
    if state is None:
        return ""
    return state.pause_reason or (state.detail if state.failures else state.incomplete_detail) or ""


def check(arguments: argparse.Namespace) -> int:
    """Ask each source what it has, and show what a run would be given; nothing is fetched or kept."""
    settings, declared = load_sources(project_root() / "dags" / "sources.toml")
    chosen = named(declared, arguments.slug)
    now = steps.utc_now()
    days = days_of(arguments.day, settings, now)
    results = []
    with console.progress_bar("asking") as progress:
        for number, source in enumerate(chosen, start=1):
            own_days = days if arguments.day else days_at_source(source, days, settings, now)
            results.append(check_source(source, settings, project_root(), own_days, now))
            progress(number, len(chosen))
    rows = [
        {
            "source": each.source,
            "transport": each.transport,
            "files": f"{each.files:,}{' or more' if each.files >= MOST_COUNTED else ''}",
            "bytes": each.bytes,
            "seconds": round(each.seconds, 1),
            "result": each.failure
            or ("ok" if each.files else "answers, and has nothing for these days that has settled"),
            "for example": ", ".join(each.examples),
        }
        for each in results
    ]
    console.show(arguments, rows, console.print_rows)
    return 1 if any(each.failure for each in results) else 0


def check_source(
    source: Source, settings: Settings, base: Path, days: Sequence[date], now: datetime
) -> Checked:
    """What one source would deliver. Nothing is raised for a source that doesn't answer."""
    started = time.monotonic()
    found: list[FoundFile] = []
    gaps: list[Gap] = []
    failure = None
    try:
        login = credentials.from_environment(source.connection)
        opened = open_source(source, login, base, LocalRateLimits(), settings.contact, now)
        try:
            for each in itertools.islice(opened.list_files(days), MOST_COUNTED):
                if isinstance(each, Gap):
                    gaps.append(each)
                else:
                    found.append(each)
        finally:
            opened.close()
        failure = closed_files(found) or incomplete(gaps)
    except FetchError as error:
        failure = f"{error.failure.value}: {error}"
    except SourceError as error:
        failure = f"refused: {error}"
    except Exception as error:  # one source's death is its own
        failure = f"{FailureClass.BROKEN.value}: {type(error).__name__}: {error}"
    return Checked(
        source.slug,
        source.transport.value,
        len(found),
        sum(each.size or 0 for each in found),
        tuple(each.name for each in found[:EXAMPLES]),
        time.monotonic() - started,
        failure,
    )


def incomplete(gaps: Sequence[Gap]) -> str | None:
    """What of a listing is unknown; None where it is whole."""
    if not gaps:
        return None
    more = f" and {len(gaps) - 1:,} more" if len(gaps) > 1 else ""
    return f"listing incomplete: {gaps[0].failure.value}: {fetching.shown(gaps[0])}{more}"


def closed_files(found: Sequence[FoundFile]) -> str | None:
    """Which files of this machine we may not read; None where we may read all."""
    closed = [each for each in found if isinstance(each, LocalFile) and is_closed(each.path)]
    if not closed:
        return None
    more = f" and {len(closed) - 1:,} more" if len(closed) > 1 else ""
    return f"{FailureClass.REFUSED.value}: {closed[0].path}{more}: {os.strerror(errno.EACCES)}"


def pause(arguments: argparse.Namespace) -> int:
    """Leave a source alone until it is resumed; its inbox is still taken in."""
    with open_work(writable_url(arguments)) as work:
        (source,) = named(work.sources, [arguments.slug])
        source_id = ledger.register_source(work.connection, source, now=steps.utc_now())
        source_states.pause(
            work.connection, source_id, paused_by=arguments.by, reason=arguments.reason, now=steps.utc_now()
        )
    console.out.print(f"{arguments.slug} is paused; files dropped into its inbox are still taken in")
    return 0


def resume(arguments: argparse.Namespace) -> int:
    """Ask a paused source again."""
    with open_work(writable_url(arguments)) as work:
        (source,) = named(work.sources, [arguments.slug])
        source_id = ledger.register_source(work.connection, source, now=steps.utc_now())
        was_paused = source_states.resume(work.connection, source_id)
    console.out.print(
        f"{arguments.slug} is asked again" if was_paused else f"{arguments.slug} was not paused"
    )
    return 0


def schema(arguments: argparse.Namespace) -> int:
    """Print the JSON schema of sources.toml, for editors."""
    console.show(argparse.Namespace(json=True), sources_schema(), print)
    return 0
