"""Makes `upgrades.tar.xz`: databases as earlier versions of Newsfold left them. `python tests/samples/make_upgrades.py [FOLDER]`

For each version that was the last one with its set of migrations, its own code is checked out beside this checkout and run
on its own copy of the sample inbox: one run that is loaded, where that version knows decisions one of a person, and a
second run, of the corrected files, that has got as far as normalize. Then the database is dumped as SQL, without roles,
owners and grants, and without the features of texts, which are worked out anew where they are missing. The folder that the
checkout was in is called /srv/newsfold in the dump. All dumps go into one archive: they have most of their rows in common.

Dumps that are in FOLDER already are taken from there. Needs git with the whole history, and the packages of the lock: all
versions run with those of today.
"""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "plugins"))

from newsfold.local import postgres  # noqa: E402
from newsfold.local.postgres_programs import run_program  # noqa: E402

TARGET = Path(__file__).parent / "upgrades.tar.xz"
NEUTRAL = "/srv/newsfold"
#: The last commit with a set of migrations -> the numbers of the migrations. 0005 was changed after it had landed for the first
#: time, and 0010 and 0011 did not run without 0009: with them alone there is no database of today's history.
VERSIONS = {
    "925c519": "0001-0004",
    "d317155": "0001-0008",
    "4ae8f57": "0001-0011",
    "922a2f6": "0001-0013",
    "a0e347d": "0001-0014",
}
STAGE = """
import sys
from pathlib import Path
try:
    from newsfold.pipeline import steps, workspaces
except ImportError:  # before 0.2.0
    from newsfold import steps, workspaces
from newsfold.store import ledger
url, root, inbox, names = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4:]
with workspaces.open_workspace(url, root / ".newsfold" / "raw", root) as work:
    run_id = steps.begin(work, "upgrades:staged", "command", None, dry_run=False)
    files = workspaces.find_files([inbox / name for name in names])
    for source, found in workspaces.by_source(files, work.sources, work.base, None).items():
        steps.fetch_named(work, run_id, source, found, steps.utc_now())
    for batch in ledger.due_batches(work.connection, run_id):
        print(steps.normalize(work, run_id, batch.batch))
"""
PAIR = "select article_id, matched_article_id from news.link where valid_to is null and relation = 'near_copy' order by 1, 2 limit 1"


def main() -> None:
    kept = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    dumps = {}
    for commit, numbers in VERSIONS.items():
        done = kept / f"{commit}.sql" if kept else None
        if done is not None and done.exists():
            dumps[f"{commit}.sql"] = done.read_bytes()
            continue
        with tempfile.TemporaryDirectory(prefix="upgrades-") as folder:
            dumps[f"{commit}.sql"] = dump_of(commit, Path(folder) / "newsfold")
        if done is not None:
            done.write_bytes(dumps[f"{commit}.sql"])
        print(commit, numbers, f"{len(dumps[f'{commit}.sql']):,} bytes", flush=True)
    with tarfile.open(TARGET, "w:xz", preset=9) as archive:
        for name, data in {"versions.json": json.dumps(VERSIONS, indent=2).encode(), **dumps}.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    print(TARGET, f"{TARGET.stat().st_size:,} bytes")


def dump_of(commit: str, checkout: Path) -> bytes:
    """The database that a version made of its sample inbox, as SQL."""
    run(["git", "-C", str(ROOT), "worktree", "add", "--quiet", "--detach", str(checkout), commit], {})
    home = checkout / ".newsfold"
    environment = {"PYTHONPATH": str(checkout / "plugins"), "NEWSFOLD_HOME": str(home)}
    command = [sys.executable, "-m", "newsfold.cli"]
    samples = checkout / "tests" / "samples"
    try:
        run([*command, "ingest", str(samples / "inbox"), "--json"], environment, codes=(0, 1))
        if "decide" in run([*command, "--help"], environment):
            rows = run([*command, "sql", "--role", "owner", "--json", PAIR], environment)
            pair = json.loads(rows.splitlines()[0])
            decided = ["decide", "different", str(pair["article_id"]), str(pair["matched_article_id"]), "--by", "sam"]
            run([*command, *decided], environment)
        shutil.copytree(samples / "inbox_corrections", samples / "inbox", dirs_exist_ok=True)
        url = postgres.database_url(home, "owner")
        loader = postgres.database_url(home, "loader")
        corrected = samples / "inbox_corrections"
        names = [str(path.relative_to(corrected)) for path in sorted(corrected.rglob("*")) if path.is_file()]
        run([sys.executable, "-c", STAGE, loader, str(checkout), str(samples / "inbox"), *names], environment)
        text = run_program(
            home / "postgres" / "data",
            ["pg_dump", "--no-owner", "--no-privileges", "--exclude-table-data=news.content_features*", url],
        )
    finally:
        postgres.stop(home)
        run(["git", "-C", str(ROOT), "worktree", "remove", "--force", str(checkout)], {})
    text = re.sub(r"^\\(un)?restrict .*$", "", text, flags=re.MULTILINE)
    text = text.replace(str(checkout), NEUTRAL)
    for word in (str(checkout.parent), str(ROOT), tempfile.gettempdir() + "/"):
        if word in text:
            raise SystemExit(f"{commit}: the dump names {word}")
    return (text + "\n").encode()


def run(command: list[str], environment: dict[str, str], codes: tuple[int, ...] = (0,)) -> str:
    """What a command prints. Ends the program where it fails."""
    plain = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **environment}
    done = subprocess.run(command, env=plain, capture_output=True, text=True, check=False)
    if done.returncode not in codes:
        raise SystemExit(f"{' '.join(command[:6])}: {done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()
