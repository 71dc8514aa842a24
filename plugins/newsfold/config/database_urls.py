"""One database URL in the forms that its readers want: libpq's, and SQLAlchemy's with the driver in its scheme."""

DIALECTS = ("postgres", "postgresql")


def libpq_url(url: str) -> str:
    """As psycopg2 and `psql` read it: Airflow writes `postgres://`, SQLAlchemy `postgresql+psycopg2://`.

    What is no Postgres URL, as a list of `key=value`, is left as it is.
    """
    rest = after_scheme(url)
    return url if rest is None else f"postgresql://{rest}"


def sqlalchemy_url(url: str) -> str:
    """As Airflow's own database takes it. Without the driver's name SQLAlchemy would take psycopg 3. Raises ValueError."""
    rest = after_scheme(url)
    if rest is None:
        raise ValueError("not the URL of a Postgres database")
    return f"postgresql+psycopg2://{rest}"


def after_scheme(url: str) -> str | None:
    """What follows the scheme of a Postgres URL; None for any other."""
    scheme, separator, rest = url.partition("://")
    return rest if separator and scheme.partition("+")[0] in DIALECTS else None
