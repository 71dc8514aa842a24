"""Files of news agencies as articles: what the readers of formats find and what the headers make of it."""

from datetime import UTC, date, datetime
from pathlib import Path

from newsfold.config.sources import Source
from newsfold.model import Article, SourceFile, Subject
from newsfold.pipeline.reading import read_bytes

SAMPLES = Path(__file__).parents[1] / "samples" / "formats" / "wire"
NOW = datetime(2025, 10, 1, tzinfo=UTC)


def articles_of(name: str) -> list[Article]:
    data = (SAMPLES / name).read_bytes()
    file = SourceFile("desk", name, f"file:///{name}", "0" * 64, len(data), None, NOW)
    found = [article for _, article in read_bytes(data, Source(slug="desk", location=""), file)]
    return [article for article in found if isinstance(article, Article)]


def test_nitf_gives_an_article_with_its_headers() -> None:
    (article,) = articles_of("nitf-report.xml")
    assert article.headline == "Skye bridge keeps its toll"
    assert article.byline == ("Ailsa Munro", "Tom Reid")
    assert (article.dateline_place, article.language) == ("Kyle", "en")
    assert article.published_at == datetime.fromisoformat("2025-09-27T09:15:00+01:00")
    assert (article.pub_status, article.embargoed, article.signal) == ("usable", None, None)
    assert article.subjects[0] == Subject("Roads", "subj:04015001")
    assert article.keywords == ("bridges", "tolls")
    assert (article.section, article.copyright_holder) == ("Business", "Kestrel Wire")


def test_a_correction_and_a_kill_name_the_article_that_they_are_about() -> None:
    (report,) = articles_of("nitf-report.xml")
    (correction,) = articles_of("nitf-correction.xml")
    (kill,) = articles_of("nitf-kill-and-no-text.xml")
    assert (correction.signal, correction.amends_uri, correction.pub_status) == (
        "correction",
        report.uri,
        "usable",
    )
    assert (kill.amends_uri, kill.pub_status) == (report.uri, "canceled")
    assert kill.uri != report.uri


def test_an_unknown_time_is_a_day_and_a_release_to_come_an_embargo() -> None:
    (article,) = articles_of("nitf-embargo-wrong-encoding.xml")
    assert (article.published_on, article.published_at) == (date(2025, 9, 26), None)
    assert article.embargoed == datetime(2025, 9, 28, 6, tzinfo=UTC)
    assert article.headline == "Le phare de Bréhat rouvre"
    assert article.byline == ("Yann Le Goff",)


def test_newsml_1_gives_an_article_with_its_headers() -> None:
    (article,) = articles_of("newsml1-report.xml")
    assert article.uri == "urn:newsml:meridian.example:20250926:herring-17"
    assert (article.headline, article.byline) == ("Iceland lands more herring", ("Birna Jonsdottir",))
    assert (article.dateline_place, article.dateline_country) == ("Reykjavik", "IS")
    assert article.published_at == datetime(2025, 9, 26, 8, tzinfo=UTC)
    assert article.modified_at == datetime(2025, 9, 26, 8, 16, tzinfo=UTC)
    assert (article.signal, article.slugline, article.language) == ("update", "ICELAND-FISH/HERRING", "en")


def test_revisions_of_newsml_1_under_embargo_and_killed() -> None:
    rain, storm, river = articles_of("newsml1-prefixed-several-items.xml")
    assert (rain.headline, rain.language) == ("Regen & Wind im Norden", "de")
    assert rain.pub_status == "usable"
    assert rain.embargoed == datetime(2025, 9, 28, 4, tzinfo=UTC)
    assert (storm.pub_status, storm.signal) == ("canceled", "kill")
    assert storm.uri == "urn:newsml:meridian.example:20250926:storm"
    assert river.body == "The river falls.\n\nIt fell a metre."


def test_newsml_g2_gives_an_article_with_its_headers() -> None:
    (article,) = articles_of("newsml-g2-report.xml")
    assert article.uri == "urn:newsml:meridian.example:20250926:glacier"
    assert (article.headline, article.byline) == ("Glacier loses nine metres", ("Lea Brunner",))
    assert (article.dateline_place, article.dateline_country) == ("Zermatt", "CH")
    assert article.published_at == datetime.fromisoformat("2025-09-26T12:00:00+02:00")
    assert article.modified_at == datetime.fromisoformat("2025-09-26T14:10:00+02:00")
    assert article.embargoed == datetime(2025, 9, 27, 4, tzinfo=UTC)
    assert (article.signal, article.amends_uri) == (
        "correction",
        "urn:newsml:meridian.example:20250926:glacier-snap",
    )
    assert article.subjects == (Subject("glaciers", "medtop:20000500"),)
    assert article.usage_terms == "No archive."


def test_a_message_of_newsml_g2_with_an_endless_embargo_and_a_kill() -> None:
    owls, foxes, stoats = articles_of("newsml-g2-message.xml")
    assert (owls.pub_status, owls.dateline_place, owls.dateline_country) == ("withheld", "Kielder", "GB")
    assert (foxes.pub_status, foxes.uri) == ("canceled", "tag:kestrelwire.example,2025:foxes")
    assert foxes.body.startswith("Please kill")
    assert stoats.published_at == datetime(2025, 9, 27, 9, tzinfo=UTC)  # all that is known: when it was sent


def test_the_reuters_collection_gives_days_places_and_writers() -> None:
    barley, ships, prices, rye = articles_of("reuters-articles.sgm")
    assert (barley.headline, barley.byline) == ("BARLEY TRIAL AT LEITH <LTH>", ("Morag Tulloch",))
    assert (barley.published_on, barley.published_at) == (date(1987, 2, 26), None)
    assert (barley.dateline_place, barley.agency) == ("Leith", "Reuters")
    assert barley.slugline == "BC-BARLEY-TRIAL"
    assert (ships.body, ships.headline) == ("LEITH MILLS SAYS IT BUYS TWO SHIPS",) * 2
    assert (prices.published_on, rye.published_on) == (date(1987, 2, 26), None)
