"""How long an article may be. What is longer is refused, and never cut: half a report looks like a whole one."""

from collections.abc import Sized
from typing import TypeVar

from newsfold.formats.containers.members import Refused

#: Of the text of an article, and of the markup that holds it.
MAX_CHARACTERS = 2_000_000
MAX_MARKUP = 8_000_000
#: Paragraphs, or what they are made of: elements inside one, rows, items of a list.
MAX_PIECES = 100_000
Pieces = TypeVar("Pieces", bound=Sized)


def checked_markup(text: str) -> str:
    """`text`. Raises Refused where it is too long for the markup of an article."""
    if len(text) > MAX_MARKUP:
        raise Refused(
            "too_large", f"{len(text)} characters, the limit for an article's markup is {MAX_MARKUP}"
        )
    return text


def checked_pieces(pieces: Pieces) -> Pieces:
    """`pieces`. Raises Refused where they are more than an article has."""
    if len(pieces) > MAX_PIECES:
        raise Refused("too_large", f"{len(pieces)} paragraphs, the limit for an article is {MAX_PIECES}")
    return pieces


def too_long(text: str) -> str | None:
    """Why a text is too long for an article; None where it is not."""
    if len(text) <= MAX_CHARACTERS:
        return None
    return f"{len(text)} characters, the limit for an article is {MAX_CHARACTERS}"
