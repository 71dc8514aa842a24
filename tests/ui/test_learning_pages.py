"""Learning a source from the page: what it proposes, and where it does not look."""

import tomllib
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from newsfold.config.sources import Settings, Source
from newsfold.ui import learning_pages
from newsfold.ui.learning_pages import NotAllowed, allowed
from tests.ui.conftest import as_page, write
from tests.ui.test_source_pages import shown

SENTENCE = "Die Fähre von Aldermoor läuft wieder, sagte Hafenmeister Odo Lindqvist am Freitag den Gästen. "


def pre(response, label: str) -> str:
    return BeautifulSoup(response.text, "html.parser").find("pre", {"aria-label": label}).get_text()


def test_a_folder_is_learned_and_the_page_shows_the_entry_its_reasons_and_the_diff(desk):
    for n in range(6):
        text = as_page(f"Fähre läuft wieder {n} <b>", SENTENCE * 8)
        write(desk.newsroom.root / "inbox" / "new" / f"{n}.html", text.replace('lang="en"', 'lang="de"'))
    before = (desk.newsroom.root / "dags" / "sources.toml").read_text()
    response = desk.client().post("/sources/learn", data={"location": "inbox/new"})
    assert response.status_code == 200
    entry = tomllib.loads(pre(response, "The entry"))["source"]["new"]
    assert entry == {"location": "inbox/new", "language": "de"}
    assert "6 of 6 articles are in it" in pre(response, "The entry")
    diff = pre(response, "The diff of dags/sources.toml")
    assert "+[source.new]" in diff
    assert not [line for line in diff.splitlines()[2:] if line.startswith("-")]
    assert (desk.newsroom.root / "dags" / "sources.toml").read_text() == before


def test_a_declared_source_is_learned_again_and_keeps_how_it_is_reached(desk):
    toml = desk.newsroom.root / "dags" / "sources.toml"
    toml.write_text(
        toml.read_text().replace(
            "[source.hollenbeck-bote]\n", '[source.hollenbeck-bote]\nowner = "Ada"\nmax_run_files = 7\n'
        )
    )
    for n in range(6):
        write(
            desk.newsroom.root / "inbox" / "bote" / f"{n}.html",
            as_page(f"Fähre {n}", SENTENCE * 8).replace('lang="en"', 'lang="de"'),
        )
    response = desk.client().post("/sources/learn", data={"location": "inbox/bote/"})
    entry = tomllib.loads(pre(response, "The entry"))["source"]["hollenbeck-bote"]
    assert entry["owner"] == "Ada"
    assert entry["max_run_files"] == 7
    diff = pre(response, "The diff of dags/sources.toml")
    changed = [line for line in diff.splitlines()[2:] if line[0] in "+-"]
    assert changed == ['+language = "de"']


DECLARED = {
    each.slug: each
    for each in (
        Source("folder", "inbox/folder"),
        Source("feed", "https://feeds.example.org/a?key=x"),
        Source("login", "https://closed.example.org/", connection="closed"),
    )
}


@pytest.mark.parametrize(
    ("location", "asked"),
    [
        ("inbox/new", {"location": "inbox/new"}),
        ("inbox/new/*.xml", {"location": "inbox/new/*.xml"}),
        ("inbox/{day}/*.xml", {"location": "inbox/{day}/*.xml"}),
        ("inbox", {"location": "inbox"}),
        ("inbox/folder", {"again": "folder"}),
        ("https://feeds.example.org/a?key=x", {"again": "feed"}),
        ("http://www.feeds.example.org/a/?key=x", {"again": "feed"}),
        ("https://closed.example.org", None),
        ("https://feeds.example.org/b", None),
        ("http://169.254.169.254/latest/meta-data", None),
        ("file:///etc", None),
        ("s3://bucket/news", None),
        ("imap://mail.example.org", None),
        ("/etc", None),
        ("/", None),
        (".", None),
        ("", None),
        ("inboxes", None),
        ("in*", None),
        ("*/passwd", None),
        ("inbox/*/passwd", None),
        ("inbox/../dags", None),
        ("inbox/new/../../dags", None),
        ("inbox/{day}/../../dags", None),
        ("~root", None),
        ("inbox/link", None),
        ("inbox/link/*.conf", None),
        ("inbox/\x00", None),
        ("inbox/a\nb", None),
        ("{day}/inbox", None),
    ],
)
def test_only_allowed_places_are_looked_at(tmp_path, location, asked):
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "link").symlink_to("/etc")
    if asked is None:
        with pytest.raises(NotAllowed):
            allowed(tmp_path, Settings(), DECLARED, location)
        with pytest.raises(NotAllowed):  # nor where nothing may be learned
            allowed(tmp_path, Settings(learn_folders=()), {}, location)
    else:
        assert allowed(tmp_path, Settings(), DECLARED, location) == asked
    elsewhere = Settings(learn_folders=[str(tmp_path / "drop")])
    assert allowed(tmp_path, elsewhere, {}, str(tmp_path / "drop" / "a")) == {
        "location": str(tmp_path / "drop" / "a")
    }


def test_who_is_no_administrator_gets_neither_the_page_nor_the_button(desk):
    desk.may_configure = False
    client = desk.client()
    assert client.get("/sources/learn").status_code == 403
    assert client.post("/sources/learn", data={"location": "inbox/wire"}).status_code == 403
    assert "Learn a source" not in client.get("/sources").text
    desk.may_configure = True
    assert "Learn a source" in client.get("/sources").text


@pytest.mark.parametrize("answer", [b"", b"{", b'{"problem": "no file <b>is</b> there"}'])
def test_a_process_that_dies_or_finds_nothing_is_said_so(desk, monkeypatch, answer):
    monkeypatch.setattr(learning_pages, "asked_process", lambda question: answer)
    text = shown(desk.client().post("/sources/learn", data={"location": "inbox/wire/x"}))
    assert "Nothing is proposed" in text
    assert ("no file <b>is</b> there" in text) == (b"problem" in answer)


def test_one_source_at_a_time(desk):
    with learning_pages.BUSY:
        text = shown(desk.client().post("/sources/learn", data={"location": "inbox/wire/x"}))
    assert "Another source is being learned" in text
    assert Path(learning_pages.PLUGINS / "newsfold").is_dir()
