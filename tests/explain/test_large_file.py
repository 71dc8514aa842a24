"""`explain` and `compare` read a large file in windows, and say of its records what they say of a small one's."""

from datetime import UTC, datetime

from newsfold.config.sources import Source
from newsfold.explain.comparison import choose_record
from newsfold.explain.explanation import explain, explain_path
from newsfold.formats import large_files
from newsfold.model import SourceFile
from tests.formats.test_large_files import json_lines

NOW = datetime(2025, 9, 27, tzinfo=UTC)


def test_a_large_file_is_explained_like_a_small_one(tmp_path, monkeypatch):
    path, data = tmp_path / "news.jsonl", json_lines()
    path.write_bytes(data)
    file = SourceFile("aldermoor", path.name, path.as_uri(), "", len(data), NOW, NOW)
    source = Source(slug="aldermoor", location="/")
    whole = list(explain(data, source, file))
    monkeypatch.setattr(large_files, "LARGE_BYTES", 1_000)
    monkeypatch.setattr(large_files, "WINDOW_BYTES", 4_000)
    monkeypatch.setattr(type(path), "read_bytes", lambda self: read_whole())
    found = list(explain_path(path, source, file))
    assert [item for item, _ in found] == [item for item, _ in whole]
    assert sum("It takes, he said" in raw for _, raw in found) > 50
    article, _ = choose_record(path, 31, source, file)
    assert article.record_position == 31


def read_whole() -> bytes:
    """Nobody may read the file whole."""
    raise AssertionError("the file was read whole")
