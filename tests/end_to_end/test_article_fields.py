"""Each field of an article is wherever articles are: one that is forgotten somewhere is named here, with the place."""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args, get_type_hints

import duckdb
import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from newsfold.analytics import export, marts
from newsfold.explain.explanation import explained_article
from newsfold.model import AgencyRole, Article, Evidence, KnownBy
from newsfold.pipeline import deciding, normalizing, steps
from newsfold.store import ledger
from newsfold.store.article_columns import with_columns
from newsfold.store.connection import connect, statement
from newsfold.store.staging import StagingWriter
from newsfold.ui.application import create_application
from newsfold.ui.host import Host
from newsfold.ui.trace_view import COMPARED_FIELDS

#: What an article is recognized by is nothing that it says: `uri` and its evidence tell it. Encodings are counted by source.
NAMES = frozenset(field.name for field in fields(Article)) - {"known_by", "encoding"}
DAY = date(2025, 9, 26)
#: Fields that can't hold just any text.
CHOSEN: dict[str, object] = {
    "uri": "https://lund.example/all-fields",
    "known_by": KnownBy("stated", "https://lund.example/all-fields"),
    "record_position": 0,
    "body": "The ferry to Lund sails at noon again, the harbour master Ada Lund said on Friday. " * 6,
    "word_count": 96,
    "agency_role": "carrier",
    "agencies": (AgencyRole("Kestrel Wire", "carrier", "(Kestrel Wire)"),),
    "dateline_country": "SE",
    "language": "en",
    "published_on": DAY,
    "published_precision": "instant",
    "outlet_day": date(2025, 9, 27),
    "dateline_day": date(2025, 9, 25),
    "day_utc_offset": 120,
    "pub_status": "usable",
    "signal": "correction",
    "evidence": (Evidence("headline", "the headline", "raw", "line 1", "rule", 0.9),),
}

SHOWN_BESIDE = {
    "agencies": "analytics.article_facts and analytics.carriage tell who wrote and who carried it",
    "amends_uri": "analytics.amendments",
    "amends_slugline_key": "analytics.amendments",
}
OURS = {
    "evidence": "why a field has its value: for operators, on the article page",
    "set_aside": "no part of the text",
    "slugline_key": "the slug line once more, as it is compared",
    "format": "how the file was written; ops.file has it",
}
OF_ANALYSTS = (
    SHOWN_BESIDE
    | OURS
    | {
        "pub_status": "what is not usable is in analytics.hidden_articles",
        "embargoed": "what is embargoed is in analytics.hidden_articles",
    }
)
#: Place -> the fields that it lacks, each with the reason. All others must be there, with their value.
LACKS: dict[str, dict[str, str]] = {
    "staging.article": {"source": "source_id", "file_uri": "file_id"},
    "news": {},
    "news.version of a decision": {
        "published_on": "decided", "published_at": "decided", "published_precision": "decided", "evidence": "says who decided",
    },
    "analytics.articles": OF_ANALYSTS,
    "analytics.article(id)": OF_ANALYSTS,
    "analytics.articles_of_story(id)": OF_ANALYSTS,
    "analytics.articles_as_of(t)": OF_ANALYSTS,
    "explain --json": {"source": "the caller names it", "slugline_key": OURS["slugline_key"]},
    "export as parquet": OF_ANALYSTS,
    "export as csv": OF_ANALYSTS,
    "export as ninjs": {name: reason for name, reason in OF_ANALYSTS.items() if name != "pub_status"},
    "article page": {"amends_uri": SHOWN_BESIDE["amends_uri"], "amends_slugline_key": SHOWN_BESIDE["amends_slugline_key"]},
    "differences of versions": {
        "source": "the same in all", "uri": "the same in all", "file_uri": "named with the version",
        "record_position": "named with the version", "body": "as lines", "word_count": "named with the version",
        "agencies": "beside the version", "amends_uri": "beside the version", "amends_slugline_key": "beside the version",
        "published_precision": "seen by the instant", "slugline_key": OURS["slugline_key"], "evidence": "of one version each",
    },
}  # fmt: skip
#: Place -> the fields that were chosen for it. A new field is in none of them until somebody wants it there.
CHOSEN_FOR = {
    # One text a story, for work with texts. The rest of the article is found by its article_id.
    "analytics.unique_articles": {
        "source", "uri", "headline", "byline", "agency", "agency_role", "dateline_place", "dateline_country", "language",
        "published_on", "published_at", "section", "keywords", "body", "word_count", "usage_terms", "opt_out",
    },
    # A change of another field is no correction of the report.
    "analytics.corrections": {
        "agency", "body", "byline", "dateline_country", "dateline_place", "ed_note", "embargoed", "headline", "keywords",
        "language", "pub_status", "published_at", "published_on", "section",
    },
}  # fmt: skip


def value_of(name: str, hint: Any, number: int) -> object:
    """A value that no other field has, by the field's type. Raises TypeError for a type that this doesn't know."""
    if name in CHOSEN:
        return CHOSEN[name]
    (kind, *more) = [each for each in (get_args(hint) or (hint,)) if each is not type(None)]
    if more == [...]:
        return (value_of(f"{name}_one", kind, number), value_of(f"{name}_two", kind, number))
    if is_dataclass(kind):
        inner = get_type_hints(kind)
        return kind(**{each: value_of(f"{name}_{each}", hint, number) for each, hint in inner.items()})
    if kind is bool:
        return number % 2 == 0
    if kind is datetime:
        return datetime(2025, 9, 26, 6, number, tzinfo=UTC)
    if kind is str:
        return f"the {name.replace('_', ' ')} of it"
    raise TypeError(f"a field of {kind}")


def whole_article() -> Article:
    """An article with a value in each field."""
    hints = get_type_hints(Article)
    return Article(**{name: value_of(name, hints[name], number) for number, name in enumerate(hints)})


def plain(value: Any) -> Any:
    """A value in one form, wherever it was read."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return {name: plain(each) for name, each in value.items()} if isinstance(value, dict) else value


def lacking(article: Article, found: Mapping[str, Any]) -> set[str]:
    """The fields that a place lacks, or has with another value."""
    return {
        name for name in NAMES
        if name not in found or plain(found[name]) != plain(getattr(article, name))
    }  # fmt: skip


def leaves(value: Any) -> Iterator[str]:
    """The texts that a value is shown by."""
    if isinstance(value, dict):
        for each in value.values():
            yield from leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each)
    elif value is not None:
        yield str(value)


@dataclass
class Loaded:
    """A newsroom that holds one article with all fields."""

    newsroom: Any
    article: Article
    article_id: int
    story_id: int
    staged: dict[str, Any]

    def row(self, text: str, *parameters: object, role: str = "owner") -> dict[str, Any]:
        with closing(connect(self.newsroom.role_url(role))) as connection, connection.cursor() as cursor:
            cursor.execute(text, parameters)
            rows = cursor.fetchall()
        assert len(rows) == 1
        return dict(rows[0]._asdict())


def loaded(newsroom, article: Article) -> Loaded:
    """Take the article in, as the steps do."""
    newsroom.source("bote")
    newsroom.deliver("bote", "whole.txt", "any bytes")
    with newsroom.workspace() as work:
        now = steps.utc_now()
        run_id = steps.begin(work, "test:whole", "command", None, dry_run=False)
        (batch,) = steps.fetch(work, run_id, [], [], now)
        (due,) = ledger.batch_files(work.connection, run_id, batch.batch)
        article = replace(article, source="bote", file_uri=due.file.uri)
        with StagingWriter(run_id, batch.batch) as writer:
            assert normalizing.stage_article(writer, due, article) is None
            writer.add_file(due.file_id, article.format, 1)
            writer.copy(work.connection)
        ledger.note_batch(work.connection, run_id, batch.batch, files=1, records=1, seconds=1.0, now=now)
        staged = newsroom.query("select * from staging.article")[0]._asdict()
        steps.deduplicate(work, run_id)
        steps.load(work, run_id, steps.utc_now())
        steps.check(work, run_id, steps.utc_now())
        steps.publish(work, run_id, steps.utc_now())
    marts.refresh_database(newsroom.role_url("loader"), now=steps.utc_now())
    held = newsroom.query("select article_id, story_id from news.membership")[0]
    return Loaded(newsroom, article, held.article_id, held.story_id, staged)


@pytest.fixture
def held(newsroom) -> Loaded:
    return loaded(newsroom, whole_article())


HELD = """
select version.*, source.slug as source, article.uri, file.uri as file_uri, content.body, content.word_count,
  (
    select jsonb_agg(jsonb_build_object('agency', agency.name, 'role', named.role, 'raw', named.raw))
    from news.version_agency as named join news.agency using (agency_id)
    where named.version = version.version
  ) as agencies,
  amendment.amended_uri as amends_uri, amendment.amended_slugline_key as amends_slugline_key
from news.version
join news.article using (article_id)
join news.source using (source_id)
join ops.file on file.file_id = version.file_id
join news.content on content.content_id = version.content_id
left join news.amendment on amendment.article_id = version.article_id and amendment.version = version.version
where version.version = article.current_version
"""


def places(held: Loaded, folder) -> Iterator[tuple[str, set[str]]]:
    """Each place, and what it lacks."""
    article, of_analyst = held.article, {"role": "analyst"}
    yield "staging.article", lacking(article, held.staged)
    yield "news", lacking(article, held.row(HELD))
    shown = held.row("select * from analytics.articles", **of_analyst)
    yield "analytics.articles", lacking(article, shown)
    for call, argument in (
        ("analytics.article(id)", held.article_id),
        ("analytics.articles_of_story(id)", held.story_id),
        ("analytics.articles_as_of(t)", datetime.now(UTC) + timedelta(minutes=1)),
    ):
        function = call.partition("(")[0]
        yield call, lacking(article, held.row(f"select * from {function}(%s)", argument, **of_analyst))
    unique = held.row("select * from analytics.unique_articles", **of_analyst)
    yield "analytics.unique_articles", lacking(article, unique)
    corrected = re.findall(r"then '(\w+)' end", statement("mart_corrections"))
    yield "analytics.corrections", set(NAMES) - set(corrected)
    yield "explain --json", lacking(article, json.loads(json.dumps(explained_article(article))))
    yield from exports(held, folder)
    yield "article page", not_on_page(held)
    yield "differences of versions", set(NAMES) - set(COMPARED_FIELDS)
    with held.newsroom.workspace() as work:
        deciding.decide_day(
            work, held.article_id, date(2025, 9, 20), decided_by="ana", note="", now=steps.utc_now()
        )
    yield "news.version of a decision", lacking(article, held.row(HELD))


def exports(held: Loaded, folder) -> Iterator[tuple[str, set[str]]]:
    """Each format of the export, and what it lacks of the article."""
    paths = {}
    for name in ("parquet", "csv", "ninjs"):
        with closing(connect(held.newsroom.role_url("analyst"))) as connection:
            export.export(connection, folder / name, export.Wanted(name), now=datetime.now(UTC))
        (paths[name],) = (path for path in (folder / name / "articles").rglob("*") if path.is_file())
    with duckdb.connect() as database:
        table = database.execute("select * from read_parquet(?)", [str(paths["parquet"])])
        values = dict(zip([each[0] for each in table.description], table.fetchone(), strict=True))
    for name in ("subjects", "alt_ids"):
        values[name] = json.loads(values[name])
    yield "export as parquet", lacking(held.article, values)
    with paths["csv"].open(encoding="utf-8", newline="") as file:
        (line,) = csv.DictReader(file)
    read = {name: of_csv(text, getattr(held.article, name)) for name, text in line.items() if name in NAMES}
    yield "export as csv", lacking(held.article, read)
    item = json.loads(paths["ninjs"].read_text(encoding="utf-8"))
    texts = set(leaves({name: each for name, each in item.items() if name != "newsfold"}))
    yield (
        "export as ninjs",
        {
            name
            for name in NAMES
            if not (
                plain(item["newsfold"].get(name)) == plain(getattr(held.article, name))
                or (not isinstance(getattr(held.article, name), bool) and is_said(name, held.article, texts))
            )
        },
    )


def of_csv(text: str, like: object) -> object:
    """A field of a CSV file, read as the kind of value that the article has."""
    if isinstance(like, date):
        return (datetime if isinstance(like, datetime) else date).fromisoformat(text)
    return text if isinstance(like, str) else json.loads(text)


def is_said(name: str, article: Article, texts: set[str]) -> bool:
    """Whether each part of the value stands among the texts. The uri of a subject may be written out."""
    return set(leaves(plain(getattr(article, name)))) <= texts


def not_on_page(held: Loaded) -> set[str]:
    """The fields whose value is not on the article's page. Yes and no must stand behind the field's name."""
    host = Host(lambda: held.newsroom.role_url("operator"), project=held.newsroom.root)
    client = TestClient(create_application(host), headers={"Sec-Fetch-Site": "same-origin"})
    response = client.get(f"/articles/{held.article_id}")
    assert response.status_code == 200
    text = " ".join(BeautifulSoup(response.text, "html.parser").get_text(" ").split())
    return {name for name in NAMES if not stands(name, getattr(held.article, name), text)}


def stands(name: str, value: object, text: str) -> bool:
    if isinstance(value, bool):
        return f" {name.replace('_', ' ')} {'yes' if value else 'no'} " in text
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}" in text
    return all(" ".join(part.split()) in text for part in leaves(plain(value)))


def test_each_field_is_in_each_place_but_for_those_that_are_left_out_for_a_reason(held, tmp_path):
    found = dict(places(held, tmp_path / "out"))
    assert {name: NAMES - found.pop(name) for name in CHOSEN_FOR} == CHOSEN_FOR
    assert found.keys() == LACKS.keys()
    forgotten = {place: lacks - LACKS[place].keys() for place, lacks in found.items()}
    there_after_all = {place: LACKS[place].keys() - lacks for place, lacks in found.items()}
    assert {place: names for place, names in forgotten.items() if names} == {}
    assert {place: names for place, names in there_after_all.items() if names} == {}


def test_columns_are_spelled_out_where_a_statement_asks_for_them_and_nowhere_else():
    spelled = statement("load_versions")
    assert ":stated_columns" not in spelled
    assert re.search(r"\ba\.headline, a\.byline\b", spelled)
    for other in ("select a::stated_columns", "select :stated_column, %(now)s", "'{}'::jsonb"):
        assert with_columns(other) == other
