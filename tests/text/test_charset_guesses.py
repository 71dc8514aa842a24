"""Bytes whose declaration is false or missing are read in the encoding in which they make words."""

from itertools import product

import pytest

from newsfold.text.charset_guesses import DOUBTED, better_encoding, fit
from newsfold.text.decoding import decode

TEXTS = {
    "de": (
        "Die Fähre nach Altenfurt fährt ab Montag wieder, sagte der Eigner. Größere "
        "Schäden gebe es nicht, und die Prüfung sei für die Küste günstig gewesen."
    ),
    "fr": (
        "Le port a rouvert après une tempête qui l'avait fermé pendant deux jours. Les ingénieurs "
        "examineront la grue endommagée à la fin de l'été, a indiqué la capitainerie."
    ),
    "es": (
        "El puerto reabrió tras un temporal que lo mantuvo cerrado durante dos días. Los "
        "ingenieros revisarán la grúa dañada y el muelle más pequeño esta mañana."
    ),
    "pl": (
        "Port w Starogrodzie został ponownie otwarty po sztormie, który zamknął go na dwa "
        "dni. Inżynierowie obejrzą uszkodzony dźwig, a żegluga ruszyła w południe."
    ),
    "tr": (
        "Eskitaş limanı, iki gün süren fırtınanın ardından yeniden açıldı. Mühendisler "
        "hasarlı vinci gelecek hafta inceleyecek, dedi liman başkanlığı."
    ),
    "ru": (
        "Порт Старокаменска вновь открылся после шторма, закрывшего его на два "
        "дня. Инженеры осмотрят повреждённый кран, сообщили в администрации."
    ),
    "uk": (
        "Порт знову відкрився після шторму, який закрив його на два дні. Інженери "
        "оглянуть пошкоджений кран наступного тижня, повідомили в адміністрації."
    ),
    "el": (
        "Το λιμάνι άνοιξε ξανά μετά από καταιγίδα που το κράτησε κλειστό δύο "
        "ημέρες. Μηχανικοί θα ελέγξουν τον γερανό την επόμενη εβδομάδα."
    ),
    "ar": (
        "أعيد فتح ميناء الحجر القديم بعد عاصفة أغلقته يومين، بحسب ما أعلنت "
        "إدارة الميناء. وسيفحص المهندسون الرافعة الأسبوع المقبل."
    ),
    "ja": (
        "嵐のため二日間閉鎖されていた古石港が再開したと、港湾事務所"
        "が発表した。技術者が来週、損傷したクレーンを調べるという。"
    ),
    "ko": (
        "폭풍으로 이틀간 폐쇄됐던 고석항이 다시 문을 열었다고 항만청이 밝혔다. "
        "기술자들은 다음 주에 파손된 크레인을 점검할 예정이다."
    ),
    "zh": (
        "因风暴关闭两天的古石港重新开放，港务局说。四十多艘"
        "船只在防波堤外等候，工程师将于下周检查受损的起重机。"
    ),
}  # fmt: skip
ENCODINGS = {
    "de": ["cp850", "mac_roman", "cp437"], "fr": ["cp850", "mac_roman"], "es": ["cp850", "cp437", "mac_roman"],
    "pl": ["cp1250", "iso8859-2"], "tr": ["cp1254", "iso8859-9"],
    "ru": ["cp1251", "koi8-r", "iso8859-5", "cp866", "utf-16-le", "utf-16-be"], "uk": ["cp1251", "koi8-u"],
    "el": ["cp1253", "iso8859-7", "utf-16-le"], "ar": ["cp1256"], "ja": ["euc_jp", "shift_jis", "iso2022_jp"],
    "ko": ["euc_kr", "iso2022_kr"], "zh": ["gb18030"],
}  # fmt: skip
CASES = [(language, encoding) for language, encodings in ENCODINGS.items() for encoding in encodings]


@pytest.mark.parametrize(("case", "declared"), list(product(CASES, ["iso-8859-1", "utf-8", None])))
def test_a_false_or_missing_declaration(case, declared):
    language, encoding = case
    decoded = decode(TEXTS[language].encode(encoding), declared)
    assert decoded is not None
    assert decoded.text == TEXTS[language]


@pytest.mark.parametrize("language", ["de", "fr", "es"])
@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", None])
def test_windows_1252_stays_windows_1252(language, declared):
    text = TEXTS[language] + " „Ja“ – 25 m² für 3 € … © 2025 ½"
    decoded = decode(text.encode("cp1252"), declared)
    assert decoded is not None
    assert decoded.text == text


@pytest.mark.parametrize(
    "text",
    [
        "The café in Malmö serves smørrebrød to señor Núñez and to François, said Zoë Müller. It has 40 m² and a piñata.",
        "A résumé is no curriculum vitæ; the naïve reader may think so. © 2025, £20, 5½ hours at 20 °C – or “more”.",
        "Þórður og Guðrún sögðu að ferjan færi aftur á mánudag, og að höfnin væri opin þrátt fyrir óveðrið í gær.",
        "Svenska ord som åker, öar och älvar är många; Åsa och Örjan såg dem från färjan på väg till Tjörn i går.",
    ],
)
def test_western_texts_that_declare_themselves_right_are_believed(text):
    data = text.encode("cp1252")
    assert better_encoding(data, text) is None
    assert fit(text).unexplained < DOUBTED


def as_misread(text: str, real: str, read_as: str) -> str:
    return text.encode(real).decode(read_as)


@pytest.mark.parametrize(
    ("language", "real", "read_as"),
    [
        ("ru", "utf-8", "sloppy-windows-1251"), ("ru", "cp1251", "cp1252"), ("uk", "cp1251", "cp1252"),
        ("fr", "utf-8", "mac_roman"), ("es", "utf-8", "mac_roman"), ("de", "utf-8", "mac_roman"), ("el", "cp1253", "cp1252"),
    ],
)  # fmt: skip
def test_a_text_that_was_decoded_wrongly_and_kept_in_utf_8(language, real, read_as):
    decoded = decode(as_misread(TEXTS[language], real, read_as).encode(), "utf-8")
    assert decoded is not None
    assert decoded.text == TEXTS[language]
    assert decoded.encoding.endswith("+twice")


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_in_utf_8_stays_as_it_is(language):
    decoded = decode(TEXTS[language].encode(), "iso-8859-1")
    assert decoded is not None
    assert (decoded.text, decoded.encoding) == (TEXTS[language], "utf-8")
