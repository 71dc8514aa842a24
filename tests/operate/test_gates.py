"""When a run waits for a person."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from newsfold.config.sources import Settings
from newsfold.operate.gates import Evidence, Refusals, Silence, described, judge, reasons_to_wait

SETTINGS = Settings()
LATER = datetime(2025, 10, 3, 12, tzinfo=UTC)


def row(slug: str = "wire", **changes: object) -> SimpleNamespace:
    """What is expected of a source, and what it brought: as usual, unless it is said otherwise."""
    usual = {
        "slug": slug, "weekday": 1, "holiday": None, "earlier_days": 20, "days_known": 8, "declared_files": None,
        "files": 100, "typical_files": 100, "records": 400, "typical_records": 400, "state": "as_expected",
    }  # fmt: skip
    return SimpleNamespace(**(usual | changes))


def reasons(
    *rows: SimpleNamespace, refused: tuple[tuple[str, str, int], ...] = (), silences: tuple = ()
) -> list[str]:
    records = {each.slug: each.records or 0 for each in rows}
    evidence = Evidence(rows, records, [Refusals(*each) for each in refused], silences)
    return [each.text for each in reasons_to_wait(SETTINGS, evidence)]


def test_a_usual_run_does_not_wait():
    assert reasons(row(), row("paper", records=380)) == []


def test_a_run_that_lacks_most_of_its_records_waits():
    (reason,) = reasons(row(records=100, state="low"), row("paper", records=90, state="low"))
    assert "190" in reason
    assert "typical: 800" in reason


def test_one_silent_source_among_many_is_no_reason():
    assert reasons(row(records=0, files=0, state="silent"), row("paper"), row("radio")) == []


def test_records_and_files_are_each_held_against_their_own_usual():
    """A silent source with one file of 90 records, and one that brings all of its three: 3 of 93 records, 1 of 2 files."""
    silent = row(records=None, files=0, typical_files=1, typical_records=90, state="silent")
    (reason,) = reasons(silent, row("paper", records=3, files=1, typical_files=1, typical_records=3))
    assert reason == "the run has 3 records; typical: 93"
    (reason,) = reasons(row(files=20, records=400), row("paper", files=10, records=400))
    assert reason == "the run has 30 files; typical: 200"


def test_a_source_that_floods_the_run_is_named_with_what_is_expected_of_it():
    (reason,) = reasons(row("paper"), row(records=5000, files=900, state="high"))
    assert (
        reason == "wire: 900 files, 5,000 records; typical of a Monday: 100 files, 400 records (from 8 days)"
    )


def test_many_sources_each_a_bit_high_make_a_run_wait_only_together():
    flood = [row(f"paper-{n}", records=1500, state="high") for n in range(5)]
    assert reasons(*flood) == []
    settings_high = [row(f"paper-{n}", records=1700, state="as_expected") for n in range(5)]
    (reason,) = reasons(*settings_high)
    assert "8,500" in reason


@pytest.mark.parametrize("state", ["unknown"])
def test_a_young_or_broken_source_never_makes_a_run_wait(state):
    assert reasons(row(records=90_000, state=state, typical_records=10, days_known=2)) == []
    assert reasons(row(records=0, files=0, state=state)) == []


def test_a_small_run_never_waits():
    assert reasons(row(records=2, typical_records=30, files=2, typical_files=30, state="low")) == []


def test_a_holiday_is_no_reason():
    assert reasons(row(records=0, files=0, holiday="a day off")) == []


def test_what_is_declared_goes_before_what_was_learned():
    assert reasons(row(declared_files=100, records=3, files=110)) == []
    (reason,) = reasons(row(declared_files=100, files=10, state="low"))
    assert "typical: 100" in reason


def test_much_in_quarantine_makes_a_run_wait_and_names_the_source():
    refused = (("wire", "no_text", 150), ("wire", "broken_archive", 10), ("paper", "no_text", 1))
    (reason,) = reasons(row(), row("paper"), refused=refused)
    assert reason == "wire: 160 of 400 records refused"


def test_a_share_over_all_sources_counts_where_no_single_one_stands_out():
    rows = [row(f"paper-{n}", records=100, typical_records=100) for n in range(4)]
    (reason,) = reasons(*rows, refused=tuple((f"paper-{n}", "no_text", 35) for n in range(4)))
    assert reason == "the run: 140 of 400 records refused"


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"records": 60, "typical_records": 60}, ("wire", "no_text", 49)),  # few
        ({}, ("wire", "no_text", 100)),  # a small share
        ({"earlier_days": 2}, ("wire", "no_text", 400)),  # a new source
        ({}, ("wire", "pointer", 400)),  # entries that only point to a page
    ],
)
def test_few_or_harmless_refusals_and_those_of_a_new_source_are_no_reason(changes, refused):
    assert reasons(row(**changes), refused=(refused,)) == []


def test_what_is_silenced_is_no_reason():
    flood = row(records=50_000, state="high")
    refused = (("wire", "no_text", 300),)
    assert len(reasons(flood, refused=refused)) == 1
    by_source = Silence("wire", None, LATER)
    assert reasons(flood, refused=refused, silences=(by_source,)) == []
    by_reason = Silence(None, "no_text", LATER)
    assert reasons(row(), refused=refused) != []
    assert reasons(row(), refused=refused, silences=(by_reason,)) == []


def test_a_silence_says_how_long():
    assert str(Silence("wire", None, LATER)) == "silenced until 2025-10-03 12:00 UTC"


def test_what_is_not_known_is_not_claimed():
    words = described(row(typical_files=None, typical_records=None, records=None))
    assert words == "wire: 100 files; nothing known yet"


def judged(*rows: SimpleNamespace, refused: tuple[tuple, ...] = (), without: tuple[str, ...] = ()):
    records = {each.slug: each.records or 0 for each in rows}
    evidence = Evidence(rows, records, [Refusals(*each) for each in refused])
    return judge(SETTINGS, evidence, {each.slug for each in rows} - set(without))


def test_a_source_that_is_far_outside_by_itself_is_held_back_and_the_run_goes_on():
    flood = row(records=5000, files=900, state="high")
    found = judged(row("paper"), row("radio"), flood, refused=(("radio", "too_short", 300),))
    assert not found.waits
    assert list(found.held_back) == ["wire", "radio"]
    assert "5,000 records" in found.held_back["wire"][0]
    assert found.held_back["radio"] == ["radio: 300 of 400 records refused"]


def test_a_run_that_is_far_outside_without_the_source_that_floods_it_waits_as_a_whole():
    """The flood made up for what the others lack."""
    lacking = [row(f"paper-{n}", records=20, files=5, state="low") for n in range(5)]
    found = judged(*lacking, row(records=5000, files=900, state="high"))
    assert not found.held_back
    assert len(found.waits) == 1
    assert found.waits[0].startswith("wire: ")


def test_one_that_has_no_files_in_the_run_any_more_is_not_held_back_again():
    flood = row(records=5000, files=900, state="high")
    found = judged(row("paper"), flood, without=("wire",))
    assert (list(found.waits), dict(found.held_back)) == ([], {})


def test_refusals_that_somebody_has_decided_on_count_no_more():
    assert reasons(row(), refused=(("wire", "too_short", 300),))
    assert reasons(row(), refused=(("wire", "too_short", 300, 290),)) == []
