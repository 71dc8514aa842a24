"""What a page and its server say about machines that learn from it."""

import pytest

from newsfold.headers.rights import read_opt_out
from newsfold.model import HeaderPlace, RawHeader


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("meta.robots", "index, NoAI", ("meta robots",)),
        ("meta.robots", "noimageai,noml", ("meta robots",)),
        ("meta.robots", "noindex, nofollow", ()),
        ("meta.tdm-reservation", "1", ("meta tdm-reservation",)),
        ("meta.tdm-reservation", "0", ()),
        ("meta.description", "noai", ()),
    ],
)
def test_metas_that_reserve_mining_are_recorded(name: str, value: str, expected: tuple[str, ...]) -> None:
    assert read_opt_out([RawHeader(name, value, HeaderPlace("meta"))], ()) == expected


def test_what_the_server_said_comes_first_and_once() -> None:
    headers = [
        RawHeader("meta.robots", "noai", HeaderPlace("meta")),
        RawHeader("meta.robots", "noai", HeaderPlace("meta")),
    ]
    assert read_opt_out(headers, ("robots.txt", "robots.txt")) == ("robots.txt", "meta robots")
