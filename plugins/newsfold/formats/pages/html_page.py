"""The reader of HTML pages: one article a page, its metadata, its text, and what is set aside."""

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from newsfold.formats.content_text import read_content, unescaped
from newsfold.formats.pages.html_body import extract_paragraphs
from newsfold.formats.pages.html_metadata import collect_metadata
from newsfold.formats.pages.html_tree import parse_page, text_of
from newsfold.formats.pages.live_updates import find_live_text
from newsfold.formats.pages.page_data import find_data_text, find_state_text
from newsfold.model import HeaderPlace, Record, Rejection
from newsfold.text.body_blocks import Paragraph, as_meant, split_blocks
from newsfold.text.characters import ends_sentence, fold, sentences_of, split_lines, weight
from newsfold.text.credit_lines import is_byline, is_credit, is_date_alone
from newsfold.text.decoding import Decoded
from newsfold.text.editorial_notes import read_embargo, unwrapped
from newsfold.text.raw_headers import Collector
from newsfold.text.visitor_notes import find_visitor_note, is_wall, split_wall

MAX_CHARACTERS = 8_000_000
MIN_BODY_WEIGHT = 200
MIN_SENTENCES_WEIGHT = 80
MIN_SHORT_WEIGHT = 40
MIN_WHOLE_WEIGHT = 1_000  # of an article whose text in JSON-LD goes before a shorter one on the page
MAX_EMPTY_WEIGHT = 300
TAGS = re.compile(r"<[^<>]{0,5000}>")
# Where the programs that show a page put it.
MOUNT = re.compile(
    r"<(?:div|main)\b[^>]{0,200}?\bid=[\"']?(?:root|app|__next|__nuxt|___gatsby|svelte|main-app|fusion-app)\b[^>]{0,200}>\s*</",
    re.I,
)
TOP_PARAGRAPHS = 8
LEAD = 3  # paragraphs of text that may stand above the line with the date
MIN_SIGNED_WEIGHT = 60
LEAST_HEADLINE, MAX_BEHIND = 12, 20
# Headers that pages print above the text; their lines at the top of the text are dropped, for the header is
# kept.
HEADLINES = ("h1", "h2", "title", "meta.og:title", "jsonld.headline", "itemprop.headline")
CREDITS = (
    "visible byline",
    "visible date",
    "time.text",
    "jsonld.author",
    "meta.author",
    "meta.article:author",
    "itemprop.author",
)
MAX_CREDIT_WEIGHT = 150
LONG_HEAD = 200_000  # characters, within which a page's body begins
CLOSED = re.compile(r"</(?:html|body)\b", re.I)
# What says that a page is an article, however short.
STATED_HEADLINES = frozenset({"jsonld.headline", "itemprop.headline", "meta.og:title", "h1", "title"})
STATED_DATES = frozenset({
    "jsonld.datepublished", "jsonld.webpage.datepublished", "itemprop.datepublished", "meta.article:published_time",
    "meta.og:article:published_time", "meta.article:published", "meta.og:published_time", "meta.parsely-pub-date",
    "meta.datepublished", "meta.sailthru.date", "meta.dcsext.articlefirstpublished",
})  # fmt: skip
# Where the times of a live blog's updates were met.
TIMES_IN_SIGHT = frozenset({"time.datetime", "time.text", "visible date", "itemprop.datePublished"})
INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
DESCRIPTIONS = frozenset({"meta.og:description", "meta.description", "meta.twitter:description"})


def read_page(decoded: Decoded, size: int) -> Iterator[Record | Rejection]:
    """Read the article of a page from a file of `size` bytes."""
    if len(decoded.text) > MAX_CHARACTERS:
        detail = f"{len(decoded.text)} characters, the limit for a page is {MAX_CHARACTERS}"
        yield Rejection("too_large", detail, 0, 0, "html")
        return
    root = parse_page(decoded.text)
    if root is None:
        yield Rejection("no_article", "no element could be parsed", 0, 0, "html")
        return
    found = Collector()
    article_body = collect_metadata(root, found)
    collect_captions(root, found)
    stated = find_data_text(root)
    state = "" if stated or not MOUNT.search(decoded.text) else find_state_text(root)
    body, running = read_text(root, found)
    place = "the page"
    for text, name in ((article_body, "articleBody"), (stated or state, "the page's data")):
        size_of_body = sum(map(weight, body))
        is_teaser = name == "articleBody" and weight(text) > max(MIN_WHOLE_WEIGHT, 2 * size_of_body)
        if size_of_body < MIN_BODY_WEIGHT <= weight(text) or is_teaser:
            body, place = read_content(text, "", found, HeaderPlace(name)), name
    body = without_wall(body, found)
    size_of_text = sum(map(len, body))
    found.header("body.extent", f"{size_of_text} of {max(running, size_of_text)}", place)
    found.header("page.end", breaks_off(decoded.text), "the page's end")
    refusal = find_refusal(body, decoded.text)
    if refusal and refusal[0] == "no_article":
        body = find_short_text(body, article_body, found) if names_article(found) else []
        refusal = None if body else refusal
    if refusal:
        yield Rejection(*refusal, 0, 0, "html")
        return
    text = "\n\n".join(body)
    yield Record(
        0, "html", tuple(found.headers), text, tuple(found.blocks), decoded.encoding, offset=0, length=size
    )


def read_text(root: etree._Element, found: Collector) -> tuple[list[str], int]:
    """The paragraphs that the page shows as its text, and how many characters of running text may be the article's; what is
    set aside goes to `found`.
    """
    live = find_live_text(root, stated_address(found))
    if live is None:
        paragraphs, running = extract_paragraphs(root)
        return split_blocks(drop_repeated([as_meant(each) for each in paragraphs], found), found), running
    tell_times(live.times, found)
    above = drop_repeated([as_meant(each) for each in live.introduction], found)
    return [*split_blocks(above, found), *split_blocks(list(live.updates), found)], live.running


def tell_times(times: Sequence[str], found: Collector) -> None:
    """In place of the times of a live blog's updates its first and its last one: none of them is when the article was
    published, and the last is when it was changed.
    """
    known = {fold(time) for time in times}
    found.headers[:] = [
        row for row in found.headers if row.name not in TIMES_IN_SIGHT or row.value not in known
    ]
    instants = sorted(time for time in known if INSTANT.match(time))
    for name, time in (("update.first", instants[:1]), ("update.last", instants[-1:])):
        found.header(name, "".join(time), "live update")


def stated_address(found: Collector) -> str:
    """What the page calls its own address; empty where it doesn't say."""
    return next((h.value for h in found.headers if h.name in ("link.canonical", "meta.og:url")), "")


def without_wall(body: list[str], found: Collector) -> list[str]:
    """The text above a wall for readers without subscription, which is a notice and says that the article isn't free."""
    text, wall = split_wall(body)
    aside = [block.text for block in found.blocks if block.kind in ("newsletter", "notice")]
    for told in filter(is_wall, aside):
        found.header("wall line", "false", HeaderPlace("set aside", remark=told[:80]))
    if wall and sum(map(weight, text)) >= MIN_SHORT_WEIGHT:
        at_end = HeaderPlace("the text's end", remark=wall[0][:80])
        found.header("wall line", "false", at_end)
        found.header("wall at the end", wall[0][:80], at_end)
        found.block("notice", "\n".join(wall), "the text's end")
        return list(text)
    return body


def collect_captions(root: etree._Element, found: Collector) -> None:
    """Set the captions of pictures aside and take them out of the tree."""
    for caption in root.iter("figcaption"):
        found.block("caption", text_of(caption, 2_000), "figcaption")
    etree.strip_elements(root, "figcaption", with_tail=False)


def names_article(found: Collector) -> bool:
    """True where the metadata has a headline and says that the page is an article: by its type, or by its date."""
    names = {header.name.lower() for header in found.headers}
    typed = any(
        header.name == "meta.og:type" and header.value.lower() == "article" for header in found.headers
    )
    return not names.isdisjoint(STATED_HEADLINES) and (typed or not names.isdisjoint(STATED_DATES))


def find_short_text(body: list[str], article_body: str, found: Collector) -> list[str]:
    """What there is to read on the page of an article with little text: that text if it is more than a note, else
    JSON-LD's, else the page's own description where a date is stated. Empty where there is none of them.
    """
    total = sum(map(weight, body))
    if total >= MIN_BODY_WEIGHT and not find_visitor_note(body):
        return body
    articles = [fold(line) for line in split_lines(unescaped(article_body)) if line.strip()]
    dated = any(header.name.lower() in STATED_DATES for header in found.headers)
    described = [header.value for header in found.headers if header.name in DESCRIPTIONS] if dated else []
    texts = [
        [] if find_visitor_note(body) else body,
        articles,
        [max(described, key=len)] if described else [],
    ]
    best = max(texts, key=lambda text: sum(map(weight, text)))
    above = [h.value for h in found.headers if h.name in HEADLINES and best and best[0].startswith(h.value)]
    if above:  # the headline and the text in one block
        best = [best[0].removeprefix(max(above, key=len)).lstrip(), *best[1:]]
    return best if sum(map(weight, best)) >= MIN_SHORT_WEIGHT else []


def drop_repeated(paragraphs: list[Paragraph], found: Collector) -> list[Paragraph]:
    """The paragraphs without the lines at the top that repeat a header: the headline, the byline, the date.

    A byline or a date that is met only here becomes a header.
    """
    headlines = {comparable(h.value) for h in found.headers if h.name in HEADLINES}
    kickers = [comparable(h.value) for h in found.headers if h.name == "kicker"]
    headlines |= {kicker + headline for kicker in kickers for headline in headlines} | set(kickers)
    credits = [comparable(h.value) for h in found.headers if h.name in CREDITS]
    kept: list[Paragraph] = []
    for number, paragraph in enumerate(paragraphs):
        text = paragraph.text
        if number >= TOP_PARAGRAPHS or weight(text) > MAX_CREDIT_WEIGHT or read_embargo(unwrapped(text)[0]):
            kept.append(paragraph)
        elif repeats(text, headlines, credits):
            continue
        elif is_byline(text) or is_date_alone(text) or (not any(map(is_text, kept)) and is_credit(text)):
            kind = "date" if is_date_alone(text) and not is_byline(text) else "byline"
            if kind == "byline" or sum(map(is_text, kept)) < LEAD:  # below the text it is of something else
                found.header(f"visible {kind}", text, f"body, paragraph {number + 1}")
        else:
            kept.append(paragraph)
    return kept


def is_text(paragraph: Paragraph) -> bool:
    """True for a paragraph of the article itself, which no line with names stands below."""
    return ends_sentence(paragraph.text)


def repeats(text: str, headlines: set[str], credits: list[str]) -> bool:
    """True where `text` is a headline, or is part of a byline or date line and no sentence of its own."""
    words = comparable(text)
    return (
        not words
        or words in headlines
        or (not ends_sentence(text) and any(goes_on(words, headline) for headline in headlines))
        or (not ends_sentence(text) and any(words in credit for credit in credits))
    )


def goes_on(words: str, headline: str) -> bool:
    """Whether a line is the headline with little behind it: its day, how many comments there are."""
    return (
        len(headline) > LEAST_HEADLINE
        and words.startswith(headline)
        and len(words) - len(headline) <= MAX_BEHIND
    )


def comparable(text: str) -> str:
    """Text reduced to its letters and digits, in small letters."""
    return re.sub(r"[\W_]+", "", text.casefold())


def find_refusal(body: list[str], page: str) -> tuple[str, str] | None:
    """Why the page holds no article: reason code and detail; None where it does."""
    if note := find_visitor_note(body):
        return "no_article", f"the text is {note}"
    if sum(map(weigh_sentences, body)) < MIN_SENTENCES_WEIGHT:
        if (cut := find_cut(page)) is not None:
            return cut
        if needs_browser(page):
            return "no_article", "the page needs a browser: its text is made by its scripts"
        return "no_article", f"{len(body)} paragraphs, and no sentence among them"
    return None


def needs_browser(page: str) -> bool:
    """Whether a page without article text leaves its text to its scripts: it has an empty place for it, or hardly any text
    beside them."""
    if MOUNT.search(page):
        return True
    small = page.lower()
    start = small.find("<body")
    # Linear, however many scripts never end.
    first, *scripts = small[max(start, 0) :].split("<script")
    shown = TAGS.sub(" ", first + " ".join(script.partition("</script")[2] for script in scripts))
    return bool(scripts) and weight(" ".join(shown.split())) < MAX_EMPTY_WEIGHT and start >= 0


def weigh_sentences(text: str) -> int:
    """The weight of a paragraph up to the end of its last sentence, if that is more than an abbreviation."""
    found = weight(sentences_of(text))
    return found if ends_sentence(text) or found >= MIN_SIGNED_WEIGHT else 0


def breaks_off(page: str) -> str:
    """Where a page ends that is no whole one: inside a tag, or in the middle of its text; empty for others."""
    last = page.rfind(">")
    if page.rfind("<") > last:
        return "inside a tag"
    if CLOSED.search(page[-2_000:]) or not any(map(str.isalnum, page[last + 1 :])):
        return ""
    return "inside its text" if "<body" in page[:LONG_HEAD].lower() else ""


def find_cut(page: str) -> tuple[str, str] | None:
    """Where a page without article text breaks off: reason code and detail; None where it is complete."""
    end = page[-2_000:].lower()
    if "</html>" in end or "</body>" in end:
        return None
    if re.search(r"<body\b", page, re.I) is None and re.search(r"<head\b|<meta\b|<title\b", page, re.I):
        return "truncated", "the page ends inside its head"
    return (
        ("truncated", "the page ends inside a tag, before any article text")
        if page.rfind("<") > page.rfind(">")
        else None
    )
