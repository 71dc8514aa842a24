"""A rejected run: its files stay out until somebody releases or discards them, on its page."""

from bs4 import BeautifulSoup

from newsfold.pipeline import readers, steps, workspaces
from newsfold.store import expectations
from tests.ui.conftest import ELSEWHERE, write


def staged_run(newsroom) -> int:
    """A run that has read its files and waits at its gate."""
    write(newsroom.root / "inbox" / "bote" / "more.txt", f"More <b>\n\nSept 26, 2025\n\n{ELSEWHERE}")
    write(newsroom.root / "inbox" / "bote" / "worse.txt", "\x00\x01\x02\x03" * 200)
    now = steps.utc_now()
    with workspaces.open_workspace(newsroom.role_url("loader"), newsroom.root / "raw", newsroom.root) as work:
        run_id = steps.begin(work, "airflow:news_ingest:waits", "airflow", None, dry_run=False)
        for batch in steps.fetch(work, run_id, [], [now.date()], now):
            readers.normalize(work, run_id, batch.batch, now=now)
        expectations.note_deliveries(work.connection, run_id)
        expectations.ask(work.connection, run_id, ["far <i>too little"], now=now)
    return run_id


def shown(response) -> str:
    """The words of a page, as a person reads them."""
    return " ".join(BeautifulSoup(response.text, "html.parser").get_text(" ").split())


def test_a_rejected_run_offers_to_release_or_discard_its_files(desk):
    """And who may not act sees only that they stay out."""
    newsroom = desk.newsroom
    write(newsroom.root / "inbox" / "bote" / "more.txt", f"More\n\nSept 26, 2025\n\n{ELSEWHERE}")
    now = steps.utc_now()
    with workspaces.open_workspace(newsroom.role_url("loader"), newsroom.root / "raw", newsroom.root) as work:
        run_id = steps.begin(work, "airflow:news_ingest:held", "airflow", None, dry_run=False)
        steps.fetch(work, run_id, [], [now.date()], now)
        expectations.ask(work.connection, run_id, ["far too little"], now=now)
        expectations.answer(work.connection, run_id, "hold", "Bo", now=now)
    assert f"Run {run_id} was rejected by Bo: its 1 file (hollenbeck-bote) stays out" in shown(
        desk.client().get("/")
    )
    assert "Its 1 file stays out" in shown(desk.client().get(f"/runs/{run_id}"))
    desk.may_act = False
    assert "Release" not in shown(desk.client().get(f"/runs/{run_id}"))
    assert desk.client().post(f"/runs/{run_id}/held", data={"settled": "released"}).status_code == 403
    desk.may_act = True
    assert desk.client().post(f"/runs/{run_id}/held", data={"settled": "burnt"}).status_code == 404
    assert "Released: 1." in shown(desk.client().post(f"/runs/{run_id}/held", data={"settled": "released"}))
    assert "stays out" not in shown(desk.client().get("/"))


def test_who_decides_at_the_gate_sees_what_is_staged(desk):
    run_id = staged_run(desk.newsroom)
    page = desk.client().get(f"/runs/{run_id}")
    text = shown(page)
    assert "Load it, or reject it?" in text
    assert "far <i>too little" in text
    assert "hollenbeck-bote 3 – 2 – 1 0 % binary: 1" in text
    assert "2025-09-26" in text
    address = BeautifulSoup(page.text, "html.parser").find(
        "a", string=lambda each: each and "Required Actions" in each
    )
    assert address["href"].endswith("/required_actions")
    overview = BeautifulSoup(desk.client().get("/").text, "html.parser")
    (link,) = overview.find_all(
        "a", string=lambda each: each and f"Run {run_id} waits for your decision" in each
    )
    assert link["href"].endswith(f"/runs/{run_id}")


def test_a_source_that_was_held_back_shows_what_its_files_held_and_is_released_by_itself(desk):
    run_id, now = staged_run(desk.newsroom), steps.utc_now()
    with workspaces.open_workspace(
        desk.newsroom.role_url("loader"), desk.newsroom.root / "raw", desk.newsroom.root
    ) as work:
        held = expectations.hold_back(
            work.connection, run_id, {"hollenbeck-bote": ["3 <i>files; typical: 0"]}, now=now
        )
        expectations.answer(work.connection, run_id, "load", "ada", now=now)
        steps.load(work, run_id, now)
        steps.publish(work, run_id, now)
    assert held == {"hollenbeck-bote": 2}
    assert (
        f"hollenbeck-bote: 2 files of run {run_id} wait for your decision: 3 <i>files; typical: 0"
        in shown(desk.client().get("/"))
    )
    text = shown(desk.client().get(f"/runs/{run_id}"))
    assert "hollenbeck-bote: 2 files wait for a decision" in text
    assert "They held 2 records, 1 refused: binary 1." in text
    assert "2025-09-26" in text
    assert "no new file" not in text
    desk.may_act = False
    assert "Release" not in shown(desk.client().get(f"/runs/{run_id}"))
    desk.may_act = True
    settle = {"settled": "released", "source": "hollenbeck-bote"}
    assert "Released: 2." in shown(desk.client().post(f"/runs/{run_id}/held", data=settle))
    assert "Nothing was done" in shown(desk.client().post(f"/runs/{run_id}/held", data=settle))
    assert "wait for a decision" not in shown(desk.client().get(f"/runs/{run_id}"))
