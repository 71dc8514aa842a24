"""The text that a field of a feed, a ninjs item or a table holds -> paragraphs. Plain, or a fragment of HTML.

Such a field holds the article and nothing around it, so nothing is searched for here: all text of the fragment counts,
but captions. resiliparse was taken for the fragments: it divides blocks as a browser shows them, at a tenth of a
millisecond for each.
"""

import html
import re

from lxml import etree
from resiliparse.extract.html2text import extract_plain_text

from newsfold.formats.article_limits import checked_markup, checked_pieces
from newsfold.formats.html_writing import as_html
from newsfold.formats.pages.html_tree import parse_page, text_of
from newsfold.formats.plain_text import strip_markup_bits
from newsfold.model import HeaderPlace
from newsfold.text.body_blocks import Paragraph, split_blocks
from newsfold.text.characters import ends_sentence, fold, split_lines, weight
from newsfold.text.paragraphs import Line, find_wrap_width, join_paragraphs
from newsfold.text.raw_headers import Collector, as_place
from newsfold.text.set_aside import is_bullet

KNOWN_TAG = re.compile(
    r"<(?:p|br|div|h[1-6]|ul|ol|li|table|section|article|blockquote|figure|block|hl2|a|b|i|em|strong|span|font|img|picture|iframe|video|audio|object|embed"
    r"|script|style|center|small|sup|sub|hr|dl|pre|tt)(?:\s[^<>]{0,2000})?/?>",
    re.I,
)
ESCAPED_OPENING = re.compile(r"&lt;(?:p|div)(?:\s[^<>]{0,200}?)?&gt;", re.I)
ESCAPED_END = re.compile(r"&lt;/(?:p|div)&gt;", re.I)
ESCAPED_BREAK = re.compile(r"&lt;br ?/?&gt;", re.I)
# In what is declared as plain text, `<P>` is a ticker symbol; these are none.
SURE_TAG = re.compile(r"</(?:p|div|h[1-6]|li|ul|blockquote)>|<br ?/?>|<p>")
# NITF inside ninjs: the text is one element, and the heads stand before it.
NITF_BODY = re.compile(r"<body\.content[^>]{0,200}>(.*?)(?:</body\.content>|\Z)", re.I | re.S)
REMOVED = ("script", "style", "template", "iframe", "noscript", "svg", "button")
SPECIAL_TAG = re.compile(rf"<(?:figcaption|{'|'.join(REMOVED)})\b", re.I)
LONG_LINE = 80
# Marks a line break while blocks are told apart: a character for private use, which no text has.
BREAK = "\ue000"
UNFIT = re.compile("[\x00\ud800-\udfff\ue000]+")
LINE_BREAK = re.compile(r"<br\b[^<>]{0,200}>", re.I)


def read_content(text: str, content_type: str, found: Collector, where: HeaderPlace | str) -> list[str]:
    """The body's paragraphs in the field `where`; captions and other blocks that are no body text go to `found`.

    `content_type` is the declared media type, empty where there is none: the text shows then whether it is markup.
    """
    return split_blocks(paragraphs_of(text, content_type, found, where), found)


def paragraphs_of(
    text: str, content_type: str, found: Collector, where: HeaderPlace | str
) -> list[Paragraph]:
    """All paragraphs of a field, in order. Raises Refused where it is too long for an article."""
    text = unescaped(checked_markup(text))
    if is_markup(text, content_type):
        return [
            Paragraph(line, as_place(where)) for line in checked_pieces(read_fragment(text, found, where))
        ]
    lines = [Line(number, line) for number, line in enumerate(lines_of(strip_markup_bits(text)), 1)]
    if len(lines) == 1:
        folded = fold(lines[0].text)
        return [Paragraph(folded, as_place(where))] if folded else []
    return checked_pieces(join_paragraphs(lines, find_wrap_width(lines)))


def lines_of(text: str) -> list[str]:
    """The lines of `text`, cleaned. Plain ASCII, which most of a newswire is, needs no cleaning."""
    is_plain = text.isascii() and text.replace("\n", "").isprintable()
    return text.split("\n") if is_plain else split_lines(text)


def unescaped(text: str) -> str:
    """A text all of whose tags are escaped, as the markup that it was."""
    return html.unescape(text) if "&lt;" in text and "<" not in text and holds_escaped_block(text) else text


def holds_escaped_block(text: str) -> bool:
    """Whether an escaped paragraph or line break is in the text: what closes any block also stands behind the first one."""
    opening = ESCAPED_OPENING.search(text)
    return ESCAPED_BREAK.search(text) is not None or (
        opening is not None and ESCAPED_END.search(text, opening.end()) is not None
    )


def is_markup(text: str, content_type: str) -> bool:
    """True where the text is HTML or NITF: declared as such, or it holds tags whatever is declared."""
    if "<" not in text:
        return "html" in content_type and "&" in text
    if "html" in content_type or "xml" in content_type:
        return True
    return (SURE_TAG if content_type == "text/plain" else KNOWN_TAG).search(text) is not None


def read_fragment(text: str, found: Collector, where: HeaderPlace | str) -> list[str]:
    """The blocks of an HTML fragment as lines of text; the captions of its pictures are set aside."""
    nitf = NITF_BODY.search(text) if "<body.content" in text else None
    text = nitf[1] if nitf else text
    if SPECIAL_TAG.search(text):
        text = take_out_captions(text, found, where)
    marked = LINE_BREAK.sub(BREAK, UNFIT.sub("", text))
    plain = extract_plain_text(marked, main_content=False, alt_texts=False, list_bullets=True)
    return [line for block in plain.split("\n") for line in join_broken(block.split(BREAK))]


def take_out_captions(text: str, found: Collector, where: HeaderPlace | str) -> str:
    """The fragment without captions, which are set aside, and without scripts, forms and what else shows no text."""
    root = parse_page(text)
    if root is None:
        return text
    for caption in root.iter("figcaption"):
        found.block("caption", text_of(caption, 2_000), f"{where}, figcaption")
    etree.strip_elements(root, "figcaption", *REMOVED, with_tail=False)
    return as_html(root)


def join_broken(pieces: list[str]) -> list[str]:
    """The paragraphs in one block that line breaks divide: at two of them, at bullets, and behind a long sentence."""
    joined: list[str] = []
    divides = True
    for piece in map(fold, pieces):
        line = f"- {piece[2:]}" if piece.startswith("• ") else piece
        above = joined[-1] if joined else ""
        if not line:
            divides = True
        elif (
            divides
            or is_bullet(line)
            or is_bullet(above)
            or (ends_sentence(above) and weight(above) > LONG_LINE)
        ):
            joined.append(line)
            divides = False
        else:
            joined[-1] = f"{above} {line}"
    return joined
