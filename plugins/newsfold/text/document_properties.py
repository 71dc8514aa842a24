"""Properties of documents: which titles and authors are none, because programs and templates wrote them."""

import re

from newsfold.text.data_files import read

MAX_PROPERTY = 300
FILE_NAME = re.compile(r"\S[^\n]{0,200}\.[A-Za-z]{2,4}[0-9]?\s{0,3}")
NUMBERED_END = re.compile(r"[\s_-]{0,3}\(?\d{1,4}\)?\Z")


def find_title(value: str) -> str | None:
    """The title, without the program's name in front; None for the names of files and what stands in place of a title."""
    text = value.strip()[:MAX_PROPERTY]
    for program in read("document_properties")["title_programs"]:
        if text.casefold().startswith(program):
            text = text[len(program) :].strip()
    is_unnamed = NUMBERED_END.sub("", text.casefold()) in read("document_properties")["untitled"]
    if not text or is_unnamed or FILE_NAME.fullmatch(text) or len(text.split()) < 2:
        return None
    return text


def find_author(value: str) -> str | None:
    """The author; None for a single word, which is an account, and for the names of programs and places of work."""
    text = value.strip()[:MAX_PROPERTY]
    folded = text.casefold()
    if len(text.split()) < 2 or any(name in folded for name in read("document_properties")["no_authors"]):
        return None
    return text
