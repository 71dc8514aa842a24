"""A comparison as one HTML page that needs nothing else: no script, no other file, and everything escaped."""

from pathlib import Path

from jinja2.filters import do_mark_safe

from newsfold import ui
from newsfold.explain.comparison import ComparedFiles, verdict_line
from newsfold.ui.alignment_view import colour, paragraphs
from newsfold.ui.templating import content_policy, environment

STATIC = Path(ui.__file__).parent / "static"


def comparison_page(compared: ComparedFiles) -> str:
    """The page as text, in UTF-8 where it is written."""
    style = style_sheet()
    alignment = compared.alignment
    evidence = compared.evidence
    return environment().get_template("comparison.html").render(
        compared=compared,
        verdict=verdict_line(compared),
        style=do_mark_safe(style),
        policy=content_policy(style),
        sides=[
            ("a", "b", compared.one, paragraphs(alignment.one, alignment)),
            ("b", "a", compared.other, paragraphs(alignment.other, alignment)),
        ],
        pairs=[
            (number, colour(number), pair, alignment.one[pair.one].text, alignment.other[pair.other].text)
            for number, pair in enumerate(alignment.pairs, start=1)
        ],
        terms=[
            (what, *(evidence.get(name, []) for name in names))
            for what, names in (
                (evidence.get("names_are", "names"), ("shared_names", "names_only_in_one", "names_only_in_other")),
                ("numbers", ("shared_numbers", "numbers_only_in_one", "numbers_only_in_other")),
                ("quotes", ("shared_quotes", "", "")),
            )
        ],
    )  # fmt: skip


def style_sheet() -> str:
    """The operators' pages' style sheet, and what this page needs beside it."""
    return "".join((STATIC / name).read_text(encoding="utf-8") for name in ("newsfold.css", "comparison.css"))
