"""Names in lines that nothing marks as bylines."""

import pytest

from newsfold.text.sighted_names import (
    has_small_words,
    is_person,
    labelled_name,
    name_beside_date,
    signature,
)


@pytest.mark.parametrize("text", ["Mere Tautahi", "Anna von der Heide", "Jean-Luc O’Connor", "Юлия Смирнова"])
def test_names_of_persons(text: str) -> None:
    assert is_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "Mere",
        "Alpine News",
        "Published Monday",
        "Kea steal",
        "Read More About The Kea",
        "März April",
        "Mere 2",
    ],
)
def test_other_short_texts_are_no_persons(text: str) -> None:
    assert not is_person(text)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Datum: 03.11.2025 Autor: Erika Muster/AP-X", "Erika Muster"),
        ("12.03.2025 | 14:10 Uhr | Von Erika Muster", "Erika Muster"),
        ("12.03.2025 | Neue Heimat | 3 Kommentare", ""),
        ("25 September 2025", ""),
    ],
)
def test_a_name_in_the_line_of_a_date_needs_its_label(line: str, name: str) -> None:
    assert labelled_name(line) == name


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Tipps für Zuhause", True), ("Mere Tautahi", False), ("mere_t", False), ("ana de sá", False)],
)
def test_small_words_among_capitals_make_a_phrase(text: str, expected: bool) -> None:
    assert has_small_words(text) is expected


def test_the_signature_is_a_paragraph_of_its_own_at_the_top_or_the_end() -> None:
    assert signature("Mere Tautahi\n\nTwo kea have carried it out.") == "Mere Tautahi"
    assert signature("Two kea have carried it out.\n\nThey came back.\n\nMere Tautahi") == "Mere Tautahi"
    assert signature("A lead.\n\nMere Tautahi\n\nTwo kea have carried it out.") == "Mere Tautahi"
    assert signature("One.\n\nTwo.\n\nThree.\n\nMere Tautahi\n\nThey came back.") == ""


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Mere Tautahi/Jean-Luc Roe", "Mere Tautahi/Jean-Luc Roe"),
        ("Mere Tautahi and Jane Roe", "Mere Tautahi and Jane Roe"),
        ("Alpine Post / Mere Tautahi", "Alpine Post / Mere Tautahi"),
        ("bread / butter", ""),
        ("Bread / Butter", ""),
        ("The kea came back. (Mere Tautahi)", "Mere Tautahi"),
        ("Die Kea kamen zurück. (Mere Tautahi) +++", "Mere Tautahi"),
        ("They met a minister (Mere Tautahi)", ""),
        ("The price fell. (25 percent)", ""),
    ],
)
def test_several_names_and_names_in_brackets_sign_a_text(line: str, expected: str) -> None:
    assert signature(f"One.\n\nTwo.\n\nThree.\n\n{line}") == expected


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("04.02.2022 | 13:10 Uhr | Erika Muster", "Erika Muster"),
        ("Erika Muster • 4 February 2022", "Erika Muster"),
        ("4 February 2022 | Sport News", ""),
        ("4 February 2022 | Berlin Mitte | Erika Muster", ""),
        ("4 February 2022 Erika Muster", ""),
        ("Erika Muster", ""),
    ],
)
def test_a_name_alone_between_bars_beside_a_date(line: str, name: str) -> None:
    assert name_beside_date(line) == name
