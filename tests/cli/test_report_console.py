"""The report of a run on a terminal: it fits a screen, says what counts, and in full all that it holds."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from newsfold.cli import console, report_console
from newsfold.cli.command_line import main
from newsfold.model import Outcome

OUTCOMES = [each.value for each in Outcome]
# Room for the addresses and the logins below it.
MOST_LINES = 40 - 9
texts = st.text(max_size=120)
counts = st.integers(0, 10**6)


def of(**fields):
    """A strategy for rows with these fields."""
    return st.fixed_dictionaries(fields)


outcomes = dict.fromkeys(OUTCOMES, counts)
sources = of(source=st.from_regex(r"[a-z]{1,30}", fullmatch=True), files=counts, found=counts, **outcomes)
folds = of(
    story_id=counts,
    outcome=st.sampled_from(["rewrite", "near_copy"]),
    score=st.floats(0, 1),
    source=st.from_regex(r"[a-z]{1,30}", fullmatch=True),
    headline=st.none() | texts,
    opening=texts,
    matched_source=st.from_regex(r"[a-z]{1,30}", fullmatch=True),
    matched_headline=st.none() | texts,
    matched_opening=texts,
    evidence=st.just({}),
)
reports = of(
    run_id=counts,
    run_key=texts,
    state=st.sampled_from(["published", "rehearsed", "held"]),
    dry_run=st.booleans(),
    totals=of(files=counts, found=counts, balanced=st.booleans(), **outcomes),
    stories=of(stories=counts, new_stories=counts),
    sources=st.lists(sources, max_size=30, unique_by=lambda each: each["source"]),
    source_failures=st.lists(of(source=texts, detail=texts), max_size=12),
    folds=st.lists(folds, max_size=12),
    refusals=st.lists(of(reason_code=texts, records=counts), max_size=20),
    quarantine=st.just([]),
    checks=st.lists(
        of(check_name=texts, severity=st.just("warn"), broken_rows=st.integers(0, 1)), max_size=2
    ),
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(report=reports)
def test_whatever_a_run_brought_its_report_fits_a_screen(report, capsys):
    capsys.readouterr()
    report_console.print_report(report)
    shown = capsys.readouterr().out
    assert len(shown.splitlines()) <= MOST_LINES
    assert max(map(cell_len, shown.splitlines())) <= report_console.WIDTH
    assert not set(shown) & {"\x1b", "\x07", "\x9b"}


@pytest.fixture
def broken(inbox, empty_database_url, capsys) -> str:
    """A database into which two reports, a rewrite and an empty file have come; its URL."""
    (inbox / "broken.txt").write_bytes(b"")
    (inbox / "copy.txt").write_text((inbox / "first.txt").read_text().replace("nine boats", "9 boats"))
    assert main(["ingest", str(inbox), "--database-url", empty_database_url]) == 1
    return empty_database_url


def test_the_report_for_a_person_names_what_counts(broken, capsys):
    text = capsys.readouterr().out
    assert "Run 1 is published: 4 files, 4 records, 2 new stories" in text
    assert "4 found = 2 original + 1 near_copy + 1 quarantined: balanced" in text
    assert "1 refused: 1 empty" in text
    assert text.count("adhoc: Ferry traffic on the Tejo") == 2, "a fold takes one line"
    assert "checks passed" in text
    assert text.splitlines()[-1] == "the rest: newsfold report 1 --full"
    assert "broken.txt" not in text


@pytest.mark.parametrize("command", ["report", "ingest"])
def test_the_full_report_has_the_evidence_and_each_refusal(command, broken, inbox, capsys):
    capsys.readouterr()
    if command == "ingest":
        (inbox / "other.txt").write_bytes(b" ")
        (inbox / "third.txt").write_text((inbox / "first.txt").read_text().replace("crew", "staff"))
        assert main(["ingest", str(inbox), "--full", "--database-url", broken]) == 1
    else:
        assert main(["report", "--full", "--database-url", broken]) == 0
    text = capsys.readouterr().out
    assert "features:" in text
    assert ("other.txt" if command == "ingest" else "broken.txt") in text
    assert "--full" not in text


def row(source: str, found: int) -> dict[str, object]:
    return {"source": source, "files": 1, "found": found, **dict.fromkeys(OUTCOMES, 0), "original": found}


def rows_of(sources: list[dict[str, object]], capsys) -> list[list[str]]:
    console.out.print(report_console.sources_table(sources))
    return [line.split() for line in capsys.readouterr().out.splitlines()][1:]


def test_beyond_a_few_sources_one_row_adds_the_others_up(capsys):
    nine = [row(f"s{number}", number) for number in range(9)]
    assert [each[0] for each in rows_of(nine, capsys)] == [f"s{number}" for number in range(8, -1, -1)]
    many = [row(f"s{number}", number) for number in range(100)]
    shown = rows_of(many, capsys)
    assert shown[0][:3] == ["s99", "1", "99"]
    assert len(shown) == report_console.SOURCES + 1
    assert shown[-1][:5] == ["92", "others", "92", str(sum(range(92))), str(sum(range(92)))]


def test_a_report_that_an_earlier_version_kept_has_its_refusals_by_reason_too(broken, capsys):
    capsys.readouterr()
    without = "update ops.run set report = report - 'refusals' returning run_id"
    assert main(["sql", without, "--role", "owner", "--database-url", broken]) == 0
    capsys.readouterr()
    assert main(["report", "--database-url", broken]) == 0
    assert "1 refused: 1 empty" in capsys.readouterr().out
