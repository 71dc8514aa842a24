"""The repair of a source on its page: cause, setting, trial, replay, and the end of the incident."""

from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup

from newsfold.config.sources_file import load_sources
from newsfold.operate import incidents
from newsfold.pipeline import replay_choices, replaying, running, steps, workspaces
from newsfold.store import reports, source_settings
from newsfold.store.connection import connect
from tests.ui.conftest import Desk, write

PLACES = ("Aldermoor", "Westfelde", "Port Saranne", "Hollenbeck", "Skarholm", "Kestrel Bay")
OLD_NAMES = ("headline", "byline", "date", "text")
NEW_NAMES = ("c1", "c2", "c3", "c4")


def table(names: tuple[str, ...], number: int) -> str:
    """A table of six reports, its columns under these names."""
    rows = [
        f"Ferry {number} of {place} runs again,Imre Halloway,2025-09-{10 + number},"
        f'"The ferry of {place} runs again after {number + 3} weeks, said harbour master Odo Lindqvist of {place}. Nine'
        f" mechanics had rebuilt its engine {number} in the yard of {place}, and the crossing takes {number + 14} minutes."
        f' Tickets of route {number} cost {number + 4} euros from May on."'
        for place in PLACES
    ]
    return "\n".join([",".join(names), *rows]) + "\n"


@pytest.fixture
def changed(newsroom, once) -> int:
    """A source whose columns have got other names; the id of its incident."""

    def fill() -> int:
        toml = newsroom.root / "dags" / "sources.toml"
        toml.write_text(
            toml.read_text()
            + '[source.coast-herald]\nlocation = "inbox/coast"\nname = "The Coast <b>Herald"\n'
        )
        for number in range(3):
            write(newsroom.root / "inbox" / "coast" / f"good-{number}.csv", table(OLD_NAMES, number))
        newsroom.run("airflow:news_ingest:before")
        for number in range(4, 7):
            write(newsroom.root / "inbox" / "coast" / f"changed-{number}.csv", table(NEW_NAMES, number))
        newsroom.run("airflow:news_ingest:after")
        return next(each.incident_id for each in look(newsroom) if each.slug == "coast-herald")

    return once(fill)


def look(newsroom) -> list:
    """The incidents, as a run leaves them."""
    with workspaces.open_workspace(newsroom.role_url("loader"), newsroom.root / "raw", newsroom.root) as work:
        incidents.refresh(work.connection, work.sources, steps.utc_now())
        return incidents.present(work.connection, work.sources, steps.utc_now())


def shown(response) -> str:
    """The words of a page, as a person reads them."""
    return " ".join(BeautifulSoup(response.text, "html.parser").get_text(" ").split())


def carry_out(desk: Desk) -> int:
    """The run that a page has asked for last; its id."""
    newsroom, (dag, params) = desk.newsroom, desk.started[-1]
    assert dag == "news_replay"
    choice = replay_choices.choice_of(params)
    key = f"airflow:news_replay:manual__{len(desk.started)}"
    with workspaces.open_workspace(
        newsroom.role_url("loader"), newsroom.root / "raw", newsroom.root
    ) as opened:
        work = replaying.trying(opened, params.get("setting"))
        report = running.run(
            work, key, "replay", lambda run_id: replaying.assign(work, run_id, choice),
            dry_run=params["dry_run"], processes=0, counted=False,
        )  # fmt: skip
    return report["run_id"]


def test_from_an_incident_over_its_cause_and_a_trial_to_its_end(newsroom, changed):
    """The clicks of an operator: the incident, the trial, its report, do it."""
    desk = Desk(newsroom)
    client = desk.client()
    overview = BeautifulSoup(client.get("/").text, "html.parser")
    link = next(each for each in overview.select(".problems a") if "Coast" in each.get_text())
    assert "all 3 files refused" in link.get_text()
    page = client.get(link["href"])
    text = shown(page)
    assert "its format has changed" in text
    assert text.count("refused: unsupported format") == 3
    assert text.count("would be read now") == 3
    assert "c1,c2,c3,c4" in text
    assert "headline,byline,date,text" in text
    form = BeautifulSoup(page.text, "html.parser").find("textarea")
    setting = form.get_text().strip()
    assert setting == 'columns = { headline = "c1", body = "c4", published = "c3", byline = "c2" }'
    tried = client.get("/repair", params={"slug": "coast-herald", "setting": setting})
    assert shown(tried).count("would be read now") == 3
    assert shown(tried).count("would be refused") == 3  # what came before: its columns had other names
    assert "[source.coast-herald.columns]" in tried.text

    asked = client.post("/repair", data={"slug": "coast-herald", "setting": setting, "what": "try"})
    assert "A dry run over all of them has begun" in shown(asked)
    ((_, params),) = desk.started
    assert params["dry_run"] is True
    with reports_of(newsroom) as connection:
        assert source_settings.kept(connection) == {}
    run_id = carry_out(desk)
    report = client.get(f"/runs/{run_id}")
    assert "18" in shown(report)
    client.post("/quarantine/replay-run", data={"run": run_id})
    with reports_of(newsroom) as connection:
        assert source_settings.kept(connection)["coast-herald"].kept_by == "ada <b>"
    carry_out(desk)

    assert not [each for each in look(newsroom) if each.slug == "coast-herald"]
    assert "over" in shown(client.get(f"/incidents/{changed}"))
    text = shown(client.get("/repair?slug=coast-herald"))
    assert "Nothing of it is refused" in text
    assert "Kept here, not in sources.toml yet" in text
    assert "+[source.coast-herald.columns]" in text


def reports_of(newsroom):
    """A connection that is read once."""
    return connect(newsroom.role_url("operator"))


def test_what_is_kept_holds_for_every_run_until_it_is_taken_back_or_committed(newsroom, changed):
    desk = Desk(newsroom)
    client = desk.client()
    setting = 'columns = { headline = "c1", byline = "c2", published = "c3", body = "c4" }'
    client.post("/repair", data={"slug": "coast-herald", "setting": setting, "what": "keep"})
    write(newsroom.root / "inbox" / "coast" / "next.csv", table(NEW_NAMES, 9))
    run_id = newsroom.run("airflow:news_ingest:kept")
    with reports_of(newsroom) as connection:
        assert reports.run_report(connection, run_id)["totals"]["quarantined"] == 0
    # What the file says later of the same key wins; what it says of others does not.
    declared = load_sources(newsroom.root / "dags" / "sources.toml")[1]
    with reports_of(newsroom) as connection:
        assert workspaces.with_kept(connection, declared)["coast-herald"].columns["body"] == "c4"
    toml = newsroom.root / "dags" / "sources.toml"
    toml.write_text(toml.read_text() + '[source.coast-herald.columns]\nbody = "c9"\n')
    declared = load_sources(toml)[1]
    with reports_of(newsroom) as connection:
        assert workspaces.with_kept(connection, declared)["coast-herald"].columns == {"body": "c9"}
    assert "Kept here" not in shown(client.get("/repair?slug=coast-herald"))
    assert "Taken back" in shown(client.post("/repair/end", data={"slug": "coast-herald"}))
    assert "nothing is kept" in shown(client.post("/repair/end", data={"slug": "coast-herald"}))


def test_hostile_settings_and_people_who_may_not_act_change_nothing(newsroom, changed):
    desk = Desk(newsroom)
    client = desk.client()
    for setting in ('location = "/etc"', "columns = ", 'connection = "other"', 'format = "cvs"'):
        asked = {"slug": "coast-herald", "setting": setting, "what": "keep"}
        assert client.post("/repair", data=asked).status_code == 422
        page = client.get("/repair", params={"slug": "coast-herald", "setting": setting})
        assert page.status_code == 200
        assert BeautifulSoup(page.text, "html.parser").find(role="alert")
    page = client.get(
        "/repair", params={"slug": "coast-herald", "setting": "</textarea><script>alert(1)</script>"}
    )
    assert "<script>alert" not in page.text
    assert "<b>Herald" not in page.text
    assert client.post("/repair", data={"slug": "no-such", "what": "keep"}).status_code == 404
    desk.may_act = False
    assert "<form" not in client.get("/repair?slug=coast-herald").text
    asked = {"slug": "coast-herald", "setting": 'language = "en"', "what": "keep"}
    assert client.post("/repair", data=asked).status_code == 403
    assert desk.started == []


def test_files_of_no_declared_source_are_looked_at_in_the_quarantine(newsroom, changed):
    answer = Desk(newsroom).client().get("/repair?slug=adhoc", follow_redirects=False)
    assert answer.status_code == 303
    assert urlsplit(answer.headers["location"]).path.endswith("/quarantine")
    assert parse_qs(urlsplit(answer.headers["location"]).query) == {"source": ["adhoc"]}


def test_a_file_over_its_limit_is_put_right_by_a_fetch(newsroom, changed):
    toml = newsroom.root / "dags" / "sources.toml"
    toml.write_text(toml.read_text().replace('inbox/coast"\n', 'inbox/coast"\nmax_file_bytes = 5000\n'))
    write(newsroom.root / "inbox" / "coast" / "large.csv", table(OLD_NAMES, 8) + "\n" * 9_000)
    newsroom.run("airflow:news_ingest:large")
    desk = Desk(newsroom)
    page = BeautifulSoup(desk.client().get("/repair?slug=coast-herald").text, "html.parser")
    assert page.find("textarea").get_text().strip() == "max_file_bytes = 1000000"
    assert [each["value"] for each in page.find_all("button", attrs={"name": "what"})] == ["fetch"]
    asked = {"slug": "coast-herald", "setting": "max_file_bytes = 1000000", "what": "fetch"}
    assert "it is being fetched" in shown(desk.client().post("/repair", data=asked))
    assert desk.started == [("news_ingest", {"sources": ["coast-herald"]})]
    run_id = newsroom.run("airflow:news_ingest:raised")
    with reports_of(newsroom) as connection:
        assert reports.run_report(connection, run_id)["totals"]["quarantined"] == 0
    assert "0 records" in shown(desk.client().get("/quarantine?reason=too_large"))
