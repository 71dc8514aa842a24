"""A comparison on a terminal: wide and narrow, with and without styles."""

import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from newsfold.cli.comparison_console import print_comparison
from newsfold.explain.comparison import compare_files

ONE = """date 2025-09-26
title [bold]Lamp[/bold] of Skarholm

The lamp of Skarholm went dark on Monday for the first time in 44 years. Keeper Imre Halloway had counted 3,112 storms.

Nobody was hurt. A boat from Port Saranne brought a spare part that cost 1,800 crowns."""
OTHER = """date 2025-09-26
title Dark

For the first time in 44 years the lamp of Skarholm was dark on Monday. Imre Halloway, its keeper, had counted 3,112 storms.

From Port Saranne came a boat with a spare part for 1,950 crowns. The mayor had slept through it all.

Nobody was hurt."""


@pytest.fixture
def shown(tmp_path: Path):
    """What is printed at a width, as a terminal or as a file gets it."""
    for name, text in (("one.txt", ONE), ("other.txt", OTHER)):
        (tmp_path / name).write_text(text)
    files = [str(tmp_path / name) for name in ("one.txt", "other.txt")]
    compared = compare_files(*files, {}, tmp_path, datetime(2025, 9, 28, tzinfo=UTC))

    def at(width: int, *, terminal: bool = False, no_color: bool = False) -> str:
        out = Console(
            file=io.StringIO(), width=width, force_terminal=terminal, no_color=no_color, highlight=False,
            color_system="truecolor" if terminal else None,
        )  # fmt: skip
        print_comparison(out, compared)
        return out.file.getvalue()

    return at


def test_without_styles_marks_say_what_is_shared_and_what_is_not(shown):
    text = shown(200)
    assert "\x1b" not in text
    assert "*44*" in text
    assert "_1,800_" in text
    assert "_1,950_" in text
    assert "[·] The mayor had slept" in text


def test_the_same_words_and_another_place_have_their_signs(shown):
    text = shown(200)
    assert re.search(r"\[\d=\] Nobody was hurt|\[\d=~\] Nobody was hurt", text)


@pytest.mark.parametrize("width", [30, 60, 76, 100, 250])
def test_no_line_is_wider_than_the_terminal(shown, width):
    assert max(map(len, shown(width).splitlines())) <= width


def test_a_wide_terminal_shows_the_texts_beside_each_other_and_a_narrow_one_below(shown):
    beside = [line for line in shown(120).splitlines() if "A  " in line and "B  Dark" in line]
    assert beside
    assert not [line for line in shown(60).splitlines() if "A  " in line and "B  Dark" in line]


def test_a_terminal_without_colours_still_gets_bold_and_underlined_words(shown):
    plain = shown(120, terminal=True, no_color=True)
    assert "\x1b[1m" in plain
    assert "\x1b[4m" in plain or ";4m" in plain
    assert not re.search(r"\x1b\[[\d;]*\b3[1-7]m", plain)


def test_nothing_in_a_text_is_read_as_markup(shown):
    assert "[bold]Lamp[/bold]" in shown(200)
