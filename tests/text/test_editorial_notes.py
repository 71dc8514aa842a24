"""Editors' notes: what is one, what it says, and the ordinary openings that only look like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.formats import read
from newsfold.model import Record
from newsfold.text.editorial_notes import read_note, read_top_note

TEXT = (
    "OBAN, Scotland (XYZ) - The ferry between Oban and Tiree sails again from Monday, eleven weeks after its bow visor"
    " jammed.\n\n"
    "The repair took longer than planned because a bearing had to be cast anew, the owner said.\n\n"
    "The next ship is expected in spring, and its crew is in training.\n"
)


def read_one(text: str) -> Record:
    """The one record of a text."""
    (record,) = read(text.encode(), name="x.txt")
    assert isinstance(record, Record)
    return record


def values(record: Record, name: str) -> list[str]:
    """The values of the headers of that name."""
    return [header.value for header in record.headers if header.name == name]


NOTES = [
    ("UPDATES with quote from owner, edits throughout", "update"),
    ("Eds: Updates with quote from owner. With photos.", "update"),
    ("CORRECTS spelling in 2nd paragraph; ADDS background", "correction"),
    ("CORRECTION: In the story of Sept. 27, the name of the ferry should be Clansman", "correction"),
    ("(Corrects name of owner in second paragraph)", "correction"),
    ("(Adds details, background)", "update"),
    ("(Refiles to fix typo in headline)", "refile"),
    ("(This Sept 27 story has been corrected to say that the ferry is idle, not sunk)", "correction"),
    ("EDITORS' NOTE: Eds: graphic to follow", ""),
    ("EDITORS: KILL the story BC-EU--Ferry, sent Saturday. The ferry did not sink.", "kill"),
    ("STORY REMOVED: The report on the ferry was published in error", "withdraw"),
    ("BULLETIN KILL", "kill"),
    ("MANDATORY KILL", "kill"),
    ("KILL", "kill"),
    ("KILL NOTICE", "kill"),
    ("+++ KORREKTUR +++", "correction"),
    ("ANNULE ET REMPLACE la dépêche de 14h26", "correction"),
    ("ATENCIÓN EDITORES: Anular la noticia sobre el ferry", "kill"),
    ("FOR RELEASE SEPT. 28, 2025, AND THEREAFTER", "embargo"),
    ("*** HOLD FOR RELEASE ***", "embargo"),
    ("EMBARGOED UNTIL DELIVERY", "embargo"),
    ("*** EMBARGOED UNTIL MIDNIGHT TONIGHT ***", "embargo"),
    ("Sperrfrist bis Redebeginn", "embargo"),
    ("EMBARGO jusqu'à dimanche 06h00 GMT", "embargo"),
    ("ADVANCE FOR SUNDAY, SEPT. 28", "embargo"),
    ("Frei für Sonntag, 28. September, 0.01 Uhr", "embargo"),
    ("해제 시점: 9월 28일 6시", "embargo"),
    ("WITHDRAWN", "withdraw"),
    ("ADVISORY", "advisory"),
    ("REFILE", "refile"),
    ("EMBARGOED until 0001 GMT Saturday Sept 27", "embargo"),
    ("Hold for release until 6 a.m. EDT Sunday, Sept. 28", "embargo"),
    ("Sperrfrist: 27.9.2025, 18 Uhr", "embargo"),
    ("EMBARGO hasta el 27 de septiembre a las 18.00", "embargo"),
    ("Sous embargo jusqu'au 27 septembre à 18h00", "embargo"),
    ("Embargo até 27 de setembro, 18h", "embargo"),
    ("Embargo fino alle ore 18.00 del 27 settembre", "embargo"),
    ("Onder embargo tot 27 september 18.00 uur", "embargo"),
    ("Эмбарго до 27 сентября 18:00 мск", "embargo"),
    ("(KORREKTUR: Name im 2. Absatz berichtigt)", "correction"),
    ("(Berichtigung)", "correction"),
    ("Korrektur: In einer früheren Fassung dieser Meldung war der Name falsch geschrieben.", "correction"),
    ("Achtung Redaktionen: Bitte verwenden Sie die Meldung „Fähre gesunken“ nicht.", "kill"),
    ("RECTIFICATIF : Dans l'article du 27 septembre, le nom du ferry est erroné", "correction"),
    ("(Actualise avec réaction du propriétaire)", "update"),
    ("Note aux rédactions : une photo suit", ""),
    ("(Actualiza con declaraciones del dueño)", "update"),
    ("CORRECCIÓN: En la noticia del 27 de septiembre, el nombre es incorrecto", "correction"),
    ("Nota a los editores: habrá fotos", ""),
    ("(Atualiza com declarações do dono)", "update"),
    ("CORREÇÃO: Na reportagem de 27 de setembro, o nome está errado", "correction"),
    ("(Aggiorna con dichiarazioni del proprietario)", "update"),
    ("Errata corrige: nella notizia del 27 settembre il nome è sbagliato", "correction"),
    ("Nota ai redattori: seguono foto", ""),
    ("RECTIFICATIE: In het bericht van 27 september staat een onjuiste naam", "correction"),
    ("Noot voor de redactie: foto volgt", ""),
    ("ИСПРАВЛЕНИЕ: в сообщении от 27 сентября название парома указано неверно", "correction"),
    ("Вниманию редакторов: будет фото", ""),
    ("【更正】", "correction"),
    ("更正：本文此前稿件中船名有误", "correction"),
    ("訂正：記事の船名に誤りがありました", "correction"),
    ("[정정]", "correction"),
    ("تصحيح: ورد اسم العبارة في الخبر بشكل خطأ", "correction"),
    ("सुधार: खबर में नाव का नाम गलत था", "correction"),
    ("ANULACIÓN: Rogamos anulen la noticia «El ferry se hunde», enviada el sábado.", "kill"),
    ("(STORNO) Bitte ziehen Sie die Meldung „Fähre gesunken“ zurück.", "kill"),
    ("ACHTUNG - Bitte die Meldung „Fähre gesunken“ nicht verwenden.", "kill"),
    ("ANNULLAMENTO: si prega di non utilizzare la notizia sul traghetto", "kill"),
    ("АННУЛИРОВАНИЕ", "kill"),
    ("АННУЛИРОВАНИЕ: Просим аннулировать сообщение «Паром затонул».", "kill"),
    ("Просим аннулировать сообщение «Паром затонул».", "kill"),
    ("请撤销“渡轮在奥本沉没”一稿。", "kill"),
    ("[전문취소]", "kill"),
    ("Intrekking: gelieve het bericht over de veerboot niet te gebruiken.", "kill"),
    ("ANNULATION : prière d'annuler la dépêche « Ferry coulé »", "kill"),
    ("ANULAÇÃO: Favor anular a notícia sobre o barco", "kill"),
    ("取り消し：記事「フェリー沈没」を取り消します", "kill"),
    ("Please kill the earlier story on the ferry; it did not sink.", "kill"),
    ("【解禁時間 28日午前6時】", "embargo"),
    ("حظر نشر حتى 28 سبتمبر الساعة 6", "embargo"),
]


@pytest.mark.parametrize(("note", "signal"), NOTES)
def test_a_note_above_the_text_is_set_aside_and_told(note, signal):
    record = read_one(f"{note}\n\nFerry sails again\n\n{TEXT}")
    assert record.body.startswith("OBAN, Scotland (XYZ) - The ferry") or signal in ("kill", "withdraw")
    assert values(record, "first line") == ["Ferry sails again"]
    assert values(record, "item.signal") == ([signal] if signal else [])
    assert values(record, "item.pubstatus") == (["canceled"] if signal in ("kill", "withdraw") else [])


@pytest.mark.parametrize(
    ("note", "signal"),
    [
        ("This article was amended on 27 September 2025 to name the right owner.", "correction"),
        ("CORRECTION: An earlier version of this story misspelled the name of the ferry.", "correction"),
        ("Clarification: The headline of this article was corrected.", "correction"),
        ("This story has been updated with a quote from the owner.", "update"),
        ("Update: This story was updated at 3:40 p.m.", "update"),
        ("Updated at 12:19 p.m. on Monday", "update"),
        ("Aktualisiert am 27. September um 18 Uhr", "update"),
        ("Correction, 11/26/19, 9:29 a.m.: The story misspelled the name of the ferry.", "correction"),
        ("CORRECTION (Feb. 4, 2020, 8:47 a.m.): The headline of this article was wrong.", "correction"),
        ("(This version corrects the spelling of Tiree in paragraph 1)", "correction"),
        ("Dieser Artikel wurde am 27. September um 18 Uhr aktualisiert.", "update"),
        ("In einer früheren Version dieses Artikels stand, die Fähre sei gesunken.", "correction"),
        ("Cet article a été mis à jour le 27 septembre.", "update"),
        ("Este artículo ha sido corregido.", "correction"),
        ("Uma versão anterior deste artigo dizia que o barco afundou.", "correction"),
        ("Una versione precedente di questo articolo parlava di un naufragio.", "correction"),
        ("In een eerdere versie van dit artikel stond dat de boot was gezonken.", "correction"),
        ("В предыдущей версии статьи говорилось, что паром затонул.", "correction"),
        ("Editor's note: Jane Doe teaches at a college in Leeds.", ""),
    ],
)
def test_a_note_at_the_end_is_set_aside_and_told(note, signal):
    record = read_one(f"Ferry sails again\n\n{TEXT}\n{note}\n")
    assert record.body.endswith("its crew is in training.")
    assert values(record, "item.signal") == ([signal] if signal else [])
    assert values(record, "item.ednote") == [note.strip("()")]
    assert note in [block.text for block in record.set_aside]
    assert values(record, "item.pubstatus") == []


ORDINARY = [
    "Apple issued a correction on its battery report, and its shares fell.",
    "Police killed a bear near the harbour on Friday.",
    "Kill rates at the kennels have fallen, the council said.",
    "KILL THE BILL, PROTESTERS SHOUT IN BRISTOL",
    "Kill Bill returns to cinemas",
    "Correction officers in Ohio begin a strike",
    "Correction: what investors need to know now",
    "Correction: Wall Street falls for the ninth day",
    "Correction in wheat prices goes on",
    "Updates to the plan were promised for Friday.",
    "Update your phone now, ministry says",
    "Update: The storm has reached the coast and eleven ferries are idle.",
    "Update 3:40 p.m.: The storm has reached the coast.",
    "Embargo on timber until 2027, ministers agree",
    "FOR RELEASE OF HOSTAGES, TALKS GO ON",
    "For release on 28 September: a new album",
    "Updated rules for 2027 ferries come in on Monday at last, and the owners know it.",
    "Embargo: ministers agree on timber",
    "Embargoes do not work, a study of 60 years says",
    "Embargo tot 2030 voor hout",
    "Hold until the end: how a goalkeeper trains",
    "Advisory board meets in Leeds",
    "Urgent care centres open on Sunday",
    "URGENT CARE CENTRES OPEN",
    "Flash flood hits the valley",
    "Bulletin of the port: eleven ferries",
    "Editors leave paper over pay",
    "Editor's choice: ten walks near Oban",
    "Withdrawn troops return to Tallinn",
    "Story of a ferry: how Tiree got its ship",
    "The story has been withdrawn from sale, the publisher said.",
    "The article was retracted by the journal after a complaint.",
    "Retraction of the glacier goes on",
    "Adds up: why the ferry costs so much",
    "Repeats are what viewers want",
    "Korrekturen am Haushalt: Was sich ändert",
    "Korrektur am Aktienmarkt: Was Anleger wissen müssen",
    "Sperrfrist für Dünger beginnt",
    "Rectificatif budgétaire : le Sénat vote",
    "Correction : la Bourse recule",
    "Corrección en los mercados: qué hacer",
    "Errata corrige di un governo",
    "Уточнение бюджета: что изменится",
    "(Applause)",
    "(Oban) The ferry sails again.",
    "A previous owner of the ferry was fined.",
    "Story highlights of the year",
    "Anulación de vuelos en Oban: qué hacer",
    "Annullamento del concerto: la notizia arriva dal sindaco",
    "Annulation : le titre de champion retiré au club",
    "Attention : la dépêche du télégraphe fête ses cent ans",
    "Achtung: Die Meldung vom Ende der Fähre war ein Scherz",
    "Please kill the lights, the council asks",
    "Bitte nicht füttern: Möwen in Oban",
    "请撤销处罚决定，船东要求",
    "记者请取消航班，船东要求退款",
    "Intrekking van het rijbewijs: wat nu",
    "This story begins in a harbour.",
    "This article of the treaty was amended in 1992 by eleven states, as lawyers know.",
]


@pytest.mark.parametrize("opening", ORDINARY)
def test_an_ordinary_opening_is_no_note(opening):
    assert read_top_note(opening) is None
    for record in (read_one(f"{opening}\n\n{TEXT}"), read_one(f"Ferry sails again\n\n{opening}\n\n{TEXT}")):
        assert [header for header in record.headers if header.name.startswith("item.")] == []


@pytest.mark.parametrize("opening", ORDINARY)
def test_an_ordinary_sentence_stays_at_the_end(opening):
    record = read_one(f"Ferry sails again\n\n{TEXT}\n{opening} So it ends.\n")
    assert record.body.endswith("So it ends.")
    assert [header for header in record.headers if header.name.startswith("item.")] == []


def test_a_note_in_the_middle_of_the_text_stays_there():
    middle = "CORRECTION: An earlier version of this story misspelled the name of the ferry."
    paragraphs = [f"The ferry sails on day {number}, as planned since the spring." for number in range(1, 9)]
    paragraphs.insert(2, middle)
    record = read_one("Ferry sails again\n\n" + "\n\n".join(paragraphs))
    assert middle in record.body
    assert values(record, "item.signal") == []


def test_a_kill_is_a_record_with_its_note_as_the_text():
    record = read_one(
        "MANDATORY KILL\n\nEDITORS: Kill BC-EU--Ferry, sent Saturday. The ferry did not sink.\n"
    )
    assert (
        record.body == "MANDATORY KILL\n\nEDITORS: Kill BC-EU--Ferry, sent Saturday. The ferry did not sink."
    )
    assert values(record, "item.signal") == ["kill"]
    assert values(record, "item.pubstatus") == ["canceled"]
    assert values(record, "item.previous.slugline") == ["BC-EU--Ferry"]
    assert record.set_aside == ()


@pytest.mark.parametrize(
    ("text", "previous"),
    [
        (
            "EDITORS: Kill the story headlined “Ferry sinks off Tiree”. It did not sink.",
            "Ferry sinks off Tiree",
        ),
        (
            "CORRECTION: In the story headlined “Ferry sinks off Tiree”, the name was wrong",
            "Ferry sinks off Tiree",
        ),
        ("CORRECTION: In a story on ferries, the word “sinks” should be “stays idle”", ""),
        ("Eds: Corrects BC-EU--Ferry to fix the name", "BC-EU--Ferry"),
    ],
)
def test_the_item_that_a_note_is_about_is_named(text, previous):
    note = read_top_note(text)
    assert note is not None
    assert note.previous == previous


@pytest.mark.parametrize(
    "headline",
    [
        "WITHDRAWAL-Ferry sinks off Tiree",
        "STORY WITHDRAWN-Ferry sinks off Tiree",
        "KILL-Ferry sinks off Tiree",
    ],
)
def test_a_kill_before_the_headline_is_told(headline):
    record = read_one(f"{headline}\n\n{TEXT}")
    assert values(record, "first line") == ["Ferry sinks off Tiree"]
    assert values(record, "item.signal") == ["kill"]
    assert values(record, "item.pubstatus") == ["canceled"]
    assert values(record, "item.previous.slugline") == ["Ferry sinks off Tiree"]


def test_the_story_that_a_headline_corrects_is_named():
    record = read_one(f"Correction: Tiree-Ferry story\n\n{TEXT}")
    assert values(record, "item.previous.slugline") == ["Tiree-Ferry"]


def test_a_page_gives_its_note_the_same_way():
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT.split("\n\n"))
    note = "This article was amended on 27 September 2025 to name the right owner."
    article = f"<article><h1>Ferry sails again</h1>{paragraphs}<p>{note}</p></article>"
    page = f"<html><head><title>Ferry</title></head><body>{article}</body></html>"
    (record,) = read(page.encode(), name="x.html")
    assert isinstance(record, Record)
    assert values(record, "item.ednote") == [note]
    assert values(record, "item.signal") == ["correction"]
    assert note not in record.body


@given(st.text(max_size=400))
def test_no_text_raises(text):
    for note in (read_note(text), read_top_note(text), read_top_note(text, killed=True)):
        assert note is None or len(note.text) <= len(text) + 3


@given(
    st.lists(
        st.sampled_from(
            [*(note for note, _ in NOTES), *ORDINARY, "", "(", "^BC-US--Storm<", "KILL", "URGENT", TEXT]
        ),
        max_size=8,
    )
)
def test_no_order_of_notes_loses_text(lines):
    text = "\n\n".join(lines)
    items = list(read(text.encode(), name="x.txt"))
    (item,) = items
    if not isinstance(item, Record):
        assert not any(line.strip() for line in lines) or item.reason_code in ("no_article", "empty")
        return
    everywhere = " ".join(
        [item.body, *(block.text for block in item.set_aside), *(h.value for h in item.headers)]
    )
    for word in TEXT.split() if TEXT in lines else []:
        assert word in everywhere
