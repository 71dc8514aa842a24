"""Documents of text collections."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.formats import read
from newsfold.model import Record, Rejection

BODY = ["The ferry to Tiree sails again, its owner said.", "Smith & Sons repaired the shaft."]


def records_of(text: str) -> list[Record | Rejection]:
    return list(read(text.encode(), name="docs.sgml"))


def stated(record: Record, *names: str) -> str:
    return next((header.value for header in record.headers if header.name in names), "")


BYLINE = "<BYLINE>By Jane Roe</BYLINE>\n"
FORMS = {
    "TREC": "<DOC>\n<DOCNO> AC-1 </DOCNO>\n<HEADLINE>\nFerry sails\n</HEADLINE>\n"
    + BYLINE
    + "<DATE>2025-09-27</DATE>\n<TEXT>\n{}\n\n{}\n</TEXT>\n</DOC>\n",
    "TREC with paragraphs": "<DOC>\n<DOCNO>AC-1</DOCNO>\n<HEAD>Ferry sails</HEAD>\n"
    + BYLINE
    + "<DATE_TIME>2025-09-27 10:15</DATE_TIME><BODY>\n<TEXT>\n<P>\n{}\n</P>\n<P>{}</P>\n</TEXT></BODY></DOC>",
    "Wall Street": "<DOC>\n<DOCNO> AC-1 </DOCNO>\n<DD> = 2025-09-27 </DD>\n<HL> Ferry sails </HL>\n"
    "<AUTHOR> Jane Roe </AUTHOR>\n<LP>\n{}\n</LP>\n<TEXT>\n{}\n</TEXT>\n</DOC>\n",
    "Gigaword": '<DOC id="AC_ENG_20250927.0001" type="story" >\n<HEADLINE>\nFerry sails\n</HEADLINE>\n'
    + BYLINE
    + "<TEXT>\n<P>\n{}\n</P>\n<P>\n{}\n</P>\n</TEXT>\n</DOC>\n",
    "an extract": '<doc id="12" url="https://alda.example/12" title="Ferry sails" author="Jane Roe" '
    'date="2025-09-27">\nFerry sails\n\n{}\n\n{}\n</doc>\n',
}


@pytest.mark.parametrize("form", FORMS)
def test_a_document_is_read(form: str) -> None:
    one = FORMS[form].format(*BODY)
    for count in (1, 3):
        found = records_of(one * count)
        assert len(found) == count
        for position, record in enumerate(found):
            assert isinstance(record, Record)
            assert (record.format, record.position, record.body) == ("trec", position, "\n\n".join(BODY))
            assert stated(record, "headline", "title") == "Ferry sails"
            assert "Jane Roe" in stated(record, "author", "by")
            assert "2025-09-27" in stated(record, "date")


def test_a_document_that_does_not_end_costs_no_other() -> None:
    broken = "<DOC>\n<DOCNO>1</DOCNO>\n<TEXT>\n"
    kinds = [type(each) for each in records_of(broken + FORMS["TREC"].format(*BODY))]
    assert kinds == [Rejection, Record]


@pytest.mark.parametrize(
    "text",
    [
        "<DOC></DOC>",
        "<DOC><TEXT></TEXT></DOC>",
        "<DOC>" * 2_000,
        "<DOC><TEXT>" + "<P>" * 50_000,
        "<DOC " + "a='b' " * 5_000 + ">x</DOC>",
    ],
)
def test_hostile_documents_end(text: str) -> None:
    assert all(isinstance(each, Record | Rejection) for each in records_of(text))


@given(st.text(max_size=300), st.sampled_from(sorted(FORMS.values())))
def test_no_text_in_a_document_raises(text: str, form: str) -> None:
    for each in records_of(form.format(text, text)):
        assert isinstance(each, Record) or each.reason_code != "reader_failed"
