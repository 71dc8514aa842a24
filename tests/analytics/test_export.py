"""`newsfold export` and `newsfold changes`, as the command writes what it has taken in."""

import csv
import datetime
import hashlib
import json
import re
from pathlib import Path

import duckdb
import polars
import pyarrow.parquet
import pytest

from newsfold.analytics import export, export_files
from newsfold.cli.command_line import main
from newsfold.store.connection import connect
from newsfold.store.export import Column

TOPICS = {
    "bridge": "The rebuilt bridge over the Sado opened to traffic on Friday, the road company Infraestruturas said. "
    "Marta Vilela, the engineer in charge, said 14 crews had worked on the piers since March.",
    "sardines": "Fishermen at Peniche landed 310 tonnes of sardines last week, the port authority said on Friday. "
    "João Abrantes, who runs the auction, called it “the best September in eleven years”,\nand sold at once.",
    "library": "The city library of Tampere will stay open through the night from Monday, its director Aino Rantala said. "
    "Students had asked for it with 4,200 signatures in the spring.",
}
# Of ninjs-schema_3.1.json: the properties of an item, and those of what it holds.
NINJS = {
    "uri", "type", "representationType", "profile", "version", "firstCreated", "versionCreated",
    "contentCreated", "embargoedUntil", "pubStatus", "urgency", "copyrightHolder", "copyrightNotice",
    "usageTerms", "edNote", "language", "descriptions", "bodies", "headlines", "people", "organisations",
    "places", "subjects", "events", "eventDetails", "plannedCoverage", "objects", "infoSources", "title",
    "by", "slugline", "located", "renditions", "associations", "altIds", "trustIndicators", "standard",
    "genres", "expires", "rightsInfo", "digitalSourceType",
}  # fmt: skip
NINJS_PARTS = {
    "standard": {"name", "version", "schema"},
    "bodies": {"role", "contentType", "charCount", "wordCount", "value"},
    "headlines": {"role", "contentType", "value"},
    "infoSources": {"name", "role", "uri", "literal", "contactInfo"},
    "subjects": {"name", "rel", "uri", "literal", "creator", "relevance", "confidence"},
    "altIds": {"role", "value"},
}


def item(
    uri: str, topic: str, day: str | None = "2025-09-26", hour: int = 7, **fields: object
) -> dict[str, object]:
    """One ninjs item."""
    dates = {"versioncreated": f"{day}T{hour:02}:00:00Z", "firstcreated": f"{day}T06:00:00Z"} if day else {}
    return {
        "uri": uri,
        "type": "text",
        "headline": f"About the {topic}",
        "language": "en",
        "body_text": TOPICS[topic],
        **dates,
        **fields,
    }


class Desk:
    """A database, a folder to export to, and the command."""

    def __init__(self, folder: Path, url: str, capsys) -> None:
        self.folder, self.url, self.capsys = folder, url, capsys
        self.out = folder / "out"
        self.delivered = 0

    def run(self, *arguments: str) -> tuple[int, str]:
        self.capsys.readouterr()
        code = main([*arguments, "--database-url", self.url])
        return code, self.capsys.readouterr().out

    def load(self, *items: dict[str, object]) -> None:
        self.delivered += 1
        inbox = self.folder / f"in{self.delivered}"
        inbox.mkdir()
        for number, each in enumerate(items):
            (inbox / f"{self.delivered}-{number}.json").write_text(json.dumps(each))
        assert self.run("ingest", str(inbox))[0] == 0

    def export(self, *arguments: str):
        code, out = self.run("export", str(self.out), *arguments, "--json")
        assert code == 0
        return json.loads(out)

    def query(self, text: str, *parameters: object):
        connection = connect(self.url)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(text, parameters or None)
                return cursor.fetchall()
        finally:
            connection.close()

    def articles(self):
        return self.query("select * from analytics.articles order by article_id")

    def id(self, uri: str) -> str:
        return str(self.query("select article_id from analytics.articles where uri = %s", uri)[0].article_id)

    def manifest(self):
        return json.loads((self.out / "manifest.json").read_text())

    def days(self) -> list[str]:
        return sorted(path.name.partition("=")[2] for path in self.out.glob("articles/*"))

    def digests(self) -> dict[str, str]:
        return {
            path.parent.name.partition("=")[2]: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in self.out.glob("articles/*/*")
        }

    def changed(self, before: dict[str, str]) -> set[str]:
        now = self.digests()
        return {day for day in now.keys() | before.keys() if now.get(day) != before.get(day)}

    def exported_ids(self) -> list[int]:
        pattern = str(self.out / "articles/*/part.parquet")
        rows = duckdb.sql(
            f"select article_id from read_parquet('{pattern}', hive_partitioning = false) order by 1"
        )
        return [row[0] for row in rows.fetchall()]


@pytest.fixture
def desk(tmp_path, database_url, capsys, monkeypatch) -> Desk:
    monkeypatch.setenv("NEWSFOLD_RAW_STORE", str(tmp_path / "raw"))
    return Desk(tmp_path, database_url, capsys)


@pytest.fixture
def stocked(desk) -> Desk:
    """Three days, one of them none; two articles of one story."""
    desk.load(
        item(
            "urn:x:1", "bridge", slugline="BC-Bridge", byline="Inês Quaresma", keywords=["roads", 'a "b", c']
        ),
        item("urn:x:2", "bridge", "2025-09-27", subject=[{"name": "rail", "code": "medtop:20000002"}]),
        item("urn:x:3", "sardines", None, altids={"desk": "77"}),
    )
    return desk


def test_there_is_one_file_a_day_and_a_manifest_that_fits_them(stocked):
    done = stocked.export()
    assert (done["kind"], done["written"], done["articles"]) == ("full", 3, 3)
    assert stocked.days() == ["2025-09-26", "2025-09-27", "undated"]
    manifest = stocked.manifest()
    assert manifest["token"] == done["token"]
    assert [each["published_on"] for each in manifest["files"]] == ["2025-09-26", "2025-09-27", None]
    for each in manifest["files"]:
        data = (stocked.out / each["path"]).read_bytes()
        assert (each["bytes"], each["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
        assert each["rows"] == 1


def test_duckdb_reads_what_sql_holds(stocked):
    stocked.export()
    pattern = str(stocked.out / "articles/*/part.parquet")
    found = duckdb.sql(
        f"select * from read_parquet('{pattern}', hive_partitioning = false) order by article_id"
    )
    held = stocked.articles()
    assert tuple(found.columns) == held[0]._fields
    assert [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()] == [
        as_stored(row) for row in held
    ]


def test_polars_reads_what_sql_holds(stocked):
    stocked.export()
    found = polars.read_parquet(stocked.out / "articles/*/part.parquet", hive_partitioning=False).sort(
        "article_id"
    )
    assert found.to_dicts() == [as_stored(row) for row in stocked.articles()]


def test_the_folder_is_read_with_default_calls(stocked):
    """As pandas (which calls pyarrow so), Polars and DuckDB read it: days are dates, and the undated ones null."""
    stocked.export()
    folder = stocked.out / "articles"
    held = sorted((row.article_id, row.published_on) for row in stocked.articles())
    tables = {
        "pyarrow": pyarrow.parquet.read_table(folder),
        "polars": polars.read_parquet(folder).to_arrow(),
        "duckdb": duckdb.sql(f"select * from '{folder}/*/*.parquet'").to_arrow_table(),
    }
    for name, table in tables.items():
        assert str(table.schema.field("published_on").type) == "date32[day]", name
        assert str(table.schema.field("published_at").type).startswith("timestamp[us, tz="), name
        rows = zip(table["article_id"].to_pylist(), table["published_on"].to_pylist(), strict=True)
        assert sorted(rows) == held, name
        assert sorted(map(str, table["day"].to_pylist())) == ["2025-09-26", "2025-09-27", "undated"], name


def test_a_folder_of_an_earlier_version_is_written_anew(stocked):
    stocked.export()
    manifest = stocked.manifest()
    for each in manifest["files"]:
        path = stocked.out / each["path"]
        each["path"] = each["path"].replace("/day=", "/published_on=")
        path.parent.rename((stocked.out / each["path"]).parent)
    (stocked.out / "manifest.json").write_text(json.dumps(manifest))
    assert stocked.export()["kind"] == "full"
    names = {path.name for path in (stocked.out / "articles").iterdir()}
    assert names == {"day=2025-09-26", "day=2025-09-27", "day=undated"}


def as_stored(row) -> dict[str, object]:
    """A row as the Parquet files have it: JSON is text."""
    values = row._asdict()
    for name in ("subjects", "alt_ids"):
        values[name] = json.dumps(values[name], ensure_ascii=False)
    return values


def test_csv_has_all_columns_and_lists_as_json(stocked):
    stocked.export("--format", "csv")
    rows = []
    for path in stocked.out.glob("articles/*/part.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows += csv.DictReader(file)
    rows.sort(key=lambda row: int(row["article_id"]))
    for row, held in zip(rows, stocked.articles(), strict=True):
        assert tuple(row) == held._fields
        assert row["body"] == held.body
        assert json.loads(row["keywords"]) == held.keywords
        assert json.loads(row["subjects"]) == held.subjects
        assert row["is_representative"] == ("true" if held.is_representative else "false")
        assert row["published_on"] == (held.published_on.isoformat() if held.published_on else "")
        assert row["agency"] == (held.agency or "")


def test_ninjs_has_only_properties_of_the_standard_and_one_of_ours(stocked):
    stocked.export("--format", "ninjs")
    items = [
        json.loads(line)
        for path in stocked.out.glob("articles/*/part.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    held = {row.uri: row for row in stocked.articles()}
    assert len(items) == 3
    for each in items:
        row = held[each["uri"]]
        ours = each.pop("newsfold")
        assert each.keys() <= NINJS
        for name, allowed in NINJS_PARTS.items():
            parts = each.get(name, [])
            for part in [parts] if isinstance(parts, dict) else parts:
                assert part.keys() <= allowed
        assert each["type"] == "text"
        assert each["bodies"][0]["value"] == row.body
        assert each["headlines"][0]["value"] == row.headline
        assert (ours["story_id"], ours["outcome"]) == (row.story_id, row.outcome)
        assert ours["matched_article_id"] == row.matched_article_id
        if row.published_at:
            assert datetime.datetime.fromisoformat(each["firstCreated"]) == row.published_at
    by_uri = {each["uri"]: each for each in items}
    assert by_uri["urn:x:1"]["by"] == "Inês Quaresma"
    assert by_uri["urn:x:1"]["slugline"] == "BC-Bridge"
    assert by_uri["urn:x:2"]["subjects"][0]["uri"] == "http://cv.iptc.org/newscodes/mediatopic/20000002"
    assert "firstCreated" not in by_uri["urn:x:3"]


def test_what_ninjs_exports_newsfold_reads_again(stocked, tmp_path, capsys):
    stocked.export("--format", "ninjs")
    (path,) = stocked.out.glob("articles/day=2025-09-26/part.jsonl")
    again = tmp_path / "again.json"
    again.write_text(path.read_text())
    capsys.readouterr()
    assert main(["explain", str(again), "--json"]) == 0
    read = json.loads(capsys.readouterr().out)
    (held,) = (row for row in stocked.articles() if row.uri == "urn:x:1")
    assert (read["uri"], read["headline"], read["body"]) == (held.uri, held.headline, held.body)
    assert (read["byline"], read["published_on"]) == (held.byline, "2025-09-26")


def test_only_days_that_changed_are_written_again(stocked):
    stocked.export()
    before = stocked.digests()
    assert stocked.export()["kind"] == "none"
    assert stocked.changed(before) == set()
    stocked.load(item("urn:x:4", "library", "2025-09-28"))
    done = stocked.export()
    assert (done["kind"], done["written"], done["articles"]) == ("incremental", 1, 1)
    assert stocked.changed(before) == {"2025-09-28"}


def test_a_version_that_moves_an_article_to_another_day_removes_the_day_it_was_on(stocked):
    stocked.export()
    before = stocked.digests()
    stocked.load(item("urn:x:1", "bridge", "2025-09-28", headline="Another word"))
    done = stocked.export()
    assert stocked.changed(before) >= {"2025-09-26", "2025-09-28"}
    assert "2025-09-26" not in stocked.days()
    assert done["removed"] == 1
    assert stocked.exported_ids() == [row.article_id for row in stocked.articles()]


def test_what_is_killed_goes_from_the_files(stocked):
    stocked.export()
    stocked.load(
        item(
            "urn:x:5", "library", "2025-09-26", 9, slugline="BC-BRIDGE", pubstatus="canceled", headline="Kill"
        )
    )
    stocked.export()
    assert "2025-09-26" not in stocked.days()
    assert stocked.exported_ids() == [row.article_id for row in stocked.articles()]


def test_stories_that_split_are_written_again(stocked):
    stocked.export()
    before = stocked.digests()
    assert stocked.run("decide", "different", stocked.id("urn:x:1"), stocked.id("urn:x:2"))[0] == 0
    stocked.export()
    assert stocked.changed(before) & {"2025-09-26", "2025-09-27"}
    pattern = str(stocked.out / "articles/*/part.parquet")
    rows = duckdb.sql(
        "select article_id, story_id, is_representative"
        f" from read_parquet('{pattern}', hive_partitioning = false) order by 1"
    )
    assert rows.fetchall() == [
        (row.article_id, row.story_id, row.is_representative) for row in stocked.articles()
    ]


def test_another_licence_of_the_source_is_written(stocked):
    stocked.export()
    before = stocked.digests()
    stocked.query("update news.source set licence = 'for research' returning 1")
    assert stocked.export()["written"] == 3
    assert stocked.changed(before) == {"2025-09-26", "2025-09-27", "undated"}


def test_many_small_exports_end_where_one_full_one_does(desk, tmp_path):
    rounds = [
        [item("urn:x:1", "bridge", slugline="BC-Bridge"), item("urn:x:3", "sardines", None)],
        [item("urn:x:2", "bridge", "2025-09-25"), item("urn:x:4", "library", "2025-09-27")],
        [item("urn:x:4", "library", "2025-09-27", 9, headline="Corrected"), item("urn:x:6", "sardines")],
        [item("urn:x:5", "library", "2025-09-26", 9, slugline="BC-BRIDGE", pubstatus="canceled")],
    ]
    for items in rounds:
        desk.load(*items)
        desk.export("--format", "csv")
    small = desk.digests()
    desk.out = tmp_path / "other"
    desk.export("--format", "csv")
    assert desk.digests() == small


def test_a_range_holds_only_its_days_and_another_one_writes_anew(stocked):
    stocked.export("--from", "2025-09-27", "--to", "2025-09-27")
    assert stocked.days() == ["2025-09-27"]
    assert stocked.export("--from", "2025-09-27", "--to", "2025-09-27")["kind"] == "none"
    assert stocked.export("--from", "2025-09-26")["kind"] == "full"
    assert stocked.days() == ["2025-09-26", "2025-09-27"]


def test_since_a_token_there_are_only_the_days_that_changed_then(stocked):
    code, out = stocked.run("changes", "--json")
    token = json.loads(out.splitlines()[-1])["next_token"]
    stocked.load(item("urn:x:4", "library", "2025-09-28"))
    stocked.export("--since", token)
    assert (code, stocked.days()) == (0, ["2025-09-28"])
    assert stocked.export()["kind"] == "none"
    stocked.export("--full")
    assert len(stocked.days()) == 4


def test_a_file_that_is_gone_or_cut_is_written_again(stocked):
    stocked.export()
    before = stocked.digests()
    (stocked.out / "articles/day=2025-09-26/part.parquet").unlink()
    (stocked.out / "articles/day=2025-09-27/part.parquet").write_bytes(b"PAR1")
    assert stocked.export()["written"] == 2
    assert stocked.changed(before) == set()


def test_an_interrupted_export_leaves_whole_files_only_and_is_done_again(stocked, monkeypatch):
    def interrupted(path, columns, portions):
        path.write_text("half")
        raise OSError("disk full")

    monkeypatch.setitem(export_files.WRITERS, "csv", interrupted)
    assert stocked.run("export", str(stocked.out), "--format", "csv")[0] == 1
    assert list(stocked.out.glob("articles/*/part.csv")) == []
    monkeypatch.undo()
    stocked.export("--format", "csv")
    assert [path.name for path in stocked.out.glob("articles/*/*")] == ["part.csv"] * 3


def test_a_folder_of_something_else_is_left_alone(stocked):
    (stocked.out / "articles").mkdir(parents=True)
    (stocked.out / "articles" / "mine.txt").write_text("mine")
    assert stocked.run("export", str(stocked.out))[0] == 2
    assert [path.name for path in stocked.out.rglob("*.*")] == ["mine.txt"]


def test_another_format_needs_another_folder_or_full(stocked):
    stocked.export()
    assert stocked.run("export", str(stocked.out), "--format", "csv")[0] == 2
    assert stocked.export("--format", "csv", "--full")["written"] == 3
    assert {path.name for path in stocked.out.glob("articles/*/*")} == {"part.csv"}


@pytest.mark.parametrize("text", ["", "[]", '{"files": []}', "{"])
def test_a_manifest_that_cant_be_read_is_not_guessed_at(stocked, text):
    stocked.export()
    (stocked.out / "manifest.json").write_text(text)
    assert stocked.run("export", str(stocked.out))[0] == 2
    assert stocked.export("--full")["kind"] == "full"


@pytest.mark.parametrize(
    "arguments", [("--from", "yesterday"), ("--since", "nonsense"), ("--since", "1.999.1.1")]
)
def test_wrong_days_and_tokens_are_wrong_usage(desk, arguments):
    assert desk.run("export", str(desk.out), *arguments)[0] == 2


def test_two_exports_do_not_write_into_one_folder(stocked):
    stocked.out.mkdir()
    with export.locked(stocked.out):
        assert stocked.run("export", str(stocked.out))[0] == 2
    stocked.export()


def test_changes_are_lines_of_json_and_the_token_to_go_on_from(stocked):
    code, out = stocked.run("changes", "--json")
    *rows, last = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [row["change"] for row in rows] == ["added"] * 3
    assert rows[-1]["token"] == last["next_token"]
    stocked.load(item("urn:x:4", "library", "2025-09-28"))
    code, out = stocked.run("changes", "--since", last["next_token"], "--json")
    assert [json.loads(line).get("change") for line in out.splitlines()] == ["added", None]
    code, out = stocked.run("changes", "--since", last["next_token"])
    assert re.search(r"newsfold changes --since 1\.\d+\.\d+\.\d+", out)
    assert stocked.run("changes", "--since", "nonsense")[0] == 2


def test_memory_holds_a_portion_of_a_day_only(tmp_path):
    # A portion is written before the next one is asked for: a row group each.
    columns = [Column("article_id", "int64"), Column("body", "text")]
    path = tmp_path / "day" / "part.parquet"
    portions = ([(number, "text")] for number in range(3))
    assert export_files.write_day(path, "parquet", columns, portions)[0] == 3
    groups = duckdb.sql(f"select count(distinct row_group_id) from parquet_metadata('{path}')").fetchall()
    assert groups == [(3,)]
