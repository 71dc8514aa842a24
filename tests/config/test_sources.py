"""`sources.toml` is read strictly: an error names file, source, key and what would be right."""

from datetime import date

import pytest

from newsfold.config.locations import expand_days
from newsfold.config.sources import Settings, Source, SourceError, Transport
from newsfold.config.sources_file import load_sources
from newsfold.dedup import WINDOW_DAYS


def write(tmp_path, text: str):
    path = tmp_path / "sources.toml"
    path.write_text(text)
    return path


def test_a_source_needs_only_a_location(tmp_path):
    settings, sources = load_sources(write(tmp_path, '[source.herald]\nlocation = "in"'))
    assert settings == Settings()
    assert sources["herald"].slug == "herald"
    assert sources["herald"].enabled


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '[source.a]\nlocation = "x"\nlanguge = "en"',
            r"\[source\.a\]: unknown key 'languge'; did you mean 'language'",
        ),
        ("[source.a]\nlocation = 'x'\nowner = ' '", r"owner must have 1 to 100 characters"),
        ("[source.a]\nlocation = 'x'\ntags = 'north'", r"tags must be a list of strings"),
        ("[source.a]\nlocation = 'x'\ntags = ['a;b']", r"a tag has 1 to 60 characters"),
        ("[source.a]\nlocation = 'x'\ntags = ['a', 'A']", r"a tag is there twice"),
        ("[source.a]\nlocation = 'x'\ntags = [\"a\\u0001\"]", r"tags must have no control characters"),
        ("[ingest]\nlearn_folders = ['/']", r"learn_folders must be folders, and not the root"),
        ("[source.a]\nname = 'x'", r"\[source\.a\]: .*location"),
        ("[source.a]\nlocation = 3", r"location must be str, not 3"),
        ("[source.a]\nlocation = ''", r"location must not be empty"),
        ("[source.a]\nlocation = 'x'\nenabled = 'yes'", r"enabled must be bool"),
        ("[source.a]\nlocation = 'x'\nmax_file_bytes = true", r"max_file_bytes must be int"),
        ("[source.a]\nlocation = 'x'\ndate_order = 'DDMM'", r"date_order must be DMY, MDY or YMD"),
        ("[source.a]\nlocation = 'x'\ntime_zone = 'Mars/Base'", r"'Mars/Base' is no IANA time zone"),
        ("[source.'A b']\nlocation = 'x'", r"a slug has lower-case letters"),
        ("[sources.a]\nlocation = 'x'", r"unknown table \[sources\]"),
        ("[source.a]\nlocation = 'x'\ncolumns = 'text'", r"columns must be a table of strings, not 'text'"),
        ("[source.a]\nlocation = 'x'\ncolumns = {body = 3}", r"columns must be a table of strings"),
        (
            "[source.a]\nlocation = 'x'\ncolumns = {headlin = 'T'}",
            r"unknown field 'headlin'; did you mean 'headline'",
        ),
        ("[source.a]\nlocation = 'x'\ncolumns = {body = ' '}", r"columns: body names no column"),
        ("[ingest]\nbatch_files = 0", r"batch_files must be 1 or more"),
        ("[ingest", r"not valid TOML"),
    ],
)
def test_a_mistake_is_named(tmp_path, text, message):
    with pytest.raises(SourceError, match=message) as raised:
        load_sources(write(tmp_path, text))
    assert "sources.toml" in str(raised.value)


def test_columns_name_what_a_table_holds(tmp_path):
    text = "[source.a]\nlocation = 'x'\n[source.a.columns]\nbody = 'Inhalt'\nheadline = 'fields.titel'"
    _, sources = load_sources(write(tmp_path, text))
    assert sources["a"].columns == {"body": "Inhalt", "headline": "fields.titel"}


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(SourceError, match="not found"):
        load_sources(tmp_path / "sources.toml")


def test_the_sources_of_the_project_are_valid():
    from newsfold.config.home import project_root

    _, sources = load_sources(project_root() / "dags" / "sources.toml")
    assert len(sources) >= 12


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("location = 'sfpt://a.example/in'", "unknown scheme 'sfpt'; did you mean sftp"),
        ("location = 'sftp://kim:geheim@a.example/in'", "location holds a login; name an Airflow connection"),
        ("location = 'in'\nfollow = 'items'", "follow is for http and https locations only"),
        (
            "location = 'in'\nschedule = 'weekly'",
            "schedule must be daily or hourly or on_arrival, not 'weekly'",
        ),
        ("location = 'https://a.example'\nfollow = 'pages'", "follow must be links or items"),
        ("location = 'in'\nrequests_per_minute = 0.0", "requests_per_minute must be more than 0"),
        ("location = 'in'\nwatch_seconds = 0.01", "watch_seconds must be from 0.1 to 86400"),
        ("location = 'in'\nhosts = [3]", "hosts must be a list of strings"),
        ("location = 'in'\nretention_days = -1", "retention_days must be from 1 to 36500, or 0 for ever"),
        ("location = 'in'\nretention_days = 30.5", "retention_days must be int"),
        ("location = 'in'\nretention_day = 30", "did you mean 'retention_days'"),
    ],
)
def test_what_can_not_be_fetched_is_an_error(tmp_path, entry, message):
    with pytest.raises(SourceError, match=message) as caught:
        load_sources(write(tmp_path, f"[source.a]\n{entry}"))
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    ("location", "transport"),
    [
        ("in/*.xml", Transport.FOLDER),
        ("file:///srv/in", Transport.FOLDER),
        ("s3://news/{day}", Transport.S3),
        ("sftp://a.example/in", Transport.SFTP),
        ("https://a.example/feed", Transport.HTTP),
        ("imaps://a.example/INBOX", Transport.IMAP),
    ],
)
def test_the_scheme_says_how_a_source_is_reached(location, transport):
    assert Source("a", location).transport is transport


def test_days_are_named_in_the_form_that_the_location_asks_for():
    days = [date(2025, 9, 27), date(2025, 9, 28)]
    assert expand_days("s3://news/{day:%Y/%m}/{day}.xml", days) == [
        "s3://news/2025/09/2025-09-27.xml",
        "s3://news/2025/09/2025-09-28.xml",
    ]
    assert expand_days("s3://news/{day:%Y/%m}/*", days) == ["s3://news/2025/09/*"]
    assert expand_days("s3://news/*", days) == ["s3://news/*"]


def test_how_far_apart_two_tellings_may_lie_is_a_setting_of_the_fold(tmp_path):
    settings, _ = load_sources(write(tmp_path, "[fold]\nrewrite_days = 20"))
    assert settings.fold.rewrite_days == 20
    assert Settings().fold.rewrite_days == WINDOW_DAYS


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("[fold]\nrewrite_days = -1", "rewrite_days must be from 0 to 120"),
        ("[fold]\nrewrite_days = 400", "rewrite_days must be from 0 to 120"),
        ("[fold]\nrewrite_day = 4", "did you mean 'rewrite_days'"),
        ("[fold]\nrewrite_days = '4'", "rewrite_days must be int"),
        ("[ingest]\nrewrite_days = 4", "unknown key 'rewrite_days'"),
    ],
)
def test_a_setting_of_the_fold_that_can_not_be_meant_is_an_error(tmp_path, table, message):
    with pytest.raises(SourceError, match=message):
        load_sources(write(tmp_path, table))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("retention_days = 40000", "retention_days must be from 1 to 36500"),
        ("keep_changes_days = 6", "keep_changes_days must be 7 or more"),
    ],
)
def test_settings_of_the_upkeep_that_can_not_be_meant_are_an_error(tmp_path, settings, message):
    with pytest.raises(SourceError, match=message):
        load_sources(write(tmp_path, f"[ingest]\n{settings}"))
