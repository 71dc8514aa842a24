"""A database with the sample inbox in it, made once for all processes of the run."""

import importlib
from contextlib import closing

import psycopg2
import pytest
from psycopg2 import sql

from newsfold.config.home import locked, project_root
from newsfold.store.migrations import migrate

DATABASE = "newsfold_samples"


@pytest.fixture(scope="session")
def sample_analyst_url(postgres_server) -> str:
    """How an analyst connects to it. Nobody writes there."""
    with locked(postgres_server.home / "samples.lock"):
        done = postgres_server.home / "samples_are_ingested"
        if not done.exists():
            create_anew(postgres_server.url("admin", "postgres"))
            migrate(postgres_server.url("owner", DATABASE))
            with pytest.MonkeyPatch.context() as patch:
                patch.syspath_prepend(str(project_root() / "docs"))
                importlib.import_module("sample_database").ingest(postgres_server.url("loader", DATABASE))
            done.touch()
    return postgres_server.url("analyst", DATABASE)


def create_anew(admin_url: str) -> None:
    """An empty database, in the place of one that a failed try has left."""
    name = sql.Identifier(DATABASE)
    with closing(psycopg2.connect(admin_url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("drop database if exists {} with (force)").format(name))
            cursor.execute(sql.SQL("create database {} owner newsfold_owner template template0").format(name))
