"""No text in any place of any format makes its reader take much more than its share, whatever the text is."""

import pytest

from tests.growth.attacks import GENERAL
from tests.growth.costs import KILO, Bound, explodes
from tests.growth.documents import OPENING, PUMPS, SHAPES, read_whole

FEW = ("\n", " ", "a", "1.", "<", '"', "<!--", "&lt;p&gt;", "- a\n\n", "Aa, ", "\n> ", "<p>a</p>")
SHORT = Bound(largest=16 * KILO, small=0.5, patience=2.0)
LONG = Bound(largest=64 * KILO, small=0.3, patience=8.0)


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """Models and word lists are there before anything is measured."""
    for shape in SHAPES.values():
        read_whole(shape(OPENING * 4))


@pytest.mark.parametrize("name", SHAPES)
def test_a_text_takes_its_share(name: str) -> None:
    assert faults(name, FEW, SHORT) == {}


@pytest.mark.long
@pytest.mark.parametrize("name", SHAPES)
def test_a_longer_text_takes_its_share(name: str) -> None:
    assert faults(name, tuple(dict.fromkeys((*GENERAL, *PUMPS))), LONG) == {}


def faults(name: str, pumps: tuple[str, ...], bound: Bound) -> dict[str, str]:
    """The pumps that take too long in one place, each with its figures."""
    shape = SHAPES[name]
    found = {
        pump: explodes(read_whole, lambda size, pump=pump: shape(pump * (size // len(pump))), bound)
        for pump in pumps
    }
    return {pump: figures for pump, figures in found.items() if figures}
