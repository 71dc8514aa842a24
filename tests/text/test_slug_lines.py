"""Slug lines and marks of versions: what is one, and which headlines only look like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.text.slug_lines import find_slug_line, read_marks, split_headline


@pytest.mark.parametrize(
    ("line", "slugline", "version", "signals"),
    [
        ("BC-US--Storm, 1st Ld-Writethru", "BC-US--Storm", "1st Ld-Writethru", ("writethru",)),
        ("^BC-US--Storm,1st Ld-Writethru,466<", "BC-US--Storm", "1st Ld-Writethru", ("writethru",)),
        ("AM-Korea-Strikes,2nd Ld", "AM-Korea-Strikes", "2nd Ld", ("update",)),
        ("Norway-harbour-wall 1stlead", "Norway-harbour-wall", "1stlead", ("update",)),
        ("^BC-Wheat Prices,310|", "BC-Wheat Prices", "", ()),
        ("BC-EU--Ferry, KILL", "BC-EU--Ferry", "", ("kill",)),
        ("BC-AS--Korea-Ferry Strike, Correction", "BC-AS--Korea-Ferry Strike", "", ("correction",)),
        ("USA-STORM/ (UPDATE 2, PICTURE)", "USA-STORM/", "UPDATE 2", ("update",)),
        ("KOREA-STRIKES/FERRIES (WRAPUP 1)", "KOREA-STRIKES/FERRIES", "WRAPUP 1", ("writethru",)),
        ("bc-storm-korea 3rdld", "bc-storm-korea", "3rdld", ("update",)),
        ("Korea-Strikes, 2nd Ld", "Korea-Strikes", "2nd Ld", ("update",)),
        ("Unwetter/Südkorea/", "Unwetter/Südkorea/", "", ()),
        ("Wetter/Estland/ (Zusammenfassung 1630)", "Wetter/Estland/", "Zusammenfassung 1630", ("writethru",)),
        ("PM-Estonia-Deer (REFILE)", "PM-Estonia-Deer", "", ("refile",)),
    ],
)
def test_a_slug_line_is_read(line, slugline, version, signals):
    found = find_slug_line(line)
    assert found is not None
    assert (found.slugline, found.marks.version, found.marks.signals) == (slugline, version, signals)


@pytest.mark.parametrize(
    "line",
    [
        "Storm hits port",
        "Covid-19 update",
        "Covid-19 Lead",
        "Covid-19 2nd wave hits port",
        "Spider-Man 2 opens",
        "BC-based ferry line, 2 others to merge",
        "PM-elect vows to reopen the port",
        "AM-FM radio still on the air",
        "Berlin/Paris",
        "BERLIN/PARIS",
        "Ost/West: Die Teilung endet nicht",
        "Ja/Nein",
        "Either/or",
        "AC/DC play Seoul",
        "24/7",
        "US-China trade talks resume",
        "UK-EU talks, day 2",
        "Follow-up 2 of 3",
        "https://example.org/a/",
        "A long-term plan (updated)",
        "Well-known ferry sinks, 3 dead",
    ],
)
def test_a_headline_is_no_slug_line(line):
    assert find_slug_line(line) is None


@pytest.mark.parametrize(
    ("text", "headline", "version", "signals", "urgency"),
    [
        ("UPDATE 2-Storm hits port", "Storm hits port", "UPDATE 2", ("update",), ""),
        ("REFILE-UPDATE 1-Storm hits port", "Storm hits port", "UPDATE 1", ("refile", "update"), ""),
        ("CORRECTED-Storm hits port", "Storm hits port", "", ("correction",), ""),
        ("(CORRECTED)-STORM HITS PORT", "STORM HITS PORT", "", ("correction",), ""),
        ("CORRECTED - STORM HITS PORT", "STORM HITS PORT", "", ("correction",), ""),
        ("(RPT CORREZIONE) Porto chiuso", "Porto chiuso", "", ("refile", "correction"), ""),
        ("URGENT - Storm hits port", "Storm hits port", "", (), "URGENT"),
        ("EILMELDUNG: Sturm trifft Hafen", "Sturm trifft Hafen", "", (), "EILMELDUNG"),
        ("URGENT CARE - a report", "URGENT CARE - a report", "", (), ""),
        ("(LEAD) Storm hits port", "Storm hits port", "LEAD", ("update",), ""),
        ("(3rd LD) Storm hits port", "Storm hits port", "3rd LD", ("update",), ""),
        ("[속보] 인천 여객선 파업 종료", "인천 여객선 파업 종료", "", (), "속보"),
        ("인천 여객선 파업 종료(종합2보)", "인천 여객선 파업 종료", "종합2보", ("writethru",), ""),
        ("【訂正】港が再開", "【訂正】港が再開", "", (), ""),  # too little is left for a headline
        ("【訂正】港が三日ぶりに再開した", "港が三日ぶりに再開した", "", ("correction",), ""),
        ("(KORREKTUR) Fähren liegen still", "Fähren liegen still", "", ("correction",), ""),
        ("(Video) Storm hits port", "(Video) Storm hits port", "", (), ""),
        ("COVID-19 wave hits port", "COVID-19 wave hits port", "", (), ""),
        ("KILL-or-cure plan for the port", "KILL-or-cure plan for the port", "", (), ""),
        ("Storm hits port (again)", "Storm hits port (again)", "", (), ""),
    ],
)
def test_marks_are_taken_off_a_headline(text, headline, version, signals, urgency):
    shown, marks = split_headline(text)
    assert (shown, marks.version, marks.signals, marks.urgency) == (headline, version, signals, urgency)


@pytest.mark.parametrize(
    ("text", "signals"),
    [
        ("UPDATE 2, PICTURE", ("update",)),
        ("KORREKTUR: 3. Absatz", ("correction",)),
        ("Berichtigung", ("correction",)),
        ("Rectificatif", ("correction",)),
        ("Corrección", ("correction",)),
        ("Correção", ("correction",)),
        ("Errata corrige", ("correction",)),
        ("Rectificatie", ("correction",)),
        ("Исправление", ("correction",)),
        ("更正", ("correction",)),
        ("訂正", ("correction",)),
        ("정정", ("correction",)),
        ("تصحيح", ("correction",)),
        ("Zusammenfassung 1630 - neu: Zahl der Schiffe", ("writethru", "update")),
        ("picture", None),
        ("interview", None),
        ("2025", None),
        ("a storm", None),
        ("", None),
        (":", None),
    ],
)
def test_marks_consist_of_nothing_but_marks(text, signals):
    marks = read_marks(text)
    assert (marks.signals if marks else None) == signals


@given(st.text(max_size=300))
def test_no_line_raises(text):
    find_slug_line(text)
    read_marks(text)
    assert split_headline(text)[0] == text or len(split_headline(text)[0]) >= 5
