"""Lists that a number of the brief or an article leads to: as many rows as the number says, and none of what is hidden."""

import re

from bs4 import BeautifulSoup

from tests.ui.test_trace_pages import article_id, shown


def test_each_number_of_the_brief_leads_to_as_many_articles(newsroom, first_run):
    newsroom.count()
    client = newsroom.client()
    page = BeautifulSoup(client.get("/brief").text, "html.parser")
    counted = 0
    for row in page.select("table.bars tr"):
        # Shares of words and terms lead to articles, too, but count something else.
        cell = row.select_one("td.number")
        link = cell.find("a")
        assert link is not None, row
        rows = client.get(link["href"].removeprefix("http://testserver"))
        assert rows.status_code == 200
        if "%" not in cell.get_text() and "small" not in {each.name for each in cell.find_all()}:
            said = re.search(r"([\d,]+) articles? that analysts see", shown(rows))
            assert said[1] == link.get_text(), shown(rows)
            counted += 1
    assert counted >= 3
    figures = [each.find("a") for each in page.select("dl.figures dd:not(.counts)")]
    assert all(figures)
    told = shown(client.get(figures[0]["href"].removeprefix("http://testserver")))
    assert f"{figures[0].get_text()} articles that analysts see" in told


def test_a_day_is_narrowed_down_by_its_address(newsroom, first_run):
    client = newsroom.client()
    everything = shown(client.get("/days/2025-09-26"))
    assert "3 articles that analysts see" in everything
    for query in (
        "source=nobody",
        "language=xx",
        "place=Nowhere",
        "country=ZZ",
        "opens=%00zebra",
        "source=%27%22%3Cscript%3E",
    ):
        assert "0 articles that analysts see" in shown(client.get(f"/days/2025-09-26?{query}"))
    assert client.get("/days/2025-13-26").status_code == 404
    assert "0 articles" in shown(client.get("/days/1999-01-01"))


def test_an_article_leads_to_what_is_like_it_or_says_why_not(newsroom, first_run):
    client = newsroom.client()
    number = article_id(newsroom, "Mill turns again")
    link = BeautifulSoup(client.get(f"/articles/{number}").text, "html.parser").find(
        "a", string="More like this"
    )
    # Vectors are off in tests.
    assert "This article has no vector" in shown(client.get(link["href"].removeprefix("http://testserver")))
    assert client.get("/articles/999999/like").status_code == 404
    assert client.get("/articles/99999999999999999999/like").status_code == 404
