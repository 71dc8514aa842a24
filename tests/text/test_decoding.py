"""The encoding that was used is the right one, and is recorded."""

import pytest

from newsfold.formats.tables.json_items import BytePlaces
from newsfold.text.charsets import find_declared_charset
from newsfold.text.decoding import decode

TEXTS = {
    "cp1252": "Die Straße nach Köln bleibt über Nacht gesperrt, sagte ein Sprecher der Polizei. „Wir prüfen das“, hieß es.",
    "cp1251": "Мэр города сообщил в пятницу, что мост через реку закроют на три недели.",
    "koi8-r": "Мэр города сообщил в пятницу, что мост через реку закроют на три недели.",
    "gb18030": "市政府星期五表示，河上的大桥将关闭三个星期，公共汽车将绕行。",
    "big5": "市政府星期五表示，河上的大橋將關閉三個星期，公共汽車將繞行。",
    "shift_jis": "市は金曜日、川にかかる橋を三週間閉鎖すると発表した。バスは迂回する。",
    "euc-kr": "시는 금요일 강 위의 다리를 삼 주 동안 닫는다고 밝혔다. 버스는 우회한다.",
    "cp1256": "أعلنت البلدية يوم الجمعة أن الجسر فوق النهر سيغلق ثلاثة أسابيع.",
    "cp1250": "Město v pátek oznámilo, že most přes řeku bude na tři týdny uzavřen a autobusy pojedou objížďkou.",
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_undeclared_encodings_are_detected(encoding: str) -> None:
    decoded = decode(TEXTS[encoding].encode(encoding))
    assert decoded is not None
    assert decoded.text == TEXTS[encoding]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_read_with_and_without_a_mark(encoding: str) -> None:
    decoded = decode("Straße, 27. September 2025".encode(encoding))
    assert decoded is not None
    assert decoded.text == "Straße, 27. September 2025"


def test_utf_8_wins_over_a_wrong_declaration() -> None:
    decoded = decode("Straße nach Köln".encode(), "iso-8859-1")
    assert decoded is not None
    assert (decoded.text, decoded.encoding) == ("Straße nach Köln", "utf-8")


def test_latin_1_is_read_as_browsers_read_it() -> None:
    decoded = decode("„Nein“, sagte er – später".encode("cp1252"), "iso-8859-1")
    assert decoded is not None
    assert (decoded.text, decoded.encoding) == ("„Nein“, sagte er – später", "cp1252")


def test_a_declared_encoding_that_does_not_fit_is_not_used() -> None:
    text = TEXTS["cp1251"]
    decoded = decode(text.encode("cp1251"), "utf-8")
    assert decoded is not None
    assert decoded.text == text


def test_declared_iso_2022_jp_is_not_taken_for_ascii() -> None:
    text = TEXTS["shift_jis"]
    decoded = decode(text.encode("iso-2022-jp"), "iso-2022-jp")
    assert decoded is not None
    assert decoded.text == text


def test_stray_single_bytes_in_utf_8_are_mended_and_recorded() -> None:
    data = ("Größe und Süße, Öl und Äpfel, " * 3).encode() + "Straße".encode("cp1252")
    decoded = decode(data)
    assert decoded is not None
    assert decoded.text.endswith("Straße")
    assert decoded.encoding == "utf-8+windows-1252"


def test_a_file_cut_inside_a_character_is_utf_8() -> None:
    decoded = decode("Der Zug fährt bis Köln und wei".encode() + "ß".encode()[:1])
    assert decoded is not None
    assert (decoded.text, decoded.encoding) == ("Der Zug fährt bis Köln und wei", "utf-8")


@pytest.mark.parametrize(
    ("head", "charset"),
    [
        (b'<meta charset="Shift_JIS">', "shift_jis"),
        (b'<meta http-equiv=Content-Type content="text/html; charset=windows-1251">', "windows-1251"),
        (b'<?xml version="1.0" encoding="ISO-8859-2"?>', "iso-8859-2"),
        (b"<title>charset</title>", None),
    ],
)
def test_declarations_are_found(head: bytes, charset: str | None) -> None:
    assert find_declared_charset(head) == charset


def test_a_mark_that_the_bytes_do_not_keep_is_no_encoding() -> None:
    assert decode(b"\xff\xfe" + b"\x32\xdb\x45\xde\xff\xdf" * 40 + b"\x00") is None


@pytest.mark.parametrize(
    "text",
    [
        "François Müller habite à Genève depuis l’été, « au bord du lac » – dit-il.",
        "Der Bürgermeister sagte: „Die Straße bleibt geöffnet“, und ging über die Brücke.",
        "Мэр города сообщил, что мост через реку закроют.",
        "São José não é longe. A estação já está aberta.",
    ],
)
def test_text_that_was_encoded_twice_is_repaired_and_recorded(text: str) -> None:
    wrong = "".join(
        bytes([byte]).decode("cp1252") if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(byte)
        for byte in text.encode()
    )
    decoded = decode(wrong.encode())
    assert decoded is not None
    assert (decoded.text, decoded.encoding) == (text, "utf-8+twice")


def test_what_was_encoded_twice_is_repaired_beside_what_was_not() -> None:
    decoded = decode("Müller → 東京: FranÃ§ois und RenÃ© sind da.".encode())
    assert decoded is not None
    assert (decoded.text, decoded.encoding) == ("Müller → 東京: François und René sind da.", "utf-8+twice")


@pytest.mark.parametrize(
    "text",
    [
        "SÃO PAULO E A RELAÇÃO",
        "« à » est là », dit-il",
        "PÂTÉ À L’ÂGE « Â »",
        "Ærø — æ— ø–",
        "TOÁN VÀ VÃN",
        "â â é",
    ],
)
def test_rare_letters_are_left_alone(text: str) -> None:
    decoded = decode(text.encode())
    assert decoded is not None
    assert (decoded.text, decoded.encoding) == (text, "utf-8")


def test_a_single_sign_is_no_evidence() -> None:
    decoded = decode("Das Zeichen Ã¼ steht hier als Beispiel.".encode())
    assert decoded is not None
    assert decoded.encoding == "utf-8"


def test_stray_bytes_and_double_encoding_are_both_mended() -> None:
    data = (
        "FranÃ§ois et RenÃ© étaient là, près de la forêt et du fleuve à Genève, l’été ".encode()
        + b"pass\xe9 au lac."
    )
    decoded = decode(data)
    assert decoded is not None
    assert decoded.text.startswith("François et René étaient là")
    assert decoded.text.endswith("passé au lac.")
    assert decoded.encoding == "utf-8+windows-1252+twice"


HEADLINE = "Le café de la gare reste fermé"
BODY = "La municipalité a annoncé vendredi que le pont était fermé.\nLes bus passeront par l’avenue."


@pytest.mark.parametrize("declared", [None, "iso-8859-1", "utf-8"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_headline_in_utf_8_over_a_body_in_windows_1252(mark: bytes, declared: str | None) -> None:
    decoded = decode(mark + HEADLINE.encode() + b"\n\n" + BODY.encode("cp1252"), declared)
    assert decoded is not None
    assert decoded.text == f"{HEADLINE}\n\n{BODY}"
    assert decoded.encoding == "mixed: utf-8+windows-1252"


def test_a_single_letter_is_enough_where_it_can_be_nothing_else() -> None:
    decoded = decode("Le café est fermé".replace("fermé", "loin").encode() + b"\r\n" + BODY.encode("cp1252"))
    assert decoded is not None
    assert decoded.text.startswith("Le café est loin\r\nLa municipalité")


def test_windows_1252_that_looks_like_utf_8_in_one_line_is_left_alone() -> None:
    text = f"{BODY}\nTARTE AU CAFÉ»\n{BODY}"
    decoded = decode(text.encode("cp1252"))
    assert decoded is not None
    assert (decoded.text, "mixed" in decoded.encoding) == (text, False)


@pytest.mark.parametrize("encoding", TEXTS)
def test_a_whole_file_in_another_encoding_is_not_mixed(encoding: str) -> None:
    text = "\n".join([TEXTS[encoding]] * 3)
    decoded = decode(text.encode(encoding))
    assert decoded is not None
    assert (decoded.text, "mixed" in decoded.encoding) == (text, False)


def test_other_alphabets_below_a_line_in_utf_8_are_not_read_as_windows_1252() -> None:
    decoded = decode(HEADLINE.encode() + b"\n" + TEXTS["cp1251"].encode("cp1251"), "windows-1251")
    assert decoded is not None
    assert decoded.text.endswith(TEXTS["cp1251"])


def pieces(data: bytes) -> list[tuple[str, bytes]]:
    """Each line of the text as it was decoded, and the bytes at the place where it is said to stand."""
    decoded = decode(data)
    assert decoded is not None
    places = BytePlaces(decoded, len(data))
    found, start = [], 0
    for line in decoded.text.split("\n"):
        at = places.advance(start)
        found.append((line, data[at : at + places.measure(line)]))
        start += len(line) + 1
    return found


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize(
    "lines",
    [
        [HEADLINE.encode(), BODY.encode("cp1252"), HEADLINE.encode(), b"plain", "été".encode("cp1252")],
        [
            ("äöü é è " * 3).encode() + b"stra\xdfe " + "ô".encode(),
            b"x",
            "ö ä ü ß é è ê".encode(),
            b"\xe9\xe8 end",
        ],
    ],
)
def test_places_in_a_file_of_two_encodings_are_exact(lines: list[bytes], mark: bytes) -> None:
    data = mark + b"\n".join(lines)
    found = pieces(data)
    assert [raw for _, raw in found] == data[len(mark) :].split(b"\n")
    assert not any("\ufffd" in text for text, _ in found)


TOLD = {
    "hu": "A kompkikötő szerint az őszi menetrend új: a hajó délben indul, közölte Kovács Ödön pénteken. Gyűjtőjegy is jó.",
    "cs": "Přístav Lund je po bouři zase otevřený, řekl v pátek převozník Jan Dvořák. Loď vyplouvá v poledne, příště žádná.",
    "pl": "Prom do Łodzi znów płynie, powiedział w piątek kapitan. Święto zaczyna się jutro, będą ciężkie łódki i żagle.",
    "ro": "Feribotul pleacă din nou la prânz, a spus vineri căpitanul. Târgul începe mâine dimineață, în piață.",
    "hr": "Trajekt opet plovi u podne, rekao je kapetan Šimić. Tržnica se otvara sutra, a čamci čekaju na žalu.",
    "de": "Die Fähre fährt wieder, sagte der Kapitän am Freitag. Die Märkte öffnen früh, größere Schäden gab es nicht.",
    "fr": "Le bac repart à midi, a déclaré vendredi le capitaine. Le marché ouvrira tôt, l’été sera bientôt terminé.",
}
READ_AS = {
    "cp1250": "sloppy-windows-1250",
    "latin-2": "iso8859-2",
    "cp1252": "sloppy-windows-1252",
    "latin-1": "latin-1",
}


@pytest.mark.parametrize("codec", READ_AS)
@pytest.mark.parametrize("language", TOLD)
def test_what_was_decoded_twice_by_whichever_encoding_reads_again(language, codec):
    """The headline has one letter beyond ASCII: in the text around it there are more signs."""
    text = f"{TOLD[language].split()[0]} é\n\n{TOLD[language]}\n\n{TOLD[language]}\n"
    twice = text.encode().decode(READ_AS[codec])
    found = decode(twice.encode())
    assert found is not None
    assert found.text == text
    assert found.encoding == "utf-8+twice"


@pytest.mark.parametrize("language", TOLD)
def test_what_was_decoded_once_stays(language):
    text = f"{TOLD[language]}\n\nĂsta e tot. «Ä» und »Å« sind Buchstaben. NÃO É ASSIM. Ĺubica nie.\n"
    found = decode(text.encode())
    assert found is not None
    assert found.text == text


WIDE = ["utf-32-le", "utf-32-be"]


@pytest.mark.parametrize("mark", [True, False])
@pytest.mark.parametrize("codec", WIDE)
@pytest.mark.parametrize(
    "text",
    [
        *TOLD.values(),
        "Паром в Лунд снова ходит, сказал капитан.",
        "渡轮重新开航。市场开放。",
        "🚢 Ferry sails 🚢",
    ],
)
def test_four_bytes_a_character_are_known_with_and_without_a_mark(text, codec, mark):
    found = decode((f"\ufeff{text}" if mark else text).encode(codec))
    assert found is not None
    assert (found.text, found.encoding) == (text, codec)


@pytest.mark.parametrize(
    "data",
    [
        b"\x01\x00\x00\x00" * 40 + b"\xff\xff\xff\xff",
        b"PK\x03\x04" + b"\x00" * 400,
        b"\x00" * 64,
        bytes(range(4)) * 200,
        b"".join(number.to_bytes(4, "little") for number in range(1, 32)) * 9,
        b"".join((66_000 + 7 * number).to_bytes(4, "big") for number in range(300)),
    ],
)
def test_numbers_of_four_bytes_are_no_text(data):
    found = decode(data)
    assert found is None or found.encoding not in WIDE
