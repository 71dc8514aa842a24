"""Several machines: the day's run spreads over two workers that share nothing but servers; one dies in the middle of it, and the
scheduler too; or all of it is replaced part by part.
"""

import os
import re
from collections import Counter
from contextlib import closing

import psutil
import pytest

from bench import machines
from bench.invented_news import Newsroom, as_text
from bench.stock import LAST_DAY
from newsfold.config.home import project_root
from newsfold.store.connection import connect

pytestmark = [pytest.mark.long, pytest.mark.airflow]

INBOX = project_root() / "tests" / "samples" / "inbox"
BATCH_FILES = 16
GENERATED = 40
FAST = {"fsync": "off", "full_page_writes": "off", "shared_buffers": "128MB"}


#: A part that is replaced is away for some seconds. These are Airflow's own patience, or less.
PATIENT = {
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "300",
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_SEC": "10",
}


@pytest.fixture
def several(request):
    """All machines but the workers; the sources deliver the sample inbox and some generated files, all by S3."""
    if (trouble := machines.missing()) is not None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(trouble)
    settings = getattr(request, "param", None)
    with machines.several_machines(on_s3(), settings=settings, server_settings=FAST) as found:
        for path in sorted(INBOX.rglob("*")):
            if path.is_file():
                found.put(f"inbox/{path.relative_to(INBOX).as_posix()}", path.read_bytes())
        newsroom = Newsroom(5)
        for number in range(GENERATED):
            report = as_text(newsroom.report(number, LAST_DAY))
            found.put(f"inbox/kestrel-wire/generated/{number}.txt", report)
        yield found


def on_s3() -> str:
    """The sample sources, with their folders in the bucket, in small batches."""
    text = (project_root() / "dags" / "sources.toml").read_text(encoding="utf-8")
    text = re.sub(r"^batch_files = .*$", f"batch_files = {BATCH_FILES}", text, flags=re.MULTILINE)
    return re.sub(
        r'^location = "tests/samples/(inbox/.*)"$',
        rf'location = "s3://{machines.BUCKET}/\1"\nconnection = "newsroom"',
        text,
        flags=re.MULTILINE,
    )


def ask(several, text: str):
    """Rows as the owner of the news database sees them."""
    with closing(connect(several.server.url("owner"))) as connection, connection.cursor() as cursor:
        cursor.execute(text)
        return cursor.fetchall()


def waiting_backends(several) -> int:
    """How many sessions wait for the table that the test has locked."""
    asked = "select count(*) as n from pg_locks where not granted and relation = 'staging.article'::regclass"
    return ask(several, asked)[0].n


def test_a_run_goes_on_over_two_workers_when_one_of_them_and_the_scheduler_die(several):
    one, two = several.start_worker("one"), several.start_worker("two")
    several.wait_for_workers()
    with several.client() as client:
        # No batch can be staged before both machines are at work on two of them each.
        with closing(connect(several.server.url("owner"))) as blocker, blocker.cursor() as cursor:
            cursor.execute("lock table staging.article in access exclusive mode")
            run_id = several.start_run(client)
            several.wait(lambda: waiting_backends(several) == 4, "the workers do not come to the lock")
            assert [len(worker.tree.logs("normalize")) for worker in (one, two)] == [2, 2]
            two.kill()
            several.kill_and_restart("scheduler")
        died = two.tree.logs("normalize")
        several.finish_run(client, run_id)

    # What the dead one had in hand was tried again on the other; nothing went back to the dead one.
    assert two.tree.logs("normalize") == died
    tried = Counter(log.parent.name for log in one.tree.logs("normalize"))
    lost = {log.parent.name for log in died}
    assert lost <= tried.keys()
    assert len(tried) >= 8

    assert_all_is_counted(several)


@pytest.mark.parametrize("several", [PATIENT], indirect=True)
def test_a_rolling_restart_in_the_middle_of_a_run_costs_no_try(several):
    old = several.start_worker("old")
    several.wait_for_workers()
    with several.client() as client:
        with closing(connect(several.server.url("owner"))) as blocker, blocker.cursor() as cursor:
            cursor.execute("lock table staging.article in access exclusive mode")
            run_id = several.start_run(client)
            several.wait(lambda: waiting_backends(several) == 2, "the worker does not come to the lock")
            new = several.start_worker("new")
            several.wait_for_workers()
            old.drain()
            for component in machines.HEAD:
                several.restart(component)
            assert old.process.is_running()  # it has its tasks still in hand
        several.wait(lambda: not is_up(old.process), "the old worker does not end")
        several.finish_run(client, run_id)

    assert len(old.tree.logs("normalize")) == 2
    tries = [log.name for tree in (old.tree, new.tree) for log in tree.logs("*")]
    assert set(tries) == {"attempt=1.log"}
    assert_all_is_counted(several)


def is_up(process) -> bool:
    """Whether a process runs; one that ended and that nobody has asked for its exit code does not."""
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def assert_all_is_counted(several) -> None:
    """The run is published and balances, and nothing is left in staging."""
    files = sum(path.is_file() for path in INBOX.rglob("*")) + GENERATED
    (run,) = ask(several, "select * from ops.run")
    assert run.state == "published"
    (totals,) = ask(
        several,
        """
        select count(*) as files, sum(found) as found, bool_and(balanced) as balanced,
            sum(original + copy + near_copy + rewrite + version + unchanged + quarantined) as ended
        from ops.ledger
        """,
    )
    assert (totals.files, totals.balanced, totals.found) == (files, True, totals.ended)
    assert totals.found >= files
    assert ask(several, "select count(*) as n from staging.article")[0].n == 0
