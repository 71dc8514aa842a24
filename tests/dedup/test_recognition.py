"""Which article a record is: by its id or address and its text."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from newsfold.dedup.likeness import SAME, Likeness
from newsfold.dedup.recognition import Register, uri_sha256
from newsfold.dedup.versions import identify
from newsfold.model import Arrival, HeldArticle, Outcome, State, StoredArticle

DAY = date(2025, 9, 27)
NOON = datetime(2025, 9, 27, 12, tzinfo=UTC)
UNLIKE = Likeness(0.0)


def alike(one: bytes, other: bytes) -> Likeness:
    """Texts that begin with the same letter are states of one article; so are those of rows of a table, but templates."""
    if one[:1] != other[:1]:
        return UNLIKE
    return Likeness(0.5, is_copy=True, is_template=one[:1] == b"t")


def record(
    number: int, uri: str, text: str, *, file: int | None = None, kind: str = "stated", **more
) -> Arrival:
    """A record of a file of its own, unless one is named."""
    names = {name: more.pop(name) for name in ("other_uri", "place") if name in more}
    said = f"{text} {more.get('headline')}".encode()
    state = State(
        f"{said!r} {more.get('day')}".encode(),
        said,
        text.encode(),
        more.pop("day", DAY),
        file_id=number if file is None else file,
        record_position=number,
        **more,
    )
    other = names.get("other_uri")
    return Arrival(
        number,
        1,
        uri,
        uri_sha256(names.get("place", uri)),
        state,
        other,
        uri_sha256(other) if other else None,
        f"text:{text}",
        kind,
    )


def item(number: int, text: str, *, file: int, **more) -> Arrival:
    """A record that states nothing, in a file that lists others."""
    return record(number, f"text:{text}", text, file=file, kind="text", other_uri="file:list", **more)


def placed(arrivals: list[Arrival], held: list[HeldArticle] = (), doubted=()) -> list[tuple[str, str]]:
    """Outcome and uri of each record."""
    result = identify(arrivals, Register(arrivals, held, doubted, alike))
    return [(result.placed[n].outcome.value, result.placed[n].uri) for n in sorted(result.placed)]


def held(arrival: Arrival, article_id: int = 7, *former: str) -> HeldArticle:
    """What is stored after a record was the last one of its article."""
    return HeldArticle(
        StoredArticle(article_id, article_id),
        1,
        arrival.uri,
        arrival.place_sha256,
        arrival.other_sha256,
        replace(arrival.state, file_id=1000 + arrival.state.file_id),
        1 + len(former),
        frozenset({arrival.state.said_sha256, *(f"{text} None".encode() for text in former)}),
        frozenset({arrival.state.content_sha256, *(text.encode() for text in former)}),
    )


def test_a_text_like_the_one_before_is_a_version_and_another_one_is_another_article() -> None:
    arrivals = [record(0, "u", "a1"), record(1, "u", "a2"), record(2, "u", "b1")]
    stored = [held(record(9, "u", "a0"))]
    assert placed(arrivals[:2], stored) == [("version", "u"), ("version", "u")]
    assert placed([replace(arrivals[2], number=0)], stored) == [("original", "text:b1")]


def test_what_unlike_records_of_one_run_share_is_nobodys() -> None:
    arrivals = [record(0, "u", "a1", file=1), record(1, "u", "b1", file=1), record(2, "u", "a2", file=2)]
    assert placed(arrivals) == [("original", "text:a1"), ("original", "text:b1"), ("version", "text:a1")]
    register = Register(arrivals, (), (), alike)
    assert register.doubted == {(1, uri_sha256("u"))}


def test_records_alike_that_share_an_id_are_versions_of_one_article() -> None:
    arrivals = [record(n, "u", text, file=1) for n, text in enumerate(["a1", "a2", "a3"])]
    assert placed(arrivals) == [("original", "u"), ("version", "u"), ("version", "u")]


def test_a_file_that_holds_a_correction_and_what_it_corrects_changes_nothing_when_it_grows() -> None:
    stored = [held(record(9, "u", "a2"), 7, "a1")]
    grown = [
        record(n, uri, text, file=1) for n, (uri, text) in enumerate([("u", "a1"), ("u", "a2"), ("w", "c1")])
    ]
    assert placed(grown, stored) == [("unchanged", "u"), ("unchanged", "u"), ("original", "w")]


def test_the_second_choice_stands_in_for_a_shared_one() -> None:
    arrivals = [record(n, "front", text, file=1, other_uri=f"p{n}") for n, text in enumerate(["a1", "b1"])]
    assert placed(arrivals) == [("original", "p0"), ("original", "p1")]
    shared = [record(n, "front", text, file=1, other_uri="guid") for n, text in enumerate(["a1", "b1"])]
    assert placed(shared) == [("original", "text:a1"), ("original", "text:b1")]


def test_what_is_known_to_be_shared_is_nobodys_whoever_comes_first() -> None:
    doubted = {(1, uri_sha256("u"))}
    assert placed([record(0, "u", "a1")], (), doubted) == [("original", "text:a1")]


def test_an_id_that_stays_holds_an_article_whose_address_changes() -> None:
    stored = [held(record(9, "https://x/1?s=1", "a1", other_uri="guid-1"))]
    again = [record(0, "https://x/1?s=2", "a1", other_uri="guid-1")]
    assert placed(again, stored) == [("unchanged", "https://x/1?s=1")]
    assert placed([record(0, "https://x/1?s=2", "b1", other_uri="guid-1")], stored) == [
        ("original", "https://x/1?s=2")
    ]


def test_items_without_ids_are_known_by_their_texts_wherever_they_stand() -> None:
    stored = [held(item(8, "a1", file=1), 7), held(item(9, "b1", file=1), 8)]
    moved = [item(0, "c1", file=2), item(1, "b1", file=2), item(2, "a1", file=2)]
    assert [outcome for outcome, _ in placed(moved, stored)] == ["original", "unchanged", "unchanged"]


def test_an_item_without_an_id_that_was_corrected_is_a_version_under_its_headline() -> None:
    stored = [held(item(9, "a1", file=1, headline="Bridge"), 7)]
    corrected = item(0, "a2", file=2, headline="Bridge")
    assert placed([corrected], stored) == [("version", "text:a1")]
    # not under another headline, not beside the text that it would correct, not where it is the next table of a row
    assert placed([item(0, "a2", file=2, headline="Tunnel")], stored) == [("original", "text:a2")]
    both = [corrected, item(1, "a1", file=2, headline="Bridge")]
    assert placed(both, stored) == [("original", "text:a2"), ("unchanged", "text:a1")]
    tables = [held(item(9, "t1", file=1, headline="Prices"), 7)]
    assert placed([item(0, "t2", file=2, headline="Prices")], tables) == [("original", "text:t2")]


@pytest.mark.parametrize(
    ("kind", "day", "outcome"),
    [
        ("stated", DAY + timedelta(days=1), "version"),
        ("row", DAY + timedelta(days=1), "original"),
        ("file", DAY + timedelta(days=1), "original"),
        ("row", DAY, "version"),
        ("file", DAY, "version"),
    ],
)
def test_the_next_days_table_under_a_number_or_a_files_name_is_another_article(kind, day, outcome) -> None:
    stored = [held(record(9, "u", "t1"))]
    assert placed([record(0, "u", "t2", kind=kind, day=day)], stored)[0][0] == outcome


def test_the_same_bytes_read_another_way_are_the_same_article() -> None:
    before = held(item(9, "a1", file=1, headline="Bridge"), 7)
    stored = [replace(before, records=frozenset({(5, 0)}))]
    assert placed([item(0, "a2", file=5, headline="Bridge, read better")], stored) == [("version", "text:a1")]
    again = record(0, "u", "a1", file=5, headline="Bridge")
    assert placed([again], stored) == [("unchanged", "text:a1")]
    # what had gone through one place, each time another report, was never one article
    assert placed([item(0, "b1", file=5)], stored) == [("original", "text:b1")]


def test_a_stub_becomes_an_article_under_its_headline() -> None:
    stored = [held(record(9, "u", "more follows", headline="Bridge falls"))]
    assert placed([record(0, "u", "a1", headline="Bridge falls")], stored) == [("version", "u")]
    assert placed([record(0, "u", "a1", headline="Tunnel falls")], stored) == [("original", "text:a1")]


def test_a_kill_needs_no_likeness() -> None:
    stored = [held(record(9, "u", "a1"))]
    assert placed([record(0, "u", "kill it", is_usable=False)], stored) == [("version", "u")]


def test_a_kill_under_a_shared_id_takes_none_of_those_that_share_it() -> None:
    stored = [held(record(8, "u", "a1"), 7), held(replace(record(9, "u", "b1"), uri="text:b1"), 8)]
    kill = record(0, "u", "kill it", is_usable=False)
    assert placed([kill], stored, {(1, uri_sha256("u"))}) == [("original", "text:kill it")]


def test_a_day_that_moves_alone_is_no_change() -> None:
    before = held(record(9, "u", "a1"))
    later = DAY + timedelta(days=1)
    assert placed([record(0, "u", "a1", day=later)], [before]) == [("unchanged", "u")]
    undated = replace(before, state=replace(before.state, is_dated=False))
    assert placed([record(0, "u", "a1", day=later)], [undated]) == [("version", "u")]
    same_record = replace(before.state, file_id=0, record_position=0)
    again = [record(0, "u", "a1", day=later)]
    assert placed(again, [replace(before, state=same_record)]) == [("version", "u")]  # read by other rules


def test_an_older_record_that_is_read_with_another_day_is_one_more_older_version() -> None:
    now = held(record(9, "u", "a2", **times(1)), 7, "a1")
    again = record(0, "u", "a1", day=DAY + timedelta(days=1), **times(0))
    other_file = identify([again], Register([again], [now], (), alike)).placed[0]
    assert other_file.outcome is Outcome.UNCHANGED
    same_record = replace(now, records=frozenset({(0, 0)}))
    made = identify([again], Register([again], [same_record], (), alike)).placed[0]
    assert (made.outcome, made.is_current) == (Outcome.VERSION, False)


def times(hour: int, **more) -> dict[str, object]:
    return {"arrived_at": NOON + timedelta(hours=hour), **more}


def back(arrival: Arrival, **present) -> Outcome:
    """What becomes of a record that says again what its article said first."""
    now = record(9, "u", "a2", **present)
    result = identify([arrival], Register([arrival], [held(now, 7, "a1")], (), alike))
    return result.placed[0].outcome


def test_a_correction_is_taken_back_by_the_next_delivery() -> None:
    assert back(record(0, "u", "a1", **times(2)), **times(1)) is Outcome.VERSION
    assert back(record(0, "u", "a1", **times(0)), **times(1)) is Outcome.UNCHANGED  # an old file, read again
    assert back(record(0, "u", "a1"), **times(1)) is Outcome.UNCHANGED  # nobody knows when


def test_an_old_file_that_is_fetched_late_takes_nothing_back() -> None:
    old, new = {"modified_at": NOON - timedelta(days=900)}, {"modified_at": NOON}
    assert back(
        record(0, "u", "a1", file_name="old", **times(2, **old)), file_name="new", **times(1, **new)
    ) is (Outcome.UNCHANGED)
    assert back(record(0, "u", "a1", file_name="x", **times(2, **old)), file_name="x", **times(1, **new)) is (
        Outcome.VERSION
    )


def test_what_is_dated_before_the_correction_takes_it_back_only_by_its_own_bytes() -> None:
    before, after = {"changed_at": NOON}, {"changed_at": NOON + timedelta(hours=1)}
    assert back(record(0, "u", "a1", **times(3, **before)), **times(2, **after)) is Outcome.UNCHANGED
    returned = record(0, "u", "a1", is_returned=True, **times(3, **before))
    assert back(returned, **times(2, **after)) is Outcome.VERSION


def test_one_headline_for_all_makes_no_versions_within_a_run() -> None:
    arrivals = [record(n, "u", text, file=1, headline="Live") for n, text in enumerate(["a1", "b1"])]
    assert placed(arrivals) == [("original", "text:a1"), ("original", "text:b1")]


def test_texts_that_are_not_there_speak_against_nothing() -> None:
    arrivals = [record(0, "u", "a1"), record(1, "u", "b1")]
    assert SAME.share
    result = identify(arrivals)
    assert [each.outcome for each in result.placed.values()] == [Outcome.ORIGINAL, Outcome.VERSION]
