"""A date that closes a text in East Asia is a header, and no text."""

from datetime import UTC, date, datetime

import pytest

from newsfold.config.sources import Source
from newsfold.headers.normalization import normalize
from newsfold.model import Article, Record, SourceFile
from newsfold.text.closing_lines import split_closing_date

TEXT = "대교가 금요일 폐쇄됐다."


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("2025年9月27日 14时05分", "closing date"),
        ("2025/09/27 14:05 송고", "closing date"),
        ("입력 2025.09.27 14:05", "closing date"),
        ("(2025년 9월 27일 오후 2시 5분)", "closing date"),
        ("最終更新：2025年9月27日(土) 14時05分", "closing change"),
    ],
)
def test_a_closing_date_leaves_the_text(line: str, name: str) -> None:
    body, header, block = split_closing_date(f"{TEXT}\n\n{line}\n\n무단 전재 금지")
    assert body == f"{TEXT}\n\n무단 전재 금지"
    assert header is not None
    assert (header.name, header.value) == (name, line)
    assert block is not None
    assert block.text == line


@pytest.mark.parametrize(
    "body",
    [
        f"{TEXT}\n\n2025/09/27 14:05",  # nothing says what it is
        f"{TEXT}\n\n2025年9月27日",  # a day may be the subject
        f"{TEXT}\n\n2025年9月27日14时05分，大桥关闭。",
        f"{TEXT}\n2025/09/27 14:05 송고",  # no paragraph of its own
        "2025/09/27 14:05 송고",  # there would be no text left
        f"2025/09/27 14:05 송고\n\n{TEXT}\n\n{TEXT}\n\n{TEXT}\n\n{TEXT}",
    ],
)
def test_other_text_stays_as_it_is(body: str) -> None:
    assert split_closing_date(body) == (body, None, None)


@pytest.mark.parametrize(
    ("zone", "instant"), [(None, None), ("Asia/Seoul", datetime(2025, 9, 27, 5, 5, tzinfo=UTC))]
)
def test_it_dates_an_article_that_states_no_other_date(zone: str | None, instant: datetime | None) -> None:
    now = datetime(2025, 9, 30, 12, tzinfo=UTC)
    file = SourceFile("desk", "a.txt", "file:///a.txt", "0" * 64, 1, None, now)
    record = Record(0, "text", (), f"{TEXT}\n\n2025/09/27 14:05 송고")
    article = normalize(record, Source(slug="desk", location="", time_zone=zone), file)
    assert isinstance(article, Article)
    assert (article.body, article.published_on) == (TEXT, date(2025, 9, 27))
    assert article.published_at == instant
    assert [block.kind for block in article.set_aside] == ["notice"]
