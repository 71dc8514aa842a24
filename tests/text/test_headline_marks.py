"""What stands before a headline: marks, kills, embargoes, and the headlines that only look so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.text.headline_marks import read_headline_text
from newsfold.text.raw_headers import Collector


def read_one(headline: str) -> tuple[str, list[tuple[str, str]]]:
    """The clean headline, and names and values of what stood before it."""
    found = Collector()
    text = read_headline_text(headline, "title", found)
    return text, [(header.name, header.value) for header in found.headers]


@pytest.mark.parametrize(
    "headline",
    [
        "WITHDRAWAL-Council approves sea wall",
        "STORY WITHDRAWN-Council approves sea wall",
        "KILL-Council approves sea wall",
        "KILL: Council approves sea wall",
        "KILL - Council approves sea wall",
        "(STORNO) Council approves sea wall",
        "[KILL] Council approves sea wall",
        "ANULACIÓN: Council approves sea wall",
    ],
)
def test_a_kill_before_a_headline_names_the_killed_item(headline: str) -> None:
    assert read_one(headline) == (
        "Council approves sea wall",
        [
            ("item.signal", "kill"),
            ("item.pubstatus", "canceled"),
            ("item.previous.slugline", "Council approves sea wall"),
        ],
    )


def test_a_kill_in_a_script_without_capitals() -> None:
    text, headers = read_one("[전문취소] 오번 여객선 침몰")
    assert text == "오번 여객선 침몰"
    assert ("item.signal", "kill") in headers


@pytest.mark.parametrize(
    ("headline", "embargoed"),
    [
        ("EMBARGOED until 28 Sept 2025 06:00 GMT: Council approves wall", "28 Sept 2025 06:00 GMT"),
        ("[EMBARGOED until 28 Sept 2025 06:00 GMT] Council approves wall", "28 Sept 2025 06:00 GMT"),
        ("Embargoed until 06:00 GMT 28 September - Council approves wall", "06:00 GMT 28 September"),
        ("Sperrfrist 28.9.2025, 6 Uhr: Council approves wall", "28.9.2025, 6 Uhr"),
        ("【解禁時間 28日午前6時】Council approves wall", "28日午前6時"),
        ("EMBARGOED - Council approves wall", "EMBARGOED"),
    ],
)
def test_an_embargo_before_a_headline_is_told(headline: str, embargoed: str) -> None:
    text, headers = read_one(headline)
    assert text == "Council approves wall"
    assert ("item.signal", "embargo") in headers
    assert ("item.embargoed", embargoed) in headers


@pytest.mark.parametrize(
    ("headline", "signals"),
    [
        ("UPDATE 2-Council approves wall", ["update"]),
        ("CORRECTED-Council approves wall", ["correction"]),
        ("CORRECTED-(OFFICIAL)-UPDATE 3-Council approves wall", ["correction", "update"]),
    ],
)
def test_marks_in_a_chain_are_all_read(headline: str, signals: list[str]) -> None:
    text, headers = read_one(headline)
    assert text == "Council approves wall"
    assert [value for name, value in headers if name == "item.signal"] == signals


@pytest.mark.parametrize(
    ("written", "signal"),
    [
        ("CORRECTION: {}", "correction"),
        ("Correction: {}", "correction"),
        ("{} - Correction", "correction"),
        ("{} (corrected)", "correction"),
        ("{} — CORRECTED", "correction"),
        ("CORRECTED {}", "correction"),
        ("Rectificatif : {}", "correction"),
        ("RECTIFICATIF/{}", "correction"),
        ("CORRECCION: {}", "correction"),
        ("Rättelse: {}", "correction"),
        ("SPROSTOWANIE - {}", "correction"),
        ("Düzeltme: {}", "correction"),
        ("ΔΙΟΡΘΩΣΗ: {}", "correction"),
        ("تصحيح: {}", "correction"),
        ("訂正：{}", "correction"),
        ("UPDATED: {}", "update"),
        ("{} | UPDATE", "update"),
        ("2ND LEAD: {}", "update"),
        ("1st LD {}", "update"),
        ("REFILE: {}", "refile"),
    ],
)
def test_a_mark_stands_before_or_behind_a_headline(written: str, signal: str) -> None:
    text, headers = read_one(written.format("Council approves sea wall"))
    assert text == "Council approves sea wall"
    assert ("item.signal", signal) in headers


@pytest.mark.parametrize("written", [">>>ANSA/{}", "***{}", "*** {} ***", "> {}", "AFP / {}", "== {} =="])
def test_signs_and_the_agency_before_a_headline_are_no_part_of_it(written: str) -> None:
    text, headers = read_one(written.format("Council approves sea wall"))
    assert text == "Council approves sea wall"
    assert headers == [("item.creditline", name) for name in ("ANSA", "AFP") if name in written]


@pytest.mark.parametrize(
    "written", ["{} (STORY WITHDRAWN)", "{} - KILLED", "Meldung zurückgezogen: {}", "DEPECHE ANNULEE - {}", "ANNULLARE: {}"]
)  # fmt: skip
def test_a_kill_stands_behind_a_headline_or_names_the_item(written: str) -> None:
    text, headers = read_one(written.format("Council approves sea wall"))
    assert text == "Council approves sea wall"
    assert ("item.pubstatus", "canceled") in headers


@pytest.mark.parametrize(
    "headline",
    [
        "Correction: stocks fall for a ninth day",
        "#MeToo: council votes on rules",
        "TV/Radio fees rise again",
        "*Batteries not included",
        "-5 degrees in May",
        "Lead: pipes found in the harbour",
        "Neu: Fähre fährt jeden Tag",
        "Oprava: most bude zavřený",
        "Council approves wall: an update",
        "Ten miners (killed)",
        "FLASH Floods hit the harbour",
        "KILL Bill returns to cinemas",
        "KILL: a review",
        "KILL: A Review",
        "KILL-SWITCH LAW PASSED AT LAST",
        "KILL THE BILL, PROTESTERS SHOUT",
        "Kill Bill returns to cinemas",
        "Kill: how a word became a title",
        "(Withdrawn) troops return to Tallinn",
        "Withdrawal: Nine banks leave the market",
        "Withdrawal-Symptoms hit the markets",
        "RETRACTED: A study of whales and boats",
        "Embargo: ministers agree on timber",
        "Embargo on timber until 2027: Ministers agree",
        "Embargo until 28 September: Ministers agree on timber",
        "Sperrfrist bis 15. Januar: Bauern müssen warten",
        "For release on 28 September: a new album",
        "(OFFICIAL) Council approves wall",
        "Storm (2025) hits Oban",
    ],
)
def test_a_headline_that_speaks_of_such_things_stays(headline: str) -> None:
    assert read_one(headline) == (headline, [])


@given(
    st.text(max_size=700),
    st.sampled_from(["", "KILL: ", "EMBARGOED until ", "[", "(STORNO) ", "UPDATE 2-", "EMBARGOED: ", "Sperrfrist "]),
)  # fmt: skip
def test_no_headline_raises_or_grows(text: str, before: str) -> None:
    assert len(read_one(before + text)[0]) <= len(before + text)
