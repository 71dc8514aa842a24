"""The quarantine in the pages: found, looked at, read again, dismissed."""

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from newsfold.config.sources import SourceError
from newsfold.store.connection import connect
from newsfold.ui.application import create_application
from newsfold.ui.host import Host
from tests.ui.conftest import foreign

HOSTILE_NAME = "<img src=x onerror=alert(1)>.txt"


def shown(response) -> str:
    """The words of a page, as a person reads them."""
    return " ".join(BeautifulSoup(response.text, "html.parser").get_text(" ").split())


def query(newsroom, text: str, *parameters: object) -> list:
    with connect(newsroom.role_url("owner")) as connection, connection.cursor() as cursor:
        cursor.execute(text, parameters or None)
        return cursor.fetchall()


@pytest.fixture
def record(desk) -> int:
    """The id of the one refused record."""
    return query(desk.newsroom, "select rejected_record_id as id from ops.rejected_record")[0].id


def refuse_more(newsroom, count: int) -> None:
    """More refused records, as many files."""
    query(
        newsroom,
        "with made as (insert into ops.file"
        " (source_id, name, name_sha256, uri, sha256, size, fetched_at, last_seen_at, loaded_at)"
        " select source_id, 'f' || n, sha256(n::text::bytea), 'file:///f' || n, sha256(n::text::bytea), 10,"
        " now() - interval '3 days', now(), now() from news.source, generate_series(1, %s) as n where slug = 'erle-wire'"
        " returning file_id) insert into ops.rejected_record (file_id, record_position, reason_code, detail, first_run_id,"
        " last_run_id, first_seen_at, last_seen_at) select file_id, 0, 'empty', 'nothing in it', 1, 1, now(), now() from made"
        " returning file_id",
        count,
    )


def test_the_list_shows_each_record_with_its_reason_and_a_hostile_file_name_is_text(desk, record):
    response = desk.client().get("/quarantine")
    assert "1 record, open" in shown(response)
    page = BeautifulSoup(response.text, "html.parser")
    assert HOSTILE_NAME in page.find("table", class_=False).get_text()
    assert not foreign(page, "script", "img", "iframe")
    links = [link["href"] for link in page.find_all("a") if f"/quarantine/{record}" in link["href"]]
    assert len(links) == 1


def test_filters_choose_and_pages_follow_each_other_without_gap_or_repetition(desk):
    refuse_more(desk.newsroom, 120)
    client = desk.client()
    seen, address, pages = [], "/quarantine?source=erle-wire", 0
    while address:
        page = BeautifulSoup(client.get(address).text, "html.parser")
        seen += [int(box["value"]) for box in page.find_all("input", type="checkbox")]
        following = page.find("a", rel="next")
        address, pages = following["href"] if following else None, pages + 1
    assert pages == 3
    assert len(seen) == len(set(seen)) == 121
    assert "120 records, open, refused as empty" in shown(client.get("/quarantine?reason=empty"))
    assert "0 records" in shown(client.get("/quarantine?reason=empty&source=hollenbeck-bote"))
    assert "0 records" in shown(client.get("/quarantine?reason=empty&day=2001-01-01"))
    assert "121 records, open" in shown(client.get("/quarantine?format=none"))
    assert "0 records, dismissed" in shown(client.get("/quarantine?state=dismissed"))


@pytest.mark.parametrize(
    "address", ["?state=lost", "?day=yesterday", "/999999", "/0", "/x", f"/{2**70}", "/9/file"]
)
def test_addresses_that_make_no_sense_are_not_found(desk, address):
    assert desk.client().get("/quarantine" + address).status_code == 404


def test_a_record_tells_why_it_was_refused_and_shows_its_bytes(desk, record):
    response = desk.client().get(f"/quarantine/{record}")
    text = shown(response)
    assert response.status_code == 200
    assert "Refused: binary" in text
    assert "What usually helps" in text
    assert "would still be refused binary" in text
    assert "00 01 02 03 00 01 02 03" in response.text
    assert "no text in any encoding" in text or "decoded as" in text
    assert "800 bytes" in text
    assert foreign(BeautifulSoup(response.text, "html.parser"), "script", "img") == []


def test_a_record_whose_rule_was_mended_says_that_it_would_be_read_now(desk, record):
    store = desk.newsroom.root / "raw"
    sha256 = query(desk.newsroom, "select file_sha256 from ops.quarantine")[0].file_sha256
    text = (
        "Title: <script>alert(1)</script>\n\nDate: 2025-09-26\n\n"
        + "The ferry of Aldermoor runs again, said its master. " * 9
    )
    (store / sha256[:2] / sha256[2:4] / sha256).write_text(text)
    response = desk.client().get(f"/quarantine/{record}")
    assert "would be read now" in shown(response)
    assert foreign(BeautifulSoup(response.text, "html.parser"), "script") == []


def test_bytes_that_are_gone_are_said_to_be_gone(desk, record):
    for path in (desk.newsroom.root / "raw").rglob("*"):
        if path.is_file():
            path.unlink()
    client = desk.client()
    assert "does not hold its bytes any more" in shown(client.get(f"/quarantine/{record}"))
    assert client.get(f"/quarantine/{record}/file").status_code == 404


def test_a_raw_store_without_its_connection_is_named_and_the_rest_is_shown(desk, record):
    def without_its_connection():
        raise SourceError("there is no connection newsfold_raw_store: add it")

    host = Host(
        lambda: desk.newsroom.role_url("operator"),
        project=desk.newsroom.root,
        raw_store=without_its_connection,
    )
    client = TestClient(create_application(host))
    response = client.get(f"/quarantine/{record}")
    assert response.status_code == 200
    assert "there is no connection newsfold_raw_store" in shown(response)
    response = client.get(f"/quarantine/{record}/file")
    assert response.status_code == 404
    assert "there is no connection newsfold_raw_store" in shown(response)


def test_the_file_is_downloaded_whole_under_a_harmless_name_and_never_shown(desk, record):
    response = desk.client().get(f"/quarantine/{record}/file")
    assert response.content == b"\x00\x01\x02\x03" * 200
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["x-content-type-options"] == "nosniff"
    disposition = response.headers["content-disposition"]
    assert disposition.startswith("attachment;")
    assert not set("<>/\\;\r\n") & set(disposition.partition("filename=")[2])


def test_reading_chosen_records_again_starts_a_replay_and_keeps_who_asked(desk, record):
    response = desk.client().post("/quarantine/replay", data={"record": [record], "dry_run": "true"})
    assert response.status_code == 200
    assert desk.started == [("news_replay", {"records": [record], "dry_run": True, "decided_by": "ada <b>"})]
    (row,) = query(desk.newsroom, "select * from ops.decision")
    assert (row.verdict, row.decided_by, row.details["dag_run"]) == ("replay", "ada <b>", "manual__1")
    assert "A dry run over 1 refused records has begun" in shown(response)
    links = [link["href"] for link in BeautifulSoup(response.text, "html.parser").find_all("a")]
    assert any(link.endswith("/dag-run?dag_id=news_replay&run_id=manual__1") for link in links)


def test_all_of_a_filter_is_read_again_and_nothing_that_was_never_refused(desk):
    day = str(query(desk.newsroom, "select fetched_at::date as day from ops.quarantine")[0].day)
    desk.client().post("/quarantine/replay-all", data={"reason": "binary", "day": day, "dry_run": "false"})
    desk.client().post("/quarantine/replay-all", data={"day": day, "format": "none"})
    first, second = [params for _, params in desk.started]
    assert first["reason"] == "binary"
    assert first["dry_run"] is False
    assert first["refused"] is True
    assert second["first_day"] == second["last_day"] == day
    assert second["dry_run"] is True


def test_where_airflow_starts_nothing_nothing_is_kept(desk, record):
    desk.is_airflow_up = False
    response = desk.client().post("/quarantine/replay", data={"record": [record]})
    assert response.status_code == 409
    assert "no scheduler" in shown(response)
    assert query(desk.newsroom, "select from ops.decision") == []


def test_a_dismissed_record_is_left_out_until_that_is_taken_back(desk, record):
    client = desk.client()
    response = client.post(
        "/quarantine/dismiss", data={"record": [record], "note": "<i>known</i>", "one": "true"}
    )
    assert "Dismissed by ada <b>" in shown(response)
    assert "<i>known</i>" in shown(response)
    assert "0 records, open" in shown(client.get("/quarantine"))
    assert "in quarantine: binary" not in shown(client.get("/"))
    assert "1 record, dismissed" in shown(client.get("/quarantine?state=dismissed"))
    client.post("/quarantine/dismiss", data={"record": [record], "take_back": "true"})
    assert "1 record, open" in shown(client.get("/quarantine"))


def test_nothing_chosen_does_nothing(desk):
    for path in ("/quarantine/replay", "/quarantine/dismiss"):
        assert "Nothing was chosen" in shown(desk.client().post(path, data={}))
    assert desk.started == []


def test_who_may_not_act_sees_no_button_and_is_refused(desk, record):
    desk.may_act = False
    client = desk.client()
    for path in ("/quarantine", f"/quarantine/{record}"):
        page = BeautifulSoup(client.get(path).text, "html.parser")
        assert page.find_all("form", method="post") == []
        assert page.find_all("input", type="checkbox") == []
    for path in ("replay", "replay-all", "replay-run", "dismiss"):
        assert client.post(f"/quarantine/{path}", data={"record": [record], "run": 1}).status_code == 403
    assert desk.started == []
    assert query(desk.newsroom, "select from ops.decision") == []


def test_another_sites_page_can_not_act(desk, record):
    client = desk.client()
    client.headers["Sec-Fetch-Site"] = "cross-site"
    assert client.post("/quarantine/dismiss", data={"record": [record]}).status_code == 403
    assert query(desk.newsroom, "select from ops.decision") == []


def test_all_that_a_filter_shows_is_dismissed_in_one_go_and_taken_back(desk, record):
    refuse_more(desk.newsroom, 120)
    client = desk.client()
    chosen = {"source": "erle-wire", "reason": "empty"}
    page = BeautifulSoup(client.get("/quarantine", params=chosen).text, "html.parser")
    form = next(each for each in page.find_all("form") if each["action"].endswith("/dismiss-all"))
    data = {each["name"]: each["value"] for each in form.find_all("input", type="hidden")}
    refuse_later = "select max(rejected_record_id) as id from ops.rejected_record"
    assert int(data["up_to"]) == query(desk.newsroom, refuse_later)[0].id
    said = shown(client.post("/quarantine/dismiss-all", data={**data, "note": "<b>known"}))
    assert "Dismissed: 120." in said
    assert "1 record, open" in shown(client.get("/quarantine"))  # the one of another reason
    (kept,) = query(
        desk.newsroom,
        "select count(*) as n, min(decided_by) as who, min(note) as note, min(details ->> 'filter') as filter"
        " from ops.decision where verdict = 'dismiss'",
    )
    assert (kept.n, kept.who, kept.note) == (120, "ada <b>", "<b>known")
    assert '"reason": "empty"' in kept.filter
    assert "Dismissed: 0." in shown(client.post("/quarantine/dismiss-all", data=data))
    back = {**data, "state": "dismissed"}
    assert "Open again: 120." in shown(client.post("/quarantine/dismiss-all", data=back))
    assert "121 records, open" in shown(client.get("/quarantine"))


def test_what_was_refused_after_the_page_was_made_stays_open(desk, record):
    refuse_more(desk.newsroom, 3)
    assert "Dismissed: 1." in shown(desk.client().post("/quarantine/dismiss-all", data={"up_to": record}))
    assert "3 records, open" in shown(desk.client().get("/quarantine"))


@pytest.mark.parametrize(
    "data", [{}, {"up_to": 0}, {"up_to": 5, "state": "all"}, {"up_to": 5, "day": "soon"}]
)
def test_a_filter_that_makes_no_sense_dismisses_nothing(desk, record, data):
    assert desk.client().post("/quarantine/dismiss-all", data=data).status_code == 404
    assert "1 record, open" in shown(desk.client().get("/quarantine"))


def test_who_may_not_act_dismisses_nothing(desk, record):
    desk.may_act = False
    assert desk.client().post("/quarantine/dismiss-all", data={"up_to": record}).status_code == 403
