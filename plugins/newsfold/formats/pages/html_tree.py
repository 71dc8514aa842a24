"""HTML text -> one lxml tree, within limits of size, depth, attributes and elements."""

import re

from lxml import etree

from newsfold.formats.pages.html_tags import mend_tags, without_early_ends

# Elements that hold neither text nor metadata of an article. Scripts, links and metas go later: they hold
# metadata; so does the footer of an article, other than that of the page.
DISCARDED = (
    "style", "svg", "noscript", "iframe", "template", "nav", "button", "select", "input", "object", "video",
    "audio", "canvas", "source", "img", "picture", "textarea", "map", "dialog",
)  # fmt: skip
# Of these, the ones that may stand around a page's text by a fault of its markup.
WRAPPERS = (
    "nav",
    "footer",
    "button",
    "noscript",
    "dialog",
    "object",
    "picture",
    "source",
    "select",
    "template",
)
MIN_TEXT = 300
MIN_FOOTERS = 3
# A page in frames: what is for browsers without them is its text.
FRAMES = re.compile(r"</?(?:frameset|noframes)\b[^<>]{0,500}>|<frame\b[^<>]{0,500}>", re.I)
# What opens over a page when it is asked to (WAI-ARIA): how to republish an article, consent, a form.
DIALOGS = etree.XPath(
    "descendant::*[self::div or self::section or self::aside][@role='dialog' or @role='alertdialog']"
    "[@hidden or @aria-hidden='true' or contains(translate(@style, ' ', ''), 'display:none')]"
)
XML_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")


def parse_page(text: str) -> etree._Element | None:
    """Parse a page; None where no element comes out. Comments, processing instructions, navigation and
    pictures are left out.

    libxml2 stops at a depth of 256 elements and at text nodes of 10 MB, which bounds what every step behind
    recurses into.
    """
    text = text.replace("\x00", "")
    declaration = XML_DECLARATION.match(text)
    text = text[declaration.end() :] if declaration else text
    text = mend_tags(without_early_ends(text))
    if "noframes" in text or "NOFRAMES" in text:
        text = FRAMES.sub("", text)
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    if root is None:
        return None
    for element in DIALOGS(root):
        element.tag = "dialog"
    keep_text(root)
    keep_json_ld(root)
    etree.strip_elements(root, *DISCARDED, with_tail=False)
    footers = [each for each in root.iter("footer") if next(each.iterancestors("article"), None) is None]
    timed = [each for each in footers if each.find(".//time") is not None]
    for footer in footers:
        # Below one block after the other they hold the time of each: `live_updates` looks at them.
        if footer not in timed or len(timed) < MIN_FOOTERS:
            footer.tag = "template"
    etree.strip_elements(root, "template", with_tail=False)
    return root


def keep_text(root: etree._Element) -> None:
    """Rename the elements around the page's text that would be discarded with it.

    Unclosed buttons and menus take in all that follows, and some pages show their text only without scripts.
    """
    around = [
        (element, size)
        for element in root.iter(*WRAPPERS)
        if (size := measure_paragraphs(element)) >= MIN_TEXT
    ]
    total = measure_paragraphs(root) if around else 0
    for element, size in around:
        if 2 * size > total:
            element.tag = "div"


def keep_json_ld(root: etree._Element) -> None:
    """Move JSON-LD out of the elements that would be discarded with it: a menu or a player may hold that of the article."""
    for script in list(root.iter("script")):
        if (
            "ld+json" in (script.get("type") or "").lower()
            and next(script.iterancestors(*DISCARDED, "footer"), None) is not None
        ):
            script.tail = None
            root.append(script)


def measure_paragraphs(element: etree._Element) -> int:
    """The characters that stand directly in the paragraphs of `element`."""
    return sum(len(paragraph.text or "") for paragraph in element.iter("p"))


def text_of(element: etree._Element, limit: int = 5_000) -> str:
    """The text inside `element`, its pieces divided by spaces, white space folded; not more than about
    `limit` characters.
    """
    if not len(element):  # as with most that are asked for
        return " ".join((element.text or "").split())
    pieces: list[str] = []
    size = 0
    for piece in element.itertext():
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            break
    return " ".join(" ".join(pieces).split())


def describe(element: etree._Element) -> str:
    """`element` for a person, as a short CSS selector: `span.byline[itemprop="author"]`."""
    names = "".join("." + name for name in (element.get("class") or "").split()[:3])
    marks = "".join(f'[{key}="{element.get(key)}"]' for key in ("itemprop", "rel") if element.get(key))
    return f"{element.tag}{names}{marks}"[:120]
