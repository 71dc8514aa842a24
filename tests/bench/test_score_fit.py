"""The calibration tool, on a small data folder of invented texts."""

import json
import tomllib
from pathlib import Path

import numpy as np
import pytest

from bench.labelled_news import read_news
from bench.probabilities import Curve, fit, reliability
from bench.score_fit import main, measured

TEXTS = tomllib.loads((Path(__file__).parents[1] / "dedup" / "languages.toml").read_text(encoding="utf-8"))


def write(path: Path, rows: list[dict[str, str]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Rewrites and independent reports in Latin script, a form of a wire sent twice and a week later, a background."""
    rewrites, events, outlets = [], [], []
    for language in ("en", "fr", "es", "pt", "it", "nl"):
        texts = TEXTS[language]
        for kind, name in (("orig", "report"), ("rewrite", "rewrite")):
            rewrites.append(
                {"id": f"{language}-{kind}", "cluster": language, "kind": kind, "text": texts[name]}
            )
        for name in ("rewrite", "independent"):
            events.append({"id": f"{language}-{name}", "cluster": language, "source": name, "title": name,
                           "date": "2025-09-26", "text": texts[name]})  # fmt: skip
        outlets.append(
            {"id": language, "title": "", "date": "2025-06-01", "source": "x", "text": texts["independent"]}
        )
    form = TEXTS["en"]["report"] + " " + TEXTS["en"]["independent"][:200]
    wire = [
        {"id": name, "date": date, "title": name, "author": "", "places": [], "text": form}
        for name, date in (
            ("1", "26-FEB-1987 15:01:01.79"),
            ("2", "26-FEB-1987 17:00:00"),
            ("3", "9-MAR-1987 15:00:00"),
        )
    ]
    pairs = [
        {"a": "1", "b": other, "j5": 1.0, "date_a": wire[0]["date"], "date_b": wire[int(other) - 1]["date"]}
        for other in ("2", "3")
    ]
    sets = {
        "rewrite": rewrites,
        "same_event": events,
        "newswire": wire,
        "newswire_pairs": pairs,
        "outlets": outlets,
    }
    for name, rows in sets.items():
        write(tmp_path / f"{name}.dev.jsonl", rows)
    return tmp_path


def test_figures_are_those_of_the_texts(folder):
    report = measured(read_news(folder, "dev"), folds=3)
    assert report["articles"] == 33
    assert report["stories"]["rewrite"] == 1.0
    assert report["stories"]["same_event"] == 0.0
    assert report["stories"]["resend"] == 1.0
    assert report["stories"]["wrong_share"] == 0.0
    assert report["pairs"]["rewrite"] == 6
    assert set(report["cross_validated"]["linked"]) >= {"rewrite", "same_event", "resend", "template"}


def test_what_people_decided_counts_with_the_labelled_pairs(folder):
    def article(number: int, language: str, name: str) -> dict[str, object]:
        told = {"uri": f"urn:{number}", "title": None, "date": "2025-04-01", "source": "gazette"}
        return {"id": number, "language": language, "text": TEXTS[language][name], **told}

    a, b, c = article(1, "de", "report"), article(2, "de", "rewrite"), article(3, "de", "independent")
    pairs = [(a, b, True), (a, c, False), (b, c, None)]
    rows = [{"pair": n, "same": same, "a": one, "b": other} for n, (one, other, same) in enumerate(pairs)]
    write(folder / "decisions.dev.jsonl", rows)
    news = read_news(folder, "dev")
    decided = {each.label: each for each in news.pairs if each.label.startswith("decided")}
    assert {label: each.same for label, each in decided.items()} == {
        "decided_same": True,
        "decided_different": False,
    }
    assert decided["decided_same"].candidate
    report = measured(news, folds=2)
    assert report["pairs"]["decided_same"] == report["pairs"]["decided_different"] == 1


def test_the_tool_prints_tables_and_json(folder, capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["calibration", str(folder), "--folds", "2"])
    assert main() == 0
    assert "Brier score" in " ".join(capsys.readouterr().out.split())
    monkeypatch.setattr("sys.argv", ["calibration", str(folder), "--folds", "2", "--json"])
    assert main() == 0
    assert json.loads(capsys.readouterr().out)["stories"]["rewrite"] == 1.0


def test_a_fit_finds_the_curve_that_made_the_data():
    x = np.linspace(-4, 4, 400)
    made = Curve(1.5, -0.7)
    found = fit(x, made.at(x))
    assert (found.slope, found.shift) == pytest.approx((1.5, -0.7), abs=0.01)


def test_a_fit_of_data_without_a_curve_stays_finite():
    found = fit(np.array([-1.0, 1.0]), np.array([0.0, 1.0]))
    assert np.isfinite([found.slope, found.shift]).all()


def test_scores_that_are_right_have_no_calibration_error_and_others_do():
    truth = np.array([0.0] * 50 + [1.0] * 50)
    assert reliability(np.full(100, 0.5), truth).error == pytest.approx(0.0)
    assert reliability(np.full(100, 0.9), truth).error == pytest.approx(0.4)
    assert reliability(truth, truth).brier == 0.0
    assert sum(each.pairs for each in reliability(np.linspace(0, 1, 100), truth).bins) == 100
