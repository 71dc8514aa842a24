"""What the page reader collects as headers, takes as body, sets aside and refuses."""

import json

import pytest

from newsfold.formats import read
from newsfold.model import Record, Rejection

TEXTS = [
    "Two kea have carried a satellite navigation device out of a hut above Aoraki and dropped it into a crevasse.",
    "The device went on sending its position for nine hours, which led a crew to search the glacier for a climber.",
    "A ranger has asked visitors to keep their zips closed, and to hang their boots where no beak can reach them.",
]
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in TEXTS)


def read_one(body: str, head: str = "<title>Kea</title>", attributes: str = "") -> Record:
    """The one record of a page."""
    (record,) = read(
        f"<!DOCTYPE html><html {attributes}><head>{head}</head><body>{body}</body></html>".encode(), name="x"
    )
    assert isinstance(record, Record), record
    return record


def values(record: Record, name: str) -> list[str]:
    """All values of one header, in order."""
    return [header.value for header in record.headers if header.name == name]


def test_body_is_the_article_without_what_stands_around_it() -> None:
    record = read_one(
        "<header><a href=/>Alpine Post</a></header><nav>News Sport</nav><div id=c><h1>Kea steal sat-nav</h1>"
        f"<p class=byline>By Mere Tautahi</p>{PARAGRAPHS}</div><aside><p>Most read: snow in Queenstown and more.</p></aside>"
        "<footer>All the usual words about us.</footer>"
    )
    assert record.body == "\n\n".join(TEXTS)


def test_metadata_keeps_its_names_and_document_order() -> None:
    record = read_one(
        PARAGRAPHS,
        '<title>Kea | Alpine Post</title><meta property="og:title" content="Kea"><meta name="Author" content="Mere Tautahi">'
        '<meta itemprop="datePublished" content="2025-09-25"><link rel="canonical" href="https://a.example/kea">'
        '<link rel=amphtml href="https://a.example/amp/kea"><meta name="viewport" content="width=1">',
        'lang="en-NZ"',
    )
    stated = [(header.name, header.value) for header in record.headers if header.name != "body.extent"]
    assert stated == [
        ("html.lang", "en-NZ"),
        ("title", "Kea | Alpine Post"),
        ("meta.og:title", "Kea"),
        ("meta.author", "Mere Tautahi"),
        ("itemprop.datePublished", "2025-09-25"),
        ("link.canonical", "https://a.example/kea"),
        ("link.amphtml", "https://a.example/amp/kea"),
    ]


def test_time_says_where_it_stands() -> None:
    record = read_one(
        '<main><article><header><h1>Kea</h1><time itemprop="datePublished" datetime="2025-09-25T18:05:00+12:00">6.05pm</time>'
        f'</header>{PARAGRAPHS}</article></main><div class="related-stories"><time datetime="2025-09-01">1 Sep</time></div>'
    )
    found = [(header.value, header.where) for header in record.headers if header.name == "time.datetime"]
    assert found == [
        ("2025-09-25T18:05:00+12:00", 'time[itemprop="datePublished"] in main > article > header'),
        ("2025-09-01", "time in related"),
    ]


def test_bylines_and_dates_in_sight_are_candidates() -> None:
    record = read_one(
        f'<h1>Kea</h1><div><span class="c-author__name">Mere Tautahi</span> <span>25 September 2025</span></div>{PARAGRAPHS}'
    )
    assert values(record, "visible byline") == ["Mere Tautahi"]
    assert "25 September 2025" in values(record, "visible date")


def test_a_sentence_with_a_date_near_the_headline_stays_in_the_body() -> None:
    lead = "Kea were last counted in 2019, by hand."
    record = read_one(f"<h1>Kea</h1><p>{lead}</p>{PARAGRAPHS}")
    assert record.body.split("\n\n")[0] == lead
    assert values(record, "visible date") == []


def test_article_body_of_json_ld_serves_where_the_page_has_no_text() -> None:
    script = json.dumps({"@type": "NewsArticle", "headline": "Kea", "articleBody": "\n\n".join(TEXTS)})
    record = read_one(
        "<div id=root></div>", f'<title>Kea</title><script type="application/ld+json">{script}</script>'
    )
    assert record.body == "\n\n".join(TEXTS)


def test_captions_and_links_are_set_aside() -> None:
    record = read_one(
        f"<article>{PARAGRAPHS}<figure><img src=k><figcaption>A kea at Mueller Hut</figcaption></figure>"
        "<p>Read more: Kea learn to open bins</p></article>"
    )
    assert [(block.kind, block.text) for block in record.set_aside] == [
        ("caption", "A kea at Mueller Hut"),
        ("related", "Read more: Kea learn to open bins"),
    ]
    assert record.body == "\n\n".join(TEXTS)


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (
            "<html><head><title>x</title></head><body><ul><li><a href=a>Ferry</a><li><a href=b>Kea</a></ul></body></html>",
            "no_article",
        ),
        ("<html><head><title>x</title></head><body></body></html>", "no_article"),
        (
            "<html><body><p>We use cookies to store information on your device, and so do our partners.</p></body></html>",
            "no_article",
        ),
        ("<html><head><meta charset=utf-8><title>Kea", "truncated"),
        ("<html><head><title>Kea</title></head><body><div class='", "truncated"),
    ],
)
def test_pages_without_article_are_refused_with_the_reason(page: str, reason: str) -> None:
    (item,) = read(page.encode(), name="x")
    assert isinstance(item, Rejection)
    assert (item.reason_code, item.format) == (reason, "html")


def test_a_page_cut_inside_its_text_keeps_what_is_there() -> None:
    page = f"<html><head><title>Kea</title></head><body><article>{PARAGRAPHS}<p>And then the"
    (record,) = read(page.encode(), name="x")
    assert isinstance(record, Record)
    assert record.body.startswith(TEXTS[0])


def test_declared_charset_is_used_and_recorded() -> None:
    text = "<p>Две птицы унесли прибор. Его искали весь день.</p>" * 5
    page = f'<html><head><meta charset="windows-1251"><title>Кеа</title></head><body>{text}'
    (record,) = read(page.encode("cp1251"), name="x")
    assert isinstance(record, Record)
    assert record.encoding == "cp1251"
    assert values(record, "title") == ["Кеа"]


def test_names_below_the_headline_and_the_imprint_behind_the_text_are_no_body() -> None:
    record = read_one(
        "<div id=note><h1>Kea steal sat-nav</h1><p class=sig>NPS · Hokitika</p><p class=day>25/09/2025 · 08:30</p>"
        f"{PARAGRAPHS}<p>Alpine Post, Hokitika. Legal notice.</p></div>"
    )
    assert record.body == "\n\n".join(TEXTS)
    assert "NPS · Hokitika" in values(record, "visible byline")
    assert [block.text for block in record.set_aside if block.kind == "notice"] == [
        "Alpine Post, Hokitika. Legal notice."
    ]


def test_value_stands_for_a_missing_content_attribute() -> None:
    record = read_one(PARAGRAPHS, '<meta name="article:published_time" value="2025-09-25T18:05:00+12:00">')
    assert values(record, "meta.article:published_time") == ["2025-09-25T18:05:00+12:00"]


@pytest.mark.parametrize(
    ("mark", "value"),
    [
        ("relative-time[datetime]", "2025-09-25T06:05:00Z"),
        ("abbr[data-utime]", "1758780300"),
        ("span[data-published-date]", "2025-09-25 18:05:00 +1200"),
    ],
)
def test_dates_in_attributes_of_any_element_are_candidates(mark: str, value: str) -> None:
    tag, _, attribute = mark.rstrip("]").partition("[")
    record = read_one(
        f'<h1>Kea steal sat-nav</h1><div><{tag} {attribute}="{value}">then</{tag}></div>{PARAGRAPHS}'
    )
    (header,) = (header for header in record.headers if header.name == "time.datetime")
    assert (header.value, header.place.selector) == (value, mark)


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ("<b>Datum</b> <i>25.09.2025</i>", "Datum 25.09.2025"),
        (
            "<label>Letzte Änderung:</label><div>25.09.2025 um 09:25</div>",
            "Letzte Änderung: 25.09.2025 um 09:25",
        ),
        ("<p>Alpine Post<br>[Stand: 25.09.2025, 01:40 Uhr]</p>", "[Stand: 25.09.2025, 01:40 Uhr]"),
    ],
)
def test_a_label_makes_a_date_a_candidate_wherever_it_stands(cells: str, shown: str) -> None:
    record = read_one(f"<h1>Kea steal sat-nav</h1>{PARAGRAPHS}{'<hr>' * 80}<div>{cells}</div>")
    assert shown in values(record, "visible date")


def test_a_date_without_a_label_away_from_the_headline_is_none() -> None:
    record = read_one(
        f"<h1>Kea steal sat-nav</h1>{PARAGRAPHS}{'<hr>' * 80}<div><b>Hut</b> <i>25.09.2025</i></div>"
    )
    assert values(record, "visible date") == []


def test_a_block_around_the_headline_is_not_about_other_articles() -> None:
    record = read_one(
        '<div class="widget-area"><article><h1>Kea steal sat-nav</h1><time datetime="2025-09-25">25 Sep</time>'
        f'{PARAGRAPHS}<div class="related"><time datetime="2025-09-01">1 Sep</time></div></article></div>'
    )
    found = [header.where for header in record.headers if header.name == "time.datetime"]
    assert found == ["time in article", "time in article > related"]


def test_the_footer_of_an_article_holds_metadata_and_no_text() -> None:
    record = read_one(
        f'<article><h1>Kea steal sat-nav</h1>{PARAGRAPHS}<footer><span class="posted">25.09.2025</span></footer></article>'
        '<footer><span class="posted">© 2025 Alpine Post</span></footer>'
    )
    assert values(record, "visible date") == ["25.09.2025"]
    assert record.body == "\n\n".join(TEXTS)


def test_json_ld_is_read_behind_any_number_of_other_elements() -> None:
    script = json.dumps({"@type": "NewsArticle", "headline": "Kea", "datePublished": "2025-09-25"})
    times = '<time datetime="2025-01-01">1 Jan</time>' * 900
    record = read_one(f'{PARAGRAPHS}{times}<script type="application/ld+json">{script}</script>')
    assert values(record, "jsonld.datePublished") == ["2025-09-25"]


def test_the_heading_that_the_title_repeats_is_the_headline() -> None:
    record = read_one(
        f"<h2>Weather</h2><h2>Kea steal sat-nav</h2>{PARAGRAPHS}", "<title>Kea steal sat-nav | Post</title>"
    )
    assert values(record, "h2") == ["Kea steal sat-nav"]


def test_rdfa_counts_as_microdata() -> None:
    record = read_one(
        f'{PARAGRAPHS}<span property="schema:dateCreated" content="2025-09-25T18:05:00+12:00"></span>'
    )
    assert values(record, "itemprop.dateCreated") == ["2025-09-25T18:05:00+12:00"]


def test_an_article_with_little_text_keeps_it() -> None:
    head = '<title>Kea</title><meta property="article:published_time" content="2025-09-25T18:05:00+12:00">'
    text = "A short film of the kea is all that the page has"
    record = read_one(f"<h1>Kea steal sat-nav</h1><article><p>{text}</p></article>", head)
    assert record.body == text


def test_the_description_serves_where_a_dated_article_has_no_text() -> None:
    head = (
        '<title>Kea</title><meta property="article:published_time" content="2025-09-25T18:05:00+12:00">'
        f'<meta name="description" content="{TEXTS[0]}">'
    )
    assert read_one("<div id=player></div>", head).body == TEXTS[0]


def test_the_description_of_a_page_without_a_date_is_no_article() -> None:
    page = f'<html><head><title>Kea</title><meta name="description" content="{TEXTS[0]}"></head><body><div></div></body></html>'
    (item,) = read(page.encode(), name="x")
    assert isinstance(item, Rejection)


@pytest.mark.parametrize("opening", ["<button>", "<nav>", "<noscript>"])
def test_text_behind_an_unclosed_button_or_menu_is_kept(opening: str) -> None:
    assert read_one(f"{opening}<div><h1>Kea steal sat-nav</h1>{PARAGRAPHS}</div>").body == "\n\n".join(TEXTS)


def test_running_text_in_an_unclosed_link_is_no_list_of_links() -> None:
    links = "".join(f"<a href=/{number}>Hut {number}</a> " for number in range(4))
    record = read_one(f"<div><div>{links}<a href=/x>{PARAGRAPHS}</div></div>")
    assert TEXTS[1] in record.body


@pytest.mark.parametrize("around", ["nav", "button", "noscript", "footer", "svg"])
def test_json_ld_in_what_is_discarded_is_read(around: str) -> None:
    script = (
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Kea steal sat-nav"}</script>'
    )
    record = read_one(f"{PARAGRAPHS}<{around}>{script}</{around}>")
    assert values(record, "jsonld.headline") == ["Kea steal sat-nav"]


def test_what_looks_like_a_tag_in_a_script_hides_nothing() -> None:
    filler = f"<p>{'a' * 60_000}</p>"
    script = "<script>var mark = '<div class=' + \"it's\";</script>"
    tail = (
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Kea steal sat-nav"}</script>'
    )
    attributes = " ".join(f"a{number}='1'" for number in range(2_000))
    record = read_one(f"{PARAGRAPHS}{script}{tail}<p {attributes}>x</p>{filler}")
    assert values(record, "jsonld.headline") == ["Kea steal sat-nav"]


def test_the_picture_is_metadata_only_where_its_address_holds_a_day() -> None:
    dated = '<meta property="og:image" content="https://a.example/2016/05/04/kea.png">'
    plain = '<meta property="og:image" content="https://a.example/kea-1600.png">'
    assert values(read_one(PARAGRAPHS, dated), "meta.og:image") == ["https://a.example/2016/05/04/kea.png"]
    assert values(read_one(PARAGRAPHS, plain), "meta.og:image") == []


@pytest.mark.parametrize(
    "line", ["Author: Mere Tautahi", "A story by Mere Tautahi", "Blog Beitrag von Mere Tautahi"]
)
def test_labels_open_a_byline(line: str) -> None:
    record = read_one(f"<h1>Kea steal sat-nav</h1><p>{line}</p>{PARAGRAPHS}")
    assert line in values(record, "visible byline")
    assert line not in record.body


def test_what_was_encoded_twice_is_repaired_and_recorded() -> None:
    text = PARAGRAPHS.replace("kea", "kÃ¤a").replace("hut", "hÃ¼t")
    (record,) = read(f"<html><body><h1>Kea</h1>{text}</body></html>".encode(), name="x")
    assert isinstance(record, Record)
    assert "käa" in record.body
    assert "hüt" in record.body
    assert record.encoding == "utf-8+twice"


def test_zero_bytes_and_marks_of_direction_are_no_text() -> None:
    text = PARAGRAPHS.replace("kea", "k\x00ea").replace("hut", "\u202bhut\u202c")
    record = read_one(f"<h1>K\x00ea \u202esteal\u202c sat-nav</h1>{text}")
    assert record.body == "\n\n".join(TEXTS)
    assert values(record, "h1") == ["Kea steal sat-nav"]


@pytest.mark.parametrize("sign_off", ["(More) PTI VT NP", "Example News Agency", "--EXA", "/exa"])
def test_a_single_paragraph_that_ends_in_a_sign_off_is_an_article(sign_off: str) -> None:
    record = read_one(f"<div><h1>Kea</h1><p>{' '.join(TEXTS)} {sign_off}</p></div>")
    assert record.body.startswith(TEXTS[0])


def test_a_line_of_names_and_abbreviations_is_no_sentence() -> None:
    page = "<html><p>St. Louis Dr. Able Mt. Cook Sports Weather Business Jobs</p></body></html>"
    (refused,) = read(page.encode(), name="x")
    assert isinstance(refused, Rejection)


@pytest.mark.parametrize(
    "lines",
    [
        ["สภาเมืองได้อนุมัติแผนการสร้างสะพานแห่งใหม่ข้ามแม่น้ำหลังจากการอภิปรายที่ยาวนานเมื่อวันอังคาร และงานก่อสร้างจะเริ่มขึ้น"] * 2,
        ["ກໍາແພງທ່າເຮືອໄດ້ເປີດຄືນໃໝ່ຫຼັງຈາກພາຍຸທີ່ປິດມັນເປັນເວລາສອງມື້ ຫ້ອງການທ່າເຮືອກ່າວ ໃນວັນອັງຄານ"] * 2,
        ["የከተማው ምክር ቤት ከረጅም ክርክር በኋላ በወንዙ ላይ የሚሠራውን አዲስ ድልድይ ዕቅድ ማክሰኞ ዕለት ያጸደቀ ሲሆን ሥራው ይጀምራል።"] * 2,
        ["གྲུ་གཟིངས་བཞི་བཅུ་ལྷག་ཕྱི་ལ་སྒུག་བཞིན་ཡོད།"] * 3,
        ["သင်္ဘောလေးဆယ်ကျော် လှိုင်းကာတံတိုင်းအပြင်ဘက်တွင် စောင့်ဆိုင်းခဲ့ကြပြီး ထွက်ခွာခဲ့သည်။"] * 2,
    ],
)  # fmt: skip
def test_pages_in_scripts_with_other_full_stops_or_none_are_articles(lines: list[str]) -> None:
    record = read_one("<article>" + "".join(f"<p>{line}</p>" for line in lines) + "</article>")
    assert lines[0] in record.body


@pytest.mark.parametrize(
    "kicker", ['<span class="kicker">Weather</span>', '<em class="article-eyebrow">Weather:</em>', "<time>Sep 27, 2025</time>"]
)  # fmt: skip
def test_a_part_of_the_heading_with_a_name_of_its_own_is_a_kicker(kicker: str) -> None:
    record = read_one(f"<article><h1>{kicker} Kea steal a sat-nav</h1>{PARAGRAPHS}</article>")
    assert values(record, "h1") == ["Kea steal a sat-nav"]
    assert record.body == "\n\n".join(TEXTS)


@pytest.mark.parametrize(
    "part", ["<em>Kea</em>", '<span class="first-words">Kea</span>', '<span class="kicker"></span>Kea']
)
def test_other_parts_of_the_heading_stay(part: str) -> None:
    assert values(read_one(f"<h1>{part} steal a sat-nav</h1>{PARAGRAPHS}"), "h1") == ["Kea steal a sat-nav"]


def test_parsely_page_says_what_its_single_elements_say() -> None:
    page = '{"title": "Kea", "pub_date": "2024-11-23T16:00:00+04:00", "authors": ["Mere Tautahi", "Ann Able"], "section": 4}'
    record = read_one(PARAGRAPHS, f"<title>Kea</title><meta name='parsely-page' content='{page}'>")
    assert values(record, "meta.parsely-pub-date") == ["2024-11-23T16:00:00+04:00"]
    assert values(record, "meta.parsely-author") == ["Mere Tautahi", "Ann Able"]
    assert (
        values(read_one(PARAGRAPHS, "<meta name='parsely-page' content='{broken'>"), "meta.parsely-author")
        == []
    )


@pytest.mark.parametrize(
    "text", ["\\n\\n".join(TEXTS), PARAGRAPHS.replace("/", "\\/")], ids=["plain", "markup"]
)
@pytest.mark.parametrize("mark", ['id="__NEXT_DATA__" type="application/json"', 'type="application/json"'])
def test_the_data_of_a_page_without_text_serves_as_its_text(mark: str, text: str) -> None:
    data = f'{{"props": {{"page": [{{"title": "Kea", "teaser": "x", "body": "{text}"}}]}}}}'
    record = read_one(f"<div id=__next></div><script {mark}>{data}</script>")
    assert record.body == "\n\n".join(TEXTS)


def test_data_without_a_title_or_beside_a_text_is_no_article() -> None:
    other = " ".join(TEXTS).replace("kea", "wolves")
    data = f'{{"title": "Wolves", "body": "{other}"}}'
    assert "wolves" not in read_one(f'{PARAGRAPHS}<script type="application/json">{data}</script>').body
    page = f'<html><body><script type="application/json">{{"text": "{other}"}}</script></body></html>'
    (refused,) = read(page.encode(), name="x")
    assert isinstance(refused, Rejection)


def test_what_was_escaped_twice_is_read_and_what_speaks_of_markup_stays() -> None:
    record = read_one(
        f"<article><p>The harbour &amp;amp; the pier&amp;nbsp;opened again on Friday.</p>{PARAGRAPHS}</article>"
    )
    assert record.body.startswith("The harbour & the pier opened again on Friday.")
    record = read_one(
        f"<article><p>In HTML an ampersand is written &amp;amp; and never alone.</p>{PARAGRAPHS}</article>"
    )
    assert record.body.startswith("In HTML an ampersand is written &amp; and never alone.")
    escaped = PARAGRAPHS.replace("<", "&lt;").replace(">", "&gt;")
    script = json.dumps({"@type": "NewsArticle", "headline": "Kea", "articleBody": escaped})
    record = read_one(f'<script type="application/ld+json">{script}</script>')
    assert record.body == "\n\n".join(TEXTS)


@pytest.mark.parametrize(
    ("markup", "bylines"),
    [
        ('<ul class="authors"><li><a>Ann Able</a></li><li><a>Bob Baker</a></li></ul>', "Ann Able, Bob Baker"),
        ('<div class="author-details">Last Updated: January 7, 2025</div>', None),
        ('<div class="authorInfo"><a href="/topics/harbour">Harbour Industry</a></div>', None),
        ('<div class="authorInfo"><a href="/people/able">Ann Able</a></div>', "Ann Able"),
        ('<div class="authorInfo">Ann Able, <a href="/topics/harbour">Harbour</a></div>', "Ann Able, Harbour"),
    ],
)  # fmt: skip
def test_what_a_byline_in_sight_names(markup: str, bylines: str | None) -> None:
    found = values(
        read_one(f"<article><h1>Kea steal a sat-nav</h1>{markup}{PARAGRAPHS}</article>"), "visible byline"
    )
    assert found[:1] == ([bylines] if bylines else [])


def test_highlights_that_are_most_of_the_text_are_the_text() -> None:
    items = [
        f"In month {number} a kea carried a device out of a hut above Aoraki and dropped it."
        for number in range(12)
    ]
    listed = "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
    assert (
        items[5]
        in read_one(
            f"<article><h1>Kea steal a sat-nav</h1><h2>Highlights</h2>{listed}<p>{TEXTS[0]}</p></article>"
        ).body
    )
    few = "<ul>" + "".join(f"<li>{item}</li>" for item in items[:2]) + "</ul>"
    assert (
        items[1]
        not in read_one(
            f"<article><h1>Kea steal a sat-nav</h1><h2>Highlights</h2>{few}{PARAGRAPHS}</article>"
        ).body
    )


@pytest.mark.parametrize(
    "body",
    [
        '<div id="root"></div>',
        '<noscript>You need to enable JavaScript to run this app.</noscript><div id="app" class="x"> </div>',
        "<main id=__next></main>",
        '<div class="shell"><a href="/">Home</a></div>',
    ],
)
def test_a_page_whose_text_its_scripts_make_is_refused_as_one_that_needs_a_browser(body: str) -> None:
    page = f'<html><head><title>Kea</title></head><body>{body}<script src="/main.js"></script></body></html>'
    (item,) = read(page.encode(), name="x")
    assert isinstance(item, Rejection)
    assert item.reason_code == "no_article"
    assert "needs a browser" in item.detail


def test_a_page_without_scripts_or_with_much_else_needs_none() -> None:
    links = "".join(f'<li><a href="/{number}">Reports of the day {number}</a></li>' for number in range(80))
    for page in (
        "<html><body><p>Kea</p></body></html>",
        f"<html><body><ul>{links}</ul><script>go()</script></body></html>",
    ):
        (item,) = read(page.encode(), name="x")
        assert isinstance(item, Rejection)
        assert "browser" not in item.detail


def test_the_whole_text_in_json_ld_goes_before_a_teaser_on_the_page() -> None:
    whole = " ".join(TEXTS * 6)
    article = json.dumps({"@type": "NewsArticle", "headline": "Kea", "articleBody": whole})
    head = f'<title>Kea</title><script type="application/ld+json">{article}</script>'
    assert read_one(f"<p>{TEXTS[0]}</p><p>{TEXTS[1]}</p>", head).body == whole
    short = article.replace(whole, TEXTS[0])
    assert TEXTS[1] in read_one(PARAGRAPHS, head.replace(article, short)).body


def test_how_much_of_the_running_text_the_body_holds_is_kept() -> None:
    (extent,) = values(read_one(PARAGRAPHS), "body.extent")
    held, whole = map(int, extent.split(" of "))
    assert 0 < held <= whole


@pytest.mark.parametrize("kicker", ["<span>Kea watch</span>", "<em>Kea watch</em> ", "<b>Kea watch:</b> "])
@pytest.mark.parametrize("titled", ['<meta property="og:title" content="Boots are gone from the huts">', ""])
def test_a_first_part_of_the_heading_that_other_titles_leave_out_is_a_kicker(
    kicker: str, titled: str
) -> None:
    head = f"<title>Boots are gone from the huts</title>{titled}"
    record = read_one(f"<h1>{kicker}Boots are gone from the huts</h1>{PARAGRAPHS}", head)
    assert values(record, "h1") == ["Boots are gone from the huts"]
    assert values(record, "kicker") == ["Kea watch"]


def test_a_first_part_of_the_heading_that_another_title_has_stays() -> None:
    whole = "Kea watch: Boots are gone from the huts"
    record = read_one(
        f"<h1><b>Kea watch:</b> Boots are gone from the huts</h1>{PARAGRAPHS}", f"<title>{whole}</title>"
    )
    assert values(record, "h1") == [whole]


def test_what_has_the_words_of_the_title_stands_for_a_missing_heading() -> None:
    headline = "Boots are gone from the huts"
    markup = (
        f'<nav>Home</nav><div>{headline}</div><p class="x">By Jane Roe</p><p>4 March 2025</p>{PARAGRAPHS}'
    )
    record = read_one(markup, f"<title>{headline} | Alpine Post</title>")
    assert "By Jane Roe" in values(record, "visible byline")
    assert "4 March 2025" in values(record, "visible date")
