"""The commands of the upkeep: `newsfold maintain` and `newsfold forget`."""

import argparse
from datetime import UTC, datetime

from newsfold.cli import command_options, console
from newsfold.cli.database_access import open_work, writable_url
from newsfold.cli.usage import UsageError, day_of
from newsfold.pipeline import steps
from newsfold.upkeep import maintenance, retention


def maintain_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold maintain`."""
    parser.add_argument(
        "--task", action="append", default=[], metavar="NAME", help="only this one; again for more"
    )
    command_options.dry_run(parser, "change nothing; show what would be done")
    command_options.database(parser)
    command_options.as_json(parser)


def maintain(arguments: argparse.Namespace) -> int:
    """Do the tasks of the maintenance, or some of them."""
    unknown = set(arguments.task) - maintenance.TASKS.keys()
    if unknown:
        raise UsageError(f"no task {', '.join(sorted(unknown))}; there are {', '.join(maintenance.TASKS)}")
    done = {}
    with open_work(writable_url(arguments)) as work:
        for task in maintenance.TASKS:
            if not arguments.task or task in arguments.task:
                with console.spinner(task):
                    done[task] = maintenance.perform(
                        work, task, now=steps.utc_now(), dry_run=arguments.dry_run
                    )
    console.show(arguments, done, print_done)
    return 0


def forget_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold forget`."""
    parser.add_argument("slug", metavar="SOURCE", help="its slug; it may be declared no more")
    parser.add_argument(
        "--before", metavar="DAY", help="only what last came before this day (UTC), as 2025-09-27"
    )
    parser.add_argument(
        "--lift",
        action="store_true",
        help="remove nothing: let what was removed come again where it is delivered again",
    )
    parser.add_argument("--yes", action="store_true", help="do it; it can't be undone")
    command_options.dry_run(parser, "change nothing; show what would be removed")
    command_options.database(parser)
    command_options.as_json(parser)


def forget(arguments: argparse.Namespace) -> int:
    """Remove what a source has delivered, or only count it; with --lift let it come again."""
    if not arguments.dry_run and not arguments.yes:
        raise UsageError("this can't be undone: look with --dry-run first, then say --yes")
    now = steps.utc_now()
    with open_work(writable_url(arguments)) as work:
        if arguments.lift:
            lifted = 0 if arguments.dry_run else retention.lift(work, arguments.slug, now=now)
            console.show(arguments, {"lifted": {"removals": lifted}}, print_done)
            return 0
        removed = retention.forget(
            work,
            arguments.slug,
            before=start_of(arguments.before),
            now=now,
            dry_run=arguments.dry_run,
        )
        done = {"forget": removed.as_dict()}
        if not arguments.dry_run:
            for task in ("partitions", "raw_store", "marts"):
                done[task] = maintenance.perform(work, task, now=steps.utc_now())
    console.show(arguments, done, print_done)
    return 0


def start_of(day: str | None) -> datetime | None:
    """The start of a day, UTC. Raises UsageError for what is no day."""
    found = day_of(day)
    if found is None:
        return None
    return datetime(found.year, found.month, found.day, tzinfo=UTC)


def print_done(done: dict[str, maintenance.Report]) -> None:
    """A line for each task and what it did."""
    rows = [
        (task, ", ".join(f"{key} {value}" for key, value in report.items() if value not in ({}, [], None)))
        for task, report in done.items()
    ]
    console.out.print(console.table(["task", "what it did"], rows))
