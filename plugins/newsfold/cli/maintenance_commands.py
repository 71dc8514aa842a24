"""The subcommands of the upkeep: `newsfold maintain` and `newsfold forget`."""

import argparse
from datetime import UTC, date, datetime

from newsfold.cli import commands, console
from newsfold.pipeline import steps
from newsfold.upkeep import maintenance, retention


def maintain(arguments: argparse.Namespace) -> int:
    """Do the tasks of the maintenance, or some of them."""
    unknown = set(arguments.task) - maintenance.TASKS.keys()
    if unknown:
        raise commands.UsageError(
            f"no task {', '.join(sorted(unknown))}; there are {', '.join(maintenance.TASKS)}"
        )
    done = {}
    with commands.open_work(commands.writable_url(arguments)) as work:
        for task in maintenance.TASKS:
            if not arguments.task or task in arguments.task:
                with console.spinner(task):
                    done[task] = maintenance.perform(
                        work, task, now=steps.utc_now(), dry_run=arguments.dry_run
                    )
    commands.show(arguments, done, print_done)
    return 0


def forget(arguments: argparse.Namespace) -> int:
    """Remove what a source has delivered, or only count it; with --lift let it come again."""
    if not arguments.dry_run and not arguments.yes:
        raise commands.UsageError("this can't be undone: look with --dry-run first, then say --yes")
    now = steps.utc_now()
    with commands.open_work(commands.writable_url(arguments)) as work:
        if arguments.lift:
            lifted = 0 if arguments.dry_run else retention.lift(work, arguments.slug, now=now)
            commands.show(arguments, {"lifted": {"removals": lifted}}, print_done)
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
    commands.show(arguments, done, print_done)
    return 0


def start_of(day: str | None) -> datetime | None:
    """The start of a day, UTC. Raises UsageError for what is no day."""
    if day is None:
        return None
    try:
        found = date.fromisoformat(day)
    except ValueError as error:
        raise commands.UsageError(f"{day!r} is no day; write it as 2025-09-27") from error
    return datetime(found.year, found.month, found.day, tzinfo=UTC)


def print_done(done: dict[str, maintenance.Report]) -> None:
    """A line for each task and what it did."""
    rows = [
        (task, ", ".join(f"{key} {value}" for key, value in report.items() if value not in ({}, [], None)))
        for task, report in done.items()
    ]
    console.out.print(console.table(["task", "what it did"], rows))
