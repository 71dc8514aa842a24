"""A database with the sample inbox in it, as two days of ingest would leave it: what the cookbook's answers come from.

The clock stands still: the inbox arrives on one morning and three corrected files on the next, whenever this is run.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsfold.config.home import project_root
from newsfold.local import postgres
from newsfold.pipeline import running, steps
from newsfold.pipeline.workspaces import open_workspace
from newsfold.store.migrations import migrate

SAMPLES = project_root() / "tests" / "samples"
#: When the inbox is ingested, and when what corrects it.
FIRST_MORNING = datetime(2025, 9, 29, 5, 0, tzinfo=UTC)
NEXT_MORNING = FIRST_MORNING + timedelta(days=1)


@contextlib.contextmanager
def sample_server() -> Iterator[postgres.Server]:
    """A server of its own with the samples in its database; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="newsfold-docs-") as folder:
        server = postgres.start(Path(folder))
        try:
            migrate(server.url("owner"))
            ingest(server.url("loader"))
            yield server
        finally:
            postgres.stop(Path(folder))


@contextlib.contextmanager
def with_vectors() -> Iterator[None]:
    """Meaning vectors are on, whatever the environment says: events across languages rest on them."""
    before = os.environ.get("NEWSFOLD_MEANING")
    os.environ["NEWSFOLD_MEANING"] = "on"
    try:
        yield
    finally:
        del os.environ["NEWSFOLD_MEANING"]
        if before is not None:
            os.environ["NEWSFOLD_MEANING"] = before


def ingest(loader_url: str) -> None:
    """Both mornings, and the marts after them, into a migrated database."""
    with with_vectors(), tempfile.TemporaryDirectory(prefix="newsfold-samples-") as folder:
        root = Path(folder)
        (root / "dags").mkdir()
        text = (project_root() / "dags" / "sources.toml").read_text(encoding="utf-8")
        text = text.replace("tests/samples/inbox", "inbox")
        (root / "dags" / "sources.toml").write_text(text, encoding="utf-8")
        for delivery, now in (("inbox", FIRST_MORNING), ("inbox_corrections", NEXT_MORNING)):
            deliver(SAMPLES / delivery, root / "inbox", now - timedelta(hours=1))
            run(loader_url, root, delivery, now)


def deliver(delivery: Path, inbox: Path, when: datetime) -> None:
    """Copy files into the inbox as if they had been written at a time."""
    for path in sorted(path for path in delivery.rglob("*") if path.is_file()):
        target = inbox / path.relative_to(delivery)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        os.utime(target, (when.timestamp(), when.timestamp()))


def run(loader_url: str, root: Path, key: str, now: datetime) -> None:
    """The steps, as the DAGs take them."""
    with open_workspace(loader_url, root / "raw", root, inbox=root / "dropped") as work:
        running.run(
            work,
            f"samples:{key}",
            "command",
            lambda run_id: steps.fetch(work, run_id, [], [], now),
            day=now.date(),
            clock=lambda: now,
            processes=0,
        )
