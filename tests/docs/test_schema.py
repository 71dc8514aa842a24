"""The picture of the tables says what the database says."""

import re
import subprocess
import sys

from newsfold.config.home import project_root
from newsfold.local.airflow_settings import clean_environment
from newsfold.store.connection import connect

DOCS = project_root() / "docs"


def generator(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run docs/schema.py, which never writes here."""
    return subprocess.run(
        [sys.executable, str(DOCS / "schema.py"), "--check", *arguments],
        env={**clean_environment(), "PYTHONPATH": str(project_root() / "plugins")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_picture_of_the_tables_is_what_the_database_says(database_url):
    result = generator("--database-url", database_url)
    assert result.returncode == 0, result.stderr


def test_a_new_foreign_key_makes_the_picture_out_of_date(database_url):
    with connect(database_url) as connection, connection.cursor() as cursor:
        cursor.execute(
            "create table news.note (article_id bigint constraint note_article_fk references news.article)"
        )
    result = generator("--database-url", database_url)
    assert result.returncode == 1
    assert "make docs" in result.stderr


def test_a_new_partition_does_not_change_the_picture(database_url):
    with connect(database_url) as connection, connection.cursor() as cursor:
        cursor.execute("select ops.create_month_partitions('2025-09-01')")
    result = generator("--database-url", database_url)
    assert result.returncode == 0, result.stderr


def test_the_lines_of_the_picture_join_tables_that_it_has():
    text = (DOCS / "schema.md").read_text(encoding="utf-8")
    tables = set(re.findall(r'^  (\w+)\["', text, flags=re.MULTILINE))
    lines = re.findall(r"^  (\w+) \S+--\S+ (\w+) : ", text, flags=re.MULTILINE)
    assert len(lines) > 20
    assert {name for line in lines for name in line} <= tables
