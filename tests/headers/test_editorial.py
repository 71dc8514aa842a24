"""What editors say besides the text: status, embargo, signals, notes, rights, other ids, subjects."""

from datetime import UTC, datetime

import pytest

from newsfold.config.sources import Source
from newsfold.headers import normalize
from newsfold.headers.editorial import slugline_key
from newsfold.model import AltId, Article, HeaderPlace, RawHeader, Record, SourceFile, Subject

NOW = datetime(2025, 9, 30, 12, tzinfo=UTC)
FILE = SourceFile("desk", "2025/items.json", "file:///2025/items.json", "0" * 64, 1, None, NOW)


def article_of(
    *headers: tuple[str, str] | tuple[str, str, HeaderPlace], zone: str | None = None, file: SourceFile = FILE
) -> Article:
    raw = tuple(RawHeader(name, value, *(place or [HeaderPlace(name)])) for name, value, *place in headers)
    source = Source(slug="desk", location="", time_zone=zone)
    article = normalize(Record(0, "ninjs", raw, "The bridge over the Sado is closed."), source, file)
    assert isinstance(article, Article)
    return article


def shown(article: Article, field: str) -> str | None:
    return next((row.value for row in article.evidence if row.field == field), None)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("usable", "usable"),
        ("stat:usable", "usable"),
        ("http://cv.iptc.org/newscodes/pubstatusg2/canceled", "canceled"),
        ("stat:canceled", "canceled"),
        ("Cancelled", "canceled"),
        ("Killed", "canceled"),
        ("WITHHELD", "withheld"),
        ("Embargoed", "withheld"),
        ("no such status", "usable"),
    ],
)
def test_a_status_is_read_in_the_words_of_every_format(word: str, status: str) -> None:
    article = article_of(("item.pubstatus", word))
    assert article.pub_status == status
    assert shown(article, "pub_status") == (None if word.startswith("no such") else status)


@pytest.mark.parametrize(
    ("word", "signal"),
    [
        ("sig:update", "update"),
        ("sig:correction", "correction"),
        ("Writethru", "writethru"),
        ("KORREKTUR", "correction"),
        ("refile", "refile"),
        ("advisory", "advisory"),
        ("something", None),
    ],
)
def test_a_signal_is_read_and_leaves_the_article_usable(word: str, signal: str | None) -> None:
    article = article_of(("item.signal", word))
    assert (article.signal, article.pub_status) == (signal, "usable")


def test_a_kill_cancels_whatever_the_status_says() -> None:
    article = article_of(("item.signal", "MANDATORY KILL"), ("item.pubstatus", "usable"))
    assert (article.signal, article.pub_status) == ("kill", "canceled")
    assert shown(article, "pub_status") == "canceled"


@pytest.mark.parametrize(
    ("words", "zone", "moment"),
    [
        ("2025-10-02T06:00:00+02:00", None, "2025-10-02T04:00:00+00:00"),
        ("20251002T060000Z", None, "2025-10-02T06:00:00+00:00"),
        ("2025-10-02T06:00:00", "Europe/Lisbon", "2025-10-02T05:00:00+00:00"),
        # Without a zone it ends where that moment comes last on Earth.
        ("2025-10-02T06:00:00", None, "2025-10-02T18:00:00+00:00"),
        ("2025-10-02", None, "2025-10-02T12:00:00+00:00"),
        ("2025-10-02", "Asia/Seoul", "2025-10-01T15:00:00+00:00"),
        ("2027-01-01T00:01:00Z", None, "2027-01-01T00:01:00+00:00"),
        # A time that stands before the day, or has no colon.
        ("0600 GMT Thursday, October 2", None, "2025-10-02T06:00:00+00:00"),
        ("9 a.m. EDT, Oct. 2, 2025", "Asia/Seoul", "2025-10-02T13:00:00+00:00"),
        ("06:00 GMT del jueves 2 de octubre", None, "2025-10-02T06:00:00+00:00"),
        ("2025-10-02T00:00:00-04:00", "Asia/Seoul", "2025-10-02T04:00:00+00:00"),
        # A time without a zone ends in the last zone on Earth.
        ("2200 Thursday October 2", None, "2025-10-03T10:00:00+00:00"),
        ("noon on 2 October 2025", None, "2025-10-03T00:00:00+00:00"),
        # A time or an event that can't be read: the day must be over everywhere.
        ("after the speech on 2 October 2025", "Asia/Seoul", "2025-10-03T12:00:00+00:00"),
        ("until Thursday, 2 October 2025", None, "2025-10-02T12:00:00+00:00"),
    ],
)
def test_an_embargo_never_ends_too_early(words: str, zone: str | None, moment: str) -> None:
    article = article_of(("item.embargoed", words), zone=zone)
    assert article.embargoed == datetime.fromisoformat(moment)
    assert article.pub_status == "usable"


def test_the_place_of_the_dateline_is_not_the_zone_of_an_embargo() -> None:
    article = article_of(("item.embargoed", "2025-10-02T06:00:00"), ("item.located", "Seoul"))
    assert article.dateline_place == "Seoul"
    assert article.embargoed == datetime(2025, 10, 2, 18, tzinfo=UTC)


def test_a_kill_counts_before_other_signals() -> None:
    article = article_of(
        ("item.signal", "advisory"), ("item.signal", "kill"), ("item.slugline", "BC-Bridge--Sado")
    )
    assert (article.signal, article.pub_status) == ("kill", "canceled")
    assert article.amends_slugline_key == "bc-bridge--sado"


@pytest.mark.parametrize("words", ["until the speech is delivered", "indefinite", "?"])
def test_an_embargo_without_a_readable_end_withholds_the_article(words: str) -> None:
    article = article_of(("item.embargoed", words))
    assert (article.embargoed, article.pub_status) == (None, "withheld")
    assert any(row.field == "embargoed" and row.value is None and row.note for row in article.evidence)


def test_the_status_embargoed_ends_with_the_embargo() -> None:
    article = article_of(("item.embargoed", "2025-10-02T06:00:00Z"), ("item.pubstatus", "embargoed"))
    assert article.pub_status == "usable"
    assert article.embargoed == datetime(2025, 10, 2, 6, tzinfo=UTC)


def test_another_item_is_named_by_its_id() -> None:
    article = article_of(("item.uri", "item 9"), ("item.previous", "item 7"), ("item.signal", "correction"))
    assert article.amends_uri == "urn:newsfold:desk:id:item%207"
    own = article_of(("item.uri", "item 7"), ("item.previous", "item 7"), ("item.signal", "correction"))
    assert own.amends_uri is None


def test_a_correction_without_an_id_speaks_of_its_slug_line() -> None:
    article = article_of(("item.slugline", "BC-Bridge - Sado"), ("item.signal", "correction"))
    assert article.slugline == "BC-Bridge - Sado"
    assert article.amends_slugline_key == article.slugline_key == "bc-bridge-sado"
    assert shown(article, "amends_slugline_key") == "bc-bridge-sado"
    assert article_of(("item.slugline", "BC-Bridge")).amends_slugline_key is None
    assert article_of(("item.slugline", "BC-Bridge"), ("item.signal", "advisory")).amends_slugline_key is None


@pytest.mark.parametrize(
    "written", ["BC-Bridge/Sado", " bc-bridge / sado", "^BC-Bridge/Sado|", "BC - Bridge/Sado,"]
)
def test_slug_lines_are_compared_without_regard_to_their_marks(written: str) -> None:
    assert slugline_key(written) == "bc-bridge/sado"


def test_rights_and_notes_are_kept_as_stated() -> None:
    article = article_of(
        ("item.copyrightholder", "Meridian  News Agency"),
        ("item.copyrightnotice", "(c) 2025 MNA"),
        ("item.usageterms", "Not for use after 30 days"),
        ("item.ednote", "Corrects the name of the river"),
        ("item.altid", "B-17", HeaderPlace("altids[0]", role="desk")),
        ("item.altid", "42", HeaderPlace("altids[1]")),
    )
    assert article.copyright_holder == "Meridian News Agency"
    assert article.copyright_notice == "(c) 2025 MNA"
    assert article.usage_terms == "Not for use after 30 days"
    assert article.ed_note == "Corrects the name of the river"
    assert article.alt_ids == (AltId("desk", "B-17"), AltId("", "42"))
    assert shown(article, "usage_terms") == "Not for use after 30 days"
    assert shown(article, "alt_ids") == "desk: B-17; 42"


def test_subjects_keep_name_and_code_together() -> None:
    article = article_of(
        ("item.subject", "transport", HeaderPlace("subjects[0]")),
        ("item.subject.code", "http://cv.iptc.org/newscodes/mediatopic/20000337", HeaderPlace("subjects[0]")),
        ("item.subject.code", "medtop:04000000", HeaderPlace("subjects[1]")),
        ("item.subject", "Sado", HeaderPlace("subjects[2]")),
        ("item.subject", "Sado", HeaderPlace("subjects[3]")),
        ("item.subject.code", "subj:11000000", HeaderPlace("subjects[4]")),
        ("item.subject.code", "own:77", HeaderPlace("subjects[5]")),
    )
    assert article.subjects == (
        Subject("transport", "medtop:20000337"),
        Subject("", "medtop:04000000"),
        Subject("Sado", ""),
        Subject("", "subj:11000000"),
        Subject("", "own:77"),
    )
    row = next(row for row in article.evidence if row.field == "subjects")
    assert row.value is not None
    assert row.value.startswith("transport (medtop:20000337); medtop:04000000; Sado; ")
    assert (row.rule, row.where) == ("item.subject", "subjects[0]")
