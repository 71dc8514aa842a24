"""One database URL in the forms that its readers want."""

import pytest
from psycopg2.extensions import parse_dsn
from sqlalchemy import make_url

from newsfold.config.database_urls import libpq_url, sqlalchemy_url

SCHEMES = ("postgres", "postgresql", "postgresql+psycopg2", "postgres+psycopg", "postgresql+asyncpg")
RESTS = (
    "me:p%40ss@db.example:6543/news?sslmode=require",
    "me@%2Fvar%2Frun%2Fpostgresql/news",
    "/news",
    "me:postgres%3A%2F%2F@db.example/postgres",
)


@pytest.mark.parametrize("rest", RESTS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_form_of_a_url_is_read_the_same(scheme, rest):
    url = libpq_url(f"{scheme}://{rest}")
    assert url == f"postgresql://{rest}"
    assert parse_dsn(url) == parse_dsn(f"postgresql://{rest}")
    assert sqlalchemy_url(f"{scheme}://{rest}") == f"postgresql+psycopg2://{rest}"
    assert make_url(sqlalchemy_url(f"{scheme}://{rest}")).get_dialect().driver == "psycopg2"


@pytest.mark.parametrize(
    "other", ["host=db.example dbname=postgres", "", "mysql://postgres@db/x", "postgres"]
)
def test_what_is_no_url_of_postgres_is_left_alone(other):
    assert libpq_url(other) == other
    with pytest.raises(ValueError, match="not the URL"):
        sqlalchemy_url(other)
