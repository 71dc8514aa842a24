"""Sessions don't outlive the machines that opened them."""

import subprocess
import sys
import time
from contextlib import closing

from newsfold.store.connection import connect

SLEEPER = """
import sys
from newsfold.store.connection import connect
connection = connect(sys.argv[1], application_name="sleeper")
cursor = connection.cursor()
cursor.execute("select pg_advisory_xact_lock(1)")
print("asleep", flush=True)
cursor.execute("select pg_sleep(600)")
"""


def asleep(cursor) -> int:
    cursor.execute("select count(*) as n from pg_stat_activity where application_name = 'sleeper'")
    return cursor.fetchone().n


def test_a_client_that_was_killed_in_the_middle_of_a_statement_leaves_no_locks(database_url):
    with closing(connect(database_url)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        with subprocess.Popen(
            [sys.executable, "-c", SLEEPER, database_url], stdout=subprocess.PIPE, text=True
        ) as sleeper:
            assert sleeper.stdout is not None
            assert sleeper.stdout.readline() == "asleep\n"
            assert asleep(cursor) == 1
            sleeper.kill()
        deadline = time.monotonic() + 600
        while asleep(cursor) and time.monotonic() < deadline:
            time.sleep(0.2)
        assert asleep(cursor) == 0
        cursor.execute("select pg_try_advisory_lock(1) as free")
        assert cursor.fetchone().free


def test_the_server_is_told_to_look_after_clients_that_say_nothing(database_url):
    with closing(connect(database_url)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "select name, setting::int from pg_settings where name like 'tcp_keepalives_%' order by name"
        )
        assert [tuple(row) for row in cursor.fetchall()] == [
            ("tcp_keepalives_count", 3),
            ("tcp_keepalives_idle", 30),
            ("tcp_keepalives_interval", 10),
        ]
