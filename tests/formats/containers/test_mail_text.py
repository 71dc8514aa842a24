"""What mail programs put around a text is taken off it, and nothing else."""

import pytest

from newsfold.formats.containers.mail_text import is_pointer, join_flowed, own_text, strip_subject
from newsfold.text.raw_headers import Collector

TEXT = "\n\n".join(
    [
        "BASTIA, Sept 27 (MNA) - The ferry to Bastia was late on Friday because of a strike in the harbour.",
        "The crew said that the talks would go on over the weekend, and that nobody expected a quick end.",
        "About 400 passengers waited in the hall, most of them on their way home from the market in Livorno.",
    ]
)


def read(text: str) -> tuple[str, list[str]]:
    """The text that is left, and the kinds of the blocks that were set aside."""
    found = Collector()
    return own_text(text, found).strip(), [block.kind for block in found.blocks]


@pytest.mark.parametrize(
    ("subject", "left"),
    [
        ("Re: Ferry late", "Ferry late"),
        ("RE: Fwd: AW: Ferry late", "Ferry late"),
        ("WG: Fähre verspätet", "Fähre verspätet"),
        ("Re[2]: Ferry late", "Ferry late"),
        ("Réforme: le vote", "Réforme: le vote"),
        ("Refugees: a report", "Refugees: a report"),
        ("[harbour] Ferry late", "[harbour] Ferry late"),
        ("Re:", "Re:"),
    ],
)
def test_only_the_marks_of_answers_leave_the_subject(subject: str, left: str) -> None:
    assert strip_subject(subject, is_from_list=False) == left


def test_the_mark_of_a_list_leaves_the_subject() -> None:
    assert strip_subject("Re: [harbour] Ferry late", is_from_list=True) == "Ferry late"


def test_text_alone_stays_as_it_is() -> None:
    assert read(TEXT) == (TEXT, [])


@pytest.mark.parametrize("mark", ["-- ", "--"])
def test_a_signature_is_set_aside(mark: str) -> None:
    assert read(f"{TEXT}\n\n{mark}\nJane Doe\nHarbour Desk") == (TEXT, ["notice"])


def test_dashes_above_the_article_are_no_signature() -> None:
    text = "--\n" + TEXT
    assert TEXT in read(text)[0]


def test_quoted_lines_and_the_line_above_them_are_set_aside() -> None:
    answer = f"{TEXT}\n\nOn 27 September 2025 at 10:00, Jane Doe\n<jane@harbour.example> wrote:\n\n> Is the ferry late?\n> Jane\n"
    assert read(answer) == (TEXT, ["notice"])


def test_a_mail_that_is_quoted_whole_is_the_text() -> None:
    quoted = "\n".join(f"> {line}" for line in TEXT.split("\n"))
    left, kinds = read(f"FYI\n\n{quoted}")
    assert [line for line in left.split("\n") if line] == [line for line in TEXT.split("\n") if line]
    assert kinds == []


@pytest.mark.parametrize(
    "mark",
    [
        "---------- Forwarded message ---------",
        "Begin forwarded message:",
        "-------- Weitergeleitete Nachricht --------",
        "-----Original Message-----",
    ],
)
def test_a_mail_that_is_sent_on_is_the_text(mark: str) -> None:
    assert read(f"For the desk.\n\n{mark}\n{TEXT}") == (TEXT, ["notice"])


def test_the_mail_that_is_answered_is_no_text() -> None:
    left, kinds = read(
        f"{TEXT}\n{TEXT}\n\n-----Original Message-----\nFrom: Jane\nSubject: Ferry\n\nIs it late?"
    )
    assert left == f"{TEXT}\n{TEXT}"
    assert kinds == ["notice"]


@pytest.mark.parametrize(
    "footer",
    [
        "To unsubscribe from this list, visit https://harbour.example/leave",
        "You are receiving this because you subscribed.\nUnsubscribe: https://harbour.example/leave\n\nHarbour Ltd",
        "Wenn Sie keine Mails mehr erhalten wollen, können Sie sich hier abmelden.",
        "Pour ne plus recevoir nos messages, se désabonner ici.",
    ],
)
def test_the_footer_of_a_list_is_set_aside(footer: str) -> None:
    assert read(f"{TEXT}\n\n{footer}") == (TEXT, ["newsletter"])


def test_an_article_about_leaving_lists_keeps_its_text() -> None:
    text = f"{TEXT}\n\nThe law makes it easier to unsubscribe from mail.\n\n" + TEXT + "\n\n" + TEXT
    assert read(text)[0].count("unsubscribe") == 1


def test_flowed_lines_are_joined() -> None:
    assert join_flowed("The ferry was \nlate on Friday.\n\n From the desk\n-- \nJane") == (
        "The ferry was late on Friday.\n\nFrom the desk\n-- \nJane"
    )


def test_a_plain_part_that_only_points_elsewhere_is_known() -> None:
    assert is_pointer("View this email in your browser: https://harbour.example/1")
    assert not is_pointer(TEXT)
