"""The calibration of readings, on invented pages."""

import json
from datetime import UTC, datetime

import numpy as np
import pytest

from bench import reading_confidence
from bench.labelled_pages import LabelledField, outlet_of, same_title
from bench.probabilities import equal_edges, error_by_chance, reliability
from newsfold.model import Evidence


def warc(pages: dict[str, str]) -> bytes:
    """A WARC file of pages by their addresses."""
    records = []
    for address, page in pages.items():
        answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}".encode()
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2025-09-28T00:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        )
        records.append(head.encode() + answer + b"\r\n\r\n")
    return b"".join(records)


TEXT = "The ferry to Orrin sails again after the storm, the harbour master said on Friday. All boats were checked."


@pytest.fixture
def folder(tmp_path):
    """Four pages of two outlets; one label is wrong, one field has no label."""
    pages, gold = {}, []
    for number in range(4):
        address = f"https://www.outlet{number % 2}.example/{number}"
        pages[address] = (
            f"<html><head><title>Ferry {number} sails again</title><meta name=author content='Jane Roe'>"
            f"<meta property=article:published_time content='2025-09-2{number}T10:00:00+02:00'></head>"
            f"<body><article><h1>Ferry {number} sails again</h1><p>{TEXT}</p><p>{TEXT} It is number {number}.</p>"
            "</article></body></html>"
        )
        gold.append(
            {
                "uri": address,
                "title": f"Ferry {number} sails again",
                "date_time": f"2025-09-2{number}T08:00:00Z",
                "author": "Jane Roe" if number else "Somebody Else",
                "text": f"{TEXT}\n{TEXT} It is number {number}.",
            }
        )
    del gold[3]["author"]
    (tmp_path / "invented.warc").write_bytes(warc(pages))
    (tmp_path / "invented.gold.jsonl").write_text(
        "".join(json.dumps(row) + "\n" for row in gold), encoding="utf-8"
    )
    return tmp_path


def test_fields_are_read_and_held_against_their_labels(folder):
    found = list(reading_confidence.read_pages(folder, datetime(2025, 10, 1, tzinfo=UTC)))
    right = {}
    for row in found:
        right.setdefault(row.evidence.field, []).append(row.right)
    assert right["published_on"] == right["published_at"] == right["headline"] == [1, 1, 1, 1]
    assert right["byline"] == [0, 1, 1]
    assert min(right["body"]) > 0.9
    assert {row.outlet for row in found} == {"outlet0.example", "outlet1.example"}


def test_a_page_is_made_of_what_was_measured(monkeypatch):
    monkeypatch.setattr(reading_confidence, "LEAST", 10)
    chance = np.random.default_rng(2)
    rows = []
    for number in range(200):
        weight = float(chance.choice([0.5, 0.7, 0.9, 0.97]))
        row = Evidence("published_at", "2025-09-27T10:00:00Z", "raw", "head", "rule", weight)
        right = float(chance.random() < weight)
        rows.append(LabelledField(f"set{number % 2}", f"outlet{number % 17}.example", row, right))
    found = reading_confidence.measured(rows)
    assert [each.field for each in found] == ["published_at"]
    names = [one.name for one in found[0].tried]
    assert len(names) == 5  # folds, two halves, two sets
    assert found[0].curve["weight"] > 0
    page = reading_confidence.page_of(found)
    assert "| instant | 5 folds of outlets | 200 |" in page
    assert "## The instant" in page


def test_bins_hold_equally_many_and_what_is_the_same_stays_together():
    scores = np.array([0.1] * 50 + [0.5] * 25 + [0.9] * 25)
    edges = equal_edges(scores, 10)
    found = reliability(scores, scores, edges)
    assert [part.pairs for part in found.bins] == [50, 25, 25]


def test_a_perfect_confidence_shows_some_error_by_chance_and_less_with_more_of_it():
    few, many = np.full(50, 0.8), np.full(5000, 0.8)
    errors = [error_by_chance(scores, np.ones(len(scores)), [0, 1], 50)[0] for scores in (few, many)]
    assert errors[0] > errors[1] > 0


def test_outlets_titles_and_bodies_are_compared_as_they_are_told():
    assert outlet_of("https://news.outlet.example/a") == "outlet.example"
    assert same_title("Ferry sails again!", "ferry sails again")
    assert not same_title("", "")
