"""Where the local state lives, and how files there are written: whole, private, one writer at a time."""

import contextlib
import fcntl
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from newsfold.config import disk_room

PACKAGE = Path(__file__).resolve().parents[1]


def project_root() -> Path:
    """The checkout: the folder that holds `dags/` and `plugins/`. For what a wheel installed: the folder one stands in."""
    return PACKAGE.parents[1] if PACKAGE.parent.name == "plugins" else Path.cwd()


def sql_folder() -> Path:
    """The folder of migrations, statements and views: in a wheel within the package, else in the checkout."""
    packed = PACKAGE / "sql"
    return packed if packed.is_dir() else project_root() / "sql"


def newsfold_home(environment: Mapping[str, str] | None = None) -> Path:
    """The folder of all local state: `NEWSFOLD_HOME`, else `.newsfold/` in the checkout. It may not exist."""
    named = (os.environ if environment is None else environment).get("NEWSFOLD_HOME", "")
    return Path(named).expanduser().resolve() if named else project_root() / ".newsfold"


def source_files(folder: Path) -> list[Path]:
    """The files below the folder, in a fixed order, without what Python keeps of them."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def private_folder(path: Path) -> Path:
    """Make the folder and those missing above it, for the owner only. One that exists keeps its mode."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)
    return path


def write_private(path: Path, text: str) -> None:
    """Write the file with mode 0600. Whoever reads it sees the old text or the new one, never a part."""
    with disk_room.writing(path.name, path.parent):
        private_folder(path.parent)
        descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise


def read_json(path: Path) -> dict[str, Any]:
    """The object in a JSON file of ours; empty where the file is missing or holds anything else."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return document if isinstance(document, dict) else {}


def write_private_json(path: Path, document: Mapping[str, Any]) -> None:
    """Write an object as JSON with mode 0600, whole or not at all."""
    write_private(path, json.dumps(document, indent=2) + "\n")


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file; waits for its holder. The system frees it when the holder dies, however it dies."""
    while True:
        private_folder(path.parent)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            # If the file or its folder was deleted while we waited, nobody else will find the file that this locks.
            if inode_of(path) == os.fstat(descriptor).st_ino:
                yield
                return
        finally:
            os.close(descriptor)


def inode_of(path: Path) -> int | None:
    """The inode that a name leads to; None where there is none."""
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return None


def rotate_log(path: Path, largest_bytes: int = 10_000_000) -> None:
    """Put a log that has grown large aside as `<name>.1`, over the one before it."""
    with contextlib.suppress(FileNotFoundError):
        if path.stat().st_size > largest_bytes:
            os.replace(path, path.with_name(path.name + ".1"))
