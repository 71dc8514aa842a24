"""Press releases: the label above the headline, and the contacts for the press below the text."""

import re
from collections.abc import Sequence

from newsfold.text.body_blocks import Paragraph
from newsfold.text.characters import fold
from newsfold.text.credit_lines import is_date_alone
from newsfold.text.paragraphs import Line
from newsfold.text.raw_headers import Collector, on_line

LABEL = re.compile(
    r"(?:for immediate release|(?:press|news|media) release|press statement|(?:presse|medien)(?:mitteilung|information|meldung)"
    r"|communiqué(?: de presse)?|comunicado(?: de (?:prensa|imprensa))?|nota de (?:prensa|imprensa)|comunicato stampa|persbericht"
    r"|pressmeddelande|pressemeddelelse|pressemelding|lehdistötiedote|пресс-релиз"
    r"|プレスリリース|报道资料|新闻稿|新聞稿|보도자료|بيان صحفي)"
    r"(?:\s(?:vom|du|del|of|van|från|dated)\s(?P<date>.{6,40}?))?[\s:.!-]*",
    re.I,
)
# Alone in capitals above a headline, a kind of report and no headline.
KIND = re.compile(
    r"(?:BREAKING NEWS|BREAKING|EXCLUSIVE|ANALYSIS|OPINION|COMMENT|COMMENTARY|FEATURE|INTERVIEW|EXPLAINER|FACTBOX|PROFILE"
    r"|EDITORIAL|COLUMN|OBITUARY|REVIEW|EXKLUSIV|ANALYSE|KOMMENTAR|HINTERGRUND|PORTRÄT|REPORTAGE|EXCLUSIF|ENTRETIEN|PORTRAIT"
    r"|EXCLUSIVA|ANÁLISIS|ENTREVISTA|ESCLUSIVA|ANALISI|INTERVISTA)"
)
PLACE_AND_DAY = re.compile(
    r"(?P<place>[^\W\d_][^\d,|]{1,40}),\s+(?:(?:le|den|el|il|a|em|op)\s+)?(?P<date>.{6,40})"
)
CONTACTS = re.compile(
    r"(?:(?:media|press|news|investor) (?:contacts?|enquiries|inquiries|relations)"
    r"|for (?:more|further|additional) information(?:,? (?:please )?contact)?|contacts?(?: (?:presse|media|press))?"
    r"|presse-?kontakte?|medienkontakte?|ansprechpartner(?:in)?|kontakt"
    r"|rückfragehinweis|(?:kontakt|ansprechpartner) für (?:rückfragen|journalisten|medien)|pressestelle"
    r"|presskontakt|pressekontakt"
    r"|contactos?(?: de (?:prensa|imprensa))?|contatti(?: stampa)?|ufficio stampa|perscontact|service presse|пресс-служба)"
    r"\s*(?:[:：].{0,200}|$)",
    re.I,
)
MAX_CONTACTS = 12
MAX_CONTACT = 200


def read_press_label(lines: Sequence[Line], found: Collector) -> int:
    """Read the label of a press release above its headline, and the place and day below it; the number of lines read."""
    text = fold(lines[0].text).strip("*#_= ")
    label = LABEL.fullmatch(text)
    if len(lines) < 3 or not (label or (KIND.fullmatch(text.strip(" :")) and lines[1].is_blank)):
        return 0
    if label and label["date"] and not is_date_alone(label["date"]):
        return 0
    found.block("notice", text, on_line(lines[0].number, "label"))
    found.header("date", (label and label["date"]) or "", on_line(lines[0].number, "label"))
    below = next((i for i, line in enumerate(lines[1:], 1) if not line.is_blank), 1)
    placed = PLACE_AND_DAY.fullmatch(fold(lines[below].text))
    if placed is None or not is_date_alone(placed["date"]):
        return 1
    place = on_line(lines[below].number, remark="below the label")
    found.header("dateline", placed["place"], place)
    found.header("date", placed["date"], place)
    return below + 1


def cut_contacts(paragraphs: list[Paragraph], found: Collector) -> list[Paragraph]:
    """The paragraphs above the contacts for the press, which are set aside: a heading, then short lines to the end."""
    for position in range(max(1, len(paragraphs) - MAX_CONTACTS), len(paragraphs)):
        rest = paragraphs[position:]
        if CONTACTS.match(rest[0].text) and all(len(paragraph.text) <= MAX_CONTACT for paragraph in rest):
            found.block("notice", "\n".join(paragraph.text for paragraph in rest), rest[0].place)
            return paragraphs[:position]
    return paragraphs
