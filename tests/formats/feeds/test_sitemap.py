"""News sitemaps: pointers to articles, each with its row; other sitemaps are one row."""

from newsfold.formats import detect, read
from newsfold.model import Rejection

OPEN = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'


def read_sitemap(markup: str) -> list[Rejection]:
    found = list(read(markup.encode(), name="sitemap.xml"))
    assert detect(markup.encode()) == "sitemap"
    assert all(isinstance(item, Rejection) for item in found)
    return found  # type: ignore[return-value]


def entry(number: int) -> str:
    return f"<url><loc>https://a.example/{number}</loc><news:news><news:title>Title {number}</news:title></news:news></url>"


def test_each_entry_of_a_news_sitemap_is_a_pointer() -> None:
    found = read_sitemap(
        OPEN + entry(0) + "<url><loc>https://a.example/about</loc></url>" + entry(1) + "</urlset>"
    )
    assert [(item.reason_code, item.position, item.detail) for item in found] == [
        ("pointer", 0, "loc: https://a.example/0 | title: Title 0"),
        ("pointer", 1, "loc: https://a.example/1 | title: Title 1"),
    ]


def test_a_broken_entry_costs_only_itself() -> None:
    found = read_sitemap(
        OPEN + entry(0) + "<url><news:news></url>" + entry(1) + "<url><loc>https://a.example/2"
    )
    assert [item.reason_code for item in found] == ["pointer", "malformed", "pointer"]


def test_other_sitemaps_are_one_row() -> None:
    pages = "<url><loc>https://a.example/</loc></url>" * 3
    (plain,) = read_sitemap(OPEN + pages + "</urlset>")
    assert (plain.reason_code, plain.detail) == (
        "pointer",
        "a sitemap of 3 entries, none of them marked as news",
    )
    (index,) = read_sitemap(
        "<sitemapindex><sitemap><loc>https://a.example/1.xml</loc></sitemap></sitemapindex>"
    )
    assert index.reason_code == "pointer"
