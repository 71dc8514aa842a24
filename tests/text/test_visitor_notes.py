"""What a site says to its visitors is no article; a report about the same thing is one."""

import pytest

from newsfold.formats import read
from newsfold.model import Record, Rejection
from newsfold.text.visitor_notes import NAMES, find_visitor_note

NOTES = {
    "consent": [
        ["We use cookies to improve your visit. You can manage your cookie settings at any time in our privacy policy."],
        ["Wir verwenden Cookies, um Ihnen unsere Seite zu zeigen.", "Mehr dazu in unserer Datenschutzerklärung."],
        ["Nous utilisons des cookies pour améliorer votre visite. Vous pouvez les refuser à tout moment."],
    ],
    "challenge": [["Please verify that you are human. Press and hold the button until it turns green."]],
    "browser": [["Please enable JavaScript to read this page. Your browser does not support what it needs."]],
    "ad_block": [["It seems that you are using an ad blocker.", "Please disable your ad blocker to go on reading."]],
    "not_found": [
        ["Page not found. The page you are looking for has moved or never existed."],
        ["Sorry, we couldn’t find that page. The link you followed may be broken."],
    ],
    "maintenance": [["Our site is down for scheduled maintenance. We'll be back soon, thank you for waiting."]],
    "login": [["Please enter your e-mail address and your password to read this article. Forgot your password?"]],
    "registration": [
        ["Once registered, you can:", "- Read five more articles", "- Comment", "By registering you agree to our terms."],
        ["Take a free trial. Registered users can read up to three reports. Enter your details below."],
        ["You have read all of your free articles this month. Subscribe now to continue reading."],
    ],
}  # fmt: skip
REPORTS = [
    ["Parliament passed a law on Tuesday that makes consent the test in rape trials.", "Ann Able said that consent is free."],
    ["A bakery has recalled oat cookies after metal was found.", "The cookies were sold in nine counties."],
    ["The regulator fined a shop whose banner said “We use cookies, accept all cookies” without a second button."],
    ["Let your cookies cool before you put them in a tin, and eat your cookies within a week."],
    ["The Herald will put its pages behind a paywall in May.", "Subscribers pay nine crowns a month, the publisher said."],
    ["The tax office's pages were down for two days after a fault.", "Maintenance had been planned for the night."],
    ["Thousands could not log in to their accounts on Monday.", "The bank said that passwords were safe."],
    ["A new check that tells robots from people was presented on Friday.", "It does without pictures of lights."],
    ["Die Landesbeauftragte für Datenschutz hat ein Bußgeld verhängt.", "Der Datenschutz sei grob verletzt worden."],
    ["The court said that ad blockers are lawful and stay so.", "Publishers had asked it to ban them for good."],
    ["The council voted on Tuesday to close the hall, whose roof has leaked since 2019.", "Subscribe now to continue reading."],
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "paragraphs"), [(kind, note) for kind, notes in NOTES.items() for note in notes]
)
def test_a_note_is_told_with_its_kind(kind: str, paragraphs: list[str]) -> None:
    assert find_visitor_note(paragraphs) == NAMES[kind]


@pytest.mark.parametrize("paragraphs", REPORTS)
def test_a_report_about_the_same_thing_is_none(paragraphs: list[str]) -> None:
    assert find_visitor_note(paragraphs) is None


def test_a_long_text_is_none() -> None:
    assert find_visitor_note([*NOTES["consent"][0] * 20]) is None


@pytest.mark.parametrize("form", ["page", "json"])
def test_notes_are_refused_by_their_kind_and_reports_are_read(form: str) -> None:
    def read_one(paragraphs: list[str]) -> Record | Rejection:
        text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        page = f"<html><head><title>Quay</title></head><body><main>{text}</main></body></html>"
        quoted = text.replace('"', '\\"')
        item = f'{{"url": "https://a.example/q", "title": "Quay", "published": "2025-03-04", "text": "{quoted}"}}'
        return next(read((page if form == "page" else item).encode(), name="x"))

    for kind, notes in NOTES.items():
        refused = read_one(notes[0])
        assert isinstance(refused, Rejection)
        assert refused.reason_code == "no_article"
        assert NAMES[kind] in refused.detail
    for report in REPORTS:
        assert isinstance(read_one(report), Record)


@pytest.mark.parametrize(
    "sentence",
    [
        "Proceeds will be combined with the sale of securities already registered with the commission but unsold.",
        "Sign up to continue reading about harbours, the notice at the quay says.",
        "The booking system is currently undergoing maintenance until Friday.",
        "Passengers who open an account get a tenth off.",
    ],
)
def test_one_sentence_makes_no_note_of_a_report_in_one_paragraph(sentence):
    report = (
        "The ferry company of Oban filed for an offering of up to 80 million pounds of debt on Monday. "
        f"{sentence} Corporate purposes include the repair of two bow visors and a loan to its yard, the company said. "
        "It did not name an underwriter."
    )
    assert find_visitor_note([report]) is None
