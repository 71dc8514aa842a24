"""JSON is cut into items, each with its place, and a broken one costs only itself."""

import json

import pytest

from newsfold.formats.tables.json_items import (
    MAX_DEPTH,
    MAX_ITEM_CHARACTERS,
    BytePlaces,
    JsonItem,
    is_lines,
    iterate_items,
)
from newsfold.model import Rejection
from newsfold.text.decoding import Decoded, decode


def items_of(data: bytes) -> list[JsonItem | Rejection]:
    decoded = decode(data)
    assert decoded is not None
    return list(iterate_items(decoded, len(data)))


def codes(data: bytes) -> list[str]:
    return ["item" if isinstance(item, JsonItem) else item.reason_code for item in items_of(data)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1}', ["item"]),
        ('{"a": 1}\n{"a": 2}', ["item", "item"]),
        ('\n{"a": 1}\r\n\r\n{"a": 2}\r\n', ["item", "item"]),
        ('[{"a": 1}, {"a": 2}]', ["item", "item"]),
        ('[\n{"a": 1},\n{"a": 2}\n]\n', ["item", "item"]),
        ('{\n"a": 1\n}\n{\n"a": 2\n}', ["item", "item"]),
        ('\x1e{"a": 1}\n\x1e{"a": 2}\n', ["item", "item"]),
        ('{"a": "[{"}', ["item"]),
        ('[{"a": "}, {"}, {"b": "\\"]"}]', ["item", "item"]),
        ("[]", []),
        ('{"a": 1}\nnot JSON\n{"a": 2}', ["item", "malformed", "item"]),
        ('{"a": 1}\n[1]\n{"a": 2}', ["item", "malformed", "item"]),
        ('{"a": 1}\n{"a": 2', ["item", "truncated"]),
        ('[{"a": 1}, 5, "x", {"a": 2}]', ["item", "malformed", "item"]),
        ('[{"a": 1}, {"a": }, {"a": 2}]', ["item", "malformed", "item"]),
        ('[{"a": 1}, {"a": "x"y"}, {"a": 2}]', ["item", "malformed", "item"]),
        ('[{"a": 1}, {"a": "x", {"a": 2}, {"a": 3}]', ["item", "malformed", "item", "item"]),
        ('[{"a": 1}, {"a": "x', ["item", "truncated"]),
        ('[{"a": 1}]\n and more', ["item"]),
        ('{"a": "line\nbreak\tand tab"}', ["item"]),
    ],
)
def test_items_are_cut_out_and_broken_ones_told_apart(text: str, expected: list[str]) -> None:
    assert codes(text.encode()) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize(
    "shape", ['{"a": "é"}\n{"b": "ü"}\n{"c": "x"}', '[{"a": "é"},\n {"b": "ü"},\n {"c": "x"}]']
)
def test_each_item_has_its_own_bytes(encoding: str, shape: str) -> None:
    data = shape.encode(encoding)
    decoded = decode(data, "cp1252" if encoding == "cp1252" else None)
    assert decoded is not None
    found = [
        json.loads(data[item.offset : item.offset + item.length].decode(decoded.encoding))
        for item in iterate_items(decoded, len(data))
        if isinstance(item, JsonItem)
    ]
    assert found == [{"a": "é"}, {"b": "ü"}, {"c": "x"}]


def test_the_place_of_a_broken_item_is_its_first_byte() -> None:
    data = '[{"a": "é"}, {"a": "x"y"}, {"a": 2}]'.encode()
    broken = items_of(data)[1]
    assert isinstance(broken, Rejection)
    assert broken.offset is not None
    assert data[broken.offset :].startswith(b'{"a": "x"y"}')


def test_a_line_above_the_limit_is_refused_and_the_next_one_read() -> None:
    data = b'{"a": 1}\n{"a": "' + b"x" * MAX_ITEM_CHARACTERS + b'"}\n{"a": 2}'
    assert codes(data) == ["item", "too_large", "item"]


def test_an_item_nested_too_deep_is_refused_and_the_next_one_read() -> None:
    deep = b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1)
    assert codes(b'[{"a": ' + deep + b'}, {"a": 1}]') == ["malformed", "item"]
    deeper = b"[" * 100_000 + b"]" * 100_000
    assert codes(b'{"a": 1}\n{"a": ' + deeper + b'}\n{"a": 2}') == ["item", "malformed", "item"]


def test_items_without_end_are_not_looked_for_again_and_again() -> None:
    found = codes(b"[" + b'{"a": 1, "b": {"c": 1},' * 5_000)
    assert set(found) == {"malformed"}
    assert len(found) < 100


def test_the_first_item_is_given_before_the_second_is_read() -> None:
    stream = iterate_items(Decoded('{"a": 1}\n{"a": 2}\n', "utf-8"), 18)
    assert isinstance(next(stream), JsonItem)


def test_a_document_over_many_lines_is_not_taken_for_lines() -> None:
    assert not is_lines(json.dumps({"a": [{"b": 1}, {"c": 2}], "d": {}}, indent=1))
    assert is_lines('{"a": 1}\n{"a": 2}')
    assert is_lines('broken\n{"a": 1}\n{"a": 2}')


def test_places_count_the_byte_order_mark() -> None:
    data = "\ufeffäb".encode()
    decoded = decode(data)
    assert decoded is not None
    places = BytePlaces(decoded, len(data))
    assert [places.advance(character) for character in (0, 1, 2)] == [3, 5, 6]
