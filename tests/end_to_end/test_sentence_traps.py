"""What is nobody's copy, from files to rows: greetings, tables, forms, one-word sentences, speech that all heard."""

import pytest

from tests.end_to_end.test_retention import item
from tests.end_to_end.test_sentence_origins import carried, origins, passage

QUOTE = "“We will rebuild the Skarnholm bridge before the herring come back in March, whatever they say,” said Odile Marchetti."
THAI = "สภาเมืองฮาร์เบอโรลงมติเมื่อวันอังคารให้ปิดสระว่ายน้ำบนถนนมิลฟอร์ดตั้งแต่วันที่หนึ่งมีนาคมเพราะหลังคารั่ว"
#: By what is repeated: it, and whether the later article has it from the earlier one.
REPEATED = {
    "a greeting": ("Good morning and welcome to the day's news.", 0),
    "one-word sentences": ("Yes. No. Perhaps. Never.", 0),
    "a row of figures": ("1,204 1,310 1,377 1,502 1,618 1,733 tonnes.", 0),
    "a plea for letters": ("Write to us!\n\nSubscribe now.\n\nShare this.", 0),
    "a sentence that says enough": (passage("enough", 1)[0], 1),
}


def deliver(newsroom, **texts: str) -> None:
    for number, (name, text) in enumerate(texts.items()):
        newsroom.source(name)
        newsroom.deliver(name, "a.json", item(f"urn:x:{name}", text, f"2025-09-26T{6 + number:02}:00:00Z"))
    newsroom.run()


@pytest.mark.parametrize("what", REPEATED)
def test_what_is_repeated_has_an_origin_where_it_says_enough(newsroom, what):
    text, expected = REPEATED[what]
    deliver(
        newsroom,
        **{
            name: "\n\n".join([" ".join(passage(name, 4)), text, passage(f"{name} end", 1)[0]])
            for name in ("early", "late")
        },
    )
    found = carried(newsroom)
    assert set(found) <= {("late", "early")}
    assert min(1, sum(found.values())) == expected


def test_a_script_without_full_stops_has_sentences_by_its_paragraphs(newsroom):
    own = (
        "นายกเทศมนตรีกล่าวขอบคุณชาวประมงทุกคนที่ท่าเรือเก่าในวันพุธหลังพายุสงบ",
        "พิพิธภัณฑ์ทางทะเลจะเปิดห้องใหม่ให้เด็กนักเรียนเข้าชมโดยไม่เสียเงินในเดือนหน้า",
    )
    for number, (name, text) in enumerate(zip(("early", "late"), own, strict=True)):
        newsroom.source(name, language="th")
        body = "\n\n".join([text, THAI])
        newsroom.deliver(
            name, "a.json", item(f"urn:x:{name}", body, f"2025-09-26T{6 + number:02}:00:00Z", language="th")
        )
    newsroom.run()
    assert carried(newsroom) == {("late", "early"): 1}


def test_speech_that_independent_reports_have_is_a_shared_quote_and_nobodys_words(newsroom):
    names = ("first", "second", "third", "fourth")
    deliver(
        newsroom, **{name: " ".join([*passage(name, 4), QUOTE, *passage(f"{name} end", 2)]) for name in names}
    )
    told = {(row[0], row[3], row[5]) for row in origins(newsroom) if row[3]}
    assert told == {(f"urn:x:{name}", "urn:x:first", "shared_quote") for name in names[1:]}
    shares = newsroom.query("select distinct own_share from analytics.articles")
    assert [row.own_share for row in shares] == [1]
    assert newsroom.query("select * from analytics.reuse") == []


def test_an_article_without_end_is_loaded_and_read_up_to_its_bound(newsroom, assert_whole):
    deliver(
        newsroom,
        early=" ".join(passage("early", 5)),
        endless=passage("early", 1)[0] + " Varga of Kalder said so." * 20_000,
    )
    assert carried(newsroom) == {("endless", "early"): 1}
    assert_whole(newsroom)
