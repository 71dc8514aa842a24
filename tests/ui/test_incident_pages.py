"""The overview leads with what is wrong; an incident's page says what to do, and keeps who does what."""

from contextlib import closing

from bs4 import BeautifulSoup

from newsfold.config.sources_file import load_sources
from newsfold.operate import incidents
from newsfold.pipeline import steps
from newsfold.store.connection import connect


def shown(response) -> str:
    """The words of a page, as a person reads them."""
    return " ".join(BeautifulSoup(response.text, "html.parser").get_text(" ").split())


def fail_and_look(desk) -> int:
    """A run that failed, and the incident of it."""
    root, now = desk.newsroom.root, steps.utc_now()
    with closing(connect(desk.newsroom.role_url("loader"))) as connection:
        with connection, connection.cursor() as cursor:
            cursor.execute(
                "insert into ops.run (run_key, trigger, state, started_at, dry_run)"
                " values ('airflow:news_ingest:<b>', 'airflow', 'failed', now(), false)"
            )
        incidents.refresh(connection, load_sources(root / "dags" / "sources.toml")[1], now)
        found = incidents.present(connection, {}, now)
    return next(each.incident_id for each in found if each.kind == "run_failed")


def test_an_incident_is_owned_noted_silenced_and_resolved_on_its_page(desk):
    number = fail_and_look(desk)
    client = desk.client()
    overview = BeautifulSoup(client.get("/").text, "html.parser")
    first = overview.select_one(".problems li")
    assert "has failed" in first.get_text()
    assert [link["href"].rsplit("/", 2)[-2:] for link in first.select("a")] == [
        ["runs", "2"],
        ["incidents", str(number)],
    ]
    page = shown(client.get(f"/incidents/{number}"))
    assert "What to do" in page
    assert "clear it" in page
    for data, said in (
        ({"what": "owned"}, "ada <b> looks after it"),
        ({"what": "noted", "text": "<i>rang</i> them"}, "noted by ada <b>: <i>rang</i> them"),
        ({"what": "silenced", "hours": 24}, "no messages until"),
        ({"what": "resolved", "text": "known"}, "resolved by ada <b>: known"),
    ):
        assert said in shown(client.post(f"/incidents/{number}", data=data))
    assert "has failed" not in shown(client.get("/")).partition("Last runs")[0].replace(
        "Run 2 has failed.", ""
    )
    assert f"/incidents/{number}" in client.get("/incidents").text
    assert "It is open again." in shown(client.post(f"/incidents/{number}", data={"what": "reopened"}))


def test_who_may_not_act_sees_and_changes_nothing(desk):
    number = fail_and_look(desk)
    desk.may_act = False
    client = desk.client()
    assert "<form" not in client.get(f"/incidents/{number}").text
    assert client.post(f"/incidents/{number}", data={"what": "resolved"}).status_code == 403


def test_there_is_no_page_of_what_is_no_incident(desk):
    client = desk.client()
    assert client.get("/incidents/999").status_code == 404
    assert client.get(f"/incidents/{2**70}").status_code == 404
    assert "None yet" in shown(client.get("/incidents"))


def test_a_sources_file_that_cant_be_read_is_bad(desk):
    (desk.newsroom.root / "dags" / "sources.toml").write_text("[source.x]\nlocatoin = 'a'\n")
    assert "dags/sources.toml can't be read" in shown(desk.client().get("/"))
