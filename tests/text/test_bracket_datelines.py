"""Datelines of East Asian agencies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.text.bracket_datelines import find_bracket_dateline
from newsfold.text.date_readings import DateHints
from newsfold.text.dateline import Context

CONTEXT = Context(DateHints(None, None, None, 2026))
TEXT = "市は新しい予算を決めた。"


@pytest.mark.parametrize(
    ("dateline", "place", "country", "day", "agency", "names"),
    [
        ("新华社北京9月27日电（记者 张三）", "北京", "CN", (9, 27), "Xinhua", "张三"),
        ("中新网东京9月27日电 (记者 李四)", "东京", "JP", (9, 27), "China News Service", "李四"),
        ("新华社东京2025年9月27日电 ", "东京", "JP", (9, 27), "Xinhua", None),
        ("法新社开罗九月二十七日电 ", "开罗", "EG", (9, 27), "AFP", None),
        ("【新华社9月27日巴黎电】", "巴黎", "FR", (9, 27), "Xinhua", None),
        ("美联社东京电 ", "东京", "JP", None, "AP", None),
        ("中央社7月30日电 ", None, None, (7, 30), "CNA", None),
        ("【北京7日新華社】", "北京", "CN", None, "Xinhua", None),
        ("【AP大阪】", "大阪", "JP", None, "AP", None),
        ("＜ジュネーブ・共同＞", "ジュネーブ", "CH", None, "Kyodo", None),
        ("(서울 9월 27일 연합뉴스) ", "서울", "KR", (9, 27), "Yonhap", None),
        ("【ソウル共同】", "ソウル", "KR", None, "Kyodo", None),
        ("【ワシントン時事】", "ワシントン", "US", None, "Jiji Press", None),
        ("［東京　２７日　ロイター］ - ", "東京", "JP", None, "Reuters", None),
        ("（東京 共同）", "東京", "JP", None, "Kyodo", None),
        ("[서울=뉴시스]홍길동 기자 = ", "서울", "KR", None, "Newsis", "홍길동"),
        ("(서울=연합뉴스) 홍길동 기자 = ", "서울", "KR", None, "Yonhap", "홍길동"),
        ("[Seoul=Yonhap] ", "Seoul", "KR", None, "Yonhap", None),
        ("（中央社記者王小明台北27日電）", "台北", "TW", None, "CNA", "王小明"),
        ("【9月27日 AFP】", None, None, (9, 27), "AFP", None),
    ],
)
def test_a_bracket_dateline_is_read_and_cut_exactly(dateline, place, country, day, agency, names):
    body = dateline + TEXT
    found = find_bracket_dateline(body, CONTEXT)
    assert found is not None
    assert (found.place, found.country, found.agency.name, found.names) == (place, country, agency, names)
    assert ((found.reading.month, found.reading.day) if found.reading else None) == day
    assert body[found.end :] == TEXT


@pytest.mark.parametrize(
    "body",
    [
        "【速報】" + TEXT,
        "（写真）" + TEXT,
        "(Photo) The council met.",
        "[Updated] The council met.",
        "「東京」" + TEXT,
        "(Prensa Latina) The council met.",
        "本报电 " + TEXT,
        "",
    ],
)
def test_other_brackets_are_not_cut(body):
    assert find_bracket_dateline(body, CONTEXT) is None


@given(st.text(alphabet="【】[]()（）＝=北京9月27日电新华社共同 ", max_size=60))
def test_no_brackets_make_the_reader_raise(text):
    found = find_bracket_dateline(text, CONTEXT)
    assert found is None or 0 < found.end <= len(text)


@pytest.mark.parametrize(
    ("inside", "agency", "writer"), [("NPS", "NPS", None), ("山田太郎", None, "山田太郎")]
)
def test_behind_the_place_of_a_japanese_paper_stands_a_writer_or_an_agency_in_latin_letters(
    inside, agency, writer
):
    hints = DateHints("ja", None, None, 2026)
    found = find_bracket_dateline(f"【札幌＝{inside}】{TEXT}", Context(hints))
    assert found is not None
    assert (found.place, found.agency_raw, found.names) == ("札幌", agency, writer)
