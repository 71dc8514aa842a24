"""What the generators of pages have in common: they write their files, or with --check say which are out of date."""

import argparse
import contextlib
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from newsfold.config.home import project_root
from newsfold.local import postgres
from newsfold.store.connection import Connection, connect
from newsfold.store.migrations import migrate


def generate(about: str | None, make: Callable[[], Mapping[Path, str]]) -> int:
    """Run a generator without options of its own: `make` gives the texts of its files. The exit code: 1 where --check finds one
    out of date.
    """
    arguments = parser(about).parse_args()
    return write_or_compare(make(), arguments.check)


def generate_from_database(about: str | None, make: Callable[[Connection], Mapping[Path, str]]) -> int:
    """Run a generator that reads a migrated database: one that is named, else one on a server of its own."""
    options = parser(about)
    options.add_argument("--database-url", help="a migrated database (default: a throw-away embedded server)")
    arguments = options.parse_args()
    with contextlib.ExitStack() as stack:
        url = arguments.database_url or stack.enter_context(throw_away_database())
        texts = make(stack.enter_context(contextlib.closing(connect(url))))
    return write_or_compare(texts, arguments.check)


def parser(about: str | None) -> argparse.ArgumentParser:
    """The option that all generators have."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that a server is stopped
    options = argparse.ArgumentParser(description=about)
    options.add_argument(
        "--check", action="store_true", help="change nothing; exit code 1 where a file is out of date"
    )
    return options


def write_or_compare(texts: Mapping[Path, str], check: bool) -> int:
    """Write what is out of date, or only name it."""
    stale = [path for path, text in texts.items() if not path.exists() or path.read_text("utf-8") != text]
    for path in stale:
        if check:
            print(f"{path.relative_to(project_root())} is out of date: run `make docs`", file=sys.stderr)
        else:
            path.write_text(texts[path], encoding="utf-8")
    return 1 if check and stale else 0


@contextlib.contextmanager
def throw_away_database() -> Iterator[str]:
    """A migrated database on a server of its own that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="newsfold-docs-") as folder:
        server = postgres.start(Path(folder))
        try:
            migrate(server.url("owner"))
            yield server.url("owner")
        finally:
            postgres.stop(Path(folder))
