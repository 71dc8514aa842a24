"""The language of a text."""

import pytest

from newsfold.headers.languages import candidates, confirm, declared, detect
from newsfold.model import HeaderPlace, RawHeader

GERMAN = "Der Rat hat am Montag einen neuen Haushalt beschlossen, der das Brot für alle Menschen in der Stadt billiger macht."


def test_the_text_is_recognized():
    assert detect(GERMAN)[0] == "de"


def test_a_text_that_is_too_short_is_not_guessed():
    assert detect("Ja.") is None


@pytest.mark.parametrize(
    ("value", "language", "country"),
    [
        ("de", "de", None),
        ("de-AT", "de", "AT"),
        ("en_GB", "en", "GB"),
        ("zh-Hant-TW", "zh", "TW"),
        ("German", "de", None),
        ("日本語", "ja", None),
    ],
)
def test_declarations_are_read(value, language, country):
    assert declared([RawHeader("html.lang", value, HeaderPlace("html"))])[0][:2] == (language, country)


def test_a_declaration_that_the_text_contradicts_falls_behind():
    found = candidates([RawHeader("html.lang", "en", HeaderPlace("html"))], GERMAN * 3, None)
    assert found[0].value == "de"
    assert "en" in [candidate.value for candidate in found]


def test_a_declaration_that_the_text_confirms_is_surer_than_either():
    found = candidates([RawHeader("html.lang", "de", HeaderPlace("html"))], GERMAN, None)
    assert found[0].value == "de"
    assert found[0].confidence > 0.9


CONFIRMED = {
    "de": GERMAN,
    "en": "The council of the town has agreed on a budget that makes bread cheaper for all of the people who live in it.",
    "fr": "Le conseil de la ville a adopté un budget qui rend le pain moins cher pour tous les habitants, a dit le maire.",
    "nl": "De raad van de stad heeft een begroting aangenomen die het brood voor alle mensen in de stad goedkoper maakt.",
    "ru": "Мэр города сообщил, что мост через реку закроют на три недели, и это не последний из мостов, что он закрыл за год.",
    "ja": "市は金曜日、川にかかる橋を三週間閉鎖すると発表した。バスは迂回する。できるだけ電車を使うように。",
    "ko": "시는 금요일 강 위의 다리를 삼 주 동안 닫는다고 밝혔다. 버스는 우회한다. 시민들은 지하철을 이용해야 한다.",
}


@pytest.mark.parametrize("language", CONFIRMED)
def test_frequent_words_or_the_script_confirm_a_declaration(language):
    assert confirm(CONFIRMED[language], {language}) == language
    assert confirm(CONFIRMED[language], {"xx"}) == ("en" if language == "en" else None)


def test_a_rival_language_keeps_a_text_from_passing():
    catalan = "El consell de la ciutat ha aprovat un pressupost que fa el pa més barat per a tots els veïns, va dir l'alcalde."
    assert confirm(catalan, {"es"}) is None


def test_a_confirmed_declaration_says_why():
    found = candidates([RawHeader("html.lang", "de", HeaderPlace("html"))], GERMAN, None)
    assert "its frequent words or its script" in [candidate.rule for candidate in found]


PIDGIN = (
    "Di ferry wey dey carry pipo cross di river no go work till next week, na so di company tok on Monday. Di workers dey vex "
    "because dem never see dia moni, and plenty pipo wait for long for di rain. Minister of Transport wey follow dem tok say "
    "government go look di mata, but e no tell anybody wen dem go start work again."
)


def test_plain_english_that_nobody_declares_needs_no_model_and_its_relatives_do():
    assert confirm(CONFIRMED["en"], ()) == "en"
    assert confirm(PIDGIN, ()) is None
    assert candidates([], PIDGIN, None)[0].value == "pcm"
    assert confirm(CONFIRMED["fr"], ()) is None


AGATE = [
    "Top Ten by volume\n\nALDP 86,823,000 0.012 0.001\nBRCK 43,234,314 0.001 0.00\nMLBK 28,152,699 0.002 0.00",
    "LATEST ODDS\n\nAlda 2.50, Brack 3.10, Mill 35.60\n\nHome 1.80 Draw 3.40 Away 4.20",
    "Tonight on TV\n\n18:00 News\n18:30 Weather\n19:00 Film: The Long Pier\n21:15 Late Sport",
    "RESULTS\n\nOban 3 Luing 1\nTiree 0 Coll 0\nKyle 2 Mull 2\nIona 4 Staffa 1",
]


@pytest.mark.parametrize("text", AGATE)
def test_a_list_is_in_no_language_without_papers(text):
    found = detect(text)
    assert found is None or found[0] == "en"


CLOSE = {
    "hr": "Luka je ponovno otvorena nakon oluje, priopćila je uprava. Vlak je stigao tijekom tjedna, kazala je općina.",
    "sr": "Luka je ponovo otvorena posle oluje, saopštila je uprava. Svi su čekali napolju, gde je bilo lepo vreme.",
    "bs": "Luka je ponovo otvorena nakon oluje, saopćila je uprava. Prošle sedmice su u kantonu čekali gdje je bilo hiljada.",
    "bo": "སྐྱེས་མ་ཆེན་མོ་ནི་བོད་ཀྱི་རྒྱལ་ས་ལྷ་ས་ནས་ཡོང་བ་རེད། དེ་ནས་གྲུ་ཁ་ཉིན་གཉིས་རིང་སྒོ་བརྒྱབ་པ་རེད།",
    "pcm": "Di harbour don open again after di storm wey close am for two days. Di people dey wait wetin dem go do now.",
}


@pytest.mark.parametrize("language", CLOSE)
def test_languages_that_look_alike_are_told_by_their_own_words(language):
    found = detect(CLOSE[language])
    assert found is not None
    assert found[0] == language
