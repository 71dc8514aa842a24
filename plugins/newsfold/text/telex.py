"""The frame of telex copy around a text: `ZCZC` and lines of codes above it, `NNNN` below, and marks of its end."""

import re
from collections.abc import Sequence

from newsfold.model import HeaderPlace
from newsfold.text.agencies import find_agency
from newsfold.text.characters import fold
from newsfold.text.data_files import read
from newsfold.text.date_forms import find_dates
from newsfold.text.date_readings import DateHints
from newsfold.text.paragraphs import Line, without_end
from newsfold.text.raw_headers import Collector, on_line
from newsfold.text.set_aside import any_of

START = re.compile(r"\s*ZCZC(?![a-z]).{0,60}")
END = re.compile(r"(?P<before>.{0,60}?)\s*\bNNNN\s*")
# Who sent it, or has it on the desk.
SENDER = re.compile(r"\s*[A-Z]{2,5}(?: [A-Z]{2,5})?\s*")
# `APA0123 5 CI 0057   Sa, 27.Sep 2025`: number, priority, category, words, day; the number again at the foot.
SERVICE_HEAD = re.compile(
    r"\s*(?P<agency>[A-Z]{2,5})\s?(?P<number>\d{3,5})\s+\d\s+(?P<category>[A-Z]{2,3})\s+\d{3,5}\b\s*(?P<date>.{0,40})"
)
SERVICE_FOOT = re.compile(r"\s*[A-Z]{2,5}\s?\d{3,5}\s+(?P<stamp>\d{4}-\d\d-\d\d[/ T]\d\d:\d\d)\s*")
KEY_WORDS = re.compile(r"\s*[^\W\d_][\w-]{1,30}(?:/[^\W\d_][\w -]{1,30}){1,6}/?\s*")
# Lines above the text: codes behind a sign, numbers, letters for priority and category. A headline has words.
CODE = re.compile(r"[%#&*@:\\^=].{0,80}|\W{1,20}|(?=.*\d)[^a-z]{1,30}|[^a-z]{1,8}|(?:[a-z] ){0,4}[a-z]")
MARKED_HEADLINE = re.compile(r"\$(?P<headline>[^$\s]\S*\s.{3,300})")
MAX_CODES = 20
# What ends a text and names nobody: `(END)`, `(Schluss) jr/mm`, `Enditem`, `- 30 -`, initials.
WORDS = read("set_aside")["closing"]
WRITERS = r"[a-z]{2,4}(?:\s?[/.-]{1,2}\s?[a-z]{2,4}){0,4}/?"
CLOSING = re.compile(
    rf"[(\[<（【=*/#–—-]{{0,4}}\s?{any_of(WORDS['words'])}(?:\s?[)\]>）】=*/#.–—-]{{0,4}})(?:\s+{WRITERS})?"
    r"|[(\[]?[a-z]{2,4}(?:\s?/{1,2}\s?[a-z]{2,4}){1,4}/?[)\]]?|[a-z]{2,4}(?:[-/][a-z]{2,4}){1,5}"
    r"|[-–—=*#]{1,3}\s?(?:30|0|end)\s?[-–—=*#]{1,3}|[*=#_~-]{2,40}|(?:[*=#_~-]\s){2,20}[*=#_~-]?",
    re.I,
)
# `(END) Dow Jones Newswires`
CLOSED = re.compile(r"^\((?:END|ENDS|Ende|FIN|FIM)\)\s+(?=[A-Z])")
# `dpa mb yyno em`: an agency, and the initials of those who wrote and sent the text.
AGENCY_AND_INITIALS = re.compile(
    r"[-–—=/(\[©\s]{0,4}(?P<name>[^\W\d_]{2,12})[)\]/]?(?:[/ -]{1,3}(?:[a-z]{2,4}|[A-Z]{2,4}|Enditem)){0,6}"
)
BEHIND_SENTENCE = re.compile(
    rf"(?<=[.!?\"”。」])(?:\s+{any_of(WORDS['behind_sentences'])}|\s*[（(](?:完|了|끝)[)）])\s*$"
)
# `-- BERNAMA`, `--IANS`, `==Kyodo`, `Lusa/Fim`: the agency signs its copy.
SIGNED = re.compile(
    r"(?:[-–—=*/]{1,3}|[(\[/])\s?(?P<name>[^\W\d_][\w .-]{1,30})[)\]/]?|(?P<other>[^\W\d_][\w-]{1,20})/(?:Fim|Fin|Ende|End)"
    r"|(?P<alone>[A-ZÀ-ÞА-Я]{2,10})"
)
# `… last year. (PTI) AV OD`, `… last year. --IANS`: the same behind the last sentence; a name alone could be the sentence's own.
SIGNED_BEHIND = re.compile(
    r"(?<=[.!?\"”'’])\s+(?:\((?:More|MORE)\)\s+)?(?:[-–—]{1,2}\s?(?P<dashed>[A-Za-z]{2,12})|\((?P<bracketed>[A-Za-z]{2,12})\)|(?P<bare>[A-Z]{2,8})(?=\s[A-Z]{2,4}))"
    r"(?:[ /][A-Z]{2,4}|\s[a-z]{2,3}/[a-z]{2,3}){0,6}\s*$"
)
MAX_SIGNED = 60
MAX_DATELINE = 300
MAX_LAST_LINES = 6


def without_frame(lines: Sequence[Line], found: Collector) -> Sequence[Line]:
    """The lines of the text, with what the frame says handed over: the headline, the time of sending, the agency's name."""
    first = next((i for i, line in enumerate(lines) if not line.is_blank), len(lines))
    if first < len(lines) and START.fullmatch(lines[first].text):
        lines = without_codes(lines[first:], found)
        lines = above_end(lines, found)
    elif first < len(lines) and (head := SERVICE_HEAD.fullmatch(lines[first].text)):
        lines = below_service_head(lines[first:], head, found)
    return above_closing(lines, found)


def below_service_head(lines: Sequence[Line], head: re.Match[str], found: Collector) -> Sequence[Line]:
    """The lines below `APA0123 5 CI 0057  Sa, 27.Sep 2025` and its key words, above the number with the time of sending."""
    place = on_line(lines[0].number, "head of the service")
    found.header("item.altid", head["agency"] + head["number"], place)
    found.header("item.section", head["category"], place)
    found.header("item.infosource", head["agency"], place)
    found.block("notice", fold(lines[0].text), place)
    rest = lines[1:]
    last = next((i for i in range(len(rest) - 1, -1, -1) if not rest[i].is_blank), -1)
    foot = SERVICE_FOOT.fullmatch(rest[last].text) if last >= 0 else None
    if foot:
        found.header("item.versioncreated", foot["stamp"].replace("/", "T"), on_line(rest[last].number))
        rest = rest[:last]
    elif find_dates(head["date"], DateHints()):
        found.header("item.versioncreated", head["date"], place)
    words = next((i for i, line in enumerate(rest) if not line.is_blank), len(rest))
    if words < len(rest) and KEY_WORDS.fullmatch(rest[words].text):
        found.header("item.slugline", fold(rest[words].text), on_line(rest[words].number))
        return rest[words + 1 :]
    return rest


def without_codes(lines: Sequence[Line], found: Collector) -> Sequence[Line]:
    """The lines below `ZCZC` and the codes."""
    count = 1
    while count < min(len(lines), MAX_CODES):
        text = lines[count].text.strip()
        headline = MARKED_HEADLINE.fullmatch(text)
        if headline:
            found.header("headline", headline["headline"], on_line(lines[count].number, remark="telex"))
        elif text and not CODE.fullmatch(text) and not re.fullmatch(r"\$.{0,3}", text):
            break
        count += 1
    codes = [line for line in lines[:count] if not line.is_blank]
    found.block("notice", "\n".join(line.text.strip() for line in codes), on_line(lines[0].number, "telex"))
    return lines[count:]


def above_end(lines: Sequence[Line], found: Collector) -> Sequence[Line]:
    """The lines above `NNNN`, and above the codes before it."""
    for position in range(len(lines) - 1, -1, -1):
        end = END.fullmatch(lines[position].text)
        if end is None:
            continue
        dates = find_dates(end["before"], DateHints())
        if dates:
            found.header(
                "item.versioncreated", end["before"], on_line(lines[position].number, remark="telex")
            )
        return without_end(lines[:position], SENDER.fullmatch)
    return lines


def without_closing(paragraphs: Sequence[str], found: Collector) -> list[str]:
    """The paragraphs of a text from any format, without the marks of its end."""
    return [
        line.text for line in above_closing([Line(0, text) for text in paragraphs], found, "last paragraphs")
    ]


def above_closing(lines: Sequence[Line], found: Collector, where: str = "") -> Sequence[Line]:
    """The lines above the marks of the text's end; an agency that signs there is a header. `where`: in place of a line."""
    lines = list(lines)
    for _ in range(MAX_LAST_LINES):
        while lines and lines[-1].is_blank:
            lines.pop()
        if len(lines) < 2:
            break
        text = fold(lines[-1].text)
        place = HeaderPlace(where) if where else on_line(lines[-1].number, "sign-off")
        if name := signed_by(text, lines):
            found.header("item.creditline", name, place)
        elif not CLOSING.fullmatch(text):
            break
        found.block("notice", text, place)
        lines.pop()
    if lines:
        last = lines[-1]
        lines[-1] = Line(last.number, without_signature(BEHIND_SENTENCE.sub("", last.text), last, found))
    return lines


def signed_by(text: str, lines: Sequence[Line]) -> str:
    """The agency that a text's last line names and says nothing else; empty without one.

    Behind dashes and in capitals any name counts that stands in the text's first line, too.
    """
    text = CLOSED.sub("", text.rstrip("."))
    signed, initialled = SIGNED.fullmatch(text), AGENCY_AND_INITIALS.fullmatch(text)
    names = [signed["name"] or signed["other"] or signed["alone"]] if signed else []
    names += [initialled["name"]] if initialled else []
    for name in names:
        if find_agency(name) is not None:
            return str(name)
        opening = "\n".join(line.text for line in lines[:4])[:MAX_DATELINE].casefold()
        if text[:1] in "-–—" and " " not in name and f"({name.casefold()})" in opening:
            return str(name)
    return ""


def without_signature(text: str, line: Line, found: Collector) -> str:
    """The last paragraph without the agency's name and the initials behind its last sentence, which go to `found`."""
    signed = SIGNED_BEHIND.search(text, max(0, len(text) - MAX_SIGNED))
    name = (signed["dashed"] or signed["bracketed"] or signed["bare"]) if signed else None
    if signed is None or not name or find_agency(name) is None:
        return text
    place = on_line(line.number, "sign-off") if line.number else HeaderPlace("last paragraphs")
    found.header("item.creditline", name, place)
    found.block("notice", fold(signed[0]), place)
    return text[: signed.start()]
