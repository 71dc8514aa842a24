"""What stands once in a file and is named again and again makes no more of it than a file of its size may give."""

from collections.abc import Callable

import pytest

from newsfold.formats import read
from newsfold.formats.containers import members
from newsfold.model import Record, Rejection
from tests.formats.documents import making

MOST = 300_000
REPORT = "The ferry of Aldermoor runs again after eleven weeks, harbour master Odo Lindqvist said on Friday. "
#: By name: a file that names one text so often, and how often it may come out at most.
NAMED_AGAIN: dict[str, tuple[Callable[[], bytes], int]] = {
    "xlsx, a long text": (lambda: making.of_one_text(100, REPORT * 100), 30),
    "xlsx, a short text": (lambda: making.of_one_text(5_000, REPORT), MOST // members.LEAST_PER_RECORD),
    "parquet, a long text": (lambda: making.of_one_value(100, REPORT * 100), 30),
    "parquet, a short text": (lambda: making.of_one_value(100_000, REPORT), MOST // members.LEAST_PER_RECORD),
    "epub, a chapter under its name": (lambda: making.of_one_chapter(2_000, 1), 1),
    "epub, a chapter under many names": (lambda: making.of_one_chapter(2_000, 2_000), 1),
}


@pytest.mark.parametrize("name", NAMED_AGAIN)
def test_what_is_named_again_and_again_has_an_end(name: str, monkeypatch) -> None:
    monkeypatch.setattr(members, "MAX_MEMBER_BYTES", MOST)
    monkeypatch.setattr(members, "MAX_FILE_BYTES", MOST)
    monkeypatch.setattr(members, "USUAL_EXPANSION", 1)
    make, most = NAMED_AGAIN[name]
    items = list(read(make(), name=name))
    texts = [item.body for item in items if isinstance(item, Record)]
    assert 0 < len(texts) <= most
    if most > 1:
        assert isinstance(items[-1], Rejection)
        assert items[-1].reason_code == "too_large"
        assert sum(map(len, texts)) <= MOST


def test_rows_that_have_a_text_in_common_are_read_all() -> None:
    for make in (making.of_one_text, making.of_one_value):
        texts = [item.body for item in read(make(700, REPORT), name="rows") if isinstance(item, Record)]
        assert len(texts) == 700
