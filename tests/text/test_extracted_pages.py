"""The article in the text of a whole page: without menus above and links below, in several languages; whole texts stay whole."""

import itertools

import pytest

from newsfold.text.extracted_pages import find_article

MENUS = {
    "en": ["Skip to content", "Home", "News", "Sport", "Subscribe", "Log in", "Search",
           "We use cookies to improve your visit to this site, and so do our partners."],
    "de": ["Zum Inhalt springen", "Startseite", "Politik", "Sport", "Anmelden", "Suche", "Abo", "Wetter"],
    "ja": ["ホーム", "ニュース", "政治", "経済", "スポーツ", "ログイン", "検索", "天気"],
}  # fmt: skip
FEET = {
    "en": ["Share", "Tweet", "Related articles", "Bridge closed for a week", "Market opens", "Ferry late", "Imprint", "Privacy",
           "© 2025 Lund Post"],
    "de": ["Teilen", "Mehr zum Thema", "Brücke gesperrt", "Markt offen", "Fähre zu spät", "Impressum", "Datenschutz", "Kontakt",
           "© 2025 Lunder Bote"],
    "ja": ["関連記事", "橋が閉鎖", "市場が開く", "会社概要", "お問い合わせ", "利用規約", "個人情報", "広告", "© 2025 ルンド新聞"],
}  # fmt: skip
ARTICLES = {
    "en": ("Ferry sails again to Lund", "By Jane Roe", "September 26, 2025",
           ["The ferry to Lund sails at noon again, the harbour master Ada Lund said on Friday.",
            "Boats of all sizes were checked after the storm, and the market opens at eight on Saturday."]),
    "de": ("Fähre fährt wieder nach Lund", "Von Erika Muster", "26. September 2025",
           ["Die Fähre nach Lund fährt wieder, sagte die Hafenmeisterin Ada Lund am Freitag in der Stadt.",
            "Boote aller Größen wurden nach dem Sturm geprüft, und der Markt öffnet am Samstag um acht Uhr."]),
    "ja": ("ルンド行きの連絡船が再開", "山田太郎", "2025年9月26日",
           ["ルンド行きの連絡船は正午に再開すると、港長のアダ・ルンドさんが金曜日に述べた。",
            "嵐の後、すべての大きさの船が点検され、市場は土曜日の八時に開く予定だという。"]),
}  # fmt: skip


def page(language: str, *, title: str, credits: bool, between: list[str]) -> str:
    headline, byline, day, texts = ARTICLES[language]
    first = {"with the outlet": f"{headline} | Lund Post", "alone": headline, "none": "Lund Post"}[title]
    above = [byline, day] if credits else []
    return "\n".join(
        [first, *MENUS[language], headline, *above, texts[0], *between, texts[1], *FEET[language]]
    )


TITLES, CREDITS = ("with the outlet", "alone", "none"), (True, False)
BETWEEN = ([], ["A cross-heading"], ["- one boat", "- two boats", "- three boats"])


@pytest.mark.parametrize("between", BETWEEN, ids=len)
@pytest.mark.parametrize(
    ("language", "title", "credits"), list(itertools.product(("en", "de"), TITLES, CREDITS))
)
def test_menus_and_links_are_left_out(language, title, credits, between):
    headline, byline, day, texts = ARTICLES[language]
    found = find_article(page(language, title=title, credits=credits, between=between))
    assert list(found.lines) == [headline, *([byline, day] if credits else []), texts[0], *between, texts[1]]
    assert found.above == 1 + len(MENUS[language])
    assert found.below == len(FEET[language])


def test_scripts_without_spaces_are_read_by_their_sentences():
    found = find_article(page("ja", title="with the outlet", credits=False, between=[]))
    assert list(found.lines) == [ARTICLES["ja"][0], *ARTICLES["ja"][3]]


@pytest.mark.parametrize(
    "text", ["", "Home\nNews\nSport", "The ferry was late.", "Ferry sails\nThe ferry was late."]
)
def test_what_has_no_running_text_stays_as_it_is(text):
    assert find_article(text) == (text.split("\n") if text else [], 0, 0)


def test_short_sentences_at_its_edges_belong_to_the_article():
    headline, byline, day, texts = ARTICLES["en"]
    article = [
        headline,
        "The storm is over.",
        byline,
        day,
        *texts,
        "Tickets cost two crowns.",
        "Dogs sail free.",
    ]
    found = find_article("\n".join(["Lund Post", *MENUS["en"], *article, *FEET["en"]]))
    assert list(found.lines) == article
    assert (found.above, found.below) == (1 + len(MENUS["en"]), len(FEET["en"]))


@pytest.mark.parametrize("ending", [" (MNA)", " PTI VT NP", " - Ada Lund", ' "and so on"'])
def test_a_paragraph_that_ends_in_a_sign_off_is_running_text(ending):
    headline, _, _, texts = ARTICLES["en"]
    article = [headline, texts[0], f"{texts[1]}{ending}"]
    found = find_article("\n".join(["Lund Post", *MENUS["en"], *article, *FEET["en"]]))
    assert list(found.lines) == article


def test_an_article_alone_stays_whole():
    headline, byline, day, texts = ARTICLES["en"]
    lines = [headline, byline, day, *texts, "A cross-heading", *texts]
    assert find_article("\n".join(lines)) == (lines, 0, 0)


def test_of_two_runs_of_text_the_heavier_one_is_the_article():
    teasers = [
        "A short story of the town that has only one sentence and no more than that one.",
        *MENUS["en"][:7],
    ]
    headline, _, _, texts = ARTICLES["en"]
    found = find_article("\n".join([*teasers, headline, *texts]))
    assert list(found.lines) == [headline, *texts]
