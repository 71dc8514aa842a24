"""The script that writes expected files: what it writes holds, and nothing that a person stated is lost in silence."""

from pathlib import Path

import pytest

from tests.samples import write_expected
from tests.samples.expectations import FORMATS, READING, expected_of, expected_path, faults, read_sample

TEXT = """Ferry of Stranda starts again

By Ada Lund

STRANDA, Sept 27, 2025 (MNA) - The ferry starts again on Monday, its owner said.

It had been out of service since the storm of [ "May" ] 2024.
"""


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("formats", "reading"):
        monkeypatch.setattr(write_expected, name.upper(), tmp_path / name)
        (tmp_path / name / "new").mkdir(parents=True)
        (tmp_path / name / "new" / "ferry.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("kind", ["formats", "reading"])
def test_what_is_written_is_what_is_read(folders: Path, kind: str) -> None:
    sample = folders / kind / "new" / "ferry.txt"
    assert write_expected.main([str(sample)]) == 0
    expected = expected_of(expected_path(sample).read_text(encoding="utf-8"))
    assert expected.is_whole == (kind == "formats")
    assert (expected.count, len(expected.records)) == (1, 1)
    assert faults(expected, read_sample(sample, expected)) == []


def test_settings_of_the_source_are_kept_in_the_file(folders: Path) -> None:
    sample = folders / "reading" / "new" / "ferry.txt"
    assert write_expected.main([str(sample), "--source", "country=NO"]) == 0
    assert expected_of(expected_path(sample).read_text(encoding="utf-8")).source == {"country": "NO"}


def test_an_expected_file_is_written_anew_only_when_told_and_says_what_changed(
    folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = folders / "formats" / "new" / "ferry.txt"
    write_expected.main([str(sample)])
    path = expected_path(sample)
    written = path.read_text(encoding="utf-8")
    path.write_text(written.replace("on Monday", "on Sunday"), encoding="utf-8")
    assert write_expected.main([str(sample)]) == 1
    assert "on Sunday" in path.read_text(encoding="utf-8")
    capsys.readouterr()
    assert write_expected.main([str(sample), "--replace"]) == 0
    assert "body: expected" in capsys.readouterr().out
    assert path.read_text(encoding="utf-8") == written


def test_a_case_that_a_person_chose_is_never_written_over(folders: Path) -> None:
    sample = folders / "reading" / "new" / "ferry.txt"
    expected_path(sample).write_text('{"records": [{"headline": "Another"}]}', encoding="utf-8")
    assert write_expected.main([str(sample), "--replace"]) == 1
    assert "Another" in expected_path(sample).read_text(encoding="utf-8")


def test_samples_elsewhere_are_refused(tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text(TEXT, encoding="utf-8")
    assert write_expected.main([str(tmp_path / "ferry.txt")]) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["ferry.txt"]
    assert FORMATS.is_dir()
    assert READING.is_dir()
