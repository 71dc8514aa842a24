"""What a text ends with where its rest stands elsewhere, by language and form; and what only looks like it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.text.cut_marks import find_cut, is_link_to_rest
from newsfold.text.data_files import read

TEXT = "The ferry to Lund sails at noon again, the harbour master said on Friday, and the market"
WHOLE = f"{TEXT} opens."
ABOVE = "Ada Lund was there."


def examples(pattern: str) -> list[str]:
    """Two texts that an expression of the lists matches: with each optional part and the last choices, without and the first."""
    plain = re.sub(r"\(\?=.*?\)$", "…", pattern).replace("['’]", "'").replace("[sșş]", "s")
    full, least = plain, plain
    while (group := re.search(r"\(\?:([^()]*)\)(\??)", full)) is not None:
        full = full[: group.start()] + group[1].rpartition("|")[2] + full[group.end() :]
    while (group := re.search(r"\(\?:([^()]*)\)(\??)", least)) is not None:
        kept = "" if group[2] else group[1].partition("|")[0]
        least = least[: group.start()] + kept + least[group.end() :]
    return [re.sub(r"\S\?", "", least).strip(), full.replace("?", "").strip()]


LINKS = sorted(
    {
        (language, link)
        for language, found in read("cut_marks")["rest"].items()
        for pattern in found
        for link in examples(pattern)
    }
)


@pytest.mark.parametrize(("language", "link"), LINKS)
def test_a_link_to_the_rest_is_known_in_each_language_and_taken_off(language, link):
    for form in (link, link.capitalize(), f"{link} »", f"[{link}]", f"{link} →", f"» {link} …"):
        found = find_cut(f"{ABOVE}\n\n{WHOLE}\n\n{form}")
        assert found is not None, form
        assert (found.text, found.mark, found.is_sure) == (f"{ABOVE}\n\n{WHOLE}", form, True)
    behind = find_cut(f"{TEXT}… {link}")
    assert behind is not None
    assert behind.text == f"{TEXT}…"


@pytest.mark.parametrize("mark", ["[…]", "[...]", "(…)", "[&hellip;]", "[ … ]", "[&#8230;]", "… [+1234 chars]", "[+1,234 chars]",
                                  "… [1 234 weitere Zeichen]", "...[+87 caractères]", "… (+512 caracteres)"])  # fmt: skip
def test_a_mark_for_what_is_left_out_is_one_whatever_the_text_is(mark):
    found = find_cut(f"{ABOVE}\n\n{TEXT} {mark}")
    assert found is not None
    assert (found.text, found.is_sure) == (f"{ABOVE}\n\n{TEXT} …", True)


@pytest.mark.parametrize("link", ["Continue reading Ferry sails again", "Read the full story at The Lund Post →",
                                  "Weiterlesen auf lundpost.example", "Lire la suite sur Le Courrier de Lund",
                                  "Seguir leyendo en El Faro", "Continua a leggere su La Gazzetta di Lund"])  # fmt: skip
def test_what_it_leads_to_may_stand_behind(link):
    assert is_link_to_rest(link)
    found = find_cut(f"{WHOLE}\n\n{link}")
    assert found is not None
    assert found.text == WHOLE


def test_an_ellipsis_is_less_sure():
    found = find_cut(f"{TEXT}…")
    assert found is not None
    assert (found.text, found.is_sure) == (f"{TEXT}…", False)


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        f"{WHOLE}\n\nRead more: Bridge closed for a week",
        f"{WHOLE}\n\nWeiterlesen: Brücke eine Woche gesperrt",
        f"{WHOLE}\n\nRead more about the bridge in our guide to the town.",
        f"{WHOLE}\n\nMehr als 300 Menschen kamen.",
        f"{WHOLE}\n\nMore than 300 people came.",
        f"{WHOLE}\n\nLa suite royale est libre.",
        f"{WHOLE} … mehr als 300 Menschen kamen.",
        f"{TEXT} said: „Na ja …“",
        f"{WHOLE} The score was [2:1]",
        f"{WHOLE} They took (12 words) to answer it.",
        "Continue reading",
        "[…]",
        "",
    ],
)
def test_a_text_that_ends_is_whole(text):
    assert find_cut(text) is None


@given(st.text(max_size=300), st.sampled_from(["", "…", "[…]", "\n\nRead more", "[+12 chars]", "… mehr"]))
def test_whatever_stands_there_nothing_is_added_and_nothing_raises(text, end):
    found = find_cut(text + end)
    assert found is None or len(found.text) <= len(text + end) + 2
