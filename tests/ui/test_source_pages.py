"""The sources in the pages: how each stands, and what people do to them."""

from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup

from newsfold.config.sources import Source
from newsfold.operate.source_standing import state_of
from newsfold.store import expectations, source_activity
from newsfold.store.connection import connect
from newsfold.ui.day_bars import day_chart
from newsfold.ui.source_listing import settings_of, without_secrets


def shown(response) -> str:
    """The words of a page, as a person reads them."""
    return " ".join(BeautifulSoup(response.text, "html.parser").get_text(" ").split())


def query(newsroom, text: str, *parameters: object) -> list:
    with connect(newsroom.role_url("owner")) as connection, connection.cursor() as cursor:
        cursor.execute(text, parameters or None)
        return cursor.fetchall()


def test_each_source_is_shown_with_what_it_is_configured_to_do_and_what_it_delivered(desk):
    response = desk.client().get("/sources")
    text = shown(response)
    assert response.status_code == 200
    assert "Bote <i>of</i> Hollenbeck" in text
    charts = BeautifulSoup(response.text, "html.parser").select("svg.days")
    assert [each["aria-label"].partition(": ")[2] for each in charts] == [
        "at most 3 records a day; no bad day",
        "at most 1 records a day; no bad day",
    ]
    one = desk.client().get("/sources?slug=erle-wire")
    text = shown(one)
    assert "folder, daily inbox/wire" in text
    assert "language: en" in text
    titles = [
        each.get_text() for each in BeautifulSoup(one.text, "html.parser").select("svg.days rect title")
    ]
    assert any("3 files, 3 records" in title for title in titles)


def test_one_source_has_an_address_and_an_unknown_one_has_none(desk):
    client = desk.client()
    text = shown(client.get("/sources?slug=erle-wire"))
    assert "erle-wire" in text
    assert "Hollenbeck" not in text
    assert client.get("/sources?slug=nobody").status_code == 404


def test_thousands_of_sources_come_in_pages_by_state_and_by_words(desk):
    """What is expected of them is read as a run kept it last."""
    toml = desk.newsroom.root / "dags" / "sources.toml"
    toml.write_text(
        toml.read_text() + "".join(f'[source.many-{n:03}]\nlocation = "inbox/many"\n' for n in range(240))
    )
    query(
        desk.newsroom,
        "insert into news.source (slug, name, created_at) select 'many-' || to_char(n, 'FM000'), 'Many ' || n, now()"
        " from generate_series(0, 239) as n returning 1",
    )
    client = desk.client()
    seen, address, pages = [], "/sources", 0
    while address:
        page = BeautifulSoup(client.get(address).text, "html.parser")
        seen += [each.get_text() for each in page.select("#sources tbody a")]
        assert len(page.select("svg.days")) == len(page.select("#sources tbody tr"))
        following = page.find("a", rel="next")
        address, pages = following["href"] if following else None, pages + 1
    assert (len(seen), len(set(seen)), pages) == (242, 242, 5)
    assert "51 to 100 of 242" in shown(client.get("/sources?sources.start=50"))
    found = BeautifulSoup(client.get("/sources?q=MANY+23").text, "html.parser")
    assert len(found.select("#sources tbody tr")) == 13  # 023, 123, 223 and 230 to 239
    assert "No source fits." in shown(client.get("/sources?q=nobody"))
    assert "No source fits." in shown(client.get("/sources?state=silent"))
    assert "All 242 sources" in shown(client.get("/"))


def test_what_is_expected_of_many_sources_is_what_was_kept(desk, monkeypatch):
    with closing(connect(desk.newsroom.role_url("loader"))) as connection:
        worked_out = expectations.expectations(connection, None)
    with closing(connect(desk.newsroom.role_url("loader"))) as connection:
        assert expectations.keep(connection) == worked_out
    monkeypatch.setattr(expectations, "MOST_WORKED_OUT", 0)
    with closing(connect(desk.newsroom.role_url("operator"))) as connection:
        assert [row._asdict() for row in expectations.present(connection)] == [
            row._asdict() for row in worked_out
        ]
    assert len(worked_out) == 2


def test_a_pause_needs_a_reason_and_ends_by_resuming(desk):
    client = desk.client()
    assert "needs a reason" in shown(client.post("/sources/pause", data={"slug": "erle-wire", "reason": " "}))
    text = shown(client.post("/sources/pause", data={"slug": "erle-wire", "reason": "<u>moving</u>"}))
    assert "by ada <b>: <u>moving</u>" in text
    assert "erle-wire is paused" in shown(client.get("/"))
    assert (
        query(desk.newsroom, "select paused_by from ops.source_state where paused_at is not null")[
            0
        ].paused_by
        == "ada <b>"
    )
    client.post("/sources/resume", data={"slug": "erle-wire"})
    assert query(desk.newsroom, "select from ops.source_state where paused_at is not null") == []
    acts = query(
        desk.newsroom, "select verdict, slug, note, decided_by from ops.decision order by decision_id"
    )
    assert [tuple(row) for row in acts] == [
        ("pause", "erle-wire", "<u>moving</u>", "ada <b>"),
        ("resume", "erle-wire", None, "ada <b>"),
    ]


def test_fetching_now_starts_the_dag_of_the_sources_schedule(desk):
    client = desk.client()
    toml = desk.newsroom.root / "dags" / "sources.toml"
    toml.write_text(toml.read_text() + 'schedule = "hourly"\n')
    text = shown(client.post("/sources/fetch", data={"slug": "erle-wire"}))
    client.post("/sources/fetch", data={"slug": "hollenbeck-bote"})
    assert "It is being fetched" in text
    assert desk.started == [
        ("news_ingest_hourly", {"sources": ["erle-wire"]}),
        ("news_ingest", {"sources": ["hollenbeck-bote"]}),
    ]
    assert client.post("/sources/fetch", data={"slug": "nobody"}).status_code == 404
    assert len(query(desk.newsroom, "select from ops.decision where verdict = 'fetch'")) == 2


def test_a_silence_holds_until_it_ends(desk):
    client = desk.client()
    text = shown(client.post("/sources/silence", data={"slug": "erle-wire", "hours": "24"}))
    assert "silenced until" in text
    for hours in ("0", "-5", "999999", "soon"):
        assert client.post("/sources/silence", data={"slug": "erle-wire", "hours": hours}).status_code in (
            404,
            422,
        )
    (row,) = query(
        desk.newsroom, "select expires_at - decided_at as length from ops.decision where verdict = 'silence'"
    )
    assert row.length.total_seconds() == 24 * 3600
    assert "silenced until" not in shown(client.post("/sources/unsilence", data={"slug": "erle-wire"}))


def test_who_may_not_act_sees_no_button_and_is_refused(desk):
    desk.may_act = False
    client = desk.client()
    assert BeautifulSoup(client.get("/sources").text, "html.parser").select("form[method=post]") == []
    for act in ("pause", "resume", "fetch", "silence", "unsilence"):
        data = {"slug": "erle-wire", "reason": "x", "hours": "1"}
        assert client.post(f"/sources/{act}", data=data).status_code == 403
    assert desk.started == []


def test_a_listing_that_is_not_seen_whole_says_since_when_and_what_is_unknown(desk):
    query(
        desk.newsroom,
        """
        with unknown as (
          insert into ops.listing_gap (run_id, source_id, gap_number, failure_class, detail, raw, noted_at)
          select max(run_id), source_id, number, 'refused', 'folder ' || number || ' may not be read', '<b>raw</b>', now()
          from ops.run, news.source, generate_series(1, 25) as number
          where slug = 'erle-wire' group by source_id, number returning source_id
        )
        insert into ops.source_state (source_id, listing_gaps, incomplete_since, incomplete_detail)
        select distinct source_id, 25, timestamptz '2025-09-20 07:30+00', 'folder 1 may not be read' from unknown
        on conflict (source_id) do update set listing_gaps = 25, incomplete_since = excluded.incomplete_since,
          incomplete_detail = excluded.incomplete_detail
        returning source_id
        """,
    )
    text = shown(desk.client().get("/sources?slug=erle-wire"))
    assert "incomplete" in text
    assert "not seen whole since 2025-09-20 07:30" in text
    assert "folder 20 may not be read <b>raw</b> and 5 more" in text
    overview = shown(desk.client().get("/"))
    assert "erle-wire is not seen whole since 2025-09-20 07:30 UTC: folder 1 may not be read" in overview


def test_a_file_of_sources_that_is_broken_is_said_to_be_so(desk):
    (desk.newsroom.root / "dags" / "sources.toml").write_text("[source.wire\n")
    client = desk.client()
    assert "can't be read" in shown(client.get("/sources"))
    assert "can't be read" in shown(client.get("/"))


@pytest.mark.parametrize(
    ("location", "seen"),
    [
        ("inbox/wire", "inbox/wire"),
        ("sftp://ada:secret@drop.example.org:22/out/*.xml", "sftp://drop.example.org:22/out/*.xml"),
        ("https://feeds.example.org/a?key=secret&n=5#x", "https://feeds.example.org/a?key=…&n=…"),
        ("s3://bucket/news/{day}/*.xml", "s3://bucket/news/{day}/*.xml"),
    ],
)
def test_secrets_in_a_location_are_not_shown(location, seen):
    assert without_secrets(location) == seen


def test_settings_are_those_that_were_set():
    source = Source("a", "x", connection="login", max_file_bytes=5, language="en")
    assert settings_of(source) == [("language", "en"), ("max file bytes", "5")]


@pytest.mark.parametrize(
    ("source", "answered", "expected", "state"),
    [
        (Source("a", "x"), None, None, "unknown"),
        (Source("a", "x"), None, "as_expected", "as expected"),
        (Source("a", "x"), {"failures": 2}, "as_expected", "failing"),
        (Source("a", "x"), {"paused_at": datetime.now(UTC)}, "low", "paused"),
        (Source("a", "x", enabled=False), {}, "silent", "disabled"),
        (None, {}, "silent", "not declared"),
        (Source("a", "x"), {"incomplete_since": datetime.now(UTC)}, "as_expected", "incomplete"),
        (Source("a", "x"), {"incomplete_since": datetime.now(UTC)}, "silent", "silent"),
        (Source("a", "x"), {"incomplete_since": datetime.now(UTC), "failures": 1}, "low", "failing"),
        (Source("a", "x"), {}, "something new", "unknown"),
    ],
)
def test_the_most_urgent_state_is_shown(source, answered, expected, state):
    row = (
        None
        if answered is None
        else SimpleNamespace(**{"failures": 0, "paused_at": None, "incomplete_since": None, **answered})
    )
    assert state_of(source, row, expected and SimpleNamespace(state=expected)) == state


def test_sources_are_chosen_by_owner_and_tag_and_sorted(desk):
    toml = desk.newsroom.root / "dags" / "sources.toml"
    toml.write_text(
        toml.read_text() + 'owner = "Ada <b>"\ntags = ["north", "Money"]\nnote = "ask <i>first</i>"\n'
        '[source.other]\nlocation = "inbox/other"\ntags = ["money"]\n'
    )
    client = desk.client()

    def slugs(address: str) -> list[str]:
        page = BeautifulSoup(client.get(address).text, "html.parser")
        return [each["href"].rpartition("=")[2] for each in page.select("#sources tbody td:first-child a")]

    assert slugs("/sources?owner=Ada+%3Cb%3E") == ["erle-wire"]
    assert sorted(slugs("/sources?tag=MONEY")) == ["erle-wire", "other"]
    assert slugs("/sources?tag=money&owner=Ada+%3Cb%3E&state=unknown") == ["erle-wire"]
    assert slugs("/sources?tag=nothing") == []
    assert slugs("/sources?sources.sort=-name") == ["other", "erle-wire", "hollenbeck-bote"]
    text = shown(client.get("/sources?slug=erle-wire"))
    assert "Ada <b> looks after it north Money ask <i>first</i>" in text


def test_a_bad_day_is_marked_by_what_is_usual_of_its_weekday():
    """Twelve weeks of days with a quiet Sunday: a silent Wednesday is marked, no Sunday is."""
    today = date(2025, 9, 26)
    rows = [
        SimpleNamespace(
            day=today - timedelta(days=n), state="silent" if n == 2 else "fine", files=0 if n == 2 else 1,
            records=0 if n == 2 else 40, quarantined=5, usual=40,
        )
        for n in range(1, 20)
    ]  # fmt: skip
    chart = day_chart(rows, today)
    assert [(bar.day, bar.mark) for bar in chart.bad] == [(date(2025, 9, 24), "bad")]
    assert "silent on 2025-09-24" in chart.words
    assert chart.good_path.count("M") == 18
    assert chart.usual_path.count("M") == 19
    assert all(bar.height <= 28 and 0 <= bar.x <= 180 for bar in chart.bars)
    assert day_chart([], today).words == "nothing yet"


DAYS_OF = """
insert into ops.run (run_key, trigger, day, news_day, dry_run, state, started_at)
select 'airflow:past:' || n, 'airflow', %(today)s::date - n, %(today)s::date - n, false, 'published',
  now() - make_interval(days => n)
from generate_series(1, 84) as n;
insert into ops.run_source (run_id, source_id, day, is_asked, files, records, quarantined)
select run.run_id, source.source_id, run.day, true, 5,
  case when run.day = %(today)s::date - 3 then 2 when run.day = %(today)s::date - 4 then 300
    when extract(isodow from run.day) = 7 then 3 else 40 end,
  case when run.day = %(today)s::date - 5 then 30 else 0 end
from ops.run, news.source
where run.run_key like 'airflow:past:%%' and source.slug = 'erle-wire'
returning 1
"""


def test_days_are_judged_by_weekday(desk):
    today = datetime(
        2025, 9, 26, tzinfo=UTC
    ).date()  # a Friday; the days before: Tue low, Mon high, Sun refused
    query(desk.newsroom, DAYS_OF.replace("%(today)s", "'2025-09-26'").replace("%%", "%"))
    with closing(connect(desk.newsroom.role_url("operator"))) as connection, connection:
        rows = source_activity.days(connection, today, 30, ["erle-wire", "hollenbeck-bote"])["erle-wire"]
    states = {row.day.isoformat(): row.state for row in rows if row.state != "fine"}
    assert states == {"2025-09-23": "low", "2025-09-22": "high", "2025-09-21": "refused"}
    assert {row.usual for row in rows if row.day.isoweekday() == 7} == {3}
