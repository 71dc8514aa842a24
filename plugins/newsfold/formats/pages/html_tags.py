"""The tags of a page as text, before it is parsed: quotes that never close, and tags with hundreds of attributes.

Tags end where HTML 5 ends them (13.2.5): a quote opens a value only behind `=`, elsewhere it is a letter of a name.
A value that takes in other tags up to the next quote of its kind would take the text between them with it; browsers lose it,
readers of the source don't.
"""

import re
from collections.abc import Iterator
from itertools import islice

MAX_TAG_CHARACTERS = 4_096
MAX_TAG_ATTRIBUTES = 200
MOST_ENDS = 100
# A value in quotes: without `>` or without `<`; or closed by a quote that no value opens with, at the end of an attribute.
VALUE = r"=\s*+(?:{0}[^{0}>]*+{0}|{0}[^{0}<]*+{0}|{0}[^{0}]*+(?<!=){0}(?=[\s/>]))"
# A tag up to its `>`, or up to the `=` of a value that is not closed. Possessive, so that each character is looked at few times.
TAG = re.compile(
    r"<(?:(?P<comment>!--)|(?:(?P<raw>script|style|textarea|title)(?![\w-])|[a-z])"
    rf"(?:[^>=]++|{VALUE.format(chr(34))}|{VALUE.format(chr(39))}|=(?!\s*+[\"']))*+)",
    re.I,
)
OPEN_VALUE = re.compile(r"=\s*+([\"'])")
ATTRIBUTE_END = re.compile(r"\"[^\"]*+\"|'[^']*+'|[\s/]++")
CLOSINGS = {"!--": "-->"} | {name: f"</{name}>" for name in ("script", "style", "textarea", "title")}
ENDS = {kind: re.compile(rf"{closing[:-1]}(?![\w-])", re.I) for kind, closing in CLOSINGS.items()}
ENDS["!--"] = re.compile(r"--!?>|(?<=<!--)-?>")
# Where the text of a page goes on behind a script or a comment that never ends.
PAGE_END = re.compile(r"</(?:body|html)\b", re.I)
ENDS_OF_PAGE = re.compile(r"</(?:body|html)\s*>", re.I)
NEXT_OPENING = re.compile(r"<(?:p|div|main|article|section|header|h[1-6]|ul|table)\b", re.I)
NEXT_BLOCK = re.compile(r"</?(?:head|body|p|div|main|article|section|header|h[1-6]|ul)\b", re.I)


def mend_tags(text: str) -> str:
    """The page with its open quotes, comments and scripts closed where the next markup begins, and without the
    attributes of a tag behind its two hundredth: libxml2 compares each attribute with all others of its tag.
    """
    pieces: list[str] = []
    done = 0
    for start, end, insert in find_faults(text):
        pieces += (text[done:start], insert)
        done = end
    return "".join(pieces) + text[done:] if pieces else text


def without_early_ends(text: str) -> str:
    """The page without the tags that end it and are followed by more blocks: a browser goes on with its body there (HTML 5,
    13.2.6.4.19 and 22), libxml2 stops at the first `</html>`.
    """
    pieces: list[str] = []
    done = 0
    for end in islice(ENDS_OF_PAGE.finditer(text), MOST_ENDS):
        if NEXT_OPENING.search(text, end.end()) is None:
            break
        # What stands in a script is no tag.
        if text.rfind("<script", done, end.start()) <= text.rfind("</script", done, end.start()):
            pieces.append(text[done : end.start()])
            done = end.end()
    return "".join(pieces) + text[done:] if pieces else text


def find_faults(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, what stands there instead) of each fault, in order."""
    position = 0
    page_end = max((match.start() for match in PAGE_END.finditer(text)), default=0)
    endless: set[str] = (
        set()
    )  # what is known not to end any more, so that the page is searched for its end once
    while (match := TAG.search(text, position)) is not None:
        position = match.end()
        if (value := OPEN_VALUE.match(text, position)) is not None:
            position = text.find(">", position)
            if position < 0:
                return
            yield position, position, value[1]
        elif position - match.start() > MAX_TAG_CHARACTERS and (cut := find_cut(text, match)) is not None:
            yield cut, position, ""
        kind = match["comment"] or (match["raw"] or "").lower()
        if not kind:
            continue
        # What stands in a comment or a script and looks like a tag is none.
        closing = None if kind in endless else ENDS[kind].search(text, position)
        if closing is not None:
            position = closing.start()
            continue
        endless.add(kind)
        block = NEXT_BLOCK.search(text, position) if position < page_end else None
        if block is not None:  # else the page breaks off in it
            position = block.start()
            yield position, position, CLOSINGS[kind]


def find_cut(text: str, tag: re.Match[str]) -> int | None:
    """Where the tag's attributes are cut; None where it has few, however long they are."""
    ends = ATTRIBUTE_END.finditer(text, tag.start(), tag.end())
    return next((end.start() for count, end in enumerate(ends) if count > 2 * MAX_TAG_ATTRIBUTES), None)
