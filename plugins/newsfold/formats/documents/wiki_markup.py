"""Text in the markup of MediaWiki -> plain text, and the templates in it that have one value.

Read in one pass. mwparserfromhell was looked at and not taken: a tree of all markup is not needed, and its time grows with the
square of what does not close.
"""

import html
import re
from dataclasses import dataclass

from newsfold.text.data_files import read

MAX_DEPTH = 30
MAX_TEMPLATES = 200
MAX_VALUE = 500
TOKEN = re.compile(
    r"\{\{\{?|\}\}\}?|\[\[|\]\]|\{\||\|\}|<!--|-->|<(?P<end>/?)(?P<tag>ref|gallery|math|timeline|score|poem|imagemap|syntaxhighlight)\b"
    r"(?P<rest>[^<>]{0,500}?)(?P<empty>/?)>",
    re.I,
)
CLOSES = {"}}": "{{", "}}}": "{{{", "]]": "[[", "|}": "{|", "-->": "<!--"}
MAX_HEADING = 300
OUTSIDE_LINK = re.compile(r"\[(?:https?:)?//[^\s\[\]<>]{1,2000}(?:[ \t]+([^\[\]\n]{0,500}))?\]")
QUOTES = re.compile(r"'{2,5}")
SWITCH = re.compile(r"__[A-Z]{3,30}__")
LIST_MARK = re.compile(r"[*#]+[ \t]*")
INDENT = re.compile(r"[:;]+[ \t]*")
TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
LANGUAGE_LINK = re.compile(r"[a-z]{2,3}(?:-[a-z]{2,8})?")


@dataclass(slots=True)
class Opened:
    """What was opened and is not closed yet: its mark, and what has been read inside."""

    mark: str
    pieces: list[str]


def plain_text(markup: str) -> tuple[str, list[tuple[str, str]]]:
    """The text of a page with empty lines between its paragraphs, and name and value of each template that has one value.

    What never closes is text: a mark that an author forgot costs no article.
    """
    templates: list[tuple[str, str]] = []
    stack = [Opened("", [])]
    at = 0
    for match in TOKEN.finditer(markup):
        stack[-1].pieces.append(markup[at : match.start()])
        at = match.end()
        take(match, stack, templates)
    stack[-1].pieces.append(markup[at:])
    while len(stack) > 1:
        unclosed = stack.pop()
        stack[-1].pieces += unclosed.pieces
    return as_lines("".join(stack[0].pieces)), templates


def take(match: re.Match[str], stack: list[Opened], templates: list[tuple[str, str]]) -> None:
    """One mark: opens something, or closes what is open and puts in what it stands for."""
    mark = match[0]
    tag = (match["tag"] or "").lower()
    inside = stack[-1].mark
    if tag:
        if match["empty"]:
            return
        mark = f"</{tag}>" if match["end"] else f"<{tag}>"
    opening = f"<{tag}>" if match["end"] else CLOSES.get(mark)
    if inside == "<!--" and mark != "-->":
        return
    if opening is None:
        if len(stack) <= MAX_DEPTH:
            stack.append(Opened(mark, []))
        return
    if mark == "}}}" and inside == "{{":
        opening = "{{"
    depth = next((depth for depth in range(len(stack) - 1, 0, -1) if stack[depth].mark == opening), 0)
    if not depth:
        return
    while len(stack) > depth + 1:
        unclosed = stack.pop()
        stack[-1].pieces += unclosed.pieces
    content = "".join(stack.pop().pieces)
    if opening == "[[":
        stack[-1].pieces.append(text_of_link(content))
    elif opening == "{{":
        stack[-1].pieces.append(text_of_template(content, templates))
    elif opening == "<poem>":
        stack[-1].pieces.append(content)


def text_of_link(content: str) -> str:
    """What is shown of a link; nothing of pictures, categories and links to other languages."""
    target, _, label = content.partition("|")
    prefix = target.partition(":")[0].strip().casefold() if ":" in target else ""
    if (
        prefix
        and (prefix in read("wiki")["namespaces"] or LANGUAGE_LINK.fullmatch(prefix))
        and not target.startswith(":")
    ):
        return ""
    return label.rpartition("|")[2] if label else target.lstrip(":")


def text_of_template(content: str, templates: list[tuple[str, str]]) -> str:
    """What is shown of a template: of those that only mark or link a text, that text."""
    name, *values = content.split("|")
    name = name.strip().casefold()
    plain = [value.strip() for value in values if "=" not in value]
    named = [
        value.partition("=")[2].strip()
        for value in values
        if value.partition("=")[0].strip().casefold() == "date"
    ]
    if len(templates) < MAX_TEMPLATES and (plain or named):
        templates.append((name, (named or plain)[0][:MAX_VALUE]))
    shown = read("wiki")["templates"].get(name)
    if shown is None or not plain:
        return ""
    return " ".join(plain[:2]) if shown == "two" else plain[0] if shown == "first" else plain[-1]


def heading_of(line: str) -> str:
    """The name between the marks of a heading (`== Sources ==`); empty for another line."""
    if len(line) > MAX_HEADING or not (line.startswith("=") and line.endswith("=")):
        return ""
    return QUOTES.sub("", line.strip("=")).strip()


def as_lines(text: str) -> str:
    """The lines without their marks; what stands below a heading for sources and links is left out, up to the next heading."""
    lines: list[str] = []
    is_left_out = False
    for line in text.split("\n"):
        name = heading_of(line.strip())
        if name:
            is_left_out = name.casefold() in read("wiki")["sections_left_out"]
            lines += [] if is_left_out else ["", name, ""]
            continue
        if is_left_out or line.startswith("----"):
            continue
        bare = SWITCH.sub("", QUOTES.sub("", OUTSIDE_LINK.sub(lambda link: link[1] or "", line)))
        bare = TAG.sub(" ", bare).strip()
        item = LIST_MARK.match(bare)
        if item:
            lines += ["", f"- {bare[item.end() :]}", ""] if bare[item.end() :] else []
            continue
        lines.append(INDENT.sub("", bare, count=1) if line[:1] in ":;" else bare)
    return html.unescape("\n".join(lines)).strip()
