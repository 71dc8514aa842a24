"""The daily brief: what it says is what the views say, it is kept and made again where it must be, and it is safe."""

import base64
import hashlib
import importlib.util
import json
import re
import sys
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg2.errors
import pytest
from bs4 import BeautifulSoup

from newsfold.analytics import marts
from newsfold.analytics.brief import Brief, collect
from newsfold.cli.command_line import main
from newsfold.store.connection import connect
from newsfold.ui import brief_page

SPEC = importlib.util.spec_from_file_location(
    "newsroom_of_brief_tests", Path(__file__).parents[1] / "end_to_end" / "conftest.py"
)
assert SPEC is not None
assert SPEC.loader is not None
module = importlib.util.module_from_spec(SPEC)
sys.modules[SPEC.name] = module
SPEC.loader.exec_module(module)
newsroom = module.newsroom

DAY = date(2025, 9, 26)
NOW = datetime(2025, 9, 28, 5, tzinfo=UTC)
HOSTILE = '<script>alert(1)</script> & <img src=x onerror="alert(2)"> at the mill of Hollenbeck'
MILL = (
    "The water mill of Hollenbeck turned again on Friday for the first time in 61 years, said Ada Brinkmann. "
    "The wheel, 4.2 metres wide, was rebuilt by Joris Vantongeren from oak of the Erlenwald. "
    "Flour from the mill is sold at the Saturday market in Aldermoor."
)
KEEPER = (
    "Lighthouse keeper Imre Halloway retired on Thursday after 44 years on Skarholm. "
    "Mr Halloway counted 3,112 storms in his log books, which go to the museum of Port Saranne. "
    "The lamp will be tended by Odile Marchetti of the Northern Lights Office."
)
TRAMS = (
    "Vienna ordered 64 low-floor trams from the works at Graz, deputy mayor Eva Lindner said in the Rathaus. "
    "The first will run on line 18 in spring, and the oldest cars go to a museum in Mariazell. "
    "The order is worth 212 million euros, with an option for 30 more vehicles."
)
SALT = (
    "The salt works of Marenne closed for the winter on Thursday after a harvest of 900 tonnes. "
    "Director Paulette Aubrac said rain in August had cost a third of it, and nine seasonal hands left early."
)
GRAPES = (
    "Growers in the Tarn valley began to pick white grapes on Friday, eleven days before their usual date. "
    "The cooperative at Gaillac, led by Bastien Fourcade, expects 31,000 hectolitres and a dry October."
)


def item(uri: str, body: str, published: str = "2025-09-26T06:00:00Z", **fields: object) -> str:
    """One ninjs item."""
    values = {
        "uri": uri,
        "type": "text",
        "firstcreated": published,
        "versioncreated": published,
        "headline": "A headline",
        "language": "en",
        "body_text": body,
        **fields,
    }
    return json.dumps(values)


@pytest.fixture
def filled(newsroom, once):
    """Three sources: a report that two carry, one of its own, one under embargo, and two from the Friday before."""

    def fill() -> None:
        for slug in ("alder", "birch", "cedar"):
            newsroom.source(slug)
        newsroom.deliver("alder", "mill.json", item("urn:a:1", MILL, headline=HOSTILE))
        newsroom.deliver(
            "birch", "mill.json", item("urn:b:1", MILL, "2025-09-26T07:30:00Z", headline="Mill turns")
        )
        newsroom.deliver("birch", "keeper.json", item("urn:b:2", KEEPER, headline="Keeper retires"))
        secret = item(
            "urn:a:2",
            TRAMS,
            headline="Not to be known yet",
            embargoed=f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%dT%H:%M:%SZ}",
        )
        newsroom.deliver("alder", "trams.json", secret)
        for number, body in enumerate((SALT, GRAPES)):
            newsroom.deliver("cedar", f"{number}.json", item(f"urn:c:{number}", body, "2025-09-19T06:00:00Z"))
        newsroom.run()
        refresh(newsroom)

    once(fill)
    return newsroom


def refresh(newsroom) -> None:
    with newsroom.workspace() as work:
        marts.refresh(work.connection, now=NOW)


def made_due(newsroom) -> list[date]:
    with closing(connect(newsroom.role_url("loader"))) as connection:
        return list(brief_page.make_due(connection, now=NOW))


def collected(newsroom, day: date | None = None, role: str = "analyst") -> Brief:
    with closing(connect(newsroom.role_url(role))) as connection:
        return collect(connection, day)


def shown(page: str) -> str:
    """The words of a page, as a person reads them."""
    return " ".join(BeautifulSoup(page, "html.parser").main.get_text(" ").split())


def figures(page: str) -> dict[str, str]:
    """The headline figures by name."""
    boxes = BeautifulSoup(page, "html.parser").select("dl.figures > div")
    return {box.dt.get_text(): box.dd.get_text() for box in boxes}


def test_the_numbers_on_the_page_are_those_of_the_views(filled):
    found = collected(filled)
    assert found.day == DAY
    page = brief_page.brief_page(found)
    (row,) = filled.query(
        "select count(*) as articles, count(distinct story_id) as reports, count(distinct source) as sources"
        " from analytics.articles where published_on = %s",
        DAY,
    )
    assert (row.articles, row.reports, row.sources) == (3, 2, 2)
    named = figures(page)
    assert named["articles"] == str(row.articles)
    assert named["independent reports"] == str(row.reports)
    assert named["sources"] == str(row.sources)
    assert named["echo factor"] == f"{row.articles / row.reports:.2f}"
    by_source = filled.query(
        "select source, count(*)::int as articles from analytics.articles where published_on = %s group by source",
        DAY,
    )
    assert {line.source: line.articles for line in found.sources} == dict(by_source)


def test_the_usual_is_that_of_the_same_weekday(filled):
    found = collected(filled)
    assert (found.totals.usual_articles, found.totals.usual_weeks) == (2, 1)
    text = shown(brief_page.brief_page(found))
    assert "50 % more articles than usual (2, by one Friday before)" in text
    assert collected(filled, date(2025, 9, 19)).totals.usual_articles is None


def test_a_report_of_several_sources_tells_who_was_first_and_how_it_spread(filled):
    (line,) = collected(filled).stories
    assert (line.headline, line.first_source, line.other_sources) == (HOSTILE, "alder", ["birch"])
    assert (line.article_count, line.copies, line.minutes_to_last_source) == (2, 1, 90)
    assert "first in alder then birch" in shown(brief_page.brief_page(collected(filled)))


def test_what_is_under_embargo_is_counted_and_never_named(filled):
    found = collected(filled)
    assert [(line.reason, line.articles) for line in found.held_back] == [("embargoed", 1)]
    page = brief_page.brief_page(found)
    assert "1 article under embargo, from 1 source" in shown(page)
    assert "Not to be known yet" not in page
    assert "Rathaus" not in page


def test_a_source_that_gives_nothing_has_gone_quiet(filled):
    (line,) = collected(filled).quiet
    assert (line.source, line.articles, line.usual_articles, line.days_silent) == ("cedar", 0, 2, 7)
    assert "cedar 0 2 7 days ago" in shown(brief_page.brief_page(collected(filled)))


def test_a_correction_shows_both_headlines_and_how_many_words_changed(filled):
    later = item(
        "urn:b:2",
        KEEPER.replace("44 years", "45 years"),
        headline="Keeper retires after 45 years",
        version="2",
    )
    filled.deliver("birch", "keeper-2.json", later)
    filled.run()
    refresh(filled)
    # Loaded long after its day of publication: it belongs to the brief of the day on which it came.
    filled.query("update marts.correction set day = '2025-09-27' returning day")
    (line,) = collected(filled).corrections
    assert (line.headline_before, line.headline_after) == ("Keeper retires", "Keeper retires after 45 years")
    assert (line.words_added, line.words_removed) == (1, 1)
    page = BeautifulSoup(brief_page.brief_page(collected(filled)), "html.parser")
    assert page.find("del").get_text() == "Keeper retires"
    assert page.find("ins").get_text() == "Keeper retires after 45 years"


def test_empty_sections_say_so_in_a_line(filled):
    text = shown(brief_page.brief_page(collected(filled, date(2025, 9, 19))))
    for said in (
        "No report that began on this day was carried by a second source.",
        "Nothing rises:",
        "No article of this day has a dateline with a place.",
        "Nothing was corrected.",
        "Nothing is killed, withheld or under embargo.",
        "No source is quieter than usual.",
    ):
        assert said in text


def test_hostile_headlines_are_text_and_only_the_pages_own_style_holds(filled):
    page = brief_page.brief_page(collected(filled))
    tree = BeautifulSoup(page, "html.parser")
    assert HOSTILE in [each.get_text() for each in tree.select("h3")]
    assert not tree.select("script, img, iframe, object, link, form, [style], [src], [href]")
    assert not [each for each in tree.find_all(True) if any(name.startswith("on") for name in each.attrs)]
    (policy,) = [each["content"] for each in tree.select('meta[http-equiv="Content-Security-Policy"]')]
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_every_chart_says_what_it_shows(filled):
    charts = BeautifulSoup(brief_page.brief_page(collected(filled)), "html.parser").select("svg")
    assert len(charts) > 5
    for chart in charts:
        assert chart.get("aria-label") or chart.get("aria-hidden") == "true"


def test_the_briefs_of_the_newest_days_are_kept_and_doing_it_again_changes_nothing(filled):
    assert made_due(filled) == [date(2025, 9, 19), DAY]
    rows = filled.query("select * from ops.brief order by day")
    assert made_due(filled) == []
    assert filled.query("select * from ops.brief order by day") == rows
    assert rows[-1].html == brief_page.brief_page(collected(filled))
    assert [row.day for row in filled.query("select day from analytics.briefs order by day")] == [
        date(2025, 9, 19),
        DAY,
    ]


def test_a_kept_brief_is_made_again_when_its_day_is_counted_again(filled):
    made_due(filled)
    another = item("urn:c:2", "Something else: " + KEEPER.replace("44", "9"), "2025-09-26T09:00:00Z")
    filled.deliver("cedar", "another.json", another)
    filled.run()
    refresh(filled)
    assert DAY in made_due(filled)
    (row,) = filled.query("select html from ops.brief where day = %s", DAY)
    assert figures(row.html)["articles"] == "4"


def test_a_killed_headline_leaves_the_kept_briefs(filled):
    made_due(filled)
    killed = item(
        "urn:a:1", MILL, headline=HOSTILE, pubstatus="canceled", versioncreated="2025-09-27T06:00:00Z"
    )
    filled.deliver("alder", "mill-killed.json", killed)
    filled.run()
    (hidden,) = filled.query(
        "select count(*) as n from analytics.hidden_articles where reason <> 'embargoed'"
    )
    assert hidden.n == 1
    # Even before the next refresh.
    assert DAY in made_due(filled)
    (row,) = filled.query("select html from ops.brief where day = %s", DAY)
    assert "alert(1)" not in row.html
    refresh(filled)
    assert DAY in made_due(filled)
    assert made_due(filled) == []


def test_a_day_without_articles_has_no_brief(filled):
    with pytest.raises(LookupError, match="1999-01-01"):
        collected(filled, date(1999, 1, 1))


def test_the_analyst_reads_which_briefs_there_are_and_not_their_pages(filled):
    made_due(filled)
    with closing(connect(filled.role_url("analyst"))) as connection, connection.cursor() as cursor:
        cursor.execute("select day, bytes from analytics.briefs order by day desc limit 1")
        row = cursor.fetchone()
        assert (row.day, row.bytes > 10_000) == (DAY, True)
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("select html from ops.brief")


def test_the_command_writes_the_page_and_says_where(filled, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("NEWSFOLD_HOME", str(tmp_path / "home"))
    url = filled.role_url("loader")
    assert main(["brief", "--database-url", url]) == 0
    path = Path(capsys.readouterr().out.strip())
    assert path == tmp_path / "home" / "briefs" / "2025-09-26.html"
    assert path.read_text(encoding="utf-8") == brief_page.brief_page(collected(filled))
    assert main(["brief", "2025-09-19", "--html", "-", "--database-url", url]) == 0
    assert "Friday, 19 September 2025" in capsys.readouterr().out
    assert main(["brief", "1999-01-01", "--database-url", url]) == 1
    assert main(["brief", "yesterday", "--database-url", url]) == 2


def test_it_says_who_printed_whose_sentences(newsroom):
    for slug in ("mill-wire", "courier"):
        newsroom.source(slug)
    newsroom.deliver("mill-wire", "1.txt", f"Mill turns\n\nHollenbeck, Sep 26, 2025 (MNA) {MILL}\n")
    own = " ".join(KEEPER.split(" ")[:40])
    newsroom.deliver(
        "courier", "1.txt", f"Headline: Of mills\nDate: 2025-09-26\n\n{own}\n\n{MILL}\n\n{GRAPES}\n"
    )
    newsroom.run()
    with closing(connect(newsroom.role_url("loader"))) as connection:
        marts.refresh(connection, now=NOW)
        brief = collect(connection, DAY)
    (line,) = brief.reuse
    assert (line.source, line.main_origin, line.found) == ("courier", "MNA", 1)
    assert 40 <= line.agency_words <= 50 < line.words
    assert line.uncredited_words == line.agency_words
    with closing(connect(newsroom.role_url("loader"))) as connection:
        _, page = brief_page.make(connection, DAY, now=NOW)
    assert "Who lived on whose copy" in page
