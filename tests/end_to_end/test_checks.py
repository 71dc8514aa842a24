"""The checks of sql/checks: each passes on a sound run, and finds what breaks its rule."""

import json

import pytest

from newsfold.store import checks
from newsfold.store.connection import connect

TOWNS = (
    "Almada",
    "Braga",
    "Coimbra",
    "Evora",
    "Faro",
    "Guarda",
    "Leiria",
    "Porto",
    "Sintra",
    "Tavira",
    "Viseu",
    "Tomar",
)
TEXT = (
    "The council of {town} decided on Friday to buy {n}4 buses from a works in the north of the country. "
    "Mayor {town}a Pinto said that line {n} would be the first to use them, and that fares stay as they are. "
    "The opposition had asked for {n}7 million euros to be spent on the roof of the market hall instead."
)


def item(n: int, town: str) -> str:
    return json.dumps(
        {
            "uri": f"urn:a:{n}",
            "type": "text",
            "firstcreated": f"2025-09-{10 + n}T06:00:00Z",
            "versioncreated": f"2025-09-{10 + n}T07:00:00Z",
            "headline": f"{town} buys buses",
            "language": "en",
            "body_text": TEXT.format(n=n, town=town),
        }
    )


@pytest.fixture
def run(newsroom, once):
    """A sound run of twelve articles, and a function that gives the rows which break a check."""

    def fill() -> int:
        newsroom.source("alpha", language="en")
        for n, town in enumerate(TOWNS, start=1):
            newsroom.deliver("alpha", f"{n}.json", item(n, town))
        return newsroom.run()["run_id"]

    run_id = once(fill)
    known = {check.name: check for check in checks.all_checks()}

    def broken(name: str) -> list[dict]:
        connection = connect(newsroom.role_url("loader"))
        try:
            with connection:
                return list(checks.run_check(connection, known[name], run_id).sample)
        finally:
            connection.close()

    return newsroom, broken


BREAKS = {
    "lab_is_within_its_quota": "create table lab.own (a integer primary key); update ops.lab_quota set bytes = 1",
    "article_has_its_current_version": "update news.article set current_version = 7 where uri = 'urn:a:3'",
    "versions_have_no_gaps": (
        "delete from news.date_candidate;"
        "update news.version set version = 3 where article_id = (select min(article_id) from news.article)"
    ),
    "texts_have_an_article": (
        "update news.version set (content_id, content_month) ="
        " (select content_id, month from news.content order by content_id limit 1)"
        " where article_id = (select article_id from news.article order by article_id limit 1 offset 5)"
    ),
    "uris_match_their_hash": "update news.article set uri = 'urn:other' where uri = 'urn:a:3'",
    "headline_is_not_the_text": (
        "update news.content set body = upper(headline) || '.' from news.version"
        " where version.content_id = content.content_id and headline like 'Faro%'"
    ),
    "language_fits_the_source": "update news.version set language = 'pt' where record_position = 0",
    "bodies_are_not_cut": "update news.content set word_count = 12",
    "headlines_differ": "update news.version set headline = 'The Almada Courier' where published_on < '2025-09-16'",
    "most_articles_are_dated": (
        "update news.version set published_on = null, published_at = null, published_precision = null"
        " where published_on > '2025-09-15'"
    ),
    "changes_follow_publication": (
        "update news.version set modified_at = published_at - interval '2 days' where published_on = '2025-09-16'"
    ),
    "days_move_with_the_fetches": (
        "update news.version set published_on = '2025-09-12';"
        "update ops.file set fetched_at = fetched_at - (file_id % 4) * interval '1 day'"
    ),
}


@pytest.mark.parametrize("name", sorted(BREAKS))
def test_a_check_passes_on_a_sound_run_and_finds_what_breaks_its_rule(run, name):
    newsroom, broken = run
    assert broken(name) == []
    newsroom.query(f"{BREAKS[name]}; select 1")
    assert broken(name)


def test_every_check_passes_on_a_sound_run(run):
    _, broken = run
    assert [check.name for check in checks.all_checks() if broken(check.name)] == []


def test_one_odd_article_of_many_is_no_reason_to_warn(run):
    newsroom, broken = run
    newsroom.query(
        "update news.version set language = 'pt', headline = 'Odd', published_on = null, published_at = null,"
        " published_precision = null where article_id = (select min(article_id) from news.article);"
        "update news.content set word_count = 3 where content_id = (select min(content_id) from news.content); select 1"
    )
    for name in (
        "language_fits_the_source",
        "headlines_differ",
        "most_articles_are_dated",
        "bodies_are_not_cut",
    ):
        assert broken(name) == [], name
