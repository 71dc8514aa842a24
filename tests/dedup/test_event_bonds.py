"""Independent reports of one event are bound, in one language and in several, and each bond says why; what looks alike is not."""

import hashlib
import tomllib
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest

from newsfold.dedup import event_bonds, event_calibration
from newsfold.dedup.event_bonds import Measured, Report
from newsfold.dedup.fingerprints import fingerprint

EVENTS = tomllib.loads((Path(__file__).parent / "event_reports.toml").read_text(encoding="utf-8"))
NAMES = [f"{event}.{outlet}" for event, outlets in EVENTS.items() for outlet in outlets]


def report_of(name: str) -> Report:
    event, outlet = name.split(".")
    text = EVENTS[event][outlet]
    found = fingerprint(text["body"], text["language"], with_meaning=True)
    return Report(
        NAMES.index(name),
        hashlib.sha256(name.encode()).digest(),
        text["day"],
        text["language"],
        text["headline"],
        "",
        found.packed_terms,
        found.crossing,
    )


@pytest.fixture(scope="module", params=["on", "off"])
def reports(request) -> list[Report]:
    """With vectors and without."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("NEWSFOLD_MEANING", request.param)
        return [report_of(name) for name in NAMES]


def bonds(
    reports: list[Report], changed: list[Report] | None = None
) -> dict[tuple[str, str], event_bonds.Bond]:
    def between(first: date, last: date):
        return (each for each in reports if first <= each.day <= last)

    found = event_bonds.find_bonds(reports if changed is None else changed, between)
    return {(NAMES[bond.one], NAMES[bond.other]): bond for bond in found}


def test_reports_of_one_event_are_bound_and_no_others(reports):
    expected = {
        (one, other) for one, other in combinations(NAMES, 2) if one.split(".")[0] == other.split(".")[0]
    }
    found = bonds(reports)
    assert found.keys() <= expected
    # A member needs a bond with the centre only.
    for event in EVENTS:
        members = [name for name in NAMES if name.startswith(f"{event}.")]
        assert any(
            all(tuple(sorted((center, each), key=NAMES.index)) in found for each in members if each != center)
            for center in members
        )


@pytest.mark.parametrize("changed", range(len(NAMES)))
def test_a_story_that_comes_alone_is_bound_as_when_all_come_at_once(reports, changed):
    alone = bonds(reports, [reports[changed]])
    at_once = {pair: bond for pair, bond in bonds(reports).items() if NAMES[changed] in pair}
    assert alone == at_once


def test_a_bond_says_why_in_words(reports):
    bond = bonds(reports)["ferry.mail", "ferry.courier"]
    why = event_bonds.reason(bond.evidence)
    assert why.startswith("same day")
    assert "names in both" in why
    assert "Sandvorn" in why or "Krakholm" in why
    assert 5_000 < bond.score <= 10_000


def test_the_same_place_is_named(reports):
    here = [each._replace(place="Sandvorn") for each in reports]
    assert "same place: Sandvorn" in event_bonds.reason(bonds(here)["ferry.mail", "ferry.courier"].evidence)


def test_the_same_words_weeks_later_are_no_bond(reports):
    late = [each._replace(day=each.day + timedelta(days=30 * each.story_id)) for each in reports]
    assert bonds(late) == {}


@pytest.mark.parametrize("name", ["terms", "headline", "meaning", "names"])
def test_more_in_common_never_gives_less(name):
    steps = [step / 10 for step in range(11)]
    for terms in (0.4, None):
        measured = Measured(terms, 0.4, 0.5, 0.3, 0.2, 1)
        if getattr(measured, name) is not None:
            totals = [event_bonds.points(measured._replace(**{name: step})) for step in steps]
            assert totals == sorted(totals)


def test_days_apart_take_something():
    totals = [
        event_bonds.points(Measured(0.6, 0.5, 0.6, 0.4, 0.2, days))
        for days in range(event_calibration.NEAR_DAYS + 2)
    ]
    assert totals == sorted(totals, reverse=True)
    assert totals[-1] < 0


def test_days_take_more_where_headlines_differ_and_nothing_on_one_day():
    def lost(headline: float, days: int) -> float:
        at_once, apart = (
            event_bonds.points(Measured(0.6, headline, 0.6, 0.4, 0.2, each)) for each in (0, days)
        )
        return at_once - apart

    assert lost(0.1, 2) > lost(0.6, 2) > 0
    assert lost(0.1, 0) == lost(0.6, 0) == 0
