"""The overview leads with the open incidents, each with the page of its cause."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from newsfold.operate.incidents import Incident
from newsfold.ui.problems import open_problems

NOW = datetime(2026, 3, 4, 6, 0, tzinfo=UTC)
QUIET = {"gates": [], "pending_decisions": 0, "files_due": 0, "runs": [SimpleNamespace(state="published")]}


def incident(kind: str, level: str = "bad", **more: object) -> Incident:
    """One that is open."""
    return Incident(level, kind, f"{kind} happened", "do this", NOW, **more)


def shown(*incidents: Incident, **found: object):
    """What the overview lists."""
    return open_problems(
        incidents,
        {**QUIET, **found},
        lambda route, **values: f"{route} {values}",
    )


def test_nothing_is_listed_where_nothing_is_open():
    assert shown() == []


@pytest.mark.parametrize(
    ("each", "leads"),
    [
        (incident("refused", slug="herald"), "repair {'slug': 'herald'}"),
        (incident("refused_in_part", slug="herald"), "repair {'slug': 'herald'}"),
        (incident("drifted", slug="herald"), "repair {'slug': 'herald'}"),
        (incident("silent", slug="wire"), "sources {'slug': 'wire'}"),
        (incident("run_failed", run_id=6), "run_report {'run_id': 6}"),
        (incident("held", run_id=6), "run_report {'run_id': 6}"),
        (incident("held_back", run_id=6, slug="wire"), "run_report {'run_id': 6}"),
        (incident("waiting", run_id=6), "run_report {'run_id': 6}"),
        (incident("no_run"), "None"),
    ],
)
def test_each_leads_to_its_cause(each, leads):
    (problem,) = shown(each)
    assert (problem.level, problem.text) == ("bad", f"{each.kind} happened")
    assert str(problem.address) == leads


def test_one_that_is_kept_has_a_page_of_its_own():
    assert shown(incident("silent", slug="wire"))[0].more is None
    assert shown(incident("silent", slug="wire", incident_id=5))[0].more == "incident {'incident_id': 5}"


def test_a_silenced_one_is_on_no_scale():
    (problem,) = shown(incident("silent", slug="wire", silenced_until=NOW))
    assert problem.level == "plain"


def test_many_of_a_kind_are_counted():
    found = shown(*(incident("silent", slug=f"s{n}") for n in range(9)), incident("low", "watch", slug="a"))
    assert len(found) == 8
    assert (found[-1].text, found[-1].level) == ("3 more: silent.", "bad")


def test_what_waits_for_the_next_run_is_told():
    (problem,) = shown(pending_decisions=1)
    assert (problem.level, problem.address) == ("warning", "review {}")
    assert problem.text.startswith("1 decision is not applied")
    assert "3 files are fetched and not loaded" in shown(files_due=3)[0].text


def test_files_of_a_run_under_way_are_not_called_left_behind():
    assert shown(files_due=3, runs=[SimpleNamespace(state="started")]) == []
