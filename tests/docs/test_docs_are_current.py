"""The generated pages say what the code says: `make docs` writes them, these tests hold them to it."""

import re
import subprocess
import sys

from newsfold.config.home import project_root
from newsfold.local.airflow_settings import clean_environment
from newsfold.store.connection import connect
from newsfold.store.dictionary import schemas

DOCS = project_root() / "docs"


def generator(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one of the generators, which never writes here."""
    return subprocess.run(
        [sys.executable, str(DOCS / script), "--check", *arguments],
        env={**clean_environment(), "PYTHONPATH": str(project_root() / "plugins")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_data_dictionary_is_what_the_database_says(database_url):
    result = generator("dictionary.py", "--database-url", database_url)
    assert result.returncode == 0, result.stderr


def test_a_changed_comment_makes_the_data_dictionary_out_of_date(database_url):
    with connect(database_url) as connection, connection.cursor() as cursor:
        cursor.execute("comment on column news.source.slug is 'Something else.'")
    result = generator("dictionary.py", "--database-url", database_url)
    assert result.returncode == 1
    assert "make docs" in result.stderr


def test_the_page_of_the_dags_is_what_the_dags_say():
    result = generator("dags.py")
    assert result.returncode == 0, result.stderr


def test_everything_that_stays_in_the_database_is_explained(database_url):
    silent = []
    for schema in schemas(connect(database_url)):
        assert schema.comment, schema.name
        for relation in schema.relations:
            silent += [] if relation.comment else [relation.name]
            if schema.name != "staging":
                silent += [
                    f"{relation.name}.{column.name}" for column in relation.columns if not column.comment
                ]
    assert silent == []


def test_partitions_are_left_out_of_the_dictionary(database_url):
    with connect(database_url) as connection, connection.cursor() as cursor:
        cursor.execute("select ops.create_month_partitions('2025-09-01')")
    names = [relation.name for schema in schemas(connect(database_url)) for relation in schema.relations]
    assert "news.content" in names
    assert not [name for name in names if re.search(r"_\d{4}_\d{2}$", name)]


def test_the_files_that_the_architecture_page_names_are_there():
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:plugins|sql|dags|docs|tests|bench)/[\w./-]+)`", text)
    assert len(named) > 10
    assert [path for path in named if not (project_root() / path).exists()] == []
