"""analytics.search and analytics.search_names, as an analyst calls them."""

import json

import psycopg2.errors
import pytest

SADO = (
    "The rebuilt bridge over the Sado opened to traffic on Friday, the road company Infraestruturas said. "
    "Marta Vilela, the engineer in charge, said 14 crews had been working on the piers since March."
)
SARDINES = (
    "Fishermen at Peniche landed 310 tonnes of sardines last week, the port authority said on Friday. "
    "Joao Abrantes, who runs the auction, called it the best September in eleven years."
)
TEXTS = {
    "de": "Die Bürgermeisterin von Bremerhaven hat am Freitag neue Häfen für Windkraftanlagen gefordert. "
    "Die Verhandlungen mit den Reedereien dauern nach ihren Worten seit drei Monaten an.",
    "ru": "В Мурманске рыбаки вернулись из рейса с рекордным уловом трески. "
    "Капитаны судов рассказали журналистам, что погода в море была спокойной всю неделю.",
    "ar": "افتتحت بلدية الإسكندرية مكتبة جديدة للأطفال يوم الجمعة في حضور مئات السكان. "
    "وقالت مديرة المكتبة إن الكتب وصلت من مدارس كثيرة.",
    "zh": "杭州市新建的跨江大桥星期五正式通车。总工程师林小梅告诉记者，十四支施工队自三月以来一直在修建桥墩。",
}


def item(uri: str, body: str, **fields: object) -> str:
    """One ninjs item."""
    values = {
        "uri": uri,
        "type": "text",
        "versioncreated": "2025-09-26T07:00:00Z",
        "firstcreated": "2025-09-26T06:00:00Z",
        "headline": "A headline",
        "language": "en",
        "body_text": body,
        **fields,
    }
    return json.dumps(values)


def load(newsroom, *items: str, source: str = "desk") -> None:
    """Take items in, in one run."""
    newsroom.source(source)
    for number, each in enumerate(items):
        newsroom.deliver(source, f"{number}.json", each)
    newsroom.run()


def uris(rows) -> list[str]:
    return [row.uri for row in rows]


def test_words_are_found_in_any_of_their_forms_and_marked(newsroom, ask):
    load(newsroom, item("urn:x:1", SADO), item("urn:x:2", SARDINES))
    rows = ask("select * from analytics.search('bridges working')")
    assert uris(rows) == ["urn:x:1"]
    assert "**bridge**" in rows[0].snippet
    assert "**working**" in rows[0].snippet
    (shown,) = ask("select article_id, story_id from analytics.articles where uri = 'urn:x:1'")
    assert (rows[0].article_id, rows[0].story_id) == (shown.article_id, shown.story_id)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('"best September"', ["urn:x:2"]),
        ('"September best"', []),
        ("sardines or bridge", ["urn:x:1", "urn:x:2"]),
        ("friday -sardines", ["urn:x:1"]),
        ("-sardines", []),
        ("", []),
        ("the", []),
    ],
)
def test_the_syntax_is_that_of_web_search(newsroom, ask, query, found):
    load(newsroom, item("urn:x:1", SADO), item("urn:x:2", SARDINES))
    assert sorted(uris(ask("select uri from analytics.search(%s)", query))) == found


@pytest.mark.parametrize(
    ("language", "query", "word"),
    [
        ("de", "Hafen Verhandlung", "Häfen"),
        ("ru", "рыбак", "рыбаки"),
        ("ar", "مكتبة", "مكتبة"),
        ("zh", "跨江大桥", "跨江大桥"),
        ("zh", "桥", "桥"),
        ("zh", "大桥 施工队", "大桥"),
    ],
)
def test_each_article_is_read_in_its_own_language(newsroom, ask, language, query, word):
    load(newsroom, *(item(f"urn:x:{each}", text, language=each) for each, text in TEXTS.items()))
    rows = ask("select * from analytics.search(%s)", query)
    assert uris(rows) == [f"urn:x:{language}"]
    assert f"**{word}**" in rows[0].snippet
    assert uris(ask("select uri from analytics.search(%s, language => %s)", query, language)) == uris(rows)
    assert ask("select uri from analytics.search(%s, language => 'en')", query) == []


def test_characters_in_another_order_are_another_word(newsroom, ask):
    load(newsroom, item("urn:x:zh", TEXTS["zh"], language="zh"))
    assert ask("select uri from analytics.search('桥大')") == []


def test_a_headline_weighs_more_than_a_body(newsroom, ask):
    load(
        newsroom,
        item("urn:x:1", SADO + " Sardines were served."),
        item("urn:x:2", SARDINES.replace("sardines", "fish"), headline="Sardines are back"),
    )
    assert uris(ask("select uri from analytics.search('sardines')")) == ["urn:x:2", "urn:x:1"]


def test_the_newer_of_two_that_fit_alike_comes_first(newsroom, ask):
    old, new = "2025-03-01T07:00:00Z", "2025-09-26T07:00:00Z"
    load(
        newsroom,
        item("urn:x:1", "Ferry notes: " + SADO, versioncreated=new, firstcreated=new),
        item("urn:x:2", "Ferry notes: " + SARDINES, versioncreated=old, firstcreated=old),
        item(
            "urn:x:3",
            "The ferry did not sail. " + SARDINES.replace("310", "29"),
            versioncreated=old,
            firstcreated=old,
        ),
    )
    assert uris(ask("select uri from analytics.search('ferry')"))[0] == "urn:x:1"


def test_days_and_sources_narrow_it_down(newsroom, ask):
    load(newsroom, item("urn:x:1", SADO))
    load(newsroom, item("urn:y:1", SARDINES), source="other")
    search = "select uri from analytics.search('friday', "
    assert uris(ask(search + "source => 'other')")) == ["urn:y:1"]
    assert ask(search + "source => 'nobody')") == []
    assert len(ask(search + "from_day => '2025-09-26', to_day => '2025-09-26')")) == 2
    assert ask(search + "from_day => '2025-09-27')") == []
    assert ask(search + "to_day => '2025-09-25')") == []
    assert ask(search + "from_day => '2025-09-27', to_day => '2025-09-25')") == []
    assert len(ask(search + "max_results => 1)")) == 1
    assert ask(search + "max_results => -3)") == []


def test_a_story_is_given_once_where_that_is_asked(newsroom, ask):
    load(newsroom, item("urn:x:1", SADO))
    load(newsroom, item("urn:y:1", SADO), source="other")
    assert len(ask("select * from analytics.search('bridge')")) == 2
    assert len(ask("select * from analytics.search('bridge', one_per_story => true)")) == 1


def test_only_the_version_that_is_shown_is_found(newsroom, ask):
    newsroom.source("desk")
    newsroom.deliver("desk", "1.json", item("urn:x:1", SADO))
    newsroom.run()
    newsroom.deliver(
        "desk",
        "2.json",
        item("urn:x:1", SADO.replace("14 crews", "40 teams"), versioncreated="2025-09-26T09:00:00Z"),
    )
    newsroom.run()
    assert ask("select uri from analytics.search('crews')") == []
    assert uris(ask("select uri from analytics.search('teams')")) == ["urn:x:1"]


def test_what_is_hidden_is_never_found(newsroom, ask):
    newsroom.source("desk")
    newsroom.deliver(
        "desk", "1.json", item("urn:x:1", SADO, headline="Vilela opens bridge", by="Ines Quaresma")
    )
    newsroom.deliver(
        "desk", "2.json", item("urn:x:2", SARDINES, embargoed="2999-01-01T00:00:00Z", by="Rui Tavora")
    )
    newsroom.run()
    assert uris(ask("select uri from analytics.search('friday')")) == ["urn:x:1"]
    assert [
        row.name for row in ask("select * from analytics.search_names('Rui Tavora', kind => 'byline')")
    ] == []
    assert [
        row.name for row in ask("select * from analytics.search_names('Quaresma', kind => 'byline')")
    ] == ["Ines Quaresma"]
    newsroom.deliver(
        "desk", "3.json",
        item("urn:x:1", "KILL: wrong.", pubstatus="canceled", versioncreated="2025-09-26T09:00:00Z"),
    )  # fmt: skip
    newsroom.run()
    assert ask("select uri from analytics.search('friday')") == []
    assert ask("select uri from analytics.search('wrong')") == []
    assert ask("select * from analytics.search_names('Quaresma')") == []
    assert ask("select * from analytics.search_names('bridge', kind => 'word')") == []


@pytest.mark.parametrize(
    ("typed", "kind", "name"),
    [
        ("Quarezma", "byline", "Ines Quaresma"),
        ("Setubl", "place", "Setubal"),
        ("brigde", "word", "bridge"),
    ],
)
def test_names_are_found_in_spite_of_typing_errors(newsroom, ask, typed, kind, name):
    body = "SETUBAL, Sept 26 (Lusa) - " + SADO
    load(
        newsroom, item("urn:x:1", body, headline="Vilela opens bridge", by="Ines Quaresma", located="Setubal")
    )
    rows = ask("select * from analytics.search_names(%s)", typed)
    assert (kind, name) in [(row.kind, row.name) for row in rows]
    assert name in [
        row.name for row in ask("select * from analytics.search_names(%s, kind => %s)", typed, kind)
    ]


ODD = [
    '"', "((", "' ; drop table news.article", "a" * 100, "a " * 50, "\U0001f600", "-", "or", "or or or", '"" ""',
    "\\", ":*", "a:*", "!!", "<->", "&&&", "%", "\n\t", "桥" * 100, "-桥", '"桥', "'桥'", "\u202e", "\ufffd", "é́́", "--",
]  # fmt: skip


@pytest.mark.parametrize("query", ODD)
def test_no_query_is_an_error(newsroom, ask, query):
    load(newsroom, item("urn:x:1", SADO), item("urn:x:zh", TEXTS["zh"], language="zh"))
    for statement in (
        "analytics.search(%s)",
        "analytics.search_names(%s)",
        "analytics.search(%s, language => 'zh')",
    ):
        assert len(ask(f"select * from {statement}", query)) <= 20
    assert len(ask("select * from analytics.search(null)")) == 0
    assert len(ask("select * from analytics.search_names(null)")) == 0


def test_search_knows_every_article_that_is_shown(newsroom, ask):
    load(
        newsroom,
        item("urn:x:1", SADO),
        item("urn:x:2", SARDINES),
        *(item(f"urn:x:{k}", t) for k, t in TEXTS.items()),
    )
    missing = newsroom.query(
        "select article_id from analytics.articles left join news.search_document using (article_id)"
        " where search_document.article_id is null"
    )
    assert missing == []


def test_very_long_texts_and_names_are_loaded(newsroom, ask):
    words = " ".join(f"w{number:x}ord" for number in range(40_000))
    load(newsroom, item("urn:x:1", SADO + " " + words, by="X" * 5_000, headline="H" * 5_000 + " bridge"))
    assert uris(ask("select uri from analytics.search('Vilela')")) == ["urn:x:1"]


NAMES = {
    "urn:x:fr": (
        "fr",
        "Le maire de Besançon inaugure la médiathèque du quartier Saint-Ferjeux. Cœur de ville, dit-il.",
    ),
    "urn:x:es": (
        "es",
        "La entrenadora Begoña Muñoz anunció en Cádiz que deja el equipo. Habló de una decisión difícil.",
    ),
    "urn:x:pl": (
        "pl",
        "Tramwaje w Łodzi i w Łódź Kaliska stanęły na godzinę. Przyczyną była awaria sieci w śródmieściu.",
    ),
    "urn:x:de": (
        "de",
        "In Görlitz wird die Straße am Fluss erneuert. Die Bürger hatten lange darauf gewartet.",
    ),
    "urn:x:tr": ("tr", "Iğdır ve Muş arasındaki yol kapandı. Yetkililer kar yağışının süreceğini söyledi."),
    "urn:x:en": (
        "en",
        "AT&T and S&P Global agreed on a price. The programmers wrote it in C++ and F#, said archaeologist Ito.",
    ),
    "urn:x:ar": ("ar", "افتتحت بَلَدِيَّة الإسكندرية مكتبة جديدة للأطفال يوم الجمعة."),
}


@pytest.fixture
def spelled(newsroom):
    load(newsroom, *(item(uri, body, language=language) for uri, (language, body) in NAMES.items()))
    return newsroom


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Besancon", "fr"), ("Besançon", "fr"), ("besancon mediatheque", "fr"), ("coeur", "fr"),
        ("Munoz", "es"), ("Muñoz", "es"), ("Begona Munoz", "es"), ("cadiz decision", "es"),
        ("Lodz", "pl"), ("Łódź", "pl"), ("srodmiesciu", "pl"),
        ("Gorlitz", "de"), ("Görlitz Strasse", "de"), ("Igdir", "tr"), ("Mus", "tr"),
        ("AT&T", "en"), ("at&t price", "en"), ("S&P", "en"), ("C++", "en"), ("f#", "en"), ("AT&T -tower", "en"),
        ("archaeo*", "en"), ("program* price", "en"), ("Bürg*", "de"), ("بلدية", "ar"),
        ("AT&T -price", None), ("archaeo* -agree*", None), ("R&D", None), ("Besan", None), ("C#", None), ("zebra*", None),
    ],
)  # fmt: skip
def test_names_are_found_as_people_type_them(spelled, ask, query, found):
    assert uris(ask("select uri from analytics.search(%s)", query)) == ([f"urn:x:{found}"] if found else [])


def test_all_that_a_search_finds_can_be_counted(newsroom, ask):
    load(
        newsroom,
        *(
            item(f"urn:x:{n}", f"{SARDINES} Catch number {n}.", firstcreated=f"2025-09-{n + 10}T06:00:00Z")
            for n in range(5)
        ),
        item("urn:x:b", SADO),
        item("urn:x:k", SARDINES + " Killed.", pubstatus="canceled"),
    )  # fmt: skip
    (row,) = ask("select * from analytics.search_counts('sardines')")
    assert (row.articles, str(row.first_day), str(row.last_day)) == (5, "2025-09-10", "2025-09-14")
    assert row.stories == len(
        {each.story_id for each in ask("select story_id from analytics.search('sardines')")}
    )
    (row,) = ask(
        "select * from analytics.search_counts('sardines', from_day => '2025-09-13', source => 'desk')"
    )
    assert row.articles == 2
    for nothing in ("'zebra'", "'sardines', source => 'x'", "''"):
        assert ask(f"select * from analytics.search_counts({nothing})")[0].articles == 0


@pytest.mark.parametrize(
    "asked",
    [
        "analytics.search(repeat('oil ', 251))",
        "analytics.search_counts(repeat('oil ', 251))",
        "analytics.search('oil', max_results => 1001)",
        "analytics.search_names(repeat('a', 101))",
    ],
)
def test_what_would_be_cut_is_refused(newsroom, ask, asked):
    with pytest.raises(psycopg2.errors.InvalidParameterValue, match="at most"):
        ask(f"select * from {asked}")
