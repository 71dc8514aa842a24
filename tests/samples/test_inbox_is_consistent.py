"""The sample inbox is what its expected lines say: nothing here runs the product, only the samples are checked."""

import datetime
import email
import gzip
import html
import io
import itertools
import json
import re
import runpy
import zipfile
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

SAMPLES = Path(__file__).parent
FOLDERS = ("inbox", "inbox_corrections")
OUTCOMES = {"original", "copy", "near_copy", "rewrite", "version", "unchanged", "quarantined"}
REASONS = {"empty", "binary", "undecodable", "no_article", "truncated"}

LINES = [
    json.loads(line) for line in (SAMPLES / "inbox.expected.jsonl").read_text(encoding="utf-8").splitlines()
]
ARTICLES = [line for line in LINES if "rejected" not in line]
REJECTED = [line for line in LINES if "rejected" in line]

# Two reporters, one event: each pair must stay two stories.
INDEPENDENT = [
    ("mendoza_quake_agency", "mendoza_quake_reportage", "Tunuyán"),
    ("arctic_forum_pacific", "arctic_forum_insurance", "You cannot pay a glacier to wait"),
    ("cape_town_marathon_results", "cape_town_marathon_family", "Gebremeskel"),
    ("cebu_bridge", "cebu_bridge_welder", "Tres Hermanas Builders"),
    ("duisburg_warnstreik_tarif", "duisburg_warnstreik_reportage", "Nurcan Özbay"),
    ("kvitsund_agency", "kvitsund_baker", "Solveig Ness"),
    ("kvitsund_reeder", "kvitsund_pont", "Sunniva Haugland"),
    ("kvitsund_charge_agency", "kvitsund_charge_islanders", "Peder Grøtte"),
]
# One template, two days.
TEMPLATES = [("omaha_gas_prices_09_22", "omaha_gas_prices_09_29"), ("mumbai_open_09_25", "mumbai_open_09_26")]
# Unrelated texts that hold the same block of page furniture.
SHARED_FURNITURE = [("broken_hill_quilt", "ballarat_regatta"), ("wahoo_library", "early_cranes")]


def by_file(line):
    return f"{line['file']}#{line['record']}" if "record" in line else line["file"]


def decoded(data):
    """The text of a file that must load: UTF-16 with its mark, UTF-8, else windows-1252; lines end in LF."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16")
    else:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("cp1252")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def page_text(line):
    """The text of the line's record: of the whole file, or of the message, member, mail part or page with its number."""
    data = (SAMPLES / line["file"]).read_bytes()
    return decoded(data) if "record" not in line else records(line["file"], data)[line["record"]]


def records(name, data):
    """The texts of the records of a file that holds several."""
    if name.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [decoded(archive.read(member)) for member in archive.namelist()]
    if name.endswith(".warc.gz"):
        parts = gzip.decompress(data).split(b"WARC/1.0\r\n")
        return [decoded(part) for part in parts if part.startswith(b"WARC-Type: response")]
    if name.endswith(".mbox"):
        return [text for mail in re.split(rb"(?m)^From .+\n", data)[1:] for text in mail_texts(mail)]
    return decoded(data).split("\x01")[1:]  # IPTC 7901: each message starts with SOH


def mail_texts(data):
    """The mail's text below its subject, then its attachments."""
    message = email.message_from_bytes(data)
    first, *attached = [
        part.get_payload(decode=True).decode()
        for part in message.walk()
        if part.get_content_maintype() == "text"
    ]
    return [f"{message['Subject']}\n\n{first}", *attached]


def is_markup(line):
    return line["file"].endswith((".html", ".xml", ".warc.gz"))


def is_wrapped(line):
    """True where a paragraph ends at an empty line, not at each end of a line."""
    return "record" in line and not line["file"].endswith(".zip")


def one_spaced(text):
    return " ".join(text.split())


def body(line):
    """The paragraphs of the true body, one a line, cut by body_starts, body_ends and not_in_body."""
    text = page_text(line)
    if is_markup(line):
        parser = "xml" if line["file"].endswith(".xml") else "html.parser"
        paragraphs = [paragraph.get_text() for paragraph in BeautifulSoup(text, parser).find_all("p")]
    elif is_wrapped(line):
        paragraphs = text.split("\n\n")
    else:
        paragraphs = text.split("\n")
    joined = "\n".join(one_spaced(paragraph) for paragraph in paragraphs if paragraph.strip())
    first, last = joined.find(line["body_starts"]), joined.rfind(line["body_ends"])
    assert 0 <= first <= last, f"{line['file']}: the body's start or end is not in the file"
    inside = joined[first : last + len(line["body_ends"])].split("\n")
    return "\n".join(part for part in inside if not any(phrase in part for phrase in line["not_in_body"]))


def plain(text):
    """The text with one kind of white space and of quotation marks."""
    for quote in "“”„«»":
        text = text.replace(quote, '"')
    return one_spaced(text.replace("’", "'").replace("‘", "'"))


def shingles(line):
    words = plain(body(line)).casefold().split()
    return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}


def jaccard(one, other):
    a, b = shingles(one), shingles(other)
    return len(a & b) / max(1, len(a | b))


def containment(one, other):
    a, b = shingles(one), shingles(other)
    return len(a & b) / max(1, min(len(a), len(b)))


def story(label):
    return [line for line in ARTICLES if line["story"] == label]


def only(label):
    (line,) = story(label)
    return line


def original(label):
    (line,) = [line for line in story(label) if line["outcome_in_story"] == "original"]
    return line


def with_outcome(*outcomes):
    return [line for line in ARTICLES if line["outcome_in_story"] in outcomes]


def test_each_record_has_one_line_and_each_line_one_file():
    files = {
        path.relative_to(SAMPLES).as_posix()
        for folder in FOLDERS
        for path in (SAMPLES / folder).rglob("*")
        if path.is_file()
    }
    numbers = defaultdict(list)
    for line in LINES:
        numbers[line["file"]].append(line.get("record"))
    assert set(numbers) == files
    for name, found in numbers.items():
        if found != [None]:
            assert found == list(range(len(records(name, (SAMPLES / name).read_bytes()))))
    assert all(line["source"] == line["file"].split("/")[1] for line in LINES)


def test_the_inbox_is_large_enough_and_holds_every_outcome():
    assert len([line for line in LINES if line["file"].startswith("inbox/")]) >= 60
    assert len({line["source"] for line in LINES}) >= 12
    assert {line["outcome_in_story"] for line in LINES} == OUTCOMES
    assert {line["rejected"] for line in REJECTED} == REASONS


def test_a_rejected_file_belongs_to_no_story():
    assert all(line["outcome_in_story"] == "quarantined" and "story" not in line for line in REJECTED)


@pytest.mark.parametrize("label", sorted({line["story"] for line in ARTICLES}))
def test_the_outcomes_of_a_story_are_those_of_its_files(label):
    lines = story(label)
    outcomes = Counter(line["outcome_in_story"] for line in lines)
    assert outcomes["original"] == 1
    assert all(Counter(line["story_outcomes"]) == outcomes for line in lines)


@pytest.mark.parametrize("line", ARTICLES, ids=by_file)
def test_the_body_is_in_the_file_and_ends_as_stated(line):
    text = one_spaced(body(line))
    assert text.startswith(line["body_starts"]) and text.endswith(line["body_ends"])
    visible = html.unescape(page_text(line))
    assert [phrase for phrase in line["not_in_body"] if phrase not in visible] == []


@pytest.mark.parametrize("line", ARTICLES, ids=by_file)
def test_the_expected_fields_can_be_known_from_the_file(line):
    fields, text = line["fields"], one_spaced(html.unescape(page_text(line)))
    for value in (fields.get("headline"), fields.get("agency"), *fields.get("byline", [])):
        assert value is None or value in text
    assert (fields.get("dateline_place") or "").casefold() in text.casefold()
    assert (fields.get("dateline_country") is None) == (fields.get("dateline_place") is None)


@pytest.mark.parametrize("line", ARTICLES, ids=by_file)
def test_an_instant_has_a_zone_and_falls_on_its_day(line):
    fields = line["fields"]
    if "published_precision" not in fields:
        assert "published_at" not in fields
        return
    day, instant = fields["published_on"], fields["published_at"]
    assert fields["published_precision"] == ("instant" if instant else "day" if day else None)
    if instant:
        moment = datetime.datetime.fromisoformat(instant)
        assert moment.tzinfo is not None and moment.date().isoformat() == day


@pytest.mark.parametrize("line", with_outcome("copy", "unchanged"), ids=by_file)
def test_copies_and_unchanged_texts_equal_the_original(line):
    assert plain(body(line)) == plain(body(original(line["story"])))


@pytest.mark.parametrize("line", with_outcome("near_copy"), ids=by_file)
def test_near_copies_share_most_of_the_shorter_text(line):
    first = original(line["story"])
    assert plain(body(line)) != plain(body(first))
    assert containment(line, first) >= 0.5


@pytest.mark.parametrize("line", with_outcome("rewrite"), ids=by_file)
def test_rewrites_share_almost_no_five_words_with_the_rest_of_their_story(line):
    others = [other for other in story(line["story"]) if other is not line]
    assert others
    assert max(jaccard(line, other) for other in others) < 0.12


def test_there_are_rewrites_enough_among_them_a_triple_and_one_not_in_english():
    labels = Counter(line["story"] for line in with_outcome("rewrite"))
    assert len(labels) >= 6 and max(labels.values()) >= 2
    assert {"de", "fr"} <= {line["fields"]["language"] for line in with_outcome("rewrite")}


@pytest.mark.parametrize("line", with_outcome("version", "unchanged"), ids=by_file)
def test_versions_and_unchanged_texts_are_known_by_address_own_id_or_file_name(line):
    first = original(line["story"])
    same_name = line["file"].partition("/")[2] == first["file"].partition("/")[2]
    assert line["source"] == first["source"] and line["file"] != first["file"]
    same_id = "uri" in line and line["uri"] == first["uri"] and line["uri"] in page_text(line)
    assert same_name or same_id or line["canonical_url"] == first["canonical_url"]
    if line["outcome_in_story"] == "version":
        assert plain(body(line)) != plain(body(first))


def test_one_canonical_address_belongs_to_one_story():
    stories = {}
    for line in ARTICLES:
        if "canonical_url" in line:
            assert line["canonical_url"] in page_text(line)
            stories.setdefault(line["canonical_url"], set()).add(line["story"])
    assert all(len(labels) == 1 for labels in stories.values())


def test_what_a_kill_names_is_hidden_and_comes_from_the_same_desk():
    hidden = {line["file"]: line for line in ARTICLES if line.get("hidden") == "killed"}
    kills = [line for line in ARTICLES if "kills" in line]
    assert {line["kills"] for line in kills} == set(hidden)
    for line in kills:
        killed = hidden[line["kills"]]
        assert killed["source"] == line["source"]
        assert killed["fields"]["slugline"] in page_text(line)
        assert killed["fields"]["published_on"] == line["fields"]["published_on"]


def test_the_archives_hold_what_their_script_makes():
    made = runpy.run_path(str(SAMPLES / "make_archives.py"))
    folder = made["FOLDER"]
    with zipfile.ZipFile(folder / "clippings-2025-09-28.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == made["zip_members"]()
    crawl = gzip.decompress((folder / "scapa-mirror.warc.gz").read_bytes())
    assert crawl == b"".join(made["warc_records"]())
    assert (folder / "alerts.mbox").read_text(encoding="utf-8") == made["MAILS"]


@pytest.mark.parametrize(("one", "other", "common"), INDEPENDENT, ids=lambda value: value)
def test_independent_reports_share_the_event_but_not_the_text(one, other, common):
    first, second = original(one), original(other)
    assert common in body(first) and common in body(second)
    assert first["source"] != second["source"]
    assert jaccard(first, second) < 0.12


@pytest.mark.parametrize(("one", "other"), TEMPLATES)
def test_recurring_templates_look_alike_but_are_apart(one, other):
    first, second = only(one), only(other)
    assert first["source"] == second["source"]
    assert jaccard(first, second) >= 0.2
    numbers = [
        {word.strip(".,$") for word in body(line).split() if any(letter.isdigit() for letter in word)}
        for line in (first, second)
    ]
    assert len(numbers[0] & numbers[1]) < min(len(numbers[0]), len(numbers[1])) / 2


@pytest.mark.parametrize(("one", "other"), SHARED_FURNITURE)
def test_unrelated_texts_share_only_their_furniture(one, other):
    first, second = only(one), only(other)
    assert set(first["not_in_body"]) & set(second["not_in_body"])
    assert jaccard(first, second) == 0


def test_no_other_two_stories_share_text():
    known = {frozenset(pair[:2]) for pair in [*INDEPENDENT, *TEMPLATES]}
    sets = [(line["story"], shingles(line)) for line in ARTICLES]
    shared = {
        frozenset((label, other_label))
        for (label, a), (other_label, b) in itertools.combinations(sets, 2)
        if label != other_label and len(a & b) / max(1, min(len(a), len(b))) >= 0.05
    }
    assert shared <= known
