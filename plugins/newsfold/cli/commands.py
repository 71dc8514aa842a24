"""What each subcommand of `newsfold` does. Each takes the parsed arguments and gives the exit code."""

import argparse
import contextlib
import difflib
import json
import os
import sys
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from newsfold.cli import console
from newsfold.config.home import newsfold_home, project_root
from newsfold.config.sources import Source, load_sources
from newsfold.explain.explanation import explain, explained_rejection
from newsfold.fetch.folders import LocalFile
from newsfold.local import postgres
from newsfold.local import run as local
from newsfold.model import REASONS, SourceFile
from newsfold.pipeline import journal, reading, replay_choices, replaying, running, steps
from newsfold.pipeline.workspace import Workspace
from newsfold.pipeline.workspaces import (
    by_source,
    find_files,
    inbox_folder,
    open_workspace,
    raw_store_folder,
)
from newsfold.store import dismissals, ledger, queries, reports
from newsfold.store.connection import Connection, assume_role, connect
from newsfold.store.migrations import has_pending, migrate
from newsfold.upkeep import refolding

Arguments = argparse.Namespace


class UsageError(Exception):
    """The command was used wrongly."""


# --- where the database is -----------------------------------------------------------------------------------------


def database_url(arguments: Arguments, role: str) -> str:
    """The URL that was given, else that of the embedded server, which is started if need be."""
    given = getattr(arguments, "database_url", None) or os.environ.get("NEWSFOLD_DATABASE_URL")
    if given:
        return str(given)
    home = newsfold_home()
    postgres.start(home)
    return postgres.database_url(home, role)


def migrated_url(arguments: Arguments, role: str) -> str:
    """The same; the embedded server is brought to the schema of this version, another one is left as it is."""
    if not is_embedded(arguments):
        return database_url(arguments, role)
    migrate(database_url(arguments, "owner"))
    return database_url(arguments, role)


def writable_url(arguments: Arguments) -> str:
    """The loader's URL, of a database that has the schema of this version; an empty one gets it."""
    url = migrated_url(arguments, "loader")
    if not is_embedded(arguments) and has_pending(url):
        migrate(url)
    return url


def is_embedded(arguments: Arguments) -> bool:
    """Whether the embedded server is meant."""
    return not (getattr(arguments, "database_url", None) or os.environ.get("NEWSFOLD_DATABASE_URL"))


# --- the commands ----------------------------------------------------------------------------------------------------


def ingest(arguments: Arguments) -> int:
    """Take in files: all the steps. One batch is read while the next is fetched."""
    files = find_files(arguments.path)
    url = writable_url(arguments)
    with open_work(url) as work:
        grouped = by_source(files, work.sources, work.base, arguments.source)
        count = sum(-(-len(found) // work.settings.batch_files) for found in grouped.values())
        taken = partial(fetched_batches, work, grouped)
        return carry_out(work, "command", arguments, taken, total=count)


def fetched_batches(
    work: Workspace, grouped: Mapping[Source, Sequence[LocalFile]], run_id: int
) -> Iterator[ledger.Batch]:
    """Take in files of this machine, and give each batch of them as soon as it is there."""
    now, last = steps.utc_now(), 0
    for source, found in grouped.items():
        for start in range(0, len(found), work.settings.batch_files):
            some = found[start : start + work.settings.batch_files]
            for batch in steps.fetch_named(work, run_id, source, some, now, after=last):
                last = batch.batch
                yield batch


def replay(arguments: Arguments) -> int:
    """Read quarantined files, or those of certain days, again with the readers of today."""
    if arguments.reason and arguments.reason not in REASONS:
        near = difflib.get_close_matches(arguments.reason, REASONS, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(REASONS)}"
        raise UsageError(f"{arguments.reason!r} is no reason of the quarantine; {hint}")
    first, _, last = (arguments.day or "").partition(":")
    chosen = {**vars(arguments), "run_id": arguments.run, "first_day": first, "last_day": last}
    try:
        choice = replay_choices.choice_of(chosen)
    except replay_choices.ChoiceError as error:
        raise UsageError(str(error)) from error
    url = writable_url(arguments)
    with open_work(url) as work:
        if not replaying.choose_files(work, choice):
            console.out.print(
                "nothing is in quarantine" if choice == replay_choices.Choice() else "nothing fits"
            )
            return 0
        return carry_out(work, "replay", arguments, lambda run_id: replaying.assign(work, run_id, choice))


def dismiss(arguments: Arguments) -> int:
    """Say of refused records that nobody has to look at them any more, or take that back."""
    with contextlib.closing(connect(writable_url(arguments))) as connection, connection:
        done = dismissals.dismiss(
            connection,
            arguments.id,
            decided_by=arguments.by,
            note=arguments.note,
            now=steps.utc_now(),
            take_back=arguments.take_back,
        )
    verb = "taken back" if arguments.take_back else "dismissed"
    console.out.print(f"{len(done)} of {len(arguments.id)} {verb}")
    return 0 if done else 1


def carry_out(
    work: Workspace, trigger: str, arguments: Arguments, take_in: running.TakeIn, total: int | None = None
) -> int:
    """A run of the command's own, whose key is never used twice; 1 where a record was refused."""
    key = f"{trigger}:{steps.utc_now():%Y-%m-%dT%H:%M:%S}:{uuid.uuid4().hex[:8]}"
    report_ = running.run(
        work, key, trigger, take_in, dry_run=arguments.dry_run, total=total, stage=console.progress_bar
    )
    show(arguments, report_, console.print_report)
    return 0 if report_["totals"]["balanced"] and not report_["totals"]["quarantined"] else 1


def report(arguments: Arguments) -> int:
    """Show the report of a run."""
    with open_connection(arguments, "operator") as connection:
        run_id = arguments.run or reports.latest_run(connection)
        if run_id is None:
            raise LookupError("there is no run yet")
        show(arguments, steps.stored_report(connection, run_id), console.print_report)
    return 0


def explain_files(arguments: Arguments) -> int:
    """Show how the headers of each record were read."""
    _, sources = load_sources(project_root() / "dags" / "sources.toml")
    now, refused = steps.utc_now(), 0
    for source, found in by_source(
        find_files(arguments.path), sources, project_root(), arguments.source
    ).items():
        for each in found:
            file = SourceFile(
                source.slug, each.name, each.path.as_uri(), "", each.size, each.modified_at, now
            )
            for item, raw in explain_file(each.path, source, file):
                refused += "rejected" in item
                show(arguments, item, partial(console.print_explanation, raw=raw), lines=True)
    return 1 if refused else 0


def explain_file(path: Path, source: Source, file: SourceFile) -> Iterable[tuple[dict[str, object], str]]:
    """The records of one file; one over the source's limit is refused unread, as a run would."""
    if file.size > source.max_file_bytes:
        return [(explained_rejection(reading.too_large(file, source), None, file, 0), "")]
    return explain(path.read_bytes(), source, file)


def compare(arguments: Arguments) -> int:
    """Show the relation of two files."""
    from newsfold.cli.comparison_console import print_comparison
    from newsfold.explain import comparison

    _, sources = load_sources(project_root() / "dags" / "sources.toml")
    try:
        compared = comparison.compare_files(
            arguments.a, arguments.b, sources, project_root(), steps.utc_now()
        )
    except comparison.ComparisonError as error:
        raise UsageError(str(error)) from error
    if arguments.html:
        from newsfold.cli.comparison_page import comparison_page

        write_text(arguments.html, comparison_page(compared))
    if arguments.json:
        print(json.dumps(comparison.as_json(compared), default=str, ensure_ascii=False, indent=2))
    elif arguments.html != "-":
        print_comparison(console.out, compared)
    return 0


def write_text(target: str, text: str) -> None:
    """To a file, or to standard output for `-`."""
    if target == "-":
        sys.stdout.write(text)
    else:
        Path(target).write_text(text, encoding="utf-8")


def refold(arguments: Arguments) -> int:
    """Compare all stored texts anew with the method of today, and fold by what comes out."""
    with open_work(writable_url(arguments)) as work, console.progress_bar("comparing") as progress:
        report = refolding.refold(
            work, now=steps.utc_now(), dry_run=arguments.dry_run, learn=arguments.learn, progress=progress
        )
    show(arguments, report, console.print_refold)
    return 0


def migrate_database(arguments: Arguments) -> int:
    """Bring the database to the schema of this version."""
    done = migrate(database_url(arguments, "owner"))
    console.out.print("\n".join(f"applied {name}" for name in done) or "nothing to do: the schema is current")
    return 0


def status(arguments: Arguments) -> int:
    """Show the ledger's balance, the quarantine and how fresh the sources are."""
    with open_connection(arguments, "operator") as connection:
        state = reports.status(connection)
        if arguments.verify:
            state["verified"] = journal.verify(connection)
    show(arguments, state, console.print_status)
    if arguments.verify and not arguments.json:
        console.print_verified(state["verified"])
    is_off = any(state[key] for key in ("unbalanced_files", "failed_runs", "files_due", "quarantined"))
    return 1 if is_off or (arguments.verify and not state["verified"]["same"]) else 0


def print_database_url(arguments: Arguments) -> int:
    """Print how a role connects."""
    print(database_url(arguments, arguments.role))
    return 0


def run_sql(arguments: Arguments) -> int:
    """Run one statement and print what it gives."""
    with open_connection(arguments, arguments.role) as connection:
        columns, rows = queries.run_query(connection, arguments.statement)
    if arguments.json:
        for row in rows:
            print(json.dumps(dict(zip(columns, row, strict=True)), default=str, ensure_ascii=False))
    else:
        console.print_query(columns, rows)
    return 0


def stop(arguments: Arguments) -> int:
    """Stop Airflow, if it was started here, and the embedded server."""
    stopped = local.stop(newsfold_home())
    console.out.print("stopped" if stopped else "nothing was running")
    return 0


def run(arguments: Arguments) -> int:
    """Start everything, run the DAG once, show its report, and leave the Airflow UI up: what `make run` does."""
    load_sources(project_root() / "dags" / "sources.toml")  # a slip is told at once, not by Airflow
    given = os.environ.get("NEWSFOLD_DATABASE_URL")
    done = local.run(newsfold_home(), migrate=migrate, database_url=given)
    with open_connection(arguments, "operator") as connection:
        run_id = reports.latest_run(connection, f"airflow:{local.DAG_ID}:{done.run_id}")
        if run_id is not None:
            console.print_report(steps.stored_report(connection, run_id))
    console.out.print(local.login_text(newsfold_home(), done), markup=False)
    return 0 if done.state == "success" else 1


def airflow(arguments: Arguments) -> int:
    """Run a command of Airflow's own; the exit code is Airflow's."""
    given = os.environ.get("NEWSFOLD_DATABASE_URL")
    return local.run_airflow(newsfold_home(), arguments.arguments, database_url=given)


def named(sources: Mapping[str, Source], slugs: Sequence[str]) -> list[Source]:
    """The named sources, or all. Raises UsageError with the nearest slug for one that is not declared."""
    for slug in slugs:
        if slug not in sources:
            near = difflib.get_close_matches(slug, sources, n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(sorted(sources))}"
            raise UsageError(f"no source {slug!r} in dags/sources.toml; {hint}")
    return [sources[slug] for slug in slugs] or list(sources.values())


def open_work(url: str) -> contextlib.AbstractContextManager[Workspace]:
    """The workspace of this checkout on a database."""
    home = newsfold_home()
    return open_workspace(url, raw_store_folder(home), project_root(), inbox=inbox_folder(home))


# --- helpers -------------------------------------------------------------------------------------------------------


def open_connection(arguments: Arguments, role: str) -> contextlib.closing[Connection]:
    """A connection that closes itself, with the rights of a role, to a database with the schema of this version.

    On a database that was named by its URL the role is taken on where that user may; else the user's own rights hold.
    """
    connection = connect(migrated_url(arguments, role))
    if not is_embedded(arguments):
        assume_role(connection, role)
    return contextlib.closing(connection)


def show(arguments: Arguments, value: Any, printer: Callable[[Any], None], *, lines: bool = False) -> None:
    """As JSON for a machine (`lines`: one object a line), else for a person."""
    if getattr(arguments, "json", False):
        print(json.dumps(value, default=str, ensure_ascii=False, indent=None if lines else 2))
    else:
        printer(value)
