"""A newsroom: a project root with sources of its own, a raw store and a fresh database, on which the steps run."""

import io
import os
import shutil
import time
import tomllib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from newsfold.config.home import project_root
from newsfold.pipeline import running, steps, workspaces
from newsfold.raw_store.raw_store import RawStore
from newsfold.store import checks, ledger
from newsfold.store.connection import connect

#: By what would be left, a query that finds it.
ORPHANS = tomllib.loads((Path(__file__).parent / "orphans.toml").read_text(encoding="utf-8"))
SAMPLES = Path(__file__).resolve().parents[1] / "samples"


@dataclass
class Newsroom:
    """Runs the steps as the DAG does, in this process."""

    root: Path
    role_url: Callable[[str], str]

    def source(self, slug: str, **settings: object) -> None:
        """Declare one source with a folder of its own."""
        folder = self.root / "inbox" / slug
        folder.mkdir(parents=True, exist_ok=True)
        lines = [
            f"[source.{slug}]",
            f"location = 'inbox/{slug}'",
            *(f"{k} = {str(v).lower() if isinstance(v, bool) else repr(v)}" for k, v in settings.items()),
        ]
        with (self.root / "dags" / "sources.toml").open("a") as file:
            file.write("\n".join(lines) + "\n")

    def deliver(self, slug: str, name: str, data: bytes | str, *, hours_ago: float = 1) -> Path:
        """Put a file into a source's folder, some time ago."""
        return self.write(self.root / "inbox" / slug / name, data, hours_ago=hours_ago)

    def write(self, path: Path, data: bytes | str, *, hours_ago: float = 1) -> Path:
        """Write a file that has settled."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        age(path, hours_ago)
        return path

    def store_bytes(self, text: str) -> None:
        """Put bytes into the raw store."""
        RawStore(self.root / "raw").add(io.BytesIO(text.encode()))

    def workspace(self):
        return workspaces.open_workspace(
            self.role_url("loader"), self.root / "raw", self.root, inbox=self.root / "dropped"
        )

    def run(
        self, *, batch_files: int = 500, dry_run: bool = False, key: str | None = None, processes: int = 0
    ) -> dict[str, Any]:
        """A run without what follows it, read by so many processes (0: by this one); its report."""
        with self.workspace() as opened:
            work = replace(opened, settings=replace(opened.settings, batch_files=batch_files))

            def take_in(run_id: int) -> list[ledger.Batch]:
                return steps.fetch(work, run_id, [], [], steps.utc_now())

            return running.run(
                work,
                key or f"test:{uuid.uuid4()}",
                "command",
                take_in,
                dry_run=dry_run,
                processes=processes,
                decisions=False,
                counted=False,
            )

    def reread(self) -> dict[str, Any]:
        """A run over every file that is known, as `newsfold ingest` of the same folder would make."""
        with self.workspace() as work:

            def take_in(run_id: int) -> list[ledger.Batch]:
                file_ids = [row.file_id for row in self.query("select file_id from ops.file")]
                ledger.assign_files(work.connection, run_id, file_ids, 500)
                return ledger.due_batches(work.connection, run_id)

            key = f"test:{uuid.uuid4()}"
            return running.run(work, key, "command", take_in, processes=0, decisions=False, counted=False)

    def query(self, text: str, *parameters: object) -> list[Any]:
        """Rows as the owner sees them."""
        connection = connect(self.role_url("owner"))
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(text, parameters or None)
                return cursor.fetchall()
        finally:
            connection.close()

    def stories(self) -> set[frozenset[str]]:
        """The stories, each as the set of its articles' uris."""
        rows = self.query("select array_agg(uri) as uris from analytics.articles group by story_id")
        return {frozenset(row.uris) for row in rows}


def age(path: Path, hours: float = 1) -> None:
    """Make a file look as if it was written some hours ago."""
    then = time.time() - hours * 3600
    os.utime(path, (then, then))


@pytest.fixture
def newsroom(project_folder, role_url) -> Newsroom:
    """An empty newsroom."""
    (project_folder / "dags").mkdir()
    (project_folder / "dags" / "sources.toml").write_text("")
    return Newsroom(project_folder, role_url)


@pytest.fixture
def sample_newsroom(newsroom) -> Newsroom:
    """A newsroom with the sources and the inbox of the samples."""
    text = (project_root() / "dags" / "sources.toml").read_text(encoding="utf-8")
    (newsroom.root / "dags" / "sources.toml").write_text(
        text.replace("tests/samples/inbox", "inbox"), encoding="utf-8"
    )
    shutil.copytree(SAMPLES / "inbox", newsroom.root / "inbox")
    for path in (newsroom.root / "inbox").rglob("*"):
        if path.is_file():
            age(path)
    return newsroom


def is_whole(newsroom: Newsroom) -> None:
    """No row points to what is gone, all checks of all runs pass, and all balances."""
    for name, orphan in ORPHANS.items():
        assert newsroom.query(f"select count(*)::int as n from ({orphan['query']}) as q")[0].n == 0, name
    with newsroom.workspace() as work:
        for row in newsroom.query("select run_id from ops.run where load_number is not null"):
            with work.connection:
                for check in checks.all_checks():
                    result = checks.run_check(work.connection, check, row.run_id)
                    assert check.severity == "warn" or not result.broken_rows, (row.run_id, result)
    assert all(row.balanced for row in newsroom.query("select balanced from ops.ledger"))


@pytest.fixture
def assert_whole() -> Callable[[Newsroom], None]:
    """Fails for a newsroom whose database has an orphan, a broken rule, or a ledger out of balance."""
    return is_whole
