"""`newsfold ingest`, and what it has in common with the other commands that make a run."""

import argparse
import uuid
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from newsfold.cli import command_options, console, report_console
from newsfold.cli.database_access import open_work, writable_url
from newsfold.config.sources import Source
from newsfold.fetch.folders import LocalFile
from newsfold.operate import incidents
from newsfold.pipeline import dividing, running, steps
from newsfold.pipeline.workspace import Workspace
from newsfold.pipeline.workspaces import by_source, find_files
from newsfold.store import ledger

Arguments = argparse.Namespace


def ingest_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold ingest`."""
    parser.add_argument(
        "path", nargs="+", type=command_options.path, help="a file, or a folder with all that is below it"
    )
    parser.add_argument(
        "--source",
        metavar="SLUG",
        help="the source they come from (default: the one whose folder it is); adhoc is none of them",
    )
    options_of_a_run(parser)


def options_of_a_run(parser: argparse.ArgumentParser) -> None:
    """The options of all commands that make a run and show its report."""
    command_options.dry_run(parser)
    command_options.database(parser)
    command_options.as_json(parser)
    report_console.full_option(parser)


def ingest(arguments: Arguments) -> int:
    """Take in files: all the steps. One batch is read while the next is fetched."""
    files = find_files(arguments.path)
    with open_work(writable_url(arguments)) as work:
        grouped = by_source(files, work.sources, work.base, arguments.source, work.settings)
        sizes = [file.size for found in grouped.values() for file in found]
        count = sum(-(-len(found) // work.settings.batch_files) for found in grouped.values())
        count += sum(size // dividing.RANGE_BYTES for size in sizes)
        taken = partial(fetched_batches, work, grouped)
        return carry_out(work, "command", arguments, taken, total=count, total_bytes=sum(sizes))


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


def carry_out(
    work: Workspace,
    trigger: str,
    arguments: Arguments,
    take_in: running.TakeIn,
    total: int | None = None,
    total_bytes: int | None = None,
) -> int:
    """A run of the command's own, whose key is never used twice; 1 where a record was refused, or a source not seen whole."""
    key = f"{trigger}:{steps.utc_now():%Y-%m-%dT%H:%M:%S}:{uuid.uuid4().hex[:8]}"
    report = running.run(
        work,
        key,
        trigger,
        take_in,
        dry_run=arguments.dry_run,
        total=total,
        total_bytes=total_bytes,
        stage=console.progress_bar,
    )
    if not arguments.dry_run:
        incidents.refresh(work.connection, work.sources, steps.utc_now())
    console.show(arguments, report, report_console.printer(arguments))
    # A limit of its own is no fault of the source, and what is paused is only asked for by its name.
    unread = [
        each for each in report["source_failures"] if each["failure_class"] not in ("limited", "paused")
    ]
    is_off = unread or not report["totals"]["balanced"] or report["totals"]["quarantined"]
    return 1 if is_off else 0
